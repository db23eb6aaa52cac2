package identity

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/pquerna/otp/totp"

	"parvis/internal/api"
	"parvis/internal/audit"
	"parvis/internal/identity"
	keyfile "parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const password = "correct horse battery"

// browser keeps the cookie it was given, as a browser would.
type browser struct {
	t       *testing.T
	server  *api.Server
	cookie  *http.Cookie
	last    *httptest.ResponseRecorder
	service *identity.Service
}

func newBrowser(t *testing.T, db *store.DB, cookies api.Cookies) *browser {
	t.Helper()
	keys, err := keyfile.LoadOrCreate(t.TempDir() + "/key")
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(audit.Deps{DB: db, Now: time.Now})
	s := identity.New(identity.Deps{DB: db, Now: time.Now, Audit: log, Seal: keys, PublicURL: "https://parvis.test"})
	server := api.NewServer(api.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now, DB: db, Auth: s, Cookies: cookies},
		func(a huma.API) { Register(a, s, log, cookies) })
	return &browser{t: t, server: server, service: s}
}

// do sends a request and wants a status; the answer is decoded into out.
func (b *browser) do(status int, method, path string, body, out any) {
	b.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, "/api/v1"+path, strings.NewReader(string(raw)))
	r.Header.Set("Content-Type", "application/json")
	if b.cookie != nil {
		r.AddCookie(&http.Cookie{Name: b.cookie.Name, Value: b.cookie.Value})
	}
	b.last = httptest.NewRecorder()
	b.server.ServeHTTP(b.last, r)
	if b.last.Code != status {
		b.t.Fatalf("%s %s: got %d %s, want %d", method, path, b.last.Code, b.last.Body, status)
	}
	for _, c := range b.last.Result().Cookies() {
		b.cookie = c
		if c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	if out != nil {
		if err := json.Unmarshal(b.last.Body.Bytes(), out); err != nil {
			b.t.Fatalf("%s %s: %v in %s", method, path, err, b.last.Body)
		}
	}
}

func (b *browser) setUp() Workspace {
	b.t.Helper()
	link, err := b.service.Operator().NewOwnerLink(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	_, once, _ := strings.Cut(link, "#")
	var w Workspace
	b.do(http.StatusOK, http.MethodPost, "/setup", map[string]any{"link": once, "name": "Ada", "email": "ada@example.fr", "password": password,
		"workspace": map[string]any{"name": "Les Ateliers Brume"}}, &w)
	return w
}

func TestCookie(t *testing.T) {
	db := storetest.SQLite(t)
	b := newBrowser(t, db, api.CookiesFor("https://parvis.test"))
	b.setUp()
	c := b.cookie
	if c.Name != "__Host-parvis" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
		t.Errorf("on https: %v", c)
	}
	if b.last.Header().Get("Cache-Control") != "no-store" {
		t.Error("an answer with a session may be kept")
	}
	b.do(http.StatusNoContent, http.MethodDelete, "/session", nil, nil)
	if b.cookie != nil {
		t.Error("signing out leaves the cookie")
	}
	b.do(http.StatusUnauthorized, http.MethodGet, "/me", nil, nil)
	plain := newBrowser(t, db, api.CookiesFor("http://127.0.0.1:8080"))
	plain.do(http.StatusOK, http.MethodPost, "/session", map[string]any{"email": "ada@example.fr", "password": password}, nil)
	if c := plain.cookie; c.Name != "parvis" || c.Secure || !c.HttpOnly {
		t.Errorf("on loopback: %v", c)
	}
}

func TestSecondStepOverHTTP(t *testing.T) {
	b := newBrowser(t, storetest.SQLite(t), api.Cookies{})
	w := b.setUp()
	var factor Factor
	b.do(http.StatusOK, http.MethodPost, "/me/totp", map[string]any{"password": password}, &factor)
	if !strings.HasPrefix(factor.QR, "data:image/png;base64,") || !strings.HasPrefix(factor.URI, "otpauth://totp/Parvis:ada@example.fr?") {
		t.Errorf("factor = %.60s %s", factor.QR, factor.URI)
	}
	code, err := totp.GenerateCode(factor.Seed, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	before := b.cookie.Value
	var codes RecoveryCodes
	b.do(http.StatusOK, http.MethodPost, "/me/totp/confirm", map[string]any{"code": code}, &codes)
	if b.cookie.Value == before {
		t.Error("the session kept its secret")
	}
	b.do(http.StatusNoContent, http.MethodDelete, "/session", nil, nil)
	var out SignedIn
	b.do(http.StatusOK, http.MethodPost, "/session", map[string]any{"email": "ada@example.fr", "password": password}, &out)
	if out.State != "second_step" || b.cookie != nil {
		t.Fatalf("after the password: %+v, cookie %v", out, b.cookie)
	}
	b.do(http.StatusUnauthorized, http.MethodPost, "/session", map[string]any{"challenge": out.Challenge, "code": code}, nil)
	b.do(http.StatusOK, http.MethodPost, "/session", map[string]any{"challenge": out.Challenge, "code": codes.Codes[0]}, nil)
	var me Me
	b.do(http.StatusOK, http.MethodGet, "/me", nil, &me)
	if !me.TOTP || me.RecoveryCodes != 9 || me.Workspaces[0].ID != w.ID || len(me.Workspaces[0].Permissions) == 0 {
		t.Errorf("me = %+v", me)
	}
	var acts api.Page[AuditRow]
	b.do(http.StatusOK, http.MethodGet, "/workspaces/"+w.Slug+"/audit?action=identity.&limit=2", nil, &acts)
	if len(acts.Items) != 2 || acts.Next == nil || acts.Items[0].Action != "identity.sign_in" || acts.Items[0].Name != "Ada" {
		t.Errorf("audit = %+v", acts)
	}
	b.do(http.StatusOK, http.MethodGet, "/workspaces/"+w.ID+"/audit?cursor="+*acts.Next, nil, &acts)
	if len(acts.Items) == 0 || acts.Items[len(acts.Items)-1].Action != "identity.create_workspace" {
		t.Errorf("next page = %+v", acts)
	}
}

// A secret that was shown once is not shown again by its Idempotency-Key.
func TestSecretIsNotReplayed(t *testing.T) {
	b := newBrowser(t, storetest.SQLite(t), api.Cookies{})
	w := b.setUp()
	send := func() *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/workspaces/"+w.ID+"/tokens",
			strings.NewReader(`{"name":"n8n","scopes":["post.read"]}`))
		r.Header.Set("Idempotency-Key", "once")
		r.AddCookie(b.cookie)
		rec := httptest.NewRecorder()
		b.server.ServeHTTP(rec, r)
		return rec
	}
	if first := send(); first.Code != http.StatusCreated || !strings.Contains(first.Body.String(), `"secret":"pv_`) {
		t.Fatalf("first: %d %s", first.Code, first.Body)
	}
	if again := send(); again.Code != http.StatusConflict || !strings.Contains(again.Body.String(), "api.idempotency_secret") {
		t.Fatalf("again: %d %s", again.Code, again.Body)
	}
	var tokens api.List[Token]
	b.do(http.StatusOK, http.MethodGet, "/workspaces/"+w.ID+"/tokens", nil, &tokens)
	if len(tokens.Items) != 1 {
		t.Errorf("%d tokens", len(tokens.Items))
	}
}
