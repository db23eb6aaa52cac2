package identity

import (
	"context"

	"parvis/internal/fault"
)

// Typed ids: a swapped argument does not compile.
type (
	// WorkspaceID names one brand ("ws_…").
	WorkspaceID string
	// UserID names a person across workspaces ("usr_…").
	UserID string
	// MemberID names a person within one workspace ("mem_…").
	MemberID string
)

// Role of a member in one workspace.
type Role string

// The roles, from most to least.
const (
	Owner     Role = "owner"
	Manager   Role = "manager"
	Creator   Role = "creator"
	Approver  Role = "approver"
	Community Role = "community"
	Analyst   Role = "analyst"
	Guest     Role = "guest"
)

// Roles lists every role.
var Roles = []Role{Owner, Manager, Creator, Approver, Community, Analyst, Guest}

// Actor is who does something, in one workspace.
type Actor struct {
	UserID      UserID
	MemberID    MemberID
	WorkspaceID WorkspaceID
	Role        Role
	Name        string
	Locale      string       // fr, en
	Scopes      []Permission // nil: a session, all of the role; else an API token
	System      bool         // the program itself (jobs, dispatch, sample)
}

type actorKey struct{}

// WithActor puts the actor into the context; the API's middleware and jobs do.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf gives the actor, if any.
func ActorOf(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(actorKey{}).(Actor)
	return a, ok
}

// AsSystem is the context of the program acting by itself in a workspace.
func AsSystem(ctx context.Context, ws WorkspaceID) context.Context {
	return WithActor(ctx, Actor{WorkspaceID: ws, Role: Owner, System: true, Name: "Parvis", Locale: "fr"})
}

var (
	errSignIn    = fault.New(fault.Unauthenticated, "identity.sign_in", "Sign in first.")
	errForbidden = fault.New(fault.Forbidden, "identity.forbidden", "Your role does not allow this. Ask an owner or a manager of the workspace.")
	errScope     = fault.New(fault.Forbidden, "identity.scope", "This token was not given the scope for this operation.")
	errNotFound  = fault.New(fault.NotFound, "not_found", "This does not exist, or you may not see it.")
)

// Require is the first line of every use case: it gives the actor when they may
// use p in ws. No actor is Unauthenticated; another workspace is NotFound, so
// that ids cannot be probed; a role without p is Forbidden.
func Require(ctx context.Context, ws WorkspaceID, p Permission) (Actor, error) {
	a, ok := ActorOf(ctx)
	switch {
	case !ok:
		return Actor{}, errSignIn
	case a.WorkspaceID != ws:
		return Actor{}, errNotFound
	case a.System:
		return a, nil
	case !a.Role.May(p):
		return Actor{}, errForbidden.With("permission", string(p))
	case a.Scopes != nil && !contains(a.Scopes, p):
		return Actor{}, errScope.With("scope", string(p))
	}
	return a, nil
}

func contains(list []Permission, p Permission) bool {
	for _, q := range list {
		if q == p {
			return true
		}
	}
	return false
}
