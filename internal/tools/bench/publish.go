package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"parvis/internal/app"
	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/networks"
	"parvis/internal/networks/webhook"
	"parvis/internal/outbound"
	"parvis/internal/store"
)

// inFlight is how many sends the goals allow at once.
const inFlight = 256

type publishCommand struct {
	DB         []string `default:"sqlite,postgres"`
	Deliveries int      `default:"10000"`
	Channels   []int    `default:"1000,50"`
	Best       int      `default:"5" help:"Runs; the best counts."`
	Profile    string   `help:"Write the CPU profile of a run here."`
	Slow       bool     `default:"true" negatable:"" help:"Also with a receiver that takes 100 ms."`
}

// Run measures the publish rate: everything due at once, against the best rate
// of the same client and receiver without a database.
func (c *publishCommand) Run(ctx context.Context) error {
	address, stop, err := startStub(0)
	if err != nil {
		return err
	}
	defer stop()
	for _, db := range c.DB {
		if err := c.on(ctx, db, address); err != nil {
			return err
		}
	}
	return nil
}

func (c *publishCommand) on(ctx context.Context, db, address string) error {
	base, err := connected(ctx, db, address, slices.Max(c.Channels))
	defer base.remove()
	if err != nil {
		return err
	}
	for _, channels := range c.Channels {
		if err := c.atOnce(ctx, base, address, channels); err != nil {
			return err
		}
	}
	if !c.Slow {
		return nil
	}
	return c.slow(ctx, base)
}

// atOnce is the rate with a receiver that answers at once.
func (c *publishCommand) atOnce(ctx context.Context, base ground, address string, channels int) error {
	goal := map[string]float64{"sqlite": 0.25, "postgres": 0.20}[base.kind]
	from, err := planned(ctx, base, address, channels, c.Deliveries)
	defer from.remove()
	if err != nil {
		return err
	}
	best := 0.0
	for range c.Best {
		bare, err := c.bare(ctx, address)
		if err != nil {
			return err
		}
		full, err := c.full(ctx, from)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s %d channels: %.0f/s of %.0f/s\n", base.kind, channels, full, bare)
		best = max(best, full/bare)
	}
	report(fmt.Sprintf("publish-%s-%dch", base.kind, channels), fmt.Sprintf("%.2fx", best), fmt.Sprintf("%.2fx", goal), best >= goal)
	return nil
}

// slow is the rate with a receiver that takes 100 ms and 256 in flight.
func (c *publishCommand) slow(ctx context.Context, base ground) error {
	address, stop, err := startStub(100 * time.Millisecond)
	if err != nil {
		return err
	}
	defer stop()
	from, err := planned(ctx, base, address, slices.Max(c.Channels), c.Deliveries)
	defer from.remove()
	if err != nil {
		return err
	}
	best := 0.0
	for range c.Best {
		rate, err := c.full(ctx, from)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s 100 ms: %.0f/s\n", base.kind, rate)
		best = max(best, rate/(inFlight/0.1))
	}
	report("publish-"+base.kind+"-100ms", fmt.Sprintf("%.2fx", best), "0.75x", best >= 0.75)
	return nil
}

func account(address, channel string) networks.Account {
	return networks.Account{ChannelID: channel, Secrets: map[string]string{"secret": "bench"},
		Settings: map[string]string{"url": "http://" + address + "/hook/" + channel + "?class=exact", "class": "exact"}}
}

func revision(subject, text string) networks.Revision {
	return networks.Revision{ID: "rev_" + subject, Hash: subject, Language: "fr", Segments: []networks.Segment{{Text: text}}}
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
						Step: networks.Step{Op: "publish", Visible: true}, Revision: revision(strconv.FormatInt(i, 10), sentence(int(i)))})
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

// full publishes through the whole product, on a copy of what was planned,
// until everything is published.
func (c *publishCommand) full(ctx context.Context, from ground) (rate float64, err error) {
	g, err := from.copy(ctx)
	if err != nil {
		return 0, err
	}
	defer g.remove()
	h, err := g.open(ctx, app.Options{Workers: inFlight})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	done := make(chan struct{})
	var count atomic.Int64
	event.On(h.Bus, "bench.count", func(_ context.Context, tx *store.Tx, s dispatch.Settled) error {
		out := int64(0)
		for _, d := range s.Deliveries {
			if d.State == dispatch.Published {
				out++
			}
		}
		tx.OnCommit(func() {
			if count.Add(out) == int64(c.Deliveries) {
				close(done)
			}
		})
		return nil
	})
	h.start(ctx)
	time.Sleep(500 * time.Millisecond) // the start is another goal's
	if err := dueNow(ctx, h.DB, time.Now(), c.Deliveries); err != nil {
		return 0, err
	}
	stop, err := c.profile()
	if err != nil {
		return 0, err
	}
	defer stop()
	start, spent := time.Now(), processorTime()
	h.Engine.Wake()
	select {
	case <-done:
		fmt.Fprintf(os.Stderr, "processor %s a delivery\n", (processorTime()-spent)/time.Duration(c.Deliveries))
		return float64(c.Deliveries) / time.Since(start).Seconds(), nil
	case <-time.After(3 * time.Minute):
		return 0, fmt.Errorf("only %d of %d were published", count.Load(), c.Deliveries)
	}
}

// profile writes what a run spends its time on; the last run's stays.
func (c *publishCommand) profile() (stop func(), err error) {
	if c.Profile == "" {
		return func() {}, nil
	}
	f, err := os.Create(c.Profile)
	if err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, pprof.StartCPUProfile(f)
}

// processorTime is what this process has used: steady where the clock is not,
// on a machine with other work.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
