package dispatch

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"parvis/internal/event"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// Options of an engine.
type Options struct {
	DB       *store.DB
	Networks networks.Registry
	Gate     Gate
	Accounts Accounts
	Kinds    map[string]Kind
	Bus      *event.Bus
	Log      *slog.Logger
	Now      func() time.Time
	Node     string        // unique per boot
	Workers  int           // sends in flight at most (default 64)
	Lease    time.Duration // PostgreSQL (default 30 s)
	// InjectedClock: Now does not follow the machine's clock (the sample, the
	// soak), so that its jumps mean nothing.
	InjectedClock bool
	Poll          time.Duration // longest sleep between two looks at the lanes (default 200 ms on PostgreSQL, 1 s on SQLite)
}

// Engine claims, sends, records and reconciles until it is stopped. Any number
// run on one PostgreSQL; one runs on SQLite.
type Engine struct {
	Options
	group     chan operation
	wake      chan struct{}
	sends     sync.WaitGroup
	inFlight  atomic.Int64
	lastTurn  atomic.Int64 // Unix ms of the last committed turn: liveness
	reachable atomic.Int64 // Unix ms of the last time the database answered
	clock     clockGuard
	stats     Stats
	cancelAll context.CancelCauseFunc
}

// NewEngine makes an engine; Run starts it.
func NewEngine(o Options) *Engine {
	if o.Workers == 0 {
		o.Workers = 64
	}
	if o.Lease == 0 {
		o.Lease = 30 * time.Second
	}
	if o.Poll == 0 {
		o.Poll = time.Second
		if o.DB.Dialect() == store.Postgres {
			o.Poll = 200 * time.Millisecond
		}
	}
	return &Engine{Options: o, group: make(chan operation, 4*o.Workers), wake: make(chan struct{}, 1)}
}

// Wake makes the engine look at the lanes at once; ScheduleTx and its kin call
// it when they commit.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, then lets the sends in flight finish or reach
// their deadline and records them. What another boot had on its way is taken
// over first.
func (e *Engine) Run(ctx context.Context) error {
	if err := e.takeOver(ctx, e.DB.Dialect() == store.SQLite); err != nil {
		return err
	}
	e.touch()
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	sendCtx, cancelSends := context.WithCancelCause(work)
	e.cancelAll = cancelSends
	defer cancelSends(nil)

	var loops sync.WaitGroup
	loops.Go(func() { e.settleLoop(ctx, sendCtx) })
	loops.Go(func() { e.watch(ctx) })
	committed := make(chan struct{})
	go func() {
		defer close(committed)
		e.commitLoop(ctx, work, sendCtx)
	}()
	<-ctx.Done()
	loops.Wait()
	e.sends.Wait()
	stopWork()
	<-committed
	return nil
}

// watch looks after leases and the clock beside the main loop.
func (e *Engine) watch(ctx context.Context) {
	tick := time.NewTicker(e.Lease / 6)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if e.DB.Dialect() != store.Postgres {
			continue
		}
		if err := e.takeOver(ctx, false); err != nil && ctx.Err() == nil {
			e.Log.Error("dispatch: take over", "error", err)
		}
		// A node that cannot reach the database may already have lost its
		// leases: whatever it is sending is stopped, others will look for it.
		silent := time.Duration(e.Now().UnixMilli()-e.reachable.Load()) * time.Millisecond
		if silent > e.Lease/2 && e.inFlight.Load() > 0 {
			e.Log.Error("dispatch: database out of reach, stopping sends", "silent", silent)
			e.cancelAll(errDatabaseAway)
		}
	}
}

func (e *Engine) touch() {
	now := e.Now().UnixMilli()
	e.lastTurn.Store(now)
	e.reachable.Store(now)
}

// IsAlive says whether the engine's loop turned lately, for /readyz.
func (e *Engine) IsAlive() bool {
	return e.Now().UnixMilli()-e.lastTurn.Load() < (10*time.Second + e.Poll).Milliseconds()
}
