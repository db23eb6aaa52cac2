package dispatch

import (
	"context"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

var unknown = networks.Outcome{Kind: networks.Unknown}

func TestPublishesWhatIsDue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		b := setup(t, db, &scripted{class: networks.Exact})
		ids := b.schedule(t, due("a", "one", -time.Second), due("a", "two", 0), due("b", "three", 0), due("b", "later", time.Hour))
		b.run(t)
		for _, id := range ids[:3] {
			d := b.waitFor(t, id, Published)
			if d.RemoteID == "" || d.Permalink == "" || d.FinishedAt.IsZero() || d.Tries != 1 {
				t.Errorf("published without its facts: %+v", d)
			}
		}
		b.waitFor(t, ids[3], Scheduled)
		if n := b.network.count(); n != 3 {
			t.Errorf("%d writes, want 3", n)
		}
	})
}

func TestUnknownIsLookedForBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		n := &scripted{class: networks.LookUp, lag: 50 * time.Millisecond}
		n.do = func(networks.Write, int) networks.Outcome { return unknown }
		n.find = func(l networks.Look) networks.Finding {
			return networks.Finding{Verdict: networks.Found, Result: networks.Result{Step: l.Step, RemoteID: "there"}}
		}
		b := setup(t, db, n)
		id := b.schedule(t, due("a", "one", 0))[0]
		b.run(t)
		if d := b.waitFor(t, id, Published); d.RemoteID != "there" || n.count() != 1 {
			t.Errorf("remote %q after %d writes", d.RemoteID, n.count())
		}
	})
}

func TestAbsentTwiceIsSentOnceMoreThenAsked(t *testing.T) {
	t.Parallel()
	n := &scripted{class: networks.LookUp, lag: 50 * time.Millisecond}
	n.do = func(networks.Write, int) networks.Outcome { return unknown }
	n.find = func(networks.Look) networks.Finding { return networks.Finding{Verdict: networks.Absent} }
	b := setup(t, storetest.SQLite(t), n)
	id := b.schedule(t, due("a", "one", 0))[0]
	b.run(t)
	d := b.waitFor(t, id, NeedsPerson)
	if n.count() != 2 || d.Reason.Reason == nil || d.Reason.Code != "dispatch.twice_absent" {
		t.Errorf("%d writes, reason %+v", n.count(), d.Reason.Reason)
	}
}

func TestNothingIsAbsentWithoutADeclaredLag(t *testing.T) {
	t.Parallel()
	n := &scripted{class: networks.LookUp}
	n.do = func(networks.Write, int) networks.Outcome { return unknown }
	n.find = func(networks.Look) networks.Finding { return networks.Finding{Verdict: networks.Absent} }
	b := setup(t, storetest.SQLite(t), n)
	id := b.schedule(t, due("a", "one", 0))[0]
	b.run(t)
	b.waitFor(t, id, NeedsPerson)
	if n.count() != 1 {
		t.Errorf("%d writes, want 1", n.count())
	}
}

func TestClassNoneGoesToAPersonAndResolves(t *testing.T) {
	t.Parallel()
	n := &scripted{class: networks.None}
	n.do = func(w networks.Write, try int) networks.Outcome {
		if try == 1 {
			return unknown
		}
		return ok(w)
	}
	b := setup(t, storetest.SQLite(t), n)
	id := b.schedule(t, due("a", "one", 0))[0]
	twin := due("a", "one", 0)
	twin.Subject = "twin"
	twin.Hash = "hash_twin"
	twinID := b.schedule(t, twin)[0]
	b.run(t)
	b.waitFor(t, id, NeedsPerson)
	b.waitFor(t, twinID, Scheduled)
	if n.count() != 1 {
		t.Fatalf("a twin left while the first was unknown: %d writes", n.count())
	}
	ctx := asOwner(t.Context())
	if _, err := b.service.Resolve(ctx, testWorkspace, id, Resolution{Answer: There, URL: "https://n.example/x"}); err != nil {
		t.Fatal(err)
	}
	if d := b.waitFor(t, id, Published); d.Permalink != "https://n.example/x" {
		t.Errorf("permalink %q", d.Permalink)
	}
	b.waitFor(t, twinID, NeedsPerson) // its own first try is unknown too
	if _, err := b.service.Resolve(ctx, testWorkspace, twinID, Resolution{Answer: NotThere}); err != nil {
		t.Fatal(err)
	}
	b.waitFor(t, twinID, Published)
	if _, err := b.service.Resolve(ctx, testWorkspace, twinID, Resolution{Answer: NotThere}); err == nil {
		t.Error("an answer to a settled delivery was taken")
	}
}

func TestADeadSenderIsNeverRepeatedBlindly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		n := &scripted{class: networks.None}
		b := setup(t, db, n)
		id := b.schedule(t, due("a", "one", 0))[0]
		leaveSending(t, b, id)
		if err := b.engine.takeOver(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		b.run(t)
		b.waitFor(t, id, NeedsPerson)
		if n.count() != 0 {
			t.Errorf("%d writes after the sender died, want 0", n.count())
		}
	})
}

// leaveSending puts a delivery where a process killed after its intent leaves it.
func leaveSending(t *testing.T, b *bench, id DeliveryID) {
	t.Helper()
	err := b.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		claimed, err := b.engine.claimTx(ctx, tx, 1)
		if err != nil || len(claimed) != 1 {
			t.Fatalf("claimed %d: %v", len(claimed), err)
		}
		in := &intent{d: claimed[0], step: networks.Step{Op: "publish", Media: -1, Visible: true}}
		_, _, err = b.engine.intentsTx(ctx, tx, []*intent{in})
		if !in.granted {
			t.Fatal("intent refused")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHoldsStopAndReleaseSendsOnlyTheFresh(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		b := setup(t, db, &scripted{class: networks.Exact})
		b.gate.set(Hold{Workspace: testWorkspace, Reason: "crisis"})
		fresh, stale := due("a", "fresh", 0), due("b", "stale", -20*time.Minute)
		stale.Late = 30 * time.Minute
		ids := b.schedule(t, fresh, stale)
		b.run(t)
		b.waitFor(t, ids[0], Held)
		b.waitFor(t, ids[1], Held)
		if b.network.count() != 0 {
			t.Fatal("something left under a hold")
		}
		b.gate.set()
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.ExecContext(ctx, "UPDATE delivery SET due_at = due_at - 3600000 WHERE id = $1", string(ids[1])); err != nil {
				return err
			}
			return b.service.ReleaseTx(ctx, tx, testWorkspace)
		})
		if err != nil {
			t.Fatal(err)
		}
		b.waitFor(t, ids[0], Published)
		b.waitFor(t, ids[1], Missed)
	})
}

func TestUnapprovedOrAlteredNeverLeaves(t *testing.T) {
	t.Parallel()
	b := setup(t, storetest.SQLite(t), &scripted{class: networks.Exact})
	b.kind.denied["denied"] = true
	ids := b.schedule(t, due("a", "denied", 0), due("gone", "removed", 0))
	b.run(t)
	b.waitFor(t, ids[0], Cancelled)
	b.waitFor(t, ids[1], Failed)
	b.kind.forge = true
	forged := b.schedule(t, due("a", "forged", 0))[0]
	if d := b.waitFor(t, forged, Failed); d.Reason.Code != "dispatch.altered" {
		t.Errorf("reason %+v", d.Reason.Reason)
	}
	if b.network.count() != 0 {
		t.Error("something left")
	}
}

func TestAThreadStopsWhereItFailsAndGoesOnFromThere(t *testing.T) {
	t.Parallel()
	n := &scripted{class: networks.Exact, steps: 3}
	refuse := true
	n.do = func(w networks.Write, _ int) networks.Outcome {
		if w.Step.N == 1 && refuse {
			return networks.Outcome{Kind: networks.Refused, Reason: &networks.Reason{Code: "test.no"}}
		}
		return ok(w)
	}
	b := setup(t, storetest.SQLite(t), n)
	id := b.schedule(t, due("a", "thread", 0))[0]
	b.run(t)
	if d := b.waitFor(t, id, Partial); d.Step != 1 {
		t.Fatalf("stands at step %d", d.Step)
	}
	n.mu.Lock()
	refuse = false
	n.mu.Unlock()
	if _, err := b.service.Resolve(asOwner(t.Context()), testWorkspace, id, Resolution{Answer: SendNow}); err != nil {
		t.Fatal(err)
	}
	b.waitFor(t, id, Published)
	if got := n.count(); got != 4 {
		t.Errorf("%d writes, want 4 (one, refused, again, three)", got)
	}
}

func TestWithdrawnAndMovedDoNotLeave(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		b := setup(t, db, &scripted{class: networks.Exact})
		ids := b.schedule(t, due("a", "withdrawn", 100*time.Millisecond), due("b", "moved", 100*time.Millisecond))
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if _, _, err := b.service.WithdrawTx(ctx, tx, testWorkspace, "withdrawn", "edited"); err != nil {
				return err
			}
			_, err := b.service.MoveTx(ctx, tx, testWorkspace, "moved", time.Now().Add(time.Hour), time.Minute)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		b.run(t)
		time.Sleep(400 * time.Millisecond)
		b.waitFor(t, ids[0], Cancelled)
		b.waitFor(t, ids[1], Scheduled)
		if b.network.count() != 0 {
			t.Error("something left")
		}
	})
}

func TestARestoredCopyLooksBeforeItSends(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		t.Parallel()
		n := &scripted{class: networks.Exact, lag: 10 * time.Millisecond}
		n.find = func(l networks.Look) networks.Finding {
			if l.Revision.Segments[0].Text == "left" {
				return networks.Finding{Verdict: networks.Found, Result: networks.Result{Step: l.Step, RemoteID: "original"}}
			}
			return networks.Finding{Verdict: networks.Absent}
		}
		b := setup(t, db, n)
		b.gate.set(Hold{Workspace: testWorkspace, Reason: "restored_copy"})
		ids := b.schedule(t, due("a", "left", -time.Minute), due("b", "stayed", -time.Minute), due("c", "later", time.Hour))
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			count, err := b.service.DoubtTx(ctx, tx)
			if count != 2 {
				t.Errorf("doubted %d, want the two that were due", count)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		b.run(t)
		if d := b.waitFor(t, ids[0], Published); d.RemoteID != "original" {
			t.Errorf("remote id %q", d.RemoteID)
		}
		b.waitFor(t, ids[1], Held)
		b.waitFor(t, ids[2], Scheduled)
		if n.count() != 0 {
			t.Errorf("%d writes from a held copy", n.count())
		}
		if list, err := b.service.FindDoubted(asOwner(t.Context()), testWorkspace); err != nil || len(list) != 2 {
			t.Errorf("list of %d: %v", len(list), err)
		}
	})
}

func TestTwoUnknownTwinsGoToAPerson(t *testing.T) {
	t.Parallel()
	n := &scripted{class: networks.LookUp, lag: 10 * time.Millisecond}
	n.find = func(l networks.Look) networks.Finding {
		return networks.Finding{Verdict: networks.Found, Result: networks.Result{Step: l.Step, RemoteID: "one of them"}}
	}
	b := setup(t, storetest.SQLite(t), n)
	b.gate.set(Hold{Workspace: testWorkspace, Reason: "restored_copy"})
	first, second := due("a", "first", -time.Minute), due("a", "second", -time.Minute)
	second.Fingerprint = first.Fingerprint
	ids := b.schedule(t, first, second)
	err := b.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := b.service.DoubtTx(ctx, tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.run(t)
	for _, id := range ids {
		if d := b.waitFor(t, id, NeedsPerson); d.Reason.Code != "dispatch.two_twins" {
			t.Errorf("reason %+v", d.Reason.Reason)
		}
	}
}
