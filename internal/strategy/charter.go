package strategy

import "fmt"

// Charter is the editorial charter: how the brand speaks.
type Charter struct {
	Tones    []Tone         `json:"tones"`
	Use      []string       `json:"use"`   // words the brand prefers
	Avoid    []AvoidedWord  `json:"avoid"` // words it does not write
	Mentions []LegalMention `json:"mentions"`
	Hashtags []HashtagGroup `json:"hashtags"`
	Emoji    Emoji          `json:"emoji"`
	Rhythms  []Rhythm       `json:"rhythms"`
}

// Tone is the voice on one network; Network "" is the voice everywhere else.
type Tone struct {
	Network string `json:"network,omitempty"`
	Text    string `json:"text"`
}

// AvoidedWord is a word or an expression that the brand does not write, and
// what to write instead when there is something.
type AvoidedWord struct {
	Word       string `json:"word"`
	Suggestion string `json:"suggestion,omitempty"`
}

// LegalMention is a sentence the law wants, and when it wants it.
type LegalMention struct {
	Name string `json:"name"`
	Text string `json:"text"`
	When string `json:"when,omitempty"`
}

// HashtagGroup is a set of hashtags that go together, written without #.
type HashtagGroup struct {
	Name string   `json:"name"`
	Tags []string `json:"tags"`
}

// EmojiPolicy says how freely the brand uses emoji.
type EmojiPolicy string

// The policies.
const (
	EmojiFree    EmojiPolicy = "free"
	EmojiSparing EmojiPolicy = "sparing"
	EmojiNone    EmojiPolicy = "none"
)

// EmojiPolicies lists every policy.
var EmojiPolicies = []EmojiPolicy{EmojiFree, EmojiSparing, EmojiNone}

// Emoji is the policy with a sentence that explains it.
type Emoji struct {
	Policy EmojiPolicy `json:"policy"`
	Note   string      `json:"note,omitempty"`
}

// Rhythm is the wanted number of posts in a week on one network.
type Rhythm struct {
	Network string `json:"network"`
	PerWeek int    `json:"perWeek"`
}

func (Charter) document() string { return "charter" }

func (h Charter) normal() Charter {
	h.Tones = each(h.Tones, func(t Tone) Tone { return Tone{trim(t.Network), trim(t.Text)} })
	h.Use = unique(trimAll(h.Use))
	h.Avoid = each(h.Avoid, func(w AvoidedWord) AvoidedWord { return AvoidedWord{trim(w.Word), trim(w.Suggestion)} })
	h.Mentions = each(h.Mentions, func(m LegalMention) LegalMention {
		return LegalMention{trim(m.Name), trim(m.Text), trim(m.When)}
	})
	h.Hashtags = each(h.Hashtags, func(g HashtagGroup) HashtagGroup {
		return HashtagGroup{trim(g.Name), unique(trimAll(each(g.Tags, bareTag)))}
	})
	h.Rhythms = each(h.Rhythms, func(r Rhythm) Rhythm { return Rhythm{trim(r.Network), r.PerWeek} })
	if h.Emoji.Policy == "" {
		h.Emoji.Policy = EmojiFree
	}
	h.Emoji.Note = trim(h.Emoji.Note)
	return h
}

func bareTag(s string) string {
	s = trim(s)
	for len(s) > 0 && s[0] == '#' {
		s = s[1:]
	}
	return s
}

func (h Charter) validate(c *check) {
	c.size("tones", len(h.Tones))
	networks := map[string]bool{}
	for i, t := range h.Tones {
		c.required(fmt.Sprintf("tones.%d.text", i), t.Text, maxText)
		c.Check(!networks[t.Network], fmt.Sprintf("tones.%d.network", i), "strategy.twice", "This network has its line already.")
		networks[t.Network] = true
	}
	c.lines("use", h.Use)
	if len(h.Avoid) > 1000 {
		c.Add("avoid", "strategy.too_many", "At most 1000.")
	}
	for i, w := range h.Avoid {
		c.required(fmt.Sprintf("avoid.%d.word", i), w.Word, maxName)
		c.text(fmt.Sprintf("avoid.%d.suggestion", i), w.Suggestion, maxLine)
	}
	c.size("mentions", len(h.Mentions))
	for i, m := range h.Mentions {
		c.required(fmt.Sprintf("mentions.%d.name", i), m.Name, maxName)
		c.required(fmt.Sprintf("mentions.%d.text", i), m.Text, maxText)
		c.text(fmt.Sprintf("mentions.%d.when", i), m.When, maxLine)
	}
	c.size("hashtags", len(h.Hashtags))
	for i, g := range h.Hashtags {
		c.required(fmt.Sprintf("hashtags.%d.name", i), g.Name, maxName)
		c.lines(fmt.Sprintf("hashtags.%d.tags", i), g.Tags)
	}
	known(c, "emoji.policy", h.Emoji.Policy, EmojiPolicies)
	c.text("emoji.note", h.Emoji.Note, maxText)
	h.validateRhythms(c)
}

func (h Charter) validateRhythms(c *check) {
	c.size("rhythms", len(h.Rhythms))
	seen := map[string]bool{}
	for i, r := range h.Rhythms {
		path := fmt.Sprintf("rhythms.%d", i)
		c.required(path+".network", r.Network, maxName)
		c.Check(!seen[r.Network], path+".network", "strategy.twice", "This network has its line already.")
		c.Check(r.PerWeek >= 0 && r.PerWeek <= 500, path+".perWeek", "strategy.frequency", "A frequency lies between 0 and 500 posts a week.")
		seen[r.Network] = true
	}
}
