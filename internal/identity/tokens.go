package identity

import (
	"context"

	"parvis/internal/store"
)

// NewToken is a token and its secret, which is shown once.
type NewToken struct {
	Token
	Secret string
}

// ListTokens gives the caller's tokens (TokenManage), and everybody's to those
// who manage members.
func (s *Service) ListTokens(ctx context.Context, ws WorkspaceID) ([]Token, error) {
	actor, err := Require(ctx, ws, TokenManage)
	if err != nil {
		return nil, err
	}
	return listTokens(ctx, s.DB.Reader(), ws, s.seesTokensOf(ctx, ws, actor))
}

// seesTokensOf is the person whose tokens the actor sees; "": everybody's.
func (s *Service) seesTokensOf(ctx context.Context, ws WorkspaceID, actor Actor) UserID {
	if _, err := Require(ctx, ws, MemberManage); err != nil {
		return actor.UserID
	}
	return ""
}

// CreateToken makes a token that acts for the caller (TokenManage), within
// scopes that are all the caller's own: a token never makes a stronger one.
func (s *Service) CreateToken(ctx context.Context, ws WorkspaceID, in TokenInput) (NewToken, error) {
	actor, err := Require(ctx, ws, TokenManage)
	if err != nil {
		return NewToken{}, err
	}
	has := func(p Permission) bool { _, err := Require(ctx, ws, p); return err == nil }
	return s.createToken(ctx, actor, in, has)
}

func (s *Service) createToken(ctx context.Context, actor Actor, in TokenInput, has func(Permission) bool) (NewToken, error) {
	if err := checkToken(&in, has, s.Now()); err != nil {
		return NewToken{}, err
	}
	secret := newSecret()
	t := Token{ID: store.NewID[TokenID]("tok"), WorkspaceID: actor.WorkspaceID, UserID: actor.UserID, UserName: actor.Name, Name: in.Name,
		Hint: secret[len(secret)-4:], Scopes: store.AsJSON(in.Scopes), CreatedAt: store.At(s.Now()), ExpiresAt: store.At(in.ExpiresAt)}
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := addTokenTx(ctx, tx, t, secret); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, t.WorkspaceID, actor.UserID, "create_token", string(t.ID), map[string]string{"name": t.Name})
	})
	return NewToken{Token: t, Secret: tokenPrefix + secret}, err
}

// RevokeToken ends one of the caller's tokens (TokenManage), or anybody's for
// those who manage members. Another's is NotFound to the rest.
func (s *Service) RevokeToken(ctx context.Context, ws WorkspaceID, id TokenID) error {
	actor, err := Require(ctx, ws, TokenManage)
	if err != nil {
		return err
	}
	only := s.seesTokensOf(ctx, ws, actor)
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		t, err := findToken(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if only != "" && t.UserID != only {
			return errNotFound
		}
		if _, err := revokeTokenTx(ctx, tx, ws, id, s.Now()); err != nil {
			return err
		}
		return s.recordTx(ctx, tx, ws, actor.UserID, "revoke_token", string(id), map[string]string{"name": t.Name})
	})
}
