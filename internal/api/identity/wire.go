// Package identity is the roof over the room of the same name: wire types and
// handlers for accounts, sessions, workspaces, members, invitations and tokens.
package identity

import (
	"net/http"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// Setup is the state of the installation.
type Setup struct {
	Needed bool `json:"needed" doc:"Nobody can sign in yet: a one-time link of the server's log opens the set-up"`
	Sample bool `json:"sample" doc:"A sample workspace is there"`
}

// SignedIn is the answer of a sign-in.
type SignedIn struct {
	State     string `json:"state" enum:"signed_in,second_step"`
	Challenge string `json:"challenge,omitempty" doc:"To send back with a code, within five minutes"`
}

// Workspace is one brand.
type Workspace struct {
	ID        string    `json:"id"`
	Slug      string    `json:"slug"`
	Name      string    `json:"name"`
	Zone      string    `json:"zone" example:"Europe/Paris"`
	Locale    string    `json:"locale" enum:"fr,en"`
	Sample    bool      `json:"sample"`
	CreatedAt time.Time `json:"createdAt"`
}

func workspaceOf(w identity.Workspace) Workspace {
	return Workspace{ID: string(w.ID), Slug: w.Slug, Name: w.Name, Zone: w.Zone, Locale: w.Locale, Sample: w.Sample, CreatedAt: w.CreatedAt.Time}
}

// Membership is a workspace as the caller sees it.
type Membership struct {
	Workspace
	MemberID    string   `json:"memberId"`
	Role        string   `json:"role" enum:"owner,manager,creator,approver,community,analyst,guest"`
	Preset      string   `json:"preset"`
	Permissions []string `json:"permissions"`
}

// Me is the caller.
type Me struct {
	ID            string       `json:"id"`
	Email         string       `json:"email" doc:"Empty for a sample's members"`
	Name          string       `json:"name"`
	Locale        string       `json:"locale" enum:"fr,en"`
	Theme         string       `json:"theme" enum:"auto,light,dark"`
	Density       string       `json:"density" enum:"comfortable,compact"`
	TOTP          bool         `json:"totp" doc:"A second factor is on"`
	RecoveryCodes int          `json:"recoveryCodes" doc:"Left unused"`
	Workspaces    []Membership `json:"workspaces"`
	SeeAs         *Member      `json:"seeAs,omitempty" doc:"As whom a sample is looked at"`
}

func meOf(m identity.Me) Me {
	out := Me{ID: string(m.ID), Email: m.Email, Name: m.Name, Locale: m.Locale, Theme: m.Theme, Density: m.Density,
		TOTP: !m.TOTPSince.IsZero(), RecoveryCodes: m.RecoveryCodes, Workspaces: []Membership{}}
	for _, w := range m.Workspaces {
		out.Workspaces = append(out.Workspaces, Membership{Workspace: workspaceOf(w.Workspace), MemberID: string(w.MemberID),
			Role: string(w.Role), Preset: w.Preset, Permissions: words(w.Role.Permissions())})
	}
	if m.SeeAs != nil {
		seen := memberOf(*m.SeeAs)
		out.SeeAs = &seen
	}
	return out
}

// Session is one signed-in browser.
type Session struct {
	ID         string    `json:"id"`
	Current    bool      `json:"current"`
	Address    string    `json:"address"`
	UserAgent  string    `json:"userAgent"`
	CreatedAt  time.Time `json:"createdAt"`
	LastSeenAt time.Time `json:"lastSeenAt"`
	ExpiresAt  time.Time `json:"expiresAt"`
}

// Member is a person in a workspace.
type Member struct {
	ID        string    `json:"id"`
	UserID    string    `json:"userId"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Role      string    `json:"role" enum:"owner,manager,creator,approver,community,analyst,guest"`
	Preset    string    `json:"preset"`
	TOTP      bool      `json:"totp"`
	CreatedAt time.Time `json:"createdAt"`
}

func memberOf(m identity.Member) Member {
	return Member{ID: string(m.ID), UserID: string(m.UserID), Name: m.Name, Email: m.Email, Role: string(m.Role), Preset: m.Preset,
		TOTP: !m.TOTPSince.IsZero(), CreatedAt: m.CreatedAt.Time}
}

// Invitation waits to be accepted.
type Invitation struct {
	ID        string    `json:"id"`
	Email     string    `json:"email"`
	Role      string    `json:"role"`
	Preset    string    `json:"preset"`
	Inviter   string    `json:"inviter"`
	CreatedAt time.Time `json:"createdAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

func invitationOf(i identity.Invitation) Invitation {
	return Invitation{ID: string(i.ID), Email: i.Email, Role: string(i.Role), Preset: i.Preset, Inviter: i.Inviter,
		CreatedAt: i.CreatedAt.Time, ExpiresAt: i.ExpiresAt.Time}
}

// NewInvitation is an invitation with its link, shown once.
type NewInvitation struct {
	Invitation
	Link string `json:"link" doc:"To copy: shown once"`
}

// InvitationView is what its bearer sees.
type InvitationView struct {
	Workspace  string    `json:"workspace" doc:"Its name"`
	Inviter    string    `json:"inviter"`
	Email      string    `json:"email"`
	Role       string    `json:"role"`
	Preset     string    `json:"preset"`
	Locale     string    `json:"locale"`
	HasAccount bool      `json:"hasAccount" doc:"This address signs in instead of choosing a password"`
	ExpiresAt  time.Time `json:"expiresAt"`
}

// Token lets a program act for a member.
type Token struct {
	ID         string     `json:"id"`
	UserID     string     `json:"userId"`
	UserName   string     `json:"userName"`
	Name       string     `json:"name"`
	Hint       string     `json:"hint" doc:"Its last four characters"`
	Scopes     []string   `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	ExpiresAt  *time.Time `json:"expiresAt,omitempty"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
}

func tokenOf(t identity.Token) Token {
	return Token{ID: string(t.ID), UserID: string(t.UserID), UserName: t.UserName, Name: t.Name, Hint: t.Hint, Scopes: words(t.Scopes.V),
		CreatedAt: t.CreatedAt.Time, ExpiresAt: optional(t.ExpiresAt), LastUsedAt: optional(t.LastUsedAt)}
}

// NewToken is a token with its secret, shown once.
type NewToken struct {
	Token
	Secret string `json:"secret" doc:"Shown once: pv_…"`
}

// Roles is what roles grant, and the trade's words for them.
type Roles struct {
	Roles   []Role   `json:"roles"`
	Presets []Preset `json:"presets"`
}

// Role is what one role grants.
type Role struct {
	Role        string   `json:"role"`
	Permissions []string `json:"permissions"`
}

// Preset joins a word of the trade to a role.
type Preset struct {
	Name string `json:"name"`
	Role string `json:"role"`
}

// Loss is what a removal takes away, of one kind.
type Loss struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

func optional(t store.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

func words(list []identity.Permission) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = string(p)
	}
	return out
}

// body is an answer without headers of its own.
type body[T any] struct{ Body T }

// secretBody is an answer that no cache and no replay may keep.
type secretBody[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Body         T
}

func secret[T any](v T) *secretBody[T] { return &secretBody[T]{CacheControl: "no-store", Body: v} }

// cookieBody is an answer that sets the session's cookie; no replay keeps it.
type cookieBody[T any] struct {
	CacheControl string        `header:"Cache-Control"`
	SetCookie    []http.Cookie `header:"Set-Cookie"`
	Body         T
}
