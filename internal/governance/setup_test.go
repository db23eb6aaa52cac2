package governance_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"parvis/internal/change"
	"parvis/internal/editorial"
	"parvis/internal/editorial/editorialtest"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

const ws = identity.WorkspaceID("ws_brume")

// noon is the instant at which every test begins.
var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// team is the members of the workspace, and what they were told.
type team struct {
	members []identity.Member
	told    []notify.Notice
}

func (t *team) MembersTx(context.Context, store.Querier, identity.WorkspaceID, bool) ([]identity.Member, error) {
	return t.members, nil
}

func (t *team) SendTx(_ context.Context, _ *store.Tx, _ identity.WorkspaceID, n notify.Notice) error {
	t.told = append(t.told, n)
	return nil
}

func (t *team) SettleTx(context.Context, *store.Tx, identity.WorkspaceID, string, ...notify.Kind) error {
	return nil
}

func member(user identity.UserID, role identity.Role) identity.Member {
	return identity.Member{UserID: user, Name: string(user), Role: role}
}

func as(user identity.UserID, role identity.Role) context.Context {
	return identity.WithActor(context.Background(), identity.Actor{UserID: user, WorkspaceID: ws, Role: role, Name: string(user)})
}

var (
	maelle = as("usr_maelle", identity.Manager)
	samia  = as("usr_samia", identity.Approver)
	hugo   = as("usr_hugo", identity.Creator)
	ana    = as("usr_ana", identity.Analyst)
)

type bundle struct {
	*governance.Service
	t     *testing.T
	db    *store.DB
	posts *editorial.Service
	team  *team
	now   time.Time
	seen  []string
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{t: t, db: db, now: noon, team: &team{members: []identity.Member{member("usr_maelle", identity.Manager),
		member("usr_samia", identity.Approver), member("usr_hugo", identity.Creator), member("usr_ana", identity.Analyst)}}}
	bus, clock, house := &event.Bus{}, func() time.Time { return b.now }, editorialtest.NewHouse()
	feed := change.New(db, clock)
	b.posts = editorial.New(editorial.Deps{DB: db, Bus: bus, Feed: feed, Now: clock, Channels: house, Library: house, Strategy: house,
		Deliveries: house, Workspaces: house})
	b.Service = governance.New(governance.Deps{DB: db, Bus: bus, Feed: feed, Now: clock, Editorial: b.posts, People: b.team, Notices: b.team})
	b.posts.UseApprovals(b.Service)
	b.Listen(bus)
	see(b, bus, func(e governance.ReviewRequested) string { return "requested" })
	see(b, bus, func(e governance.RevisionApproved) string { return "approved" })
	see(b, bus, func(e governance.ChangesAsked) string { return "changes" })
	see(b, bus, func(e governance.ApprovalRevoked) string { return "revoked:" + e.Why })
	see(b, bus, func(e editorial.PostScheduled) string { return "scheduled" })
	return b
}

func see[E any](b *bundle, bus *event.Bus, name func(E) string) {
	event.On(bus, "test.see", func(_ context.Context, _ *store.Tx, e E) error {
		b.seen = append(b.seen, name(e))
		return nil
	})
}

// write makes a post of hugo's for the page.
func (b *bundle) write(text string) editorial.Post {
	b.t.Helper()
	p, err := b.posts.Create(hugo, ws, editorial.CreateInput{Draft: editorial.Draft{Late: 30,
		Segments: []editorial.Segment{{ID: "s1", Text: text}}, Variants: []editorial.Variant{{Channel: "ch_page"}}}})
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

func (b *bundle) rewrite(ctx context.Context, p editorial.Post, text string) editorial.Saved {
	b.t.Helper()
	p = b.post(p.ID)
	list := []editorial.Segment{{ID: "s1", Text: text}}
	s, err := b.posts.Save(ctx, ws, p.ID, p.Version, editorial.Patch{Segments: &list})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *bundle) post(id editorial.PostID) editorial.Post {
	b.t.Helper()
	p, err := b.posts.Find(maelle, ws, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// send sends the post to review and gives its review.
func (b *bundle) send(p editorial.Post) governance.Item {
	b.t.Helper()
	if _, err := b.Send(hugo, ws, p.ID, "À relire"); err != nil {
		b.t.Fatal(err)
	}
	return b.open(p.ID)
}

func (b *bundle) open(id editorial.PostID) governance.Item {
	b.t.Helper()
	list, _, err := b.Reviews(maelle, ws, governance.Filter{States: []governance.State{governance.Open}, Post: id})
	if err != nil || len(list) != 1 {
		b.t.Fatalf("open reviews %v %v", list, err)
	}
	return list[0]
}

// leaves says whether the post's revision would pass dispatch's intent.
func (b *bundle) leaves(hash string) bool {
	b.t.Helper()
	ok := false
	err := b.db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		ref := governance.Ref{Workspace: ws, Hash: hash}
		m, err := b.ApprovedTx(ctx, tx, []governance.Ref{ref, {Workspace: ws, Hash: "nothing"}})
		ok = m[ref]
		if len(m) > 1 || slices.Contains([]bool{m[governance.Ref{Workspace: ws, Hash: "nothing"}]}, true) {
			b.t.Fatal("a hash that nobody approved is approved")
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return ok
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Code != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
	return f
}
