package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"parvis/internal/app/apptest"
	"parvis/internal/channels"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// start is one intent, as the database kept it.
type start struct {
	Delivery string     `db:"delivery_id"`
	Post     string     `db:"subject_id"`
	Channel  string     `db:"channel_id"`
	Campaign string     `db:"campaign_id"`
	Hash     string     `db:"hash"`
	Body     string     `db:"body"` // of the revision
	At       store.Time `db:"started_at"`
	text     string
}

// settle waits until nothing that is due is left to do.
func (c *contest) settle(t *testing.T) {
	t.Helper()
	t.Cleanup(func() {
		if said := c.log.String(); t.Failed() && said != "" {
			t.Logf("the application said:\n%s", said)
		}
	})
	apptest.Until(t, "every delivery comes to rest", func() bool {
		busy, err := c.Dispatch.CountBusy(t.Context(), time.Now())
		return err == nil && busy == 0
	})
}

// check holds what the receiver got, and what the database kept of it, against
// what people were answered.
func (c *contest) check(t *testing.T) {
	t.Helper()
	for _, err := range c.strays {
		t.Errorf("a use case failed: %v", err)
	}
	if c.log.String() != "" {
		t.Error("the application complained, see its log")
	}
	starts := c.starts(t)
	approved := c.approved(t)
	for _, s := range starts {
		c.checkApproved(t, s, approved)
		c.checkTakenBack(t, s)
		c.checkStopped(t, s)
	}
	c.checkReceived(t, starts)
	c.checkNothingLost(t)
}

func (c *contest) starts(t *testing.T) []start {
	t.Helper()
	var out []start
	err := store.Select(t.Context(), c.DB.Reader(), &out, `SELECT a.delivery_id, d.subject_id, d.channel_id, d.campaign_id, d.hash, r.body, a.started_at FROM attempt a
		JOIN delivery d ON d.id = a.delivery_id JOIN revision r ON r.id = d.revision_id WHERE a.workspace_id = $1 ORDER BY a.started_at`, string(c.Workspace.ID))
	if err != nil {
		t.Fatal(err)
	}
	for i := range out {
		out[i].text = textOf(t, out[i].Body)
	}
	return out
}

// approvals is when a hash was approved, and when that ended.
type approvals struct {
	Hash    string     `db:"hash"`
	At      store.Time `db:"approved_at"`
	Revoked store.Time `db:"revoked_at"`
}

func (c *contest) approved(t *testing.T) map[string][]approvals {
	t.Helper()
	var rows []approvals
	if err := store.Select(t.Context(), c.DB.Reader(), &rows, `SELECT hash, approved_at, revoked_at FROM approval WHERE workspace_id = $1`, string(c.Workspace.ID)); err != nil {
		t.Fatal(err)
	}
	out := map[string][]approvals{}
	for _, r := range rows {
		out[r.Hash] = append(out[r.Hash], r)
	}
	return out
}

// checkApproved: at the time of an intent, its hash was approved. Instants are
// kept to the millisecond and read a little before a commit: a revocation that
// waited for an intent may bear an instant some milliseconds older, and
// checkTakenBack holds those against the answers themselves.
func (c *contest) checkApproved(t *testing.T, s start, approved map[string][]approvals) {
	t.Helper()
	const skew = 250 * time.Millisecond
	for _, a := range approved[s.Hash] {
		if !a.At.After(s.At.Add(time.Millisecond)) && (a.Revoked.IsZero() || a.Revoked.Add(skew).After(s.At.Time)) {
			return
		}
	}
	t.Errorf("%s started at %s with a hash that was not approved then: %+v", s.Delivery, clock(s.At.Time), approved[s.Hash])
}

// checkTakenBack: whatever was answered yes before a post left, and says that it
// must not leave (or not so, or not now), was followed by something that lets it
// leave. It also says that nobody is told yes when it is too late.
func (c *contest) checkTakenBack(t *testing.T, s start) {
	t.Helper()
	for _, v := range c.acts {
		if string(v.post) != s.Post || v.lets || v.from.After(s.At.Time) || v.what == "edit" && v.text == s.text {
			continue
		}
		if v.what == "send" || v.what == "schedule" || v.what == "bring back" {
			continue // those ask for an approval: they take none back by themselves, or wrote so as another act
		}
		if !c.letBetween(v, s.At.Time) {
			t.Errorf("%s (%q) started at %s although %q was answered yes (%s to %s)%s", s.Delivery, s.text, clock(s.At.Time), v.what,
				clock(v.from), clock(v.to), c.story(t, v.post))
		}
	}
}

// letBetween says whether something that ended after v began, and began before
// at, lets the post leave.
func (c *contest) letBetween(v act, at time.Time) bool {
	for _, a := range c.acts {
		if a.post == v.post && a.lets && a.to.After(v.from) && !a.from.After(at.Add(time.Millisecond)) {
			return true
		}
	}
	return false
}

// checkStopped: nothing starts between a hold's answer and its end.
func (c *contest) checkStopped(t *testing.T, s start) {
	t.Helper()
	for _, h := range c.stops {
		if h.covers(s) && s.At.After(h.from) && s.At.Before(h.until) {
			t.Errorf("%s started at %s under the %s hold answered at %s", s.Delivery, clock(s.At.Time), h.hold.Scope, clock(h.from))
		}
	}
}

func (h stop) covers(s start) bool {
	return h.hold.Stops(h.hold.Workspace, channels.ChannelID(s.Channel), s.Campaign)
}

// checkReceived: what came is what was approved, once; what came under a hold
// had been named by its answer, and came before its time was out.
func (c *contest) checkReceived(t *testing.T, starts []start) {
	t.Helper()
	byText := map[string]start{}
	for _, s := range starts {
		byText[s.Channel+s.text] = s
	}
	seen := map[string]bool{}
	for _, b := range c.receiver.Bodies() {
		channel := string(c.channels[b.Path[1]-'0'])
		s, ok := byText[channel+b.Text]
		if !ok {
			t.Errorf("the receiver got %q, which no delivery bears", b.Text)
			continue
		}
		if key := b.Type + channel + s.Post; b.Type == "publish" {
			if seen[key] {
				t.Errorf("the receiver got the post of %q twice", b.Text)
			}
			seen[key] = true
		}
		for _, h := range c.stops {
			if !h.covers(s) || b.At.Before(h.from) || b.At.After(h.until) {
				continue
			}
			if !h.started[s.Post+" "+s.Channel] {
				t.Errorf("%q came %s after a hold's answer, which did not name it", b.Text, b.At.Sub(h.from))
			}
			if b.At.Sub(h.from) > raceTimeout {
				t.Errorf("%q came %s after a hold's answer", b.Text, b.At.Sub(h.from))
			}
		}
	}
}

// checkNothingLost: every post is where its card says, and what is approved,
// committed and due has left.
func (c *contest) checkNothingLost(t *testing.T) {
	t.Helper()
	ctx := c.As(t.Context(), identity.Owner)
	off, err := c.Editorial.RebuildCards(ctx, c.Workspace.ID, false)
	if err != nil || len(off) > 0 {
		t.Errorf("cards that do not say what is: %v, %v", off, err)
	}
	posts := map[editorial.PostID]bool{}
	for _, a := range c.acts {
		posts[a.post] = true
	}
	out := 0
	for id := range posts {
		p, err := c.Editorial.Find(ctx, c.Workspace.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case p.Status == editorial.StatusPublished:
			out++
		case p.Review == editorial.Approved && p.Committed && p.Date.At.Before(time.Now()):
			t.Errorf("%s is approved, committed and due at %s, and is %s: %s", id, clock(p.Date.At.Time), p.Status, c.story(t, id))
		}
	}
	if out == 0 {
		t.Error("nothing left at all: the race proves nothing")
	}
	t.Logf("%d of %d posts left", out, len(posts))
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05.000") }

func textOf(t *testing.T, body string) string {
	t.Helper()
	var f editorial.Frozen
	if err := json.Unmarshal([]byte(body), &f); err != nil || len(f.Channels) == 0 {
		t.Fatalf("a revision that cannot be read: %v", err)
	}
	return f.Channels[0].Segments[0].Text
}

// story is what happened to a post, for whoever reads a failure.
func (c *contest) story(t *testing.T, id editorial.PostID) string {
	t.Helper()
	var b strings.Builder
	ds, err := c.Dispatch.FindDeliveries(c.As(t.Context(), identity.Owner), c.Workspace.ID, dispatch.Filter{Subject: string(id)})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ds {
		fmt.Fprintf(&b, "\n\t%s due %s is %s since %s: %+v", d.ID, clock(d.DueAt.Time), d.State, clock(d.UpdatedAt.Time), d.Reason.Reason)
	}
	for _, a := range c.acts {
		if a.post == id {
			fmt.Fprintf(&b, "\n\t%s to %s: %s (lets leave: %v)", clock(a.from), clock(a.to), a.what, a.lets)
		}
	}
	return b.String()
}
