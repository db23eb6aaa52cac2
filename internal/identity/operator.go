package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Operator is whoever holds the machine's command line. Its methods ask for no
// right, and no route of the API leads to them.
type Operator struct{ s *Service }

// Operator gives the command line's verbs.
func (s *Service) Operator() Operator { return Operator{s} }

// NewOwnerLink makes the one-time link that lets someone create an owner and a
// workspace. Links made before die.
func (o Operator) NewOwnerLink(ctx context.Context) (string, error) {
	var secret string
	err := o.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := dropLinksTx(ctx, tx, linkOwner, ""); err != nil {
			return err
		}
		var err error
		secret, err = o.s.newLinkTx(ctx, tx, linkOwner, "", ownerLinkLife)
		return err
	})
	return o.s.address("start", secret), err
}

// AddUserInput adds an account, and a membership when Workspace (a slug or id)
// is not "".
type AddUserInput struct {
	Email, Name, Password, Locale string
	Workspace                     string
	Role                          Role
}

// AddedUser says whether the account was made now.
type AddedUser struct {
	Person
	New bool
}

// AddUser adds an account; one that exists is only made a member. Without a
// password the person chooses one with NewResetLink.
func (o Operator) AddUser(ctx context.Context, in AddUserInput) (AddedUser, error) {
	s := o.s
	person, err := findPersonByEmail(ctx, s.DB.Reader(), in.Email)
	known := err == nil
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return AddedUser{}, err
	}
	if known && in.Workspace == "" {
		return AddedUser{}, errEmailTaken
	}
	var hash string
	if !known {
		if person, hash, err = s.chosenPerson(ctx, in); err != nil {
			return AddedUser{}, err
		}
	}
	return AddedUser{person, !known}, s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if !known {
			if err := addPersonTx(ctx, tx, person, hash); err != nil {
				return emailFault(err)
			}
		}
		if in.Workspace == "" {
			return nil
		}
		var c fault.Collect
		if checkRole(&c, in.Role, ""); c.Err() != nil {
			return c.Err()
		}
		w, err := findWorkspaceBySlug(ctx, tx, in.Workspace)
		if err != nil {
			return err
		}
		m, err := findMemberByUser(ctx, tx, w.ID, person.ID)
		if err == nil && m.RemovedAt.IsZero() {
			return errAlreadyMember // a role is changed in the application, where the last owner is kept
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		_, err = s.joinTx(ctx, tx, w.ID, person.ID, in.Role, "", "")
		return err
	})
}

// chosenPerson is newPerson with a password that may be left to the person.
func (s *Service) chosenPerson(ctx context.Context, in AddUserInput) (Person, string, error) {
	if in.Password == "" {
		person, err := s.newPerson(in.Email, in.Name, newSecret(), in.Locale)
		return person, "", err
	}
	person, err := s.newPerson(in.Email, in.Name, in.Password, in.Locale)
	if err != nil {
		return Person{}, "", err
	}
	hash, err := s.hash.Hash(ctx, in.Password)
	return person, hash, err
}

// ListUsers gives everyone who can sign in.
func (o Operator) ListUsers(ctx context.Context) ([]Person, error) {
	return listPeople(ctx, o.s.DB.Reader())
}

// ListWorkspaces gives every workspace.
func (o Operator) ListWorkspaces(ctx context.Context) ([]Workspace, error) {
	return listWorkspaces(ctx, o.s.DB.Reader())
}

// NewResetLink makes the link that a reset mail would hold, for when mail does
// not work.
func (o Operator) NewResetLink(ctx context.Context, email string) (string, error) {
	var secret string
	err := o.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		person, err := findPersonByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		if err := dropLinksTx(ctx, tx, linkReset, person.ID); err != nil {
			return err
		}
		secret, err = o.s.newLinkTx(ctx, tx, linkReset, person.ID, resetLinkLife)
		return err
	})
	return o.s.address("reset-password", secret), err
}

// SetPassword sets a password at once and ends every session.
func (o Operator) SetPassword(ctx context.Context, email, password string) error {
	s := o.s
	person, err := findPersonByEmail(ctx, s.DB.Reader(), email)
	if err != nil {
		return err
	}
	var c fault.Collect
	if checkPassword(&c, "password", password, person.Email); c.Err() != nil {
		return c.Err()
	}
	hash, err := s.hash.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.setPasswordTx(ctx, tx, person.ID, hash) })
}

// DropSecondFactor forgets someone's authenticator and recovery codes (a lost
// phone) and ends every session.
func (o Operator) DropSecondFactor(ctx context.Context, email string) error {
	s := o.s
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		person, err := findPersonByEmail(ctx, tx, email)
		if err != nil {
			return err
		}
		if err := setSecondFactorTx(ctx, tx, person.ID, nil, store.Time{}); err != nil {
			return err
		}
		if err := replaceRecoveryCodesTx(ctx, tx, person.ID, nil); err != nil {
			return err
		}
		if err := s.recordPersonTx(ctx, tx, person.ID, "drop_second_factor"); err != nil {
			return err
		}
		return dropSessionsTx(ctx, tx, person.ID, "")
	})
}

// CreateToken makes a token for a member; without scopes it may all that the
// member's role may.
func (o Operator) CreateToken(ctx context.Context, email, workspace string, in TokenInput) (NewToken, error) {
	q := o.s.DB.Reader()
	person, err := findPersonByEmail(ctx, q, email)
	if err != nil {
		return NewToken{}, err
	}
	at, err := findPlace(ctx, q, workspace, person.ID)
	if err != nil {
		return NewToken{}, err
	}
	if len(in.Scopes) == 0 {
		in.Scopes = at.Role.Permissions()
	}
	actor := Actor{UserID: person.ID, WorkspaceID: at.WorkspaceID, Role: at.Role, Name: person.Name}
	return o.s.createToken(ctx, actor, in, at.Role.May)
}

// ListTokens gives a workspace's tokens.
func (o Operator) ListTokens(ctx context.Context, workspace string) ([]Token, error) {
	w, err := findWorkspaceBySlug(ctx, o.s.DB.Reader(), workspace)
	if err != nil {
		return nil, err
	}
	return listTokens(ctx, o.s.DB.Reader(), w.ID, "")
}

// RevokeToken ends a token of a workspace.
func (o Operator) RevokeToken(ctx context.Context, workspace string, id TokenID) error {
	return o.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		w, err := findWorkspaceBySlug(ctx, tx, workspace)
		if err != nil {
			return err
		}
		t, err := findToken(ctx, tx, w.ID, id)
		if err != nil {
			return err
		}
		if _, err := revokeTokenTx(ctx, tx, w.ID, id, o.s.Now()); err != nil {
			return err
		}
		return o.s.recordTx(ctx, tx, w.ID, "", "revoke_token", string(id), map[string]string{"name": t.Name})
	})
}
