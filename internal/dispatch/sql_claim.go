package dispatch

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/store"
)

const deliveryColumns = `id, workspace_id, channel_id, network, kind, subject_id, revision_id, hash, campaign_id, fingerprint,
	due_at, late_ms, state, reason, next_at, node, fence, step, resends, tries, started_at, finished_at, remote_id, permalink, created_at, updated_at`

// leaseEnd is the SQL of a lease's end, on the database's clock where several
// nodes read it; placeholder ph holds its length in milliseconds.
func leaseEnd(d store.Dialect, ph string) string {
	if d == store.Postgres {
		return "(extract(epoch FROM clock_timestamp()) * 1000)::bigint + " + ph + "::bigint"
	}
	return "NULL" // SQLite has no leases: what another boot claimed is dead
}

// dueHeadsTx gives the first due delivery of each free lane, the longest due
// first. It runs over every workspace: it is the program's own clock.
func dueHeadsTx(ctx context.Context, tx *store.Tx, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := store.Select(ctx, tx, &ids, `SELECT d.id FROM lane l JOIN delivery d ON d.id =
		(SELECT h.id FROM delivery h WHERE h.channel_id = l.channel_id AND h.state = 'scheduled' ORDER BY h.next_at, h.id LIMIT 1)
		WHERE l.busy = '' AND l.next_at <= $1 ORDER BY l.next_at LIMIT $2`+store.SkipLocked(tx.Dialect(), "l"), now.UnixMilli(), limit)
	return ids, err
}

// markClaimedTx claims those of ids that are still scheduled.
func markClaimedTx(ctx context.Context, tx *store.Tx, ids []string, node string, now time.Time, lease time.Duration) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET state = 'claimed', node = $2, fence = fence + 1, reason = '',
		lease_until = `+leaseEnd(tx.Dialect(), "$4")+`, updated_at = $3
		WHERE state = 'scheduled' AND next_at <= $3 AND `+store.InList(tx.Dialect(), "id", "$1")+` RETURNING `+deliveryColumns,
		asJSON(ids), node, now.UnixMilli(), lease.Milliseconds())
	return out, err
}

// occupyLanesTx gives each lane to its claimed delivery.
func occupyLanesTx(ctx context.Context, tx *store.Tx, ds []Delivery) error {
	b := store.Batch{Columns: []store.Column{{Name: "channel", Type: "text"}, {Name: "id", Type: "text"}}}
	for _, d := range ds {
		b.Rows = append(b.Rows, []any{d.Channel, string(d.ID)})
	}
	return store.RunBatch(ctx, tx, b, `UPDATE lane SET busy = x.id FROM x WHERE lane.channel_id = x.channel`)
}

// nextLaneTx is when the next free lane is due; zero when none waits.
func nextLaneTx(ctx context.Context, tx *store.Tx) (store.Time, error) {
	var at store.Time
	err := store.Get(ctx, tx, &at, `SELECT MIN(next_at) FROM lane WHERE busy = '' AND next_at IS NOT NULL`)
	return at, err
}

// freeLanes makes the lanes of channels free where the named delivery held
// them, and sets when their head is due.
func freeLaneRowsTx(ctx context.Context, tx *store.Tx, channels, ids []string) error {
	d := tx.Dialect()
	_, err := store.Exec(ctx, tx, `UPDATE lane SET
		busy = CASE WHEN `+store.InList(d, "busy", "$2")+` THEN '' ELSE busy END,
		next_at = (SELECT MIN(h.next_at) FROM delivery h WHERE h.channel_id = lane.channel_id AND h.state = 'scheduled')
		WHERE `+store.InList(d, "channel_id", "$1"), asJSON(channels), asJSON(ids))
	return err
}

func freeLanesTx(ctx context.Context, tx *store.Tx, moves []*move) error {
	var channels, ids []string
	for _, m := range moves {
		channels = append(channels, m.d.Channel)
		if m.to != Claimed {
			ids = append(ids, string(m.d.ID))
		}
	}
	if len(channels) == 0 {
		return nil
	}
	return freeLaneRowsTx(ctx, tx, channels, ids)
}

// twinsTx says which intents have a message with the same fingerprint whose end
// is not known on their channel.
func twinsTx(ctx context.Context, tx *store.Tx, intents []*intent) (map[DeliveryID]bool, error) {
	b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "channel", Type: "text"}, {Name: "fingerprint", Type: "text"}}}
	for _, in := range intents {
		b.Rows = append(b.Rows, []any{string(in.d.ID), in.d.Channel, in.d.Fingerprint})
	}
	found, err := store.MatchBatch(ctx, tx, b, `EXISTS (SELECT 1 FROM delivery t WHERE t.channel_id = x.channel AND t.fingerprint = x.fingerprint
		AND t.state IN ('sending', 'unknown', 'pending', 'needs_person') AND t.id <> x.id)`)
	out := make(map[DeliveryID]bool)
	for i, in := range intents {
		if err == nil && found[i] {
			out[in.d.ID] = true
		}
	}
	return out, err
}

// asJSON encodes a batch for store.Records and store.InList; the types given to
// it always encode.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" { // a nil slice
		return "[]"
	}
	return string(b)
}
