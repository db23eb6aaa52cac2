package identity

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// SignInInput is the first step: address and password.
type SignInInput struct {
	Email, Password string
	From            Client
}

// SignedIn is a session, or the challenge of the second step.
type SignedIn struct {
	Session   *NewSession
	Challenge string // not "": SecondStep with a code is needed, within five minutes
}

const challengeLife = 5 * time.Minute

var (
	errWrongPassword = fault.New(fault.Unauthenticated, "identity.wrong_password", "The address or the password is not right.")
	errWrongCode     = fault.New(fault.Unauthenticated, "identity.wrong_code", "This code is not right, or has already been used. Wait for the next one.")
)

// SignIn checks a password. An unknown address answers as slowly and with the
// same words as a wrong password (Unauthenticated); too many tries are
// RateLimited.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (SignedIn, error) {
	var c fault.Collect
	email := checkEmail(&c, "email", in.Email)
	if c.Err() != nil {
		return SignedIn{}, errWrongPassword
	}
	account, address := accountBucket("password", email), addressBucket("password", in.From.Address)
	if err := s.take(ctx, account, address); err != nil {
		return SignedIn{}, err
	}
	hash := ""
	person, err := findPersonByEmail(ctx, s.DB.Reader(), email)
	if err == nil {
		hash, err = passwordHash(ctx, s.DB.Reader(), person.ID)
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return SignedIn{}, err
	}
	ok, stale, err := s.hash.Verify(ctx, hash, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok {
		return SignedIn{}, errWrongPassword
	}
	if stale {
		if hash, err = s.hash.Hash(ctx, in.Password); err != nil {
			return SignedIn{}, err
		}
	}
	var out SignedIn
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		out = SignedIn{}
		if err := pardonTx(ctx, tx, account, address); err != nil {
			return err
		}
		if stale {
			if err := setPasswordTx(ctx, tx, person.ID, hash, s.Now()); err != nil {
				return err
			}
		}
		if !person.TOTPSince.IsZero() {
			out.Challenge, err = s.newLinkTx(ctx, tx, linkSecondStep, person.ID, challengeLife)
			return err
		}
		out.Session, err = s.openSessionTx(ctx, tx, person.ID, in.From)
		return err
	})
	return out, err
}

// SecondStepInput answers a challenge with a code of the authenticator or a
// recovery code.
type SecondStepInput struct {
	Challenge, Code string
	From            Client
}

// SecondStep ends a sign-in that has a second factor. A wrong or used code is
// Unauthenticated, an old challenge NotFound.
func (s *Service) SecondStep(ctx context.Context, in SecondStepInput) (NewSession, error) {
	user, err := findLink(ctx, s.DB.Reader(), linkSecondStep, in.Challenge, s.Now())
	if err != nil {
		return NewSession{}, linkFault(err)
	}
	account, address := accountBucket("code", string(user)), addressBucket("code", in.From.Address)
	if err := s.take(ctx, account, address); err != nil {
		return NewSession{}, err
	}
	var out NewSession
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		right, err := s.acceptCodeTx(ctx, tx, user, in.Code)
		if err != nil {
			return err
		}
		if !right {
			return errWrongCode
		}
		if _, err := useLinkTx(ctx, tx, linkSecondStep, in.Challenge, s.Now()); err != nil {
			return linkFault(err)
		}
		if err := pardonTx(ctx, tx, account, address); err != nil {
			return err
		}
		session, err := s.openSessionTx(ctx, tx, user, in.From)
		if err == nil {
			out = *session
		}
		return err
	})
	return out, err
}

// acceptCodeTx takes a code of the authenticator, or a recovery code, once.
func (s *Service) acceptCodeTx(ctx context.Context, tx *store.Tx, user UserID, code string) (bool, error) {
	factor, err := findSecondFactor(ctx, tx, user)
	if err != nil || factor.Since.IsZero() {
		return false, err
	}
	seed, err := s.Seal.Open(factor.Sealed, totpContext(user))
	if err != nil {
		return false, fault.Op("identity: totp", err)
	}
	if step, ok := totpStep(string(seed), plainCode(code), s.Now(), factor.Step); ok {
		return acceptStepTx(ctx, tx, user, step)
	}
	return useRecoveryCodeTx(ctx, tx, user, code, s.Now())
}

func totpContext(user UserID) string { return "identity.totp:" + string(user) }

func (s *Service) openSessionTx(ctx context.Context, tx *store.Tx, user UserID, from Client) (*NewSession, error) {
	now := s.Now()
	n := &NewSession{Secret: newSecret(), Session: Session{
		ID: store.NewID[SessionID]("ses"), UserID: user, UserAgent: from.agent(), Address: from.Address.String(),
		CreatedAt: store.At(now), LastSeenAt: store.At(now), ExpiresAt: store.At(expiry(now, now)),
	}}
	if err := addSessionTx(ctx, tx, n.Session, n.Secret); err != nil {
		return nil, err
	}
	return n, s.recordPersonTx(ctx, tx, user, "sign_in")
}

// SignOut ends the caller's session; without one it does nothing.
func (s *Service) SignOut(ctx context.Context) error {
	p, ok := PrincipalOf(ctx)
	if !ok || p.SessionID == "" {
		return nil
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := dropSessionTx(ctx, tx, p.UserID, p.SessionID)
		return err
	})
}
