package strategy

// PillarFields is what a person writes of a pillar: a subject the brand comes
// back to, with its part of the calendar.
type PillarFields struct {
	Name        string `json:"name"`
	Colour      string `json:"colour"` // "#RRGGBB"
	Description string `json:"description,omitempty"`
	Share       int    `json:"share"`   // wanted part of the posts, in percent
	PerWeek     int    `json:"perWeek"` // wanted posts in a week; 0: not said
}

// Pillar is a subject of the editorial line.
type Pillar struct {
	ID PillarID
	Record
	PillarFields
}

// SharesOf adds the shares of the pillars in use. A sum other than 100 is said,
// never forced: a team writes its pillars one after the other.
func SharesOf(pillars []Pillar) int {
	sum := 0
	for _, p := range pillars {
		if !p.IsArchived() {
			sum += p.Share
		}
	}
	return sum
}

func (PillarFields) kind() Kind                { return KindPillar }
func (f PillarFields) label() (string, string) { return f.Name, f.Colour }
func (f PillarFields) links() []link           { return nil }

func (f PillarFields) normal() PillarFields {
	f.Name, f.Description, f.Colour = trim(f.Name), trim(f.Description), upper(f.Colour)
	return f
}

func (f PillarFields) validate(c *check) {
	c.required("name", f.Name, maxName)
	c.required("colour", f.Colour, 7)
	c.colour("colour", f.Colour)
	c.text("description", f.Description, maxText)
	c.Check(f.Share >= 0 && f.Share <= 100, "share", "strategy.share", "A share lies between 0 and 100 percent.")
	c.Check(f.PerWeek >= 0 && f.PerWeek <= 500, "perWeek", "strategy.frequency", "A frequency lies between 0 and 500 posts a week.")
}
