package identity

import (
	"context"
	"fmt"
	"strconv"

	"parvis/internal/fault"
	"parvis/internal/store"
)

var (
	errSlugTaken    = fault.New(fault.Conflict, "identity.slug_taken", "Another workspace has this address.")
	errConfirm      = fault.New(fault.Invalid, "identity.confirm", "To remove a workspace, type its name as it is written.")
	errOwnersCreate = fault.New(fault.Forbidden, "identity.owners_create", "Only someone who owns a workspace here may add another. Ask the person who runs this installation.")
)

// FindWorkspace gives a workspace (WorkspaceRead).
func (s *Service) FindWorkspace(ctx context.Context, ws WorkspaceID) (Workspace, error) {
	if _, err := Require(ctx, ws, WorkspaceRead); err != nil {
		return Workspace{}, err
	}
	return findWorkspace(ctx, s.DB.Reader(), ws)
}

// WorkspaceTx reads a workspace for another room, which has checked its caller.
func (s *Service) WorkspaceTx(ctx context.Context, q store.Querier, ws WorkspaceID) (Workspace, error) {
	return findWorkspace(ctx, q, ws)
}

// ListWorkspaces gives every workspace, for the jobs of rooms that visit them
// all. It is not for requests: those look across brands with WorkspacesWith.
func (s *Service) ListWorkspaces(ctx context.Context) ([]Workspace, error) {
	return listWorkspaces(ctx, s.DB.Reader())
}

// CreateWorkspace adds a workspace owned by the caller, who must already own
// one: an invited guest does not open brands on somebody's server.
func (s *Service) CreateWorkspace(ctx context.Context, in WorkspaceInput) (Workspace, error) {
	person, _, err := s.person(ctx, s.DB.Reader())
	if err != nil {
		return Workspace{}, err
	}
	if person.Sample() {
		return Workspace{}, errSamplePerson
	}
	places, err := membershipsTx(ctx, s.DB.Reader(), person.ID)
	if err != nil {
		return Workspace{}, err
	}
	owns := false
	for _, m := range places {
		owns = owns || m.Role == Owner
	}
	if !owns {
		return Workspace{}, errOwnersCreate
	}
	var w Workspace
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		w, _, err = s.addWorkspaceTx(ctx, tx, person.ID, in, false)
		return err
	})
	return w, err
}

// addWorkspaceTx makes a workspace and its first owner.
func (s *Service) addWorkspaceTx(ctx context.Context, tx *store.Tx, owner UserID, in WorkspaceInput, sample bool) (Workspace, MemberID, error) {
	now := store.At(s.Now())
	w := Workspace{ID: store.NewID[WorkspaceID]("ws"), Zone: "Europe/Paris", Locale: Locales[0], Sample: sample, CreatedAt: now, UpdatedAt: now}
	if in.Name == nil {
		in.Name = new(string)
	}
	if err := w.apply(in); err != nil {
		return w, "", err
	}
	if w.Slug == "" {
		if err := freeSlugTx(ctx, tx, &w); err != nil {
			return w, "", err
		}
	} else if err := checkSlugTx(ctx, tx, w); err != nil {
		return w, "", err
	}
	if err := addWorkspaceTx(ctx, tx, w); err != nil {
		return w, "", err
	}
	member, err := addMemberTx(ctx, tx, Member{ID: store.NewID[MemberID]("mem"), WorkspaceID: w.ID, UserID: owner, Role: Owner, CreatedAt: now})
	if err != nil {
		return w, "", err
	}
	if err := s.recordTx(ctx, tx, w.ID, owner, "create_workspace", string(w.ID), map[string]string{"name": w.Name}); err != nil {
		return w, "", err
	}
	return w, member, s.emitTx(ctx, tx, WorkspaceCreated{Workspace: w.ID, Owner: owner, Sample: sample})
}

// freeSlugTx gives the workspace an address of its name that nobody has.
func freeSlugTx(ctx context.Context, tx *store.Tx, w *Workspace) error {
	base := Slugify(w.Name)
	for n := 1; ; n++ {
		w.Slug = base
		if n > 1 {
			w.Slug = fmt.Sprintf("%.34s-%d", base, n)
		}
		taken, err := slugTakenTx(ctx, tx, w.Slug, w.ID)
		if err != nil || !taken {
			return err
		}
	}
}

func checkSlugTx(ctx context.Context, tx *store.Tx, w Workspace) error {
	taken, err := slugTakenTx(ctx, tx, w.Slug, w.ID)
	if err != nil {
		return err
	}
	if taken {
		return errSlugTaken.WithField("slug", "identity.slug_taken", errSlugTaken.Message)
	}
	return nil
}

// ChangeWorkspace renames, moves or re-zones a workspace (WorkspaceManage).
func (s *Service) ChangeWorkspace(ctx context.Context, ws WorkspaceID, in WorkspaceInput) (Workspace, error) {
	actor, err := Require(ctx, ws, WorkspaceManage)
	if err != nil {
		return Workspace{}, err
	}
	var w Workspace
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if w, err = findWorkspace(ctx, tx, ws); err != nil {
			return err
		}
		before := w
		if err := w.apply(in); err != nil {
			return err
		}
		if err := checkSlugTx(ctx, tx, w); err != nil {
			return err
		}
		w.UpdatedAt = store.At(s.Now())
		if err := saveWorkspaceTx(ctx, tx, w); err != nil {
			return err
		}
		if err := s.changedTx(ctx, tx, ws, "workspace", string(ws)); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, ws, actor.UserID, "change_workspace", string(ws), differences(before, w))
	})
	return w, err
}

func differences(a, b Workspace) map[string]string {
	out := map[string]string{}
	for _, f := range []struct{ name, from, to string }{
		{"name", a.Name, b.Name}, {"slug", a.Slug, b.Slug}, {"zone", a.Zone, b.Zone}, {"locale", a.Locale, b.Locale}} {
		if f.from != f.to {
			out[f.name] = f.from + " → " + f.to
		}
	}
	return out
}

// Loss is how many things of one kind a removal takes away.
type Loss struct {
	Kind  string
	Count int
}

// WhatIsLost counts what RemoveWorkspace would take away (WorkspaceRemove).
func (s *Service) WhatIsLost(ctx context.Context, ws WorkspaceID) ([]Loss, error) {
	if _, err := Require(ctx, ws, WorkspaceRemove); err != nil {
		return nil, err
	}
	members, err := listMembers(ctx, s.DB.Reader(), ws, false)
	if err != nil {
		return nil, err
	}
	tokens, err := listTokens(ctx, s.DB.Reader(), ws, "")
	if err != nil {
		return nil, err
	}
	out := []Loss{{"members", len(members)}, {"tokens", len(tokens)}}
	for _, l := range s.Losses {
		n, err := l.Count(ctx, ws)
		if err != nil {
			return nil, fault.Op("count "+l.Kind, err)
		}
		out = append(out, Loss{l.Kind, n})
	}
	return out, nil
}

// RemoveWorkspace shuts a workspace at once and has its rows deleted by a job
// (WorkspaceRemove). confirm is its name as it is written, which a sample does
// not ask. Nothing of it may leave any more: rooms hear WorkspaceRemoved in the
// same transaction.
func (s *Service) RemoveWorkspace(ctx context.Context, ws WorkspaceID, confirm string) error {
	actor, err := Require(ctx, ws, WorkspaceRemove)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		w, err := findWorkspace(ctx, tx, ws)
		if err != nil {
			return err
		}
		if !w.Sample && confirm != w.Name {
			return errConfirm
		}
		members, err := listMembers(ctx, tx, ws, false)
		if err != nil {
			return err
		}
		for _, m := range members {
			if err := dropSeeAsTx(ctx, tx, m.ID); err != nil {
				return err
			}
		}
		if err := closeWorkspaceTx(ctx, tx, ws, s.Now()); err != nil {
			return err
		}
		if err := s.recordTx(ctx, tx, ws, actor.UserID, "remove_workspace", string(ws), map[string]string{"name": w.Name, "members": strconv.Itoa(len(members))}); err != nil {
			return err
		}
		if err := s.emitTx(ctx, tx, WorkspaceRemoved{Workspace: ws}); err != nil {
			return err
		}
		if s.Jobs == nil {
			return nil
		}
		return s.Jobs.EnqueueTx(ctx, tx, eraseArgs{Workspace: ws})
	})
}
