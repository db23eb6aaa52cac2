package audit

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const ws = "ws_brume"

type bundle struct {
	*Log
	t *testing.T
}

func setup(t *testing.T, db *store.DB) bundle {
	t.Helper()
	keys, err := secret.LoadOrCreate(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	return bundle{New(Deps{DB: db, Keys: keys, Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}), t}
}

func (b bundle) write(fn func(ctx context.Context, tx *store.Tx) error) {
	b.t.Helper()
	if err := b.DB.Write(b.t.Context(), fn); err != nil {
		b.t.Fatal(err)
	}
}

func (b bundle) record(workspace, actor, object string, detail map[string]string) {
	b.t.Helper()
	b.write(func(ctx context.Context, tx *store.Tx) error {
		return b.RecordTx(ctx, tx, Entry{Workspace: workspace, Actor: actor, Action: "editorial.schedule", Object: object, Detail: detail})
	})
}

func (b bundle) seal() {
	b.t.Helper()
	if err := b.Seal(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

func (b bundle) verify() Report {
	b.t.Helper()
	r, err := b.Verify(b.t.Context(), ws)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// fill makes three sealed batches of three rows, and one row of another brand.
func (b bundle) fill() {
	b.t.Helper()
	for n := range 9 {
		b.record(ws, "usr_maelle", fmt.Sprintf("post_%d", n), map[string]string{"title": fmt.Sprintf("Brume %d", n)})
		if n%3 == 2 {
			b.seal()
		}
	}
	b.record("ws_other", "usr_x", "post_x", nil)
	b.seal()
}

func TestChainHolds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.fill()
		b.record(ws, "usr_hugo", "post_9", nil)
		r := b.verify()
		if r.Batches != 3 || r.Rows != 9 || r.Unsealed != 1 || len(r.Findings) != 0 || r.Head.N != 3 {
			t.Errorf("%+v", r)
		}
		kept, err := b.CheckHead(t.Context(), r.Head)
		if err != nil || !kept {
			t.Errorf("its own head is not found: %v", err)
		}
	})
}

func TestEveryChangeIsSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for name, c := range map[string]struct {
			sql  string
			flaw Flaw
		}{
			"another actor":      {"UPDATE audit SET actor = 'usr_eve' WHERE workspace_id = 'ws_brume' AND object = 'post_4'", FlawRow},
			"another detail":     {"UPDATE audit_payload SET detail = '{}' WHERE seq = (SELECT seq FROM audit WHERE object = 'post_4')", FlawPayload},
			"no detail":          {"DELETE FROM audit_payload WHERE seq = (SELECT seq FROM audit WHERE object = 'post_4')", FlawPayload},
			"a row less":         {"DELETE FROM audit WHERE object = 'post_4'", FlawBatch},
			"a row moved":        {"UPDATE audit SET batch = 3 WHERE object = 'post_4'", FlawBatch},
			"a batch less":       {"DELETE FROM audit_batch WHERE workspace_id = 'ws_brume' AND n = 2", FlawChain},
			"another root":       {"UPDATE audit_batch SET root = 'x' WHERE workspace_id = 'ws_brume' AND n = 2", FlawChain},
			"the end cut, badly": {"DELETE FROM audit_batch WHERE workspace_id = 'ws_brume' AND n = 3", FlawChain},
		} {
			t.Run(name, func(t *testing.T) {
				b := setup(t, db)
				b.write(func(ctx context.Context, tx *store.Tx) error {
					for _, table := range []string{"audit", "audit_payload", "audit_batch"} {
						if _, err := store.Exec(ctx, tx, "DELETE FROM "+table); err != nil {
							return err
						}
					}
					return nil
				})
				b.fill()
				b.write(func(ctx context.Context, tx *store.Tx) error {
					_, err := store.Exec(ctx, tx, c.sql)
					return err
				})
				found := b.verify().Findings
				if !slices.ContainsFunc(found, func(f Finding) bool { return f.Flaw == c.flaw }) {
					t.Errorf("findings %+v, want a flaw of the %s", found, c.flaw)
				}
			})
		}
	})
}

func TestAnExportedHeadShowsACutEnd(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.fill()
	head := b.verify().Head
	b.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, "DELETE FROM audit WHERE batch = 3")
		if err == nil {
			_, err = store.Exec(ctx, tx, "DELETE FROM audit_batch WHERE n = 3")
		}
		return err
	})
	if found := b.verify().Findings; len(found) != 0 {
		t.Errorf("the chain alone cannot show it, yet %v", found)
	}
	if kept, err := b.CheckHead(t.Context(), head); err != nil || kept {
		t.Errorf("the exported head says %v, %v", kept, err)
	}
}

func TestErasureKeepsTheChain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.fill()
		b.write(func(ctx context.Context, tx *store.Tx) error { return b.EraseTx(ctx, tx, ws, "usr_maelle") })
		if found := b.verify().Findings; len(found) != 0 {
			t.Errorf("findings %v", found)
		}
		rows, _, err := b.List(t.Context(), ws, Filter{})
		if err != nil || rows[0].Detail != nil || !rows[0].Erased {
			t.Errorf("%+v %v", rows[0], err)
		}
	})
}

func TestList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.fill()
		var got []string
		for before := int64(0); ; {
			rows, next, err := b.List(t.Context(), ws, Filter{Actor: "usr_maelle", Action: "editorial.", Before: before, Limit: 4})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				got = append(got, r.Object+" "+r.Detail["title"])
			}
			if before = next; next == 0 {
				break
			}
		}
		var want []string
		for n := 8; n >= 0; n-- {
			want = append(want, fmt.Sprintf("post_%d Brume %d", n, n))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

func TestTwoSealersAgree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		for n := range 20 {
			b.record(ws, "usr_maelle", fmt.Sprint(n), nil)
		}
		done := make(chan error, 4)
		for range 4 {
			go func() { done <- b.Seal(t.Context()) }()
		}
		for range 4 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		b.seal()
		if r := b.verify(); r.Rows != 20 || r.Unsealed != 0 || len(r.Findings) != 0 {
			t.Errorf("%+v", r)
		}
	})
}

func TestABacklogIsSealedInBatches(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.write(func(ctx context.Context, tx *store.Tx) error {
		for n := range 2*perBatch + 1 {
			if err := b.RecordTx(ctx, tx, Entry{Workspace: ws, Actor: "system", Action: "dispatch.publish", Object: fmt.Sprint(n)}); err != nil {
				return err
			}
		}
		return nil
	})
	b.seal()
	if r := b.verify(); r.Batches != 3 || r.Unsealed != 0 || len(r.Findings) != 0 {
		t.Errorf("%+v", r)
	}
}
