package accesstest_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/api/accesstest"
	wire "parvis/internal/api/media"
	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// Media alone; the whole API is walked where all rooms are wired.
func TestMedia(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := slog.New(slog.DiscardHandler)
		keys, err := secret.LoadOrCreate(t.TempDir() + "/key")
		if err != nil {
			t.Fatal(err)
		}
		folder, err := media.NewFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		people := identity.New(identity.Deps{DB: db, Now: time.Now, Audit: audit.New(audit.Deps{DB: db, Now: time.Now}), Seal: keys, Log: log, PublicURL: "http://127.0.0.1:8080"})
		library := media.New(media.Deps{DB: db, Feed: change.New(db, time.Now), Files: folder, Incoming: folder.Incoming(), Now: time.Now})
		server := api.NewServer(api.Options{Log: log, Now: time.Now, DB: db, Auth: people}, func(a huma.API) { wire.Register(a, library) })
		w := &accesstest.World{API: server.API, Handler: server, DB: db, Identity: people, Now: time.Now}
		w.Build(t)
		accesstest.WalkRoom(t, w, "media", accesstest.Media())
	})
}
