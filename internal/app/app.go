package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/channels"
	"parvis/internal/config"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/event"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/media"
	"parvis/internal/networks"
	"parvis/internal/notify"
	"parvis/internal/outbound"
	"parvis/internal/publishing"
	"parvis/internal/secret"
	"parvis/internal/site"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// Options change how an App runs; the zero value is a node that does everything.
type Options struct {
	Log     *slog.Logger
	Now     func() time.Time // default time.Now; the sample and the soak bring their own
	Workers int              // sends in flight (default 64)
	Lease   time.Duration    // of deliveries, on PostgreSQL
	NoLock  bool             // another process of ours holds the data folder (command-line verbs beside a running server)
	// LoopbackAllowed lets networks reach 127.0.0.1: the sample's own receiver.
	LoopbackAllowed bool
	// InjectedClock: Now does not follow the machine's clock, so that a jump of
	// it means nothing.
	InjectedClock bool
}

// App is every room, wired.
type App struct {
	Options
	Config       config.Config
	DB           *store.DB
	Installation string
	Copied       bool // the data are a restored copy that nobody has looked at

	Bus   *event.Bus
	Feed  *change.Feed
	Jobs  *jobs.Runner
	Keys  *secret.Keeper
	Out   *outbound.Client
	Mail  mail.Sender
	Audit *audit.Log

	Networks   networks.Registry
	Identity   *identity.Service
	Strategy   *strategy.Service
	Notify     *notify.Service
	Media      *media.Service
	Channels   *channels.Service
	Dispatch   *dispatch.Service
	Engine     *dispatch.Engine
	Editorial  *editorial.Service
	Governance *governance.Service
	Publishing *publishing.Service
	Site       *site.Service

	closers []func()
	writes  writeTimes
	running atomic.Bool
	pages   http.Handler
}

// Open locks the data, opens and migrates the database, and wires the rooms. It
// starts nothing. Close it when done.
func Open(ctx context.Context, c config.Config, o Options) (*App, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &App{Options: o, Config: c, Bus: &event.Bus{}}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context) (err error) {
	if !a.NoLock {
		unlock, err := dataFolder(a.Config.Data)
		if err != nil {
			return err
		}
		a.closers = append(a.closers, unlock)
	}
	if a.DB, err = store.Open(ctx, store.Options{URL: a.Config.DatabaseURL, DataDir: a.Config.Data}); err != nil {
		return err
	}
	a.closers = append(a.closers, func() { _ = a.DB.Close() })
	a.DB.ObserveWrites(a.writes.observe)
	if a.Keys, err = secret.Open(ctx, a.DB, a.Config.KeyFile, a.Now); err != nil {
		return err
	}
	if a.Installation, a.Copied, err = installation(ctx, a.DB, a.Config.Data, a.Now()); err != nil {
		return err
	}
	if a.Jobs, err = jobs.New(ctx, a.DB, a.Log); err != nil {
		return err
	}
	allow := a.Config.AllowNetworks
	if a.LoopbackAllowed {
		allow = append([]string{"127.0.0.0/8"}, allow...)
	}
	if a.Out, err = outbound.New(outbound.Options{Allow: allow, Now: a.Now}); err != nil {
		return err
	}
	a.closers = append(a.closers, a.Out.Close)
	if a.Mail, err = mail.New(a.Config.SMTPURL, "", a.Out.GuardDial, a.Log); err != nil {
		return err
	}
	return a.wire()
}

// Close lets go of everything, last opened first.
func (a *App) Close() error {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
	a.closers = nil
	return nil
}

func (a *App) path(parts ...string) string {
	return filepath.Join(append([]string{a.Config.Data}, parts...)...)
}
