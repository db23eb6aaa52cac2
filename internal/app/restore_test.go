package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"parvis/internal/channels"
	"parvis/internal/config"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/tools/stub"
)

// TestARestoredCopySendsNothingTwice backs up while posts go out, lets more go
// out, restores elsewhere: every channel is held, the list of what was due is
// right, a person resumes, and the receiver holds each post once.
func TestARestoredCopySendsNothingTwice(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			receiver := httptest.NewServer(stub.New(stub.Faults{}, 1))
			defer receiver.Close()
			a := startCopy(t, engine)
			ctx, ws := owner(t, a)
			channel := window(t, a, ctx, ws, receiver.URL)
			const posts = 30
			var ids []editorial.PostID
			for i := range posts {
				ids = append(ids, planned(t, a, ctx, ws, channel, fmt.Sprintf("Billet numéro %d du quai", i)))
			}
			leave(t, a, ctx, ws, ids, 200*time.Millisecond)
			await(t, "some to leave", func() bool { return effects(t, receiver.URL) >= 5 })
			var file bytes.Buffer
			if err := a.Backup(ctx, &file, "une phrase de passe"); err != nil {
				t.Fatal(err)
			}
			await(t, "everything to leave the original", func() bool { return effects(t, receiver.URL) == posts })

			// By now all of them are due, and all of them are out.
			c := emptyConfig(t, engine)
			if _, err := Restore(ctx, c, bytes.NewReader(file.Bytes()), "une autre"); err == nil {
				t.Fatal("a wrong passphrase was taken")
			}
			restored, err := Restore(ctx, c, bytes.NewReader(file.Bytes()), "une phrase de passe")
			if err != nil || !restored.Key {
				t.Fatalf("restored %+v: %v", restored, err)
			}
			b := run(t, c)
			if b.Installation == a.Installation {
				t.Error("the copy has the original's id")
			}
			list, err := b.Dispatch.FindDoubted(ctx, ws)
			if err != nil || len(list) == 0 || len(list) >= posts {
				t.Fatalf("the list of what was due holds %d: %v", len(list), err)
			}
			await(t, "every doubt to be settled", func() bool {
				found, err := b.Dispatch.FindDoubted(ctx, ws)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range found {
					if d.State != dispatch.Published {
						return false
					}
				}
				return true
			})
			holds, err := b.Channels.Holds(ctx, ws, false)
			if err != nil || len(holds) != 2 { // the page and the window
				t.Fatalf("%d holds, want one per channel: %v", len(holds), err)
			}
			for _, h := range holds {
				if h.Reason != channels.ReasonRestoredCopy {
					t.Errorf("held because of %s", h.Reason)
				}
				if _, err := b.Channels.ReleaseHold(ctx, ws, h.ID); err != nil {
					t.Fatal(err)
				}
			}
			leave(t, b, ctx, ws, []editorial.PostID{planned(t, b, ctx, ws, channel, "Le premier billet de la copie")}, 0)
			await(t, "the copy to send", func() bool { return effects(t, receiver.URL) == posts+1 })
			time.Sleep(time.Second)
			if n := effects(t, receiver.URL); n != posts+1 {
				t.Errorf("the receiver holds %d posts, want %d", n, posts+1)
			}
		})
	}
}

func emptyConfig(t *testing.T, engine string) config.Config {
	t.Helper()
	free := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		return l.Addr().String()
	}
	flags := map[string]string{"PARVIS_DATA": t.TempDir(), "PARVIS_LISTEN": free(), "PARVIS_PAGE_LISTEN": free(), "PARVIS_ALLOW_NETWORKS": "127.0.0.1"}
	if engine == "postgres" {
		flags["PARVIS_DATABASE_URL"] = storetest.PostgresURL(t)
	}
	c, err := config.Load(config.Over(flags, func(string) (string, bool) { return "", false }), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func startCopy(t *testing.T, engine string) *App {
	t.Helper()
	return run(t, emptyConfig(t, engine))
}

func run(t *testing.T, c config.Config) *App {
	t.Helper()
	a, err := Open(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ears, err := a.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, ears) }()
	await(t, "the copy to be ready", func() bool { return a.running.Load() })
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
		_ = a.Close()
	})
	return a
}

func owner(t *testing.T, a *App) (context.Context, identity.WorkspaceID) {
	t.Helper()
	w, members, err := a.Identity.CreateSample(t.Context(), identity.SampleInput{Name: "Essai", Slug: "essai", Zone: "Europe/Paris", Locale: "fr",
		Members: []identity.SampleMember{{Name: "Odile", Role: identity.Owner}}})
	if err != nil {
		t.Fatal(err)
	}
	m := members[0]
	ctx := identity.WithActor(context.Background(), identity.Actor{UserID: m.UserID, MemberID: m.ID, WorkspaceID: w.ID, Role: m.Role, Name: m.Name, Locale: "fr"})
	if _, err := a.Governance.SetPolicy(ctx, w.ID, governance.Policy{Own: true, Roles: []identity.Role{identity.Owner}, Margin: governance.MarginAny}); err != nil {
		t.Fatal(err)
	}
	return ctx, w.ID
}

func window(t *testing.T, a *App, ctx context.Context, ws identity.WorkspaceID, url string) editorial.ChannelID {
	t.Helper()
	linked, err := a.Channels.Connect(ctx, ws, channels.ConnectInput{Network: "webhook", Name: "Vitrine",
		Form: map[string]string{"name": "Vitrine", "url": url + "/hook/vitrine?class=exact", "class": "exact", "visibilityLagSeconds": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	return editorial.ChannelID(linked.Channel.ID)
}

// planned schedules a post a few minutes ahead.
func planned(t *testing.T, a *App, ctx context.Context, ws identity.WorkspaceID, channel editorial.ChannelID, text string) editorial.PostID {
	t.Helper()
	p, err := a.Editorial.Create(ctx, ws, editorial.CreateInput{Draft: editorial.Draft{State: editorial.Written, Language: "fr", Late: 30,
		Segments: []editorial.Segment{{Text: text, Media: []editorial.Media{}}}, Variants: []editorial.Variant{{Channel: channel}}},
		Wall: editorial.Wall(time.Now().In(paris(t)).Add(5 * time.Minute).Format("2006-01-02T15:04")), Zone: "Europe/Paris"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Editorial.Schedule(ctx, ws, p.ID, editorial.When{}); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// leave brings the minutes of posts forward to now, a gap apart: the interface
// speaks in minutes, a test has no time for them.
func leave(t *testing.T, a *App, ctx context.Context, ws identity.WorkspaceID, ids []editorial.PostID, gap time.Duration) {
	t.Helper()
	err := a.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for i, id := range ids {
			if _, err := a.Dispatch.MoveTx(ctx, tx, ws, string(id), time.Now().Add(time.Duration(i)*gap), 30*time.Minute); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func effects(t *testing.T, url string) int {
	t.Helper()
	res, err := http.Get(url + "/effects")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var list []stub.Effect
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(40 * time.Second); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
