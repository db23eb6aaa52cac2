package site_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	wire "parvis/internal/api/site"
	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/identity"
	"parvis/internal/site"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// people lets in whoever names a role as the secret of the session.
type people struct{}

func (people) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (people) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: "ws_brume", Role: identity.Role(p.UserID)}, nil
}

type plainKeys struct{}

func (plainKeys) Seal(plain []byte, _ string) ([]byte, error)  { return bytes.Clone(plain), nil }
func (plainKeys) Open(sealed []byte, _ string) ([]byte, error) { return bytes.Clone(sealed), nil }

type noTrail struct{}

func (noTrail) RecordTx(context.Context, *store.Tx, audit.Entry) error { return nil }

func setup(t *testing.T) http.Handler {
	t.Helper()
	db := storetest.SQLite(t)
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := site.New(site.Deps{DB: db, Feed: change.New(db, now), Audit: noTrail{}, Keys: plainKeys{}, PageURL: "https://pages.example", Now: now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	for ws, name := range map[identity.WorkspaceID]string{"ws_brume": "Les Ateliers Brume", "ws_2": "Autre"} {
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := s.EnsureTx(ctx, tx, ws, name, "fr", "Europe/Paris")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return api.NewServer(api.Options{Log: log, Now: now, DB: db, Auth: people{}, MaxBody: 1 << 20}, func(a huma.API) { wire.Register(a, s) })
}

func do(t *testing.T, h http.Handler, role, method, path, body string, status int) map[string]any {
	t.Helper()
	r := httptest.NewRequest(method, "/api/v1/workspaces/ws_brume/site"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "parvis", Value: role})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("%s %s as %s: %d, want %d: %s", method, path, role, w.Code, status, w.Body)
	}
	out := map[string]any{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

const face = `{"baseVersion":1,"slug":"brume","name":"Brume","headline":"La pluie nous va bien.","bio":"","imprint":"","language":"fr",
	"zone":"Europe/Paris","tone":"mist","open":true,"links":[{"url":"https://instagram.com/brume","label":"Instagram"}]}`

func TestSiteOverHTTP(t *testing.T) {
	h := setup(t)
	if got := do(t, h, "guest", "GET", "", "", 200); got["url"] != "https://pages.example/@les-ateliers-brume" || got["version"] != 1.0 {
		t.Errorf("read: %v", got)
	}
	do(t, h, "creator", "PUT", "", face, 403)
	got := do(t, h, "manager", "PUT", "", face, 200)
	links, ok := got["links"].([]any)
	if !ok || len(links) != 1 || links[0].(map[string]any)["icon"] != "instagram" || got["url"] != "https://pages.example/@brume" {
		t.Errorf("changed: %v", got)
	}
	if p := do(t, h, "manager", "PUT", "", face, 409); p["code"] != "site.changed_meanwhile" {
		t.Errorf("a stale version: %v", p)
	}
	taken := strings.NewReplacer(`"brume"`, `"autre"`, `:1,`, `:2,`).Replace(face)
	if p := do(t, h, "manager", "PUT", "", taken, 409); p["code"] != "site.slug_taken" {
		t.Errorf("a taken address: %v", p)
	}
	if got := do(t, h, "guest", "GET", "/preview", "", 200); !strings.HasPrefix(got["url"].(string), "https://pages.example/@brume?preview=") {
		t.Errorf("preview: %v", got)
	}
	do(t, h, "creator", "POST", "/key", "", 403)
	if got := do(t, h, "owner", "POST", "/key", "", 200); !strings.HasPrefix(got["key"].(string), "site_") {
		t.Errorf("key: %v", got)
	}
}
