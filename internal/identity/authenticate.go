package identity

import (
	"context"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

var errTokenUnknown = fault.New(fault.Unauthenticated, "identity.token_unknown", "This API token is not known, has expired or was revoked.")

// Authenticate says who brings these credentials. An unknown, expired or
// revoked session or token is Unauthenticated. When it was last seen is written
// at most every ten minutes, and a failure to do so does not refuse the request.
func (s *Service) Authenticate(ctx context.Context, c Credentials) (Principal, error) {
	if c.Token != "" {
		return s.authenticateToken(ctx, c.Token)
	}
	found, err := findCaller(ctx, s.DB.Reader(), c.Session)
	if fault.KindOf(err) == fault.NotFound {
		return Principal{}, errSessionOver
	}
	if err != nil {
		return Principal{}, err
	}
	now := s.Now()
	if !now.Before(found.ExpiresAt.Time) {
		return Principal{}, errSessionOver
	}
	if now.Sub(found.LastSeenAt.Time) >= seenEvery {
		s.seen(ctx, "session", func(ctx context.Context, tx *store.Tx) error {
			return touchSessionTx(ctx, tx, found.ID, now, expiry(found.CreatedAt.Time, now))
		})
	}
	return Principal{UserID: found.UserID, Name: found.Name, Locale: found.Locale, SessionID: found.ID, SeeAs: found.SeeAs}, nil
}

func (s *Service) authenticateToken(ctx context.Context, secret string) (Principal, error) {
	t, err := findTokenBySecret(ctx, s.DB.Reader(), strings.TrimPrefix(secret, tokenPrefix))
	if fault.KindOf(err) == fault.NotFound {
		return Principal{}, errTokenUnknown
	}
	if err != nil {
		return Principal{}, err
	}
	now := s.Now()
	if !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt.Time) {
		return Principal{}, errTokenUnknown
	}
	if now.Sub(t.LastUsedAt.Time) >= seenEvery {
		s.seen(ctx, "token", func(ctx context.Context, tx *store.Tx) error { return touchTokenTx(ctx, tx, t.WorkspaceID, t.ID, now) })
	}
	scopes := t.Scopes.V
	if scopes == nil {
		scopes = []Permission{}
	}
	return Principal{UserID: t.UserID, Name: t.UserName, TokenID: t.ID, WorkspaceID: t.WorkspaceID, Scopes: scopes}, nil
}

func (s *Service) seen(ctx context.Context, what string, write func(context.Context, *store.Tx) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := s.DB.Write(ctx, write); err != nil {
		s.Log.WarnContext(ctx, "last use not written", "of", what, "error", err)
	}
}

// ActorIn gives the caller's actor in a workspace named by id or slug. It is
// NotFound when they are no member of it, whether or not it exists, and for a
// token of another workspace. In a sample, "see as" gives the other member.
func (s *Service) ActorIn(ctx context.Context, p Principal, workspace string) (Actor, error) {
	at, err := findPlace(ctx, s.DB.Reader(), workspace, p.UserID)
	if err != nil {
		return Actor{}, err
	}
	if p.TokenID != "" && p.WorkspaceID != at.WorkspaceID {
		return Actor{}, errNotFound
	}
	if p.SeeAs != "" && at.Sample {
		seen, err := findPlaceOf(ctx, s.DB.Reader(), at.WorkspaceID, p.SeeAs)
		switch {
		case err == nil:
			at = seen
		case fault.KindOf(err) != fault.NotFound:
			return Actor{}, err
		}
	}
	return Actor{UserID: at.UserID, MemberID: at.MemberID, WorkspaceID: at.WorkspaceID, Role: at.Role,
		Name: at.Name, Locale: at.Locale, Scopes: p.Scopes}, nil
}

// WorkspacesWith gives the workspaces where the caller may use p: the only way
// to a view across brands.
func (s *Service) WorkspacesWith(ctx context.Context, p Permission) (WorkspaceSet, error) {
	who, ok := PrincipalOf(ctx)
	if !ok {
		return WorkspaceSet{}, errSignIn
	}
	places, err := membershipsTx(ctx, s.DB.Reader(), who.UserID)
	if err != nil {
		return WorkspaceSet{}, err
	}
	var set WorkspaceSet
	for _, m := range places {
		inScope := who.TokenID == "" || (m.ID == who.WorkspaceID && contains(who.Scopes, p))
		if inScope && m.Role.May(p) {
			set.ids = append(set.ids, m.ID)
		}
	}
	return set, nil
}
