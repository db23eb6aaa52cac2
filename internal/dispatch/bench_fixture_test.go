package dispatch

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

const testWorkspace = identity.WorkspaceID("ws_test")

// bench is an engine over a scripted network, with rooms replaced by maps.
type bench struct {
	db       *store.DB
	engine   *Engine
	service  *Service
	network  *scripted
	kind     *mapKind
	gate     *mapGate
	settled  *news
	accounts accountsOf
}

type news struct {
	mu   sync.Mutex
	list []Delivery
}

func setup(t testing.TB, db *store.DB, n *scripted) *bench {
	t.Helper()
	b := &bench{db: db, network: n, kind: &mapKind{denied: map[string]bool{}}, gate: &mapGate{}, settled: &news{}}
	bus := &event.Bus{}
	event.On(bus, "test.settled", func(_ context.Context, tx *store.Tx, s Settled) error {
		tx.OnCommit(func() {
			b.settled.mu.Lock()
			defer b.settled.mu.Unlock()
			b.settled.list = append(b.settled.list, s.Deliveries...)
		})
		return nil
	})
	b.engine = NewEngine(Options{DB: db, Networks: networks.Registry{"scripted": n}, Gate: b.gate, Accounts: b.accounts,
		Kinds: map[string]Kind{"post": b.kind}, Bus: bus, Log: slog.New(slog.DiscardHandler), Now: time.Now, Node: "node-1", Workers: 32, Poll: 20 * time.Millisecond})
	record := func(context.Context, *store.Tx, identity.Actor, string, string, map[string]string) error { return nil }
	b.service = New(db, bus, record, time.Now, b.engine.Wake)
	return b
}

func (b *bench) schedule(t testing.TB, news ...NewDelivery) []DeliveryID {
	t.Helper()
	var ids []DeliveryID
	err := b.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		ids, err = b.service.ScheduleTx(ctx, tx, news)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// run starts the engine and gives the function that stops it and waits.
func (b *bench) run(t testing.TB) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.engine.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("engine: %v", err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func (b *bench) waitFor(t testing.TB, id DeliveryID, want State) Delivery {
	t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for {
		d, err := findDelivery(t.Context(), b.db.Reader(), testWorkspace, id, "")
		if err != nil {
			t.Fatal(err)
		}
		if d.State == want {
			return d
		}
		if time.Now().After(deadline) {
			t.Fatalf("delivery is %s (%+v), want %s", d.State, d.Reason.Reason, want)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func due(channel, subject string, in time.Duration) NewDelivery {
	return NewDelivery{Workspace: testWorkspace, Channel: channel, Network: "scripted", Kind: "post", Subject: subject, Revision: "rev_" + subject,
		Hash: "hash_" + subject, Fingerprint: subject, DueAt: time.Now().Add(in), Late: 30 * time.Minute}
}

// mapKind approves everything but the denied subjects.
type mapKind struct {
	mu     sync.Mutex
	denied map[string]bool
	forge  bool
}

func (k *mapKind) CheckTx(_ context.Context, _ *store.Tx, ds []Delivery) (map[DeliveryID]*networks.Reason, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := map[DeliveryID]*networks.Reason{}
	for _, d := range ds {
		if k.denied[d.Subject] {
			out[d.ID] = &networks.Reason{Code: "test.denied"}
		}
	}
	return out, nil
}

func (k *mapKind) Load(_ context.Context, ds []Delivery) (map[DeliveryID]Payload, error) {
	out := map[DeliveryID]Payload{}
	for _, d := range ds {
		p := Payload{Revision: networks.Revision{ID: d.Revision, Hash: d.Hash, Segments: []networks.Segment{{Text: d.Subject}}}, Hash: d.Hash}
		if k.forge {
			p.Hash = "other"
		}
		out[d.ID] = p
	}
	return out, nil
}

type mapGate struct {
	mu    sync.Mutex
	holds []Hold
}

func (g *mapGate) HoldsTx(context.Context, *store.Tx, []identity.WorkspaceID) ([]Hold, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]Hold(nil), g.holds...), nil
}

func (g *mapGate) set(holds ...Hold) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holds = holds
}

type accountsOf struct{}

func (accountsOf) Accounts(_ context.Context, ds []Delivery) (map[string]networks.Account, error) {
	out := map[string]networks.Account{}
	for _, d := range ds {
		if d.Channel != "gone" {
			out[d.Channel] = networks.Account{ChannelID: d.Channel}
		}
	}
	return out, nil
}

// scripted is a network that does as it is told, and counts.
type scripted struct {
	mu    sync.Mutex
	class networks.Class
	lag   time.Duration
	steps int
	do    func(w networks.Write, try int) networks.Outcome
	find  func(l networks.Look) networks.Finding
	tries map[string]int
	sent  []string
	block chan struct{}
}

func (s *scripted) Info() networks.Info {
	op := networks.OperationInfo{Class: s.class, VisibilityLag: s.lag, KeyLife: time.Hour}
	return networks.Info{Name: "scripted", Operations: map[networks.Operation]networks.OperationInfo{"publish": op,
		"prepare": {Class: networks.TwoPhase, Harmless: true}}}
}

func (s *scripted) Plan(networks.Account, networks.Revision) ([]networks.Step, error) {
	steps := make([]networks.Step, max(1, s.steps))
	for i := range steps {
		steps[i] = networks.Step{N: i, Op: "publish", Segment: i, Media: -1, Visible: true}
	}
	return steps, nil
}

func (s *scripted) Do(_ context.Context, _ networks.Account, w networks.Write) networks.Outcome {
	if s.block != nil {
		<-s.block
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tries == nil {
		s.tries = map[string]int{}
	}
	s.tries[w.Key]++
	s.sent = append(s.sent, w.Key)
	if s.do != nil {
		return s.do(w, s.tries[w.Key])
	}
	return ok(w)
}

func ok(w networks.Write) networks.Outcome {
	return networks.Outcome{Kind: networks.Accepted, Result: networks.Result{Step: w.Step, RemoteID: "r-" + w.Key, Permalink: "https://n.example/" + w.Key}}
}

func (s *scripted) Find(_ context.Context, _ networks.Account, l networks.Look) networks.Finding {
	if s.find == nil {
		return networks.Finding{Verdict: networks.CannotTell}
	}
	return s.find(l)
}

func (s *scripted) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}
