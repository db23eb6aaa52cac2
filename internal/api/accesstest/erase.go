package accesstest

import (
	"maps"
	"slices"
	"testing"

	"parvis/internal/store"
)

// Erase removes the first workspace, full of what a walk has made in every
// room, and looks that no row of it is left and none of the other is missing.
func Erase(t *testing.T, w *World) {
	t.Helper()
	before := w.rowsOf(t, string(w.Other.Workspace))
	if len(before) < 10 {
		t.Fatalf("only %v hold rows: the walk made too little", before)
	}
	if err := w.DB.EraseWorkspace(t.Context(), string(w.Mine.Workspace), 20); err != nil {
		t.Fatal(err)
	}
	if left := w.rowsOf(t, string(w.Mine.Workspace)); len(left) > 0 {
		t.Errorf("left of the erased workspace: %v", left)
	}
	if after := w.rowsOf(t, string(w.Other.Workspace)); !maps.Equal(before, after) {
		t.Errorf("the other workspace had %v and has %v", before, after)
	}
}

// rowsOf counts the rows of a workspace in the tables that hold any.
func (w *World) rowsOf(t *testing.T, workspace string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range slices.Sorted(maps.Keys(w.snapshot(t))) {
		var named int
		query := "SELECT COUNT(*) FROM pragma_table_info($1) WHERE name = 'workspace_id'"
		if w.DB.Dialect() == store.Postgres {
			query = "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND column_name = 'workspace_id'"
		}
		if err := store.Get(t.Context(), w.DB.Reader(), &named, query, table); err != nil {
			t.Fatal(err)
		}
		if named == 0 {
			continue
		}
		var n int
		if err := store.Get(t.Context(), w.DB.Reader(), &n, "SELECT COUNT(*) FROM "+table+" WHERE workspace_id = $1", workspace); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			out[table] = n
		}
	}
	return out
}
