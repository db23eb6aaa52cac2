package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
)

// Authenticator says who calls; identity.Service is one.
type Authenticator interface {
	// Authenticate resolves a session's secret or an API token. An unknown,
	// expired or revoked one is Unauthenticated.
	Authenticate(ctx context.Context, c identity.Credentials) (identity.Principal, error)
	// ActorIn gives the caller's actor in a workspace named by id or slug, and
	// NotFound when they are no member of it.
	ActorIn(ctx context.Context, p identity.Principal, workspace string) (identity.Actor, error)
}

const (
	workspacesPath = "/api/v1/workspaces/"
	tokenPrefix    = "pv_"
)

var (
	errSignIn = fault.New(fault.Unauthenticated, "identity.sign_in", "Sign in first.")
	errBearer = fault.New(fault.Unauthenticated, "identity.token_unknown", "This API token is not known, has expired or was revoked.")
)

// Cookies makes the session's cookie. On https its name bears the __Host-
// prefix, which binds it to this host, path / and TLS; plain http is for
// loopback, where browsers refuse that prefix.
type Cookies struct{ Secure bool }

// Name of the cookie.
func (c Cookies) Name() string {
	if c.Secure {
		return "__Host-parvis"
	}
	return "parvis"
}

// Set carries a session's secret until it expires.
func (c Cookies) Set(secret string, expires time.Time) http.Cookie {
	return http.Cookie{Name: c.Name(), Value: secret, Path: "/", Expires: expires,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// Clear removes it.
func (c Cookies) Clear() http.Cookie {
	return http.Cookie{Name: c.Name(), Path: "/", MaxAge: -1, Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// credentials reads what a request brings. With an Authorization header the
// cookie is not looked at, so a token's rights are never widened by a session.
func (c Cookies) credentials(r *http.Request) (identity.Credentials, error) {
	in := identity.Credentials{Address: ClientAddress(r.Context()), UserAgent: r.UserAgent()}
	if values, ok := r.Header["Authorization"]; ok {
		scheme, token, _ := strings.Cut(strings.Join(values, ","), " ")
		token = strings.TrimSpace(token)
		if !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(token, tokenPrefix) {
			return in, errBearer
		}
		in.Token = token
		return in, nil
	}
	if cookie, err := r.Cookie(c.Name()); err == nil {
		in.Session = cookie.Value
	}
	return in, nil
}

// authenticate resolves the caller of every request under /api/v1, and for one
// under a workspace the membership too: nobody reaches a handler there without
// an actor in that workspace.
func authenticate(auth Authenticator, cookies Cookies, log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/v1/") {
			next.ServeHTTP(w, r)
			return
		}
		signed, err := withCaller(auth, cookies, r)
		if err != nil {
			WriteProblem(r.Context(), log, w, err)
			return
		}
		next.ServeHTTP(w, signed)
	})
}

func withCaller(auth Authenticator, cookies Cookies, r *http.Request) (*http.Request, error) {
	inWorkspace := strings.HasPrefix(r.URL.Path, workspacesPath)
	given, err := cookies.credentials(r)
	if err != nil {
		return nil, err
	}
	if given.Session == "" && given.Token == "" {
		if inWorkspace {
			return nil, errSignIn
		}
		return r, nil
	}
	p, err := auth.Authenticate(r.Context(), given)
	switch {
	case err == nil:
	case fault.KindOf(err) == fault.Unauthenticated && !inWorkspace && given.Token == "":
		return r, nil // an old cookie must not stand in the way of signing in
	default:
		return nil, err
	}
	ctx := identity.WithPrincipal(r.Context(), p)
	info := requestOf(ctx)
	info.actor = string(p.UserID)
	if !inWorkspace {
		return r.WithContext(ctx), nil
	}
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, workspacesPath), "/")
	actor, err := auth.ActorIn(ctx, p, name)
	if err != nil {
		return nil, err
	}
	info.ws = string(actor.WorkspaceID)
	signed := r.WithContext(identity.WithActor(ctx, actor))
	if name != info.ws {
		signed.URL = inWorkspaceURL(r.URL, info.ws, rest)
	}
	return signed, nil
}

// inWorkspaceURL is u with the workspace's id where its slug stood.
func inWorkspaceURL(u *url.URL, id, rest string) *url.URL {
	v := *u
	v.Path = strings.TrimSuffix(workspacesPath+id+"/"+rest, "/")
	if u.RawPath != "" {
		_, raw, _ := strings.Cut(strings.TrimPrefix(u.RawPath, workspacesPath), "/")
		v.RawPath = strings.TrimSuffix(workspacesPath+id+"/"+raw, "/")
	}
	return &v
}
