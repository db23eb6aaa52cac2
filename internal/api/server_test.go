package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// oneMember knows the session "good", a member of ws_1 (slug brume).
type oneMember struct{}

func (oneMember) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	if c.Session == "good" || c.Token == "pv_good" {
		return identity.Principal{UserID: "usr_1", Name: "Ada"}, nil
	}
	return identity.Principal{}, errSignIn
}

func (oneMember) ActorIn(_ context.Context, _ identity.Principal, ws string) (identity.Actor, error) {
	if ws != "ws_1" && ws != "brume" {
		return identity.Actor{}, store.ErrNotFound
	}
	return identity.Actor{UserID: "usr_1", WorkspaceID: "ws_1", Role: identity.Owner}, nil
}

type greetInput struct {
	Workspace string `path:"workspace"`
	Body      struct {
		Name string `json:"name" maxLength:"5"`
	}
}

type greetOutput struct {
	Body struct {
		Workspace string `json:"workspace"`
		Count     int    `json:"count"`
		Padding   string `json:"padding"`
	}
}

type bench struct {
	*Server
	logged *bytes.Buffer
}

func setup(t *testing.T, db *store.DB) bench {
	t.Helper()
	var logged bytes.Buffer
	count := 0
	s := NewServer(Options{
		Log: slog.New(slog.NewTextHandler(&logged, nil)), Now: time.Now, DB: db, Auth: oneMember{},
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, MaxBody: 4096,
		Web: fstest.MapFS{"index.html": {Data: []byte("<title>Parvis</title>")}, "assets/a-1.js": {Data: []byte("1")}},
	}, func(a huma.API) {
		huma.Register(a, huma.Operation{OperationID: "greet", Method: http.MethodPost, Path: workspacesPath + "{workspace}/greet"},
			func(ctx context.Context, in *greetInput) (*greetOutput, error) {
				switch in.Body.Name {
				case "bad":
					return nil, Problem(fault.New(fault.RateLimited, "test.slow", "Slow down.").With("who", "you"))
				case "worse":
					return nil, errors.New("the password is hunter2")
				case "panic":
					panic("hunter2")
				}
				count++
				out := &greetOutput{}
				out.Body.Workspace, out.Body.Count = in.Workspace, count
				out.Body.Padding = strings.Repeat("x", 5000)
				return out, nil
			})
	})
	return bench{s, &logged}
}

func (b bench) post(t *testing.T, path, body string, set func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "parvis", Value: "good"})
	if set != nil {
		set(r)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

func problem(t *testing.T, w *httptest.ResponseRecorder) ProblemDetails {
	t.Helper()
	var p ProblemDetails
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %q", err, w.Body.String())
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type = %q", got)
	}
	return p
}

const greet = "/api/v1/workspaces/brume/greet"

func TestRefusals(t *testing.T) {
	b := setup(t, nil)
	tests := []struct {
		name, path, body string
		set              func(*http.Request)
		status           int
		code             string
	}{
		{"anonymous", greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Del("Cookie") }, 401, "identity.sign_in"},
		{"old cookie", greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Set("Cookie", "parvis=old") }, 401, "identity.sign_in"},
		{"Authorization hides the cookie", greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Set("Authorization", "Bearer pv_bad") }, 401, "identity.sign_in"},
		{"not a token of ours", greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Set("Authorization", "Basic eDp5") }, 401, "identity.token_unknown"},
		{"another workspace", "/api/v1/workspaces/ws_2/greet", `{"name":"a"}`, nil, 404, "not_found"},
		{"another site", greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403, "api.cross_origin"},
		{"too large", greet, `{"name":"` + strings.Repeat("a", 5000) + `"}`, nil, 413, "api.too_large"},
		{"field", greet, `{"name":"longer than five"}`, nil, 422, "invalid"},
		{"fault", greet, `{"name":"bad"}`, nil, 429, "test.slow"},
		{"foreign error", greet, `{"name":"worse"}`, nil, 500, "internal"},
		{"panic", greet, `{"name":"panic"}`, nil, 500, "internal"},
		{"no such route", "/api/v1/nothing", ``, nil, 404, "not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := b.post(t, tt.path, tt.body, tt.set)
			p := problem(t, w)
			if w.Code != tt.status || p.Code != tt.code || p.Status != tt.status {
				t.Fatalf("got %d %+v, want %d %s", w.Code, p, tt.status, tt.code)
			}
			if strings.Contains(w.Body.String(), "hunter2") {
				t.Error("a foreign error's text was sent")
			}
			if p.Request == "" || p.Request != w.Header().Get("X-Request-Id") {
				t.Errorf("request id %q, header %q", p.Request, w.Header().Get("X-Request-Id"))
			}
		})
	}
	if !strings.Contains(b.logged.String(), "hunter2") {
		t.Error("the foreign error was not logged")
	}
}

func TestFieldsOfProblem(t *testing.T) {
	w := setup(t, nil).post(t, greet, `{"name":"longer than five","x":1}`, nil)
	got := map[string]string{}
	for _, f := range problem(t, w).Fields {
		got[f.Path] = f.Code
	}
	if got["name"] != "too_long" || got["x"] != "unknown" {
		t.Errorf("fields = %v", got)
	}
}

func TestSlugBecomesID(t *testing.T) {
	b := setup(t, nil)
	w := b.post(t, greet, `{"name":"a"}`, nil)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"workspace":"ws_1"`) {
		t.Fatalf("%d %.200s", w.Code, w.Body)
	}
	if strings.Contains(b.logged.String(), "brume") || !strings.Contains(b.logged.String(), "{workspace}/greet") {
		t.Errorf("the log must hold the pattern, not the path: %s", b.logged)
	}
	w = b.post(t, greet, `{"name":"a"}`, func(r *http.Request) {
		r.Header.Del("Cookie")
		r.Header.Set("Authorization", "Bearer pv_good")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
	})
	if w.Code != 200 {
		t.Errorf("token: %d %s", w.Code, w.Body)
	}
}

// A handler outside Huma is as protected as any operation.
func TestRawHandler(t *testing.T) {
	b := setup(t, nil)
	still := StillIn(oneMember{}, Cookies{})
	b.Handle("POST "+workspacesPath+"{workspace}/stream", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := identity.Require(r.Context(), identity.WorkspaceID(r.PathValue("workspace")), identity.PostRead); err != nil {
			t.Error(err)
		}
		if !still(r) {
			t.Error("the caller is still let in")
		}
		r.Header.Set("Cookie", "parvis=ended")
		if still(r) {
			t.Error("the session has ended")
		}
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: 1\n\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	}))
	path := "/api/v1/workspaces/brume/stream"
	if w := b.post(t, path, "", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") }); w.Code != 200 || !w.Flushed || w.Body.String() != "data: 1\n\n" {
		t.Errorf("%d flushed %v %q", w.Code, w.Flushed, w.Body)
	}
	if w := b.post(t, path, "", func(r *http.Request) { r.Header.Del("Cookie") }); w.Code != 401 {
		t.Errorf("anonymous: %d", w.Code)
	}
	if w := b.post(t, strings.Replace(path, "brume", "ws_2", 1), "", nil); w.Code != 404 {
		t.Errorf("elsewhere: %d", w.Code)
	}
}

func TestIdempotencyKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		key := func(r *http.Request) { r.Header.Set("Idempotency-Key", "k1") }
		first := b.post(t, greet, `{"name":"a"}`, key)
		again := b.post(t, greet, `{"name":"a"}`, key)
		if first.Code != 200 || again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") == "" {
			t.Fatalf("first %d %.80s, again %d %.80s", first.Code, first.Body, again.Code, again.Body)
		}
		if w := b.post(t, greet, `{"name":"b"}`, key); w.Code != 422 || problem(t, w).Code != "api.idempotency_reused" {
			t.Errorf("other body: %d %s", w.Code, w.Body)
		}
		if w := b.post(t, greet, `{"name":"a"}`, nil); !strings.Contains(w.Body.String(), `"count":2`) {
			t.Errorf("without a key: %.80s", w.Body)
		}
		failed := func(r *http.Request) { r.Header.Set("Idempotency-Key", "k2") }
		b.post(t, greet, `{"name":"worse"}`, failed)
		if w := b.post(t, greet, `{"name":"worse"}`, failed); w.Code != 500 {
			t.Errorf("after a failure the key must be free: %d", w.Code)
		}
	})
}

func TestCompression(t *testing.T) {
	b := setup(t, nil)
	w := b.post(t, greet, `{"name":"a"}`, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 1000 {
		t.Errorf("encoding %q, %d bytes", w.Header().Get("Content-Encoding"), w.Body.Len())
	}
}

func TestSPA(t *testing.T) {
	b := setup(t, nil)
	tests := []struct {
		path   string
		status int
		body   string
		cache  string
	}{
		{"/", 200, "<title>", "no-cache"},
		{"/brume/calendar", 200, "<title>", "no-cache"},
		{"/assets/a-1.js", 200, "1", "public, max-age=31536000, immutable"},
		{"/assets/gone.js", 404, "", ""},
		{"/../../etc/passwd", 200, "<title>", "no-cache"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodGet, "http://parvis.test/", nil)
		r.URL.Path = tt.path
		w := httptest.NewRecorder()
		newSPA(fstest.MapFS{"index.html": {Data: []byte("<title>Parvis</title>")}, "assets/a-1.js": {Data: []byte("1")}}).ServeHTTP(w, r)
		body, _ := io.ReadAll(w.Body)
		if w.Code != tt.status || !strings.Contains(string(body), tt.body) || (tt.cache != "" && w.Header().Get("Cache-Control") != tt.cache) {
			t.Errorf("%s: %d %s %s", tt.path, w.Code, body, w.Header().Get("Cache-Control"))
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self';") {
		t.Errorf("CSP %q", csp)
	}
}

func TestAssetsAreCompressedOnce(t *testing.T) {
	script := strings.Repeat("const parvis = 1;", 400)
	s := newSPA(fstest.MapFS{"index.html": {Data: []byte("<title>Parvis</title>")}, "assets/a-1.js": {Data: []byte(script)}, "assets/f.woff2": {Data: []byte("wOF2")}})
	get := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		compress(s).ServeHTTP(w, r)
		return w
	}
	for range 2 {
		w := get("/assets/a-1.js", "gzip, deflate, br")
		if w.Header().Get("Content-Encoding") != "gzip" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/javascript") ||
			w.Header().Get("Vary") != "Accept-Encoding" || w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
			t.Errorf("headers %v", w.Header())
		}
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(z); err != nil || string(body) != script {
			t.Errorf("%v: %s", err, body)
		}
	}
	if w := get("/assets/a-1.js", "identity"); w.Header().Get("Content-Encoding") != "" || w.Body.String() != script {
		t.Errorf("compressed for a caller that does not take it: %v", w.Header())
	}
	if w := get("/assets/f.woff2", "gzip"); w.Header().Get("Content-Encoding") != "" || w.Body.String() != "wOF2" {
		t.Errorf("a font was compressed again: %v", w.Header())
	}
}

func TestClientAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	tests := []struct{ peer, forwarded, want string }{
		{"198.51.100.7:1", "203.0.113.9", "198.51.100.7"},
		{"192.0.2.1:1", "203.0.113.9", "203.0.113.9"},
		{"192.0.2.1:1", "10.0.0.1, 203.0.113.9, 192.0.2.2", "203.0.113.9"},
		{"192.0.2.1:1", "not an address", "192.0.2.1"},
		{"192.0.2.1:1", "", "192.0.2.1"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.forwarded)
		if got := clientAddress(r, trusted).String(); got != tt.want {
			t.Errorf("%s via %q: %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestCursor(t *testing.T) {
	key, err := DecodeCursor(EncodeCursor("a", "é"), 2)
	if err != nil || key[0] != "a" || key[1] != "é" {
		t.Errorf("%v %v", key, err)
	}
	for _, bad := range []string{"!", "bm8", EncodeCursor("one")} {
		if _, err := DecodeCursor(bad, 2); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
