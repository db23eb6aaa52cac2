// Package change tells browsers what to read again: rows (seq, workspace,
// topic, id) written in the transaction of each use case and tailed by the web
// nodes. A row names a thing, never its content: the reader asks the API, which
// checks its rights again.
//
// Topics are the nouns of the rooms: post, card, review, channel, hold, media,
// objective, audience, pillar, campaign, charter, platform, member, notification, delivery, note.
package change

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"parvis/internal/store"
)

// Change is one row.
type Change struct {
	Seq         int64  `db:"seq" json:"seq"`
	WorkspaceID string `db:"workspace_id" json:"workspace"`
	Topic       string `db:"topic" json:"topic"`
	ID          string `db:"id" json:"id"`
	At          int64  `db:"at" json:"at"`
}

// Feed appends changes and hands them to listeners.
type Feed struct {
	db   *store.DB
	now  func() time.Time
	mu   sync.Mutex
	wake map[chan struct{}]bool
}

// New makes a feed on db.
func New(db *store.DB, now func() time.Time) *Feed {
	return &Feed{db: db, now: now, wake: map[chan struct{}]bool{}}
}

// AppendTx records that the things named by ids, of one topic, changed.
func (f *Feed) AppendTx(ctx context.Context, tx *store.Tx, workspace, topic string, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	from := "SELECT $1, $2, value, $3 FROM json_each($4)"
	if tx.Dialect() == store.Postgres {
		from = "SELECT $1::text, $2::text, value, $3::bigint FROM jsonb_array_elements_text($4::jsonb) AS t(value)"
	}
	_, err = store.Exec(ctx, tx, "INSERT INTO change (workspace_id, topic, id, at) "+from,
		workspace, topic, f.now().UnixMilli(), string(list))
	tx.OnCommit(f.Wake)
	return err
}

// Wake tells every listener of this process to read; it never blocks.
func (f *Feed) Wake() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ch := range f.wake {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Listen gives a channel that receives after commits in this process; the
// caller reads with Since. stop ends it. On PostgreSQL a listener also polls,
// since another node may have written.
func (f *Feed) Listen() (ch <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	f.mu.Lock()
	f.wake[c] = true
	f.mu.Unlock()
	return c, func() {
		f.mu.Lock()
		delete(f.wake, c)
		f.mu.Unlock()
	}
}

// Since gives up to limit changes of a workspace after seq, oldest first. On
// PostgreSQL only rows below every running transaction are given: numbers are
// taken in one order and committed in another, and a reader that ran ahead
// would miss the late one for ever.
func (f *Feed) Since(ctx context.Context, workspace string, seq int64, limit int) ([]Change, error) {
	q := f.db.Reader()
	only := ""
	if q.Dialect() == store.Postgres {
		only = " AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
	}
	var out []Change
	err := store.Select(ctx, q, &out, `SELECT seq, workspace_id, topic, id, at FROM change
		WHERE workspace_id = $1 AND seq > $2`+only+` ORDER BY seq LIMIT $3`, workspace, seq, limit)
	return out, err
}

// Last gives the newest sequence number, the starting point of a new reader.
func (f *Feed) Last(ctx context.Context) (int64, error) {
	var seq int64
	err := store.Get(ctx, f.db.Reader(), &seq, "SELECT COALESCE(MAX(seq), 0) FROM change")
	return seq, err
}

// Purge drops rows older than keep; a browser that was away longer reads
// everything again.
func (f *Feed) Purge(ctx context.Context, keep time.Duration) error {
	return f.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, "DELETE FROM change WHERE at < $1", f.now().Add(-keep).UnixMilli())
		return err
	})
}
