package strategy

import "fmt"

// AudienceFields is what a person writes of an audience. Ages are nil when they
// do not matter.
type AudienceFields struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	AgeFrom     *int     `json:"ageFrom,omitempty"`
	AgeTo       *int     `json:"ageTo,omitempty"`
	Languages   []string `json:"languages"` // BCP 47: "fr", "en"
	Place       string   `json:"place,omitempty"`
	Interests   []string `json:"interests"`
	Networks    []string `json:"networks"` // names of networks: "instagram"
	Active      []Hours  `json:"active"`
	Needs       []string `json:"needs"`
	Objections  []string `json:"objections"`
}

// Hours is a span of a weekday when an audience is there, in its own local
// time. Weekday is 1 (Monday) to 7; From and To are hours, 0 to 24.
type Hours struct {
	Weekday int `json:"weekday"`
	From    int `json:"from"`
	To      int `json:"to"`
}

// Audience is a persona that the brand speaks to.
type Audience struct {
	ID AudienceID
	Record
	AudienceFields
}

func (AudienceFields) kind() Kind                { return KindAudience }
func (f AudienceFields) label() (string, string) { return f.Name, "" }
func (f AudienceFields) links() []link           { return nil }

func (f AudienceFields) normal() AudienceFields {
	f.Name, f.Description, f.Place = trim(f.Name), trim(f.Description), trim(f.Place)
	f.Languages, f.Networks = unique(trimAll(f.Languages)), unique(trimAll(f.Networks))
	f.Interests, f.Needs, f.Objections = trimAll(f.Interests), trimAll(f.Needs), trimAll(f.Objections)
	if f.Active == nil {
		f.Active = []Hours{}
	}
	return f
}

func (f AudienceFields) validate(c *check) {
	c.required("name", f.Name, maxName)
	c.text("description", f.Description, maxText)
	c.text("place", f.Place, maxLine)
	ageOf := func(p *int) bool { return p == nil || *p >= 0 && *p <= 120 }
	c.Check(ageOf(f.AgeFrom), "ageFrom", "strategy.age", "An age lies between 0 and 120.")
	c.Check(ageOf(f.AgeTo), "ageTo", "strategy.age", "An age lies between 0 and 120.")
	c.Check(f.AgeFrom == nil || f.AgeTo == nil || *f.AgeFrom <= *f.AgeTo, "ageTo", "strategy.age_order", "The second age comes before the first.")
	c.lines("languages", f.Languages)
	c.lines("networks", f.Networks)
	c.lines("interests", f.Interests)
	c.lines("needs", f.Needs)
	c.lines("objections", f.Objections)
	c.size("active", len(f.Active))
	for i, h := range f.Active {
		ok := h.Weekday >= 1 && h.Weekday <= 7 && h.From >= 0 && h.From < h.To && h.To <= 24
		c.Check(ok, fmt.Sprintf("active.%d", i), "strategy.hours", "These hours do not follow each other.")
	}
}
