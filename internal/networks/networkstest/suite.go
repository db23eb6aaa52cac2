// Package networkstest is the specification of a network (house.md §6): what
// passes Run may be called one.
//
// A network's own test is one call. It brings a Fake, an http.Handler that
// validates requests as the real provider does and keeps state; the suite puts a
// front before it that breaks connections and answers, on HTTP/1.1 and 2, and
// believes nothing that the network says: a capability counts only if the fake's
// state changed as declared and another endpoint read it back.
package networkstest

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// Post is something the provider holds.
type Post struct {
	ID       string
	Segments []Segment // of a thread, in order
}

// Segment is one message of a post as the provider holds it.
type Segment struct {
	Text   string
	Images int
	Videos int
	Alts   []string
}

// Fake is a provider with state. Each check gets a fresh one.
type Fake interface {
	http.Handler
	// Posts gives the public posts of the account, from the state itself.
	Posts() []Post
}

// Keeper fakes are given the files of a revision: their provider fetches files
// by itself, or shares a store with whoever publishes.
type Keeper interface {
	Keep(m networks.Media, body []byte)
}

// Filler fakes can hold posts of others between ours, for pagination.
type Filler interface{ Fill(n int) }

// Suite is what a network brings.
type Suite struct {
	// New makes the network over a client; base is the fake's address.
	New func(out *outbound.Client, base string) networks.Network
	// Account is a connected account at base. Its secrets should be at least
	// eight characters long: they are looked for in everything that is said.
	Account func(base string) networks.Account
	// Form connects that account; nil when the network is no Connector.
	Form func(base string) map[string]string
	Fake func() Fake
	// Read fetches a post from base by another endpoint than the one that wrote
	// it; client trusts the fake.
	Read func(ctx context.Context, client *http.Client, base, remoteID string) (Post, error)
	// Answer writes the provider's own words for a status (401, 429, 500); nil
	// sends the bare status. It must not hide what the suite put into echo,
	// the request as it was received.
	Answer func(w http.ResponseWriter, status int, echo string)
}

// T is what checks need of testing.T; the suite's own test records instead.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
	Context() context.Context
}

// check is one rule, run on each protocol.
type check struct {
	name string
	run  func(t T, b *bench)
}

var checks = []check{
	{"declares itself", declares},
	{"connects and writes nothing", connects},
	{"publishes a text at its limit", publishesText},
	{"publishes media with descriptions", publishesMedia},
	{"publishes a thread in order", publishesThread},
	{"refuses over a limit before any call", refusesOverLimit},
	{"edits what it says it edits", edits},
	{"deletes what it says it deletes", deletes},
	{"a refused credential is deferred", refusedCredential},
	{"too many is deferred until the time told", tooMany},
	{"a server's error is unknown", serverErrors},
	{"a redirect is not followed", redirected},
	{"an answer lost is one effect, unknown, then found", answerLost},
	{"a request lost is never found", requestLost},
	{"nothing dialled is deferred", notDialled},
	{"a cancelled write ends at once", cancelled},
	{"tolerates unknown fields", unknownFields},
	{"finds among many pages", manyPages},
}

// Run holds a network to the specification.
func Run(t *testing.T, s Suite) {
	t.Helper()
	for _, proto := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(proto, func(t *testing.T) {
			for _, c := range checks {
				t.Run(c.name, func(t *testing.T) { c.run(t, newBench(t, s, proto)) })
			}
		})
	}
}

// bench is one network before one fresh fake.
type bench struct {
	T
	Suite
	fake    Fake
	front   *front
	network networks.Network
	account networks.Account
	info    networks.Info
	out     *outbound.Client
}

func newBench(t T, s Suite, proto string) *bench {
	t.Helper()
	fake := s.Fake()
	f := newFront(t, fake, proto, s.Answer)
	out, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}, RootCAs: f.roots})
	if err != nil {
		t.Fatalf("outbound: %v", err)
	}
	t.Cleanup(out.Close)
	b := &bench{T: t, Suite: s, fake: fake, front: f, out: out, network: s.New(out, f.url), account: s.Account(f.url)}
	b.info = networks.InfoFor(b.network, b.account)
	return b
}

// publisher is the network as one; every network of this suite publishes.
func (b *bench) publisher() networks.Publisher {
	b.Helper()
	p, ok := b.network.(networks.Publisher)
	if !ok {
		b.Fatalf("%s is no Publisher", b.info.Name)
	}
	return p
}

// delivery makes the writes of one revision, in order, as dispatch does.
type delivery struct {
	*bench
	key      string
	revision networks.Revision
	steps    []networks.Step
	done     []networks.Result
}

func (b *bench) plan(key string, r networks.Revision) *delivery {
	b.Helper()
	steps, err := b.publisher().Plan(b.account, r)
	if err != nil {
		b.Fatalf("plan: %v", err)
	}
	if len(steps) == 0 {
		b.Fatalf("plan: no step")
	}
	return &delivery{bench: b, key: key, revision: r, steps: steps}
}

// frozen is the instant of every first intent: a little ago, as it always is.
var frozen = time.Now().Add(-time.Second).UTC().Truncate(time.Millisecond)

func (d *delivery) write(i int) networks.Write {
	return networks.Write{Step: d.steps[i], Key: fmt.Sprintf("%s.%d", d.key, d.steps[i].N), FrozenAt: frozen, Revision: d.revision, Done: d.done, Progress: func() {}}
}

// do performs one step and holds it to: one remote write at most, nothing
// secret said.
func (d *delivery) do(ctx context.Context, i int) networks.Outcome {
	d.Helper()
	before := d.front.count()
	out := d.publisher().Do(ctx, d.account, d.write(i))
	if n := d.front.count() - before; n > 1 {
		d.Errorf("step %s made %d remote writes: a step is one", d.steps[i].Op, n)
	}
	if out.Kind == "" {
		d.Errorf("step %s gave no outcome", d.steps[i].Op)
	}
	d.quiet("the outcome", out)
	return out
}

// upTo performs the steps before the last visible one, which must be accepted,
// and gives the index of that one.
func (d *delivery) upTo(ctx context.Context) int {
	d.Helper()
	last := len(d.steps) - 1
	for last > 0 && !d.steps[last].Visible {
		last--
	}
	for i := range last {
		d.accept(ctx, i)
	}
	return last
}

func (d *delivery) accept(ctx context.Context, i int) networks.Result {
	d.Helper()
	out := d.do(ctx, i)
	for try := 0; out.Kind == networks.Pending && try < 50; try++ {
		time.Sleep(20 * time.Millisecond)
		if f := d.find(ctx, i); f.Verdict == networks.Found {
			out = networks.Outcome{Kind: networks.Accepted, Result: f.Result}
		}
	}
	if out.Kind != networks.Accepted {
		d.Fatalf("step %s: %s %+v, want accepted", d.steps[i].Op, out.Kind, out.Reason)
	}
	out.Result.Step = d.steps[i]
	d.done = append(d.done, out.Result)
	return out.Result
}

// all performs every step and gives what the public sees first.
func (d *delivery) all(ctx context.Context) networks.Result {
	d.Helper()
	for i := range d.steps {
		d.accept(ctx, i)
	}
	for _, r := range d.done {
		if r.Step.Visible && r.RemoteID != "" {
			return r
		}
	}
	d.Fatalf("no step gave the id of what the public sees")
	return networks.Result{}
}

func (d *delivery) find(ctx context.Context, i int) networks.Finding {
	d.Helper()
	finder, ok := d.network.(networks.Finder)
	if !ok {
		return networks.Finding{Verdict: networks.CannotTell}
	}
	before := len(d.fake.Posts())
	f := finder.Find(ctx, d.account, networks.Look{Write: d.write(i), FirstSent: frozen, LastByte: time.Now(), Bound: func(string) bool { return false }})
	if len(d.fake.Posts()) != before {
		d.Errorf("looking changed what the provider holds")
	}
	d.quiet("the finding", f)
	return f
}
