package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/outbound"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const ws = identity.WorkspaceID("ws_brume")

// bench is a page origin of its own, with the network "page" in front of it.
type bench struct {
	svc     *Service
	site    Site
	server  *httptest.Server
	net     *page.Network
	account networks.Account
	files   fakeFiles
	now     time.Time
	audit   *trail
}

func setup(t *testing.T, db *store.DB) *bench {
	t.Helper()
	b := &bench{files: fakeFiles{}, now: time.Date(2026, 11, 24, 17, 15, 0, 0, time.UTC), audit: &trail{}}
	var handler http.Handler
	b.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(b.server.Close)
	now := func() time.Time { return b.now }
	svc, err := New(Deps{DB: db, Feed: change.New(db, now), Audit: b.audit, Keys: plainKeys{}, Files: b.files, Pictures: b.files,
		PageURL: b.server.URL, CacheDir: t.TempDir(), Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b.svc, handler = svc, svc.Handler()
	client, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	b.net = page.New(page.Options{BaseURL: b.server.URL, Client: client, Now: now})
	b.site = b.ensure(t, ws, "Les Ateliers Brume")
	b.account = b.connect(t, ws)
	return b
}

func (b *bench) ensure(t *testing.T, ws identity.WorkspaceID, name string) Site {
	t.Helper()
	var site Site
	err := b.svc.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var err error
		site, err = b.svc.EnsureTx(ctx, tx, ws, name, "fr", "Europe/Paris")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func (b *bench) connect(t *testing.T, ws identity.WorkspaceID) networks.Account {
	t.Helper()
	c, err := b.svc.ConnectedTx(t.Context(), b.svc.DB.Reader(), ws)
	if err != nil {
		t.Fatal(err)
	}
	return networks.Account{ChannelID: "ch_1", RemoteID: c.RemoteID, Settings: c.Settings, Secrets: c.Secrets}
}

// publish sends a post and gives its permalink's path.
func (b *bench) publish(t *testing.T, key string, r networks.Revision) networks.Result {
	t.Helper()
	out := b.do(t, key, r)
	if out.Kind != networks.Accepted {
		t.Fatalf("publish %s: %s %+v", key, out.Kind, out.Reason)
	}
	return out.Result
}

func (b *bench) do(t *testing.T, key string, r networks.Revision) networks.Outcome {
	t.Helper()
	steps, err := b.net.Plan(b.account, r)
	if err != nil {
		t.Fatal(err)
	}
	return b.net.Do(t.Context(), b.account, networks.Write{Step: steps[0], Key: key, FrozenAt: b.now, Revision: r})
}

func (b *bench) path(url string) string { return strings.TrimPrefix(url, b.server.URL) }

// get reads a path as a browser without cookies would.
func (b *bench) get(t *testing.T, path string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := (&http.Transport{DisableCompression: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func post(title, body string, media ...networks.Media) networks.Revision {
	return networks.Revision{Title: title, Language: "fr", Segments: []networks.Segment{{Text: body, Media: media}}}
}

// plainKeys seals nothing: encryption is the room secret's to test.
type plainKeys struct{}

func (plainKeys) Seal(plain []byte, aad string) ([]byte, error) {
	return append([]byte(aad+"|"), plain...), nil
}

func (plainKeys) Open(sealed []byte, aad string) ([]byte, error) {
	return bytes.TrimPrefix(sealed, []byte(aad+"|")), nil
}

type trail struct{ actions []string }

func (l *trail) RecordTx(_ context.Context, _ *store.Tx, e audit.Entry) error {
	l.actions = append(l.actions, e.Action)
	return nil
}

// fakeFiles is the media room: bytes by hash; an asset's id is its hash.
type fakeFiles map[string][]byte

func (f fakeFiles) add(body []byte, mime string, w, h int) networks.Media {
	sum := sha256.Sum256(body)
	sha := hex.EncodeToString(sum[:])
	f[sha] = body
	return networks.Media{SHA256: sha, MIME: mime, Name: "image." + mime[len(mime)-3:], Alt: "Un ciré jaune", Width: w, Height: h, Size: int64(len(body))}
}

func (f fakeFiles) jpeg(t *testing.T, w, h int, shade uint8) networks.Media {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{shade, uint8(x * 255 / w), uint8(y * 255 / h), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return f.add(b.Bytes(), "image/jpeg", w, h)
}

func (f fakeFiles) Open(_ context.Context, _ identity.WorkspaceID, sha string) (io.ReadSeekCloser, error) {
	body, ok := f[sha]
	if !ok {
		return nil, fault.New(fault.NotFound, "not_found", "no such file")
	}
	return memory{bytes.NewReader(body)}, nil
}

func (f fakeFiles) Picture(_ context.Context, _ identity.WorkspaceID, asset string) (Picture, error) {
	if _, ok := f[asset]; !ok {
		return Picture{}, fault.New(fault.NotFound, "media.not_found", "no such asset")
	}
	return Picture{SHA256: asset, MIME: map[bool]string{true: "image/png", false: "image/jpeg"}[bytes.HasPrefix(f[asset], []byte("\x89PNG"))], Width: 1200, Height: 800, Alt: "Couverture"}, nil
}

func owner(ctx context.Context) context.Context {
	return identity.WithActor(ctx, identity.Actor{UserID: "usr_1", WorkspaceID: ws, Role: identity.Owner})
}

func update(s Site) Update {
	return Update{Version: s.Version, Slug: s.Slug, Name: s.Name, Headline: s.Headline, Bio: s.Bio, Imprint: s.Imprint,
		Language: s.Language, Zone: s.Zone, Tone: s.Tone, Links: s.Links.V, Open: s.Open}
}

func TestSlugs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		if b.site.Slug != "les-ateliers-brume" {
			t.Errorf("slug = %q", b.site.Slug)
		}
		if again := b.ensure(t, ws, "Autre"); again.ID != b.site.ID {
			t.Errorf("a second EnsureTx made another page")
		}
		if other := b.ensure(t, "ws_2", "Les Ateliers Brûme"); other.Slug != "les-ateliers-brume-2" {
			t.Errorf("second slug = %q", other.Slug)
		}
		if odd := b.ensure(t, "ws_3", "雨"); odd.Slug != "page" {
			t.Errorf("slug without letters = %q", odd.Slug)
		}
		in := update(b.site)
		in.Slug = "les-ateliers-brume-2"
		if _, err := b.svc.Update(owner(t.Context()), ws, in); fault.Of(err).Code != "site.slug_taken" || fault.KindOf(err) != fault.Conflict {
			t.Errorf("a taken slug: %v", err)
		}
		for _, bad := range []string{"", "ab", "-brume", "brume-", "br--ume", "été", "a b c", "admin", strings.Repeat("a", 41), "../x"} {
			in.Slug = bad
			if _, err := b.svc.Update(owner(t.Context()), ws, in); fault.KindOf(err) != fault.Invalid {
				t.Errorf("slug %q: %v", bad, err)
			}
		}
		in.Slug = "@Brume"
		after, err := b.svc.Update(owner(t.Context()), ws, in)
		if err != nil || after.Slug != "brume" {
			t.Fatalf("%q, %v", after.Slug, err)
		}
		if res, _ := b.get(t, "/@les-ateliers-brume/feed.xml?x=1"); res.StatusCode != 301 || res.Header.Get("Location") != "/@brume/feed.xml?x=1" {
			t.Errorf("old address: %d to %q", res.StatusCode, res.Header.Get("Location"))
		}
		if res, _ := b.get(t, "/@BRUME"); res.StatusCode != 301 || res.Header.Get("Location") != "/@brume" {
			t.Errorf("capitals: %d to %q", res.StatusCode, res.Header.Get("Location"))
		}
		if _, err := b.svc.Update(owner(t.Context()), ws, in); fault.Of(err).Code != "site.changed_meanwhile" {
			t.Errorf("a stale version: %v", err)
		}
	})
}

// The page of a removed workspace shows nothing more.
func TestRemovedWorkspace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		bus := &event.Bus{}
		b.svc.Listen(bus)
		if err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return bus.EmitTx(ctx, tx, identity.WorkspaceRemoved{Workspace: ws})
		}); err != nil {
			t.Fatal(err)
		}
		if res, _ := b.get(t, "/@les-ateliers-brume"); res.StatusCode != http.StatusGone {
			t.Errorf("the page answers %d", res.StatusCode)
		}
	})
}

func TestUpdateValidates(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	tests := []struct {
		name, path string
		change     func(*Update)
	}{
		{"script link", "links.0.url", func(u *Update) { u.Links = []Link{{URL: "javascript:alert(1)", Label: "x"}} }},
		{"relative link", "links.0.url", func(u *Update) { u.Links = []Link{{URL: "/x", Label: "x"}} }},
		{"user in link", "links.0.url", func(u *Update) { u.Links = []Link{{URL: "https://a@b.fr", Label: "x"}} }},
		{"no label", "links.0.label", func(u *Update) { u.Links = []Link{{URL: "https://b.fr"}} }},
		{"icon", "links.0.icon", func(u *Update) { u.Links = []Link{{URL: "https://b.fr", Label: "x", Icon: "<svg>"}} }},
		{"name", "name", func(u *Update) { u.Name = " " }},
		{"long headline", "headline", func(u *Update) { u.Headline = strings.Repeat("é", MaxHeadline+1) }},
		{"language", "language", func(u *Update) { u.Language = "de" }},
		{"tone", "tone", func(u *Update) { u.Tone = "red" }},
		{"zone", "zone", func(u *Update) { u.Zone = "Paris" }},
		{"avatar", "avatar", func(u *Update) { u.Avatar = "asset_none" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := update(b.site)
			tt.change(&in)
			_, err := b.svc.Update(owner(t.Context()), ws, in)
			f := fault.Of(err)
			if f == nil || f.Kind != fault.Invalid || len(f.Fields) == 0 || f.Fields[0].Path != tt.path {
				t.Errorf("got %+v, want an invalid %s", f, tt.path)
			}
		})
	}
}

func TestOnlyManagersChangeTheFace(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	for _, role := range identity.Roles {
		ctx := identity.WithActor(t.Context(), identity.Actor{UserID: "usr_2", WorkspaceID: ws, Role: role})
		_, err := b.svc.RotateKey(ctx, ws)
		if may := role.May(identity.SiteManage); may != (err == nil) {
			t.Errorf("%s rotates the key: %v", role, err)
		}
		if _, err := b.svc.Update(ctx, "ws_2", update(b.site)); err == nil {
			t.Errorf("%s changed another workspace's page", role)
		}
	}
}
