package dispatch

import (
	"context"
	"net/url"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// Answer is what a person says of a delivery that waits for them.
type Answer string

// The answers: the post is there; it is not there, send it again; give up;
// send again what failed, went stale or stopped half-way.
const (
	There    Answer = "there"
	NotThere Answer = "not_there"
	GiveUp   Answer = "give_up"
	SendNow  Answer = "send_now"
)

// answers says which answer fits which state.
var answers = map[State][]Answer{
	NeedsPerson: {There, NotThere, GiveUp},
	Failed:      {SendNow, GiveUp},
	Missed:      {SendNow, GiveUp},
	Partial:     {SendNow, GiveUp},
	Held:        {GiveUp},
	Scheduled:   {GiveUp},
}

// Answers lists what a person may say of a delivery in state s.
func Answers(s State) []Answer { return answers[s] }

var errBadLink = fault.New(fault.Invalid, "dispatch.bad_link", "Paste the full address of the post, starting with https://.").
	WithField("url", "dispatch.bad_link", "Paste the full address of the post, starting with https://.")

var errWrongAnswer = fault.New(fault.Conflict, "dispatch.wrong_answer", "This delivery has moved on: look at its state and answer again.")

// Resolution is a person's answer; URL is the link of the post that is there.
type Resolution struct {
	Answer Answer
	URL    string
}

// Resolve applies a person's answer. What is sent again leaves at once, however
// late: a person asked for it.
func (s *Service) Resolve(ctx context.Context, ws identity.WorkspaceID, id DeliveryID, r Resolution) (Delivery, error) {
	actor, err := identity.Require(ctx, ws, identity.DeliveryResolve)
	if err != nil {
		return Delivery{}, err
	}
	if u, err := url.Parse(r.URL); r.URL != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
		return Delivery{}, errBadLink
	}
	var d Delivery
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if d, err = findDelivery(ctx, tx, ws, id, ""); err != nil {
			return err
		}
		if err := lockLanesTx(ctx, tx, []string{d.Channel}); err != nil {
			return err
		}
		if d, err = findDelivery(ctx, tx, ws, id, store.ForUpdate(tx.Dialect())); err != nil {
			return err
		}
		if !allows(d.State, r.Answer) {
			return errWrongAnswer.With("state", string(d.State))
		}
		if err := s.answerTx(ctx, tx, &d, r); err != nil {
			return err
		}
		if err := s.settleLanesTx(ctx, tx, []Delivery{d}); err != nil {
			return err
		}
		return s.audit(ctx, tx, actor, "dispatch.resolve", string(id), map[string]string{"answer": string(r.Answer), "url": r.URL})
	})
	return d, fault.Op("dispatch.Resolve", err)
}

func allows(s State, a Answer) bool {
	for _, b := range answers[s] {
		if a == b {
			return true
		}
	}
	return false
}

func (s *Service) answerTx(ctx context.Context, tx *store.Tx, d *Delivery, r Resolution) error {
	now := s.now()
	switch r.Answer {
	case There:
		d.State, d.Permalink, d.FinishedAt = Published, r.URL, store.At(now)
		if err := personFoundTx(ctx, tx, *d, r.URL); err != nil {
			return err
		}
	case GiveUp:
		d.State, d.FinishedAt = Cancelled, store.At(now)
		d.Reason = Reason{reasonWithdrawn("given_up")}
	default:
		d.State, d.NextAt, d.LateMS, d.FinishedAt = Scheduled, store.At(now), int64(-1), store.Time{}
		d.Reason = Reason{}
	}
	d.Fence++
	return answerDeliveryTx(ctx, tx, *d, now)
}

func reasonWithdrawn(code string) *networks.Reason {
	return &networks.Reason{Code: "dispatch.withdrawn", Message: "It was withdrawn before it left.", Args: map[string]string{"reason": code}}
}

// FindDelivery gives a delivery with its steps and attempts.
func (s *Service) FindDelivery(ctx context.Context, ws identity.WorkspaceID, id DeliveryID) (Delivery, []StepRow, []Attempt, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return Delivery{}, nil, nil, err
	}
	q := s.db.Reader()
	d, err := findDelivery(ctx, q, ws, id, "")
	if err != nil {
		return d, nil, nil, err
	}
	steps, err := stepsOf(ctx, q, []Delivery{{ID: id, Tries: 1}})
	if err != nil {
		return d, nil, nil, err
	}
	attempts, err := attemptsOf(ctx, q, ws, id)
	return d, steps[id], attempts, err
}

// Filter chooses deliveries of a list.
type Filter struct {
	States  []State
	Subject string
	Channel string
	From    time.Time // due at or after
	To      time.Time // due before
	After   DeliveryID
	Limit   int
}

// FindDeliveries lists deliveries by due time, newest first.
func (s *Service) FindDeliveries(ctx context.Context, ws identity.WorkspaceID, f Filter) ([]Delivery, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	return selectDeliveries(ctx, s.db.Reader(), ws, f)
}

// FindStarted gives the deliveries that are on their way or whose end is not
// known: what a hold could no longer stop.
func (s *Service) FindStarted(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Delivery, error) {
	return startedDeliveries(ctx, q, ws)
}

// FindWaiting gives what waits to leave through a channel.
func (s *Service) FindWaiting(ctx context.Context, q store.Querier, ws identity.WorkspaceID, channel string) ([]Delivery, error) {
	return waitingDeliveries(ctx, q, ws, channel)
}
