package dispatch

import (
	"context"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// movesTx applies moves whose delivery still stands where the mover left it:
// same fence, same state. A move that comes too late (its lease was taken over)
// is dropped, and the delivery's new owner settles it. It gives the deliveries
// as they now are, and those of them that are news.
func (e *Engine) movesTx(ctx context.Context, tx *store.Tx, moves []*move) (changed, settled []Delivery, err error) {
	if len(moves) == 0 {
		return nil, nil, nil
	}
	if err := bindRemotesTx(ctx, tx, moves); err != nil {
		return nil, nil, err
	}
	applied, err := applyMovesTx(ctx, tx, moves, e.Node, e.Now(), e.Lease)
	if err != nil {
		return nil, nil, err
	}
	var done []*move
	for _, m := range moves {
		if m.applied = applied[m.d.ID]; !m.applied {
			e.stats.late.Add(1)
			continue
		}
		done = append(done, m)
		after := m.after(e)
		changed = append(changed, after)
		if isNews(after, m) {
			settled = append(settled, after)
		}
	}
	if err := recordStepsTx(ctx, tx, done, e.Now()); err != nil {
		return nil, nil, err
	}
	return changed, settled, freeLanesTx(ctx, tx, done)
}

// bindRemotesTx gives way when the network's post already answers for another
// delivery. Found that way, it proves nothing: a person must say. Answered that
// way by the network itself (a receiver that always says "ok"), the post is out
// but has no identity of its own.
func bindRemotesTx(ctx context.Context, tx *store.Tx, moves []*move) error {
	taken, err := takenRemotesTx(ctx, tx, moves)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if m.row == nil || m.row.RemoteID == "" || !m.row.Visible || !taken[m.d.ID] {
			continue
		}
		if m.fromFind {
			m.to, m.reason = NeedsPerson, reasonCannotTell()
			m.row.State = string(networks.Unknown)
		}
		m.row.RemoteID, m.remoteID = "", ""
	}
	return nil
}

// after is the delivery as the move leaves it.
func (m *move) after(e *Engine) Delivery {
	d := m.d
	d.State, d.Reason, d.Step = m.to, Reason{m.reason}, m.stepN
	d.NextAt = store.At(m.nextAt)
	if m.remoteID != "" {
		d.RemoteID = m.remoteID
	}
	if m.permalink != "" {
		d.Permalink = m.permalink
	}
	if m.to.isEnd() {
		d.FinishedAt = store.At(e.Now())
	}
	return d
}

// isEnd says whether the delivery has come to rest: only a person moves it on.
func (s State) isEnd() bool {
	switch s {
	case Published, Failed, Partial, Missed, Cancelled, NeedsPerson:
		return true
	}
	return false
}

// isNews says whether a person should hear of it, or a room acts on it.
func isNews(d Delivery, m *move) bool {
	switch d.State {
	case Published, Failed, Partial, Missed, NeedsPerson:
		return true
	case Held:
		return m.outcome != "" // the account must be connected again
	}
	return false
}

// announceTx tells the rooms above, per workspace.
func (e *Engine) announceTx(ctx context.Context, tx *store.Tx, changed, settled []Delivery) error {
	subjects := map[identity.WorkspaceID][]string{}
	seen := map[string]bool{}
	for _, d := range changed {
		if !seen[d.Subject] {
			seen[d.Subject] = true
			subjects[d.Workspace] = append(subjects[d.Workspace], d.Subject)
		}
	}
	for ws, list := range subjects {
		if err := e.Bus.EmitTx(ctx, tx, Changed{Workspace: ws, Subjects: list}); err != nil {
			return err
		}
	}
	news := map[identity.WorkspaceID][]Delivery{}
	for _, d := range settled {
		news[d.Workspace] = append(news[d.Workspace], d)
	}
	for ws, list := range news {
		if err := e.Bus.EmitTx(ctx, tx, Settled{Workspace: ws, Deliveries: list}); err != nil {
			return err
		}
	}
	tx.OnCommit(func() { e.stats.count(settled) })
	return nil
}
