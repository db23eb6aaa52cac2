package dispatch

import (
	"context"
	"errors"
	"time"

	"parvis/internal/fault"
	"parvis/internal/networks"
	"parvis/internal/store"
)

var errDatabaseAway = errors.New("dispatch: the database is out of reach")

// operation is one thing a sender wants committed: an intent before a write, or
// a move after it. Exactly one of the two is set.
type operation struct {
	intent *intent
	move   *move
	done   chan<- error
}

// intent asks to start one step; granted is set when it committed.
type intent struct {
	d       Delivery
	step    networks.Step
	out     bool // something of the delivery can be seen already
	granted bool
	row     StepRow // as committed: frozen_at, first_sent
}

// move takes a delivery from one state to another and says what was learnt.
type move struct {
	d         Delivery // fence and state as the mover knows them
	to        State
	reason    *networks.Reason
	nextAt    time.Time
	stepN     int      // the step the delivery stands at afterwards
	row       *StepRow // the step as it is now
	outcome   networks.OutcomeKind
	resend    bool
	fromFind  bool
	remoteID  string
	permalink string
	applied   bool
}

// commitLoop gathers what senders want committed and claims what is due, in one
// transaction a turn (group commit): a record and the next claims share it.
func (e *Engine) commitLoop(claiming, work, send context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	look := true
	var ops []operation
	for {
		ops = ops[:0]
		if !look {
			select {
			case op := <-e.group:
				ops = append(ops, op)
			case <-e.wake:
				look = true
			case <-timer.C:
				look = true
			case <-work.Done():
				return
			}
		}
		ops = e.gather(ops)
		next := e.turn(claiming, work, send, ops, look)
		look = next <= 0 && claiming.Err() == nil
		timer.Reset(max(next, time.Millisecond))
	}
}

// gather takes what already waits, without waiting for more.
func (e *Engine) gather(ops []operation) []operation {
	for len(ops) < 512 {
		select {
		case op := <-e.group:
			ops = append(ops, op)
		default:
			return ops
		}
	}
	return ops
}

// turn commits ops and claims; it gives how long to sleep, zero to go on.
func (e *Engine) turn(claiming, work, send context.Context, ops []operation, look bool) time.Duration {
	if !e.InjectedClock && e.clock.check(e.Now(), time.Now()) {
		look = false
	}
	room := e.Workers - int(e.inFlight.Load())
	for _, op := range ops {
		look = look || op.move != nil // a lane may have come free
	}
	if claiming.Err() != nil || room <= 0 {
		look = false
	}
	if len(ops) == 0 && !look {
		e.lastTurn.Store(e.Now().UnixMilli())
		return e.Poll
	}
	var claimed []Delivery
	var wait time.Duration
	err := e.DB.WriteFirst(work, func(ctx context.Context, tx *store.Tx) (err error) {
		claimed, wait, err = e.commitTx(ctx, tx, ops, look, room)
		return err
	})
	if err != nil {
		return e.replay(work, ops, err)
	}
	e.touch()
	for _, op := range ops {
		op.done <- nil
	}
	if len(claimed) > 0 {
		e.stats.claims.Add(int64(len(claimed)))
		e.start(send, claimed)
	}
	return wait
}

// commitTx does one turn's work: moves, then intents, then claims.
func (e *Engine) commitTx(ctx context.Context, tx *store.Tx, ops []operation, look bool, room int) ([]Delivery, time.Duration, error) {
	var moves []*move
	var intents []*intent
	for _, op := range ops {
		if op.move != nil {
			moves = append(moves, op.move)
		} else {
			intents = append(intents, op.intent)
		}
	}
	if err := lockLanesTx(ctx, tx, channelsOf(ops)); err != nil {
		return nil, 0, fault.Op("dispatch.lanes", err)
	}
	started, refused, err := e.intentsTx(ctx, tx, intents)
	if err != nil {
		return nil, 0, fault.Op("dispatch.intents", err)
	}
	changed, settled, err := e.movesTx(ctx, tx, append(moves, refused...))
	if err != nil {
		return nil, 0, fault.Op("dispatch.moves", err)
	}
	if err := e.announceTx(ctx, tx, append(started, changed...), settled); err != nil {
		return nil, 0, err
	}
	if !look {
		return nil, e.Poll, nil
	}
	claimed, err := e.claimTx(ctx, tx, room)
	if err != nil {
		return nil, 0, fault.Op("dispatch.claim", err)
	}
	if len(claimed) == room {
		return claimed, e.Poll, nil // full: the next record looks again
	}
	wait, err := e.untilNextTx(ctx, tx)
	return claimed, wait, err
}

// channelsOf names the lanes that ops touch.
func channelsOf(ops []operation) []string {
	out := make([]string, len(ops))
	for i, op := range ops {
		if op.move != nil {
			out[i] = op.move.d.Channel
		} else {
			out[i] = op.intent.d.Channel
		}
	}
	return out
}

// replay commits a failed group one by one, so that one bad row does not hold
// the others. A database out of reach leaves every row as it is; each sender
// tries again by itself.
func (e *Engine) replay(ctx context.Context, ops []operation, cause error) time.Duration {
	if len(ops) == 0 || store.IsOutOfReach(cause) || ctx.Err() != nil {
		if ctx.Err() == nil {
			e.Log.Error("dispatch: turn failed", "error", cause)
		}
		for _, op := range ops {
			op.done <- cause
		}
		return e.Poll
	}
	e.Log.Warn("dispatch: group failed, replaying one by one", "rows", len(ops), "error", cause)
	for _, op := range ops {
		err := e.DB.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, _, err := e.commitTx(ctx, tx, []operation{op}, false, 0)
			return err
		})
		if err == nil {
			e.touch()
		}
		op.done <- err
	}
	return 0
}

// commit hands one operation to the loop and waits for the end of its turn. It
// tries again while the database is out of reach, as long as ctx lives.
func (e *Engine) commit(ctx context.Context, op operation) error {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		done := make(chan error, 1)
		op.done = done
		select {
		case e.group <- op:
		case <-ctx.Done():
			return ctx.Err()
		}
		err := <-done
		if err == nil || !store.IsOutOfReach(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
}
