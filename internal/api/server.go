package api

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Options say what a Server stands on.
type Options struct {
	Log            *slog.Logger
	Now            func() time.Time
	DB             *store.DB      // answers kept for Idempotency-Key
	Auth           Authenticator  // identity.Service
	Cookies        Cookies        // CookiesFor(PARVIS_PUBLIC_URL)
	PageURL        string         // origin of user files: pictures and video may come from there
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Web            fs.FS          // the built web application; nil serves the API alone
	Version        string
	MaxBody        int64 // of a request, uploads apart (default 2 MiB)
	MaxUpload      int64 // of a request to a workspace's /media (default 4 GiB)
}

// CookiesFor chooses the cookie by the scheme people reach the application at.
func CookiesFor(publicURL string) Cookies {
	return Cookies{Secure: strings.HasPrefix(strings.ToLower(publicURL), "https://")}
}

// Server is the HTTP handler of the application's origin.
type Server struct {
	API   huma.API
	mux   *http.ServeMux
	chain http.Handler
}

// NewServer builds the mux and lets each room register its operations, in the
// order given.
func NewServer(o Options, register ...func(huma.API)) *Server {
	adoptHuma()
	s := &Server{mux: http.NewServeMux()}
	s.API = humago.New(s.mux, config(o))
	for _, add := range register {
		add(s.API)
	}
	s.mux.Handle("/api/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		WriteProblem(r.Context(), o.Log, w, s.unmatched(r))
	}))
	if o.Web != nil {
		s.mux.Handle("/", newSPA(o.Web))
	}
	s.chain = s.link(o)
	return s
}

// Handle adds a handler outside Huma (health, metrics, streams). Under
// /api/v1/workspaces/ it is as protected as any operation: the actor is in the
// context and {workspace} is an id. Call it before serving.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.chain.ServeHTTP(w, r) }

// link makes the chain, outermost last.
func (s *Server) link(o Options) http.Handler {
	h := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mux.ServeHTTP(w, r)
		requestOf(r.Context()).pattern = r.Pattern
	}))
	h = idempotent(o, h)
	h = authenticate(o.Auth, o.Cookies, o.Log, h)
	h = compress(h)
	h = refuseCrossOrigin(o.Log, h)
	h = capBodies(o, h)
	h = recoverPanics(o.Log, h)
	h = secure(o, h)
	h = logRequests(o.Log, o.Now, h)
	return identify(o.TrustedProxies, h)
}

func config(o Options) huma.Config {
	version := o.Version
	if version == "" {
		version = "dev"
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Parvis", Version: version,
				Description: "The API that the web application itself uses. Sign in with a session cookie or with an API token: Authorization: Bearer pv_…"},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: o.Cookies.Name()},
					"token":   {Type: "http", Scheme: "bearer"},
				},
			},
			Security: []map[string][]string{{"session": {}}, {"token": {}}},
		},
		OpenAPIPath:   "/api/openapi",
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{stampProblems(o.Log)},
	}
}

var (
	errNoRoute = fault.New(fault.NotFound, "not_found", "This does not exist, or you may not see it.")
	errMethod  = newProblem(http.StatusMethodNotAllowed, "api.method", "This address does not take this method.", nil)
)

// unmatched tells a wrong method from a wrong address.
func (s *Server) unmatched(r *http.Request) error {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if method == r.Method {
			continue
		}
		other := *r
		other.Method = method
		if _, pattern := s.mux.Handler(&other); pattern != "/api/" && pattern != "/" && pattern != "" {
			return errMethod
		}
	}
	return errNoRoute
}

// secure sets the headers that every answer bears. Styles may be inline because
// the component library writes the theme's variables in a style element;
// scripts may not. What no browser shows as a document does not pay for the
// headers of one: data is forbidden everything in a few words, and an asset is
// only ever read as the type it says.
func secure(o Options, next http.Handler) http.Handler {
	files := "'self' data: blob:"
	if o.PageURL != "" {
		files += " " + strings.TrimSuffix(o.PageURL, "/")
	}
	policy := "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src " + files +
		"; media-src " + files + "; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if o.Cookies.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		switch {
		case strings.HasPrefix(r.URL.Path, "/api/"):
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			h.Set("Cache-Control", "private, no-cache")
		case !isAsset(r.URL.Path):
			h.Set("Content-Security-Policy", policy)
			h.Set("Referrer-Policy", "same-origin")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
		}
		next.ServeHTTP(w, r)
	})
}

// capBodies bounds what a handler can read; past the bound the read fails with
// *http.MaxBytesError, which Problem answers as 413.
func capBodies(o Options, next http.Handler) http.Handler {
	body, upload := o.MaxBody, o.MaxUpload
	if body == 0 {
		body = 2 << 20
	}
	if upload == 0 {
		upload = 4 << 30
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := body
		if isUpload(r.URL.Path) {
			limit = upload
		}
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close")
			WriteProblem(r.Context(), o.Log, w, &http.MaxBytesError{Limit: limit})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

func isUpload(path string) bool {
	_, rest, _ := strings.Cut(strings.TrimPrefix(path, workspacesPath), "/")
	return strings.HasPrefix(path, workspacesPath) && (rest == "media" || strings.HasPrefix(rest, "media/"))
}

var errCrossOrigin = fault.New(fault.Forbidden, "api.cross_origin", "This request came from another site and was refused.")

// refuseCrossOrigin stops another site's page from writing with our cookie. A
// request with Authorization uses no cookie, so nothing can ride on it.
func refuseCrossOrigin(log *slog.Logger, next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			if err := guard.Check(r); err != nil {
				WriteProblem(r.Context(), log, w, errCrossOrigin.Because(err))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
