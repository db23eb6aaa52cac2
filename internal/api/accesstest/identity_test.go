package accesstest_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/api/accesstest"
	wire "parvis/internal/api/identity"
	"parvis/internal/audit"
	"parvis/internal/identity"
	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// Identity alone; the whole API is walked where all rooms are wired.
func TestIdentity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := slog.New(slog.DiscardHandler)
		keys, err := secret.LoadOrCreate(t.TempDir() + "/key")
		if err != nil {
			t.Fatal(err)
		}
		acts := audit.New(audit.Deps{DB: db, Now: time.Now})
		people := identity.New(identity.Deps{DB: db, Now: time.Now, Audit: acts, Seal: keys, Log: log, PublicURL: "http://127.0.0.1:8080"})
		server := api.NewServer(api.Options{Log: log, Now: time.Now, DB: db, Auth: people},
			func(a huma.API) { wire.Register(a, people, acts, api.Cookies{}) })
		w := &accesstest.World{API: server.API, Handler: server, DB: db, Identity: people, Now: time.Now}
		w.Build(t)
		accesstest.WalkRoom(t, w, "identity", accesstest.Identity())
	})
}
