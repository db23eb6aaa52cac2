package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Me is what the interface asks first: the person, where they belong, and as
// whom they look at a sample.
type Me struct {
	Person
	Workspaces    []Membership
	SeeAs         *Member // only inside a sample workspace
	RecoveryCodes int     // left unused
	Session       SessionID
}

// Me gives the caller's profile and memberships. While they see a sample as
// another member, that workspace shows the other's role.
func (s *Service) Me(ctx context.Context) (Me, error) {
	p, ok := PrincipalOf(ctx)
	if !ok {
		return Me{}, errSignIn
	}
	q := s.DB.Reader()
	person, err := findPerson(ctx, q, p.UserID)
	if err != nil {
		return Me{}, err
	}
	me := Me{Person: person, Session: p.SessionID}
	if me.Workspaces, err = membershipsTx(ctx, q, p.UserID); err != nil {
		return Me{}, err
	}
	if p.TokenID != "" { // a token knows its own workspace only
		me.Workspaces = only(me.Workspaces, p.WorkspaceID)
	}
	if me.RecoveryCodes, err = countRecoveryCodes(ctx, q, p.UserID); err != nil {
		return Me{}, err
	}
	if p.SeeAs != "" {
		err = s.seeAs(ctx, q, &me, p.SeeAs)
	}
	return me, err
}

func only(all []Membership, ws WorkspaceID) []Membership {
	for _, m := range all {
		if m.ID == ws {
			return []Membership{m}
		}
	}
	return nil
}

// ChangeProfile changes the caller's name and preferences.
func (s *Service) ChangeProfile(ctx context.Context, in ProfileInput) (Person, error) {
	var person Person
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if person, _, err = s.person(ctx, tx); err != nil {
			return err
		}
		if err := person.apply(in); err != nil {
			return err
		}
		return saveProfileTx(ctx, tx, person, s.Now())
	})
	return person, err
}

// ListSessions gives the caller's signed-in browsers, the last used first.
func (s *Service) ListSessions(ctx context.Context) ([]Session, error) {
	_, p, err := s.person(ctx, s.DB.Reader())
	if err != nil {
		return nil, err
	}
	return listSessions(ctx, s.DB.Reader(), p.UserID, s.Now())
}

// EndSession signs one of the caller's browsers out; another's is NotFound.
func (s *Service) EndSession(ctx context.Context, id SessionID) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, p, err := s.person(ctx, tx)
		if err != nil {
			return err
		}
		found, err := dropSessionTx(ctx, tx, p.UserID, id)
		if err == nil && !found {
			return errNotFound
		}
		return err
	})
}

// EndOtherSessions signs the caller out everywhere but here.
func (s *Service) EndOtherSessions(ctx context.Context) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, p, err := s.person(ctx, tx)
		if err != nil {
			return err
		}
		return dropSessionsTx(ctx, tx, p.UserID, p.SessionID)
	})
}

// freshenTx follows a change of what signs a person in: the session at hand
// gets a new secret, every other one ends.
func (s *Service) freshenTx(ctx context.Context, tx *store.Tx, p Principal) (NewSession, error) {
	if err := dropSessionsTx(ctx, tx, p.UserID, p.SessionID); err != nil {
		return NewSession{}, err
	}
	return s.rotateTx(ctx, tx, p.SessionID)
}

func (s *Service) rotateTx(ctx context.Context, tx *store.Tx, id SessionID) (NewSession, error) {
	n := NewSession{Secret: newSecret()}
	if err := rotateSessionTx(ctx, tx, id, n.Secret); err != nil {
		return n, err
	}
	var err error
	n.Session, err = findSession(ctx, tx, id)
	return n, err
}

// proveItIsYou checks the caller's password before what signs them in changes,
// throttled as a sign-in is.
func (s *Service) proveItIsYou(ctx context.Context, password string) (Person, Principal, error) {
	person, p, err := s.person(ctx, s.DB.Reader())
	if err != nil {
		return person, p, err
	}
	if person.Sample() {
		return person, p, errSamplePerson
	}
	account := accountBucket("password", person.Email)
	if err := s.take(ctx, account); err != nil {
		return person, p, err
	}
	hash, err := passwordHash(ctx, s.DB.Reader(), person.ID)
	if err != nil {
		return person, p, err
	}
	ok, _, err := s.hash.Verify(ctx, hash, password)
	if err != nil {
		return person, p, err
	}
	if !ok {
		return person, p, errPasswordNow
	}
	return person, p, s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return forgiveTx(ctx, tx, account.name) })
}

var errPasswordNow = fault.New(fault.Invalid, "identity.password_now", "This is not your current password.").
	WithField("password", "identity.password_now", "This is not your current password.")

// ChangePassword sets a new password; every other session ends and the one at
// hand gets a new secret.
func (s *Service) ChangePassword(ctx context.Context, current, wanted string) (NewSession, error) {
	person, p, err := s.proveItIsYou(ctx, current)
	if err != nil {
		return NewSession{}, err
	}
	var c fault.Collect
	if checkPassword(&c, "newPassword", wanted, person.Email); c.Err() != nil {
		return NewSession{}, c.Err()
	}
	hash, err := s.hash.Hash(ctx, wanted)
	if err != nil {
		return NewSession{}, err
	}
	var out NewSession
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := setPasswordTx(ctx, tx, p.UserID, hash, s.Now()); err != nil {
			return err
		}
		if err := s.recordPersonTx(ctx, tx, p.UserID, "change_password"); err != nil {
			return err
		}
		out, err = s.freshenTx(ctx, tx, p)
		return err
	})
	return out, err
}

// AskPasswordReset has a link mailed to an address, if it has an account: the
// answer is the same if not. A stranger can have a few mails sent, no more.
func (s *Service) AskPasswordReset(ctx context.Context, email string, from Client) error {
	var c fault.Collect
	if email = checkEmail(&c, "email", email); c.Err() != nil {
		return c.Err()
	}
	mailed := bucket{"reset:" + hashSecret(email), perMailed}
	if err := s.take(ctx, mailed, addressBucket("reset", from.Address)); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		person, err := findPersonByEmail(ctx, tx, email)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return s.enqueueMailTx(ctx, tx, mailArgs{About: mailReset, ID: string(person.ID)})
	})
}

// ResetPassword sets a password by a mailed link, once, and ends every session.
// The second factor stays: a stolen mailbox is not enough.
func (s *Service) ResetPassword(ctx context.Context, link, wanted string, from Client) error {
	user, err := findLink(ctx, s.DB.Reader(), linkReset, link, s.Now())
	if err != nil {
		if err := s.take(ctx, addressBucket("link", from.Address)); err != nil {
			return err
		}
		return linkFault(err)
	}
	var c fault.Collect
	if checkPassword(&c, "password", wanted, ""); c.Err() != nil {
		return c.Err()
	}
	hash, err := s.hash.Hash(ctx, wanted)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := useLinkTx(ctx, tx, linkReset, link, s.Now()); err != nil {
			return linkFault(err)
		}
		return s.setPasswordTx(ctx, tx, user, hash)
	})
}

func (s *Service) setPasswordTx(ctx context.Context, tx *store.Tx, user UserID, hash string) error {
	if err := setPasswordTx(ctx, tx, user, hash, s.Now()); err != nil {
		return err
	}
	if err := dropLinksTx(ctx, tx, linkReset, user); err != nil {
		return err
	}
	if err := dropLinksTx(ctx, tx, linkSecondStep, user); err != nil {
		return err
	}
	if err := s.recordPersonTx(ctx, tx, user, "reset_password"); err != nil {
		return err
	}
	return dropSessionsTx(ctx, tx, user, "")
}
