package outbound

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace bounds the requests of one account or network: Every on average, Burst
// at once. Key tells accounts apart ("mastodon:ch_01…").
type Pace struct {
	Key   string
	Every time.Duration
	Burst int
}

type paceKey struct{}

// WithPace bounds the requests made under the context. A request that would
// have to wait no more than a second waits; a longer wait is an *Error of kind
// Paced, with nothing sent.
func WithPace(ctx context.Context, p Pace) context.Context {
	return context.WithValue(ctx, paceKey{}, p)
}

const (
	longestWait  = time.Second
	manyLimiters = 10_000
)

// pacer keeps one limiter per key.
type pacer struct {
	mu       sync.Mutex
	limiters map[string]*rate.Limiter
}

// wait gives 0 once the request may go, else the time until it may.
func (p *pacer) wait(ctx context.Context) (time.Duration, error) {
	pace, ok := ctx.Value(paceKey{}).(Pace)
	if !ok || pace.Every <= 0 {
		return 0, nil
	}
	r := p.limiter(pace).Reserve()
	delay := r.Delay()
	if delay == 0 {
		return 0, nil
	}
	if deadline, ok := ctx.Deadline(); delay > longestWait || (ok && time.Until(deadline) < delay) {
		r.Cancel()
		return delay, nil
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return 0, nil
	case <-ctx.Done():
		r.Cancel()
		return 0, ctx.Err()
	}
}

func (p *pacer) limiter(pace Pace) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l := p.limiters[pace.Key]; l != nil {
		return l
	}
	if p.limiters == nil || len(p.limiters) >= manyLimiters {
		p.forget()
	}
	l := rate.NewLimiter(rate.Every(pace.Every), max(pace.Burst, 1))
	p.limiters[pace.Key] = l
	return l
}

// forget drops the limiters that are full again: they would be made alike.
func (p *pacer) forget() {
	kept := make(map[string]*rate.Limiter, len(p.limiters)/2)
	for key, l := range p.limiters {
		if l.Tokens() < float64(l.Burst()) {
			kept[key] = l
		}
	}
	p.limiters = kept
}
