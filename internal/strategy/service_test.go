package strategy

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const (
	brume identity.WorkspaceID = "ws_brume"
	other identity.WorkspaceID = "ws_other"
)

// bundle is a room of its own with the people and the calendar around it faked.
type bundle struct {
	*Service
	events   []any
	trail    []string
	posts    map[string]int
	hugoLeft bool
	clock    time.Time
}

func (b *bundle) MembersTx(_ context.Context, _ store.Querier, ws identity.WorkspaceID, removed bool) ([]identity.Member, error) {
	if ws != brume {
		return nil, nil
	}
	list := []identity.Member{{ID: "mem_maelle", UserID: "usr_maelle", Name: "Maëlle"}}
	if removed || !b.hugoLeft {
		list = append(list, identity.Member{ID: "mem_hugo", UserID: "usr_hugo", Name: "Hugo"})
	}
	return list, nil
}

func (b *bundle) RecordTx(ctx context.Context, _ *store.Tx, _ identity.WorkspaceID, action, _ string, _ map[string]string) error {
	actor, _ := identity.ActorOf(ctx)
	b.trail = append(b.trail, string(actor.UserID)+" "+action)
	return nil
}

func (b *bundle) StrategyUsesTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, _ Kind, id string) (int, error) {
	return b.posts[id], nil
}

func (b *bundle) StrategyCounts(context.Context, identity.WorkspaceID, Date, Date) (Counts, error) {
	return Counts{Pillars: []Count{{"", "2026-11-03", 2, 1}}}, nil
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{posts: map[string]int{}, clock: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return b.clock }
	bus := &event.Bus{}
	record := func(e any) error { b.events = append(b.events, e); return nil }
	event.On(bus, "test.relabelled", func(_ context.Context, _ *store.Tx, e Relabelled) error { return record(e) })
	event.On(bus, "test.archived", func(_ context.Context, _ *store.Tx, e Archived) error { return record(e) })
	event.On(bus, "test.restored", func(_ context.Context, _ *store.Tx, e Restored) error { return record(e) })
	event.On(bus, "test.removed", func(_ context.Context, _ *store.Tx, e Removed) error { return record(e) })
	b.Service = New(Deps{DB: db, Feed: change.New(db, now), Events: bus, Audit: b, People: b, Uses: b, Counter: b, Now: now})
	return b
}

func as(user identity.UserID, ws identity.WorkspaceID, role identity.Role) context.Context {
	return identity.WithActor(context.Background(), identity.Actor{UserID: user, WorkspaceID: ws, Role: role})
}

func wantCode(t *testing.T, err error, kind fault.Kind, code string) *fault.Fault {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind || f.Code != code {
		t.Fatalf("error %v, want %s %s", err, kind, code)
	}
	return f
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestItemLife(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		maelle, hugo := as("usr_maelle", brume, identity.Owner), as("usr_hugo", brume, identity.Manager)
		target := 60000.0
		o := must(b.CreateObjective(maelle, brume, ObjectiveFields{Title: " 60 000 € de ventes ", Goal: GoalSales, Owner: "mem_maelle",
			Date: "2026-12-31", KPIs: []KPI{{Name: "Ventes", Unit: "€", Target: &target}}}))(t)
		if o.Title != "60 000 € de ventes" || o.Version != 1 || o.CreatedBy != "usr_maelle" || o.KPIs[0].Current != nil {
			t.Errorf("created %+v", o)
		}
		b.clock = b.clock.Add(time.Hour)
		in := o.ObjectiveFields
		in.Title = "70 000 € de ventes"
		o2 := must(b.EditObjective(hugo, brume, o.ID, 1, in))(t)
		if o2.Version != 2 || o2.UpdatedBy != "usr_hugo" || !o2.CreatedAt.Equal(o.CreatedAt.Time) {
			t.Errorf("edited %+v", o2)
		}
		_, err := b.EditObjective(maelle, brume, o.ID, 1, in)
		f := wantCode(t, err, fault.Conflict, "strategy.changed_meanwhile")
		if diff := cmp.Diff(map[string]any{"who": "Hugo", "version": 2, "at": "2026-11-24T10:00:00Z"}, f.Args); diff != "" {
			t.Error(diff)
		}
		if err := b.Archive(maelle, brume, KindObjective, string(o.ID)); err != nil {
			t.Fatal(err)
		}
		_, err = b.EditObjective(maelle, brume, o.ID, 3, in)
		wantCode(t, err, fault.Conflict, "strategy.archived")
		in2 := false
		if list, _, err := b.Objectives(maelle, brume, List{Archived: &in2}); err != nil || len(list) != 0 {
			t.Errorf("in use: %v, %v", list, err)
		}
		if err := b.Restore(maelle, brume, KindObjective, string(o.ID)); err != nil {
			t.Fatal(err)
		}
		if err := b.Remove(maelle, brume, KindObjective, string(o.ID)); err != nil {
			t.Fatal(err)
		}
		_, err = b.FindObjective(maelle, brume, o.ID)
		wantCode(t, err, fault.NotFound, "not_found")
		id := string(o.ID)
		if diff := cmp.Diff([]any{Relabelled{brume, KindObjective, id}, Archived{brume, KindObjective, id},
			Restored{brume, KindObjective, id}, Removed{brume, KindObjective, id}}, b.events); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"usr_maelle strategy.create_objective", "usr_hugo strategy.edit_objective", "usr_maelle strategy.archive_objective",
			"usr_maelle strategy.restore_objective", "usr_maelle strategy.remove_objective"}, b.trail); diff != "" {
			t.Error(diff)
		}
	})
}

func TestInUseIsNotRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx := as("usr_maelle", brume, identity.Owner)
		p := must(b.CreatePillar(ctx, brume, PillarFields{Name: "Savoir-faire", Colour: "#2a3bbf", Share: 30}))(t)
		if p.Colour != "#2A3BBF" {
			t.Errorf("colour %s", p.Colour)
		}
		c := must(b.CreateCampaign(ctx, brume, CampaignFields{Name: "Hiver", Pillars: []PillarID{p.ID, p.ID}, Starts: "2026-11-01", Ends: "2026-11-30"}))(t)
		if c.Currency != "EUR" || c.State != CampaignDraft || len(c.Pillars) != 1 || c.Spend != nil {
			t.Errorf("campaign %+v", c)
		}
		wantCode(t, b.Remove(ctx, brume, KindPillar, string(p.ID)), fault.Conflict, "strategy.in_use")
		b.posts[string(c.ID)] = 3
		f := wantCode(t, b.Remove(ctx, brume, KindCampaign, string(c.ID)), fault.Conflict, "strategy.in_use")
		if f.Args["count"] != 3 {
			t.Errorf("args %v", f.Args)
		}
		if err := b.Archive(ctx, brume, KindPillar, string(p.ID)); err != nil {
			t.Fatal(err)
		}
		// A campaign keeps what it had; a new one cannot take it.
		must(b.EditCampaign(ctx, brume, c.ID, 1, c.CampaignFields))(t)
		_, err := b.CreateCampaign(ctx, brume, CampaignFields{Name: "Printemps", Pillars: []PillarID{p.ID}})
		if f := wantCode(t, err, fault.Invalid, "invalid"); f.Fields[0].Path != "pillars.0" || f.Fields[0].Code != "strategy.archived_choice" {
			t.Errorf("fields %+v", f.Fields)
		}
		copied := must(b.CopyCampaign(ctx, brume, c.ID, "Hiver 2027", "2027-11-01"))(t)
		if copied.Ends != "2027-11-30" || len(copied.Pillars) != 0 || copied.ID == c.ID {
			t.Errorf("copied %+v", copied)
		}
		b.posts[string(c.ID)] = 0
		if err := b.Remove(ctx, brume, KindCampaign, string(c.ID)); err != nil {
			t.Fatal(err)
		}
		if err := b.Remove(ctx, brume, KindPillar, string(p.ID)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnotherWorkspaceSeesAndTakesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		mine, theirs := as("usr_maelle", brume, identity.Owner), as("usr_else", other, identity.Owner)
		p := must(b.CreatePillar(mine, brume, PillarFields{Name: "P", Colour: "#000000"}))(t)
		_, err := b.FindPillar(theirs, other, p.ID)
		wantCode(t, err, fault.NotFound, "not_found")
		_, err = b.FindPillar(theirs, brume, p.ID)
		wantCode(t, err, fault.NotFound, "not_found")
		_, err = b.EditPillar(theirs, other, p.ID, 1, p.PillarFields)
		wantCode(t, err, fault.NotFound, "not_found")
		wantCode(t, b.Remove(theirs, other, KindPillar, string(p.ID)), fault.NotFound, "not_found")
		wantCode(t, b.Archive(theirs, other, KindPillar, string(p.ID)), fault.NotFound, "not_found")
		_, err = b.CreateCampaign(theirs, other, CampaignFields{Name: "C", Pillars: []PillarID{p.ID}})
		wantCode(t, err, fault.Invalid, "invalid")
		_, err = b.CreateObjective(theirs, other, ObjectiveFields{Title: "T", Goal: GoalCare, KPIs: []KPI{{Name: "K"}}, Owner: "mem_maelle"})
		wantCode(t, err, fault.Invalid, "invalid")
		wantCode(t, b.CheckRefsTx(theirs, db.Reader(), other, Refs{Pillar: p.ID}, Refs{}), fault.Invalid, "invalid")
		wantCode(t, b.CheckRefsTx(mine, db.Reader(), brume, Refs{Audience: AudienceID(p.ID), Stage: "later"}, Refs{}), fault.Invalid, "invalid")
		if err := b.CheckRefsTx(mine, db.Reader(), brume, Refs{Pillar: p.ID, Stage: Loyalty}, Refs{}); err != nil {
			t.Error(err)
		}
		if labels := must(b.LabelsTx(mine, db.Reader(), other))(t); len(labels) != 0 {
			t.Errorf("labels %v", labels)
		}
		analyst := as("usr_a", brume, identity.Analyst)
		_, err = b.CreatePillar(analyst, brume, p.PillarFields)
		wantCode(t, err, fault.Forbidden, "identity.forbidden")
		must(b.FindPillar(analyst, brume, p.ID))(t)
	})
}

// An objective outlives its owner: it keeps them until somebody names another.
func TestOwnerWhoLeft(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	ctx := as("usr_maelle", brume, identity.Owner)
	in := ObjectiveFields{Title: "Répondre", Goal: GoalCare, KPIs: []KPI{{Name: "Délai"}}, Owner: "mem_hugo"}
	o := must(b.CreateObjective(ctx, brume, in))(t)
	b.hugoLeft = true
	in.Title = "Répondre vite"
	must(b.EditObjective(ctx, brume, o.ID, 1, in))(t)
	_, err := b.CreateObjective(ctx, brume, in)
	if f := wantCode(t, err, fault.Invalid, "invalid"); f.Fields[0].Path != "owner" {
		t.Errorf("fields %+v", f.Fields)
	}
}

func TestPages(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	ctx := as("usr_maelle", brume, identity.Owner)
	for range 5 {
		must(b.CreateAudience(ctx, brume, AudienceFields{Name: "Randonneuse"}))(t)
	}
	seen, after := 0, ""
	for {
		page, next, err := b.Audiences(ctx, brume, List{After: after, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		seen += len(page)
		if after = next; next == "" {
			break
		}
	}
	if seen != 5 {
		t.Errorf("%d audiences over the pages", seen)
	}
}

func TestDocumentVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		maelle, hugo := as("usr_maelle", brume, identity.Owner), as("usr_hugo", brume, identity.Manager)
		if p := must(b.Platform(maelle, brume, 0))(t); p.Number != 0 || p.Values == nil {
			t.Errorf("before the first: %+v", p)
		}
		must(b.WritePlatform(maelle, brume, 0, Platform{Mission: "Garder au sec"}))(t)
		must(b.WritePlatform(hugo, brume, 1, Platform{Mission: "Garder au sec", Promise: "Réparé à vie"}))(t)
		same := must(b.WritePlatform(maelle, brume, 2, Platform{Mission: " Garder au sec ", Promise: "Réparé à vie"}))(t)
		if same.Number != 2 || same.CreatedBy != "usr_hugo" {
			t.Errorf("an equal text made version %+v", same.Version)
		}
		_, err := b.WritePlatform(maelle, brume, 1, Platform{Mission: "Autre"})
		if f := wantCode(t, err, fault.Conflict, "strategy.changed_meanwhile"); f.Args["who"] != "Hugo" {
			t.Errorf("args %v", f.Args)
		}
		if first := must(b.Platform(maelle, brume, 1))(t); first.Promise != "" || first.Mission != "Garder au sec" {
			t.Errorf("first %+v", first)
		}
		if list := must(b.PlatformVersions(maelle, brume, 0, 10))(t); len(list) != 2 || list[0].Number != 2 {
			t.Errorf("versions %+v", list)
		}
		if c := must(b.CharterTx(maelle, db.Reader(), brume))(t); c.Emoji.Policy != EmojiFree || c.Avoid == nil {
			t.Errorf("empty charter %+v", c)
		}
		must(b.WriteCharter(maelle, brume, 0, Charter{Avoid: []AvoidedWord{{"usine", "atelier"}}, Hashtags: []HashtagGroup{{"Pluie", []string{"#ciré", "ciré"}}}}))(t)
		c := must(b.CharterTx(maelle, db.Reader(), brume))(t)
		if diff := cmp.Diff([]string{"ciré"}, c.Hashtags[0].Tags); diff != "" {
			t.Error(diff)
		}
		_, err = b.Charter(maelle, brume, 9)
		wantCode(t, err, fault.NotFound, "not_found")
	})
}

// Two people save the same version at once: one wins, the other is told who.
func TestTwoWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		writers := []context.Context{as("usr_maelle", brume, identity.Owner), as("usr_hugo", brume, identity.Owner)}
		for round := range 10 {
			errs := make([]error, len(writers))
			var wg sync.WaitGroup
			for i, ctx := range writers {
				wg.Go(func() {
					_, errs[i] = b.WriteCharter(ctx, brume, round, Charter{Use: []string{time.Duration(round*2 + i).String()}})
				})
			}
			wg.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("round %d: %v", round, errs)
			}
			wantCode(t, errors.Join(errs...), fault.Conflict, "strategy.changed_meanwhile")
		}
	})
}

func TestEveryFaultyFieldIsNamed(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	ctx := as("usr_maelle", brume, identity.Owner)
	budget := int64(-1)
	_, err := b.CreateCampaign(ctx, brume, CampaignFields{Starts: "2026-02-30", Ends: "2026-01-01", Colour: "blue", Currency: "€", Budget: &budget, State: "later", Reach: "far", Objective: "obj_none"})
	var paths []string
	for _, f := range wantCode(t, err, fault.Invalid, "invalid").Fields {
		paths = append(paths, f.Path)
	}
	if diff := cmp.Diff([]string{"name", "colour", "state", "reach", "starts", "ends", "currency", "budget", "objective"}, paths); diff != "" {
		t.Error(diff)
	}
}

func TestBalanceReadsTheCalendar(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	ctx := as("usr_maelle", brume, identity.Analyst)
	got := must(b.Balance(ctx, brume, "2026-11-02", "2026-11-08"))(t)
	if got.WithoutPillar != 2 {
		t.Errorf("%+v", got)
	}
	for _, days := range [][2]Date{{"2026-11-02", "2026-11-01"}, {"x", "2026-11-01"}, {"2026-11-02", "2028-11-01"}} {
		_, err := b.Balance(ctx, brume, days[0], days[1])
		wantCode(t, err, fault.Invalid, "invalid")
	}
}
