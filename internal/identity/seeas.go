package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

var errNotSample = fault.New(fault.Forbidden, "identity.not_sample", "“See as…” exists in a sample workspace only.")

// SeeAs moves the caller's session to another member of a sample workspace;
// "" brings it back. The session gets a new secret. Anywhere else it is
// Forbidden: nobody acts under another's name in a real workspace.
func (s *Service) SeeAs(ctx context.Context, ws WorkspaceID, member MemberID) (NewSession, error) {
	p, ok := PrincipalOf(ctx)
	if !ok {
		return NewSession{}, errSignIn
	}
	if p.SessionID == "" {
		return NewSession{}, errNeedsSession
	}
	if actor, ok := ActorOf(ctx); !ok || actor.WorkspaceID != ws {
		return NewSession{}, errNotFound
	}
	var out NewSession
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		w, err := findWorkspace(ctx, tx, ws)
		if err != nil {
			return err
		}
		if !w.Sample {
			return errNotSample
		}
		if member != "" {
			m, err := findMember(ctx, tx, ws, member)
			if err != nil {
				return err
			}
			if m.UserID == p.UserID {
				member = "" // as oneself
			}
		}
		if err := setSeeAsTx(ctx, tx, p.SessionID, member); err != nil {
			return err
		}
		out, err = s.rotateTx(ctx, tx, p.SessionID)
		return err
	})
	return out, err
}

// seeAs fills in as whom a sample is looked at. A member or sample that is gone
// is as if nothing were set.
func (s *Service) seeAs(ctx context.Context, q store.Querier, me *Me, member MemberID) error {
	at, err := sampleMember(ctx, q, member)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range me.Workspaces {
		w := &me.Workspaces[i]
		if w.ID != at.WorkspaceID {
			continue
		}
		seen, err := findMember(ctx, q, at.WorkspaceID, member)
		if err != nil {
			return err
		}
		me.SeeAs = &seen
		w.Role, w.MemberID, w.Preset = seen.Role, seen.ID, seen.Preset
	}
	return nil
}
