package site

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/outbound"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestUpsertByKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		first := b.publish(t, "dlv_1.0", post("Titre", "Bonjour"))
		b.now = b.now.Add(time.Minute)
		second := b.publish(t, "dlv_1.0", post("Titre", "Bonjour"))
		if first.RemoteID != second.RemoteID || first.Permalink != second.Permalink {
			t.Errorf("the same key twice: %+v then %+v", first, second)
		}
		if n := b.count(t); n != 1 {
			t.Errorf("%d posts, want 1", n)
		}
		if out := b.do(t, "dlv_1.0", post("Titre", "Autre chose")); out.Kind != networks.Refused || out.Reason.Code != page.CodeKeyReused {
			t.Errorf("other content under the same key: %+v", out)
		}
		b.publish(t, "dlv_2.0", post("Titre", "Bonjour")) // an identical text on purpose is another post
		if n := b.count(t); n != 2 {
			t.Errorf("%d posts, want 2", n)
		}
	})
}

// Replays that cross each other make one post.
func TestUpsertRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ids := make(chan string, 16)
		var all sync.WaitGroup
		for range cap(ids) {
			all.Go(func() {
				out := b.net.Do(t.Context(), b.account, networks.Write{Key: "dlv_1.0", FrozenAt: b.now, Revision: post("Titre", "Bonjour")})
				ids <- string(out.Kind) + " " + out.Result.RemoteID
			})
		}
		all.Wait()
		first := <-ids
		for range cap(ids) - 1 {
			if id := <-ids; id != first || !strings.HasPrefix(id, "accepted pp_") {
				t.Errorf("%q beside %q", id, first)
			}
		}
		if n := b.count(t); n != 1 {
			t.Errorf("%d posts, want 1", n)
		}
	})
}

func TestEditAndDelete(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		image := b.files.jpeg(t, 900, 600, 10)
		made := b.publish(t, "dlv_1.0", post("Avant", "Bonjour", image))
		mediaPath := "/@" + b.site.Slug + "/media/" + image.SHA256 + ".jpg"
		if res, _ := b.get(t, mediaPath); res.StatusCode != 200 || res.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
			t.Errorf("media: %d, %q", res.StatusCode, res.Header.Get("Content-Security-Policy"))
		}
		write := networks.Write{Key: "dlv_9.0", Revision: post("Après", "Bonsoir", image)}
		out := b.net.Edit(t.Context(), b.account, made.RemoteID, write)
		if out.Kind != networks.Accepted || out.Result.RemoteID != made.RemoteID {
			t.Fatalf("edit: %+v", out)
		}
		if res, _ := b.get(t, b.path(made.Permalink)); res.StatusCode != 301 || b.server.URL+res.Header.Get("Location") != out.Result.Permalink {
			t.Errorf("the address with its old words: %d to %q, want %q", res.StatusCode, res.Header.Get("Location"), out.Result.Permalink)
		}
		if _, body := b.get(t, b.path(out.Result.Permalink)); !strings.Contains(body, "Bonsoir") || strings.Contains(body, "Bonjour") {
			t.Error("the edit is not shown")
		}
		// A replay of the first write must neither undo the edit nor fail.
		b.publish(t, "dlv_1.0", post("Avant", "Bonjour", image))
		if _, body := b.get(t, b.path(out.Result.Permalink)); !strings.Contains(body, "Bonsoir") {
			t.Error("a replay undid the edit")
		}
		for range 2 { // a removal is idempotent
			if out := b.net.Delete(t.Context(), b.account, made.RemoteID); out.Kind != networks.Accepted {
				t.Fatalf("delete: %+v", out)
			}
		}
		if res, body := b.get(t, b.path(out.Result.Permalink)); res.StatusCode != http.StatusGone || !strings.Contains(body, "retirée") {
			t.Errorf("a removed post answers %d", res.StatusCode)
		}
		if res, _ := b.get(t, mediaPath); res.StatusCode != http.StatusNotFound {
			t.Errorf("a removed post's picture answers %d", res.StatusCode)
		}
		b.publish(t, "dlv_1.0", post("Avant", "Bonjour", image))
		if n := b.count(t); n != 0 {
			t.Error("a replay brought back a removed post")
		}
		if out := b.net.Delete(t.Context(), b.account, "pp_none"); out.Kind != networks.Accepted {
			t.Errorf("deleting what is not there: %+v", out)
		}
	})
}

func TestFindByKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		look := networks.Look{Write: networks.Write{Key: "dlv_1.0"}}
		if f := b.net.Find(t.Context(), b.account, look); f.Verdict != networks.Absent {
			t.Errorf("before: %+v", f)
		}
		made := b.publish(t, "dlv_1.0", post("", "Bonjour"))
		if f := b.net.Find(t.Context(), b.account, look); f.Verdict != networks.Found || f.Result.RemoteID != made.RemoteID || f.Result.Permalink != made.Permalink {
			t.Errorf("after: %+v", f)
		}
		wrong := b.account
		wrong.Secrets = map[string]string{"key": strings.Repeat("0", 64)}
		if f := b.net.Find(t.Context(), wrong, look); f.Verdict != networks.CannotTell {
			t.Errorf("with a wrong key: %+v", f)
		}
	})
}

// The answer is lost after the effect: unknown, one effect, then found.
func TestAnswerLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		for _, fail := range []string{"close", "500", "redirect", "garbage", "truncated"} {
			t.Run(fail, func(t *testing.T) {
				proxy := b.proxy(t, fail)
				client, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(client.Close)
				through := page.New(page.Options{BaseURL: proxy.URL, Client: client, Now: func() time.Time { return b.now }})
				before, w := b.count(t), networks.Write{Key: "dlv_" + fail, FrozenAt: b.now, Revision: post("", "Perdu "+fail)}
				if out := through.Do(t.Context(), b.account, w); out.Kind != networks.Unknown {
					t.Errorf("the outcome is %+v, want unknown", out)
				}
				if n := b.count(t); n != before+1 {
					t.Errorf("%d effects, want 1", n-before)
				}
				if f := b.net.Find(t.Context(), b.account, networks.Look{Write: w}); f.Verdict != networks.Found {
					t.Errorf("then %+v", f)
				}
			})
		}
	})
}

// proxy passes a request on, then spoils the answer.
func (b *bench) proxy(t *testing.T, fail string) *httptest.Server {
	t.Helper()
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		b.svc.Handler().ServeHTTP(rec, r)
		switch fail {
		case "close":
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		case "500":
			w.WriteHeader(http.StatusInternalServerError)
		case "redirect":
			http.Redirect(w, r, b.server.URL+r.URL.Path, http.StatusTemporaryRedirect)
		case "garbage":
			_, _ = w.Write([]byte("<html>ok</html>"))
		case "truncated":
			_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func TestSignature(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	secret, at := b.account.Secrets["key"], b.now
	body := []byte(`{"segments":[{"text":"Bonjour"}]}`)
	send := func(change func(*http.Request), body []byte, at time.Time) int {
		path := page.PathPosts + "k1"
		req := httptest.NewRequest(http.MethodPut, path, bytes.NewReader(body))
		req.Header.Set(page.HeaderSite, string(b.site.ID))
		req.Header.Set(page.HeaderTime, strconv.FormatInt(at.Unix(), 10))
		req.Header.Set(page.HeaderSignature, page.Sign(secret, http.MethodPut, path, string(b.site.ID), at, body))
		change(req)
		rec := httptest.NewRecorder()
		b.svc.Handler().ServeHTTP(rec, req)
		return rec.Code
	}
	none := func(*http.Request) {}
	tests := []struct {
		name   string
		change func(*http.Request)
		body   []byte
		at     time.Time
		want   int
	}{
		{"no signature", func(r *http.Request) { r.Header.Del(page.HeaderSignature) }, body, at, 401},
		{"other path", func(r *http.Request) { r.URL.Path = page.PathPosts + "k2" }, body, at, 401},
		{"other method", func(r *http.Request) { r.Method = http.MethodGet }, body, at, 401},
		{"other site", func(r *http.Request) { r.Header.Set(page.HeaderSite, "site_x") }, body, at, 401},
		{"other time", func(r *http.Request) { r.Header.Set(page.HeaderTime, strconv.FormatInt(at.Unix()+1, 10)) }, body, at, 401},
		{"expired", none, body, at.Add(-page.MaxSkew - time.Second), 401},
		{"from the future", none, body, at.Add(page.MaxSkew + time.Second), 401},
		{"not json", none, []byte("{"), at, 422},
		{"no segment", none, []byte("{}"), at, 422},
		{"good, a little late", none, body, at.Add(-page.MaxSkew + time.Second), 201},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := send(tt.change, tt.body, tt.at); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	if _, err := b.svc.RotateKey(owner(t.Context()), ws); err != nil {
		t.Fatal(err)
	}
	if out := b.do(t, "k9", post("", "Bonjour")); out.Kind != networks.Deferred || !out.Reconnect {
		t.Errorf("after a new key: %+v", out)
	}
}

func TestConnect(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	key, err := b.svc.RotateKey(owner(t.Context()), ws)
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.net.Connect(t.Context(), map[string]string{"key": " " + key + "\n"})
	if err != nil || c.Name != "Les Ateliers Brume" || c.Handle != "@les-ateliers-brume" || c.RemoteID != string(b.site.ID) {
		t.Errorf("connect: %+v, %v", c, err)
	}
	account := networks.Account{RemoteID: c.RemoteID, Secrets: c.Secrets}
	if h, err := b.net.Check(t.Context(), account); err != nil || h.State != networks.HealthOK {
		t.Errorf("check: %+v, %v", h, err)
	}
	if h, _ := b.net.Check(t.Context(), b.account); h.State != networks.HealthReconnect {
		t.Errorf("check with the old key: %+v", h)
	}
	for _, bad := range []string{"", "x", "site_1.abc", string(b.site.ID) + "." + strings.Repeat("0", 64)} {
		if _, err := b.net.Connect(t.Context(), map[string]string{"key": bad}); err == nil {
			t.Errorf("connected with %q", bad)
		}
	}
}

func TestLimits(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	image := b.files.jpeg(t, 20, 20, 1)
	many := make([]networks.Media, page.MaxImages+1)
	for i := range many {
		many[i] = image
	}
	video := networks.Media{SHA256: image.SHA256, MIME: "video/mp4"}
	svg := networks.Media{SHA256: image.SHA256, MIME: "image/svg+xml"}
	for name, r := range map[string]networks.Revision{
		"long title": post(strings.Repeat("é", page.MaxTitle+1), "x"),
		"long text":  post("", strings.Repeat("é", page.MaxText+1)),
		"empty":      post("Titre", "  "),
		"no segment": {Title: "x"},
		"21 images":  post("", "x", many...),
		"2 videos":   post("", "x", video, video),
		"svg":        post("", "x", svg),
	} {
		if _, err := b.net.Plan(b.account, r); err == nil {
			t.Errorf("%s passes the plan", name)
		}
		// The page holds the line by itself too.
		out := b.net.Do(t.Context(), b.account, networks.Write{Key: name, FrozenAt: b.now, Revision: r})
		if out.Kind != networks.Refused || out.Reason.Code != page.CodeInvalid {
			t.Errorf("%s at the page: %+v", name, out)
		}
	}
	gone := networks.Media{SHA256: strings.Repeat("a", 64), MIME: "image/jpeg", Name: "a.jpg"}
	if out := b.do(t, "k", post("", "x", gone)); out.Kind != networks.Refused || out.Reason.Code != page.CodeMediaMissing {
		t.Errorf("a file that is gone: %+v", out)
	}
	if b.count(t) != 0 {
		t.Error("something was published")
	}
}

func (b *bench) count(t *testing.T) int {
	t.Helper()
	n, err := countPosts(t.Context(), b.svc.DB.Reader(), b.site)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
