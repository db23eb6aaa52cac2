package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/internal/change"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/networkstest"
	"parvis/internal/networks/page"
	"parvis/internal/outbound"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// origin is the real page origin, standing where other networks have a fake.
type origin struct {
	t     *testing.T
	svc   *Service
	site  Site
	files fakeFiles
	http.Handler
}

func newOrigin(t *testing.T) *origin {
	db := storetest.SQLite(t)
	o := &origin{t: t, files: fakeFiles{}}
	svc, err := New(Deps{DB: db, Feed: change.New(db, time.Now), Audit: &trail{}, Keys: plainKeys{}, Files: o.files, Pictures: o.files,
		PageURL: "https://pages.example", CacheDir: t.TempDir(), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	o.svc, o.Handler = svc, svc.Handler()
	err = db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		o.site, err = svc.EnsureTx(ctx, tx, ws, "Les Ateliers Brume", "fr", "Europe/Paris")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Keep implements networkstest.Keeper: the page shares the library's files.
func (o *origin) Keep(m networks.Media, body []byte) { o.files[m.SHA256] = body }

// Posts implements networkstest.Fake, from the table.
func (o *origin) Posts() []networkstest.Post {
	var rows []Post
	err := store.Select(context.Background(), o.svc.DB.Reader(), &rows,
		"SELECT id, segments FROM site_post WHERE workspace_id = $1 AND removed_at IS NULL ORDER BY id", string(ws))
	if err != nil {
		o.t.Error(err)
	}
	out := make([]networkstest.Post, len(rows))
	for i, r := range rows {
		out[i].ID = string(r.ID)
		for _, s := range r.Segments.V {
			seg := networkstest.Segment{Text: s.Text}
			for _, f := range s.Media {
				seg.Images++
				seg.Alts = append(seg.Alts, f.Alt)
			}
			out[i].Segments = append(out[i].Segments, seg)
		}
	}
	return out
}

func (o *origin) connected() networks.Connected {
	c, err := o.svc.ConnectedTx(context.Background(), o.svc.DB.Reader(), identity.WorkspaceID(ws))
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// read finds a post in the page's JSON feed, as a stranger's reader does.
func (o *origin) read(ctx context.Context, client *http.Client, base, id string) (networkstest.Post, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/@"+o.site.Slug+"/feed.json", nil)
	if err != nil {
		return networkstest.Post{}, err
	}
	res, err := client.Do(req)
	if err != nil {
		return networkstest.Post{}, err
	}
	defer func() { _ = res.Body.Close() }()
	var feed jsonFeed
	if err := json.NewDecoder(res.Body).Decode(&feed); err != nil {
		return networkstest.Post{}, fmt.Errorf("status %d: %w", res.StatusCode, err)
	}
	for _, i := range feed.Items {
		if i.ID != "urn:parvis:"+id {
			continue
		}
		p := networkstest.Post{ID: id}
		for _, text := range strings.Split(i.Text, "\n\n") {
			p.Segments = append(p.Segments, networkstest.Segment{Text: text})
		}
		for _, f := range i.Attachments {
			p.Segments[0].Images++
			p.Segments[0].Alts = append(p.Segments[0].Alts, f.Title)
		}
		return p, nil
	}
	return networkstest.Post{}, errors.New("not in the feed")
}

// The page passes the specification of networks, against itself.
func TestPageIsANetwork(t *testing.T) {
	var o *origin
	networkstest.Run(t, networkstest.Suite{
		New: func(out *outbound.Client, base string) networks.Network {
			return page.New(page.Options{BaseURL: base, Client: out, Now: time.Now})
		},
		Fake: func() networkstest.Fake {
			o = newOrigin(t)
			return o
		},
		Account: func(string) networks.Account {
			c := o.connected()
			return networks.Account{ChannelID: "ch_1", RemoteID: c.RemoteID, Settings: c.Settings, Secrets: c.Secrets}
		},
		Form: func(string) map[string]string {
			c := o.connected()
			return map[string]string{"key": page.PublishingKey(c.RemoteID, c.Secrets["key"])}
		},
		Read: func(ctx context.Context, client *http.Client, base, id string) (networkstest.Post, error) {
			return o.read(ctx, client, base, id)
		},
		Answer: func(w http.ResponseWriter, status int, echo string) {
			code := map[int]string{http.StatusUnauthorized: page.CodeSignature}[status]
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(page.Problem{Code: code, Message: echo})
		},
	})
}
