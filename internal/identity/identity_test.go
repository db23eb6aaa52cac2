package identity_test

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// clear seals by writing a mark before the seed: enough to see it come back.
type clear struct{}

func (clear) Seal(plain []byte, aad string) ([]byte, error) {
	return []byte(aad + "|" + string(plain)), nil
}
func (clear) Open(sealed []byte, aad string) ([]byte, error) {
	return []byte(strings.TrimPrefix(string(sealed), aad+"|")), nil
}

type postbox struct {
	mu      sync.Mutex
	letters []mail.Message
}

func (p *postbox) Send(_ context.Context, l mail.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, l)
	return nil
}

func (p *postbox) last(t *testing.T) mail.Message {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.letters) == 0 {
		t.Fatal("no letter was sent")
	}
	return p.letters[len(p.letters)-1]
}

type testBundle struct {
	*identity.Service
	db     *store.DB
	runner *jobs.Runner
	post   *postbox
	clock  *time.Time
	events []any
}

var home = identity.Client{Address: netip.MustParseAddr("198.51.100.7"), UserAgent: "test"}

const password = "correct horse battery"

func setup(t *testing.T, db *store.DB) *testBundle {
	t.Helper()
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	b := &testBundle{db: db, post: &postbox{}, clock: &at}
	runner, err := jobs.New(t.Context(), db, slogDiscard())
	if err != nil {
		t.Fatal(err)
	}
	b.runner = runner
	bus := &event.Bus{}
	event.On(bus, "test.joined", func(_ context.Context, _ *store.Tx, e identity.MemberJoined) error {
		b.events = append(b.events, e)
		return nil
	})
	event.On(bus, "test.removed", func(_ context.Context, _ *store.Tx, e identity.MemberRemoved) error {
		b.events = append(b.events, e)
		return nil
	})
	event.On(bus, "test.gone", func(_ context.Context, _ *store.Tx, e identity.WorkspaceRemoved) error {
		b.events = append(b.events, e)
		return nil
	})
	b.Service = identity.New(identity.Deps{DB: db, Now: func() time.Time { return *b.clock }, Events: bus, Jobs: runner, Mail: b.post,
		Seal: clear{}, PublicURL: "https://parvis.test"})
	b.Handle(runner)
	return b
}

func (b *testBundle) pass(d time.Duration) { *b.clock = b.clock.Add(d) }

// owner sets the installation up and gives the owner's context.
func (b *testBundle) owner(t *testing.T, email, name string) (context.Context, identity.Workspace) {
	t.Helper()
	link, err := b.Operator().NewOwnerLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, w, err := b.Setup(t.Context(), identity.SetupInput{Link: secretOf(link), Name: "Ada", Email: email, Password: password,
		Workspace: identity.WorkspaceInput{Name: &name}, From: home})
	if err != nil {
		t.Fatal(err)
	}
	return b.enter(t, session.Secret, w.ID), w
}

// enter is the context of a request that brings this session.
func (b *testBundle) enter(t *testing.T, secret string, ws identity.WorkspaceID) context.Context {
	t.Helper()
	p, err := b.Authenticate(t.Context(), identity.Credentials{Session: secret})
	if err != nil {
		t.Fatal(err)
	}
	ctx := identity.WithPrincipal(t.Context(), p)
	if ws == "" {
		return ctx
	}
	actor, err := b.ActorIn(ctx, p, string(ws))
	if err != nil {
		t.Fatal(err)
	}
	return identity.WithActor(ctx, actor)
}

// join invites an address and accepts as a new person.
func (b *testBundle) join(t *testing.T, owner context.Context, ws identity.WorkspaceID, email string, role identity.Role) context.Context {
	t.Helper()
	i, err := b.Invite(owner, ws, identity.InviteInput{Email: email, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	session, _, err := b.AcceptInvitation(t.Context(), identity.AcceptInput{Link: secretOf(i.Link), Name: email, Password: password, From: home})
	if err != nil {
		t.Fatal(err)
	}
	return b.enter(t, session.Secret, ws)
}

func secretOf(link string) string {
	_, secret, _ := strings.Cut(link, "#")
	return secret
}

func memberID(ctx context.Context) identity.MemberID {
	a, _ := identity.ActorOf(ctx)
	return a.MemberID
}

func wantFault(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind || (code != "" && f.Code != code) {
		t.Fatalf("got %v (%+v), want %s %s", err, f, kind, code)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSetupServesOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		state, err := b.SetupState(t.Context())
		must(t, err)
		if !state.Needed {
			t.Error("an empty installation needs its set-up")
		}
		name := "Les Ateliers Brumé"
		in := identity.SetupInput{Name: "Ada", Email: "ada@example.fr", Password: password, Workspace: identity.WorkspaceInput{Name: &name}, From: home}
		_, _, err = b.Setup(t.Context(), in)
		wantFault(t, err, fault.NotFound, "identity.link_unknown")
		first, err := b.Operator().NewOwnerLink(t.Context())
		must(t, err)
		link, err := b.Operator().NewOwnerLink(t.Context())
		must(t, err)
		in.Link = secretOf(first)
		_, _, err = b.Setup(t.Context(), in)
		wantFault(t, err, fault.NotFound, "identity.link_over")
		in.Link = secretOf(link)
		_, w, err := b.Setup(t.Context(), in)
		must(t, err)
		if w.Slug != "les-ateliers-brume" || w.Zone != "Europe/Paris" {
			t.Errorf("workspace = %+v", w)
		}
		in.Email = "eve@example.fr"
		_, _, err = b.Setup(t.Context(), in)
		wantFault(t, err, fault.NotFound, "identity.link_over")
		if state, _ = b.SetupState(t.Context()); state.Needed {
			t.Error("set up, and still needed")
		}
	})
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.owner(t, "ada@example.fr", "Brume")
		in := identity.SignInInput{Email: " Ada@Example.fr ", Password: password, From: home}
		out, err := b.SignIn(t.Context(), in)
		must(t, err)
		again, err := b.SignIn(t.Context(), in)
		must(t, err)
		if out.Session.Secret == again.Session.Secret || len(out.Session.Secret) != 43 {
			t.Error("a session's secret is 256 new bits at each sign-in")
		}
		in.Password = "wrong"
		_, err = b.SignIn(t.Context(), in)
		wantFault(t, err, fault.Unauthenticated, "identity.wrong_password")
		_, err = b.SignIn(t.Context(), identity.SignInInput{Email: "nobody@example.fr", Password: password, From: home})
		wantFault(t, err, fault.Unauthenticated, "identity.wrong_password")
		_, err = b.Authenticate(t.Context(), identity.Credentials{Session: "made up"})
		wantFault(t, err, fault.Unauthenticated, "identity.session_over")

		b.pass(13 * 24 * time.Hour)
		ctx := b.enter(t, out.Session.Secret, "")
		b.pass(13 * 24 * time.Hour)
		b.enter(t, out.Session.Secret, "") // used in between: it lives on
		_, err = b.Authenticate(t.Context(), identity.Credentials{Session: again.Session.Secret})
		wantFault(t, err, fault.Unauthenticated, "identity.session_over")
		must(t, b.SignOut(ctx))
		_, err = b.Authenticate(t.Context(), identity.Credentials{Session: out.Session.Secret})
		wantFault(t, err, fault.Unauthenticated, "identity.session_over")
	})
}

func TestSignInIsThrottled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.owner(t, "ada@example.fr", "Brume")
		wrong := identity.SignInInput{Email: "ada@example.fr", Password: "wrong", From: home}
		right := wrong
		right.Password = password
		for range 6 {
			_, err := b.SignIn(t.Context(), wrong)
			wantFault(t, err, fault.Unauthenticated, "")
		}
		_, err := b.SignIn(t.Context(), right)
		wantFault(t, err, fault.RateLimited, "identity.throttled")
		if fault.Of(err).Retry <= 0 {
			t.Error("a throttled caller is told when to come back")
		}
		b.pass(3 * time.Second)
		_, err = b.SignIn(t.Context(), right)
		must(t, err)
		// Each account from one address: the address is what stops this.
		var last error
		for n := range 30 {
			_, last = b.SignIn(t.Context(), identity.SignInInput{Email: string(rune('a'+n)) + "@example.fr", Password: "x", From: home})
		}
		wantFault(t, last, fault.RateLimited, "identity.throttled")
	})
}

func TestSecondFactor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx, w := b.owner(t, "ada@example.fr", "Brume")
		_, err := b.BeginTOTP(ctx, "wrong")
		wantFault(t, err, fault.Invalid, "identity.password_now")
		factor, err := b.BeginTOTP(ctx, password)
		must(t, err)
		_, _, err = b.ConfirmTOTP(ctx, "000000")
		wantFault(t, err, fault.Invalid, "identity.wrong_code")
		codes, session, err := b.ConfirmTOTP(ctx, b.code(t, factor.Seed))
		must(t, err)
		if len(codes) != 10 {
			t.Fatalf("codes = %v", codes)
		}
		b.enter(t, session.Secret, w.ID)

		step := func(code string) error {
			out, err := b.SignIn(t.Context(), identity.SignInInput{Email: "ada@example.fr", Password: password, From: home})
			must(t, err)
			if out.Session != nil {
				t.Fatal("signed in without the second factor")
			}
			_, err = b.SecondStep(t.Context(), identity.SecondStepInput{Challenge: out.Challenge, Code: code, From: home})
			return err
		}
		wantFault(t, step(b.code(t, factor.Seed)), fault.Unauthenticated, "identity.wrong_code") // it served to confirm
		b.pass(30 * time.Second)
		must(t, step(b.code(t, factor.Seed)))
		wantFault(t, step(b.code(t, factor.Seed)), fault.Unauthenticated, "identity.wrong_code") // replay
		must(t, step(strings.ToUpper(codes[3])))
		wantFault(t, step(codes[3]), fault.Unauthenticated, "identity.wrong_code")
		_, err = b.SecondStep(t.Context(), identity.SecondStepInput{Challenge: "made up", Code: codes[4], From: home})
		wantFault(t, err, fault.NotFound, "identity.link_over")
	})
}

func (b *testBundle) code(t *testing.T, seed string) string {
	t.Helper()
	code, err := totp.GenerateCode(seed, *b.clock)
	must(t, err)
	return code
}

func TestPasswordReset(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ctx, _ := b.owner(t, "ada@example.fr", "Brume")
		must(t, b.AskPasswordReset(t.Context(), "nobody@example.fr", home))
		must(t, b.AskPasswordReset(t.Context(), "ada@example.fr", home))
		must(t, b.runner.Drain(t.Context()))
		if n := len(b.post.letters); n != 1 {
			t.Fatalf("%d letters", n)
		}
		letter := b.post.last(t)
		secret := strings.Fields(secretOf(letter.Text))[0]
		wantFault(t, b.ResetPassword(t.Context(), secret, "short", home), fault.Invalid, "")
		must(t, b.ResetPassword(t.Context(), secret, "another long password", home))
		wantFault(t, b.ResetPassword(t.Context(), secret, "another long password", home), fault.NotFound, "identity.link_over")
		if _, err := b.ListSessions(ctx); err != nil {
			t.Fatal(err)
		}
		_, err := b.SignIn(t.Context(), identity.SignInInput{Email: "ada@example.fr", Password: "another long password", From: home})
		must(t, err)
		link, err := b.Operator().NewResetLink(t.Context(), "ada@example.fr")
		must(t, err)
		b.pass(2 * time.Hour)
		wantFault(t, b.ResetPassword(t.Context(), secretOf(link), password, home), fault.NotFound, "identity.link_over")
	})
}
