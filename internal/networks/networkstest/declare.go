package networkstest

import (
	"net/http"

	"parvis/internal/networks"
	"parvis/internal/text"
)

// declares holds Info to what the composer, pre-flight and dispatch rely on.
func declares(_ T, b *bench) {
	i := b.network.Info()
	if i.Name == "" || i.Title == "" {
		b.Errorf("name %q, title %q", i.Name, i.Title)
	}
	switch text.Unit(b.info.Text.Unit) {
	case text.Graphemes, text.CodePoints, text.UTF8, text.UTF16:
	default:
		b.Errorf("unit of text %q", b.info.Text.Unit)
	}
	b.sourced("text", b.info.Text.Source)
	b.sourced("media", b.info.Media.Source)
	if b.info.Media.Images > 0 && len(b.info.Media.ImageTypes) == 0 || b.info.Media.Videos > 0 && len(b.info.Media.VideoTypes) == 0 {
		b.Errorf("media are allowed, of no type")
	}
	if (b.info.Pace.PerDay > 0 || b.info.Pace.PerHour > 0) && b.info.Pace.Source == (networks.Source{}) {
		b.Errorf("the pace has no source")
	}
	for name, op := range b.info.Operations {
		b.operation(name, op)
	}
	steps := b.plan("dlv_0", b.plain("Bonjour")).steps
	visible := false
	for n, s := range steps {
		op, ok := b.info.Operations[s.Op]
		if !ok {
			b.Errorf("step %q is no declared operation", s.Op)
		}
		if op.Harmless && s.Visible {
			b.Errorf("step %q is harmless and visible", s.Op)
		}
		if s.N != n {
			b.Errorf("step %d is numbered %d", n, s.N)
		}
		visible = visible || s.Visible
	}
	if !visible {
		b.Errorf("no step of a post is visible")
	}
	for _, f := range append(append([]networks.Field{}, i.Connect...), i.Options...) {
		b.field(f)
	}
}

func (b *bench) operation(name networks.Operation, op networks.OperationInfo) {
	b.Helper()
	_, finds := b.network.(networks.Finder)
	switch op.Class {
	case networks.Exact, networks.None:
	case networks.TwoPhase, networks.LookUp:
		if !finds && !op.Harmless {
			b.Errorf("operation %q is settled by looking, the network is no Finder", name)
		}
	default:
		b.Errorf("operation %q has class %q", name, op.Class)
	}
	if op.Class == networks.LookUp && op.VisibilityLag <= 0 {
		b.Errorf("operation %q declares no visibility lag: nothing would ever be absent", name)
	}
	b.sourced("operation "+string(name), op.Source)
}

func (b *bench) sourced(what string, s networks.Source) {
	b.Helper()
	if s.URL == "" || s.AsOf == "" {
		b.Errorf("%s has no dated source", what)
	}
}

func (b *bench) field(f networks.Field) {
	b.Helper()
	switch f.Kind {
	case "text", "secret", "url", "boolean", "number":
	case "choice":
		if len(f.Choices) == 0 {
			b.Errorf("field %q has no choices", f.Name)
		}
	default:
		b.Errorf("field %q has kind %q", f.Name, f.Kind)
	}
}

func connects(t T, b *bench) {
	c, ok := b.network.(networks.Connector)
	if !ok {
		return
	}
	if b.Form == nil {
		b.Fatalf("the network is a Connector: the suite needs its Form")
	}
	form := b.Form(b.front.url)
	got, err := c.Connect(t.Context(), form)
	if err != nil {
		b.Fatalf("connect: %v", err)
	}
	if got.RemoteID == "" || got.Name == "" {
		b.Errorf("connected as %q, %q", got.RemoteID, got.Name)
	}
	for key := range got.Secrets {
		if _, shown := got.Settings[key]; shown {
			b.Errorf("%q is a setting and a secret", key)
		}
	}
	account := networks.Account{ChannelID: "ch_1", RemoteID: got.RemoteID, Settings: got.Settings, Secrets: got.Secrets}
	if h, err := c.Check(t.Context(), account); err != nil || h.State != networks.HealthOK {
		b.Errorf("check of a fresh account: %s %+v %v", h.State, h.Reason, err)
	}
	b.effects(0)
	b.front.strikeAll(http.StatusUnauthorized)
	_, err = c.Connect(t.Context(), form)
	if err == nil {
		b.Errorf("connected with a refused credential")
	}
	b.quiet("the error", err)
	h, err := c.Check(t.Context(), b.account)
	b.quiet("the health", h)
	b.quiet("the error", err)
	if h.State != networks.HealthReconnect {
		b.Errorf("check of a refused credential: %s %v, want reconnect", h.State, err)
	}
}
