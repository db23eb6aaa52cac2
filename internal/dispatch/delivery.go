package dispatch

import (
	"encoding/json"
	"time"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// DeliveryID names a delivery ("dlv_…").
type DeliveryID string

// State of a delivery.
type State string

// The states.
const (
	Scheduled   State = "scheduled"    // waits for its time
	Held        State = "held"         // its time came under a hold, or its channel must be reconnected
	Claimed     State = "claimed"      // a node prepares it; nothing has left
	Sending     State = "sending"      // the intent is durable: bytes may have left
	Pending     State = "pending"      // the network took it and is still at work
	Unknown     State = "unknown"      // nobody knows yet whether it arrived
	Partial     State = "partial"      // part of a thread is out
	NeedsPerson State = "needs_person" // the network cannot say: a person must
	Published   State = "published"
	Failed      State = "failed" // refused for good
	Missed      State = "missed" // it went stale before it could leave
	Cancelled   State = "cancelled"
)

// moves is the one table of who may become what; the guide prints it.
var moves = map[State][]State{
	Scheduled:   {Claimed, Held, Missed, Cancelled},
	Held:        {Scheduled, Missed, Cancelled},
	Claimed:     {Sending, Scheduled, Held, Missed, Failed, Partial, Cancelled},
	Sending:     {Claimed, Published, Pending, Unknown, Scheduled, Held, Failed, Partial},
	Pending:     {Published, Claimed, Scheduled, Failed, Partial, Unknown, NeedsPerson},
	Unknown:     {Published, Scheduled, Pending, NeedsPerson, Failed, Partial},
	Partial:     {Scheduled, Cancelled},
	NeedsPerson: {Published, Scheduled, Cancelled, Partial},
	Failed:      {Scheduled, Cancelled},
	Missed:      {Scheduled, Cancelled},
	Published:   {},
	Cancelled:   {},
}

// MayBecome says whether a delivery in s may move to t.
func (s State) MayBecome(t State) bool {
	for _, m := range moves[s] {
		if m == t {
			return true
		}
	}
	return false
}

// IsOver says whether nothing more will happen by itself or by a person.
func (s State) IsOver() bool { return len(moves[s]) == 0 }

// IsStarted says whether bytes may have left and the end is not known.
func (s State) IsStarted() bool {
	return s == Sending || s == Pending || s == Unknown || s == NeedsPerson
}

// Moves gives a copy of the table, for the interface and the guide.
func Moves() map[State][]State {
	out := make(map[State][]State, len(moves))
	for s, to := range moves {
		out[s] = append([]State(nil), to...)
	}
	return out
}

// Delivery is one revision due at one instant on one channel.
type Delivery struct {
	ID          DeliveryID           `db:"id"`
	Workspace   identity.WorkspaceID `db:"workspace_id"`
	Channel     string               `db:"channel_id"`
	Network     string               `db:"network"`
	Kind        string               `db:"kind"`
	Subject     string               `db:"subject_id"`
	Revision    string               `db:"revision_id"`
	Hash        string               `db:"hash"`
	Campaign    string               `db:"campaign_id"`
	Fingerprint string               `db:"fingerprint"`
	DueAt       store.Time           `db:"due_at"`
	LateMS      int64                `db:"late_ms"` // at most so late; below zero: never stale
	State       State                `db:"state"`
	Reason      Reason               `db:"reason"`
	NextAt      store.Time           `db:"next_at"`
	Node        string               `db:"node"`
	Fence       int64                `db:"fence"`
	Step        int                  `db:"step"`
	Resends     int                  `db:"resends"`
	Tries       int                  `db:"tries"`
	StartedAt   store.Time           `db:"started_at"`
	FinishedAt  store.Time           `db:"finished_at"`
	RemoteID    string               `db:"remote_id"`
	Permalink   string               `db:"permalink"`
	CreatedAt   store.Time           `db:"created_at"`
	UpdatedAt   store.Time           `db:"updated_at"`
}

// IsStale says whether the delivery may no longer leave by itself at now.
func (d Delivery) IsStale(now time.Time) bool {
	return d.LateMS >= 0 && now.Sub(d.DueAt.Time) > time.Duration(d.LateMS)*time.Millisecond
}

// Lateness is how long after its time the first byte could leave; zero before.
func (d Delivery) Lateness() time.Duration {
	if d.StartedAt.IsZero() {
		return 0
	}
	return max(0, d.StartedAt.Sub(d.DueAt.Time))
}

// StepRow is the record of one remote write.
type StepRow struct {
	DeliveryID DeliveryID                    `db:"delivery_id"`
	N          int                           `db:"n"`
	Workspace  identity.WorkspaceID          `db:"workspace_id"`
	Channel    string                        `db:"channel_id"`
	Op         networks.Operation            `db:"op"`
	Segment    int                           `db:"segment"`
	Media      int                           `db:"media"`
	Visible    bool                          `db:"visible"`
	State      string                        `db:"state"`
	FrozenAt   store.Time                    `db:"frozen_at"`
	FirstSent  store.Time                    `db:"first_sent"`
	LastByte   store.Time                    `db:"last_byte"`
	Looks      int                           `db:"looks"`
	AbsentAt   store.Time                    `db:"absent_at"`
	RemoteID   string                        `db:"remote_id"`
	Permalink  string                        `db:"permalink"`
	Data       store.JSON[map[string]string] `db:"data"`
	Orphans    int                           `db:"orphans"`
}

func (r StepRow) step() networks.Step {
	return networks.Step{N: r.N, Op: r.Op, Segment: r.Segment, Media: r.Media, Visible: r.Visible}
}

func (r StepRow) result() networks.Result {
	return networks.Result{Step: r.step(), RemoteID: r.RemoteID, Permalink: r.Permalink, Data: r.Data.V}
}

// Attempt is one try of a step.
type Attempt struct {
	N         int        `db:"n"`
	Fence     int64      `db:"fence"`
	Node      string     `db:"node"`
	StartedAt store.Time `db:"started_at"`
	EndedAt   store.Time `db:"ended_at"`
	Outcome   string     `db:"outcome"`
	Reason    Reason     `db:"reason"`
}

// Reason is networks.Reason as a column: JSON, or "" for none.
type Reason struct{ *networks.Reason }

// Scan implements sql.Scanner.
func (r *Reason) Scan(src any) error {
	r.Reason = nil
	s, ok := src.(string)
	if !ok || s == "" {
		return nil
	}
	r.Reason = &networks.Reason{}
	return json.Unmarshal([]byte(s), r.Reason)
}

// encode gives the column's text.
func encode(r *networks.Reason) string {
	if r == nil {
		return ""
	}
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(b)
}

// NewDelivery is what a room asks to send.
type NewDelivery struct {
	Workspace   identity.WorkspaceID
	Channel     string
	Network     string
	Kind        string
	Subject     string
	Revision    string
	Hash        string // of what may leave, as approved
	Campaign    string
	Fingerprint string        // equal for what a reader would call the same message
	DueAt       time.Time     //
	Late        time.Duration // at most so late, else missed; below zero: never stale
}

// Changed is emitted in the transaction that moved deliveries of one workspace.
type Changed struct {
	Workspace identity.WorkspaceID
	Subjects  []string // each once
}

// Settled is emitted in the transaction in which deliveries came to a state
// that a person should hear of or that ends them.
type Settled struct {
	Workspace  identity.WorkspaceID
	Deliveries []Delivery // Published, Failed, Partial, NeedsPerson, Missed, or Held for a reconnection
}
