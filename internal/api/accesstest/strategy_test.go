package accesstest_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/api/accesstest"
	wirenotify "parvis/internal/api/notify"
	wirestrategy "parvis/internal/api/strategy"
	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/strategy"
)

// Strategy and notify alone; the whole API is walked where all rooms are wired.
func TestStrategyAndNotify(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := slog.New(slog.DiscardHandler)
		keys, err := secret.LoadOrCreate(t.TempDir() + "/key")
		if err != nil {
			t.Fatal(err)
		}
		people := identity.New(identity.Deps{DB: db, Now: time.Now, Audit: audit.New(audit.Deps{DB: db, Now: time.Now}), Seal: keys, Log: log, PublicURL: "http://127.0.0.1:8080"})
		feed := change.New(db, time.Now)
		plan := strategy.New(strategy.Deps{DB: db, Feed: feed, Events: &event.Bus{}, People: people, Now: time.Now})
		notices := notify.New(notify.Deps{DB: db, Feed: feed, People: people, Now: time.Now})
		server := api.NewServer(api.Options{Log: log, Now: time.Now, DB: db, Auth: people}, func(a huma.API) {
			wirestrategy.Register(a, plan)
			wirenotify.Register(a, notices)
		})
		w := &accesstest.World{API: server.API, Handler: server, DB: db, Identity: people, Now: time.Now}
		w.Build(t)
		accesstest.WalkRoom(t, w, "strategy", accesstest.Strategy())
		accesstest.WalkRoom(t, w, "notify", accesstest.Notify())
	})
}
