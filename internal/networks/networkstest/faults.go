package networkstest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"time"

	"parvis/internal/networks"
)

// soon is how long anything may take here: nothing leaves this machine.
const soon = 10 * time.Second

func refusedCredential(_ T, b *bench) {
	d := b.plan("dlv_401", b.plain("Bonjour"))
	b.front.strike(answer, http.StatusUnauthorized)
	if out := d.do(b.Context(), 0); out.Kind != networks.Deferred {
		b.Errorf("401: %s, want deferred", out.Kind)
	} else if !out.Reconnect {
		b.Errorf("401: nobody is told to connect again")
	}
	b.effects(0)
}

func tooMany(_ T, b *bench) {
	d := b.plan("dlv_429", b.plain("Bonjour"))
	b.front.strike(answer, http.StatusTooManyRequests)
	out := d.do(b.Context(), 0)
	if wait := time.Until(out.Until); out.Kind != networks.Deferred || wait < time.Second || wait > soon {
		b.Errorf("429 with Retry-After 7: %s until in %s", out.Kind, wait.Round(time.Second))
	}
	b.effects(0)
}

func serverErrors(_ T, b *bench) {
	for i, status := range []int{http.StatusInternalServerError, http.StatusBadGateway} {
		d := b.plan([]string{"dlv_500", "dlv_502"}[i], b.plain([]string{"Cinq cents", "Cinq cent deux"}[i]))
		last := d.upTo(b.Context())
		b.front.strike(answer, status)
		if out := d.do(b.Context(), last); out.Kind != networks.Unknown {
			b.Errorf("%d: %s, want unknown: it proves nothing", status, out.Kind)
		}
	}
	b.effects(0)
	d := b.plan("dlv_500_after", b.plain("Et pourtant publié"))
	last := d.upTo(b.Context())
	b.front.strike(answerAfter, http.StatusInternalServerError)
	if out := d.do(b.Context(), last); out.Kind != networks.Unknown {
		b.Errorf("500 after the effect: %s, want unknown", out.Kind)
	}
	b.effects(1)
	b.settled(d, last)
}

func redirected(_ T, b *bench) {
	d := b.plan("dlv_307", b.plain("Bonjour"))
	last := d.upTo(b.Context())
	before := b.front.count()
	b.front.strike(redirect, 0)
	if out := d.do(b.Context(), last); out.Kind != networks.Unknown {
		b.Errorf("307: %s, want unknown", out.Kind)
	}
	if n := b.front.count() - before; n != 1 {
		b.Errorf("a redirected write left %d times", n)
	}
}

// answerLost is the heart of the fence: the provider did it, nobody said so.
func answerLost(_ T, b *bench) {
	b.published(b.plain("La première, qui ouvre la connexion"), "dlv_first")
	d := b.plan("dlv_lost", b.plain("La perdue"))
	last := d.upTo(b.Context())
	before := b.front.count()
	b.front.strike(loseAnswer, 0)
	if out := d.do(b.Context(), last); out.Kind != networks.Unknown {
		b.Errorf("answer lost: %s, want unknown", out.Kind)
	}
	if n := b.front.count() - before; n != 1 {
		b.Errorf("the write left %d times", n)
	}
	b.effects(2)
	b.settled(d, last)
}

// settled holds the ways of the operation's class to find the effect that the
// provider has, and to leave it the only one.
func (b *bench) settled(d *delivery, i int) {
	b.Helper()
	was := len(b.fake.Posts())
	class := b.info.Operations[d.steps[i].Op].Class
	f := d.find(b.Context(), i)
	switch {
	case class == networks.None:
		if f.Verdict == networks.Absent || f.Verdict == networks.Found && !b.has(f.Result.RemoteID) {
			b.Errorf("look: %s, which nothing allows", f.Verdict)
		}
	case f.Verdict == networks.Found:
		if !b.has(f.Result.RemoteID) {
			b.Errorf("found %q, which the provider does not hold", f.Result.RemoteID)
		} else {
			b.holds(d.revision, f.Result.RemoteID)
		}
	case class == networks.Exact && f.Verdict == networks.CannotTell:
		// a replay will tell
	default:
		b.Errorf("the effect is there, the look says %s %+v", f.Verdict, f.Reason)
	}
	if class == networks.Exact {
		if out := d.do(b.Context(), i); out.Kind != networks.Accepted || !b.has(out.Result.RemoteID) {
			b.Errorf("replay of an exact operation: %s %+v", out.Kind, out.Reason)
		}
	}
	b.effects(was)
}

func (b *bench) has(remoteID string) bool {
	for _, p := range b.fake.Posts() {
		if p.ID == remoteID && remoteID != "" {
			return true
		}
	}
	return false
}

func (b *bench) effects(want int) {
	b.Helper()
	if n := len(b.fake.Posts()); n != want {
		b.Errorf("the provider holds %d posts, want %d", n, want)
	}
}

func requestLost(_ T, b *bench) {
	d := b.plan("dlv_never", b.plain("Jamais arrivée"))
	last := d.upTo(b.Context())
	b.front.strike(loseRequest, 0)
	if out := d.do(b.Context(), last); out.Kind != networks.Unknown {
		b.Errorf("request lost: %s, want unknown", out.Kind)
	}
	b.effects(0)
	if f := d.find(b.Context(), last); f.Verdict == networks.Found || f.Verdict == networks.InProgress {
		b.Errorf("nothing is there, the look says %s %+v", f.Verdict, f.Result)
	}
	if b.info.Operations[d.steps[last].Op].Class == networks.Exact {
		if out := d.do(b.Context(), last); out.Kind != networks.Accepted {
			b.Errorf("replay: %s %+v", out.Kind, out.Reason)
		}
		b.effects(1)
	}
}

func notDialled(t T, b *bench) {
	gone := httptest.NewServer(nil)
	gone.Close()
	b.network, b.account = b.New(b.out, gone.URL), b.Account(gone.URL)
	d := b.plan("dlv_gone", b.plain("Bonjour"))
	if out := d.do(t.Context(), 0); out.Kind != networks.Deferred {
		b.Errorf("nobody listens: %s, want deferred: nothing left", out.Kind)
	}
}

func cancelled(t T, b *bench) {
	d := b.plan("dlv_cancel", b.plain("Bonjour"))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if out := d.do(over, 0); out.Kind != networks.Deferred || b.front.total() != 0 {
		b.Errorf("cancelled before: %s after %d requests, want deferred and none", out.Kind, b.front.total())
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b.front.strike(hang, 0)
	go func() {
		<-b.front.arrived
		cancel()
	}()
	start := time.Now()
	out := d.do(ctx, 0)
	if took := time.Since(start); out.Kind != networks.Unknown || took > soon/2 {
		b.Errorf("cancelled on its way: %s after %s, want unknown at once", out.Kind, took.Round(time.Millisecond))
	}
}

func unknownFields(_ T, b *bench) {
	b.front.mu.Lock()
	b.front.extra = true
	b.front.mu.Unlock()
	b.published(b.plain("Avec des champs de demain"), "dlv_extra")
	d := b.plan("dlv_extra_lost", b.plain("Perdue, avec des champs de demain"))
	last := d.upTo(b.Context())
	b.front.strike(loseAnswer, 0)
	d.do(b.Context(), last)
	b.settled(d, last)
	if c, ok := b.network.(networks.Connector); ok {
		if h, err := c.Check(b.Context(), b.account); err != nil || h.State != networks.HealthOK {
			b.Errorf("check: %s %v", h.State, err)
		}
	}
}

func manyPages(t T, b *bench) {
	filler, ok := b.fake.(Filler)
	if !ok {
		return
	}
	d := b.plan("dlv_deep", b.plain("Sous beaucoup d’autres"))
	last := d.upTo(b.Context())
	b.front.strike(loseAnswer, 0)
	d.do(b.Context(), last)
	const others = 150
	filler.Fill(others)
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	before := b.front.total()
	f := d.find(ctx, last)
	if class := b.info.Operations[d.steps[last].Op].Class; class != networks.None && class != networks.Exact && f.Verdict != networks.Found {
		b.Errorf("under %d others: %s %+v", others, f.Verdict, f.Reason)
	}
	if n := b.front.total() - before; n > others {
		b.Errorf("%d requests for %d posts: does the listing end?", n, others)
	}
}
