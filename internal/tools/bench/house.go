package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"parvis/internal/app"
	"parvis/internal/config"
	"parvis/internal/governance"
	"parvis/internal/identity"
)

// ground is where an installation of the bench lies: its folder and, on
// PostgreSQL, its database.
type ground struct {
	kind string // sqlite or postgres
	dir  string
	url  string
	drop func()
}

// newGround is empty.
func newGround(ctx context.Context, kind string) (ground, error) {
	return takeGround(ctx, kind, "")
}

func takeGround(ctx context.Context, kind, template string) (g ground, err error) {
	g = ground{kind: kind, drop: func() {}}
	if g.dir, err = os.MkdirTemp("", "parvis-bench-*"); err != nil {
		return g, err
	}
	if kind == "postgres" {
		g.url, g.drop, err = freshPostgres(ctx, template)
	}
	return g, err
}

// copy is a second ground with the same content; nothing may run on g.
func (g ground) copy(ctx context.Context) (ground, error) {
	c, err := takeGround(ctx, g.kind, g.url)
	if err != nil {
		return c, err
	}
	return c, os.CopyFS(c.dir, os.DirFS(g.dir))
}

func (g ground) remove() {
	g.drop()
	_ = os.RemoveAll(g.dir) // a folder of the bench's own, in the temporary folder
}

// house is an application on a ground, with the sockets it listens on.
type house struct {
	*app.App
	ears app.Ears
	url  string
	stop func() error
}

// open wires every room; nothing runs before start.
func (g ground) open(ctx context.Context, o app.Options) (*house, error) {
	var ears [2]net.Listener
	for i := range ears {
		var err error
		if ears[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
	}
	h := &house{ears: app.Ears{App: ears[0], Pages: ears[1]}, url: "http://" + ears[0].Addr().String()}
	o.LoopbackAllowed = true
	a, err := app.Open(ctx, config.Config{Listen: ears[0].Addr().String(), PageListen: ears[1].Addr().String(), PublicURL: h.url,
		PageURL: "http://" + ears[1].Addr().String(), Data: g.dir, DatabaseURL: g.url, KeyFile: filepath.Join(g.dir, "parvis.key")}, o)
	h.App = a
	return h, err
}

// start serves, dispatches and works jobs until close.
func (h *house) start(ctx context.Context) {
	run, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.Run(run, h.ears) }()
	h.stop = func() error { cancel(); return <-ended }
}

func (h *house) close() error {
	var err error
	if h.stop != nil {
		err = h.stop()
	} else {
		err = errors.Join(h.ears.App.Close(), h.ears.Pages.Close())
	}
	return errors.Join(err, h.Close())
}

// owner makes a workspace whose owner approves alone, and gives a context that
// acts as them.
func (h *house) owner(ctx context.Context) (context.Context, identity.WorkspaceID, error) {
	w, members, err := h.Identity.CreateSample(ctx, identity.SampleInput{Name: "Atelier", Slug: "atelier", Zone: "Europe/Paris", Locale: "fr",
		Members: []identity.SampleMember{{Name: "Odile", Role: identity.Owner}}})
	if err != nil {
		return nil, "", err
	}
	m := members[0]
	ctx = identity.WithActor(ctx, identity.Actor{UserID: m.UserID, MemberID: m.ID, WorkspaceID: w.ID, Role: m.Role, Name: m.Name, Locale: "fr"})
	_, err = h.Governance.SetPolicy(ctx, w.ID, governance.Policy{Own: true, Roles: []identity.Role{identity.Owner}, Margin: governance.MarginAny})
	return ctx, w.ID, err
}

// token makes an API token of the owner that may read.
func (h *house) token(ctx context.Context, ws identity.WorkspaceID) (string, error) {
	t, err := h.Identity.CreateToken(ctx, ws, identity.TokenInput{Name: "bench", ExpiresAt: time.Now().Add(24 * time.Hour),
		Scopes: []identity.Permission{identity.PostRead, identity.MediaRead}})
	return t.Secret, err
}
