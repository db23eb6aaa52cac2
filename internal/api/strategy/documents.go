package strategy

import (
	"time"

	room "parvis/internal/strategy"
)

// Version names one version of a document. Number 0: nobody has written any.
type Version struct {
	Number    int        `json:"number"`
	CreatedAt *time.Time `json:"createdAt" nullable:"true"`
	CreatedBy *Person    `json:"createdBy,omitempty" doc:"Absent: the program itself"`
}

// Value is a value of the brand.
type Value struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning" required:"false"`
}

// Proof is a fact with its source.
type Proof struct {
	Text   string `json:"text"`
	Source string `json:"source" required:"false"`
}

// KeyMessage is a sentence with its proofs.
type KeyMessage struct {
	Text   string  `json:"text"`
	Proofs []Proof `json:"proofs" required:"false"`
}

// PlatformFields is the brand platform.
type PlatformFields struct {
	Mission     string       `json:"mission" required:"false"`
	Vision      string       `json:"vision" required:"false"`
	Values      []Value      `json:"values" required:"false"`
	Promise     string       `json:"promise" required:"false"`
	Positioning string       `json:"positioning" required:"false"`
	WantedImage string       `json:"wantedImage" required:"false"`
	KeyMessages []KeyMessage `json:"keyMessages" required:"false"`
}

// PlatformEdit is the platform with the version it was written over.
type PlatformEdit struct {
	BaseVersion int `json:"baseVersion" doc:"0 for the first"`
	PlatformFields
}

// Platform is the brand platform at one version.
type Platform struct {
	Version Version `json:"version"`
	PlatformFields
}

// Tone is the voice on one network; network empty: everywhere else.
type Tone struct {
	Network string `json:"network" required:"false"`
	Text    string `json:"text"`
}

// AvoidedWord is a word the brand does not write.
type AvoidedWord struct {
	Word       string `json:"word"`
	Suggestion string `json:"suggestion" required:"false"`
}

// LegalMention is a sentence that the law wants.
type LegalMention struct {
	Name string `json:"name"`
	Text string `json:"text"`
	When string `json:"when" required:"false"`
}

// HashtagGroup is a set of hashtags, written without #.
type HashtagGroup struct {
	Name string   `json:"name"`
	Tags []string `json:"tags"`
}

// Emoji is the emoji policy.
type Emoji struct {
	Policy string `json:"policy" enum:"free,sparing,none"`
	Note   string `json:"note" required:"false"`
}

// Rhythm is the wanted number of posts in a week on one network.
type Rhythm struct {
	Network string `json:"network"`
	PerWeek int    `json:"perWeek" minimum:"0" maximum:"500"`
}

// CharterFields is the editorial charter.
type CharterFields struct {
	Tones    []Tone         `json:"tones" required:"false"`
	Use      []string       `json:"use" required:"false"`
	Avoid    []AvoidedWord  `json:"avoid" required:"false"`
	Mentions []LegalMention `json:"mentions" required:"false"`
	Hashtags []HashtagGroup `json:"hashtags" required:"false"`
	Emoji    Emoji          `json:"emoji"`
	Rhythms  []Rhythm       `json:"rhythms" required:"false"`
}

// CharterEdit is the charter with the version it was written over.
type CharterEdit struct {
	BaseVersion int `json:"baseVersion" doc:"0 for the first"`
	CharterFields
}

// Charter is the charter at one version.
type Charter struct {
	Version Version `json:"version"`
	CharterFields
}

// Week is one week of a period.
type Week struct {
	Starts    string  `json:"starts"`
	Days      int     `json:"days"`
	Wanted    float64 `json:"wanted"`
	Planned   int     `json:"planned"`
	Published int     `json:"published"`
	Pace      string  `json:"pace" enum:",silent,low,met,overload" doc:"Empty: no frequency was wanted"`
}

// Line is one pillar or one network over the period.
type Line struct {
	Key       string  `json:"key" doc:"Id of the pillar, or name of the network"`
	Wanted    float64 `json:"wanted"`
	Planned   int     `json:"planned"`
	Published int     `json:"published"`
	Weeks     []Week  `json:"weeks"`
}

// PillarLine adds the shares, in percent.
type PillarLine struct {
	Line
	Share       int      `json:"share"`
	ActualShare *float64 `json:"actualShare" doc:"null: no post carries a pillar yet"`
}

// Balance is the plan beside the calendar.
type Balance struct {
	From          string       `json:"from"`
	To            string       `json:"to"`
	SharesSum     int          `json:"sharesSum" doc:"Of the pillars in use; other than 100 is said, not forced"`
	WithoutPillar int          `json:"withoutPillar"`
	Pillars       []PillarLine `json:"pillars"`
	Networks      []Line       `json:"networks"`
}

func (p people) version(v room.Version) Version {
	return Version{v.Number, instant(v.CreatedAt), p.find(v.CreatedBy)}
}

func (f PlatformFields) room() room.Platform {
	return room.Platform{Mission: f.Mission, Vision: f.Vision, Promise: f.Promise, Positioning: f.Positioning, WantedImage: f.WantedImage,
		Values: each(f.Values, func(v Value) room.Value { return room.Value(v) }),
		KeyMessages: each(f.KeyMessages, func(m KeyMessage) room.KeyMessage {
			return room.KeyMessage{Text: m.Text, Proofs: each(m.Proofs, func(q Proof) room.Proof { return room.Proof(q) })}
		})}
}

func platformOut(p people, v room.PlatformVersion) Platform {
	return Platform{p.version(v.Version), PlatformFields{Mission: v.Mission, Vision: v.Vision, Promise: v.Promise,
		Positioning: v.Positioning, WantedImage: v.WantedImage,
		Values: each(v.Values, func(x room.Value) Value { return Value(x) }),
		KeyMessages: each(v.KeyMessages, func(m room.KeyMessage) KeyMessage {
			return KeyMessage{m.Text, each(m.Proofs, func(q room.Proof) Proof { return Proof(q) })}
		})}}
}

func (f CharterFields) room() room.Charter {
	return room.Charter{Use: f.Use,
		Tones:    each(f.Tones, func(t Tone) room.Tone { return room.Tone(t) }),
		Avoid:    each(f.Avoid, func(w AvoidedWord) room.AvoidedWord { return room.AvoidedWord(w) }),
		Mentions: each(f.Mentions, func(m LegalMention) room.LegalMention { return room.LegalMention(m) }),
		Hashtags: each(f.Hashtags, func(g HashtagGroup) room.HashtagGroup { return room.HashtagGroup(g) }),
		Emoji:    room.Emoji{Policy: room.EmojiPolicy(f.Emoji.Policy), Note: f.Emoji.Note},
		Rhythms:  each(f.Rhythms, func(r Rhythm) room.Rhythm { return room.Rhythm(r) })}
}

func charterOut(p people, v room.CharterVersion) Charter {
	return Charter{p.version(v.Version), CharterFields{Use: v.Use,
		Tones:    each(v.Tones, func(t room.Tone) Tone { return Tone(t) }),
		Avoid:    each(v.Avoid, func(w room.AvoidedWord) AvoidedWord { return AvoidedWord(w) }),
		Mentions: each(v.Mentions, func(m room.LegalMention) LegalMention { return LegalMention(m) }),
		Hashtags: each(v.Hashtags, func(g room.HashtagGroup) HashtagGroup { return HashtagGroup(g) }),
		Emoji:    Emoji{string(v.Emoji.Policy), v.Emoji.Note},
		Rhythms:  each(v.Rhythms, func(r room.Rhythm) Rhythm { return Rhythm(r) })}}
}

func lineOut(l room.Line) Line {
	return Line{l.Key, l.Wanted, l.Planned, l.Published, each(l.Weeks, func(w room.Week) Week {
		return Week{string(w.Starts), w.Days, w.Wanted, w.Planned, w.Published, string(w.Pace)}
	})}
}

func balanceOut(b room.Balance) Balance {
	return Balance{string(b.From), string(b.To), b.SharesSum, b.WithoutPillar,
		each(b.Pillars, func(l room.PillarLine) PillarLine { return PillarLine{lineOut(l.Line), l.Share, l.ActualShare} }),
		each(b.Networks, lineOut)}
}
