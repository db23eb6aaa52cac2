package dispatch

import (
	"context"
	"time"

	"parvis/internal/store"
)

// markSendingTx makes intents durable where the claim still stands.
func markSendingTx(ctx context.Context, tx *store.Tx, intents []*intent, now time.Time, lease time.Duration) (map[DeliveryID]bool, error) {
	type row struct {
		ID    string `json:"id"`
		Fence int64  `json:"fence"`
	}
	rows := make([]row, len(intents))
	for i, in := range intents {
		rows[i] = row{string(in.d.ID), in.d.Fence}
	}
	var ids []DeliveryID
	err := store.Select(ctx, tx, &ids, `UPDATE delivery SET state = 'sending', tries = tries + 1,
		started_at = COALESCE(started_at, CAST($2 AS BIGINT)), lease_until = `+leaseEnd(tx.Dialect(), "$3")+`, updated_at = $2
		FROM `+store.Records(tx.Dialect(), "x", "$1", store.Column{Name: "id", Type: "text"}, store.Column{Name: "fence", Type: "bigint"})+`
		WHERE delivery.id = x.id AND delivery.fence = x.fence AND delivery.state = 'claimed' RETURNING delivery.id`,
		asJSON(rows), now.UnixMilli(), lease.Milliseconds())
	return idSet(ids), err
}

func idSet(ids []DeliveryID) map[DeliveryID]bool {
	out := make(map[DeliveryID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// startStepsTx writes the step and the attempt of each started intent, and puts
// the step as it stands (frozen_at of its first try) into the intent.
func startStepsTx(ctx context.Context, tx *store.Tx, started []*intent, node string, now time.Time) error {
	if len(started) == 0 {
		return nil
	}
	type row struct {
		ID        string `json:"id"`
		N         int    `json:"n"`
		Workspace string `json:"workspace"`
		Channel   string `json:"channel"`
		Op        string `json:"op"`
		Segment   int    `json:"segment"`
		Media     int    `json:"media"`
		Visible   bool   `json:"visible"`
		Fence     int64  `json:"fence"`
	}
	rows := make([]row, len(started))
	byID := make(map[DeliveryID]*intent, len(started))
	for i, in := range started {
		s := in.step
		rows[i] = row{string(in.d.ID), s.N, string(in.d.Workspace), in.d.Channel, string(s.Op), s.Segment, s.Media, s.Visible, in.d.Fence}
		byID[in.d.ID] = in
	}
	columns := []store.Column{{Name: "id", Type: "text"}, {Name: "n", Type: "bigint"}, {Name: "workspace", Type: "text"}, {Name: "channel", Type: "text"},
		{Name: "op", Type: "text"}, {Name: "segment", Type: "bigint"}, {Name: "media", Type: "bigint"}, {Name: "visible", Type: "boolean"}, {Name: "fence", Type: "bigint"}}
	batch, from := asJSON(rows), store.Records(tx.Dialect(), "x", "$1", columns...)
	var steps []StepRow
	err := store.Select(ctx, tx, &steps, `INSERT INTO step (delivery_id, n, workspace_id, channel_id, op, segment, media, visible, state, frozen_at, first_sent)
		SELECT x.id, x.n, x.workspace, x.channel, x.op, x.segment, x.media, x.visible, 'sending', CAST($2 AS BIGINT), CAST($2 AS BIGINT) FROM `+from+` WHERE true
		ON CONFLICT (delivery_id, n) DO UPDATE SET state = 'sending', last_byte = NULL, looks = 0, absent_at = NULL
		RETURNING `+stepColumns, batch, now.UnixMilli())
	if err != nil {
		return err
	}
	for _, s := range steps {
		byID[s.DeliveryID].row = s
	}
	_, err = store.Exec(ctx, tx, `INSERT INTO attempt (delivery_id, fence, n, workspace_id, node, started_at)
		SELECT x.id, x.fence, x.n, x.workspace, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM `+from+` WHERE true`, batch, node, now.UnixMilli())
	return err
}

const stepColumns = `delivery_id, n, workspace_id, channel_id, op, segment, media, visible, state, frozen_at, first_sent, last_byte, looks,
	absent_at, remote_id, permalink, data, orphans`

// applyMovesTx moves deliveries that still stand where the mover left them.
func applyMovesTx(ctx context.Context, tx *store.Tx, moves []*move, node string, now time.Time, lease time.Duration) (map[DeliveryID]bool, error) {
	type row struct {
		ID        string `json:"id"`
		Fence     int64  `json:"fence"`
		Was       string `json:"was"`
		State     string `json:"state"`
		Reason    string `json:"reason"`
		NextAt    *int64 `json:"next_at"`
		Step      int    `json:"step"`
		Resend    int    `json:"resend"`
		Node      string `json:"node"`
		RemoteID  string `json:"remote_id"`
		Permalink string `json:"permalink"`
		Finished  *int64 `json:"finished"`
	}
	rows := make([]row, len(moves))
	at := now.UnixMilli()
	for i, m := range moves {
		r := row{ID: string(m.d.ID), Fence: m.d.Fence, Was: string(m.d.State), State: string(m.to), Reason: encode(m.reason),
			Step: m.stepN, RemoteID: m.remoteID, Permalink: m.permalink}
		if !m.nextAt.IsZero() {
			next := m.nextAt.UnixMilli()
			r.NextAt = &next
		}
		if m.resend {
			r.Resend = 1
		}
		if m.to == Claimed {
			r.Node = node
		}
		if m.to.isEnd() {
			r.Finished = &at
		}
		rows[i] = r
	}
	columns := []store.Column{{Name: "id", Type: "text"}, {Name: "fence", Type: "bigint"}, {Name: "was", Type: "text"}, {Name: "state", Type: "text"},
		{Name: "reason", Type: "text"}, {Name: "next_at", Type: "bigint"}, {Name: "step", Type: "bigint"}, {Name: "resend", Type: "bigint"},
		{Name: "node", Type: "text"}, {Name: "remote_id", Type: "text"}, {Name: "permalink", Type: "text"}, {Name: "finished", Type: "bigint"}}
	var ids []DeliveryID
	err := store.Select(ctx, tx, &ids, `UPDATE delivery SET state = x.state, reason = x.reason, next_at = x.next_at, step = x.step,
		resends = resends + x.resend, node = x.node, lease_until = CASE WHEN x.node = '' THEN NULL ELSE `+leaseEnd(tx.Dialect(), "$3")+` END,
		remote_id = CASE WHEN x.remote_id = '' THEN delivery.remote_id ELSE x.remote_id END,
		permalink = CASE WHEN x.permalink = '' THEN delivery.permalink ELSE x.permalink END,
		finished_at = x.finished, updated_at = $2
		FROM `+store.Records(tx.Dialect(), "x", "$1", columns...)+`
		WHERE delivery.id = x.id AND delivery.fence = x.fence AND delivery.state = x.was RETURNING delivery.id`,
		asJSON(rows), at, lease.Milliseconds())
	return idSet(ids), err
}

// recordStepsTx writes what the moves learnt of their step, and ends their attempt.
func recordStepsTx(ctx context.Context, tx *store.Tx, moves []*move, now time.Time) error {
	type row struct {
		ID        string `json:"id"`
		N         int    `json:"n"`
		State     string `json:"state"`
		LastByte  *int64 `json:"last_byte"`
		Looks     int    `json:"looks"`
		AbsentAt  *int64 `json:"absent_at"`
		RemoteID  string `json:"remote_id"`
		Permalink string `json:"permalink"`
		Data      string `json:"data"`
		Orphans   int    `json:"orphans"`
		Fence     int64  `json:"fence"`
		Outcome   string `json:"outcome"`
		Reason    string `json:"reason"`
	}
	var rows []row
	for _, m := range moves {
		if m.row == nil {
			continue
		}
		data, err := m.row.Data.Value()
		if err != nil {
			return err
		}
		rows = append(rows, row{ID: string(m.d.ID), N: m.row.N, State: m.row.State, LastByte: millis(m.row.LastByte), Looks: m.row.Looks,
			AbsentAt: millis(m.row.AbsentAt), RemoteID: m.row.RemoteID, Permalink: m.row.Permalink, Data: data.(string),
			Orphans: m.row.Orphans, Fence: m.d.Fence, Outcome: string(m.outcome), Reason: encode(m.reason)})
	}
	if len(rows) == 0 {
		return nil
	}
	columns := []store.Column{{Name: "id", Type: "text"}, {Name: "n", Type: "bigint"}, {Name: "state", Type: "text"}, {Name: "last_byte", Type: "bigint"},
		{Name: "looks", Type: "bigint"}, {Name: "absent_at", Type: "bigint"}, {Name: "remote_id", Type: "text"}, {Name: "permalink", Type: "text"},
		{Name: "data", Type: "text"}, {Name: "orphans", Type: "bigint"}, {Name: "fence", Type: "bigint"}, {Name: "outcome", Type: "text"}, {Name: "reason", Type: "text"}}
	batch, from := asJSON(rows), store.Records(tx.Dialect(), "x", "$1", columns...)
	if _, err := store.Exec(ctx, tx, `UPDATE step SET state = x.state, last_byte = x.last_byte, looks = x.looks, absent_at = x.absent_at,
		remote_id = x.remote_id, permalink = x.permalink, data = x.data, orphans = x.orphans
		FROM `+from+` WHERE step.delivery_id = x.id AND step.n = x.n`, batch); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, `UPDATE attempt SET ended_at = $2, outcome = x.outcome, reason = x.reason
		FROM `+from+` WHERE attempt.delivery_id = x.id AND attempt.fence = x.fence AND attempt.n = x.n AND attempt.ended_at IS NULL`, batch, now.UnixMilli())
	return err
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
	type row struct {
		ID       string `json:"id"`
		Channel  string `json:"channel"`
		RemoteID string `json:"remote_id"`
	}
	var rows []row
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
		rows = append(rows, row{string(m.d.ID), m.d.Channel, m.row.RemoteID})
	}
	if len(rows) == 0 {
		return taken, nil
	}
	var ids []DeliveryID
	err := store.Select(ctx, tx, &ids, `SELECT x.id FROM `+store.Records(tx.Dialect(), "x", "$1",
		store.Column{Name: "id", Type: "text"}, store.Column{Name: "channel", Type: "text"}, store.Column{Name: "remote_id", Type: "text"})+`
		JOIN step s ON s.channel_id = x.channel AND s.remote_id = x.remote_id AND s.remote_id <> '' AND s.visible AND s.delivery_id <> x.id`, asJSON(rows))
	for _, id := range ids {
		taken[id] = true
	}
	return taken, err
}
