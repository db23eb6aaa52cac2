package dispatch

import (
	"context"
	"time"

	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Record writes an audit entry in tx: who did what to which delivery.
type Record func(ctx context.Context, tx *store.Tx, actor identity.Actor, action, object string, detail map[string]string) error

// Service is what rooms and the API ask of dispatch; the Engine does the sending.
type Service struct {
	db    *store.DB
	bus   *event.Bus
	audit Record
	now   func() time.Time
	wake  func()
}

// New makes the service; wake is Engine.Wake where one runs in this process.
func New(db *store.DB, bus *event.Bus, a Record, now func() time.Time, wake func()) *Service {
	if wake == nil {
		wake = func() {}
	}
	return &Service{db: db, bus: bus, audit: a, now: now, wake: wake}
}

// ScheduleTx puts deliveries into their lanes. It gives their ids, in order.
func (s *Service) ScheduleTx(ctx context.Context, tx *store.Tx, news []NewDelivery) ([]DeliveryID, error) {
	ids := make([]DeliveryID, len(news))
	channels := make([]string, 0, len(news))
	for i, n := range news {
		ids[i] = store.NewID[DeliveryID]("dlv")
		channels = append(channels, n.Channel)
	}
	if err := insertLanesTx(ctx, tx, news); err != nil {
		return nil, err
	}
	if err := lockLanesTx(ctx, tx, channels); err != nil {
		return nil, err
	}
	if err := insertDeliveriesTx(ctx, tx, ids, news, s.now()); err != nil {
		return nil, err
	}
	tx.OnCommit(s.wake)
	return ids, freeLaneRowsTx(ctx, tx, channels, nil)
}

// LockTx keeps a subject's deliveries as they are until the end of tx: none of
// them starts meanwhile. A use case takes it before it looks at what has left.
func (s *Service) LockTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string) error {
	return lockSubjectTx(ctx, tx, ws, subject)
}

// MoveTx gives a subject's deliveries that have not started another time. It
// gives those it moved; what has started stays.
func (s *Service) MoveTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, due time.Time, late time.Duration) ([]Delivery, error) {
	if err := lockSubjectTx(ctx, tx, ws, subject); err != nil {
		return nil, err
	}
	moved, err := moveTx(ctx, tx, ws, subject, due, late, s.now())
	if err != nil {
		return nil, err
	}
	return moved, s.settleLanesTx(ctx, tx, moved)
}

// WithdrawTx cancels a subject's deliveries that have not started. It gives the
// cancelled ones and those that had already started: they can no longer be
// stopped, and whoever asked is told so.
func (s *Service) WithdrawTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, code string) (cancelled, started []Delivery, err error) {
	if err := lockSubjectTx(ctx, tx, ws, subject); err != nil {
		return nil, nil, err
	}
	cancelled, err = withdrawTx(ctx, tx, ws, subject, encode(reasonWithdrawn(code)), s.now())
	if err != nil {
		return nil, nil, err
	}
	if err := s.settleLanesTx(ctx, tx, cancelled); err != nil {
		return nil, nil, err
	}
	all, err := deliveriesOfSubject(ctx, tx, ws, subject)
	for _, d := range all {
		if d.State.IsStarted() || d.State == Partial {
			started = append(started, d)
		}
	}
	return cancelled, started, err
}

// CancelChannelTx cancels what waits on a channel that is being removed.
func (s *Service) CancelChannelTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, channel string) ([]Delivery, error) {
	if err := lockLanesTx(ctx, tx, []string{channel}); err != nil {
		return nil, err
	}
	cancelled, err := cancelChannelTx(ctx, tx, ws, channel, encode(reasonNoChannel()), s.now())
	if err != nil {
		return nil, err
	}
	return cancelled, s.settleLanesTx(ctx, tx, cancelled)
}

// ReleaseTx puts held deliveries of a workspace back into their lanes (a hold
// ended, a channel was connected again). What went stale meanwhile becomes
// missed when it is claimed, and what is still held is held again.
func (s *Service) ReleaseTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	if err := lockWorkspaceTx(ctx, tx, ws); err != nil {
		return err
	}
	released, err := releaseTx(ctx, tx, ws, s.now())
	if err != nil {
		return err
	}
	return s.settleLanesTx(ctx, tx, released)
}

// settleLanesTx brings lanes and the rooms above up to date after deliveries
// were changed outside the engine.
func (s *Service) settleLanesTx(ctx context.Context, tx *store.Tx, ds []Delivery) error {
	if len(ds) == 0 {
		return nil
	}
	var channels, ids, subjects []string
	seen := map[string]bool{}
	for _, d := range ds {
		channels, ids = append(channels, d.Channel), append(ids, string(d.ID))
		if !seen[d.Subject] {
			seen[d.Subject] = true
			subjects = append(subjects, d.Subject)
		}
	}
	if err := freeLaneRowsTx(ctx, tx, channels, ids); err != nil {
		return err
	}
	tx.OnCommit(s.wake)
	return s.bus.EmitTx(ctx, tx, Changed{Workspace: ds[0].Workspace, Subjects: subjects})
}

// Summary is what a post's deliveries come to.
type Summary struct {
	State      State // the one word that a card shows; "" when there is none
	Deliveries []Delivery
}

// SummariesTx gives the summary of each subject that has deliveries. Cancelled
// ones count only when there is nothing else.
func (s *Service) SummariesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, subjects []string) (map[string]Summary, error) {
	ds, err := deliveriesOfSubjects(ctx, q, ws, subjects)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Summary, len(subjects))
	for _, d := range ds {
		sum := out[d.Subject]
		sum.Deliveries = append(sum.Deliveries, d)
		out[d.Subject] = sum
	}
	for subject, sum := range out {
		sum.State = overall(sum.Deliveries)
		out[subject] = sum
	}
	return out, nil
}

// StatesTx gives only the one word of each subject that has deliveries: what a
// card needs, on the way of every send.
func (s *Service) StatesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, subjects []string) (map[string]State, error) {
	rows, err := statesOfSubjects(ctx, q, ws, subjects)
	if err != nil {
		return nil, err
	}
	all := make(map[string][]Delivery, len(subjects))
	for _, r := range rows {
		all[r.Subject] = append(all[r.Subject], Delivery{State: r.State})
	}
	out := make(map[string]State, len(all))
	for subject, ds := range all {
		out[subject] = overall(ds)
	}
	return out, nil
}

// urgency orders states of which nothing is out: the one that most wants a
// person's eye is shown.
var urgency = []State{NeedsPerson, Partial, Unknown, Sending, Pending, Failed, Missed, Claimed, Held, Scheduled, Published, Cancelled}

// overall is the one state of a post sent to several channels. Once a part of it
// is out, or may be, it never again looks like one that waits or failed: rooms
// would let people change what the public has seen.
func overall(ds []Delivery) State {
	has := map[State]bool{}
	for _, d := range ds {
		has[d.State] = true
	}
	for _, s := range urgency {
		switch {
		case !has[s]:
		case has[Published] && (s == Failed || s == Missed || s == Held):
			return Partial
		case has[Published] && (s == Claimed || s == Scheduled):
			return Sending
		default:
			return s
		}
	}
	return ""
}
