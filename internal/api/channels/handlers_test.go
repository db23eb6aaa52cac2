package channels_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	wire "parvis/internal/api/channels"
	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/channels"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/secret"
	"parvis/internal/store/storetest"
)

// members stands for identity: the session's secret is the role.
type members struct{}

func (members) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (members) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: "ws_brume", Role: identity.Role(p.UserID)}, nil
}

// shop is a network whose accounts are always in order.
type shop struct{}

func (shop) Info() networks.Info {
	return networks.Info{Name: "shop", Title: "Shop", Text: networks.TextLimits{Max: 300, Unit: "graphemes"},
		Connect: []networks.Field{{Name: "address", Kind: "url", Required: true}, {Name: "token", Kind: "secret"}}}
}

func (shop) Connect(_ context.Context, form map[string]string) (networks.Connected, error) {
	return networks.Connected{RemoteID: form["address"], Name: "Boutique", Secrets: map[string]string{"token": "t0ken-of-the-shop"}}, nil
}

func (shop) Check(context.Context, networks.Account) (networks.Health, error) {
	return networks.Health{State: networks.HealthOK}, nil
}

type client struct {
	http.Handler
	t *testing.T
}

func setup(t *testing.T) client {
	t.Helper()
	db := storetest.SQLite(t)
	keys, err := secret.LoadOrCreate(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s := channels.New(channels.Deps{DB: db, Networks: networks.Registry{"shop": shop{}}, Seal: keys, Bus: &event.Bus{}, Feed: change.New(db, now),
		Audit: audit.New(audit.Deps{DB: db, Keys: keys, Now: now, Log: log}), Now: now})
	return client{api.NewServer(api.Options{Log: log, Now: now, DB: db, Auth: members{}, MaxBody: 1 << 20}, func(a huma.API) { wire.Register(a, s) }), t}
}

// do sends body as a role and reads the answer, which must have the status.
func (c client) do(role, method, path, body string, status int) map[string]any {
	c.t.Helper()
	r := httptest.NewRequest(method, "/api/v1/workspaces/ws_brume"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "parvis", Value: role})
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	if w.Code != status {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	out := map[string]any{}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			c.t.Fatal(err)
		}
	}
	return out
}

func id(m map[string]any, keys ...string) string {
	for _, k := range keys {
		m = m[k].(map[string]any)
	}
	return m["id"].(string)
}

func TestAccountFromConnectionToRemoval(t *testing.T) {
	c := setup(t)
	if n := c.do("guest", "GET", "/networks", "", 200)["items"].([]any); len(n) != 1 || n[0].(map[string]any)["connectable"] != true {
		t.Errorf("networks %v", n)
	}
	made := c.do("manager", "POST", "/channels", `{"network":"shop","form":{"address":"https://shop.example"}}`, 201)
	if made["shown"].(map[string]any)["token"] != "t0ken-of-the-shop" {
		t.Errorf("the network's secret is not shown: %v", made)
	}
	ch := id(made, "channel")
	got := c.do("creator", "GET", "/channels/"+ch, "", 200)
	raw, _ := json.Marshal(got)
	if strings.Contains(string(raw), "t0ken") {
		t.Errorf("the secret comes back: %s", raw)
	}
	c.do("manager", "PATCH", "/channels/"+ch, `{"zone":"Europe/Paris"}`, 200)
	c.do("manager", "POST", "/channels/"+ch+"/test", "", 200)
	group := c.do("manager", "POST", "/channel-groups", `{"name":"Tous","channels":["`+ch+`"]}`, 201)
	hold := c.do("community", "POST", "/holds", `{"scope":"channel","target":"`+ch+`"}`, 201)
	list := c.do("analyst", "GET", "/channels", "", 200)["items"].([]any)[0].(map[string]any)
	if list["held"] != true || list["zone"] != "Europe/Paris" || list["groups"].([]any)[0] != id(group) {
		t.Errorf("list %v", list)
	}
	c.do("community", "DELETE", "/holds/"+id(hold, "hold"), "", 200)
	if past := c.do("manager", "GET", "/holds?past=true", "", 200)["items"].([]any); len(past) != 1 {
		t.Errorf("past holds %v", past)
	}
	c.do("manager", "DELETE", "/channel-groups/"+id(group), "", 204)
	c.do("manager", "GET", "/channels/"+ch+"/removal", "", 200)
	c.do("manager", "DELETE", "/channels/"+ch, "", 200)
	c.do("manager", "GET", "/channels/"+ch, "", 404)
}

func TestRefusals(t *testing.T) {
	c := setup(t)
	p := c.do("manager", "POST", "/channels", `{"network":"shop","form":{"address":"shop"}}`, 422)
	field := p["fields"].([]any)[0].(map[string]any)
	if field["path"] != "form.address" || field["code"] != "channels.field_url" {
		t.Errorf("%v", p)
	}
	c.do("creator", "POST", "/channels", `{"network":"shop","form":{"address":"https://shop.example"}}`, 403)
	c.do("creator", "POST", "/holds", `{"scope":"workspace"}`, 403)
	c.do("manager", "POST", "/holds", `{"scope":"everything"}`, 422)
	c.do("manager", "POST", "/holds", `{"scope":"channel","target":"ch_none"}`, 404)
}
