package dispatch

import (
	"sync"
	"time"
)

// clockJump is how far the wall clock may run ahead of the monotonic one before
// dispatch stops claiming (house.md §5, lateness).
const clockJump = 30 * time.Second

// clockGuard notices a wall clock that was set forward: posts would leave early.
// It holds until the clock comes back or a person says that it is right.
type clockGuard struct {
	mu    sync.Mutex
	wall  time.Time // without monotonic reading
	mono  time.Time // with
	ahead time.Duration
}

// check compares the two clocks; the first call sets the baseline. It says
// whether dispatch must hold.
func (g *clockGuard) check(wall, mono time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	wall = wall.Round(0)
	if g.wall.IsZero() {
		g.wall, g.mono = wall, mono
		return false
	}
	g.ahead = wall.Sub(g.wall) - mono.Sub(g.mono)
	if g.ahead < -time.Second { // set back, or slewed: posts only wait longer
		g.wall, g.mono, g.ahead = wall, mono, 0
	}
	return g.ahead > clockJump
}

func (g *clockGuard) accept() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wall, g.ahead = time.Time{}, 0
}

func (g *clockGuard) by() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ahead > clockJump {
		return g.ahead
	}
	return 0
}

// ClockAhead is by how much the wall clock jumped ahead, zero when it is right.
// While it is not, nothing is claimed.
func (e *Engine) ClockAhead() time.Duration { return e.clock.by() }

// AcceptClock is a person's word that the clock is right now.
func (e *Engine) AcceptClock() {
	e.clock.accept()
	e.Wake()
}
