package identity_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func slogDiscard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestInvitation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		owner, w := b.owner(t, "ada@example.fr", "Brume")
		invite := identity.InviteInput{Email: "bob@example.fr", Role: identity.Creator, Preset: "copywriter", Mail: true}
		i, err := b.Invite(owner, w.ID, invite)
		must(t, err)
		_, err = b.Invite(owner, w.ID, invite)
		wantFault(t, err, fault.Conflict, "identity.invitation_pending")
		must(t, b.runner.Drain(t.Context()))
		letter := b.post.last(t)
		if letter.To != "bob@example.fr" || !strings.Contains(letter.Text, "1er décembre 2026") {
			t.Errorf("letter = %+v", letter)
		}
		mailed := strings.Fields(secretOf(letter.Text))[0]
		if mailed == secretOf(i.Link) {
			t.Error("the mail bears a link of its own")
		}
		for _, secret := range []string{mailed, secretOf(i.Link)} {
			v, err := b.ShowInvitation(t.Context(), secret, home)
			must(t, err)
			if v.WorkspaceName != "Brume" || v.HasAccount || v.Inviter != "Ada" {
				t.Errorf("view = %+v", v)
			}
		}
		accept := identity.AcceptInput{Link: mailed, Name: "Bob", Password: password, From: home}
		session, ws, err := b.AcceptInvitation(t.Context(), accept)
		must(t, err)
		if ws != w.ID || session == nil {
			t.Fatalf("joined %s with %v", ws, session)
		}
		accept.Link = secretOf(i.Link)
		_, _, err = b.AcceptInvitation(t.Context(), accept)
		wantFault(t, err, fault.NotFound, "identity.link_over")

		// Someone with an account signs in first, and as themselves.
		other, _ := b.owner(t, "cleo@example.fr", "Autre")
		i, err = b.Invite(owner, w.ID, identity.InviteInput{Email: "cleo@example.fr", Role: identity.Guest})
		must(t, err)
		_, _, err = b.AcceptInvitation(t.Context(), identity.AcceptInput{Link: secretOf(i.Link), Name: "C", Password: password, From: home})
		wantFault(t, err, fault.Conflict, "identity.invitation_sign_in")
		_, _, err = b.AcceptInvitation(owner, identity.AcceptInput{Link: secretOf(i.Link), From: home})
		wantFault(t, err, fault.Conflict, "identity.invitation_other")
		_, _, err = b.AcceptInvitation(other, identity.AcceptInput{Link: secretOf(i.Link), From: home})
		must(t, err)

		i, err = b.Invite(owner, w.ID, identity.InviteInput{Email: "dan@example.fr", Role: identity.Guest})
		must(t, err)
		b.pass(8 * 24 * time.Hour)
		_, err = b.ShowInvitation(t.Context(), secretOf(i.Link), home)
		wantFault(t, err, fault.NotFound, "identity.link_over")
		renewed, err := b.RenewInvitation(owner, w.ID, i.ID, false)
		must(t, err)
		_, err = b.ShowInvitation(t.Context(), secretOf(i.Link), home)
		wantFault(t, err, fault.NotFound, "identity.link_unknown")
		must(t, b.RevokeInvitation(owner, w.ID, i.ID))
		_, err = b.ShowInvitation(t.Context(), secretOf(renewed.Link), home)
		wantFault(t, err, fault.NotFound, "identity.link_over")
	})
}

func TestMembersAndLastOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		owner, w := b.owner(t, "ada@example.fr", "Brume")
		manager := b.join(t, owner, w.ID, "max@example.fr", identity.Manager)
		creator := b.join(t, owner, w.ID, "bob@example.fr", identity.Creator)

		wantFault(t, b.RemoveMember(owner, w.ID, memberID(owner)), fault.Conflict, "identity.last_owner")
		_, err := b.ChangeRole(owner, w.ID, memberID(owner), identity.Guest, "")
		wantFault(t, err, fault.Conflict, "identity.last_owner")
		_, err = b.ChangeRole(manager, w.ID, memberID(manager), identity.Owner, "")
		wantFault(t, err, fault.Forbidden, "")
		wantFault(t, b.RemoveMember(manager, w.ID, memberID(owner)), fault.Forbidden, "")
		_, err = b.Invite(manager, w.ID, identity.InviteInput{Email: "x@example.fr", Role: identity.Owner})
		wantFault(t, err, fault.Forbidden, "")
		wantFault(t, b.RemoveMember(creator, w.ID, memberID(manager)), fault.Forbidden, "")

		token, err := b.CreateToken(creator, w.ID, identity.TokenInput{Name: "n8n", Scopes: []identity.Permission{identity.PostRead}})
		must(t, err)
		must(t, b.RemoveMember(creator, w.ID, memberID(creator))) // leaving is everyone's right
		_, err = b.Authenticate(t.Context(), identity.Credentials{Token: token.Secret})
		wantFault(t, err, fault.Unauthenticated, "identity.token_unknown")
		p, _ := identity.PrincipalOf(creator)
		_, err = b.ActorIn(t.Context(), p, w.Slug)
		wantFault(t, err, fault.NotFound, "")
		if e, ok := b.events[len(b.events)-1].(identity.MemberRemoved); !ok || e.Member != memberID(creator) {
			t.Errorf("last event = %#v", b.events[len(b.events)-1])
		}

		// Back under the same id: history goes on naming one person.
		i, err := b.Invite(owner, w.ID, identity.InviteInput{Email: "bob@example.fr", Role: identity.Approver})
		must(t, err)
		_, _, err = b.AcceptInvitation(identity.WithPrincipal(t.Context(), p), identity.AcceptInput{Link: secretOf(i.Link), From: home})
		must(t, err)
		actor, err := b.ActorIn(t.Context(), p, w.Slug)
		must(t, err)
		if actor.MemberID != memberID(creator) || actor.Role != identity.Approver {
			t.Errorf("came back as %+v", actor)
		}
	})
}

// Two owners who demote each other at once leave one owner.
func TestOwnersRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		one, w := b.owner(t, "ada@example.fr", "Brume")
		two := b.join(t, one, w.ID, "bob@example.fr", identity.Owner)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for n, pair := range [][2]context.Context{{one, two}, {two, one}} {
			wg.Go(func() {
				_, errs[n] = b.ChangeRole(pair[0], w.ID, memberID(pair[1]), identity.Guest, "")
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("errors = %v", errs)
		}
	})
}

func TestTokenStaysWithinItsScopes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		owner, w := b.owner(t, "ada@example.fr", "Brume")
		_, other := b.owner(t, "cleo@example.fr", "Autre")
		creator := b.join(t, owner, w.ID, "bob@example.fr", identity.Creator)
		_, err := b.CreateToken(creator, w.ID, identity.TokenInput{Name: "x", Scopes: []identity.Permission{identity.MemberManage}})
		wantFault(t, err, fault.Invalid, "")
		made, err := b.CreateToken(creator, w.ID, identity.TokenInput{Name: "x", ExpiresAt: b.clock.Add(time.Hour),
			Scopes: []identity.Permission{identity.PostRead, identity.PostWrite, identity.TokenManage}})
		must(t, err)
		p, err := b.Authenticate(t.Context(), identity.Credentials{Token: made.Secret})
		must(t, err)
		_, err = b.ActorIn(t.Context(), p, string(other.ID))
		wantFault(t, err, fault.NotFound, "")
		actor, err := b.ActorIn(t.Context(), p, w.Slug)
		must(t, err)
		ctx := identity.WithActor(identity.WithPrincipal(t.Context(), p), actor)
		_, err = identity.Require(ctx, w.ID, identity.PostWrite)
		must(t, err)
		_, err = identity.Require(ctx, w.ID, identity.MediaWrite)
		wantFault(t, err, fault.Forbidden, "identity.scope")
		_, err = b.CreateToken(ctx, w.ID, identity.TokenInput{Name: "y", Scopes: []identity.Permission{identity.MediaWrite}})
		wantFault(t, err, fault.Invalid, "")
		_, err = b.ChangePassword(ctx, password, "another long password")
		wantFault(t, err, fault.Forbidden, "identity.needs_session")
		wantFault(t, b.RemoveMember(ctx, w.ID, actor.MemberID), fault.Forbidden, "")

		_, err = b.ChangeRole(owner, w.ID, memberID(creator), identity.Guest, "")
		must(t, err)
		actor, err = b.ActorIn(t.Context(), p, w.Slug)
		must(t, err)
		_, err = identity.Require(identity.WithActor(t.Context(), actor), w.ID, identity.PostWrite)
		wantFault(t, err, fault.Forbidden, "identity.forbidden") // the role of today, whatever the scopes
		b.pass(2 * time.Hour)
		_, err = b.Authenticate(t.Context(), identity.Credentials{Token: made.Secret})
		wantFault(t, err, fault.Unauthenticated, "identity.token_unknown")
	})
}

func TestSampleAndSeeAs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		sample, members, err := b.CreateSample(t.Context(), identity.SampleInput{Name: "Les Ateliers Brume", Slug: "brume", Zone: "Europe/Paris", Locale: "fr",
			Members: []identity.SampleMember{{"Léa", identity.Owner, "head_of_brand"}, {"Tom", identity.Creator, "copywriter"}}})
		must(t, err)
		if len(members) != 2 || !sample.Sample {
			t.Fatalf("%+v %+v", sample, members)
		}
		link, err := b.SampleLink(t.Context())
		must(t, err)
		session, err := b.EnterByLink(t.Context(), secretOf(link), home)
		must(t, err)
		_, err = b.EnterByLink(t.Context(), secretOf(link), home)
		wantFault(t, err, fault.NotFound, "identity.link_over")
		lea := b.enter(t, session.Secret, sample.ID)
		_, err = b.CreateWorkspace(lea, identity.WorkspaceInput{})
		wantFault(t, err, fault.Forbidden, "identity.sample_person")

		tom := members[1].ID
		moved, err := b.SeeAs(lea, sample.ID, tom)
		must(t, err)
		_, err = b.Authenticate(t.Context(), identity.Credentials{Session: session.Secret})
		wantFault(t, err, fault.Unauthenticated, "identity.session_over") // rotated
		seen := b.enter(t, moved.Secret, sample.ID)
		if actor, _ := identity.ActorOf(seen); actor.MemberID != tom || actor.Role != identity.Creator {
			t.Errorf("actor = %+v", actor)
		}
		me, err := b.Me(seen)
		must(t, err)
		if me.SeeAs == nil || me.SeeAs.Name != "Tom" || me.Workspaces[0].Role != identity.Creator {
			t.Errorf("me = %+v", me)
		}
		back, err := b.SeeAs(seen, sample.ID, "")
		must(t, err)
		lea = b.enter(t, back.Secret, sample.ID)

		// A real workspace has no other eyes, and the sample's owner may begin for real.
		name := "Vraie Marque"
		started, real, err := b.Setup(lea, identity.SetupInput{Name: "Ada", Email: "ada@example.fr", Password: password,
			Workspace: identity.WorkspaceInput{Name: &name}, From: home})
		must(t, err)
		ada := b.enter(t, started.Secret, real.ID)
		_, err = b.SeeAs(ada, real.ID, memberID(ada))
		wantFault(t, err, fault.Forbidden, "identity.not_sample")
		_, err = b.SeeAs(ada, sample.ID, tom)
		wantFault(t, err, fault.NotFound, "")
	})
}

func TestRemoveWorkspace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		owner, w := b.owner(t, "ada@example.fr", "Brume")
		manager := b.join(t, owner, w.ID, "max@example.fr", identity.Manager)
		wantFault(t, b.RemoveWorkspace(manager, w.ID, "Brume"), fault.Forbidden, "")
		wantFault(t, b.RemoveWorkspace(owner, w.ID, "brume"), fault.Invalid, "identity.confirm")
		lost, err := b.WhatIsLost(owner, w.ID)
		must(t, err)
		if lost[0] != (identity.Loss{Kind: "members", Count: 2}) {
			t.Errorf("lost = %v", lost)
		}
		must(t, b.RemoveWorkspace(owner, w.ID, "Brume"))
		p, _ := identity.PrincipalOf(owner)
		_, err = b.ActorIn(t.Context(), p, string(w.ID))
		wantFault(t, err, fault.NotFound, "")
		must(t, b.runner.Drain(t.Context()))
		for _, table := range []string{"member", "invitation"} {
			var n int
			must(t, store.Get(t.Context(), db.Reader(), &n, "SELECT COUNT(*) FROM "+table+" WHERE workspace_id = $1", w.ID))
			if n != 0 {
				t.Errorf("%d rows left in %s", n, table)
			}
		}
		var n int
		must(t, store.Get(t.Context(), db.Reader(), &n, "SELECT COUNT(*) FROM workspace"))
		if n != 0 {
			t.Error("the workspace is still there")
		}
	})
}
