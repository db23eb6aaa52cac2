package channels

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/notify"
	"parvis/internal/secret"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const ws = identity.WorkspaceID("ws_brume")

// fakeNetwork accepts every token but "bad" and says what it is told to.
type fakeNetwork struct {
	mu     sync.Mutex
	health networks.Health
	err    error
	saw    networks.Account
}

func (n *fakeNetwork) Info() networks.Info {
	return networks.Info{Name: "fake", Title: "Fake", Text: networks.TextLimits{Max: 300, Unit: "graphemes"}, Connect: []networks.Field{
		{Name: "account", Kind: "text", Required: true},
		{Name: "mode", Kind: "choice", Choices: []string{"a", "b"}, Default: "a"},
		{Name: "token", Kind: "secret"},
	}}
}

// InfoFor serves a limit of the account.
func (n *fakeNetwork) InfoFor(a networks.Account) networks.Info {
	info := n.Info()
	if a.Settings["mode"] == "b" {
		info.Text.Max = 5000
	}
	return info
}

func (n *fakeNetwork) Connect(_ context.Context, form map[string]string) (networks.Connected, error) {
	if form["token"] == "bad" {
		return networks.Connected{}, &networks.Refusal{Field: "token", Reason: networks.Reason{Code: "fake.token", Message: "This token is not valid."}}
	}
	token := form["token"]
	if token == "" {
		token = "made-by-the-network"
	}
	return networks.Connected{RemoteID: form["account"], Name: "Les Ateliers Brume", Handle: "@" + form["account"],
		Settings: map[string]string{"account": form["account"], "mode": form["mode"]}, Secrets: map[string]string{"token": token}}, n.err
}

func (n *fakeNetwork) Check(_ context.Context, a networks.Account) (networks.Health, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.saw = a
	return n.health, n.err
}

type told struct{ notices []notify.Notice }

func (t *told) SendTx(_ context.Context, _ *store.Tx, _ identity.WorkspaceID, n notify.Notice) error {
	t.notices = append(t.notices, n)
	return nil
}

type bundle struct {
	*Service
	t       *testing.T
	ctx     context.Context
	network *fakeNetwork
	told    *told
	events  *[]any
	at      *time.Time
}

func setup(t *testing.T, db *store.DB) bundle {
	t.Helper()
	keys, err := secret.LoadOrCreate(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	b := bundle{t: t, ctx: as(t.Context(), ws, identity.Manager), network: &fakeNetwork{health: networks.Health{State: networks.HealthOK}}, told: &told{}, events: &[]any{}, at: &at}
	bus := &event.Bus{}
	record(bus, b.events, ChannelConnected{})
	record(bus, b.events, ChannelRemoved{})
	record(bus, b.events, HoldPlaced{})
	record(bus, b.events, HoldReleased{})
	b.Service = New(Deps{DB: db, Networks: networks.Registry{"fake": b.network}, Seal: keys, Bus: bus, Feed: change.New(db, now),
		Audit: audit.New(audit.Deps{DB: db, Keys: keys, Now: now, Log: slog.New(slog.DiscardHandler)}), Notify: b.told, Now: now})
	b.Listen(bus)
	return b
}

func record[E any](bus *event.Bus, into *[]any, _ E) {
	event.On(bus, "test.record", func(_ context.Context, _ *store.Tx, e E) error {
		*into = append(*into, e)
		return nil
	})
}

func as(ctx context.Context, ws identity.WorkspaceID, role identity.Role) context.Context {
	return identity.WithActor(ctx, identity.Actor{UserID: "usr_maelle", WorkspaceID: ws, Role: role})
}

func (b bundle) connect(account string) Channel {
	b.t.Helper()
	c, err := b.Connect(b.ctx, ws, ConnectInput{Network: "fake", Form: map[string]string{"account": account, "token": "s3cret-token"}})
	if err != nil {
		b.t.Fatal(err)
	}
	return c.Channel
}

func code(err error) string {
	if f := fault.Of(err); f != nil {
		if len(f.Fields) > 0 {
			return f.Fields[0].Path + " " + f.Fields[0].Code
		}
		return f.Code
	}
	return ""
}

func TestConnect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		if ch.Name != "Les Ateliers Brume" || ch.Handle != "@brume" || ch.Health.State != networks.HealthOK || ch.Info.Text.Max != 300 {
			t.Errorf("%+v", ch)
		}
		a, err := b.AccountTx(t.Context(), db.Reader(), ws, ch.ID)
		if err != nil || a.Secrets["token"] != "s3cret-token" || a.Settings["account"] != "brume" {
			t.Errorf("%+v %v", a, err)
		}
		r, err := findTx(t.Context(), db.Reader(), ws, ch.ID)
		if err != nil || bytes.Contains(r.Secrets, []byte("s3cret")) {
			t.Errorf("the token is stored as it is: %v", err)
		}
		if d := cmp.Diff([]any{ChannelConnected{Workspace: ws, Channel: ch.ID, Network: "fake"}}, *b.events); d != "" {
			t.Error(d)
		}
		for name, c := range map[string]struct {
			in   ConnectInput
			want string
		}{
			"again":           {ConnectInput{Network: "fake", Form: map[string]string{"account": "brume"}}, "channels.already_connected"},
			"refused":         {ConnectInput{Network: "fake", Form: map[string]string{"account": "x", "token": "bad"}}, "form.token fake.token"},
			"field missing":   {ConnectInput{Network: "fake"}, "form.account channels.field_required"},
			"no such choice":  {ConnectInput{Network: "fake", Form: map[string]string{"account": "x", "mode": "c"}}, "form.mode channels.field_choice"},
			"unknown network": {ConnectInput{Network: "nowhere"}, "channels.unknown_network"},
			"unknown zone":    {ConnectInput{Network: "fake", Zone: "Europe/Lorient"}, "zone channels.zone"},
		} {
			if _, err := b.Connect(b.ctx, ws, c.in); code(err) != c.want {
				t.Errorf("%s: %s, want %s", name, code(err), c.want)
			}
		}
		b.network.err = errors.New("dial tcp: no route")
		if _, err := b.Connect(b.ctx, ws, ConnectInput{Network: "fake", Form: map[string]string{"account": "y"}}); code(err) != "channels.network_unreachable" {
			t.Errorf("network down: %v", err)
		}
	})
}

func TestSecretOfTheNetworkIsShownOnce(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	c, err := b.Connect(b.ctx, ws, ConnectInput{Network: "fake", Form: map[string]string{"account": "brume"}})
	if err != nil || c.Shown["token"] != "made-by-the-network" {
		t.Errorf("%v %v", c.Shown, err)
	}
	c, err = b.Reconnect(b.ctx, ws, c.Channel.ID, map[string]string{"mode": "b"})
	if err != nil || len(c.Shown) != 0 || c.Channel.Info.Text.Max != 5000 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestReconnectKeepsTheChannel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		b.network.health = networks.Health{State: networks.HealthReconnect, Reason: &networks.Reason{Code: "fake.expired", Message: "Expired."}}
		got, err := b.Test(b.ctx, ws, ch.ID)
		if err != nil || got.Health.State != networks.HealthReconnect || got.Health.Reason.Code != "fake.expired" {
			t.Fatalf("%+v %v", got.Health, err)
		}
		if len(b.told.notices) != 1 || b.told.notices[0].Kind != notify.Reconnect {
			t.Errorf("told %+v", b.told.notices)
		}
		before, err := b.Accounts(t.Context(), []Place{{ws, ch.ID}})
		if err != nil || before[ch.ID].Secrets["token"] != "s3cret-token" {
			t.Errorf("%v %v", before, err)
		}
		if _, err := b.Reconnect(b.ctx, ws, ch.ID, map[string]string{"account": "another"}); code(err) != "channels.other_account" {
			t.Errorf("another account: %v", err)
		}
		c, err := b.Reconnect(b.ctx, ws, ch.ID, map[string]string{"token": "fresh-token"})
		if err != nil || c.Channel.ID != ch.ID || c.Channel.Health.State != networks.HealthOK {
			t.Fatalf("%+v %v", c, err)
		}
		a, err := b.AccountTx(t.Context(), db.Reader(), ws, ch.ID)
		if err != nil || a.Secrets["token"] != "fresh-token" {
			t.Errorf("%v %v", a.Secrets, err)
		}
		after, err := b.Accounts(t.Context(), []Place{{ws, ch.ID}})
		if err != nil || after[ch.ID].Secrets["token"] != "fresh-token" {
			t.Errorf("dispatch still sends with the old token: %v", err)
		}
	})
}

func TestHealthCheck(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		b.network.health = networks.Health{State: networks.HealthOK, Expires: b.at.Add(3 * 24 * time.Hour)}
		check := func(want networks.HealthState) {
			t.Helper()
			if err := b.checkAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := b.Find(b.ctx, ws, ch.ID)
			if err != nil || got.Health.State != want {
				t.Errorf("%+v %v, want %s", got.Health, err, want)
			}
		}
		check(networks.HealthExpiring)
		b.network.err = errors.New("says s3cret-token")
		check(networks.HealthDown)
		got, _ := b.Find(b.ctx, ws, ch.ID)
		if got.Health.Reason == nil || got.Health.Reason.Detail == "says s3cret-token" {
			t.Errorf("the reason shows the secret: %+v", got.Health.Reason)
		}
		b.network.err = nil
		*b.at = b.at.Add(4 * 24 * time.Hour)
		check(networks.HealthReconnect)
		b.network.health.Expires = b.at.Add(90 * 24 * time.Hour)
		check(networks.HealthOK)
		last := (*b.events)[len(*b.events)-1]
		if d := cmp.Diff(ChannelConnected{Workspace: ws, Channel: ch.ID, Network: "fake", Again: true}, last); d != "" {
			t.Error(d)
		}
	})
}

func TestRemove(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		if _, err := b.CreateGroup(b.ctx, ws, GroupInput{Name: "Tous", Channels: []ChannelID{ch.ID}}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Remove(b.ctx, ws, ch.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Find(b.ctx, ws, ch.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("found after removal: %v", err)
		}
		names, err := b.ChannelNamesTx(t.Context(), db.Reader(), ws, []string{string(ch.ID)})
		if err != nil || names[string(ch.ID)] == "" {
			t.Errorf("what went out there lost its name: %v %v", names, err)
		}
		if accounts, err := b.Accounts(t.Context(), []Place{{ws, ch.ID}}); err != nil || len(accounts) != 0 {
			t.Errorf("%v %v", accounts, err)
		}
		groups, err := b.Groups(b.ctx, ws)
		if err != nil || len(groups) != 1 || len(groups[0].Channels) != 0 {
			t.Errorf("%v %v", groups, err)
		}
		if again := b.connect("brume"); again.ID == ch.ID {
			t.Error("the removed channel came back")
		}
	})
}

func TestOtherWorkspaceSeesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		hold, err := b.PlaceHold(b.ctx, ws, HoldInput{Scope: ScopeWorkspace})
		if err != nil {
			t.Fatal(err)
		}
		const other = identity.WorkspaceID("ws_other")
		ctx := as(t.Context(), other, identity.Owner)
		name := "x"
		for verb, err := range map[string]error{
			"find":      second(b.Find(ctx, other, ch.ID)),
			"test":      second(b.Test(ctx, other, ch.ID)),
			"change":    second(b.Change(ctx, other, ch.ID, ChangeInput{Name: &name})),
			"reconnect": second(b.Reconnect(ctx, other, ch.ID, nil)),
			"remove":    second(b.Remove(ctx, other, ch.ID)),
			"hold":      second(b.PlaceHold(ctx, other, HoldInput{Scope: ScopeChannel, Target: string(ch.ID)})),
			"release":   second(b.ReleaseHold(ctx, other, hold.Hold.ID)),
			"its own":   second(b.Find(ctx, ws, ch.ID)),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", verb, err)
			}
		}
		if _, err := b.CreateGroup(ctx, other, GroupInput{Name: "x", Channels: []ChannelID{ch.ID}}); code(err) != "channels.unknown_channel" {
			t.Errorf("group: %v", err)
		}
		if got, err := b.Accounts(t.Context(), []Place{{other, ch.ID}}); err != nil || len(got) != 0 {
			t.Errorf("accounts: %v %v", got, err)
		}
		if list, err := b.List(ctx, other); err != nil || len(list) != 0 {
			t.Errorf("list: %v %v", list, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestRolesAreHeldTo(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	ch := b.connect("brume")
	creator := as(t.Context(), ws, identity.Creator)
	if _, err := b.Connect(creator, ws, ConnectInput{Network: "fake"}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("connect: %v", err)
	}
	if _, err := b.Find(creator, ws, ch.ID); err != nil {
		t.Errorf("find: %v", err)
	}
	if _, err := b.PlaceHold(creator, ws, HoldInput{Scope: ScopeWorkspace}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("hold: %v", err)
	}
	community := as(t.Context(), ws, identity.Community)
	if _, err := b.PlaceHold(community, ws, HoldInput{Scope: ScopeWorkspace}); err != nil {
		t.Errorf("hold by community: %v", err)
	}
}

func TestRemovedWorkspaceLetsNothingOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		ch := b.connect("brume")
		err := db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return b.Bus.EmitTx(ctx, tx, identity.WorkspaceRemoved{Workspace: ws})
		})
		if err != nil {
			t.Fatal(err)
		}
		if h, err := b.HeldTx(t.Context(), db.Reader(), ws, ch.ID, ""); err != nil || h == nil {
			t.Errorf("%v %v", h, err)
		}
		if a, err := b.AccountTx(t.Context(), db.Reader(), ws, ch.ID); err != nil || len(a.Secrets) != 0 {
			t.Errorf("secrets outlive the workspace: %v", err)
		}
	})
}

func TestSecretsFollowARotation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		path := filepath.Join(t.TempDir(), "key")
		old, err := secret.LoadOrCreate(path)
		if err != nil {
			t.Fatal(err)
		}
		b.Seal = old
		ch := b.connect("brume")
		rotated, err := secret.Rotate(path)
		if err != nil {
			t.Fatal(err)
		}
		b.Seal = rotated
		if err := b.checkAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := b.AccountTx(t.Context(), db.Reader(), ws, ch.ID); err != nil {
			t.Error(err)
		}
		b.Seal = old
		if _, err := b.AccountTx(t.Context(), db.Reader(), ws, ch.ID); code(err) != "secret.key_missing" {
			t.Errorf("the old key still opens it: %v", err)
		}
	})
}
