package editorial_test

import (
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
	wire "parvis/internal/api/editorial"
	reviews "parvis/internal/api/governance"
	"parvis/internal/change"
	"parvis/internal/editorial"
	"parvis/internal/editorial/editorialtest"
	"parvis/internal/event"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// people knows three members; the session's secret is the user's id.
type people struct{}

var roles = map[identity.UserID]identity.Role{"usr_maelle": identity.Manager, "usr_samia": identity.Approver, "usr_hugo": identity.Creator}

func (people) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (people) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: "ws_brume", Role: roles[p.UserID], Name: string(p.UserID)}, nil
}

func (people) MembersTx(context.Context, store.Querier, identity.WorkspaceID, bool) ([]identity.Member, error) {
	var out []identity.Member
	for user, role := range roles {
		out = append(out, identity.Member{UserID: user, Role: role})
	}
	return out, nil
}

type client struct {
	http.Handler
	t *testing.T
}

func setup(t *testing.T) client {
	t.Helper()
	db := storetest.SQLite(t)
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	house, bus, feed := editorialtest.NewHouse(), &event.Bus{}, change.New(db, now)
	posts := editorial.New(editorial.Deps{DB: db, Bus: bus, Feed: feed, Now: now, Channels: house, Library: house, Strategy: house, Deliveries: house, Workspaces: house})
	who := governance.New(governance.Deps{DB: db, Bus: bus, Feed: feed, Now: now, Editorial: posts, People: people{}})
	posts.UseApprovals(who)
	who.Listen(bus)
	return client{api.NewServer(api.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: now, DB: db, Auth: people{}},
		func(a huma.API) { wire.Register(a, posts) }, func(a huma.API) { reviews.Register(a, who) }), t}
}

// do sends body as user and reads the answer, which must have the status.
func (c client) do(user, method, path, body string, status int) map[string]any {
	c.t.Helper()
	r := httptest.NewRequest(method, "/api/v1/workspaces/ws_brume"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "parvis", Value: user})
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	if w.Code != status {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	if w.Body.Len() > 0 && !strings.Contains(w.Header().Get("Content-Type"), "json") {
		c.t.Fatalf("%s %s: type %q", method, path, w.Header().Get("Content-Type"))
	}
	out := map[string]any{}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			c.t.Fatalf("%v: %s", err, w.Body)
		}
	}
	return out
}

func items(m map[string]any) []any { return m["items"].([]any) }

func TestAPostFromDraftToApproval(t *testing.T) {
	c := setup(t)
	post := c.do("usr_hugo", "POST", "/posts", `{"draft":{"title":"Concours","language":"fr",
		"segments":[{"id":"s1","text":"Coiffez la Catherine","media":[{"asset":"ast_boots"}],"link":{"url":"https://brume.example"}}],
		"variants":[{"channel":"ch_page"},{"channel":"ch_short","custom":true,"segments":[{"text":"Court"}],"options":{"a":"b"}}],
		"labels":[],"links":{"objective":"","campaign":"","pillar":"pil_1","audience":"","stage":"awareness"},"state":"draft","late":30},
		"wall":"2026-11-25T18:15"}`, 200)
	id := post["id"].(string)
	if post["zone"] != "Europe/Paris" || post["due"] != "2026-11-25T17:15:00Z" || post["status"] != "draft" {
		t.Fatalf("post %v", post)
	}
	month := c.do("usr_samia", "GET", "/calendar?from=2026-11-01&to=2026-11-30&zone=Europe/Paris&pillar=pil_1,pil_2&channel=ch_short", "", 200)
	card := items(month)[0].(map[string]any)
	if card["id"] != id || card["status"] != "draft" || card["words"] != "Coiffez la Catherine" || card["thumb"] != "ast_boots" {
		t.Fatalf("card %v", card)
	}
	if got := items(c.do("usr_samia", "GET", "/calendar?from=2026-11-01&to=2026-11-30&status=approved", "", 200)); len(got) != 0 {
		t.Fatalf("filtered %v", got)
	}
	saved := c.do("usr_maelle", "PATCH", "/posts/"+id, `{"baseVersion":1,"title":"Concours de la Sainte-Catherine"}`, 200)
	if saved["merged"] != false || saved["post"].(map[string]any)["version"] != 2.0 {
		t.Fatalf("saved %v", saved)
	}
	panel := c.do("usr_hugo", "GET", "/posts/"+id+"/preflight", "", 200)
	if panel["blocking"] != 0.0 {
		t.Fatalf("preflight %v", panel)
	}
	sent := c.do("usr_hugo", "POST", "/posts/"+id+"/review", `{"note":"À relire"}`, 200)
	if sent["status"] != "to_review" {
		t.Fatalf("sent %v", sent)
	}
	queue := items(c.do("usr_samia", "GET", "/reviews?state=to_review&mine=true", "", 200))
	review := queue[0].(map[string]any)
	full := c.do("usr_samia", "GET", "/reviews/"+review["id"].(string), "", 200)
	if len(full["targets"].([]any)) != 2 || full["before"] != nil || full["mayDecide"] != true {
		t.Fatalf("review %v", full)
	}
	problem := c.do("usr_samia", "POST", "/reviews/"+review["id"].(string)+"/approve", `{"hash":"other"}`, 409)
	if problem["code"] != "governance.other_version" {
		t.Fatalf("problem %v", problem)
	}
	done := c.do("usr_samia", "POST", "/reviews/"+review["id"].(string)+"/approve", `{"hash":"`+full["hash"].(string)+`","comment":"Parfait"}`, 200)
	if done["state"] != "approved" || len(done["decisions"].([]any)) != 1 {
		t.Fatalf("approved %v", done)
	}
	if got := c.do("usr_hugo", "POST", "/posts/"+id+"/schedule", `{}`, 200); got["status"] != "scheduled" {
		t.Fatalf("scheduled %v", got)
	}
	if got := c.do("usr_hugo", "POST", "/posts/"+id+"/move", `{"wall":"2026-11-26T18:15"}`, 409); got["code"] != "editorial.move_reopens" {
		t.Fatalf("moved %v", got)
	}
	if got := c.do("usr_hugo", "POST", "/posts/"+id+"/move", `{"wall":"2027-03-28T02:30"}`, 422); got["args"].(map[string]any)["before"] != "2027-03-28T01:30" {
		t.Fatalf("gap %v", got)
	}
}

func TestTheDesk(t *testing.T) {
	c := setup(t)
	post := c.do("usr_hugo", "POST", "/posts", `{"draft":{"segments":[{"text":"Un"}]}}`, 200)
	path := "/posts/" + post["id"].(string)
	c.do("usr_samia", "PATCH", path, `{"baseVersion":1,"title":"x"}`, 403)
	c.do("usr_hugo", "GET", "/posts/post_none", "", 404)
	c.do("usr_hugo", "PUT", path+"/presence", `{"field":"title"}`, 200)
	if got := items(c.do("usr_maelle", "PUT", path+"/presence", `{}`, 200)); len(got) != 2 {
		t.Fatalf("presence %v", got)
	}
	c.do("usr_hugo", "DELETE", path+"/presence", "", 204)
	label := c.do("usr_hugo", "POST", "/labels", `{"name":"Noroît","colour":"#1f7a8c"}`, 200)
	c.do("usr_hugo", "PATCH", path, `{"baseVersion":1,"labels":["`+label["id"].(string)+`"]}`, 200)
	if got := items(c.do("usr_hugo", "GET", "/labels", "", 200))[0].(map[string]any)["posts"]; got != 1.0 {
		t.Fatalf("label on %v posts", got)
	}
	c.do("usr_hugo", "DELETE", "/labels/"+label["id"].(string), "", 204)
	note := c.do("usr_hugo", "POST", "/notes", `{"day":"2026-11-25","body":"Sainte-Catherine"}`, 200)
	c.do("usr_hugo", "PATCH", "/notes/"+note["id"].(string), `{"day":"2026-11-26","body":"Demain"}`, 200)
	if got := items(c.do("usr_hugo", "GET", "/notes?from=2026-11-01&to=2026-11-30", "", 200)); len(got) != 1 {
		t.Fatalf("notes %v", got)
	}
	if got := items(c.do("usr_hugo", "GET", path+"/history", "", 200)); len(got) != 2 {
		t.Fatalf("history %v", got)
	}
	c.do("usr_hugo", "GET", path+"/history/1", "", 200)
	c.do("usr_hugo", "POST", path+"/history/1/restore", "", 200)
	copied := c.do("usr_hugo", "POST", path+"/duplicate", `{"wall":"2026-12-01T10:00","zone":"Europe/Paris"}`, 200)
	c.do("usr_hugo", "DELETE", path, "", 204)
	if got := items(c.do("usr_hugo", "GET", "/bin", "", 200)); len(got) != 1 {
		t.Fatalf("bin %v", got)
	}
	c.do("usr_hugo", "POST", path+"/restore", "", 200)
	list := c.do("usr_hugo", "GET", "/posts?limit=1", "", 200)
	rest := c.do("usr_hugo", "GET", "/posts?limit=1&cursor="+list["next"].(string), "", 200)
	if items(rest)[0].(map[string]any)["id"] != copied["id"] && items(list)[0].(map[string]any)["id"] != copied["id"] {
		t.Fatalf("pages %v %v", list, rest)
	}
	if got := c.do("usr_hugo", "GET", "/post-counts", "", 200)["counts"].(map[string]any)["draft"]; got != 2.0 {
		t.Fatalf("counts %v", got)
	}
	comment := c.do("usr_samia", "POST", path+"/comments", `{"text":"Voulu ?","mentions":["usr_hugo"]}`, 200)
	c.do("usr_hugo", "POST", "/comments/"+comment["id"].(string)+"/resolve", `{"resolved":true}`, 200)
	if got := items(c.do("usr_hugo", "GET", path+"/comments", "", 200)); len(got) != 1 {
		t.Fatalf("comments %v", got)
	}
	c.do("usr_maelle", "PUT", "/approval-policy", `{"required":true,"ownApproval":false,"roles":["manager"],"margin":"any"}`, 200)
	if got := c.do("usr_hugo", "GET", "/approval-policy", "", 200); got["margin"] != "any" {
		t.Fatalf("policy %v", got)
	}
}
