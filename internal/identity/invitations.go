package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// NewInvitation is an invitation and its link, which is shown once.
type NewInvitation struct {
	Invitation
	Link string
}

// ListInvitations gives those still waiting (MemberRead).
func (s *Service) ListInvitations(ctx context.Context, ws WorkspaceID) ([]Invitation, error) {
	if _, err := Require(ctx, ws, MemberRead); err != nil {
		return nil, err
	}
	return listInvitations(ctx, s.DB.Reader(), ws, s.Now())
}

// Invite asks an address into the workspace (MemberManage). The mail carries a
// link of its own, made when it leaves: no secret waits in the job queue.
// A member or a waiting invitation for this address is Conflict.
func (s *Service) Invite(ctx context.Context, ws WorkspaceID, in InviteInput) (NewInvitation, error) {
	actor, err := Require(ctx, ws, MemberManage)
	if err != nil {
		return NewInvitation{}, err
	}
	var c fault.Collect
	email := checkEmail(&c, "email", in.Email)
	if checkRole(&c, in.Role, in.Preset); in.Locale != "" {
		checkLocale(&c, "locale", in.Locale)
	}
	if err := c.Err(); err != nil {
		return NewInvitation{}, err
	}
	if !actor.Role.MayGrant(in.Role) {
		return NewInvitation{}, errForbidden.With("permission", string(MemberManage))
	}
	now, secret := s.Now(), newSecret()
	i := Invitation{ID: store.NewID[InvitationID]("inv"), WorkspaceID: ws, Email: email, Role: in.Role, Preset: in.Preset, Locale: in.Locale,
		InvitedBy: actor.UserID, Inviter: actor.Name, CreatedAt: store.At(now), ExpiresAt: store.At(now.Add(invitationLife))}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.mayInviteTx(ctx, tx, ws, email); err != nil {
			return err
		}
		if i.Locale == "" {
			w, err := findWorkspace(ctx, tx, ws)
			if err != nil {
				return err
			}
			i.Locale = w.Locale
		}
		if err := addInvitationTx(ctx, tx, i, secret); err != nil {
			return err
		}
		if err := s.changedTx(ctx, tx, ws, "member", string(i.ID)); err != nil {
			return err
		}
		if err := s.recordTx(ctx, tx, ws, actor.UserID, "invite", string(i.ID), map[string]string{"role": string(i.Role)}); err != nil {
			return err
		}
		if !in.Mail {
			return nil
		}
		return s.enqueueMailTx(ctx, tx, mailArgs{About: mailInvitation, Workspace: ws, ID: string(i.ID)})
	})
	return NewInvitation{Invitation: i, Link: s.address("invitation", secret)}, err
}

func (s *Service) mayInviteTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, email string) error {
	if err := lockWorkspaceTx(ctx, tx, ws); err != nil {
		return err
	}
	members, err := listMembers(ctx, tx, ws, false)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Email == email {
			return errAlreadyMember
		}
	}
	waiting, err := listInvitations(ctx, tx, ws, s.Now())
	if err != nil {
		return err
	}
	for _, i := range waiting {
		if i.Email == email {
			return errInvitationPending
		}
	}
	return nil
}

// RenewInvitation gives a waiting invitation a new link and a new week, and
// sends it again when asked (MemberManage). The old copied link dies.
func (s *Service) RenewInvitation(ctx context.Context, ws WorkspaceID, id InvitationID, mail bool) (NewInvitation, error) {
	actor, err := Require(ctx, ws, MemberManage)
	if err != nil {
		return NewInvitation{}, err
	}
	secret := newSecret()
	var i Invitation
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if i, err = findInvitation(ctx, tx, ws, id); err != nil {
			return err
		}
		if !i.AcceptedAt.IsZero() || !i.RevokedAt.IsZero() {
			return errLinkOver
		}
		if !actor.Role.MayGrant(i.Role) {
			return errForbidden.With("permission", string(MemberManage))
		}
		i.ExpiresAt = store.At(s.Now().Add(invitationLife))
		if err := renewInvitationTx(ctx, tx, ws, id, secret, i.ExpiresAt.Time); err != nil {
			return err
		}
		if err := s.recordTx(ctx, tx, ws, actor.UserID, "renew_invitation", string(id), nil); err != nil {
			return err
		}
		if !mail {
			return nil
		}
		return s.enqueueMailTx(ctx, tx, mailArgs{About: mailInvitation, Workspace: ws, ID: string(id)})
	})
	return NewInvitation{Invitation: i, Link: s.address("invitation", secret)}, err
}

// RevokeInvitation takes an invitation back (MemberManage).
func (s *Service) RevokeInvitation(ctx context.Context, ws WorkspaceID, id InvitationID) error {
	actor, err := Require(ctx, ws, MemberManage)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := findInvitation(ctx, tx, ws, id); err != nil {
			return err
		}
		done, err := revokeInvitationTx(ctx, tx, ws, id, s.Now())
		if err != nil || !done {
			return err
		}
		if err := s.changedTx(ctx, tx, ws, "member", string(id)); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, ws, actor.UserID, "revoke_invitation", string(id), nil)
	})
}

// InvitationView is what the bearer of a link sees before accepting.
type InvitationView struct {
	Invitation
	WorkspaceName string
	HasAccount    bool // the address can sign in already
}

// ShowInvitation reads an invitation by its link; it changes nothing. Tries
// from one address are throttled.
func (s *Service) ShowInvitation(ctx context.Context, secret string, from Client) (InvitationView, error) {
	q := s.DB.Reader()
	i, err := findInvitationBySecret(ctx, q, secret)
	if fault.KindOf(err) == fault.NotFound {
		if err := s.take(ctx, addressBucket("link", from.Address)); err != nil {
			return InvitationView{}, err
		}
		return InvitationView{}, errLinkUnknown
	}
	if err != nil {
		return InvitationView{}, err
	}
	if err := i.open(s.Now()); err != nil {
		return InvitationView{}, err
	}
	w, err := findWorkspace(ctx, q, i.WorkspaceID)
	if err != nil {
		return InvitationView{}, err
	}
	_, err = findPersonByEmail(ctx, q, i.Email)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return InvitationView{}, err
	}
	return InvitationView{Invitation: i, WorkspaceName: w.Name, HasAccount: err == nil}, nil
}

// AcceptInput takes an invitation: with a name and a password for a new
// account, or as the person signed in.
type AcceptInput struct {
	Link, Name, Password, Locale string
	From                         Client
}

// AcceptInvitation makes the bearer a member, once. A new person is signed in
// by the session given back; one who is signed in already gets none. Someone
// else's address is Conflict, a used or expired link NotFound.
func (s *Service) AcceptInvitation(ctx context.Context, in AcceptInput) (*NewSession, WorkspaceID, error) {
	view, err := s.ShowInvitation(ctx, in.Link, in.From)
	if err != nil {
		return nil, "", err
	}
	i := view.Invitation
	signed, isSigned := PrincipalOf(ctx)
	if isSigned {
		return nil, i.WorkspaceID, s.acceptAs(ctx, i, signed)
	}
	if view.HasAccount {
		return nil, "", errInvitationSignIn
	}
	if in.Locale == "" {
		in.Locale = i.Locale
	}
	person, err := s.newPerson(i.Email, in.Name, in.Password, in.Locale)
	if err != nil {
		return nil, "", err
	}
	hash, err := s.hash.Hash(ctx, in.Password)
	if err != nil {
		return nil, "", err
	}
	var session *NewSession
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := addPersonTx(ctx, tx, person, hash); err != nil {
			return emailFault(err)
		}
		if err := s.acceptTx(ctx, tx, i, person.ID); err != nil {
			return err
		}
		session, err = s.openSessionTx(ctx, tx, person.ID, in.From)
		return err
	})
	return session, i.WorkspaceID, err
}

func (s *Service) acceptAs(ctx context.Context, i Invitation, p Principal) error {
	if p.SessionID == "" {
		return errNeedsSession
	}
	person, err := findPerson(ctx, s.DB.Reader(), p.UserID)
	if err != nil {
		return err
	}
	if person.Email != i.Email {
		return errInvitationOther
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.acceptTx(ctx, tx, i, person.ID) })
}

func (s *Service) acceptTx(ctx context.Context, tx *store.Tx, i Invitation, user UserID) error {
	done, err := acceptInvitationTx(ctx, tx, i, s.Now())
	if err != nil {
		return err
	}
	if !done {
		return errLinkOver
	}
	_, err = s.joinTx(ctx, tx, i.WorkspaceID, user, i.Role, i.Preset, user)
	return err
}
