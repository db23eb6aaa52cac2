package channels

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestHoldScopes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		one, two := b.connect("one"), b.connect("two")
		held := func(ch ChannelID, campaign string) bool {
			t.Helper()
			h, err := b.HeldTx(t.Context(), db.Reader(), ws, ch, campaign)
			if err != nil {
				t.Fatal(err)
			}
			return h != nil
		}
		type answers [3]bool // one, two, two in the campaign
		for _, c := range []struct {
			in   HoldInput
			want answers
		}{
			{HoldInput{Scope: ScopeChannel, Target: string(one.ID)}, answers{true, false, false}},
			{HoldInput{Scope: ScopeCampaign, Target: "camp_1", Reason: ReasonCrisis}, answers{false, false, true}},
			{HoldInput{Scope: ScopeWorkspace}, answers{true, true, true}},
		} {
			placed, err := b.PlaceHold(b.ctx, ws, c.in)
			if err != nil {
				t.Fatal(err)
			}
			got := answers{held(one.ID, ""), held(two.ID, ""), held(two.ID, "camp_1")}
			if got != c.want {
				t.Errorf("%s: %v, want %v", c.in.Scope, got, c.want)
			}
			if _, err := b.ReleaseHold(b.ctx, ws, placed.Hold.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := b.ReleaseHold(b.ctx, ws, placed.Hold.ID); code(err) != "channels.hold_released" {
				t.Errorf("lifted twice: %v", err)
			}
			if held(one.ID, "") || held(two.ID, "camp_1") {
				t.Errorf("%s still stops", c.in.Scope)
			}
		}
		if _, err := b.PlaceHold(b.ctx, ws, HoldInput{Scope: ScopeEverything}); code(err) != "channels.everything" {
			t.Errorf("a manager stopped everything: %v", err)
		}
		if _, err := b.PlaceHold(identity.AsSystem(t.Context(), ws), ws, HoldInput{Scope: ScopeEverything}); err != nil {
			t.Fatal(err)
		}
		if !held(two.ID, "") {
			t.Error("everything is not stopped")
		}
	})
}

func TestRestoredCopyHoldsEachChannel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		one, two := b.connect("one"), b.connect("two")
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			n, err := b.HoldRestoredTx(ctx, tx)
			if n != 2 {
				t.Errorf("%d held", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		list, err := b.List(b.ctx, ws)
		if err != nil || len(list[0].Holds) != 1 || list[0].Holds[0].Reason != ReasonRestoredCopy {
			t.Fatalf("%+v %v", list, err)
		}
		if _, err := b.ReleaseHold(b.ctx, ws, list[0].Holds[0].ID); err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, ch := range []ChannelID{one.ID, two.ID} {
			if h, _ := b.HeldTx(t.Context(), db.Reader(), ws, ch, ""); h != nil {
				left++
			}
		}
		if left != 1 {
			t.Errorf("%d still held, want 1: channels are resumed one by one", left)
		}
	})
}

// ledger stands for dispatch: an intent counts as started when its transaction
// saw no hold; the stop's answer must name all of them and none may follow.
type ledger struct{ table string }

func (l ledger) StartedTx(ctx context.Context, tx *store.Tx, _ Hold) ([]Departure, error) {
	var ids []string
	err := store.Select(ctx, tx, &ids, "SELECT id FROM "+l.table)
	out := make([]Departure, len(ids))
	for i, id := range ids {
		out[i].Delivery = id
	}
	return out, err
}

func (l ledger) WaitingTx(context.Context, store.Querier, identity.WorkspaceID, ChannelID) ([]Departure, error) {
	return nil, nil
}

func TestNothingStartsAfterAStop(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.Started = ledger{"intent_of_test"}
		b.connect("brume")
		must(t, db, "CREATE TABLE intent_of_test (id TEXT PRIMARY KEY)")
		for round := range 30 {
			must(t, db, "DELETE FROM intent_of_test")
			var started atomic.Int64
			var wg sync.WaitGroup
			for worker := range 4 {
				wg.Go(func() {
					for n := range 5 {
						if b.intent(fmt.Sprintf("%d-%d", worker, n)) {
							started.Add(1)
						}
					}
				})
			}
			placed, err := b.PlaceHold(b.ctx, ws, HoldInput{Scope: ScopeWorkspace})
			if err != nil {
				t.Fatal(err)
			}
			wg.Wait()
			if int(started.Load()) != len(placed.Started) {
				t.Fatalf("round %d: %d started, the stop named %d", round, started.Load(), len(placed.Started))
			}
			if _, err := b.ReleaseHold(b.ctx, ws, placed.Hold.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func must(t *testing.T, db *store.DB, sql string) {
	t.Helper()
	err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, sql)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b bundle) intent(id string) (granted bool) {
	err := b.DB.Write(b.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		holds, err := b.HoldsTx(ctx, tx, []identity.WorkspaceID{ws})
		if granted = len(holds) == 0; err != nil || !granted {
			return err
		}
		_, err = store.Exec(ctx, tx, "INSERT INTO intent_of_test (id) VALUES ($1)", id)
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
	return granted
}

// A stop is not kept waiting by senders that never pause.
func TestAStopGetsItsTurn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.connect("brume")
		var stop atomic.Bool
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				for !stop.Load() {
					err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
						_, err := b.HoldsTx(ctx, tx, []identity.WorkspaceID{ws})
						time.Sleep(5 * time.Millisecond)
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		time.Sleep(50 * time.Millisecond)
		start := time.Now()
		_, err := b.PlaceHold(b.ctx, ws, HoldInput{Scope: ScopeWorkspace})
		took := time.Since(start)
		stop.Store(true)
		wg.Wait()
		if err != nil || took > 2*time.Second {
			t.Errorf("the stop took %s: %v", took, err)
		}
	})
}
