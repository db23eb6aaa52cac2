package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/jobs"
	"parvis/internal/outbound"
	"parvis/internal/sample"
)

// plantSample makes the fictional brand through the rooms themselves, on a
// second wiring of them over the same database whose clock the sample moves.
// Its page and its shop window listen on loopback while it lasts.
func (a *App) plantSample(ctx context.Context) error {
	clock := &walker{}
	pages, err := loopback(ctx)
	if err != nil {
		return err
	}
	window, err := loopback(ctx)
	if err != nil {
		return errors.Join(err, pages.Close())
	}
	b, err := a.second(ctx, clock.now, "http://"+pages.Addr().String())
	if err != nil {
		return errors.Join(err, pages.Close(), window.Close())
	}
	servers := []*http.Server{httpServer(b.Pages()), httpServer(sample.Window())}
	go func() { _ = servers[0].Serve(pages) }()
	go func() { _ = servers[1].Serve(window) }()
	run, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- b.Engine.Run(run) }()
	err = sample.Plant(ctx, sample.House{Identity: b.Identity, Strategy: b.Strategy, Media: b.Media, Channels: b.Channels, Editorial: b.Editorial,
		Governance: b.Governance, Dispatch: b.Dispatch, Site: b.Site, Window: "http://" + window.Addr().String(),
		Until: func(ctx context.Context, at time.Time) error { return b.until(ctx, clock, at) }, Now: clock.now}, a.Now())
	stop()
	err = errors.Join(err, <-ended)
	for _, s := range servers {
		_ = s.Close()
	}
	return errors.Join(err, b.Close())
}

// second wires the rooms once more over a's database, with another clock and
// another address of the page origin. It works no jobs and takes no lock.
func (a *App) second(ctx context.Context, now func() time.Time, pageBase string) (*App, error) {
	b := &App{Options: a.Options, Config: a.Config, DB: a.DB, Installation: a.Installation, Bus: &event.Bus{}, Keys: a.Keys, Mail: a.Mail}
	b.Options.Now, b.Options.InjectedClock, b.Options.Workers = now, true, 8
	base, err := url.Parse(pageBase)
	if err != nil {
		return nil, err
	}
	b.Config.NetworkURLs = map[string]*url.URL{"page": base}
	if b.Jobs, err = jobs.New(ctx, a.DB, a.Log); err != nil {
		return nil, err
	}
	if b.Out, err = outbound.New(outbound.Options{Allow: []string{"127.0.0.0/8"}, Now: now}); err != nil {
		return nil, err
	}
	b.closers = append(b.closers, b.Out.Close)
	b.Feed = change.New(a.DB, now)
	return b, b.wire()
}

// until moves the clock on and waits until nothing due by then is left to do.
func (a *App) until(ctx context.Context, clock *walker, at time.Time) error {
	clock.set(at)
	a.Engine.Wake()
	for range 2000 {
		busy, err := a.Dispatch.CountBusy(ctx, at)
		if err != nil || busy == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
	return fault.New(fault.Unavailable, "app.sample_stuck", "The sample could not be made: a delivery does not come to rest.")
}

func loopback(ctx context.Context) (net.Listener, error) {
	var l net.ListenConfig
	return l.Listen(ctx, "tcp", "127.0.0.1:0")
}

// walker is a clock that goes where it is set, and ticks from there so that
// nothing divides by a time that stands still.
type walker struct{ offset atomic.Int64 }

func (w *walker) set(at time.Time) { w.offset.Store(int64(time.Until(at))) }

func (w *walker) now() time.Time { return time.Now().Add(time.Duration(w.offset.Load())).Round(0) }
