package editorial_test

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"parvis/internal/change"
	"parvis/internal/editorial"
	"parvis/internal/editorial/editorialtest"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

const ws = identity.WorkspaceID("ws_brume")

// noon is the instant at which every test begins.
var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

type bundle struct {
	*editorial.Service
	t     *testing.T
	db    *store.DB
	house *editorialtest.House
	bus   *event.Bus
	now   time.Time
	mu    sync.Mutex
	seen  []string // events, in order
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{t: t, db: db, bus: &event.Bus{}, now: noon, house: editorialtest.NewHouse()}
	clock := func() time.Time { return b.now }
	h := b.house
	b.Service = editorial.New(editorial.Deps{DB: db, Bus: b.bus, Feed: change.New(db, clock), Now: clock, Channels: h, Library: h,
		Strategy: h, Deliveries: h, Approvals: h, Workspaces: h})
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
		b.mu.Lock()
		defer b.mu.Unlock()
		b.seen = append(b.seen, name(e))
		return nil
	})
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
