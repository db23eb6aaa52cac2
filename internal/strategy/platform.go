package strategy

import "fmt"

// Platform is the brand platform: who the brand is and what it stands for.
type Platform struct {
	Mission     string       `json:"mission,omitempty"`
	Vision      string       `json:"vision,omitempty"`
	Values      []Value      `json:"values"`
	Promise     string       `json:"promise,omitempty"`
	Positioning string       `json:"positioning,omitempty"`
	WantedImage string       `json:"wantedImage,omitempty"` // how the brand wants to be seen
	KeyMessages []KeyMessage `json:"keyMessages"`
}

// Value is a value of the brand and what it means in practice.
type Value struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning,omitempty"`
}

// KeyMessage is a sentence to be remembered, with the proofs that hold it up.
type KeyMessage struct {
	Text   string  `json:"text"`
	Proofs []Proof `json:"proofs"`
}

// Proof is a fact with where it comes from.
type Proof struct {
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
}

func (Platform) document() string { return "platform" }

func (p Platform) normal() Platform {
	p.Mission, p.Vision, p.Promise = trim(p.Mission), trim(p.Vision), trim(p.Promise)
	p.Positioning, p.WantedImage = trim(p.Positioning), trim(p.WantedImage)
	p.Values = each(p.Values, func(v Value) Value { return Value{trim(v.Name), trim(v.Meaning)} })
	p.KeyMessages = each(p.KeyMessages, func(m KeyMessage) KeyMessage {
		return KeyMessage{trim(m.Text), each(m.Proofs, func(q Proof) Proof { return Proof{trim(q.Text), trim(q.Source)} })}
	})
	return p
}

func (p Platform) validate(c *check) {
	c.text("mission", p.Mission, maxText)
	c.text("vision", p.Vision, maxText)
	c.text("promise", p.Promise, maxText)
	c.text("positioning", p.Positioning, maxText)
	c.text("wantedImage", p.WantedImage, maxText)
	c.size("values", len(p.Values))
	for i, v := range p.Values {
		c.required(fmt.Sprintf("values.%d.name", i), v.Name, maxName)
		c.text(fmt.Sprintf("values.%d.meaning", i), v.Meaning, maxText)
	}
	c.size("keyMessages", len(p.KeyMessages))
	for i, m := range p.KeyMessages {
		c.required(fmt.Sprintf("keyMessages.%d.text", i), m.Text, maxLine)
		c.size(fmt.Sprintf("keyMessages.%d.proofs", i), len(m.Proofs))
		for j, q := range m.Proofs {
			c.required(fmt.Sprintf("keyMessages.%d.proofs.%d.text", i, j), q.Text, maxLine)
			c.text(fmt.Sprintf("keyMessages.%d.proofs.%d.source", i, j), q.Source, maxLine)
		}
	}
}

// each maps a list; the result is never nil, so that it is stored as [].
func each[A, B any](list []A, fn func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = fn(v)
	}
	return out
}
