package store

import (
	"context"
	"sync"
)

const (
	laneDispatch = iota // first
	laneRooms
	laneCount
)

// lanes is a mutex with two queues: a waiter in the first lane is always served
// before one in the second. Within a lane the order is first come, first served.
type lanes struct {
	mu      sync.Mutex
	held    bool
	waiting [laneCount][]chan struct{}
}

func (l *lanes) acquire(ctx context.Context, lane int) error {
	l.mu.Lock()
	if !l.held {
		l.held = true
		l.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	l.waiting[lane] = append(l.waiting[lane], turn)
	l.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		if l.leave(lane, turn) {
			return ctx.Err()
		}
		l.release() // the turn came while leaving: pass it on
		return ctx.Err()
	}
}

// leave takes turn out of its queue; false when it has already been served.
func (l *lanes) leave(lane int, turn chan struct{}) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, w := range l.waiting[lane] {
		if w == turn {
			l.waiting[lane] = append(l.waiting[lane][:i], l.waiting[lane][i+1:]...)
			return true
		}
	}
	return false
}

func (l *lanes) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for lane := range l.waiting {
		if len(l.waiting[lane]) > 0 {
			turn := l.waiting[lane][0]
			l.waiting[lane] = l.waiting[lane][1:]
			close(turn)
			return
		}
	}
	l.held = false
}
