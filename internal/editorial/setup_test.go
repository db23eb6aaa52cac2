package editorial_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"parvis/internal/change"
	"parvis/internal/editorial"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

const ws = identity.WorkspaceID("ws_brume")

// noon is the instant at which every test begins.
var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// house stands for every room that this one asks.
type house struct {
	channels []editorial.Channel
	holds    []editorial.Hold
	assets   map[editorial.AssetID]editorial.Asset
	charter  strategy.Charter
	word     map[editorial.PostID]editorial.Status
	verdict  editorial.ReviewState
	stands   bool
	revoked  int
}

func (h *house) ChannelsTx(context.Context, store.Querier, identity.WorkspaceID) ([]editorial.Channel, error) {
	return h.channels, nil
}

func (h *house) HoldsTx(context.Context, store.Querier, identity.WorkspaceID) ([]editorial.Hold, error) {
	return h.holds, nil
}

func (h *house) NetworksTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.ChannelID) (map[editorial.ChannelID]string, error) {
	out := map[editorial.ChannelID]string{}
	for _, id := range ids {
		for _, c := range h.channels {
			if c.ID == id {
				out[id] = c.Network
			}
		}
	}
	return out, nil
}

func (h *house) AssetsTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.AssetID) ([]editorial.Asset, error) {
	var out []editorial.Asset
	for _, id := range ids {
		if a, ok := h.assets[id]; ok {
			out = append(out, a)
		}
	}
	return out, nil
}

func (h *house) Render(_ context.Context, _ identity.WorkspaceID, id editorial.AssetID, l networks.MediaLimits) (editorial.Rendition, error) {
	a := h.assets[id]
	sum := sha256.Sum256([]byte(a.SHA256 + l.Source.AsOf))
	return editorial.Rendition{Recipe: "fit", SHA256: hex.EncodeToString(sum[:]), MIME: a.MIME, Width: a.Width, Height: a.Height, Size: a.Size}, nil
}

func (h *house) Open(_ context.Context, _ identity.WorkspaceID, sum string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(sum)), nil
}

func (h *house) PublicURL(_ identity.WorkspaceID, sum string) string { return "https://page.example/f/" + sum }

func (h *house) CheckRefsTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, refs, _ strategy.Refs) error {
	if refs.Campaign == "cmp_other" {
		return fault.New(fault.Invalid, "invalid", "no").WithField("campaign", "strategy.unknown", "no")
	}
	return nil
}

func (h *house) CharterTx(context.Context, store.Querier, identity.WorkspaceID) (strategy.Charter, error) {
	return h.charter, nil
}

func (h *house) SummariesTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.PostID) (map[editorial.PostID]editorial.Status, error) {
	return h.word, nil
}

func (h *house) ClearTx(context.Context, *store.Tx, identity.Actor, editorial.Post, editorial.Revision) (editorial.ReviewState, error) {
	return h.verdict, nil
}

func (h *house) MayMoveTx(context.Context, store.Querier, editorial.Post, editorial.Date) (bool, error) {
	return h.stands, nil
}

func (h *house) RevokeTx(context.Context, *store.Tx, identity.Actor, editorial.Post) error {
	h.revoked++
	return nil
}

func (h *house) ZoneTx(context.Context, store.Querier, identity.WorkspaceID) (string, error) {
	return "Europe/Paris", nil
}

type bundle struct {
	*editorial.Service
	t     *testing.T
	db    *store.DB
	house *house
	bus   *event.Bus
	now   time.Time
	seen  []string // events, in order
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{t: t, db: db, bus: &event.Bus{}, now: noon, house: &house{
		channels: []editorial.Channel{channel("ch_page", "page", 0), channel("ch_short", "short", 40)},
		assets: map[editorial.AssetID]editorial.Asset{
			"ast_boots": {ID: "ast_boots", SHA256: "aa", MIME: "image/jpeg", Name: "bottes.jpg", Alt: "Des bottes rouges", Width: 1200, Height: 1500, Size: 90_000},
			"ast_coat":  {ID: "ast_coat", SHA256: "bb", MIME: "image/png", Name: "ciré.png", Width: 800, Height: 800, Size: 70_000},
			"ast_film":  {ID: "ast_film", SHA256: "cc", MIME: "video/mp4", Name: "atelier.mp4", DurationMS: 90_000, Size: 9_000_000},
		},
		verdict: editorial.Approved, stands: true}}
	clock := func() time.Time { return b.now }
	h := b.house
	b.Service = editorial.New(editorial.Deps{DB: db, Bus: b.bus, Feed: change.New(db, clock), Now: clock, Channels: h, Library: h,
		Strategy: h, Deliveries: h, Approvals: h, Zones: h})
	note(b, func(e editorial.PostScheduled) string { return "scheduled" })
	note(b, func(e editorial.PublishNow) string { return "now" })
	note(b, func(e editorial.PostMoved) string { return "moved" })
	note(b, func(e editorial.PostUnscheduled) string { return "unscheduled" })
	note(b, func(e editorial.PostCancelled) string { return "cancelled" })
	note(b, func(e editorial.PostBinned) string { return "binned" })
	note(b, func(e editorial.PostEdited) string { return "edited" })
	return b
}

func note[E any](b *bundle, name func(E) string) {
	event.On(b.bus, "test.note", func(_ context.Context, _ *store.Tx, e E) error {
		b.seen = append(b.seen, name(e))
		return nil
	})
}

func channel(id editorial.ChannelID, network string, limit int) editorial.Channel {
	return editorial.Channel{ID: id, Network: network, Name: string(id), Health: networks.HealthOK, Info: networks.Info{Name: network,
		Threads: true, LinkCards: network == "page", Titles: network == "page",
		Text:  networks.TextLimits{Max: limit, Unit: "graphemes"},
		Media: networks.MediaLimits{Images: 4, Videos: 1, VideoTypes: []string{"video/mp4"}, MaxDuration: time.Minute, AltText: true}}}
}

func as(user identity.UserID, role identity.Role) context.Context {
	return identity.WithActor(context.Background(), identity.Actor{UserID: user, WorkspaceID: ws, Role: role, Name: string(user)})
}

var (
	maelle = as("usr_maelle", identity.Manager)
	hugo   = as("usr_hugo", identity.Creator)
)

// write makes a post with one text for channels.
func (b *bundle) write(ctx context.Context, text string, channels ...editorial.ChannelID) editorial.Post {
	b.t.Helper()
	d := editorial.Draft{Late: 30, Segments: []editorial.Segment{{ID: "s1", Text: text}}}
	for _, c := range channels {
		d.Variants = append(d.Variants, editorial.Variant{Channel: c})
	}
	p, err := b.Create(ctx, ws, editorial.CreateInput{Draft: d})
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// text is a patch that rewrites the original.
func text(s string) editorial.Patch {
	list := []editorial.Segment{{ID: "s1", Text: s}}
	return editorial.Patch{Segments: &list}
}

func wantCode(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Code != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
	return f
}

// cards reads a calendar as its clients do.
func (b *bundle) cards(r editorial.Range, f editorial.Filter) []map[string]any {
	b.t.Helper()
	var buf bytes.Buffer
	if _, err := b.Calendar(maelle, ws, r, f, &buf); err != nil {
		b.t.Fatal(err)
	}
	var out []map[string]any
	if err := json.Unmarshal(buf.Bytes(), &out); err != nil {
		b.t.Fatalf("%v: %s", err, buf.Bytes())
	}
	return out
}
