// Package networks is the contract between Parvis and every social network.
//
// A network is a value with Info and whatever optional interfaces it can honour
// (Connector, Publisher, Finder, Deleter, Editor), found by type assertion. A
// network knows neither the database nor a room: it is handed an Account, the
// bytes of a Revision and a context, and reaches out through outbound only.
// Implementations hold no state per account and are safe for concurrent use.
package networks

import (
	"context"
	"io"
	"time"
)

// Network is the one mandatory interface.
type Network interface{ Info() Info }

// Configurable networks change their Info with the account: limits served live
// by an instance, or the operation class that a webhook's owner declares.
type Configurable interface{ InfoFor(Account) Info }

// InfoFor gives what n says of itself for this account.
func InfoFor(n Network, a Account) Info {
	if c, ok := n.(Configurable); ok {
		return c.InfoFor(a)
	}
	return n.Info()
}

// Account is a connected account as a network sees it.
type Account struct {
	ChannelID string
	RemoteID  string            // the network's own id of the account
	Settings  map[string]string // what the connect form asked, without secrets
	Secrets   map[string]string // decrypted for this call; never logged
}

// Connector links an account.
type Connector interface {
	// Connect checks what the person entered (keys of Info.Connect) and gives
	// the account as the network knows it. A *Refusal says what is wrong with
	// which field; any other error means the network could not be reached.
	Connect(ctx context.Context, form map[string]string) (Connected, error)
	// Check says how the account is now. It writes nothing.
	Check(ctx context.Context, a Account) (Health, error)
}

// Connected is what Connect learnt.
type Connected struct {
	RemoteID string
	Name     string // as shown: "Les Ateliers Brume"
	Handle   string // "@brume.example"; may be empty
	URL      string // public address of the account; may be empty
	Avatar   string // address of a picture; may be empty
	Settings map[string]string
	Secrets  map[string]string
	Expires  time.Time // zero: does not expire
}

// Health of an account.
type Health struct {
	State   HealthState
	Reason  *Reason
	Expires time.Time
}

// HealthState is a channel's light.
type HealthState string

// The lights: in order, to renew soon, to reconnect now, out of reach.
const (
	HealthOK        HealthState = "ok"
	HealthExpiring  HealthState = "expiring"
	HealthReconnect HealthState = "reconnect"
	HealthDown      HealthState = "down"
)

// Publisher sends posts. Plan is pure; Do performs exactly one remote write
// through outbound.Write and never retries.
type Publisher interface {
	// Plan gives the ordered remote writes that make this revision, or a
	// *Refusal when it breaks a limit. It reaches no network.
	Plan(a Account, r Revision) ([]Step, error)
	// Do performs one step. It always gives an Outcome: what is not proven
	// to have had no effect is Unknown.
	Do(ctx context.Context, a Account, w Write) Outcome
}

// Finder looks for the effect of a write whose answer was lost. It writes
// nothing.
type Finder interface {
	Find(ctx context.Context, a Account, l Look) Finding
}

// Deleter removes what a delivery published.
type Deleter interface {
	Delete(ctx context.Context, a Account, remoteID string) Outcome
}

// Editor replaces what a delivery published.
type Editor interface {
	Edit(ctx context.Context, a Account, remoteID string, w Write) Outcome
}

// Revision is the immutable form of a post for one channel: what was approved
// and what is sent.
type Revision struct {
	ID       string
	Hash     string // hex sha256 of the canonical form
	Title    string // networks that have one (page, blogs); may be empty
	Language string // BCP 47
	Segments []Segment
	Options  map[string]string // declared in Info.Options
}

// Segment is one message: the post itself, or one part of a thread.
type Segment struct {
	Text  string // NFC
	Media []Media
	Link  *LinkCard
}

// Media is one attached file, already rendered for the network.
type Media struct {
	SHA256     string // of the bytes Open gives
	MIME       string
	Name       string
	Alt        string
	Width      int // pixels
	Height     int
	DurationMS int64  // video
	Size       int64  // bytes
	URL        string // public address on the page origin; may be empty
	Open       func(ctx context.Context) (io.ReadCloser, error)
}

// LinkCard is the resolved preview of a link.
type LinkCard struct {
	URL, Title, Description string
	Image                   *Media
}

// Step is one remote write of a delivery.
type Step struct {
	N       int       // 0-based order
	Op      Operation // key of Info.Operations
	Segment int       // which segment it carries
	Media   int       // which media, -1 for none
	Visible bool      // its success shows something to the public
}

// Operation names a kind of remote write: "publish", "upload", "prepare".
type Operation string

// Write is everything Do needs.
type Write struct {
	Step     Step
	Key      string    // stable for (delivery, step): the idempotency key
	FrozenAt time.Time // instant of the step's first intent: createdAt of records
	Revision Revision
	Done     []Result // accepted steps before this one, in order
	Progress func()   // call while bytes move: renews the lease
}

// Result of an accepted step.
type Result struct {
	Step      Step
	RemoteID  string
	Permalink string
	Data      map[string]string // what later steps or Find need
}

// Look is a question to Finder.
type Look struct {
	Write
	FirstSent time.Time                  // before the first attempt of this step
	LastByte  time.Time                  // last moment an attempt was alive
	Bound     func(remoteID string) bool // true: belongs to another delivery
}

// Verdict of a look.
type Verdict string

// The verdicts. Absent is allowed only after a complete listing down to before
// FirstSent, or an authoritative read by id or key.
const (
	Found      Verdict = "found"
	Absent     Verdict = "absent"
	InProgress Verdict = "in_progress" // the network is still at work: pending
	CannotTell Verdict = "cannot_tell"
)

// Finding is a Finder's answer.
type Finding struct {
	Verdict Verdict
	Result  Result  // Found
	Reason  *Reason // CannotTell
}

// OutcomeKind is what one remote write came to.
type OutcomeKind string

// The outcomes. Deferred needs proof that nothing happened: not dialled,
// refused before the body, 401, 429, a documented 503. All else that is not a
// clear yes or no is Unknown.
const (
	Accepted OutcomeKind = "accepted"
	Pending  OutcomeKind = "pending"
	Refused  OutcomeKind = "refused"
	Deferred OutcomeKind = "deferred"
	Unknown  OutcomeKind = "unknown"
)

// Outcome of one remote write.
type Outcome struct {
	Kind      OutcomeKind
	Result    Result    // Accepted, and Pending once an id is known
	Reason    *Reason   // Refused, Deferred, Unknown
	Until     time.Time // Deferred: not before; zero: as dispatch decides
	Reconnect bool      // the account must be connected again
}

// Reason is a sentence for a person: Code is translated by the interface
// ("webhook.not_json"), Message is its English form, Detail what the network
// said (redacted, at most 500 characters).
type Reason struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Args    map[string]string `json:"args,omitempty"`
	Detail  string            `json:"detail,omitempty"`
}

// Refusal is an error that carries a Reason and the field at fault.
type Refusal struct {
	Field  string
	Reason Reason
}

// Error implements error.
func (r *Refusal) Error() string { return r.Reason.Message }
