package dispatch

import (
	"context"
	"time"

	"parvis/internal/store"
)

// pickToSettleTx takes deliveries due for a look and hides them from the other
// nodes for the time of one.
func pickToSettleTx(ctx context.Context, tx *store.Tx, now time.Time, hide time.Duration, limit int) ([]Delivery, error) {
	if limit <= 0 {
		return nil, nil
	}
	var ids []string
	err := store.Select(ctx, tx, &ids, `SELECT id FROM delivery d WHERE state IN ('unknown', 'pending') AND next_at <= $1
		ORDER BY next_at LIMIT $2`+store.SkipLocked(tx.Dialect(), "d"), now.UnixMilli(), limit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var out []Delivery
	err = store.Select(ctx, tx, &out, `UPDATE delivery SET fence = fence + 1, next_at = $2
		WHERE state IN ('unknown', 'pending') AND `+store.InList(tx.Dialect(), "id", "$1")+` RETURNING `+deliveryColumns,
		asJSON(ids), now.Add(hide).UnixMilli())
	return out, err
}

// stepsOf gives the recorded steps of deliveries, in order.
func stepsOf(ctx context.Context, q store.Querier, ds []Delivery) (map[DeliveryID][]StepRow, error) {
	var ids []string
	for _, d := range ds {
		if d.Tries > 0 || d.State == Unknown { // nothing was recorded before the first intent
			ids = append(ids, string(d.ID))
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []StepRow
	err := store.Select(ctx, q, &rows, `SELECT `+stepColumns+` FROM step WHERE `+store.InList(q.Dialect(), "delivery_id", "$1")+` ORDER BY delivery_id, n`, asJSON(ids))
	out := make(map[DeliveryID][]StepRow, len(ids))
	for _, r := range rows {
		out[r.DeliveryID] = append(out[r.DeliveryID], r)
	}
	return out, err
}

// isBound says whether another delivery of the channel answers for remoteID.
func isBound(ctx context.Context, q store.Querier, d Delivery, remoteID string) (bool, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM step WHERE workspace_id = $1 AND channel_id = $2 AND remote_id = $3 AND visible AND delivery_id <> $4`,
		string(d.Workspace), d.Channel, remoteID, string(d.ID))
	return n > 0, err
}

// hasUnknownTwin says whether another delivery of the channel with the same
// fingerprint has an unknown end too: only a restored copy has two of them, or a
// person who has not answered yet.
func hasUnknownTwin(ctx context.Context, q store.Querier, d Delivery) (bool, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM delivery WHERE workspace_id = $1 AND channel_id = $2 AND fingerprint = $3
		AND state IN ('unknown', 'needs_person') AND id <> $4`, string(d.Workspace), d.Channel, d.Fingerprint, string(d.ID))
	return n > 0, err
}

// dead is the condition of a sender that lives no more.
func dead(everything bool) string {
	if everything {
		return "true"
	}
	return "lease_until < (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
}

// takeOverTx moves what dead senders had on its way: claimed → scheduled,
// sending → unknown. On PostgreSQL the database's clock ends a lease.
func takeOverTx(ctx context.Context, tx *store.Tx, everything bool, now time.Time, reason string) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET
		state = CASE state WHEN 'claimed' THEN 'scheduled' ELSE 'unknown' END,
		reason = CASE state WHEN 'claimed' THEN reason ELSE CAST($2 AS TEXT) END,
		next_at = CASE state WHEN 'claimed' THEN CAST($1 AS BIGINT) ELSE CAST($3 AS BIGINT) END,
		fence = fence + 1, node = '', lease_until = NULL, updated_at = $1
		WHERE state IN ('claimed', 'sending') AND `+dead(everything)+` RETURNING `+deliveryColumns,
		now.UnixMilli(), reason, now.Add(firstLook).UnixMilli())
	return out, err
}

// abandonStepsTx marks the step of each unknown delivery, and ends its attempt.
// The last byte is put at now: the sender may have lived until this moment.
func abandonStepsTx(ctx context.Context, tx *store.Tx, dead []Delivery, now time.Time) error {
	ids := make([]string, 0, len(dead))
	for _, d := range dead {
		if d.State == Unknown {
			ids = append(ids, string(d.ID))
		}
	}
	in := store.InList(tx.Dialect(), "delivery_id", "$1")
	if _, err := store.Exec(ctx, tx, `UPDATE step SET state = 'unknown', last_byte = $2 WHERE state = 'sending' AND `+in, asJSON(ids), now.UnixMilli()); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, `UPDATE attempt SET ended_at = $2, outcome = 'unknown' WHERE ended_at IS NULL AND `+in, asJSON(ids), now.UnixMilli())
	return err
}

// countBusy runs over every workspace: it is the program's own clock.
func countBusy(ctx context.Context, q store.Querier, by time.Time) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM delivery WHERE state IN ('claimed', 'sending')
		OR (state IN ('scheduled', 'unknown', 'pending') AND next_at <= $1)`, by.UnixMilli())
	return n, err
}
