package app_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"parvis/internal/app"
	"parvis/internal/app/apptest"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/governance"
	"parvis/internal/identity"
)

// day is one day of the house on a clock that the test moves.
type day struct {
	*apptest.House
	t     *testing.T
	ahead atomic.Int64
	mail  *apptest.Mailbox
}

// newDay opens the house at nine in the morning of tomorrow, in Paris.
func newDay(t *testing.T, database string) *day {
	t.Helper()
	d := &day{t: t, mail: apptest.NewMailbox(t)}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := time.Now().In(paris).AddDate(0, 0, 1)
	d.set(time.Date(tomorrow.Year(), tomorrow.Month(), tomorrow.Day(), 9, 0, 0, 0, paris))
	d.House = apptest.Open(t, apptest.Options{Database: database, SMTP: d.mail.URL, App: app.Options{Now: d.now, InjectedClock: true}})
	return d
}

func (d *day) now() time.Time { return time.Now().Add(time.Duration(d.ahead.Load())).Round(0) }

func (d *day) set(at time.Time) { d.ahead.Store(int64(time.Until(at))) }

// in is a minute of the day, so many minutes ahead.
func (d *day) in(minutes int) time.Time {
	return d.now().Truncate(time.Minute).Add(time.Duration(minutes) * time.Minute)
}

func (d *day) as(role identity.Role) context.Context { return d.As(d.t.Context(), role) }

// draft has the creator write a post.
func (d *day) draft(text string, to ...editorial.ChannelID) editorial.PostID {
	d.t.Helper()
	p, err := d.Editorial.Create(d.as(identity.Creator), d.Workspace.ID, editorial.CreateInput{Draft: apptest.Draft(text, to...)})
	d.must(err)
	return p.ID
}

// plan has the creator schedule a post and the approver say yes.
func (d *day) plan(id editorial.PostID, at time.Time) {
	d.t.Helper()
	p, err := d.Editorial.Schedule(d.as(identity.Creator), d.Workspace.ID, id, editorial.When{Wall: d.Wall(d.t, at)})
	d.must(err)
	if p.Review != editorial.ToReview {
		d.t.Fatalf("a creator's post is %q once scheduled, not in review", p.Review)
	}
	waiting, _, err := d.Governance.Reviews(d.as(identity.Approver), d.Workspace.ID, governance.Filter{Post: id, States: []governance.State{governance.Open}})
	d.must(err)
	if len(waiting) != 1 || !waiting[0].MayDecide {
		d.t.Fatalf("the approver sees %+v", waiting)
	}
	_, err = d.Governance.Approve(d.as(identity.Approver), d.Workspace.ID, waiting[0].ID, waiting[0].Hash, "")
	d.must(err)
	if at.After(d.now()) { // else it may have left already
		d.expect(id, editorial.StatusScheduled)
	}
}

func (d *day) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *day) status(id editorial.PostID) editorial.Status {
	d.t.Helper()
	p, err := d.Editorial.Find(d.as(identity.Owner), d.Workspace.ID, id)
	d.must(err)
	return p.Status
}

func (d *day) expect(id editorial.PostID, want editorial.Status) {
	d.t.Helper()
	if got := d.status(id); got != want {
		d.t.Fatalf("the post is %s, not %s", got, want)
	}
}

// becomes waits for dispatch to have had its way.
func (d *day) becomes(id editorial.PostID, want editorial.Status) {
	d.t.Helper()
	apptest.Until(d.t, "the post becomes "+string(want), func() bool { return d.status(id) == want })
}

func (d *day) deliveries(id editorial.PostID) []dispatch.Delivery {
	d.t.Helper()
	list, err := d.Dispatch.FindDeliveries(d.as(identity.Owner), d.Workspace.ID, dispatch.Filter{Subject: string(id)})
	d.must(err)
	return list
}

func (d *day) get(path string) (int, string) {
	d.t.Helper()
	res, err := http.Get(d.PageURL + path)
	d.must(err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	d.must(err)
	return res.StatusCode, string(body)
}

// TestADay is what the product promises, through every room, without a browser.
func TestADay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, database string) {
		d := newDay(t, database)
		d.leavesAtItsMinute()
		d.failsAndSaysSo()
		d.asksAPerson()
		d.isWithdrawn()
		d.losesAChannel()
		d.outlivesItsAuthor()
		d.workspaceIsRemoved()
	})
}

// leavesAtItsMinute: pre-flight, schedule, approval by another, the page, RSS.
func (d *day) leavesAtItsMinute() {
	page := d.Page(d.t)
	id := d.draft("")
	lines, err := d.Editorial.Preflight(d.as(identity.Creator), d.Workspace.ID, id)
	d.must(err)
	if !strings.Contains(codesOf(lines), "preflight.no_channel") {
		d.t.Errorf("pre-flight of an empty post found %q", codesOf(lines))
	}
	if _, err := d.Editorial.Schedule(d.as(identity.Creator), d.Workspace.ID, id, editorial.When{Wall: d.Wall(d.t, d.in(5))}); fault.KindOf(err) != fault.Invalid {
		d.t.Errorf("what pre-flight blocks was scheduled: %v", err)
	}
	words := "Le ciré Brume sèche en une nuit"
	better := apptest.Draft(words, page)
	_, err = d.Editorial.Save(d.as(identity.Creator), d.Workspace.ID, id, 1, editorial.Patch{Segments: &better.Segments, Variants: &better.Variants})
	d.must(err)
	due := d.in(30)
	d.plan(id, due)
	d.set(due.Add(-time.Second))
	d.expect(id, editorial.StatusScheduled)
	d.set(due.Add(200 * time.Millisecond))
	d.becomes(id, editorial.StatusPublished)
	out := d.deliveries(id)
	if len(out) != 1 || out[0].StartedAt.Before(due) || out[0].Permalink == "" {
		d.t.Fatalf("it left as %+v", out)
	}
	face, err := d.Site.Find(d.as(identity.Owner), d.Workspace.ID)
	d.must(err)
	if status, html := d.get("/@" + face.Slug); status != http.StatusOK || !strings.Contains(html, words) {
		d.t.Errorf("the page says %d without the post", status)
	}
	if status, html := d.get(strings.TrimPrefix(out[0].Permalink, d.PageURL)); status != http.StatusOK || !strings.Contains(html, words) {
		d.t.Errorf("the permalink says %d", status)
	}
	_, rss := d.get("/@" + face.Slug + "/feed.xml")
	feed, err := gofeed.NewParser().ParseString(rss)
	d.must(err)
	if len(feed.Items) != 1 || feed.Items[0].Link != out[0].Permalink || !strings.Contains(feed.Items[0].Content+feed.Items[0].Description, words) {
		d.t.Errorf("the feed says %+v", feed.Items)
	}
}

// failsAndSaysSo: a refusal is told in the application and by mail.
func (d *day) failsAndSaysSo() {
	receiver := apptest.NewReceiver(d.t)
	receiver.Answer = func(w http.ResponseWriter, _ apptest.Body) { w.WriteHeader(http.StatusUnprocessableEntity) }
	id := d.draft("La vitrine refuse ce billet.", d.Connect(d.t, "Vitrine", receiver.URL, "none"))
	d.plan(id, d.in(0))
	d.becomes(id, editorial.StatusFailed)
	told, _, err := d.Notify.List(d.as(identity.Owner), d.Workspace.ID, true, "", 50)
	d.must(err)
	if len(told) == 0 || told[0].Subject != string(id) {
		d.t.Errorf("the owner was told %+v", told)
	}
	apptest.Until(d.t, "the owner and the author get a mail", func() bool {
		to := ""
		for _, l := range d.mail.Letters() {
			if strings.Contains(l.Subject, "La vitrine refuse ce billet.") {
				to += l.To
			}
		}
		return strings.Contains(to, "owner@brume.test") && strings.Contains(to, "creator@brume.test")
	})
	_, err = d.Dispatch.Resolve(d.as(identity.Manager), d.Workspace.ID, d.deliveries(id)[0].ID, dispatch.Resolution{Answer: dispatch.GiveUp})
	d.must(err)
	if n := len(receiver.Bodies()); n != 1 {
		d.t.Errorf("it was sent %d times", n)
	}
}

// asksAPerson: an answer that never came, on a receiver that cannot be asked.
func (d *day) asksAPerson() {
	receiver := apptest.NewReceiver(d.t)
	receiver.Answer = func(w http.ResponseWriter, _ apptest.Body) { w.WriteHeader(http.StatusBadGateway) }
	id := d.draft("Personne ne sait si ce billet est arrivé.", d.Connect(d.t, "Relais", receiver.URL, "none"))
	d.plan(id, d.in(0))
	d.becomes(id, editorial.StatusPublishing)
	d.set(d.now().Add(time.Minute)) // past the first look
	d.becomes(id, editorial.StatusNeedsPerson)
	link := "https://relais.example/42"
	_, err := d.Dispatch.Resolve(d.as(identity.Manager), d.Workspace.ID, d.deliveries(id)[0].ID, dispatch.Resolution{Answer: dispatch.There, URL: link})
	d.must(err)
	d.expect(id, editorial.StatusPublished)
	if got := d.deliveries(id)[0].Permalink; got != link || len(receiver.Bodies()) != 1 {
		d.t.Errorf("it is at %q, sent %d times", got, len(receiver.Bodies()))
	}
}

// isWithdrawn: what is moved, edited, cancelled or binned does not leave.
func (d *day) isWithdrawn() {
	receiver := apptest.NewReceiver(d.t)
	relay := d.Connect(d.t, "Témoin", receiver.URL, "exact")
	due := d.in(20)
	ids := map[string]editorial.PostID{}
	for _, what := range []string{"moved", "edited", "unscheduled", "cancelled", "binned", "revoked", "kept"} {
		ids[what] = d.draft("Un billet pour voir, "+what, relay)
		d.plan(ids[what], due)
	}
	ctx, ws := d.as(identity.Creator), d.Workspace.ID
	_, err := d.Editorial.Move(ctx, ws, ids["moved"], editorial.When{Wall: d.Wall(d.t, due.Add(2*time.Hour))})
	d.must(err)
	other := apptest.Draft("Un autre texte").Segments
	_, err = d.Editorial.Save(ctx, ws, ids["edited"], 1, editorial.Patch{Segments: &other})
	d.must(err)
	_, err = d.Editorial.Unschedule(ctx, ws, ids["unscheduled"])
	d.must(err)
	_, err = d.Editorial.Cancel(ctx, ws, ids["cancelled"])
	d.must(err)
	d.must(d.Editorial.Bin(ctx, ws, ids["binned"]))
	_, err = d.Governance.Revoke(d.as(identity.Approver), ws, ids["revoked"])
	d.must(err)
	d.set(due.Add(time.Second))
	d.becomes(ids["kept"], editorial.StatusPublished)
	if got := receiver.Bodies(); len(got) != 1 || got[0].Text != "Un billet pour voir, kept" {
		d.t.Errorf("the receiver got %+v", got)
	}
	d.expect(ids["moved"], editorial.StatusScheduled)
	d.expect(ids["cancelled"], editorial.StatusCancelled)
	for what, id := range ids {
		for _, delivery := range d.deliveries(id) {
			if what != "kept" && what != "moved" && delivery.State != dispatch.Cancelled {
				d.t.Errorf("the %s post still has a %s delivery", what, delivery.State)
			}
		}
	}
	_, err = d.Editorial.Unbin(ctx, ws, ids["binned"])
	d.must(err)
	_, err = d.Editorial.Cancel(ctx, ws, ids["moved"])
	d.must(err)
}

// losesAChannel: what waited on it is cancelled, said before, and nothing is sent.
func (d *day) losesAChannel() {
	receiver := apptest.NewReceiver(d.t)
	relay := d.Connect(d.t, "Éphémère", receiver.URL, "none")
	due := d.in(10)
	id := d.draft("Ce compte va partir.", relay)
	d.plan(id, due)
	list, err := d.Channels.List(d.as(identity.Manager), d.Workspace.ID)
	d.must(err)
	for _, c := range list {
		if string(c.ID) == string(relay) {
			waiting, err := d.Channels.Remove(d.as(identity.Manager), d.Workspace.ID, c.ID)
			d.must(err)
			if len(waiting) != 1 || waiting[0].Subject != string(id) {
				d.t.Errorf("the removal cancelled %+v", waiting)
			}
		}
	}
	d.set(due.Add(time.Second))
	witness := d.draft("Un témoin part sur la page.", d.Page(d.t))
	d.plan(witness, d.in(0))
	d.becomes(witness, editorial.StatusPublished)
	if len(receiver.Bodies()) != 0 {
		d.t.Error("a removed channel was sent a post")
	}
	if _, err := d.Editorial.Schedule(d.as(identity.Creator), d.Workspace.ID, id, editorial.When{Wall: d.Wall(d.t, d.in(5))}); fault.KindOf(err) != fault.Invalid {
		d.t.Errorf("scheduling to a removed channel: %v", err)
	}
}

// outlivesItsAuthor: a member leaves, their posts go out.
func (d *day) outlivesItsAuthor() {
	due := d.in(10)
	id := d.draft("Je pars, ce billet reste.", d.Page(d.t))
	d.plan(id, due)
	d.must(d.Identity.RemoveMember(d.as(identity.Owner), d.Workspace.ID, d.Members[identity.Creator].ID))
	d.set(due.Add(time.Second))
	d.becomes(id, editorial.StatusPublished)
}

// workspaceIsRemoved: nothing of it leaves any more, and its page is gone.
func (d *day) workspaceIsRemoved() {
	receiver := apptest.NewReceiver(d.t)
	relay := d.Connect(d.t, "Dernier", receiver.URL, "none")
	owner := d.as(identity.Owner)
	p, err := d.Editorial.Create(owner, d.Workspace.ID, editorial.CreateInput{Draft: apptest.Draft("Trop tard.", relay)})
	d.must(err)
	due := d.in(10)
	if _, err = d.Editorial.Schedule(d.as(identity.Manager), d.Workspace.ID, p.ID, editorial.When{Wall: d.Wall(d.t, due)}); err != nil {
		d.t.Fatal(err)
	}
	face, err := d.Site.Find(owner, d.Workspace.ID)
	d.must(err)
	d.must(d.Identity.RemoveWorkspace(owner, d.Workspace.ID, d.Workspace.Name))
	d.set(due.Add(time.Second))
	apptest.Until(d.t, "the job has erased the rows", func() bool {
		_, err := d.Editorial.FindTx(d.t.Context(), d.DB.Reader(), d.Workspace.ID, p.ID)
		return fault.KindOf(err) == fault.NotFound
	})
	if status, _ := d.get("/@" + face.Slug); status != http.StatusNotFound && status != http.StatusGone {
		d.t.Errorf("the page of a removed workspace says %d", status)
	}
	if len(receiver.Bodies()) != 0 {
		d.t.Error("a removed workspace sent a post")
	}
}

func codesOf(lines []editorial.Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Code + " ")
	}
	return b.String()
}
