package strategy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"parvis/internal/api"
	wire "parvis/internal/api/strategy"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/strategy"
)

// people knows two members; the session's secret is the user's id.
type people struct{}

func (people) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (people) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: "ws_brume", Role: identity.Manager}, nil
}

func (people) MembersTx(context.Context, store.Querier, identity.WorkspaceID, bool) ([]identity.Member, error) {
	return []identity.Member{{ID: "mem_maelle", UserID: "usr_maelle", Name: "Maëlle"}, {ID: "mem_hugo", UserID: "usr_hugo", Name: "Hugo"}}, nil
}

type client struct {
	http.Handler
	t *testing.T
}

func setup(t *testing.T) client {
	t.Helper()
	db := storetest.SQLite(t)
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	s := strategy.New(strategy.Deps{DB: db, Feed: change.New(db, now), Events: &event.Bus{}, People: people{}, Now: now})
	return client{api.NewServer(api.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: now, DB: db, Auth: people{}, MaxBody: 1 << 20},
		func(a huma.API) { wire.Register(a, s) }), t}
}

// do sends body as user and reads the answer, which must have the status.
func (c client) do(user, method, path, body string, status int) map[string]any {
	c.t.Helper()
	r := httptest.NewRequest(method, "/api/v1/workspaces/ws_brume/strategy"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "parvis", Value: user})
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

func TestObjectiveOverHTTP(t *testing.T) {
	c := setup(t)
	o := c.do("usr_maelle", "POST", "/objectives", `{"title":"20 000 abonnés","goal":"awareness","kpis":[{"name":"Abonnés","baseline":16200,"target":20000}]}`, 201)
	path := "/objectives/" + o["id"].(string)
	if o["onlyVanity"] != true {
		t.Errorf("%v", o)
	}
	want := []any{map[string]any{"name": "Abonnés", "unit": "", "baseline": 16200.0, "target": 20000.0, "current": nil, "vanity": true, "attainment": nil}}
	if diff := cmp.Diff(want, o["kpis"]); diff != "" {
		t.Error(diff)
	}
	edit := `{"baseVersion":%d,"title":"Ventes","goal":"sales","kpis":[{"name":"Ventes","unit":"€"}]}`
	o = c.do("usr_hugo", "PUT", path, fmt.Sprintf(edit, 1), 200)
	if diff := cmp.Diff(map[string]any{"id": "usr_hugo", "name": "Hugo"}, o["updatedBy"]); diff != "" {
		t.Error(diff)
	}
	p := c.do("usr_maelle", "PUT", path, fmt.Sprintf(edit, 1), 409)
	if p["code"] != "strategy.changed_meanwhile" || p["args"].(map[string]any)["who"] != "Hugo" {
		t.Errorf("%v", p)
	}
	if o = c.do("usr_maelle", "POST", path+"/archive", "", 200); o["archivedAt"] == nil {
		t.Errorf("%v", o)
	}
	if l := c.do("usr_maelle", "GET", "/objectives", "", 200); len(l["items"].([]any)) != 0 || l["next"] != nil {
		t.Errorf("%v", l)
	}
	if l := c.do("usr_maelle", "GET", "/objectives?archived=only&limit=1", "", 200); len(l["items"].([]any)) != 1 {
		t.Errorf("%v", l)
	}
	c.do("usr_maelle", "POST", path+"/restore", "", 200)
	c.do("usr_maelle", "DELETE", path, "", 204)
	c.do("usr_maelle", "GET", path, "", 404)
	p = c.do("usr_maelle", "POST", "/objectives", `{"title":" ","goal":"sales","kpis":[]}`, 422)
	if f := p["fields"].([]any); len(f) != 2 || f[0].(map[string]any)["code"] != "strategy.required" {
		t.Errorf("%v", p)
	}
}

func TestPagesOverHTTP(t *testing.T) {
	c := setup(t)
	for i := range 3 {
		c.do("usr_maelle", "POST", "/pillars", fmt.Sprintf(`{"name":"P%d","colour":"#2a3bbf","share":30}`, i), 201)
	}
	first := c.do("usr_maelle", "GET", "/pillars?limit=2", "", 200)
	last := c.do("usr_maelle", "GET", "/pillars?limit=2&cursor="+first["next"].(string), "", 200)
	if len(first["items"].([]any)) != 2 || len(last["items"].([]any)) != 1 || last["next"] != nil {
		t.Errorf("%v then %v", first, last)
	}
	c.do("usr_maelle", "GET", "/pillars?cursor=nonsense", "", 422)
	b := c.do("usr_maelle", "GET", "/balance?from=2026-11-02&to=2026-11-08", "", 200)
	if b["sharesSum"] != 90.0 || len(b["pillars"].([]any)) != 3 {
		t.Errorf("%v", b)
	}
}

func TestCampaignOverHTTP(t *testing.T) {
	c := setup(t)
	a := c.do("usr_maelle", "POST", "/audiences", `{"name":"Randonneuse","ageFrom":25,"active":[{"weekday":1,"from":7,"to":9}]}`, 201)
	m := c.do("usr_maelle", "POST", "/campaigns", fmt.Sprintf(`{"name":"Hiver","audiences":[%q],"starts":"2026-11-01","ends":"2026-11-30","budget":250000}`, a["id"]), 201)
	if m["budget"] != 250000.0 || m["spend"] != nil || m["currency"] != "EUR" || m["state"] != "draft" {
		t.Errorf("%v", m)
	}
	copied := c.do("usr_maelle", "POST", "/campaigns/"+m["id"].(string)+"/copy", `{"name":"Printemps","starts":"2027-03-01"}`, 201)
	if copied["ends"] != "2027-03-30" {
		t.Errorf("%v", copied)
	}
	c.do("usr_maelle", "DELETE", "/audiences/"+a["id"].(string), "", 409)
}

func TestDocumentsOverHTTP(t *testing.T) {
	c := setup(t)
	if p := c.do("usr_maelle", "GET", "/platform", "", 200); p["version"].(map[string]any)["number"] != 0.0 {
		t.Errorf("%v", p)
	}
	c.do("usr_maelle", "PUT", "/platform", `{"baseVersion":0,"mission":"Garder au sec","keyMessages":[{"text":"Réparé à vie","proofs":[{"text":"412 réparations"}]}]}`, 200)
	c.do("usr_hugo", "PUT", "/platform", `{"baseVersion":1,"mission":"Garder au sec, longtemps"}`, 200)
	c.do("usr_maelle", "PUT", "/platform", `{"baseVersion":1,"mission":"x"}`, 409)
	if p := c.do("usr_maelle", "GET", "/platform?version=1", "", 200); p["mission"] != "Garder au sec" {
		t.Errorf("%v", p)
	}
	l := c.do("usr_maelle", "GET", "/platform/versions?limit=1", "", 200)
	if v := l["items"].([]any)[0].(map[string]any); v["number"] != 2.0 || v["createdBy"].(map[string]any)["name"] != "Hugo" {
		t.Errorf("%v", l)
	}
	if l = c.do("usr_maelle", "GET", "/platform/versions?limit=1&cursor="+l["next"].(string), "", 200); l["next"] != nil {
		t.Errorf("%v", l)
	}
	ch := c.do("usr_maelle", "PUT", "/charter", `{"baseVersion":0,"emoji":{"policy":"sparing"},"avoid":[{"word":"usine","suggestion":"atelier"}],"rhythms":[{"network":"page","perWeek":3}]}`, 200)
	if len(ch["avoid"].([]any)) != 1 || len(ch["tones"].([]any)) != 0 {
		t.Errorf("%v", ch)
	}
}
