package store

import (
	"context"
	"fmt"
	"slices"
)

// EraseWorkspace deletes every row that bears workspace_id = workspace, in
// every table, children before the rows they refer to, in transactions of at
// most chunk rows. It may be run again after it failed.
func (db *DB) EraseWorkspace(ctx context.Context, workspace string, chunk int) error {
	tables, err := db.workspaceTables(ctx)
	if err != nil {
		return err
	}
	row := "rowid"
	if db.dialect == Postgres {
		row = "ctid"
	}
	for _, table := range tables {
		query := fmt.Sprintf("DELETE FROM %[1]s WHERE %[2]s IN (SELECT %[2]s FROM %[1]s WHERE workspace_id = $1 LIMIT %[3]d)", table, row, chunk)
		for {
			var n int64
			err := db.Write(ctx, func(ctx context.Context, tx *Tx) error {
				var err error
				n, err = Exec(ctx, tx, query, workspace)
				return err
			})
			if err != nil {
				return fmt.Errorf("erase %s: %w", table, err)
			}
			if n < int64(chunk) {
				break
			}
		}
	}
	return nil
}

type reference struct {
	Child  string `db:"child"`
	Parent string `db:"parent"`
}

// workspaceTables lists the tables with a workspace_id, each before those it
// refers to.
func (db *DB) workspaceTables(ctx context.Context) ([]string, error) {
	names := `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'workspace_id' WHERE m.type = 'table' ORDER BY m.name`
	links := `SELECT m.name AS child, f."table" AS parent FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`
	if db.dialect == Postgres {
		names = `SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t
			ON t.table_schema = c.table_schema AND t.table_name = c.table_name
			WHERE c.column_name = 'workspace_id' AND c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name`
		links = `SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint WHERE contype = 'f'`
	}
	var tables []string
	if err := Select(ctx, db.Reader(), &tables, names); err != nil {
		return nil, err
	}
	var refs []reference
	if err := Select(ctx, db.Reader(), &refs, links); err != nil {
		return nil, err
	}
	return childrenFirst(tables, refs), nil
}

func childrenFirst(tables []string, refs []reference) []string {
	var out []string
	visited := map[string]bool{}
	var visit func(string)
	visit = func(table string) {
		if visited[table] {
			return
		}
		visited[table] = true
		for _, r := range refs {
			if r.Parent == table && slices.Contains(tables, r.Child) {
				visit(r.Child)
			}
		}
		out = append(out, table)
	}
	for _, t := range tables {
		visit(t)
	}
	return out
}
