package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"parvis/internal/app"
	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/store"
)

type latenessCommand struct {
	DB []string `default:"sqlite,postgres"`
}

// Run measures how late the first byte may leave: 1, 10 and 100 due on an idle
// system, and 10 due while rooms write and a backup runs.
func (c *latenessCommand) Run(ctx context.Context) error {
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

func (c *latenessCommand) on(ctx context.Context, db, address string) (err error) {
	base, err := connected(ctx, db, address, 100)
	defer base.remove()
	if err != nil {
		return err
	}
	g, err := planned(ctx, base, address, 100, 5000)
	defer g.remove()
	if err != nil {
		return err
	}
	h, err := g.open(ctx, app.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	departures := make(chan time.Time, 1000)
	event.On(h.Bus, "bench.departures", func(_ context.Context, tx *store.Tx, s dispatch.Settled) error {
		tx.OnCommit(func() {
			for range s.Deliveries {
				departures <- time.Now()
			}
		})
		return nil
	})
	h.start(ctx)
	time.Sleep(2 * time.Second)
	for _, n := range []int{1, 10, 100} {
		late, err := c.wave(ctx, h, departures, n, max(3, 30/n))
		if err != nil {
			return err
		}
		c.say(fmt.Sprintf("lateness-%s-%d", db, n), late, 500*time.Millisecond)
	}
	late, err := c.busy(ctx, h, departures)
	if err != nil {
		return err
	}
	c.say("lateness-"+db+"-10-busy", late, 2*time.Second)
	return nil
}

func (c *latenessCommand) say(name string, late []time.Duration, goal time.Duration) {
	slices.Sort(late)
	p50, p99 := late[len(late)/2], late[len(late)*99/100]
	report(name, fmt.Sprintf("p50=%.3fs p99=%.3fs", p50.Seconds(), p99.Seconds()), fmt.Sprintf("p99<=%.1fs", goal.Seconds()), p99 <= goal)
}

// wave has n due at an instant ahead, times over, as people plan: the lanes know
// before. Lateness is taken from the stored start of each send.
func (c *latenessCommand) wave(ctx context.Context, h *house, departures <-chan time.Time, n, times int) ([]time.Duration, error) {
	var late []time.Duration
	for range times {
		at := time.Now().Add(700 * time.Millisecond).Truncate(time.Millisecond)
		if err := dueNow(ctx, h.DB, at, n); err != nil {
			return nil, err
		}
		h.Engine.Wake()
		for range n {
			select {
			case <-departures:
			case <-time.After(30 * time.Second):
				return nil, errors.New("a delivery did not leave")
			}
		}
		var ms []int64
		if err := store.Select(ctx, h.DB.Reader(), &ms, "SELECT started_at - due_at FROM delivery WHERE due_at = $1 AND started_at IS NOT NULL", at.UnixMilli()); err != nil {
			return nil, err
		}
		for _, v := range ms {
			late = append(late, time.Duration(v)*time.Millisecond)
		}
	}
	return late, nil
}

// busy is a wave of 10 while 10,000 rows are written in chunks, as rooms do, and
// a backup is taken.
func (c *latenessCommand) busy(ctx context.Context, h *house, departures <-chan time.Time) ([]time.Duration, error) {
	work, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() {
		for work.Err() == nil {
			_ = h.Backup(work, io.Discard, "une phrase de passe") // over and over, until it is stopped
		}
	})
	all.Go(func() {
		for work.Err() == nil {
			_ = writeRows(work, h.DB)
		}
	})
	late, err := c.wave(ctx, h, departures, 10, 10)
	stop()
	all.Wait()
	return late, err
}

// writeRows writes 10,000 rows, 500 in a transaction.
func writeRows(ctx context.Context, db *store.DB) error {
	for range 20 {
		err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "body", Type: "text"}}}
			for i := range 500 {
				b.Rows = append(b.Rows, []any{store.NewID[string]("note"), sentence(i)})
			}
			return store.RunBatch(ctx, tx, b, `INSERT INTO note (id, workspace_id, day, until_day, body, author_id, updated_at)
				SELECT x.id, 'ws_bench', '2026-01-01', '2026-01-01', x.body, 'usr_bench', CAST($1 AS BIGINT) FROM x WHERE true`, time.Now().UnixMilli())
		})
		if err != nil {
			return err
		}
	}
	return nil
}
