package dispatch

import (
	"context"
	"sort"
	"sync/atomic"
	"time"

	"parvis/internal/identity"
)

// Stats counts what this node did since it started, for /metrics.
type Stats struct {
	claims, late                                   atomic.Int64
	published, failed, partial, missed, needPerson atomic.Int64
}

func (s *Stats) count(settled []Delivery) {
	for _, d := range settled {
		switch d.State {
		case Published:
			s.published.Add(1)
		case Failed:
			s.failed.Add(1)
		case Partial:
			s.partial.Add(1)
		case Missed:
			s.missed.Add(1)
		case NeedsPerson:
			s.needPerson.Add(1)
		}
	}
}

// Counts gives the counters by name.
func (e *Engine) Counts() map[string]int64 {
	s := &e.stats
	return map[string]int64{
		"claims": s.claims.Load(), "late_records": s.late.Load(), "published": s.published.Load(), "failed": s.failed.Load(),
		"partial": s.partial.Load(), "missed": s.missed.Load(), "needs_person": s.needPerson.Load(), "in_flight": e.inFlight.Load(),
	}
}

// Lateness of the deliveries that started in a period: how many, and the
// median, 99th percentile and largest delay between due and started.
type Lateness struct {
	Count         int
	P50, P99, Max time.Duration
}

// FindLateness measures a workspace's punctuality since an instant, over at
// most the last 10,000 deliveries.
func (s *Service) FindLateness(ctx context.Context, ws identity.WorkspaceID, since time.Time) (Lateness, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return Lateness{}, err
	}
	ms, err := selectLateness(ctx, s.db.Reader(), ws, since)
	if err != nil || len(ms) == 0 {
		return Lateness{}, err
	}
	sort.Slice(ms, func(i, j int) bool { return ms[i] < ms[j] })
	at := func(p float64) time.Duration {
		return time.Duration(ms[min(len(ms)-1, int(p*float64(len(ms))))]) * time.Millisecond
	}
	return Lateness{Count: len(ms), P50: at(0.50), P99: at(0.99), Max: at(1)}, nil
}

// OldestOverdue is how long the longest-waiting delivery is past its time, over
// every workspace, for /readyz: zero when nothing waits. Deliveries deferred by
// their network or waiting for a twin count: they are late too.
func (s *Service) OldestOverdue(ctx context.Context) (time.Duration, error) {
	due, err := oldestDue(ctx, s.db.Reader())
	if err != nil || due.IsZero() {
		return 0, err
	}
	return max(0, s.now().Sub(due.Time)), nil
}

// CountBusy counts the deliveries, over every workspace, that are on their way
// or should leave by an instant: what a test or the sample waits for.
func (s *Service) CountBusy(ctx context.Context, by time.Time) (int, error) {
	return countBusy(ctx, s.db.Reader(), by)
}
