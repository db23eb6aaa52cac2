package dispatch

import (
	"context"
	"errors"
	"time"

	"parvis/internal/networks"
	"parvis/internal/store"
)

const (
	defaultTimeout = 25 * time.Second
	longestBackoff = 10 * time.Minute
	pendingPoll    = 5 * time.Second
)

// start loads a batch of claimed deliveries and sends each in its goroutine.
func (e *Engine) start(ctx context.Context, claimed []Delivery) {
	e.inFlight.Add(int64(len(claimed)))
	e.sends.Go(func() {
		goods := e.load(ctx, claimed)
		for i := range claimed {
			d, g := claimed[i], goods[claimed[i].ID]
			e.sends.Go(func() {
				defer e.inFlight.Add(-1)
				e.send(ctx, d, g)
			})
		}
	})
}

// goods is everything needed to send one delivery, or why it cannot be sent.
type goods struct {
	network  networks.Network
	account  networks.Account
	revision networks.Revision
	info     networks.Info
	plan     []networks.Step
	steps    []StepRow // as recorded
	refusal  *networks.Reason
}

// load reads accounts, payloads and recorded steps of a batch in few queries. A
// database error leaves the deliveries out: they are given back.
func (e *Engine) load(ctx context.Context, ds []Delivery) map[DeliveryID]*goods {
	out := make(map[DeliveryID]*goods, len(ds))
	accounts, err := e.Accounts.Accounts(ctx, ds)
	if err != nil {
		e.Log.Error("dispatch: accounts", "error", err)
		return out
	}
	steps, err := stepsOf(ctx, e.DB.Reader(), ds)
	if err != nil {
		e.Log.Error("dispatch: steps", "error", err)
		return out
	}
	payloads := map[DeliveryID]Payload{}
	byKind := map[string][]Delivery{}
	for _, d := range ds {
		byKind[d.Kind] = append(byKind[d.Kind], d)
	}
	for kind, list := range byKind {
		k := e.Kinds[kind]
		if k == nil {
			continue
		}
		loaded, err := k.Load(ctx, list)
		if err != nil {
			e.Log.Error("dispatch: load", "kind", kind, "error", err)
			return out
		}
		for id, p := range loaded {
			payloads[id] = p
		}
	}
	for _, d := range ds {
		out[d.ID] = e.prepare(d, accounts, payloads, steps[d.ID])
	}
	return out
}

// prepare checks a delivery's bytes against its approved hash and plans it.
func (e *Engine) prepare(d Delivery, accounts map[string]networks.Account, payloads map[DeliveryID]Payload, steps []StepRow) *goods {
	g := &goods{network: e.Networks.Find(d.Network), steps: steps}
	account, ok := accounts[d.Channel]
	payload, loaded := payloads[d.ID]
	publisher, can := g.network.(networks.Publisher)
	switch {
	case !ok || !can:
		g.refusal = reasonNoChannel()
		return g
	case !loaded:
		g.refusal = reasonUnreadable()
		return g
	case payload.Hash != d.Hash:
		g.refusal = reasonAltered()
		return g
	}
	g.account, g.revision = account, payload.Revision
	g.info = networks.InfoFor(g.network, account)
	plan, err := publisher.Plan(account, payload.Revision)
	var refusal *networks.Refusal
	switch {
	case errors.As(err, &refusal):
		g.refusal = &refusal.Reason
	case err != nil || len(plan) == 0:
		g.refusal = reasonUnreadable()
	}
	g.plan = plan
	return g
}

// send does every step of a claimed delivery that is left to do.
func (e *Engine) send(ctx context.Context, d Delivery, g *goods) {
	if g == nil { // it could not be read: back to its lane, a little later
		e.apply(ctx, &move{d: d, to: Scheduled, stepN: d.Step, nextAt: e.Now().Add(twinWait)})
		return
	}
	if g.refusal != nil {
		m := &move{d: d, to: Failed, reason: g.refusal, stepN: d.Step, outcome: networks.Refused}
		if anyVisible(g.steps) {
			m.to = Partial
		}
		e.apply(ctx, m)
		return
	}
	for n := d.Step; n < len(g.plan); n++ {
		m := e.sendStep(ctx, &d, g, n)
		if m == nil || m.to != Claimed || !m.applied {
			return
		}
		d.State, d.Step = Claimed, m.stepN
		g.steps = withStep(g.steps, *m.row)
	}
}

// sendStep writes the intent, performs one remote write and records what came
// of it. It gives nil when the intent was not granted.
func (e *Engine) sendStep(ctx context.Context, d *Delivery, g *goods, n int) *move {
	begun := time.Now()
	in := &intent{d: *d, step: g.plan[n], out: anyVisible(g.steps)}
	if err := e.commit(ctx, operation{intent: in}); err != nil || !in.granted {
		if err != nil && ctx.Err() == nil {
			e.Log.Error("dispatch: intent", "delivery", d.ID, "error", err)
			e.apply(ctx, &move{d: *d, to: Scheduled, stepN: d.Step, nextAt: e.Now().Add(twinWait)})
		}
		return nil
	}
	d.State = Sending
	outcome := e.do(ctx, begun, *d, g, in)
	m := e.judge(*d, g, in.row, outcome, e.Now())
	e.apply(ctx, m)
	return m
}

// do performs the write under a deadline a sixth before the lease's end, kept on
// the monotonic clock from before the intent.
func (e *Engine) do(ctx context.Context, begun time.Time, d Delivery, g *goods, in *intent) networks.Outcome {
	op := g.info.Operations[in.step.Op]
	limit := op.Timeout
	if limit == 0 {
		limit = defaultTimeout
	}
	limit = min(limit, e.Lease-e.Lease/6)
	ctx, cancel := context.WithDeadline(ctx, begun.Add(limit))
	defer cancel()
	w := networks.Write{
		Step: in.step, Key: stepKey(d.ID, in.step.N), FrozenAt: in.row.FrozenAt.Time,
		Revision: g.revision, Done: results(g.steps, in.step.N), Progress: func() {},
	}
	return g.network.(networks.Publisher).Do(ctx, g.account, w)
}

// stepKey is the idempotency key of a step: the same at every try.
func stepKey(id DeliveryID, n int) string {
	return string(id) + "-" + string(rune('0'+n/10%10)) + string(rune('0'+n%10))
}

func results(steps []StepRow, before int) []networks.Result {
	var out []networks.Result
	for _, s := range steps {
		if s.N < before && s.State == string(networks.Accepted) {
			out = append(out, s.result())
		}
	}
	return out
}

// judge turns the outcome of a write, or of a look that stands for it, into the
// delivery's next state.
func (e *Engine) judge(d Delivery, g *goods, row StepRow, o networks.Outcome, now time.Time) *move {
	row.State, row.LastByte = string(o.Kind), store.At(now)
	if o.Result.RemoteID != "" {
		row.RemoteID = o.Result.RemoteID
	}
	if o.Result.Permalink != "" {
		row.Permalink = o.Result.Permalink
	}
	if o.Result.Data != nil {
		row.Data = store.AsJSON(o.Result.Data)
	}
	m := &move{d: d, row: &row, outcome: o.Kind, reason: o.Reason, stepN: row.N}
	switch o.Kind {
	case networks.Accepted:
		m.accepted(g, d.State)
		if m.to == Scheduled {
			m.nextAt = now
		}
	case networks.Pending:
		m.to, m.nextAt = Pending, now.Add(pendingPoll)
	case networks.Refused:
		m.to = Failed
		if anyVisible(g.steps) {
			m.to = Partial
		}
	case networks.Deferred:
		m.to, m.nextAt = Scheduled, o.Until
		if o.Reconnect {
			m.to, m.nextAt = Held, time.Time{}
		} else if !o.Until.After(now) {
			m.nextAt = now.Add(backoff(d.Tries))
		}
	default:
		row.State, m.outcome = string(networks.Unknown), networks.Unknown
		m.to, m.nextAt = Unknown, now.Add(firstLook)
	}
	return m
}

// accepted moves on to the next step or to the end. The sender keeps its claim;
// a step settled by a look goes back to its lane.
func (m *move) accepted(g *goods, was State) {
	first := m.row
	for i := range g.steps {
		if g.steps[i].Visible && g.steps[i].N < first.N && g.steps[i].State == string(networks.Accepted) {
			first = &g.steps[i]
		}
	}
	if first.Visible {
		m.remoteID, m.permalink = first.RemoteID, first.Permalink
	}
	m.stepN = m.row.N + 1
	switch {
	case m.stepN >= len(g.plan):
		m.to, m.stepN = Published, m.row.N
	case was == Sending:
		m.to = Claimed
	default:
		m.to = Scheduled
	}
}

// withStep puts a step's newest row in place of an older one.
func withStep(steps []StepRow, row StepRow) []StepRow {
	for i := range steps {
		if steps[i].N == row.N {
			steps[i] = row
			return steps
		}
	}
	return append(steps, row)
}

func anyVisible(steps []StepRow) bool {
	for _, s := range steps {
		if s.Visible && s.State == string(networks.Accepted) {
			return true
		}
	}
	return false
}

// backoff doubles from five seconds.
func backoff(tries int) time.Duration {
	return min(5*time.Second<<min(tries, 10), longestBackoff)
}

// apply commits a move. It does not give up while the program runs: what cannot
// be recorded stays sending, and is looked for by whoever comes next.
func (e *Engine) apply(ctx context.Context, m *move) {
	keep := context.WithoutCancel(ctx)
	if err := e.commit(keep, operation{move: m}); err != nil {
		e.Log.Error("dispatch: record", "delivery", m.d.ID, "state", m.to, "error", err)
	}
}
