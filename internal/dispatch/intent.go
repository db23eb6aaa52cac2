package dispatch

import (
	"context"
	"time"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// twinWait is how soon a delivery is tried again while a message with the same
// fingerprint is being settled on its channel.
const twinWait = 3 * time.Second

// intentsTx makes intents durable: it sees the gates, the approvals
// and twins in this transaction, and marks what may leave as sending. It gives
// those; the rest comes back as moves that the caller applies in the same
// transaction.
func (e *Engine) intentsTx(ctx context.Context, tx *store.Tx, intents []*intent) (started []Delivery, refused []*move, err error) {
	if len(intents) == 0 {
		return nil, nil, nil
	}
	verdicts, err := e.judgeTx(ctx, tx, intents)
	if err != nil {
		return nil, nil, err
	}
	now := e.Now()
	var leave []*intent
	for _, in := range intents {
		in.granted = false
		if v := verdicts[in.d.ID]; v != nil {
			refused = append(refused, v)
			continue
		}
		leave = append(leave, in)
	}
	started, err = e.grantTx(ctx, tx, leave, now)
	return started, refused, err
}

// judgeTx gives, for each intent that may not start now, where it goes instead.
func (e *Engine) judgeTx(ctx context.Context, tx *store.Tx, intents []*intent) (map[DeliveryID]*move, error) {
	out := map[DeliveryID]*move{}
	holds, err := e.Gate.HoldsTx(ctx, tx, workspacesOf(intents))
	if err != nil {
		return nil, err
	}
	denied, err := e.deniedTx(ctx, tx, intents)
	if err != nil {
		return nil, err
	}
	twins, err := twinsTx(ctx, tx, intents)
	if err != nil {
		return nil, err
	}
	now := e.Now()
	for _, in := range intents {
		m := &move{d: in.d, stepN: in.d.Step}
		switch {
		case denied[in.d.ID] != nil:
			m.to, m.reason = Cancelled, denied[in.d.ID]
			if in.out {
				m.to = Partial
			}
		case heldBy(holds, in.d) != nil:
			// What nobody can see yet (an upload, a container) is begun again after
			// the stop: it may have expired.
			m.to, m.reason, m.stepN = Held, reasonHeld(heldBy(holds, in.d).Reason), 0
			if in.out {
				m.to, m.stepN = Partial, in.d.Step
			}
		case in.d.Step == 0 && in.d.IsStale(now):
			m.to, m.reason = Missed, reasonStale()
		case in.d.Step == 0 && twins[in.d.ID]:
			m.to, m.reason, m.nextAt = Scheduled, reasonTwin(), now.Add(twinWait)
		default:
			continue
		}
		out[in.d.ID] = m
	}
	return out, nil
}

// deniedTx asks each kind which deliveries may not leave.
func (e *Engine) deniedTx(ctx context.Context, tx *store.Tx, intents []*intent) (map[DeliveryID]*networks.Reason, error) {
	byKind := map[string][]Delivery{}
	for _, in := range intents {
		byKind[in.d.Kind] = append(byKind[in.d.Kind], in.d)
	}
	out := map[DeliveryID]*networks.Reason{}
	for kind, ds := range byKind {
		denied, err := e.Kinds[kind].CheckTx(ctx, tx, ds)
		if err != nil {
			return nil, err
		}
		for id, reason := range denied {
			out[id] = reason
		}
	}
	return out, nil
}

// grantTx marks the intents as sending where the claim still stands, and writes
// their step and attempt.
func (e *Engine) grantTx(ctx context.Context, tx *store.Tx, leave []*intent, now time.Time) ([]Delivery, error) {
	granted, err := markSendingTx(ctx, tx, leave, now, e.Lease)
	if err != nil {
		return nil, err
	}
	var started []*intent
	for _, in := range leave {
		if in.granted = granted[in.d.ID]; in.granted {
			started = append(started, in)
		}
	}
	return deliveriesOf(started), startStepsTx(ctx, tx, started, e.Node, now)
}

func heldBy(holds []Hold, d Delivery) *Hold {
	for i := range holds {
		if holds[i].stops(d) {
			return &holds[i]
		}
	}
	return nil
}

func workspacesOf(intents []*intent) []identity.WorkspaceID {
	seen := map[identity.WorkspaceID]bool{}
	var out []identity.WorkspaceID
	for _, in := range intents {
		if !seen[in.d.Workspace] {
			seen[in.d.Workspace] = true
			out = append(out, in.d.Workspace)
		}
	}
	return out
}

func deliveriesOf(intents []*intent) []Delivery {
	out := make([]Delivery, len(intents))
	for i, in := range intents {
		out[i] = in.d
	}
	return out
}
