package site

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/outbound"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// The page behind dispatch and a proxy that loses requests, loses answers,
// invents errors and redirects: every delivery is on the page once, nobody is
// asked, equal texts included.
func TestOnceAndOnlyOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const deliveries, channels = 24, 8
		b := setup(t, db)
		b.now = time.Now()                                                 // the engine lives by the machine's clock
		proxy := httptest.NewServer(b.faults(rand.New(rand.NewPCG(7, 7)))) //nolint:gosec // a seed that can be repeated
		t.Cleanup(proxy.Close)
		client, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(client.Close)
		net := page.New(page.Options{BaseURL: proxy.URL, Client: client, Now: func() time.Time { return b.now }})
		engine := dispatch.NewEngine(dispatch.Options{DB: db, Networks: networks.Registry{"page": net}, Gate: openGate{}, Accounts: oneAccount{b.account},
			Kinds: map[string]dispatch.Kind{"post": allowed{}}, Bus: &event.Bus{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Node: "node-1",
			Workers: 8, Poll: 20 * time.Millisecond})
		record := func(context.Context, *store.Tx, identity.Actor, string, string, map[string]string) error { return nil }
		service := dispatch.New(db, &event.Bus{}, record, time.Now, engine.Wake)
		var due []dispatch.NewDelivery
		for i := range deliveries {
			subject := fmt.Sprint("texte ", i-i%10%2) // some are equal on purpose
			due = append(due, dispatch.NewDelivery{Workspace: ws, Channel: fmt.Sprint("ch_", i%channels), Network: "page", Kind: "post", Subject: subject,
				Revision: fmt.Sprint("rev_", i), Hash: subject, Fingerprint: subject, DueAt: time.Now(), Late: time.Hour})
		}
		if err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := service.ScheduleTx(ctx, tx, due)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- engine.Run(ctx) }()
		states := map[string]int{}
		for limit := time.Now().Add(time.Minute); states["published"] < deliveries && time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
			states = b.states(t)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if states["published"] != deliveries || len(states) != 1 {
			t.Errorf("deliveries are %v, want %d published", states, deliveries)
		}
		if n := b.count(t); n != deliveries {
			t.Errorf("the page shows %d posts, want %d", n, deliveries)
		}
	})
}

func (b *bench) states(t *testing.T) map[string]int {
	t.Helper()
	var rows []struct {
		State string `db:"state"`
		N     int    `db:"n"`
	}
	err := store.Select(t.Context(), b.svc.DB.Reader(), &rows, "SELECT state, COUNT(*) AS n FROM delivery WHERE workspace_id = $1 GROUP BY state", ws)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out
}

// faults spoils four writes of ten, before or after their effect.
func (b *bench) faults(dice *rand.Rand) http.Handler {
	var mu sync.Mutex
	die := func(w http.ResponseWriter) {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		fate := dice.IntN(20)
		mu.Unlock()
		if r.Method == http.MethodGet {
			fate = 20 // a look is spoilt by the suite of the network
		}
		switch fate {
		case 0, 1: // lost before
			die(w)
		case 2, 3: // lost after
			b.svc.Handler().ServeHTTP(httptest.NewRecorder(), r)
			die(w)
		case 4:
			w.WriteHeader(http.StatusInternalServerError)
		case 5:
			b.svc.Handler().ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusInternalServerError)
		case 6:
			http.Redirect(w, r, b.server.URL+r.URL.Path, http.StatusTemporaryRedirect)
		case 7:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			b.svc.Handler().ServeHTTP(w, r)
		}
	})
}

type openGate struct{}

func (openGate) HoldsTx(context.Context, *store.Tx, []identity.WorkspaceID) ([]dispatch.Hold, error) {
	return nil, nil
}

type oneAccount struct{ account networks.Account }

func (a oneAccount) Accounts(_ context.Context, ds []dispatch.Delivery) (map[string]networks.Account, error) {
	out := map[string]networks.Account{}
	for _, d := range ds {
		out[d.Channel] = a.account
	}
	return out, nil
}

// allowed is a kind whose text is its subject.
type allowed struct{}

func (allowed) CheckTx(context.Context, *store.Tx, []dispatch.Delivery) (map[dispatch.DeliveryID]*networks.Reason, error) {
	return nil, nil
}

func (allowed) Load(_ context.Context, ds []dispatch.Delivery) (map[dispatch.DeliveryID]dispatch.Payload, error) {
	out := map[dispatch.DeliveryID]dispatch.Payload{}
	for _, d := range ds {
		out[d.ID] = dispatch.Payload{Revision: post("", d.Subject), Hash: d.Hash}
	}
	return out, nil
}
