package identity

import (
	"context"
	"net/netip"
)

// SessionID names one signed-in browser ("ses_…").
type SessionID string

// TokenID names one API token ("tok_…").
type TokenID string

// Credentials are what a request brings to be recognised. Exactly one of
// Session and Token is set.
type Credentials struct {
	Session   string // the cookie's secret
	Token     string // "pv_…"
	Address   netip.Addr
	UserAgent string
}

// Principal is a person who proved who they are, before any workspace is
// named.
type Principal struct {
	UserID      UserID
	Name        string
	Locale      string
	SessionID   SessionID    // "" with a token
	TokenID     TokenID      // "" with a session
	WorkspaceID WorkspaceID  // a token belongs to one workspace; "" with a session
	Scopes      []Permission // of the token; nil with a session
	SeeAs       MemberID     // a sample workspace seen as another member, else ""
}

type principalKey struct{}

// WithPrincipal puts the caller into the context; the API's middleware does.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf gives the caller, if any.
func PrincipalOf(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(principalKey{}).(Principal)
	return p, ok
}
