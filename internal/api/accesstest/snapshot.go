package accesstest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"parvis/internal/store"
)

// unwatched are tables that any request may touch: counted tries, kept answers,
// and the queue's own housekeeping.
var unwatched = map[string]bool{"throttle": true, "idempotency_key": true, "river_leader": true, "river_client": true, "river_client_queue": true,
	"river_queue": true, "sqlite_sequence": true}

// unwatchedColumns are when something was last used.
var unwatchedColumns = map[string]bool{"session.last_seen_at": true, "session.expires_at": true, "api_token.last_used_at": true}

// snapshot is a hash of every row of every table.
type snapshot map[string]string

func (w *World) snapshot(t *testing.T) snapshot {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
	if w.DB.Dialect() == store.Postgres {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	var tables []string
	if err := store.Select(t.Context(), w.DB.Reader(), &tables, query); err != nil {
		t.Fatal(err)
	}
	out := snapshot{}
	for _, table := range tables {
		if !unwatched[table] {
			out[table] = w.hashTable(t, table)
		}
	}
	return out
}

func (w *World) hashTable(t *testing.T, table string) string {
	t.Helper()
	rows, err := w.DB.Reader().QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for i, v := range values {
			if !unwatchedColumns[table+"."+columns[i]] {
				fmt.Fprintf(&line, "%v|", v)
			}
		}
		lines = append(lines, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return fmt.Sprintf("%d rows %s", len(lines), hex.EncodeToString(sum[:8]))
}

// differs names the tables that are not as they were.
func (a snapshot) differs(b snapshot) []string {
	var out []string
	for _, table := range slices.Sorted(maps.Keys(a)) {
		if a[table] != b[table] {
			out = append(out, table)
		}
	}
	return out
}

// written counts rows ever written by the one writer of SQLite, so that a
// request that wrote nothing needs no snapshot. On PostgreSQL it is unknown.
func (w *World) written(t *testing.T) (int64, bool) {
	t.Helper()
	if w.DB.Dialect() == store.Postgres {
		return 0, false
	}
	var n int64
	if err := w.DB.Writer().QueryRowContext(t.Context(), "SELECT total_changes()").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n, true
}
