package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"parvis/internal/app"
	"parvis/internal/app/apptest"
	"parvis/internal/channels"
	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/governance"
	"parvis/internal/identity"
)

const (
	raceLease   = 3 * time.Second         // of the race's engine
	raceTimeout = raceLease - raceLease/6 // of its requests (dispatch)
	raceAbreast = 6                       // rounds at a time
)

// TestApprovalRace lets a writer, an approver, a manager who moves dates, one
// who takes back and one who stops everything work on posts that are due this
// minute, against the claim. See check for what must hold.
func TestApprovalRace(t *testing.T) {
	rounds := 60
	switch {
	case os.Getenv("PARVIS_LONG") != "":
		rounds = 1000
		if n, err := strconv.Atoi(os.Getenv("PARVIS_LONG")); err == nil && n > 1 {
			rounds = n
		}
	case testing.Short():
		rounds = 12
	}
	apptest.Each(t, func(t *testing.T, database string) { race(t, database, rounds) })
}

// contest is one race: the house, the receivers' side and what people did.
type contest struct {
	*apptest.House
	receiver *apptest.Receiver
	channels []editorial.ChannelID
	reach    int // ms from an approval to about the intent
	log      apptest.Log

	mu     sync.Mutex
	acts   []act
	stops  []stop
	strays []error // an answer that is no fault of a person's making
}

// span is from the call of a use case to its answer.
type span struct{ from, to time.Time }

// act is a use case that answered yes.
type act struct {
	span
	what string
	post editorial.PostID
	text string // of the post as answered
	lets bool   // after it, the post may leave
}

// stop is a hold, from its answer to the call that lifts it.
type stop struct {
	hold    channels.Hold
	from    time.Time
	until   time.Time
	started map[string]bool // posts that the answer says had started
}

func race(t *testing.T, database string, rounds int) {
	seed := rand.Uint64()
	c := &contest{receiver: apptest.NewReceiver(t), reach: 12}
	if database != "" {
		c.reach = 40
	}
	c.House = apptest.Open(t, apptest.Options{Database: database, App: app.Options{Lease: raceLease, Log: slog.New(slog.NewTextHandler(&c.log, &slog.HandlerOptions{Level: slog.LevelWarn}))}})
	slow := rand.New(rand.NewPCG(seed, 1))
	var mu sync.Mutex
	c.receiver.Answer = func(w http.ResponseWriter, b apptest.Body) {
		mu.Lock()
		wait := time.Duration(slow.IntN(30)) * time.Millisecond
		mu.Unlock()
		time.Sleep(wait)
		_, _ = fmt.Fprintf(w, `{"id":%q,"status":"ready"}`, b.ID)
	}
	for i, class := range []string{"none", "exact", "two_phase", "look_up"} {
		c.channels = append(c.channels, c.Connect(t, fmt.Sprint("Relais ", i), fmt.Sprint(c.receiver.URL, "/", i), class))
	}
	policy := governance.DefaultPolicy()
	policy.Margin = governance.MarginAny
	if _, err := c.Governance.SetPolicy(c.As(t.Context(), identity.Owner), c.Workspace.ID, policy); err != nil {
		t.Fatal(err)
	}
	todo := make(chan int)
	var work sync.WaitGroup
	for range raceAbreast {
		work.Go(func() {
			for n := range todo {
				c.round(t.Context(), t, n, rand.New(rand.NewPCG(seed, uint64(n+2))))
			}
		})
	}
	for n := range rounds {
		todo <- n
	}
	close(todo)
	work.Wait()
	c.settle(t)
	c.check(t)
	t.Logf("seed %d: %d rounds, %d acts, %d stops, %d messages received", seed, rounds, len(c.acts), len(c.stops), len(c.receiver.Bodies()))
}

// round makes one post that is due now and lets everybody at it.
func (c *contest) round(ctx context.Context, t *testing.T, n int, rng *rand.Rand) {
	to := []editorial.ChannelID{c.channels[rng.IntN(len(c.channels))]}
	if other := c.channels[rng.IntN(len(c.channels))]; other != to[0] && rng.IntN(3) == 0 {
		to = append(to, other)
	}
	creator := c.As(ctx, identity.Creator)
	post, err := c.Editorial.Create(creator, c.Workspace.ID, editorial.CreateInput{Draft: apptest.Draft(text(n, 0, 0), to...)})
	if err != nil {
		t.Errorf("round %d: %v", n, err)
		return
	}
	c.do(post.ID, "schedule", func() (editorial.Post, error) {
		return c.Editorial.Schedule(creator, c.Workspace.ID, post.ID, editorial.When{Wall: c.Wall(t, time.Now())})
	})
	cast := []func(context.Context, *testing.T, editorial.PostID, int, *rand.Rand){c.approve, c.approve, c.write, c.move, c.takeBack}
	if rng.IntN(3) == 0 {
		cast = append(cast, c.halt)
	}
	var play sync.WaitGroup
	for _, part := range cast {
		r := rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64()))
		play.Go(func() { part(ctx, t, post.ID, n, r) })
	}
	play.Wait()
	for version := range 3 {
		c.duel(ctx, t, post.ID, n, version, rng)
	}
}

// duel approves a post that is due, and at once takes it back in one of the
// ways there are: one of the two comes first.
func (c *contest) duel(ctx context.Context, t *testing.T, post editorial.PostID, round, version int, r *rand.Rand) {
	creator, manager := c.As(ctx, identity.Creator), c.As(ctx, identity.Manager)
	edit := func(who int) {
		c.do(post, "edit", func() (editorial.Post, error) { return c.rewrite(creator, post, text(round, who, version)) })
	}
	edit(2)
	c.do(post, "schedule", func() (editorial.Post, error) {
		return c.Editorial.Schedule(manager, c.Workspace.ID, post, editorial.When{Wall: c.Wall(t, time.Now())})
	})
	pause(r, c.reach)
	switch r.IntN(5) {
	case 0:
		edit(3)
	case 1:
		c.do(post, "revoke", func() (editorial.Post, error) { return c.Governance.Revoke(manager, c.Workspace.ID, post) })
	case 2:
		c.do(post, "unschedule", func() (editorial.Post, error) { return c.Editorial.Unschedule(creator, c.Workspace.ID, post) })
	case 3:
		c.do(post, "put off", func() (editorial.Post, error) { return c.putOff(creator, t, post) })
	default:
		c.halt(ctx, t, post, round, r)
	}
}

func (c *contest) rewrite(ctx context.Context, post editorial.PostID, text string) (editorial.Post, error) {
	p, err := c.Editorial.Find(ctx, c.Workspace.ID, post)
	if err != nil {
		return p, err
	}
	segments := []editorial.Segment{{ID: "s1", Text: text, Media: []editorial.Media{}}}
	saved, err := c.Editorial.Save(ctx, c.Workspace.ID, post, p.Version, editorial.Patch{Segments: &segments})
	return saved.Post, err
}

func (c *contest) putOff(ctx context.Context, t *testing.T, post editorial.PostID) (editorial.Post, error) {
	p, err := c.Editorial.Move(ctx, c.Workspace.ID, post, editorial.When{Wall: c.Wall(t, time.Now().Add(3*time.Hour)), Reopen: true})
	p.Committed = false // it may leave, but not now
	return p, err
}

func text(round, who, version int) string {
	return fmt.Sprintf("Tour %d, main %d, état %d.", round, who, version)
}

func pause(r *rand.Rand, most int) { time.Sleep(time.Duration(r.IntN(most*1000)) * time.Microsecond) }

// do notes a use case of one post. A refusal is part of the game; anything else
// that is not a fault of the person's is kept for the end.
func (c *contest) do(post editorial.PostID, what string, call func() (editorial.Post, error)) {
	a := act{span: span{from: time.Now()}, what: what, post: post}
	p, err := call()
	a.to = time.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		switch fault.KindOf(err) {
		case fault.Conflict, fault.Invalid, fault.NotFound:
		default:
			c.strays = append(c.strays, fmt.Errorf("%s: %w", what, err))
		}
		return
	}
	a.lets = p.Review == editorial.Approved && p.Committed
	if len(p.Draft.Segments) > 0 {
		a.text = p.Draft.Segments[0].Text
	}
	c.acts = append(c.acts, a)
}

// approve says yes to whatever waits, as soon as it sees it.
func (c *contest) approve(ctx context.Context, _ *testing.T, post editorial.PostID, _ int, r *rand.Rand) {
	ctx = c.As(ctx, identity.Approver)
	for range 4 {
		pause(r, 15)
		waiting, _, err := c.Governance.Reviews(ctx, c.Workspace.ID, governance.Filter{Post: post, States: []governance.State{governance.Open}, Limit: 1})
		if err != nil || len(waiting) == 0 {
			continue
		}
		c.do(post, "approve", func() (editorial.Post, error) {
			if _, err := c.Governance.Approve(ctx, c.Workspace.ID, waiting[0].ID, waiting[0].Hash, ""); err != nil {
				return editorial.Post{}, err
			}
			return editorial.Post{Review: editorial.Approved, Committed: true}, nil
		})
	}
}

// write changes the text and sends it to review again.
func (c *contest) write(ctx context.Context, _ *testing.T, post editorial.PostID, round int, r *rand.Rand) {
	ctx = c.As(ctx, identity.Creator)
	for version := range 3 {
		pause(r, 25)
		c.do(post, "edit", func() (editorial.Post, error) { return c.rewrite(ctx, post, text(round, 1, version)) })
		pause(r, 3)
		c.do(post, "send", func() (editorial.Post, error) { return c.Governance.Send(ctx, c.Workspace.ID, post, "") })
	}
}

// move puts the date off by hours and back to this minute.
func (c *contest) move(ctx context.Context, t *testing.T, post editorial.PostID, _ int, r *rand.Rand) {
	ctx = c.As(ctx, identity.Community)
	for range 2 {
		pause(r, 30)
		c.do(post, "put off", func() (editorial.Post, error) { return c.putOff(ctx, t, post) })
		pause(r, 5)
		c.do(post, "bring back", func() (editorial.Post, error) {
			return c.Editorial.Move(ctx, c.Workspace.ID, post, editorial.When{Wall: c.Wall(t, time.Now()), Reopen: true})
		})
	}
}

// takeBack revokes, unschedules or cancels, and schedules again, as a manager,
// whose word approves.
func (c *contest) takeBack(ctx context.Context, t *testing.T, post editorial.PostID, _ int, r *rand.Rand) {
	ctx = c.As(ctx, identity.Manager)
	for range 2 {
		pause(r, 40)
		switch r.IntN(3) {
		case 0:
			c.do(post, "revoke", func() (editorial.Post, error) { return c.Governance.Revoke(ctx, c.Workspace.ID, post) })
		case 1:
			c.do(post, "unschedule", func() (editorial.Post, error) { return c.Editorial.Unschedule(ctx, c.Workspace.ID, post) })
		default:
			c.do(post, "cancel", func() (editorial.Post, error) { return c.Editorial.Cancel(ctx, c.Workspace.ID, post) })
		}
		pause(r, 10)
		c.do(post, "schedule", func() (editorial.Post, error) {
			return c.Editorial.Schedule(ctx, c.Workspace.ID, post, editorial.When{Wall: c.Wall(t, time.Now())})
		})
	}
}

// halt stops a channel or the workspace for a moment.
func (c *contest) halt(ctx context.Context, t *testing.T, _ editorial.PostID, _ int, r *rand.Rand) {
	ctx = c.As(ctx, identity.Owner)
	pause(r, 40)
	in := channels.HoldInput{Scope: channels.ScopeWorkspace}
	if r.IntN(2) == 0 {
		in = channels.HoldInput{Scope: channels.ScopeChannel, Target: string(c.channels[r.IntN(len(c.channels))])}
	}
	placed, err := c.Channels.PlaceHold(ctx, c.Workspace.ID, in)
	if err != nil {
		t.Errorf("hold: %v", err)
		return
	}
	s := stop{hold: placed.Hold, from: time.Now(), started: map[string]bool{}}
	for _, d := range placed.Started {
		s.started[d.Subject+" "+string(d.Channel)] = true
	}
	time.Sleep(20 * time.Millisecond)
	pause(r, 60)
	s.until = time.Now()
	if _, err := c.Channels.ReleaseHold(ctx, c.Workspace.ID, placed.Hold.ID); err != nil {
		t.Errorf("release: %v", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stops = append(c.stops, s)
}
