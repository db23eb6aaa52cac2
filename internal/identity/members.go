package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

var errLastOwner = fault.New(fault.Conflict, "identity.last_owner", "A workspace keeps at least one owner: name another one first.")

// ListMembers gives the members of a workspace (MemberRead), by name.
func (s *Service) ListMembers(ctx context.Context, ws WorkspaceID) ([]Member, error) {
	if _, err := Require(ctx, ws, MemberRead); err != nil {
		return nil, err
	}
	return listMembers(ctx, s.DB.Reader(), ws, false)
}

// MembersTx reads the members for another room, which has checked its caller:
// who may approve, who is told. With removed, former ones too, for names in a
// history.
func (s *Service) MembersTx(ctx context.Context, q store.Querier, ws WorkspaceID, removed bool) ([]Member, error) {
	return listMembers(ctx, q, ws, removed)
}

// NamesOf gives the names of everyone who is or was a member (WorkspaceRead).
func (s *Service) NamesOf(ctx context.Context, ws WorkspaceID) (map[UserID]string, error) {
	if _, err := Require(ctx, ws, WorkspaceRead); err != nil {
		return nil, err
	}
	members, err := listMembers(ctx, s.DB.Reader(), ws, true)
	names := make(map[UserID]string, len(members))
	for _, m := range members {
		names[m.UserID] = m.Name
	}
	return names, err
}

// ChangeRole gives a member another role (MemberManage). Owners are made and
// unmade by owners only; the last one stays (Conflict).
func (s *Service) ChangeRole(ctx context.Context, ws WorkspaceID, id MemberID, role Role, preset string) (Member, error) {
	actor, err := Require(ctx, ws, MemberManage)
	if err != nil {
		return Member{}, err
	}
	var c fault.Collect
	if checkRole(&c, role, preset); c.Err() != nil {
		return Member{}, c.Err()
	}
	var m Member
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockWorkspaceTx(ctx, tx, ws); err != nil {
			return err
		}
		if m, err = findMember(ctx, tx, ws, id); err != nil {
			return err
		}
		if !actor.Role.MayGrant(role) || !actor.Role.MayGrant(m.Role) {
			return errForbidden.With("permission", string(MemberManage))
		}
		if m.Role == Owner && role != Owner {
			if err := keepAnOwnerTx(ctx, tx, ws); err != nil {
				return err
			}
		}
		from := m.Role
		m.Role, m.Preset = role, preset
		if err := setRoleTx(ctx, tx, ws, id, role, preset); err != nil {
			return err
		}
		if err := s.changedTx(ctx, tx, ws, "member", string(id)); err != nil {
			return err
		}
		if err := s.recordTx(ctx, tx, ws, actor.UserID, "change_role", string(id), map[string]string{"from": string(from), "to": string(role)}); err != nil {
			return err
		}
		return s.emitTx(ctx, tx, RoleChanged{Workspace: ws, Member: id, User: m.UserID, From: from, To: role})
	})
	return m, err
}

func keepAnOwnerTx(ctx context.Context, tx *store.Tx, ws WorkspaceID) error {
	n, err := countOwnersTx(ctx, tx, ws)
	if err != nil {
		return err
	}
	if n < 2 {
		return errLastOwner
	}
	return nil
}

// RemoveMember cuts a member's access (MemberManage, or oneself): their tokens
// are revoked, their name stays in the history and their scheduled posts stay
// and go out. The last owner cannot be removed (Conflict).
func (s *Service) RemoveMember(ctx context.Context, ws WorkspaceID, id MemberID) error {
	actor, err := Require(ctx, ws, WorkspaceRead)
	if err != nil {
		return err
	}
	leaving := actor.MemberID == id && actor.Scopes == nil
	if !leaving {
		if actor, err = Require(ctx, ws, MemberManage); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := lockWorkspaceTx(ctx, tx, ws); err != nil {
			return err
		}
		m, err := findMember(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if !leaving && !actor.Role.MayGrant(m.Role) {
			return errForbidden.With("permission", string(MemberManage))
		}
		if m.Role == Owner {
			if err := keepAnOwnerTx(ctx, tx, ws); err != nil {
				return err
			}
		}
		return s.removeTx(ctx, tx, m, actor)
	})
}

func (s *Service) removeTx(ctx context.Context, tx *store.Tx, m Member, actor Actor) error {
	ws, now := m.WorkspaceID, s.Now()
	if err := removeMemberTx(ctx, tx, ws, m.ID, now); err != nil {
		return err
	}
	if err := revokeTokensOfTx(ctx, tx, ws, m.UserID, now); err != nil {
		return err
	}
	if err := dropSeeAsTx(ctx, tx, m.ID); err != nil {
		return err
	}
	if err := s.changedTx(ctx, tx, ws, "member", string(m.ID)); err != nil {
		return err
	}
	if err := s.recordTx(ctx, tx, ws, actor.UserID, "remove_member", string(m.ID), map[string]string{"role": string(m.Role)}); err != nil {
		return err
	}
	return s.emitTx(ctx, tx, MemberRemoved{Workspace: ws, Member: m.ID, User: m.UserID, By: actor.UserID})
}

// joinTx makes a person a member, and says so.
func (s *Service) joinTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, user UserID, role Role, preset string, by UserID) (MemberID, error) {
	id, err := addMemberTx(ctx, tx, Member{ID: store.NewID[MemberID]("mem"), WorkspaceID: ws, UserID: user, Role: role, Preset: preset, CreatedAt: store.At(s.Now())})
	if err != nil {
		return "", err
	}
	if err := s.changedTx(ctx, tx, ws, "member", string(id)); err != nil {
		return "", err
	}
	if err := s.recordTx(ctx, tx, ws, by, "add_member", string(id), map[string]string{"role": string(role)}); err != nil {
		return "", err
	}
	return id, s.emitTx(ctx, tx, MemberJoined{Workspace: ws, Member: id, User: user, Role: role})
}
