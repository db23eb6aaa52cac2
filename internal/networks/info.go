package networks

import "time"

// Class says how an unknown outcome of an operation may be settled.
type Class string

// The classes of house.md §5: exact (a key makes replay harmless), two-phase
// (a container is made, then published by id), look-up (list and compare),
// none (a person must say).
const (
	Exact    Class = "exact"
	TwoPhase Class = "two_phase"
	LookUp   Class = "look_up"
	None     Class = "none"
)

// OperationInfo is what a network declares of one operation.
type OperationInfo struct {
	Class Class
	// Harmless: an effect that nobody sees (an upload, a container): after an
	// unknown outcome it is simply made again, orphans are counted.
	Harmless bool
	// KeyLife: how long the network remembers an idempotency key; replay stops
	// at 0.8 of it.
	KeyLife time.Duration
	// VisibilityLag: how long after the last byte an effect may still appear
	// in a look-up. Zero: not declared, so nothing is ever absent.
	VisibilityLag time.Duration
	// Timeout of one request; zero: 30 s.
	Timeout time.Duration
	Source  Source
}

// Source of a declared fact.
type Source struct{ URL, AsOf string }

// Info is what a network declares of itself, as data.
type Info struct {
	Name       string // "page"
	Title      string // "Page publique" is the interface's business; this is the brand: "Bluesky"
	Connect    []Field
	Options    []Field
	Text       TextLimits
	Media      MediaLimits
	Threads    bool
	MaxThread  int  // segments; 0: no limit known
	LinkCards  bool // shows a preview card of a link
	Titles     bool // has a title of its own
	CanEdit    bool
	CanDelete  bool
	Operations map[Operation]OperationInfo
	Pace       Pace
}

// Pace bounds how often an account writes.
type Pace struct {
	PerDay  int // 0: no declared limit
	PerHour int
	Source  Source
}

// TextLimits of one segment.
type TextLimits struct {
	Max      int    // 0: none
	Unit     string // graphemes, code_points, utf8_bytes, utf16
	URLCost  int    // 0: counted as written
	MaxTitle int
	Source   Source
}

// MediaLimits of one segment.
type MediaLimits struct {
	Images      int      // at most; 0: none allowed
	Videos      int      // at most
	Mixed       bool     // images and video together
	ImageTypes  []string // MIME
	VideoTypes  []string
	MaxImage    int64 // bytes; 0: none declared
	MaxVideo    int64
	MaxWidth    int // pixels of a rendition; 0: as it is
	MaxHeight   int
	MaxDuration time.Duration
	AltText     bool
	MaxAlt      int
	Required    bool // a post without media is refused
	Source      Source
}

// Field is one input of a connect form or one option of the composer.
type Field struct {
	Name     string // key in the form; label and help are words of the interface: networks.<name>.<field>
	Kind     string // text, secret, url, choice, boolean, number
	Choices  []string
	Default  string
	Required bool
}

// Registry is the explicit list of networks, by name.
type Registry map[string]Network

// Find gives the network called name, or nil.
func (r Registry) Find(name string) Network { return r[name] }
