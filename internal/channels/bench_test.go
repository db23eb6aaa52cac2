package channels

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// What dispatch asks for each batch: 256 accounts opened, the gate locked.
func BenchmarkBatch(b *testing.B) {
	db := storetest.SQLite(b)
	keys, err := secret.LoadOrCreate(filepath.Join(b.TempDir(), "key"))
	if err != nil {
		b.Fatal(err)
	}
	s := New(Deps{DB: db, Networks: networks.Registry{"fake": &fakeNetwork{}}, Seal: keys, Bus: &event.Bus{}, Feed: change.New(db, time.Now),
		Audit: audit.New(audit.Deps{DB: db, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)}), Now: time.Now})
	ctx := as(b.Context(), ws, identity.Manager)
	var places []Place
	for n := range 256 {
		c, err := s.Connect(ctx, ws, ConnectInput{Network: "fake", Form: map[string]string{"account": fmt.Sprint(n), "token": "s3cret-token"}})
		if err != nil {
			b.Fatal(err)
		}
		places = append(places, Place{ws, c.Channel.ID})
	}
	b.Run("accounts", func(b *testing.B) {
		for b.Loop() {
			if got, err := s.Accounts(ctx, places); err != nil || len(got) != len(places) {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("gate", func(b *testing.B) {
		for b.Loop() {
			err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
				_, err := s.HoldsTx(ctx, tx, []identity.WorkspaceID{ws})
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
