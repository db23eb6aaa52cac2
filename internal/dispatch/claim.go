package dispatch

import (
	"context"
	"time"

	"parvis/internal/store"
)

// claimTx takes up to room lanes whose head is due and claims that head. Lanes
// that another node holds are skipped.
func (e *Engine) claimTx(ctx context.Context, tx *store.Tx, room int) ([]Delivery, error) {
	if room <= 0 {
		return nil, nil
	}
	heads, err := dueHeadsTx(ctx, tx, e.Now(), room)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	claimed, err := markClaimedTx(ctx, tx, heads, e.Node, e.Now(), e.Lease)
	if err != nil {
		return nil, err
	}
	return claimed, occupyLanesTx(ctx, tx, claimed)
}

// untilNextTx says how long until the next lane is due: never more than Poll,
// since another node may schedule without a word.
func (e *Engine) untilNextTx(ctx context.Context, tx *store.Tx) (time.Duration, error) {
	next, err := nextLaneTx(ctx, tx)
	if err != nil {
		return 0, err
	}
	if next.IsZero() {
		return e.Poll, nil
	}
	return min(e.Poll, max(next.Sub(e.Now()), 0)), nil
}
