package identity

import (
	"slices"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Token lets a program act for a member, within scopes. It never grants more
// than the member's role does on the day of the request.
type Token struct {
	ID          TokenID                  `db:"id"`
	WorkspaceID WorkspaceID              `db:"workspace_id"`
	UserID      UserID                   `db:"user_id"`
	UserName    string                   `db:"user_name"`
	Name        string                   `db:"name"`
	Hint        string                   `db:"hint"` // the last four characters, to tell tokens apart
	Scopes      store.JSON[[]Permission] `db:"scopes"`
	CreatedAt   store.Time               `db:"created_at"`
	ExpiresAt   store.Time               `db:"expires_at"` // zero: never
	LastUsedAt  store.Time               `db:"last_used_at"`
	RevokedAt   store.Time               `db:"revoked_at"`
}

// TokenInput makes a token.
type TokenInput struct {
	Name      string
	Scopes    []Permission
	ExpiresAt time.Time // zero: never
}

// tokenPrefix lets people and secret scanners know one of ours.
const tokenPrefix = "pv_"

// checkToken: the scopes must be among those that the maker has.
func checkToken(in *TokenInput, has func(Permission) bool, now time.Time) error {
	var c fault.Collect
	in.Name = strings.TrimSpace(in.Name)
	checkName(&c, "name", in.Name)
	c.Check(len(in.Scopes) > 0, "scopes", "required", "Choose what the token may do.")
	slices.Sort(in.Scopes)
	in.Scopes = slices.Compact(in.Scopes)
	for _, scope := range in.Scopes {
		c.Check(has(scope), "scopes", "identity.scope_beyond", "A token cannot be given more than you may do yourself.")
	}
	c.Check(in.ExpiresAt.IsZero() || in.ExpiresAt.After(now), "expiresAt", "identity.past", "This date is in the past.")
	return c.Err()
}
