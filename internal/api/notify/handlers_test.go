package notify_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	wire "parvis/internal/api/notify"
	"parvis/internal/change"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const brume identity.WorkspaceID = "ws_brume"

// people knows everybody; the session's secret is the user's id.
type people struct{}

func (people) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (people) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: brume, Role: identity.Creator}, nil
}

func (people) MembersTx(context.Context, store.Querier, identity.WorkspaceID, bool) ([]identity.Member, error) {
	return []identity.Member{{UserID: "usr_ada"}, {UserID: "usr_hugo"}}, nil
}

func (people) WorkspaceTx(context.Context, store.Querier, identity.WorkspaceID) (identity.Workspace, error) {
	return identity.Workspace{}, nil
}

func TestNotificationsOverHTTP(t *testing.T) {
	db := storetest.SQLite(t)
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	s := notify.New(notify.Deps{DB: db, Feed: change.New(db, now), People: people{}, Now: now})
	h := api.NewServer(api.Options{Log: slog.New(slog.DiscardHandler), Now: now, DB: db, Auth: people{}, MaxBody: 1 << 20},
		func(a huma.API) { wire.Register(a, s) })
	err := db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		for i := range 3 {
			n := notify.Notice{Kind: notify.Failed, Subject: fmt.Sprint("post_", i), Title: "T", To: []identity.UserID{"usr_ada", "usr_hugo"}}
			if err := s.SendTx(ctx, tx, brume, n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	do := func(method, path, body string, status int) map[string]any {
		t.Helper()
		r := httptest.NewRequest(method, "/api/v1/workspaces/ws_brume"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.AddCookie(&http.Cookie{Name: "parvis", Value: "usr_ada"})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		out := map[string]any{}
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != status {
			t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		return out
	}
	first := do("GET", "/notifications?limit=2", "", 200)
	if len(first["items"].([]any)) != 2 || first["unread"] != 3.0 {
		t.Fatalf("%v", first)
	}
	last := do("GET", "/notifications?limit=2&cursor="+first["next"].(string), "", 200)
	if len(last["items"].([]any)) != 1 || last["next"] != nil {
		t.Errorf("%v", last)
	}
	id := first["items"].([]any)[0].(map[string]any)["id"]
	if left := do("POST", "/notifications/read", fmt.Sprintf(`{"ids":[%q]}`, id), 200); left["unread"] != 2.0 {
		t.Errorf("%v", left)
	}
	if left := do("POST", "/notifications/read", `{}`, 200); left["unread"] != 2.0 {
		t.Errorf("nothing named, nothing marked: %v", left)
	}
	if left := do("POST", "/notifications/read", `{"all":true}`, 200); left["unread"] != 0.0 {
		t.Errorf("%v", left)
	}
	got := do("GET", "/notification-settings", "", 200)
	if len(got["choices"].([]any)) != len(notify.Kinds) || got["mailReady"] != false {
		t.Errorf("%v", got)
	}
	got = do("PUT", "/notification-settings", `{"zone":"Europe/Paris","choices":[{"kind":"failed","inApp":true,"mail":"digest"}]}`, 200)
	if got["zone"] != "Europe/Paris" {
		t.Errorf("%v", got)
	}
	do("PUT", "/notification-settings", `{"zone":"Nowhere","choices":[]}`, 422)
	do("GET", "/notification-troubles", "", 403)
}
