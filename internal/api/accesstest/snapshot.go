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
	if w.DB.Dialect() == store.Postgres {
		return w.snapshotPostgres(t)
	}
	out := snapshot{}
	for _, table := range w.tables(t, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'") {
		out[table] = w.hashTable(t, table)
	}
	return out
}

func (w *World) tables(t *testing.T, query string) []string {
	t.Helper()
	var all []string
	if err := store.Select(t.Context(), w.DB.Reader(), &all, query); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(table string) bool { return unwatched[table] })
}

// snapshotPostgres has the server hash every table in one statement.
func (w *World) snapshotPostgres(t *testing.T) snapshot {
	t.Helper()
	var parts []string
	for _, table := range w.tables(t, "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'") {
		row := "to_jsonb(t)"
		for column := range unwatchedColumns {
			if name, ok := strings.CutPrefix(column, table+"."); ok {
				row += " - '" + name + "'"
			}
		}
		parts = append(parts, fmt.Sprintf(`SELECT '%s' AS name, count(*) || ' rows ' || coalesce(md5(string_agg(r, ' ' ORDER BY r)), '') AS hash
			FROM (SELECT (%s)::text AS r FROM %s t) x`, table, row, table))
	}
	var rows []struct{ Name, Hash string }
	if err := store.Select(t.Context(), w.DB.Reader(), &rows, strings.Join(parts, " UNION ALL ")); err != nil {
		t.Fatal(err)
	}
	out := snapshot{}
	for _, r := range rows {
		out[r.Name] = r.Hash
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

// written is a number that moves with every write: rows ever written by the one
// writer of SQLite; on PostgreSQL the next transaction number, which other
// databases of the server move too.
func (w *World) written(t *testing.T) int64 {
	t.Helper()
	query := "SELECT total_changes()"
	if w.DB.Dialect() == store.Postgres {
		query = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
	}
	var n int64
	if err := w.DB.Writer().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// call is one request, made ready.
type call func() (int, []byte)

// unchanged makes a call that must leave the database as it is. Where nothing
// at all was written, that is seen at once; else (a counted try, a transaction
// rolled back) it is made again on fresh objects between two snapshots.
func (w *World) unchanged(t *testing.T, caller string, ready func() call) (int, []byte) {
	t.Helper()
	do := ready()
	count := w.written(t)
	status, body := do()
	if w.written(t) == count {
		return status, body
	}
	do = ready()
	before := w.snapshot(t)
	status, body = do()
	if tables := before.differs(w.snapshot(t)); len(tables) > 0 {
		t.Errorf("%s was answered %d and yet changed %s", caller, status, strings.Join(tables, ", "))
	}
	return status, body
}
