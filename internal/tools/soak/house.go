package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"time"

	"parvis/internal/app"
	"parvis/internal/channels"
	"parvis/internal/config"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/governance"
	"parvis/internal/identity"
)

// fast is a clock that stands at from until it starts, then runs speed times as
// fast as the machine's.
type fast struct {
	from  time.Time
	speed float64
	began atomic.Int64 // Unix ns; 0: it stands
}

func (f *fast) start() { f.began.Store(time.Now().UnixNano()) }

func (f *fast) now() time.Time {
	began := f.began.Load()
	if began == 0 {
		return f.from
	}
	return f.from.Add(time.Duration(float64(time.Now().UnixNano()-began) * f.speed))
}

// house is a whole Parvis with the sample brand and a shop window.
type house struct {
	*app.App
	clock   *fast
	ws      identity.WorkspaceID
	ctx     context.Context // of the sample's owner
	page    editorial.ChannelID
	window  editorial.ChannelID
	planned map[editorial.PostID]time.Time
	stop    context.CancelFunc
	ended   chan error
	dir     string
}

func open(ctx context.Context, clock *fast, window string) (*house, error) {
	dir, err := os.MkdirTemp("", "parvis-soak-*")
	if err != nil {
		return nil, err
	}
	flags := map[string]string{"PARVIS_DATA": dir, "PARVIS_LISTEN": free(), "PARVIS_PAGE_LISTEN": free(), "PARVIS_ALLOW_NETWORKS": "127.0.0.1"}
	c, err := config.Load(config.Over(flags, func(string) (string, bool) { return "", false }), nil)
	if err != nil {
		return nil, err
	}
	a, err := app.Open(ctx, c, app.Options{Now: clock.now, InjectedClock: true})
	if err != nil {
		return nil, err
	}
	h := &house{App: a, clock: clock, planned: map[editorial.PostID]time.Time{}, ended: make(chan error, 1), dir: dir}
	if _, err := a.Demo(ctx); err != nil {
		return nil, err
	}
	if err := h.enter(ctx, window); err != nil {
		return nil, err
	}
	ears, err := a.Listen(ctx)
	if err != nil {
		return nil, err
	}
	run, stop := context.WithCancel(ctx)
	h.stop = stop
	go func() { h.ended <- a.Run(run, ears) }()
	return h, nil
}

func (h *house) close() {
	h.stop()
	if err := errors.Join(<-h.ended, h.App.Close(), os.RemoveAll(h.dir)); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
	}
}

// enter acts as the sample's owner, lets a person approve what they write, and
// links a window that behaves.
func (h *house) enter(ctx context.Context, window string) error {
	spaces, err := h.Identity.Operator().ListWorkspaces(ctx)
	if err != nil || len(spaces) != 1 {
		return fmt.Errorf("%d workspaces: %w", len(spaces), err)
	}
	h.ws = spaces[0].ID
	members, err := h.Identity.MembersTx(ctx, h.DB.Reader(), h.ws, false)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Role == identity.Owner {
			h.ctx = identity.WithActor(ctx, identity.Actor{UserID: m.UserID, MemberID: m.ID, WorkspaceID: h.ws, Role: m.Role, Name: m.Name, Locale: "fr"})
		}
	}
	if _, err := h.Governance.SetPolicy(h.ctx, h.ws, governance.Policy{Own: true, Roles: []identity.Role{identity.Owner}, Margin: governance.MarginAny}); err != nil {
		return err
	}
	linked, err := h.Channels.Connect(h.ctx, h.ws, channels.ConnectInput{Network: "webhook", Name: "Vitrine de nuit",
		Form: map[string]string{"name": "Vitrine de nuit", "url": window + "/hook/nuit?class=exact", "class": "exact"}})
	if err != nil {
		return err
	}
	h.window = editorial.ChannelID(linked.Channel.ID)
	list, err := h.Channels.List(h.ctx, h.ws)
	for _, c := range list {
		if c.Network == "page" {
			h.page = editorial.ChannelID(c.ID)
		}
	}
	return err
}

// plan schedules a post every quarter of an hour of the wall clock. Hours that
// the change of clocks takes away must be refused.
func (h *house) plan(ctx context.Context) (due, refused int, err error) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return 0, 0, err
	}
	begin := h.clock.from.In(zone)
	evening := time.Date(begin.Year(), begin.Month(), begin.Day(), 21, 0, 0, 0, time.UTC) // as a wall clock: no zone
	for i := range 44 {
		wall := evening.Add(time.Duration(i) * 15 * time.Minute).Format("2006-01-02T15:04")
		target := h.page
		if i%2 == 0 {
			target = h.window
		}
		p, err := h.Editorial.Create(h.ctx, h.ws, editorial.CreateInput{Draft: editorial.Draft{State: editorial.Written, Language: "fr", Late: 60,
			Segments: []editorial.Segment{{Text: "Veille de nuit, " + wall, Media: []editorial.Media{}}}, Variants: []editorial.Variant{{Channel: target, Title: "Veille " + wall}}}})
		if err != nil {
			return due, refused, err
		}
		p, err = h.Editorial.Schedule(h.ctx, h.ws, p.ID, editorial.When{Wall: editorial.Wall(wall), Zone: "Europe/Paris"})
		if fault.KindOf(err) == fault.Invalid {
			refused++
			continue
		}
		if err != nil {
			return due, refused, fmt.Errorf("%s: %w", wall, err)
		}
		h.planned[p.ID] = p.Date.At.Time
		due++
	}
	return due, refused, ctx.Err()
}

// wait lets the night pass until an instant of the injected clock.
func (h *house) wait(ctx context.Context, until time.Time) error {
	for h.clock.now().Before(until) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-h.ended:
			h.ended <- err
			return fmt.Errorf("the program stopped: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
	return nil
}

// count holds what left against what was planned.
func (h *house) count(_ context.Context, r *result) error {
	for id, at := range h.planned {
		ds, err := h.Dispatch.FindDeliveries(h.ctx, h.ws, dispatch.Filter{Subject: string(id)})
		if err != nil {
			return err
		}
		out := 0
		for _, d := range ds {
			if d.State != dispatch.Published {
				continue
			}
			out++
			r.latest = max(r.latest, d.StartedAt.Sub(at))
			if d.StartedAt.Before(at) {
				return fmt.Errorf("%s left before its time", id)
			}
		}
		r.sent += min(out, 1)
		r.twice += max(0, out-1)
		if out == 0 {
			r.missing++
		}
	}
	return nil
}

// free is an address of loopback that nothing uses now.
func free() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "127.0.0.1:0"
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
