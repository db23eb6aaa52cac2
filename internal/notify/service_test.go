package notify

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/change"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const brume identity.WorkspaceID = "ws_brume"

// bundle is a room with three members, a queue read by hand and a mail server
// that can be down.
type bundle struct {
	*Service
	members []identity.Member
	queue   []jobs.Args
	clock   time.Time
	mu      sync.Mutex
	sent    []mail.Message
	down    error
}

func (b *bundle) MembersTx(_ context.Context, _ store.Querier, ws identity.WorkspaceID, _ bool) ([]identity.Member, error) {
	if ws != brume {
		return nil, nil
	}
	return slices.Clone(b.members), nil
}

func (b *bundle) WorkspaceTx(context.Context, store.Querier, identity.WorkspaceID) (identity.Workspace, error) {
	return identity.Workspace{ID: brume, Name: "Les Ateliers Brume", Zone: "Europe/Paris"}, nil
}

func (b *bundle) EnqueueTx(_ context.Context, tx *store.Tx, a jobs.Args) error {
	tx.OnCommit(func() { b.queue = append(b.queue, a) })
	return nil
}

func (b *bundle) Send(_ context.Context, l mail.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down != nil {
		return b.down
	}
	b.sent = append(b.sent, l)
	return nil
}

func setup(t *testing.T, db *store.DB) *bundle {
	t.Helper()
	b := &bundle{
		members: []identity.Member{
			{UserID: "usr_ada", Name: "Ada", Email: "ada@brume.test", Locale: "en", Role: identity.Owner},
			{UserID: "usr_hugo", Name: "Hugo", Email: "hugo@brume.test", Locale: "fr", Role: identity.Approver},
			{UserID: "usr_sample", Name: "Inès", Locale: "fr", Role: identity.Approver}, // of the sample: no address
		},
		clock: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
	}
	now := func() time.Time { return b.clock }
	b.Service = New(Deps{DB: db, Feed: change.New(db, now), Jobs: b, People: b, Mail: b, PublicURL: "https://parvis.test", Now: now})
	return b
}

func (b *bundle) tell(t *testing.T, n Notice) {
	t.Helper()
	err := b.DB.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error { return b.SendTx(ctx, tx, brume, n) })
	if err != nil {
		t.Fatal(err)
	}
}

// work runs the queue once and gives the errors of its jobs.
func (b *bundle) work(t *testing.T) (errs []error) {
	t.Helper()
	queue := b.queue
	b.queue = nil
	for _, a := range queue {
		if err := b.sendMail(context.Background(), a.(MailArgs)); err != nil {
			errs = append(errs, err)
			b.queue = append(b.queue, a) // as River does
		}
	}
	return errs
}

func as(user identity.UserID, role identity.Role) context.Context {
	return identity.WithActor(context.Background(), identity.Actor{UserID: user, WorkspaceID: brume, Role: role})
}

func (b *bundle) unread(t *testing.T, user identity.UserID) int {
	t.Helper()
	_, n, err := b.List(as(user, identity.Guest), brume, false, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSendTells(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		n := Notice{Kind: Failed, Subject: "post_1", Title: "Le ciré", Key: "dlv_1", To: []identity.UserID{"usr_ada"},
			Roles: []identity.Role{identity.Approver, identity.Owner}, Args: map[string]string{ArgChannel: "Brume"}}
		b.tell(t, n)
		b.tell(t, n) // the event came twice
		if got := []int{b.unread(t, "usr_ada"), b.unread(t, "usr_hugo"), b.unread(t, "usr_sample")}; !slices.Equal(got, []int{1, 1, 1}) {
			t.Errorf("unread %v", got)
		}
		if errs := b.work(t); errs != nil {
			t.Fatal(errs)
		}
		var to []string
		for _, l := range b.sent {
			to = append(to, l.To+" "+l.Subject)
		}
		slices.Sort(to)
		if diff := cmp.Diff([]string{"ada@brume.test Failed: Le ciré", "hugo@brume.test Échec\u00a0: Le ciré"}, to); diff != "" {
			t.Error(diff)
		}
		n.Key, n.Except = "dlv_2", "usr_ada"
		b.tell(t, n)
		if b.unread(t, "usr_ada") != 1 || b.unread(t, "usr_hugo") != 2 {
			t.Error("who did it is not told, the others are")
		}
	})
}

func TestNothingIsToldOfWhatRolledBack(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	undone := errors.New("undone")
	err := b.DB.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		if err := b.SendTx(ctx, tx, brume, Notice{Kind: Failed, Subject: "post_1", To: []identity.UserID{"usr_ada"}}); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) || b.unread(t, "usr_ada") != 0 || len(b.queue) != 0 {
		t.Errorf("%v: %d unread, %d queued", err, b.unread(t, "usr_ada"), len(b.queue))
	}
}

func TestAJobThatRunsTwiceSendsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.tell(t, Notice{Kind: Missed, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
		job := b.queue[0].(MailArgs)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := b.sendMail(context.Background(), job); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if len(b.sent) != 1 {
			t.Errorf("%d mails left", len(b.sent))
		}
	})
}

func TestMailServerDown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.down = errors.New("dial tcp: connection refused")
		b.tell(t, Notice{Kind: NeedsPerson, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
		if errs := b.work(t); len(errs) != 1 {
			t.Fatalf("River must try again: %v", errs)
		}
		if b.unread(t, "usr_ada") != 1 {
			t.Error("the notice does not depend on the mail")
		}
		list, err := b.Troubles(as("usr_ada", identity.Owner), brume)
		if err != nil || len(list) != 1 || list[0].Error != "dial tcp: connection refused" || list[0].Tries != 1 || list[0].State != MailWaiting {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := b.Troubles(as("usr_hugo", identity.Approver), brume); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v", err)
		}
		b.down = nil
		if errs := b.work(t); errs != nil || len(b.sent) != 1 {
			t.Fatalf("%v, %d sent", errs, len(b.sent))
		}
		if list, _ := b.Troubles(as("usr_ada", identity.Owner), brume); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	})
}

func TestSweepPicksUpAndGivesUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.tell(t, Notice{Kind: Failed, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
		lost := b.queue[0].(MailArgs)
		b.queue = nil
		// The program died after the claim.
		err := db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
			_, err := claimMail(ctx, tx, brume, lost.Mail, store.At(b.clock), store.Time{})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.sendMail(context.Background(), lost); err != nil || len(b.sent) != 0 {
			t.Fatalf("a fresh claim is somebody's: %v, %d sent", err, len(b.sent))
		}
		b.clock = b.clock.Add(3 * time.Hour)
		if err := b.sweep(context.Background(), SweepArgs{}); err != nil {
			t.Fatal(err)
		}
		b.down = errors.New("still down")
		b.work(t)
		b.clock = b.clock.Add(giveUp)
		if err := b.sweep(context.Background(), SweepArgs{}); err != nil {
			t.Fatal(err)
		}
		list, err := b.Troubles(as("usr_ada", identity.Owner), brume)
		if err != nil || len(list) != 1 || list[0].State != MailFailed {
			t.Fatalf("%+v, %v", list, err)
		}
		b.down = nil
		b.work(t)
		if len(b.sent) != 0 {
			t.Error("a mail given up does not leave two days late")
		}
		b.clock = b.clock.Add(keep)
		if err := b.sweep(context.Background(), SweepArgs{}); err != nil || b.unread(t, "usr_ada") != 0 {
			t.Errorf("%v, %d unread", err, b.unread(t, "usr_ada"))
		}
	})
}

func TestDigest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		gather := func() {
			t.Helper()
			if err := b.gatherDigests(context.Background(), DigestArgs{}); err != nil {
				t.Fatal(err)
			}
			b.work(t)
		}
		tell := func(post string) {
			b.tell(t, Notice{Kind: ToApprove, Subject: post, Title: post, To: []identity.UserID{"usr_hugo"}})
		}
		tell("post_1")
		tell("post_2")
		tell("post_3")
		gather() // 10:00 in Paris: told after eight, waits for tomorrow
		if len(b.sent) != 0 {
			t.Fatalf("%+v", b.sent)
		}
		err := db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
			return b.SettleTx(ctx, tx, brume, "post_2", ToApprove, ChangesAsked)
		})
		if err != nil {
			t.Fatal(err)
		}
		b.clock = time.Date(2026, 11, 25, 6, 59, 0, 0, time.UTC)
		gather()
		b.clock = b.clock.Add(time.Minute) // eight o'clock
		gather()
		gather()
		if len(b.sent) != 1 || b.sent[0].Subject != "Les Ateliers Brume\u00a0: 2 points à traiter" {
			t.Fatalf("%+v", b.sent)
		}
		tell("post_4")
		b.clock = b.clock.Add(time.Hour)
		gather()
		if len(b.sent) != 1 {
			t.Error("one digest a day")
		}
		b.clock = b.clock.Add(24 * time.Hour)
		if _, err := b.MarkRead(as("usr_hugo", identity.Approver), brume, nil); err != nil {
			t.Fatal(err)
		}
		gather()
		if len(b.sent) != 1 {
			t.Error("what was read is not told again")
		}
	})
}

func TestSettings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		hugo := as("usr_hugo", identity.Approver)
		s, err := b.Settings(hugo, brume)
		if err != nil || s.Choices[Reconnect] != (Choice{true, MailNow}) || s.Choices[ToApprove] != (Choice{true, MailDigest}) || len(s.Choices) != len(Kinds) {
			t.Fatalf("%+v, %v", s, err)
		}
		if _, err := b.ChangeSettings(hugo, brume, Settings{Zone: "Mars/Olympus", Choices: map[Kind]Choice{"later": {true, "often"}}}); len(fault.Of(err).Fields) != 3 {
			t.Errorf("%+v", fault.Of(err))
		}
		for range 2 { // the second writes over the first
			if s, err = b.ChangeSettings(hugo, brume, Settings{Zone: "Pacific/Noumea", Choices: map[Kind]Choice{Failed: {false, MailNever}, Missed: {false, MailNow}}}); err != nil {
				t.Fatal(err)
			}
		}
		for _, k := range []Kind{Failed, Missed, Reconnect} {
			b.tell(t, Notice{Kind: k, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_hugo"}})
		}
		if b.unread(t, "usr_hugo") != 1 || len(b.queue) != 2 {
			t.Errorf("%d unread, %d mails", b.unread(t, "usr_hugo"), len(b.queue))
		}
	})
}

func TestReading(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		for _, post := range []string{"post_1", "post_2", "post_3"} {
			b.tell(t, Notice{Kind: Failed, Subject: post, Title: post, To: []identity.UserID{"usr_ada", "usr_hugo"}})
		}
		ada := as("usr_ada", identity.Owner)
		first, _, err := b.List(ada, brume, false, "", 2)
		if err != nil || len(first) != 2 || first[0].Title != "post_3" {
			t.Fatalf("%+v, %v", first, err)
		}
		rest, _, err := b.List(ada, brume, false, first[1].ID, 2)
		if err != nil || len(rest) != 1 || rest[0].Title != "post_1" {
			t.Fatalf("%+v, %v", rest, err)
		}
		// Hugo cannot mark Ada's.
		if n, err := b.MarkRead(as("usr_hugo", identity.Approver), brume, []NoticeID{first[0].ID}); err != nil || n != 3 {
			t.Errorf("%d, %v", n, err)
		}
		if n, err := b.MarkRead(ada, brume, []NoticeID{first[0].ID}); err != nil || n != 2 {
			t.Errorf("%d, %v", n, err)
		}
		if list, _, err := b.List(ada, brume, true, "", 10); err != nil || len(list) != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		if n, err := b.MarkRead(ada, brume, []NoticeID{}); err != nil || n != 2 {
			t.Errorf("none named, none marked: %d, %v", n, err)
		}
		if n, err := b.MarkRead(ada, brume, nil); err != nil || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

func TestWithoutMailServer(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.Mail = nil
	b.tell(t, Notice{Kind: Failed, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
	if b.unread(t, "usr_ada") != 1 || len(b.queue) != 0 {
		t.Error("the notice stays in the application")
	}
}

func TestWhoLeftGetsNoMail(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.tell(t, Notice{Kind: Failed, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
	b.members = b.members[1:]
	if errs := b.work(t); errs != nil || len(b.sent) != 0 {
		t.Errorf("%v, %+v", errs, b.sent)
	}
}
