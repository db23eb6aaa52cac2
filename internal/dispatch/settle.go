package dispatch

import (
	"context"
	"time"

	"parvis/internal/networks"
	"parvis/internal/store"
)

// How unknown ends are settled (house.md §5, reconcile and look-up).
const (
	firstLook    = 2 * time.Second  // after an unknown end
	lookGap      = 2 * time.Second  // between the two looks that make "absent"
	lookLease    = 60 * time.Second // a look that dies is taken up again after
	lookTimeout  = 20 * time.Second
	lookPatience = time.Hour // past it a network that cannot tell goes to a person
	settlers     = 32
)

// settleLoop takes deliveries whose end is unknown or pending and due for a look.
func (e *Engine) settleLoop(ctx, send context.Context) {
	room := make(chan struct{}, settlers)
	for {
		var picked []Delivery
		err := e.DB.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			picked, err = pickToSettleTx(ctx, tx, e.Now(), lookLease, settlers-len(room))
			return err
		})
		if err != nil && ctx.Err() == nil {
			e.Log.Error("dispatch: settle", "error", err)
		}
		if len(picked) > 0 {
			e.sends.Go(func() { e.settleAll(send, picked, room) })
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (e *Engine) settleAll(ctx context.Context, ds []Delivery, room chan struct{}) {
	all := e.load(ctx, ds)
	for _, d := range ds {
		room <- struct{}{}
		e.sends.Go(func() {
			defer func() { <-room }()
			if m := e.settle(ctx, d, all[d.ID]); m != nil {
				e.apply(ctx, m)
			}
		})
	}
}

// settle looks for the effect of the step whose end is not known and says what
// follows. Nil: nothing was learnt, it will be picked again.
func (e *Engine) settle(ctx context.Context, d Delivery, g *goods) *move {
	if g == nil {
		return nil
	}
	row := rowOf(g.steps, d.Step)
	if row == nil { // only a restored copy doubts what it never sent itself
		adopted, err := e.adopt(ctx, d, g)
		if err != nil {
			return nil
		}
		if row = adopted; row == nil {
			return &move{d: d, to: NeedsPerson, reason: orElse(g.refusal, reasonCannotTell()), stepN: d.Step}
		}
	}
	if g.refusal != nil { // its channel or its bytes are gone: only a person can look
		return &move{d: d, row: row, to: NeedsPerson, reason: g.refusal, stepN: d.Step}
	}
	op := g.info.Operations[row.Op]
	if op.Harmless && d.State == Unknown {
		row.Orphans++
		return e.again(d, row)
	}
	finder, can := g.network.(networks.Finder)
	if !can || op.Class == networks.None {
		return e.withoutLook(d, g, row, op)
	}
	if op.Class == networks.LookUp { // a listing cannot tell two equal messages apart
		twin, err := hasUnknownTwin(ctx, e.DB.Reader(), d)
		if err != nil {
			return nil
		}
		if twin {
			return &move{d: d, row: row, to: NeedsPerson, reason: reasonTwoTwins(), stepN: d.Step}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	finding := finder.Find(ctx, g.account, networks.Look{
		Write: networks.Write{Step: row.step(), Key: stepKey(d.ID, row.N), FrozenAt: row.FrozenAt.Time, Revision: g.revision,
			Done: results(g.steps, row.N)},
		FirstSent: row.FirstSent.Time, LastByte: row.LastByte.Time,
		Bound: e.boundTo(ctx, d),
	})
	row.Looks++
	return e.conclude(d, g, row, op, finding)
}

// conclude turns a finding into a move.
func (e *Engine) conclude(d Delivery, g *goods, row *StepRow, op networks.OperationInfo, f networks.Finding) *move {
	now := e.Now()
	switch f.Verdict {
	case networks.Found:
		lastByte := row.LastByte
		m := e.judge(d, g, *row, networks.Outcome{Kind: networks.Accepted, Result: f.Result}, now)
		m.row.LastByte, m.fromFind = lastByte, true
		return m
	case networks.InProgress:
		return &move{d: d, row: row, to: Pending, stepN: row.N, nextAt: now.Add(pendingPoll)}
	case networks.Absent:
		return e.absent(d, row, op, now)
	}
	if op.Class == networks.Exact {
		if m := e.replay1(d, row, op, now); m != nil {
			return m
		}
	}
	if now.Sub(row.FirstSent.Time) > lookPatience {
		return &move{d: d, row: row, to: NeedsPerson, reason: orElse(f.Reason, reasonCannotTell()), stepN: row.N}
	}
	return &move{d: d, row: row, to: d.State, reason: f.Reason, stepN: row.N, nextAt: now.Add(lookBackoff(row.Looks))}
}

// absent takes two looks apart, both after the declared visibility lag; then
// the step is sent once more. A second absence goes to a person.
func (e *Engine) absent(d Delivery, row *StepRow, op networks.OperationInfo, now time.Time) *move {
	if op.VisibilityLag <= 0 {
		return &move{d: d, row: row, to: NeedsPerson, reason: reasonCannotTell(), stepN: row.N}
	}
	quiet := row.LastByte.Add(op.VisibilityLag)
	again := &move{d: d, row: row, to: d.State, stepN: row.N}
	switch {
	case now.Before(quiet):
		again.nextAt = quiet.Add(time.Millisecond)
		return again
	case row.AbsentAt.IsZero():
		row.AbsentAt = store.At(now)
		again.nextAt = now.Add(lookGap)
		return again
	case now.Sub(row.AbsentAt.Time) < lookGap:
		again.nextAt = row.AbsentAt.Add(lookGap)
		return again
	case d.Resends > 0 && op.Class != networks.Exact && op.Class != networks.TwoPhase:
		return &move{d: d, row: row, to: NeedsPerson, reason: reasonTwiceAbsent(), stepN: row.N}
	}
	return e.again(d, row)
}

// withoutLook settles a step of a network that offers no look: replayed where a
// key makes that harmless, else a person's.
func (e *Engine) withoutLook(d Delivery, g *goods, row *StepRow, op networks.OperationInfo) *move {
	if op.Class == networks.Exact {
		if m := e.replay1(d, row, op, e.Now()); m != nil {
			return m
		}
	}
	return &move{d: d, row: row, to: NeedsPerson, reason: reasonCannotTell(), stepN: row.N}
}

// replay1 sends an exact operation again under the same key, within 0.8 of the
// key's life since the first send and never while the first may still run. Nil:
// the key is too old.
func (e *Engine) replay1(d Delivery, row *StepRow, op networks.OperationInfo, now time.Time) *move {
	if now.Sub(row.FirstSent.Time) > op.KeyLife*8/10 {
		return nil
	}
	if quiet := row.LastByte.Add(op.VisibilityLag); now.Before(quiet) {
		return &move{d: d, row: row, to: d.State, stepN: row.N, nextAt: quiet.Add(time.Millisecond)}
	}
	return e.again(d, row)
}

// again puts the step back into its lane, to be sent once more.
func (e *Engine) again(d Delivery, row *StepRow) *move {
	return &move{d: d, row: row, to: Scheduled, stepN: row.N, nextAt: e.Now(), resend: true}
}

func rowOf(steps []StepRow, n int) *StepRow {
	for i := range steps {
		if steps[i].N == n {
			row := steps[i]
			return &row
		}
	}
	return nil
}

func lookBackoff(looks int) time.Duration {
	return min(firstLook<<min(looks, 8), 5*time.Minute)
}

func orElse(r, other *networks.Reason) *networks.Reason {
	if r != nil {
		return r
	}
	return other
}

// boundTo says whether a post of the network answers for another delivery.
func (e *Engine) boundTo(ctx context.Context, d Delivery) func(string) bool {
	return func(remoteID string) bool {
		bound, err := isBound(ctx, e.DB.Reader(), d, remoteID)
		if err != nil {
			e.Log.Error("dispatch: bound", "error", err)
			return true // not provable: never ours
		}
		return bound
	}
}

// takeOver settles what a dead sender left: a claim goes back to its lane, a
// send becomes unknown and is never sent again before it was looked for. With
// everything, whatever is on its way is dead (SQLite: another boot's); else
// only what outlived its lease on the database's clock.
func (e *Engine) takeOver(ctx context.Context, everything bool) error {
	var n int
	err := e.DB.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockDeadTx(ctx, tx, everything); err != nil {
			return err
		}
		dead, err := takeOverTx(ctx, tx, everything, e.Now(), encode(reasonLostSender()))
		if err != nil || len(dead) == 0 {
			return err
		}
		n = len(dead)
		if err := abandonStepsTx(ctx, tx, dead, e.Now()); err != nil {
			return err
		}
		var channels, ids []string
		for _, d := range dead {
			channels, ids = append(channels, d.Channel), append(ids, string(d.ID))
		}
		if err := freeLaneRowsTx(ctx, tx, channels, ids); err != nil {
			return err
		}
		return e.announceTx(ctx, tx, dead, nil)
	})
	if n > 0 {
		e.Log.Warn("dispatch: took over deliveries of a dead sender", "count", n)
	}
	return err
}
