package backup

import (
	"context"
	"database/sql"
	"fmt"
	"sort"

	"parvis/internal/store"
)

// tablesInOrder lists the tables that are backed up, referenced ones first.
func tablesInOrder(ctx context.Context, tx *sql.Tx, d store.Dialect) ([]string, error) {
	list := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if d == store.Postgres {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
	}
	all, err := column(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	needs := map[string][]string{}
	for _, table := range all {
		if isLeftOut(table) {
			continue
		}
		if needs[table], err = references(ctx, tx, d, table); err != nil {
			return nil, err
		}
	}
	return sorted(needs)
}

// references gives the tables that table points at.
func references(ctx context.Context, tx *sql.Tx, d store.Dialect, table string) ([]string, error) {
	if d == store.Postgres {
		return column(ctx, tx, `SELECT DISTINCT f.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
			WHERE c.contype = 'f' AND t.relname = $1 AND t.relnamespace = current_schema()::regnamespace`, table)
	}
	return column(ctx, tx, `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`, table)
}

// sorted puts referenced tables first; a circle of references is an error,
// since no order would restore it.
func sorted(needs map[string][]string) ([]string, error) {
	names := make([]string, 0, len(needs))
	for name := range needs {
		names = append(names, name)
	}
	sort.Strings(names)
	var out []string
	state := map[string]int{} // 1: being placed, 2: placed
	var place func(string) error
	place = func(name string) error {
		switch state[name] {
		case 1:
			return fmt.Errorf("tables refer to each other in a circle at %s", name)
		case 2:
			return nil
		}
		state[name] = 1
		for _, n := range needs[name] {
			if _, known := needs[n]; known && n != name {
				if err := place(n); err != nil {
					return err
				}
			}
		}
		state[name] = 2
		out = append(out, name)
		return nil
	}
	for _, name := range names {
		if err := place(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// column gives the first column of a query.
func column(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
