package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

var (
	errFactorOn  = fault.New(fault.Conflict, "identity.totp_on", "The second factor is already on: turn it off first.")
	errFactorOff = fault.New(fault.Conflict, "identity.totp_off", "The second factor is not on.")
	errCodeField = fault.New(fault.Invalid, "identity.wrong_code", errWrongCode.Message).WithField("code", "identity.wrong_code", errWrongCode.Message)
)

// NewFactor is a seed to put into an authenticator, shown once.
type NewFactor struct {
	Seed string
	URI  string // otpauth://…, for a QR code
}

// BeginTOTP draws a seed for the caller (password needed). Nothing changes in
// how they sign in before ConfirmTOTP.
func (s *Service) BeginTOTP(ctx context.Context, password string) (NewFactor, error) {
	person, _, err := s.proveItIsYou(ctx, password)
	if err != nil {
		return NewFactor{}, err
	}
	seed, uri, err := newTOTP(person.Email)
	if err != nil {
		return NewFactor{}, err
	}
	sealed, err := s.Seal.Seal([]byte(seed), totpContext(person.ID))
	if err != nil {
		return NewFactor{}, fault.Op("identity: totp", err)
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		factor, err := findSecondFactor(ctx, tx, person.ID)
		if err != nil {
			return err
		}
		if !factor.Since.IsZero() {
			return errFactorOn
		}
		return setSecondFactorTx(ctx, tx, person.ID, sealed, store.Time{})
	})
	return NewFactor{Seed: seed, URI: uri}, err
}

// ConfirmTOTP turns the second factor on with a first code, gives the recovery
// codes, ends every other session and gives this one a new secret.
func (s *Service) ConfirmTOTP(ctx context.Context, code string) ([]string, NewSession, error) {
	_, p, err := s.person(ctx, s.DB.Reader())
	if err != nil {
		return nil, NewSession{}, err
	}
	if err := s.take(ctx, accountBucket("code", string(p.UserID))); err != nil {
		return nil, NewSession{}, err
	}
	codes := newRecoveryCodes()
	var out NewSession
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		factor, err := findSecondFactor(ctx, tx, p.UserID)
		if err != nil {
			return err
		}
		if !factor.Since.IsZero() || len(factor.Sealed) == 0 {
			return errFactorOn
		}
		seed, err := s.Seal.Open(factor.Sealed, totpContext(p.UserID))
		if err != nil {
			return fault.Op("identity: totp", err)
		}
		step, ok := totpStep(string(seed), plainCode(code), s.Now(), factor.Step)
		if !ok {
			return errCodeField
		}
		if _, err := acceptStepTx(ctx, tx, p.UserID, step); err != nil {
			return err
		}
		if err := setSecondFactorTx(ctx, tx, p.UserID, factor.Sealed, store.At(s.Now())); err != nil {
			return err
		}
		if err := replaceRecoveryCodesTx(ctx, tx, p.UserID, codes); err != nil {
			return err
		}
		if err := forgiveTx(ctx, tx, accountBucket("code", string(p.UserID)).name); err != nil {
			return err
		}
		if err := s.recordPersonTx(ctx, tx, p.UserID, "turn_on_totp"); err != nil {
			return err
		}
		out, err = s.freshenTx(ctx, tx, p)
		return err
	})
	if err != nil {
		return nil, NewSession{}, err
	}
	return codes, out, nil
}

// TurnOffTOTP removes the second factor and its recovery codes (password
// needed); every other session ends.
func (s *Service) TurnOffTOTP(ctx context.Context, password string) (NewSession, error) {
	person, p, err := s.proveItIsYou(ctx, password)
	if err != nil {
		return NewSession{}, err
	}
	if person.TOTPSince.IsZero() {
		return NewSession{}, errFactorOff
	}
	var out NewSession
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := setSecondFactorTx(ctx, tx, p.UserID, nil, store.Time{}); err != nil {
			return err
		}
		if err := replaceRecoveryCodesTx(ctx, tx, p.UserID, nil); err != nil {
			return err
		}
		if err := s.recordPersonTx(ctx, tx, p.UserID, "turn_off_totp"); err != nil {
			return err
		}
		out, err = s.freshenTx(ctx, tx, p)
		return err
	})
	return out, err
}

// RenewRecoveryCodes gives ten new codes (password needed); the old ones die.
func (s *Service) RenewRecoveryCodes(ctx context.Context, password string) ([]string, error) {
	person, p, err := s.proveItIsYou(ctx, password)
	if err != nil {
		return nil, err
	}
	if person.TOTPSince.IsZero() {
		return nil, errFactorOff
	}
	codes := newRecoveryCodes()
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := replaceRecoveryCodesTx(ctx, tx, p.UserID, codes); err != nil {
			return err
		}
		return s.recordPersonTx(ctx, tx, p.UserID, "renew_recovery_codes")
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}
