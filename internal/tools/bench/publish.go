package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/webhook"
	"parvis/internal/outbound"
	"parvis/internal/store"
)

const workspace = identity.WorkspaceID("ws_bench")

type publishCommand struct {
	DB         []string `default:"sqlite,postgres"`
	Deliveries int      `default:"10000"`
	Channels   []int    `default:"1000,50"`
	Best       int      `default:"5" help:"Runs; the best counts."`
	Profile    string   `help:"Write a CPU profile here."`
}

// Run measures the publish rate: everything due at once, against the best rate
// of the same client and receiver without a database.
func (c *publishCommand) Run(ctx context.Context) error {
	if c.Profile != "" {
		f, err := os.Create(c.Profile)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	address, stop, err := startStub(0)
	if err != nil {
		return err
	}
	defer stop()
	for _, db := range c.DB {
		goal := map[string]float64{"sqlite": 0.25, "postgres": 0.20}[db]
		for _, channels := range c.Channels {
			best := 0.0
			for range c.Best {
				bare, err := c.bare(ctx, address)
				if err != nil {
					return err
				}
				full, err := c.full(ctx, db, address, channels, 256)
				if err != nil {
					return err
				}
				fmt.Fprintf(os.Stderr, "%s %d channels: %.0f/s of %.0f/s\n", db, channels, full, bare)
				best = max(best, full/bare)
			}
			report(fmt.Sprintf("publish-%s-%dch", db, channels), fmt.Sprintf("%.2fx", best), fmt.Sprintf("%.2fx", goal), best >= goal)
		}
	}
	return c.slow(ctx)
}

// slow is the rate with a receiver that takes 100 ms and 256 in flight.
func (c *publishCommand) slow(ctx context.Context) error {
	address, stop, err := startStub(100 * time.Millisecond)
	if err != nil {
		return err
	}
	defer stop()
	for _, db := range c.DB {
		best := 0.0
		for range c.Best {
			rate, err := c.full(ctx, db, address, 1000, 256)
			if err != nil {
				return err
			}
			best = max(best, rate/(256/0.1))
		}
		report("publish-"+db+"-100ms", fmt.Sprintf("%.2fx", best), "0.75x", best >= 0.75)
	}
	return nil
}

func account(address, channel string) networks.Account {
	return networks.Account{ChannelID: channel, Secrets: map[string]string{"secret": "bench"},
		Settings: map[string]string{"url": "http://" + address + "/hook/" + channel + "?class=exact", "class": "exact"}}
}

func revision(subject string) networks.Revision {
	text := "Publication " + subject + " : le ciré se répare à l'atelier, vendredi matin."
	sum := sha256.Sum256([]byte(text))
	return networks.Revision{ID: "rev_" + subject, Hash: hex.EncodeToString(sum[:]), Language: "fr", Segments: []networks.Segment{{Text: text}}}
}

func client() (*webhook.Network, error) {
	out, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		return nil, err
	}
	return webhook.New(out, time.Now), nil
}

// bare sends without a database, with the best number of workers.
func (c *publishCommand) bare(ctx context.Context, address string) (float64, error) {
	n, err := client()
	if err != nil {
		return 0, err
	}
	best := 0.0
	for _, workers := range []int{16, 32, 64, 128, 256} {
		var next, failed atomic.Int64
		var all sync.WaitGroup
		start := time.Now()
		for range workers {
			all.Go(func() {
				for i := next.Add(1); i <= int64(c.Deliveries); i = next.Add(1) {
					channel := "ch-" + strconv.Itoa(int(i)%1000)
					o := n.Do(ctx, account(address, channel), networks.Write{Key: strconv.Itoa(workers) + "-" + strconv.FormatInt(i, 10) + strconv.FormatInt(start.UnixNano(), 36),
						Step: networks.Step{Op: "publish", Visible: true}, Revision: revision(strconv.FormatInt(i, 10))})
					if o.Kind != networks.Accepted {
						failed.Add(1)
					}
				}
			})
		}
		all.Wait()
		if failed.Load() > 0 {
			return 0, fmt.Errorf("%d bare writes failed", failed.Load())
		}
		best = max(best, float64(c.Deliveries)/time.Since(start).Seconds())
	}
	return best, nil
}

// full publishes through the engine until everything is published.
func (c *publishCommand) full(ctx context.Context, kind, address string, channels, workers int) (float64, error) {
	db, cleanup, err := freshDatabase(ctx, kind)
	if err != nil {
		return 0, err
	}
	defer cleanup()
	n, err := client()
	if err != nil {
		return 0, err
	}
	done := make(chan struct{})
	var count atomic.Int64
	bus := &event.Bus{}
	event.On(bus, "bench.count", func(_ context.Context, tx *store.Tx, s dispatch.Settled) error {
		tx.OnCommit(func() {
			if count.Add(int64(len(s.Deliveries))) == int64(c.Deliveries) {
				close(done)
			}
		})
		return nil
	})
	engine := dispatch.NewEngine(dispatch.Options{DB: db, Networks: networks.Registry{"webhook": n}, Gate: openGate{}, Accounts: accountsAt(address),
		Kinds: map[string]dispatch.Kind{"post": posts{}}, Bus: bus, Log: slog.New(slog.DiscardHandler), Now: time.Now, Node: "bench", Workers: workers})
	service := dispatch.New(db, bus, nil, time.Now, engine.Wake)
	if err := c.schedule(ctx, db, service, channels); err != nil {
		return 0, err
	}
	run, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	start := time.Now()
	go func() { ended <- engine.Run(run) }()
	select {
	case <-done:
	case <-time.After(3 * time.Minute):
		stop()
		return 0, fmt.Errorf("only %d of %d were published", count.Load(), c.Deliveries)
	}
	rate := float64(c.Deliveries) / time.Since(start).Seconds()
	stop()
	return rate, <-ended
}

func (c *publishCommand) schedule(ctx context.Context, db *store.DB, service *dispatch.Service, channels int) error {
	due := time.Now()
	for from := 0; from < c.Deliveries; from += 1000 {
		var news []dispatch.NewDelivery
		for i := from; i < min(from+1000, c.Deliveries); i++ {
			subject := strconv.Itoa(i)
			r := revision(subject)
			news = append(news, dispatch.NewDelivery{Workspace: workspace, Channel: "ch-" + strconv.Itoa(i%channels), Network: "webhook", Kind: "post",
				Subject: subject, Revision: r.ID, Hash: r.Hash, Fingerprint: r.Hash, DueAt: due, Late: -1})
		}
		if err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := service.ScheduleTx(ctx, tx, news)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

type accountsAt string

func (a accountsAt) Accounts(_ context.Context, ds []dispatch.Delivery) (map[string]networks.Account, error) {
	out := make(map[string]networks.Account, len(ds))
	for _, d := range ds {
		out[d.Channel] = account(string(a), d.Channel)
	}
	return out, nil
}

type openGate struct{}

func (openGate) HoldsTx(context.Context, *store.Tx, []identity.WorkspaceID) ([]dispatch.Hold, error) {
	return nil, nil
}

type posts struct{}

func (posts) CheckTx(context.Context, *store.Tx, []dispatch.Delivery) (map[dispatch.DeliveryID]*networks.Reason, error) {
	return nil, nil
}

func (posts) Load(_ context.Context, ds []dispatch.Delivery) (map[dispatch.DeliveryID]dispatch.Payload, error) {
	out := make(map[dispatch.DeliveryID]dispatch.Payload, len(ds))
	for _, d := range ds {
		r := revision(d.Subject)
		out[d.ID] = dispatch.Payload{Revision: r, Hash: r.Hash}
	}
	return out, nil
}
