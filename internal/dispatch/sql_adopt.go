package dispatch

import (
	"context"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// doubtTx runs over every workspace: a whole installation was restored.
func doubtTx(ctx context.Context, tx *store.Tx, now time.Time, reason string) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET state = 'unknown', reason = $2, next_at = $1, node = '', lease_until = NULL,
		fence = fence + 1, doubted_at = $1, updated_at = $1
		WHERE (state = 'scheduled' AND due_at <= $1) OR state IN ('claimed', 'sending', 'pending', 'unknown')
		RETURNING `+deliveryColumns, now.UnixMilli(), reason)
	return out, err
}

func doubtedDeliveries(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, q, &out, `SELECT `+deliveryColumns+` FROM delivery WHERE workspace_id = $1 AND doubted_at IS NOT NULL
		ORDER BY due_at, id LIMIT 1000`, string(ws))
	return out, err
}

func adoptStepTx(ctx context.Context, tx *store.Tx, r StepRow) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO step (delivery_id, n, workspace_id, channel_id, op, segment, media, visible, state, frozen_at, first_sent, last_byte)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (delivery_id, n) DO NOTHING`,
		string(r.DeliveryID), r.N, string(r.Workspace), r.Channel, string(r.Op), r.Segment, r.Media, r.Visible, r.State, r.FrozenAt, r.FirstSent, r.LastByte)
	return err
}
