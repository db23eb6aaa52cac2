package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"parvis/internal/api"
	"parvis/internal/api/changes"
	"parvis/internal/fault"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/web"
)

const (
	grace      = 20 * time.Second // requests and sends in flight may end
	jobWorkers = 4
	keepFeed   = 48 * time.Hour // a browser that was away longer reads everything again
)

// Handler is the application's origin: API, live changes, health, web.
func (a *App) Handler() http.Handler {
	server := a.server()
	poll := 10 * time.Second
	if a.DB.Dialect() == store.Postgres {
		poll = time.Second
	}
	server.Handle(changes.Pattern, changes.Handler(a.Feed, api.StillIn(a.Identity, a.cookies()), poll))
	a.health(server.Handle)
	return server
}

// server is the API with every operation.
func (a *App) server() *api.Server {
	return api.NewServer(api.Options{Log: a.Log, Now: a.Now, DB: a.DB, Auth: a.Identity, Cookies: a.cookies(), PageURL: a.Config.PageURL,
		TrustedProxies: a.Config.TrustedProxies, Web: web.Files(), Version: Version}, a.operations()...)
}

func (a *App) cookies() api.Cookies { return api.CookiesFor(a.Config.PublicURL) }

// Ears are the sockets a node listens on.
type Ears struct{ App, Pages net.Listener }

// Listen opens the sockets, so that a port in use is said before anything runs.
func (a *App) Listen(ctx context.Context) (Ears, error) {
	var l net.ListenConfig
	open := func(address, variable string) (net.Listener, error) {
		got, err := l.Listen(ctx, "tcp", address)
		if err != nil {
			return nil, fault.Newf(fault.Unavailable, "app.cannot_listen", "Cannot listen on %s: %s. Change %s, or stop what uses it.", address, reasonOf(err), variable).
				With("address", address).With("variable", variable)
		}
		return got, nil
	}
	first, err := open(a.Config.Listen, "PARVIS_LISTEN")
	if err != nil {
		return Ears{}, err
	}
	second, err := open(a.Config.PageListen, "PARVIS_PAGE_LISTEN")
	if err != nil {
		return Ears{}, errors.Join(err, first.Close())
	}
	return Ears{first, second}, nil
}

func reasonOf(err error) string {
	var system *os.SyscallError
	if errors.As(err, &system) {
		return system.Err.Error()
	}
	return err.Error()
}

// Run serves on ears, dispatches and works jobs until ctx ends, then lets what
// is in flight end. Data that are a restored copy are held first.
func (a *App) Run(ctx context.Context, ears Ears) error {
	if err := a.settleCopy(ctx); err != nil {
		return err
	}
	if err := a.Jobs.Start(context.WithoutCancel(ctx), jobWorkers); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	a.running.Store(true)
	var work sync.WaitGroup
	failed := make(chan error, 3)
	work.Go(func() {
		if err := a.Engine.Run(ctx); err != nil {
			failed <- fmt.Errorf("dispatch: %w", err)
		}
	})
	work.Go(func() { a.Audit.Run(ctx) })
	application, pages := httpServer(a.Handler()), httpServer(a.Pages())
	serve := func(s *http.Server, l net.Listener) {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}
	go serve(application, ears.App)
	go serve(pages, ears.Pages)
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	// Streams of changes never end by themselves: they are cut.
	quick, cut := context.WithTimeout(end, 2*time.Second)
	defer cut()
	if application.Shutdown(quick) != nil {
		_ = application.Close()
	}
	err = errors.Join(err, a.Jobs.Stop(end))
	work.Wait()
	_ = pages.Shutdown(end) // last: the engine's sends to the page end on it
	return err
}

func httpServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
}

// settleCopy holds every channel of a restored copy and doubts what was due; a
// person looks and resumes. The folder takes the database's id afterwards.
func (a *App) settleCopy(ctx context.Context) error {
	if !a.Copied {
		return nil
	}
	err := a.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		held, err := a.Channels.HoldRestoredTx(ctx, tx)
		if err != nil {
			return err
		}
		doubted, err := a.Dispatch.DoubtTx(ctx, tx)
		a.Log.Warn("these data are a restored copy: every channel is held until a person resumes it", "channels", held, "deliveries to look for", doubted)
		return err
	})
	if err != nil {
		return err
	}
	a.Copied = false
	return writeInstallation(a.Config.Data, a.Installation)
}

// purgeFeedArgs drops old change rows.
type purgeFeedArgs struct{}

// Kind implements jobs.Args.
func (purgeFeedArgs) Kind() string { return "change.purge" }

// purgeBinArgs empties the bins of posts.
type purgeBinArgs struct{}

// Kind implements jobs.Args.
func (purgeBinArgs) Kind() string { return "editorial.purge_bin" }

func (a *App) handleUpkeep() {
	jobs.Handle(a.Jobs, func(ctx context.Context, _ purgeFeedArgs) error { return a.Feed.Purge(ctx, keepFeed) })
	jobs.Handle(a.Jobs, func(ctx context.Context, _ purgeBinArgs) error { return a.Editorial.PurgeBin(ctx) })
	a.Jobs.Every(time.Hour, purgeFeedArgs{})
	a.Jobs.Every(24*time.Hour, purgeBinArgs{})
}
