package editorial_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

var november = editorial.Range{From: "2026-11-01", To: "2026-11-30", Zone: "Europe/Paris"}

func TestPostsAreWrittenPlannedAndScheduled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write(hugo, "Coiffez la Catherine !", "ch_page")
		if p.Status != editorial.StatusDraft || p.Version != 1 || !p.Date.IsZero() {
			t.Fatalf("new post %+v", p)
		}
		p, err := b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-24T18:15"})
		if err != nil {
			t.Fatal(err)
		}
		if p.Status != editorial.StatusScheduled || p.Date.Zone != "Europe/Paris" || p.Date.At.Format(time.RFC3339) != "2026-11-24T17:15:00Z" {
			t.Fatalf("scheduled %+v", p)
		}
		if p, err = b.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-24T19:00"}); err != nil || p.Date.Wall != "2026-11-24T19:00" {
			t.Fatalf("moved %+v %v", p.Date, err)
		}
		if p, err = b.Unschedule(hugo, ws, p.ID); err != nil || p.Status != editorial.StatusApproved {
			t.Fatalf("unscheduled %s %v", p.Status, err)
		}
		if p, err = b.Cancel(hugo, ws, p.ID); err != nil || p.Status != editorial.StatusCancelled {
			t.Fatalf("cancelled %s %v", p.Status, err)
		}
		if _, err = b.PublishNow(hugo, ws, p.ID); err != nil {
			t.Fatal(err)
		}
		if err := b.Bin(hugo, ws, p.ID); err != nil {
			t.Fatal(err)
		}
		if got := b.cards(november, editorial.Filter{}); len(got) != 0 {
			t.Fatalf("a binned post stays on the calendar: %v", got)
		}
		if p, err = b.Unbin(hugo, ws, p.ID); err != nil || p.Status != editorial.StatusApproved {
			t.Fatalf("restored %s %v", p.Status, err)
		}
		want := []string{"scheduled", "moved", "unscheduled", "cancelled", "now", "binned"}
		if diff := cmp.Diff(want, b.seen); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestDatesThatCannotBe(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "Bonjour", "ch_page")
	_, err := b.Schedule(hugo, ws, p.ID, editorial.When{})
	wantCode(t, err, "editorial.no_date")
	_, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-24T11:59"})
	wantCode(t, err, "editorial.date_in_past")
	_, err = b.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-20T11:59"})
	wantCode(t, err, "editorial.date_in_past")
	_, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2027-03-28T02:30", Zone: "Europe/Paris"})
	f := wantCode(t, err, "editorial.hour_does_not_exist")
	if f.Args["before"] != "2027-03-28T01:30" || f.Args["after"] != "2027-03-28T03:30" {
		t.Fatalf("proposals %v", f.Args)
	}
	_, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00", Zone: "Europe/Atlantis"})
	wantCode(t, err, "editorial.bad_zone")
	_, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "demain"})
	wantCode(t, err, "editorial.bad_date")
}

func TestAPostThatWaitsForItsApproval(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.house.Verdict = editorial.ToReview
		p := b.write(hugo, "Bonjour", "ch_page")
		_, err := b.PublishNow(hugo, ws, p.ID)
		wantCode(t, err, "editorial.review_first")
		p, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"})
		if err != nil || p.Status != editorial.StatusToReview || !p.Committed {
			t.Fatalf("%+v %v", p, err)
		}
		approve := func() editorial.Post {
			t.Helper()
			r, err := b.Freeze(maelle, ws, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			var out editorial.Post
			err = db.Write(maelle, func(ctx context.Context, tx *store.Tx) error {
				out, err = b.SetReviewTx(ctx, tx, ws, p.ID, editorial.Approved, r)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if p = approve(); p.Status != editorial.StatusScheduled {
			t.Fatalf("approved: %s", p.Status)
		}
		if diff := cmp.Diff([]string{"scheduled"}, b.seen); diff != "" {
			t.Fatal(diff)
		}
		// An approval that comes too late does not send a stale post.
		b.now = p.Date.At.Add(31 * time.Minute)
		if p = approve(); p.Status != editorial.StatusApproved || p.Committed {
			t.Fatalf("approved late: %s", p.Status)
		}
	})
}

func TestMovingBeyondTheApprovalAsks(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "Bonjour", "ch_page")
	if _, err := b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
		t.Fatal(err)
	}
	b.house.Stands = false
	_, err := b.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-26T10:00"})
	wantCode(t, err, "editorial.move_reopens")
	b.house.Verdict = editorial.ToReview
	p, err = b.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-26T10:00", Reopen: true})
	if err != nil || p.Date.Wall != "2026-11-26T10:00" || p.Status != editorial.StatusToReview || b.house.Revoked != 1 {
		t.Fatalf("%+v %v", p, err)
	}
}

func TestTwoPeopleInOnePost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write(hugo, "Demain, la Sainte-Catherine.", "ch_page")
		if _, err := b.Save(hugo, ws, p.ID, 1, text("Demain matin, la Sainte-Catherine.")); err != nil {
			t.Fatal(err)
		}
		title := "Concours"
		patch := text("Demain, la Sainte-Catherine. Venez !")
		patch.Title = &title
		s, err := b.Save(maelle, ws, p.ID, 1, patch)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Post.Draft.Segments[0].Text; got != "Demain matin, la Sainte-Catherine. Venez !" || !s.Merged || len(s.Overlaps) != 0 {
			t.Fatalf("merged %q %v", got, s.Overlaps)
		}
		if s, err = b.Save(hugo, ws, p.ID, 2, text("Demain matin, la Catherine.")); err != nil {
			t.Fatal(err)
		}
		if got := s.Post.Draft.Segments[0].Text; got != "Demain matin, la Catherine. Sainte-Catherine. Venez !" {
			t.Logf("overlap gave %q, %v", got, s.Overlaps)
		}
		for _, w := range []string{"matin,", "Catherine.", "Venez"} {
			if !strings.Contains(s.Post.Draft.Segments[0].Text, w) {
				t.Fatalf("%q lost in %q", w, s.Post.Draft.Segments[0].Text)
			}
		}
		if s.Post.Draft.Title != "Concours" {
			t.Fatal("the title was lost")
		}
	})
}

func TestHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write(hugo, "un", "ch_page")
		b.now = noon.Add(3 * time.Minute)
		for i, s := range []string{"un deux", "un deux trois"} { // one entry: same person, same two minutes
			if _, err := b.Save(hugo, ws, p.ID, i+1, text(s)); err != nil {
				t.Fatal(err)
			}
			b.now = b.now.Add(20 * time.Second)
		}
		if _, err := b.Save(maelle, ws, p.ID, 3, text("un deux trois quatre")); err != nil {
			t.Fatal(err)
		}
		list, err := b.History(maelle, ws, p.ID, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, v := range list {
			got = append(got, v.Version)
		}
		if diff := cmp.Diff([]int{4, 3, 1}, got); diff != "" {
			t.Fatal(diff)
		}
		p, err = b.RestoreVersion(hugo, ws, p.ID, 1)
		if err != nil || p.Draft.Segments[0].Text != "un" || p.Version != 5 {
			t.Fatalf("%+v %v", p, err)
		}
		editors, err := b.EditorsTx(hugo, db.Reader(), ws, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]identity.UserID{"usr_hugo", "usr_maelle"}, editors); diff != "" {
			t.Fatal(diff)
		}
		// Bases older than a day are gone, entries of the list are not.
		b.now = b.now.Add(25 * time.Hour)
		if _, err := b.Save(hugo, ws, p.ID, 5, text("cinq")); err != nil {
			t.Fatal(err)
		}
		_, err = b.Save(hugo, ws, p.ID, 2, text("vieux"))
		wantCode(t, err, "editorial.base_too_old")
		if _, err := b.Save(hugo, ws, p.ID, 3, text("un deux trois et demi")); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatHasLeftStaysAsItWas(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "Bonjour", "ch_page")
	b.deliver(p.ID, editorial.StatusPublished)
	_, err := b.Save(hugo, ws, p.ID, 1, text("Bonsoir"))
	wantCode(t, err, "editorial.already_out")
	_, err = b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"})
	wantCode(t, err, "editorial.already_out")
	title := "Pour nous"
	if _, err := b.Save(hugo, ws, p.ID, 1, editorial.Patch{Title: &title}); err != nil {
		t.Fatalf("a title is never sent: %v", err)
	}
	q, err := b.Duplicate(hugo, ws, p.ID, editorial.When{Wall: "2026-12-01T10:00"})
	if err != nil || q.Status != editorial.StatusDraft || q.Date.Wall != "2026-12-01T10:00" || q.Draft.Title != title {
		t.Fatalf("%+v %v", q, err)
	}
}

func (b *bundle) deliver(id editorial.PostID, word editorial.Status) {
	b.t.Helper()
	b.house.Words = map[editorial.PostID]editorial.Status{id: word}
	err := b.db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		return b.RefreshStatusTx(ctx, tx, []editorial.DeliveryStatus{{Workspace: ws, Post: id, Status: word}})
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func TestCardsEqualRebuiltCards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write(hugo, "Bonjour", "ch_page", "ch_short")
		q := b.write(maelle, "Une « idée » <à> garder", "ch_page")
		if _, err := b.Schedule(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
			t.Fatal(err)
		}
		b.deliver(p.ID, editorial.StatusPublished)
		if _, err := b.Save(maelle, ws, q.ID, 1, text("Deux")); err != nil {
			t.Fatal(err)
		}
		wrong, err := b.RebuildCards(maelle, ws, false)
		if err != nil || len(wrong) != 0 {
			t.Fatalf("wrong cards %v %v", wrong, err)
		}
		if err := db.Write(maelle, func(ctx context.Context, tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, "UPDATE card SET body = '{}' WHERE workspace_id = $1 AND post_id = $2", ws, q.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if wrong, err = b.RebuildCards(maelle, ws, true); err != nil || len(wrong) != 1 || wrong[0] != q.ID {
			t.Fatalf("wrong cards %v %v", wrong, err)
		}
		if wrong, err = b.RebuildCards(maelle, ws, false); err != nil || len(wrong) != 0 {
			t.Fatalf("not mended: %v %v", wrong, err)
		}
	})
}

func TestCalendarFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		label, err := b.SaveLabel(hugo, ws, editorial.Label{Name: "Concours", Colour: "#AA3300"})
		if err != nil {
			t.Fatal(err)
		}
		make := func(text, wall string, links editorial.Links, channels ...editorial.ChannelID) editorial.PostID {
			d := editorial.Draft{Segments: []editorial.Segment{{Text: text}}, Links: links}
			for _, c := range channels {
				d.Variants = append(d.Variants, editorial.Variant{Channel: c})
			}
			if links.Pillar == "pil_a" {
				d.Labels = []editorial.LabelID{label.ID}
			}
			p, err := b.Create(hugo, ws, editorial.CreateInput{Draft: d, Wall: editorial.Wall(wall)})
			if err != nil {
				t.Fatal(err)
			}
			return p.ID
		}
		coiffe := make("Été à l'atelier", "2026-11-30T23:30", editorial.Links{Pillar: "pil_a", Stage: "awareness"}, "ch_page")
		ville := make("Hiver en ville", "2026-11-25T08:00", editorial.Links{Pillar: "pil_b", Campaign: "cmp_1"}, "ch_page", "ch_short")
		make("Décembre", "2026-12-01T00:00", editorial.Links{}, "ch_page")
		make("Sans date", "", editorial.Links{}, "ch_page")
		for name, tc := range map[string]struct {
			f    editorial.Filter
			want []editorial.PostID
		}{
			"all":           {editorial.Filter{}, []editorial.PostID{ville, coiffe}},
			"channel":       {editorial.Filter{Channels: []editorial.ChannelID{"ch_short"}}, []editorial.PostID{ville}},
			"either":        {editorial.Filter{Channels: []editorial.ChannelID{"ch_short", "ch_page"}}, []editorial.PostID{ville, coiffe}},
			"pillar":        {editorial.Filter{Pillars: []editorial.PillarID{"pil_a"}}, []editorial.PostID{coiffe}},
			"label":         {editorial.Filter{Labels: []editorial.LabelID{label.ID}}, []editorial.PostID{coiffe}},
			"campaign":      {editorial.Filter{Campaigns: []editorial.CampaignID{"cmp_1"}}, []editorial.PostID{ville}},
			"words, folded": {editorial.Filter{Query: "ATELIER ete"}, []editorial.PostID{coiffe}},
			"a percent":     {editorial.Filter{Query: "%"}, nil},
			"status":        {editorial.Filter{Statuses: []editorial.Status{editorial.StatusScheduled}}, nil},
		} {
			var got []editorial.PostID
			for _, c := range b.cards(november, tc.f) {
				got = append(got, editorial.PostID(c["id"].(string)))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		b.checkPages(4)
		counts, err := b.Counts(hugo, ws, editorial.Filter{})
		if err != nil || counts[editorial.StatusDraft] != 4 {
			t.Fatalf("%v %v", counts, err)
		}
		planned, err := b.StrategyCounts(hugo, ws, "2026-11-01", "2026-11-30")
		if err != nil || len(planned.Pillars) != 2 || len(planned.Networks) != 3 {
			t.Fatalf("%+v %v", planned, err)
		}
		if n, err := b.StrategyUsesTx(hugo, db.Reader(), ws, "pillar", "pil_a"); err != nil || n != 1 {
			t.Fatalf("uses %d %v", n, err)
		}
	})
}

// checkPages walks the whole list two by two.
func (b *bundle) checkPages(want int) {
	b.t.Helper()
	seen, cursor := 0, ""
	for {
		var buf bytes.Buffer
		next, err := b.List(hugo, ws, editorial.Filter{}, editorial.Page{Cursor: cursor, Limit: 2}, &buf)
		if err != nil {
			b.t.Fatal(err)
		}
		seen += strings.Count(buf.String(), `"id":`)
		if cursor = next; next == "" {
			break
		}
	}
	if seen != want {
		b.t.Fatalf("pages hold %d posts, want %d", seen, want)
	}
	_, err := b.List(hugo, ws, editorial.Filter{}, editorial.Page{Cursor: "nonsense"}, &bytes.Buffer{})
	wantCode(b.t, err, "bad_cursor")
}

func TestAnotherWorkspaceSeesNothing(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "Secret", "ch_page")
	other := identity.WithActor(context.Background(), identity.Actor{UserID: "usr_x", WorkspaceID: "ws_other", Role: identity.Owner})
	_, err := b.Find(other, "ws_other", p.ID)
	wantCode(t, err, "editorial.no_post")
	_, err = b.Find(other, ws, p.ID)
	wantCode(t, err, "not_found")
	_, err = b.Save(hugo, ws, p.ID, 1, editorial.Patch{Labels: &[]editorial.LabelID{"lab_other"}})
	wantCode(t, err, "invalid")
	_, err = b.Save(hugo, ws, p.ID, 1, editorial.Patch{Variants: &[]editorial.Variant{{Channel: "ch_other"}}})
	wantCode(t, err, "invalid")
	_, err = b.Save(hugo, ws, p.ID, 1, editorial.Patch{Links: &editorial.Links{Campaign: "cmp_other"}})
	wantCode(t, err, "invalid")
	analyst := as("usr_ana", identity.Analyst)
	_, err = b.Save(analyst, ws, p.ID, 1, text("x"))
	wantCode(t, err, "identity.forbidden")
}

func TestPresenceLivesFifteenSeconds(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "x", "ch_page")
	if _, err := b.Beat(hugo, ws, p.ID, "title"); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(14 * time.Second)
	list, err := b.Beat(maelle, ws, p.ID, "")
	if err != nil || len(list) != 2 {
		t.Fatalf("%v %v", list, err)
	}
	b.now = b.now.Add(2 * time.Second)
	if list, err = b.Beat(maelle, ws, p.ID, ""); err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
}

func TestNotesAndLabels(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	n, err := b.SaveNote(hugo, ws, editorial.Note{Day: "2026-11-25", Until: "2026-11-27", Body: "Sainte-Catherine"})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := b.Notes(hugo, ws, "2026-11-27", "2026-11-30"); err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if err := b.RemoveNote(hugo, ws, n.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SaveLabel(hugo, ws, editorial.Label{Name: "A", Colour: "#000000"}); err != nil {
		t.Fatal(err)
	}
	_, err = b.SaveLabel(hugo, ws, editorial.Label{Name: "A", Colour: "#000000"})
	wantCode(t, err, "already_exists")
	_, err = b.SaveLabel(hugo, ws, editorial.Label{Name: "", Colour: "red"})
	wantCode(t, err, "invalid")
}
