package dispatch

import (
	"context"
	"time"

	"parvis/internal/store"
)

// markSendingTx makes intents durable where the claim still stands.
func markSendingTx(ctx context.Context, tx *store.Tx, intents []*intent, now time.Time, lease time.Duration) (map[DeliveryID]bool, error) {
	b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "fence", Type: "bigint"}}}
	for _, in := range intents {
		b.Rows = append(b.Rows, []any{string(in.d.ID), in.d.Fence})
	}
	end, args := leaseEnd(tx.Dialect(), "$2"), []any{now.UnixMilli(), lease.Milliseconds()}
	if tx.Dialect() == store.SQLite {
		args = args[:1] // no leases there
	}
	touched, err := store.TouchBatch(ctx, tx, b, `UPDATE delivery SET state = 'sending', tries = tries + 1, started_at = COALESCE(started_at, CAST($1 AS BIGINT)),
		lease_until = `+end+`, updated_at = $1 FROM x WHERE delivery.id = x.id AND delivery.fence = x.fence AND delivery.state = 'claimed'`, args...)
	out := make(map[DeliveryID]bool, len(intents))
	for i, in := range intents {
		out[in.d.ID] = err == nil && touched[i]
	}
	return out, err
}

// startStepsTx writes the step and the attempt of each started intent, and puts
// the step as it stands (frozen_at of its first try) into the intent.
func startStepsTx(ctx context.Context, tx *store.Tx, started []*intent, node string, now time.Time) error {
	steps := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "n", Type: "bigint"}, {Name: "workspace", Type: "text"},
		{Name: "channel", Type: "text"}, {Name: "op", Type: "text"}, {Name: "segment", Type: "bigint"}, {Name: "media", Type: "bigint"}, {Name: "visible", Type: "boolean"}}}
	attempts := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "fence", Type: "bigint"}, {Name: "n", Type: "bigint"}, {Name: "workspace", Type: "text"}}}
	for _, in := range started {
		id, s := string(in.d.ID), in.step
		steps.Rows = append(steps.Rows, []any{id, s.N, string(in.d.Workspace), in.d.Channel, string(s.Op), s.Segment, s.Media, s.Visible})
		attempts.Rows = append(attempts.Rows, []any{id, in.d.Fence, s.N, string(in.d.Workspace)})
	}
	if err := store.RunBatch(ctx, tx, steps, `INSERT INTO step (delivery_id, n, workspace_id, channel_id, op, segment, media, visible, state, frozen_at, first_sent)
		SELECT x.id, x.n, x.workspace, x.channel, x.op, x.segment, x.media, x.visible, 'sending', CAST($1 AS BIGINT), CAST($1 AS BIGINT) FROM x WHERE true
		ON CONFLICT (delivery_id, n) DO UPDATE SET state = 'sending', last_byte = NULL, looks = 0, absent_at = NULL`, now.UnixMilli()); err != nil {
		return err
	}
	if err := store.RunBatch(ctx, tx, attempts, `INSERT INTO attempt (delivery_id, fence, n, workspace_id, node, started_at)
		SELECT x.id, x.fence, x.n, x.workspace, CAST($1 AS TEXT), CAST($2 AS BIGINT) FROM x WHERE true`, node, now.UnixMilli()); err != nil {
		return err
	}
	return readStartedTx(ctx, tx, started, now)
}

// readStartedTx gives each intent its step as committed: as just written by the
// first claim of a delivery, as kept by a later one (fence above 1).
func readStartedTx(ctx context.Context, tx *store.Tx, started []*intent, now time.Time) error {
	var again []string
	byID := map[DeliveryID]*intent{}
	for _, in := range started {
		s := in.step
		in.row = StepRow{DeliveryID: in.d.ID, N: s.N, Workspace: in.d.Workspace, Channel: in.d.Channel, Op: s.Op, Segment: s.Segment, Media: s.Media,
			Visible: s.Visible, State: "sending", FrozenAt: store.At(now), FirstSent: store.At(now)}
		if in.d.Fence > 1 {
			again, byID[in.d.ID] = append(again, string(in.d.ID)), in
		}
	}
	if len(again) == 0 {
		return nil
	}
	var steps []StepRow
	err := store.Select(ctx, tx, &steps, `SELECT `+stepColumns+` FROM step WHERE `+store.InList(tx.Dialect(), "delivery_id", "$1"), asJSON(again))
	for _, s := range steps {
		if in := byID[s.DeliveryID]; in.step.N == s.N {
			in.row = s
		}
	}
	return err
}

const stepColumns = `delivery_id, n, workspace_id, channel_id, op, segment, media, visible, state, frozen_at, first_sent, last_byte, looks,
	absent_at, remote_id, permalink, data, orphans`

// applyMovesTx moves deliveries that still stand where the mover left them.
func applyMovesTx(ctx context.Context, tx *store.Tx, moves []*move, node string, now time.Time, lease time.Duration) (map[DeliveryID]bool, error) {
	b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "fence", Type: "bigint"}, {Name: "was", Type: "text"}, {Name: "state", Type: "text"},
		{Name: "reason", Type: "text"}, {Name: "next_at", Type: "bigint"}, {Name: "step", Type: "bigint"}, {Name: "resend", Type: "bigint"},
		{Name: "node", Type: "text"}, {Name: "remote_id", Type: "text"}, {Name: "permalink", Type: "text"}, {Name: "finished", Type: "bigint"}}}
	at := now.UnixMilli()
	for _, m := range moves {
		var resend int
		var holder string
		var finished *int64
		if m.resend {
			resend = 1
		}
		if m.to == Claimed {
			holder = node
		}
		if m.to.isEnd() {
			finished = &at
		}
		b.Rows = append(b.Rows, []any{string(m.d.ID), m.d.Fence, string(m.d.State), string(m.to), encode(m.reason), millis(store.At(m.nextAt)), m.stepN,
			resend, holder, m.remoteID, m.permalink, finished})
	}
	end, args := leaseEnd(tx.Dialect(), "$2"), []any{at, lease.Milliseconds()}
	if tx.Dialect() == store.SQLite {
		args = args[:1] // no leases there
	}
	touched, err := store.TouchBatch(ctx, tx, b, `UPDATE delivery SET state = x.state, reason = x.reason, next_at = x.next_at, step = x.step,
		resends = resends + x.resend, node = x.node, lease_until = CASE WHEN x.node = '' THEN NULL ELSE `+end+` END,
		remote_id = CASE WHEN x.remote_id = '' THEN delivery.remote_id ELSE x.remote_id END,
		permalink = CASE WHEN x.permalink = '' THEN delivery.permalink ELSE x.permalink END,
		finished_at = x.finished, updated_at = $1 FROM x WHERE delivery.id = x.id AND delivery.fence = x.fence AND delivery.state = x.was`, args...)
	out := make(map[DeliveryID]bool, len(moves))
	for i, m := range moves {
		out[m.d.ID] = err == nil && touched[i]
	}
	return out, err
}

// recordStepsTx writes what the moves learnt of their step, and ends their attempt.
func recordStepsTx(ctx context.Context, tx *store.Tx, moves []*move, now time.Time) error {
	steps := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "n", Type: "bigint"}, {Name: "state", Type: "text"},
		{Name: "last_byte", Type: "bigint"}, {Name: "looks", Type: "bigint"}, {Name: "absent_at", Type: "bigint"}, {Name: "remote_id", Type: "text"},
		{Name: "permalink", Type: "text"}, {Name: "data", Type: "text"}, {Name: "orphans", Type: "bigint"}}}
	attempts := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "n", Type: "bigint"}, {Name: "fence", Type: "bigint"},
		{Name: "outcome", Type: "text"}, {Name: "reason", Type: "text"}}}
	for _, m := range moves {
		if m.row == nil {
			continue
		}
		data, err := m.row.Data.Value()
		if err != nil {
			return err
		}
		id, r := string(m.d.ID), m.row
		steps.Rows = append(steps.Rows, []any{id, r.N, r.State, millis(r.LastByte), r.Looks, millis(r.AbsentAt), r.RemoteID, r.Permalink, data, r.Orphans})
		attempts.Rows = append(attempts.Rows, []any{id, r.N, m.d.Fence, string(m.outcome), encode(m.reason)})
	}
	if err := store.RunBatch(ctx, tx, steps, `UPDATE step SET state = x.state, last_byte = x.last_byte, looks = x.looks, absent_at = x.absent_at,
		remote_id = x.remote_id, permalink = x.permalink, data = x.data, orphans = x.orphans FROM x WHERE step.delivery_id = x.id AND step.n = x.n`); err != nil {
		return err
	}
	return store.RunBatch(ctx, tx, attempts, `UPDATE attempt SET ended_at = $1, outcome = x.outcome, reason = x.reason FROM x WHERE attempt.delivery_id = x.id AND attempt.fence = x.fence AND attempt.n = x.n AND attempt.ended_at IS NULL`, now.UnixMilli())
}

func millis(t store.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	v := t.UnixMilli()
	return &v
}

// takenRemotesTx says which moves bring a remote id that another delivery of
// the channel already answers for, or that two moves of this turn bring.
func takenRemotesTx(ctx context.Context, tx *store.Tx, moves []*move) (map[DeliveryID]bool, error) {
	b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "channel", Type: "text"}, {Name: "remote_id", Type: "text"}}}
	var bringers []DeliveryID
	taken := map[DeliveryID]bool{}
	seen := map[[2]string]bool{}
	for _, m := range moves {
		if m.row == nil || m.row.RemoteID == "" || !m.row.Visible {
			continue
		}
		key := [2]string{m.d.Channel, m.row.RemoteID}
		if seen[key] {
			taken[m.d.ID] = true
		}
		seen[key] = true
		b.Rows = append(b.Rows, []any{string(m.d.ID), m.d.Channel, m.row.RemoteID})
		bringers = append(bringers, m.d.ID)
	}
	found, err := store.MatchBatch(ctx, tx, b, `EXISTS (SELECT 1 FROM step s WHERE s.channel_id = x.channel AND s.remote_id = x.remote_id
		AND s.remote_id <> '' AND s.visible AND s.delivery_id <> x.id)`)
	for i, id := range bringers {
		if err == nil && found[i] {
			taken[id] = true
		}
	}
	return taken, err
}
