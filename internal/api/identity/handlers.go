package identity

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/audit"
	"parvis/internal/identity"
)

const (
	root      = "/api/v1"
	workspace = root + "/workspaces/{workspace}"
)

// handlers holds what the operations stand on.
type handlers struct {
	s       *identity.Service
	log     *audit.Log
	cookies api.Cookies
}

// Register adds the operations of identity.
func Register(a huma.API, s *identity.Service, log *audit.Log, cookies api.Cookies) {
	h := handlers{s, log, cookies}
	h.registerDoors(a)
	h.registerAccount(a)
	h.registerWorkspaces(a)
	h.registerMembers(a)
	h.registerTokens(a)
	h.registerAudit(a)
}

// op describes an operation: its name is a verb and a noun.
func op(id, method, path, summary string) huma.Operation {
	o := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"identity"}}
	if method == http.MethodPost {
		o.DefaultStatus = http.StatusOK
	}
	return o
}

// open is op for an operation that asks for no credentials.
func open(id, method, path, summary string) huma.Operation {
	o := op(id, method, path, summary)
	o.Security = []map[string][]string{}
	return o
}

func created(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusCreated
	return o
}

func client(ctx context.Context, userAgent string) identity.Client {
	return identity.Client{Address: api.ClientAddress(ctx), UserAgent: userAgent}
}

// signed answers with the cookie of a session.
func signed[T any](h handlers, session identity.NewSession, v T) *cookieBody[T] {
	return &cookieBody[T]{CacheControl: "no-store",
		SetCookie: []http.Cookie{h.cookies.Set(session.Secret, session.ExpiresAt.Time)}, Body: v}
}

// none is an answer without a body.
type none struct{}

// noneWithCookie is an empty answer that changes the cookie.
type noneWithCookie struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

func renewed(h handlers, session identity.NewSession) *noneWithCookie {
	return &noneWithCookie{SetCookie: []http.Cookie{h.cookies.Set(session.Secret, session.ExpiresAt.Time)}}
}
