package governance_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/editorial"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestAnApprovalIsOfWhatWasRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write("Coiffez la Catherine, jusqu’à mercredi minuit.")
		r := b.send(p)
		if b.post(p.ID).Status != editorial.StatusToReview || r.Card.Words == "" || !r.MayDecide {
			t.Fatalf("sent %+v", r)
		}
		if n := b.team.told[0]; n.Kind != notify.ToApprove || !cmp.Equal(n.To, []identity.UserID{"usr_maelle", "usr_samia"}) {
			t.Fatalf("told %+v", n)
		}
		b.rewrite(hugo, p, "Coiffez la Catherine, jusqu’à jeudi minuit.")
		_, err := b.Approve(samia, ws, r.ID, r.Hash, "")
		if f := wantCode(t, err, "governance.content_changed"); f.Args["changed"] != "text" {
			t.Fatalf("changed %v", f.Args)
		}
		if !b.open(p.ID).Stale {
			t.Fatal("the queue does not say that the post changed")
		}
		fresh, err := b.Refresh(samia, ws, r.ID)
		if err != nil || fresh.Hash == r.Hash {
			t.Fatalf("refreshed %+v %v", fresh, err)
		}
		_, err = b.Approve(samia, ws, r.ID, r.Hash, "")
		wantCode(t, err, "governance.other_version")
		if b.leaves(fresh.Hash) {
			t.Fatal("it may leave before anybody said yes")
		}
		done, err := b.Approve(samia, ws, r.ID, fresh.Hash, "Parfait")
		if err != nil || done.State != governance.Approved || len(done.Decisions) != 1 {
			t.Fatalf("approved %+v %v", done, err)
		}
		if !b.leaves(fresh.Hash) || b.leaves(r.Hash) || b.post(p.ID).Status != editorial.StatusApproved {
			t.Fatal("the wrong thing may leave")
		}
		_, err = b.Approve(maelle, ws, r.ID, fresh.Hash, "")
		wantCode(t, err, "governance.settled")
	})
}

func TestAnEditTakesTheApprovalBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write("Un")
		if _, err := b.posts.Schedule(maelle, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
			t.Fatal(err)
		}
		rev, err := b.posts.Freeze(maelle, ws, p.ID)
		if err != nil || !b.leaves(rev.Hash) {
			t.Fatalf("scheduled by a manager, and not approved: %v", err)
		}
		title := "Pour l’équipe"
		if s, err := b.posts.Save(hugo, ws, p.ID, 1, editorial.Patch{Title: &title}); err != nil || s.Revoked {
			t.Fatalf("a title revoked: %+v %v", s, err)
		}
		if s := b.rewrite(hugo, p, "Deux"); !s.Revoked || s.Post.Status != editorial.StatusDraft || !s.Post.Committed {
			t.Fatalf("edited %+v", s.Post)
		}
		if b.leaves(rev.Hash) {
			t.Fatal("what was edited may still leave")
		}
		// Sent to review and approved, it leaves at its date as before.
		r := b.send(p)
		if _, err := b.Approve(samia, ws, r.ID, r.Hash, ""); err != nil {
			t.Fatal(err)
		}
		if got := b.post(p.ID).Status; got != editorial.StatusScheduled {
			t.Fatalf("status %s", got)
		}
		d, err := b.FindReview(samia, ws, r.ID)
		if err != nil || d.Before == nil || len(d.Differences) != 1 {
			t.Fatalf("detail %+v %v", d, err)
		}
		want := [][]editorial.Piece{{{Kind: editorial.Removed, Text: "Un"}, {Kind: editorial.Added, Text: "Deux"}}}
		if diff := cmp.Diff(want, d.Differences[0].Segments); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff([]string{"approved", "scheduled", "revoked:edited", "requested", "approved", "scheduled"}, b.seen); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWhoMayApprove(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write("Un")
		r := b.send(p)
		_, err := b.Approve(hugo, ws, r.ID, r.Hash, "")
		wantCode(t, err, "identity.forbidden")
		_, err = b.Approve(ana, ws, r.ID, r.Hash, "")
		wantCode(t, err, "identity.forbidden")

		// A manager who changed a word has written a part of it.
		b.rewrite(maelle, p, "Un et demi")
		fresh, err := b.Refresh(maelle, ws, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Approve(maelle, ws, r.ID, fresh.Hash, "")
		wantCode(t, err, "governance.own_post")
		if d, err := b.FindReview(maelle, ws, r.ID); err != nil || d.MayDecide || d.WhyNot != "governance.own_post" {
			t.Fatalf("detail %+v %v", d.WhyNot, err)
		}
		// Scheduling is no way around it.
		q, err := b.posts.Schedule(maelle, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"})
		if err != nil || q.Status != editorial.StatusToReview {
			t.Fatalf("scheduled %s %v", q.Status, err)
		}
		_, err = b.posts.PublishNow(maelle, ws, p.ID)
		wantCode(t, err, "editorial.review_first")

		if _, err := b.SetPolicy(maelle, ws, governance.Policy{Required: true, Own: true, Roles: []identity.Role{identity.Manager}, Margin: governance.MarginSameDay}); err != nil {
			t.Fatal(err)
		}
		_, err = b.Approve(samia, ws, r.ID, fresh.Hash, "")
		wantCode(t, err, "governance.role")
		if _, err := b.Approve(maelle, ws, r.ID, fresh.Hash, ""); err != nil {
			t.Fatalf("the workspace allows it: %v", err)
		}
		_, err = b.SetPolicy(maelle, ws, governance.Policy{Roles: []identity.Role{identity.Creator}, Margin: "free"})
		wantCode(t, err, "invalid")
		_, err = b.SetPolicy(hugo, ws, governance.DefaultPolicy())
		wantCode(t, err, "identity.forbidden")
	})
}

func TestAFreelancerIsNotSlowed(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.team.members = b.team.members[:1]
	d := editorial.Draft{Segments: []editorial.Segment{{Text: "Seule"}}, Variants: []editorial.Variant{{Channel: "ch_page"}}}
	p, err := b.posts.Create(maelle, ws, editorial.CreateInput{Draft: d})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = b.posts.PublishNow(maelle, ws, p.ID); err != nil || p.Status != editorial.StatusScheduled {
		t.Fatalf("alone: %s %v", p.Status, err)
	}
	// Where nobody has to approve, a creator schedules.
	b = setup(t, storetest.SQLite(t))
	policy := governance.DefaultPolicy()
	policy.Required = false
	if _, err := b.SetPolicy(maelle, ws, policy); err != nil {
		t.Fatal(err)
	}
	p = b.write("Libre")
	if p, err = b.posts.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil || p.Status != editorial.StatusScheduled {
		t.Fatalf("free: %s %v", p.Status, err)
	}
}

func TestTheDateMovesWithinTheMargin(t *testing.T) {
	for margin, want := range map[governance.Margin][2]bool{ // within the day, beyond
		governance.MarginNone: {false, false}, governance.MarginSameDay: {true, false}, governance.MarginAny: {true, true}} {
		b := setup(t, storetest.SQLite(t))
		policy := governance.DefaultPolicy()
		policy.Margin = margin
		if _, err := b.SetPolicy(maelle, ws, policy); err != nil {
			t.Fatal(err)
		}
		for i, wall := range []editorial.Wall{"2026-11-25T23:59", "2026-11-26T00:00"} {
			p := b.write("Un")
			if _, err := b.posts.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
				t.Fatal(err)
			}
			r := b.open(p.ID)
			if _, err := b.Approve(samia, ws, r.ID, r.Hash, ""); err != nil {
				t.Fatal(err)
			}
			_, err := b.posts.Move(hugo, ws, p.ID, editorial.When{Wall: wall})
			if want[i] {
				if err != nil {
					t.Fatalf("%s to %s: %v", margin, wall, err)
				}
				continue
			}
			wantCode(t, err, "editorial.move_reopens")
			q, err := b.posts.Move(hugo, ws, p.ID, editorial.When{Wall: wall, Reopen: true})
			if err != nil || q.Status != editorial.StatusToReview || q.Date.Wall != wall || b.leaves(r.Hash) {
				t.Fatalf("%s to %s: %+v %v", margin, wall, q, err)
			}
		}
	}
}

func TestAskingForAChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write("Un")
		r := b.send(p)
		_, err := b.AskChange(samia, ws, r.ID, r.Hash, "  ")
		wantCode(t, err, "governance.comment_required")
		if r2, err := b.AskChange(samia, ws, r.ID, r.Hash, "La semelle est usée."); err != nil || r2.State != governance.ChangesAsk {
			t.Fatalf("%+v %v", r2, err)
		}
		if got := b.post(p.ID).Status; got != editorial.StatusChangesAsked {
			t.Fatalf("status %s", got)
		}
		if n := b.team.told[len(b.team.told)-1]; n.Kind != notify.ChangesAsked || n.To[0] != "usr_hugo" {
			t.Fatalf("told %+v", n)
		}
		list, err := b.Comments(hugo, ws, p.ID)
		if err != nil || len(list) != 1 || list[0].Decision != "changes_asked" {
			t.Fatalf("comments %+v %v", list, err)
		}
		again := b.send(p)
		if again.ID == r.ID {
			t.Fatal("an answered review was opened again")
		}
		if q, err := b.Withdraw(hugo, ws, again.ID); err != nil || q.Status != editorial.StatusDraft {
			t.Fatalf("withdrawn %s %v", q.Status, err)
		}
	})
}

func TestADatedPostLeavesOnceApproved(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write("Un")
	if _, err := b.posts.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
		t.Fatal(err)
	}
	r := b.send(p)
	if _, err := b.Approve(samia, ws, r.ID, r.Hash, ""); err != nil {
		t.Fatal(err)
	}
	if got := b.post(p.ID); got.Status != editorial.StatusScheduled {
		t.Fatalf("approved with a date, and %s", got.Status)
	}
	if diff := cmp.Diff([]string{"requested", "approved", "scheduled"}, b.seen); diff != "" {
		t.Fatal(diff)
	}
}

func TestBlockedPostsAreNotSent(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write("   ")
	_, err := b.Send(hugo, ws, p.ID, "")
	f := wantCode(t, err, "editorial.preflight")
	if len(f.Fields) != 1 || f.Fields[0].Code != "preflight.empty" {
		t.Fatalf("fields %+v", f.Fields)
	}
}

func TestBinAndRevoke(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write("Un")
	b.send(p)
	if err := b.posts.Bin(hugo, ws, p.ID); err != nil {
		t.Fatal(err)
	}
	if list, _, err := b.Reviews(maelle, ws, governance.Filter{States: []governance.State{governance.Open}}); err != nil || len(list) != 0 {
		t.Fatalf("a binned post waits for an approval: %v %v", list, err)
	}
	given := b.write("Abandonnée")
	b.send(given)
	if got, err := b.posts.Cancel(hugo, ws, given.ID); err != nil || got.Status != editorial.StatusCancelled || got.Review != editorial.NotReviewed {
		t.Fatalf("cancelled %+v %v", got, err)
	}
	q := b.write("Deux")
	r := b.send(q)
	if _, err := b.Approve(samia, ws, r.ID, r.Hash, ""); err != nil {
		t.Fatal(err)
	}
	if q, err := b.Revoke(maelle, ws, q.ID); err != nil || q.Status != editorial.StatusDraft || b.leaves(r.Hash) {
		t.Fatalf("revoked %+v %v", q.Status, err)
	}
	_, err := b.Revoke(maelle, ws, q.ID)
	wantCode(t, err, "governance.not_approved")
}

func TestComments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write("Un")
		c, err := b.AddComment(samia, ws, p.ID, governance.NewComment{Body: "On voit la semelle usée ?", Mentions: []identity.UserID{"usr_hugo", "usr_hugo"}, Anchor: "ast_boots"})
		if err != nil || len(c.Mentions) != 1 {
			t.Fatalf("%+v %v", c, err)
		}
		b.now = b.now.Add(time.Second)
		reply, err := b.AddComment(hugo, ws, p.ID, governance.NewComment{Body: "Oui, c’est voulu.", Parent: c.ID})
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.AddComment(hugo, ws, p.ID, governance.NewComment{Body: "Non", Parent: reply.ID})
		wantCode(t, err, "governance.bad_parent")
		_, err = b.AddComment(hugo, ws, p.ID, governance.NewComment{Body: "Non", Mentions: []identity.UserID{"usr_stranger"}})
		wantCode(t, err, "governance.not_a_member")
		_, err = b.AddComment(ana, ws, p.ID, governance.NewComment{Body: "Non"})
		wantCode(t, err, "identity.forbidden")
		_, err = b.EditComment(hugo, ws, c.ID, "À moi")
		wantCode(t, err, "governance.not_your_comment")
		if c, err = b.ResolveComment(hugo, ws, c.ID, true); err != nil || c.ResolvedBy != "usr_hugo" {
			t.Fatalf("%+v %v", c, err)
		}
		if err := b.RemoveComment(samia, ws, c.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := b.Comments(hugo, ws, p.ID); err != nil || len(list) != 0 {
			t.Fatalf("%v %v", list, err)
		}
	})
}
