package dispatch

import (
	"context"
	"time"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// CodeRestored is the reason of deliveries that a restored copy finds due: the
// original may have sent them after the backup.
const CodeRestored = "dispatch.restored_copy"

func reasonRestored() *networks.Reason {
	return &networks.Reason{Code: CodeRestored, Message: "This copy was restored from a backup: the post may have left since. Parvis looks for it before anything else."}
}

// DoubtTx makes unknown everything of a restored copy that was due by now or on
// its way: each is looked for, and none is sent before. It gives their number.
// The caller holds every channel in the same transaction.
func (s *Service) DoubtTx(ctx context.Context, tx *store.Tx) (int, error) {
	if err := lockLanesOfTx(ctx, tx, "true"); err != nil {
		return 0, err
	}
	doubted, err := doubtTx(ctx, tx, s.now(), encode(reasonRestored()))
	if err != nil {
		return 0, err
	}
	var channels, ids []string
	for _, d := range doubted {
		channels, ids = append(channels, d.Channel), append(ids, string(d.ID))
	}
	return len(doubted), freeLaneRowsTx(ctx, tx, channels, ids)
}

// FindDoubted lists the deliveries that a restored copy had to look for, with
// what became of each, oldest first.
func (s *Service) FindDoubted(ctx context.Context, ws identity.WorkspaceID) ([]Delivery, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	return doubtedDeliveries(ctx, s.db.Reader(), ws)
}

// adopt records the step that a delivery of a restored copy would have written,
// so that it can be looked for: the original's write came after the due time.
func (e *Engine) adopt(ctx context.Context, d Delivery, g *goods) (*StepRow, error) {
	if d.Step >= len(g.plan) {
		return nil, nil
	}
	p := g.plan[d.Step]
	now := e.Now()
	row := StepRow{DeliveryID: d.ID, N: p.N, Workspace: d.Workspace, Channel: d.Channel, Op: p.Op, Segment: p.Segment, Media: p.Media,
		Visible: p.Visible, State: string(networks.Unknown), FrozenAt: d.DueAt, FirstSent: store.At(earlier(d.DueAt.Time, now)), LastByte: store.At(now)}
	err := e.DB.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) error { return adoptStepTx(ctx, tx, row) })
	return &row, err
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
