package apptest

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parvis/internal/app"
	"parvis/internal/channels"
	"parvis/internal/config"
	"parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/store/storetest"
)

// Each runs fn once per engine, as subtests named sqlite and postgres; database
// is what Options.Database takes.
func Each(t *testing.T, fn func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, "") })
	if os.Getenv("PARVIS_TEST_POSTGRES_URL") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, storetest.PostgresURL(t)) })
	}
}

// Options of a House.
type Options struct {
	Database string // address of a PostgreSQL; "": SQLite
	Data     string // folder; "": one of the test
	SMTP     string // PARVIS_SMTP_URL; "": letters are only logged
	App      app.Options
	Empty    bool // make no workspace
	Still    bool // wire the rooms, but serve, dispatch and work no jobs
}

// House is the application, its workspace and its people.
type House struct {
	*app.App
	AppURL    string
	PageURL   string
	Workspace identity.Workspace
	Members   map[identity.Role]identity.Member

	stop func() error
}

// Open starts the application; it stops when the test ends, or with Close.
func Open(t *testing.T, o Options) *House {
	t.Helper()
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	o.App.LoopbackAllowed = true
	ears := app.Ears{App: listen(t), Pages: listen(t)}
	h := &House{AppURL: "http://" + ears.App.Addr().String(), PageURL: "http://" + ears.Pages.Addr().String(), Members: map[identity.Role]identity.Member{}}
	var allow []string
	if o.SMTP != "" {
		allow = []string{"127.0.0.0/8"}
	}
	a, err := app.Open(t.Context(), config.Config{Listen: ears.App.Addr().String(), PageListen: ears.Pages.Addr().String(), PublicURL: h.AppURL,
		PageURL: h.PageURL, Data: o.Data, DatabaseURL: o.Database, KeyFile: filepath.Join(o.Data, "parvis.key"), SMTPURL: o.SMTP, AllowNetworks: allow}, o.App)
	if err != nil {
		t.Fatal(err)
	}
	h.App = a
	h.run(t, ears, o.Still)
	if !o.Empty {
		h.people(t)
	}
	return h
}

// run starts the application and keeps how to end it.
func (h *House) run(t *testing.T, ears app.Ears, still bool) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	if still {
		ended <- errors.Join(ears.App.Close(), ears.Pages.Close())
	} else {
		go func() { ended <- h.App.Run(ctx, ears) }()
	}
	h.stop = func() error {
		cancel()
		return errors.Join(<-ended, h.App.Close())
	}
	t.Cleanup(func() { h.Close(t) })
}

// Close stops the application as a signal would, and lets go of its data.
func (h *House) Close(t *testing.T) {
	t.Helper()
	if h.stop == nil {
		return
	}
	stop := h.stop
	h.stop = nil
	if err := stop(); err != nil {
		t.Errorf("the application ended with %v", err)
	}
}

// people makes the workspace and a member of each role. Nobody but the owner
// has a password: making one costs time, and no test of rooms signs in.
func (h *House) people(t *testing.T) {
	t.Helper()
	operator := h.Identity.Operator()
	link, err := operator.NewOwnerLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(link, "#")
	name, zone, locale := "Brume", "Europe/Paris", "fr"
	_, h.Workspace, err = h.Identity.Setup(t.Context(), identity.SetupInput{Link: secret, Name: "Owner", Email: "owner@brume.test", Password: "a brume of long words",
		Locale: locale, Workspace: identity.WorkspaceInput{Name: &name, Zone: &zone, Locale: &locale}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range identity.Roles[1:] {
		_, err := operator.AddUser(t.Context(), identity.AddUserInput{Email: string(r) + "@brume.test", Name: string(r), Locale: locale, Workspace: string(h.Workspace.ID), Role: r})
		if err != nil {
			t.Fatal(err)
		}
	}
	members, err := h.Identity.ListMembers(identity.AsSystem(t.Context(), h.Workspace.ID), h.Workspace.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		h.Members[m.Role] = m
	}
}

// As is the context of the member with a role.
func (h *House) As(ctx context.Context, role identity.Role) context.Context {
	m := h.Members[role]
	return identity.WithActor(ctx, identity.Actor{UserID: m.UserID, MemberID: m.ID, WorkspaceID: h.Workspace.ID, Role: role, Name: m.Name, Locale: m.Locale})
}

// Page is the channel of the workspace's own page.
func (h *House) Page(t *testing.T) editorial.ChannelID {
	t.Helper()
	list, err := h.Channels.List(h.As(t.Context(), identity.Owner), h.Workspace.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.Network == "page" {
			return editorial.ChannelID(c.ID)
		}
	}
	t.Fatal("the workspace has no page")
	return ""
}

// Connect connects a receiver of a class (exact, two_phase, look_up, none).
func (h *House) Connect(t *testing.T, name, url, class string) editorial.ChannelID {
	t.Helper()
	made, err := h.Channels.Connect(h.As(t.Context(), identity.Manager), h.Workspace.ID,
		channels.ConnectInput{Network: "webhook", Name: name, Form: map[string]string{"name": name, "url": url, "class": class}})
	if err != nil {
		t.Fatal(err)
	}
	return editorial.ChannelID(made.Channel.ID)
}

// Wall is an instant as a person of the workspace types it.
func (h *House) Wall(t *testing.T, at time.Time) editorial.Wall {
	t.Helper()
	zone, err := time.LoadLocation(h.Workspace.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return editorial.Wall(at.In(zone).Format("2006-01-02T15:04"))
}

// Draft is a post of one text for some channels.
func Draft(text string, to ...editorial.ChannelID) editorial.Draft {
	d := editorial.Draft{State: editorial.Written, Language: "fr", Late: editorial.DefaultLate,
		Segments: []editorial.Segment{{ID: "s1", Text: text, Media: []editorial.Media{}}}}
	for _, c := range to {
		d.Variants = append(d.Variants, editorial.Variant{Channel: c})
	}
	return d
}

// Until waits for what the application does by itself.
func Until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("it did not happen within 30 s: %s", what)
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
