package channels

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// Started tells what a stop comes too late for. dispatch fills it.
type Started interface {
	// StartedTx gives the deliveries of a hold's scope that have started and
	// whose end is not known yet. It runs under the gate's lock.
	StartedTx(ctx context.Context, tx *store.Tx, h Hold) ([]Departure, error)
	// WaitingTx gives what waits to leave through a channel.
	WaitingTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id ChannelID) ([]Departure, error)
}

// Sealer seals secrets; secret.Keeper is one.
type Sealer interface {
	Seal(plain []byte, aad string) ([]byte, error)
	Open(sealed []byte, aad string) ([]byte, error)
	// Rewrap puts sealed under the current key; changed is false when it was.
	Rewrap(sealed []byte) (out []byte, changed bool, err error)
}

// Auditor records; audit.Log is one.
type Auditor interface {
	RecordTx(ctx context.Context, tx *store.Tx, e audit.Entry) error
}

// Notifier tells people; notify.Service is one.
type Notifier interface {
	SendTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n notify.Notice) error
}

// Deps is what the room stands on. Started and Notify may be nil in tests.
type Deps struct {
	DB       *store.DB
	Networks networks.Registry
	Seal     Sealer
	Bus      *event.Bus
	Feed     *change.Feed
	Audit    Auditor
	Notify   Notifier
	Started  Started
	Log      *slog.Logger
	Now      func() time.Time
}

// Service is the room's use cases.
type Service struct {
	Deps
	opened opened
}

// New makes the service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d}
}

// tellTx writes what was done for browsers and for the audit.
func (s *Service) tellTx(ctx context.Context, tx *store.Tx, actor identity.Actor, topic, id, verb string, detail map[string]string) error {
	if err := s.Feed.AppendTx(ctx, tx, string(actor.WorkspaceID), topic, id); err != nil {
		return err
	}
	by := string(actor.UserID)
	if actor.System {
		by = "system"
	}
	return s.Audit.RecordTx(ctx, tx, audit.Entry{Workspace: string(actor.WorkspaceID), Actor: by, Action: "channels." + verb, Object: id, Detail: detail})
}

// ConnectInput is a filled connect form.
type ConnectInput struct {
	Network string
	Name    string // "" takes the network's
	Zone    string // "" takes the workspace's
	Form    map[string]string
}

// Connection is a fresh channel. Shown holds secrets that the network made, for
// the person to copy now: they are not readable again.
type Connection struct {
	Channel Channel
	Shown   map[string]string
}

// Connect links an account (channel.manage). A field the network refuses comes
// back as a field error; an account that is already linked here is a Conflict.
func (s *Service) Connect(ctx context.Context, ws identity.WorkspaceID, in ConnectInput) (Connection, error) {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return Connection{}, err
	}
	in.Name, in.Zone = strings.TrimSpace(in.Name), strings.TrimSpace(in.Zone)
	var check fault.Collect
	if in.Name != "" {
		checkName(&check, in.Name)
	}
	checkZone(&check, in.Zone)
	if err := check.Err(); err != nil {
		return Connection{}, err
	}
	connected, form, err := s.ask(ctx, in.Network, in.Form)
	if err != nil {
		return Connection{}, fault.Op("channels.Connect", err)
	}
	if in.Name != "" {
		connected.Name = in.Name
	}
	var out Connection
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		out.Channel, err = s.connectTx(ctx, tx, actor, in.Network, in.Zone, connected)
		return err
	})
	out.Shown = shown(s.Networks.Find(in.Network).Info(), form, connected)
	return out, fault.Op("channels.Connect", err)
}

// ask lets the network check a form.
func (s *Service) ask(ctx context.Context, network string, form map[string]string) (networks.Connected, map[string]string, error) {
	n := s.Networks.Find(network)
	if n == nil {
		return networks.Connected{}, nil, errNetwork.With("network", network)
	}
	connector, ok := n.(networks.Connector)
	if !ok {
		return networks.Connected{}, nil, errNoConnect
	}
	form, err := checkForm(n.Info().Connect, form)
	if err != nil {
		return networks.Connected{}, nil, err
	}
	connected, err := connector.Connect(ctx, form)
	return connected, form, refusedForm(err)
}

// ConnectTx keeps an account that a room above has made itself (the brand's own
// page). by is who asked.
func (s *Service) ConnectTx(ctx context.Context, tx *store.Tx, by identity.Actor, network string, c networks.Connected) (Channel, error) {
	ch, err := s.connectTx(ctx, tx, by, network, "", c)
	return ch, fault.Op("channels.ConnectTx", err)
}

func (s *Service) connectTx(ctx context.Context, tx *store.Tx, actor identity.Actor, network, zone string, c networks.Connected) (Channel, error) {
	now := store.At(s.Now())
	r := row{ID: store.NewID[ChannelID]("ch"), Workspace: actor.WorkspaceID, Network: network, Zone: zone, CreatedAt: now, CreatedBy: actor.UserID}
	if err := s.learn(&r, c); err != nil {
		return Channel{}, err
	}
	r.Name = clip(c.Name)
	// The gate is there before anything can be sent: LockGatesTx then only reads.
	if err := makeGatesTx(ctx, tx, []identity.WorkspaceID{r.Workspace}); err != nil {
		return Channel{}, err
	}
	err := insertTx(ctx, tx, r)
	if store.IsConflict(err) {
		return Channel{}, errAlready.Because(err)
	}
	if err != nil {
		return Channel{}, err
	}
	if err := s.tellTx(ctx, tx, actor, "channel", string(r.ID), "connect", map[string]string{"network": network, "name": r.Name}); err != nil {
		return Channel{}, err
	}
	return r.channel(s.Networks), s.Bus.EmitTx(ctx, tx, ChannelConnected{Workspace: r.Workspace, Channel: r.ID, Network: network})
}

// learn puts into r what connecting told, secrets sealed.
func (s *Service) learn(r *row, c networks.Connected) error {
	plain, err := json.Marshal(c.Secrets)
	if err != nil {
		return err
	}
	if r.Secrets, err = s.Seal.Seal(plain, aad(r.Workspace, r.ID)); err != nil {
		return err
	}
	health := worsened(networks.Health{State: networks.HealthOK, Expires: c.Expires}, s.Now())
	r.RemoteID, r.Handle, r.URL, r.Avatar, r.Settings = c.RemoteID, c.Handle, c.URL, c.Avatar, store.AsJSON(c.Settings)
	r.Health, r.Reason, r.ExpiresAt = health.State, store.AsJSON(health.Reason), store.At(c.Expires)
	r.CheckedAt, r.UpdatedAt = store.At(s.Now()), store.At(s.Now())
	if r.Settings.V == nil {
		r.Settings.V = map[string]string{}
	}
	return nil
}

// Reconnect renews an account's link (channel.manage), keeping its posts,
// groups and stops. Fields left empty keep their value; a secret too.
func (s *Service) Reconnect(ctx context.Context, ws identity.WorkspaceID, id ChannelID, form map[string]string) (Connection, error) {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return Connection{}, err
	}
	was, err := findTx(ctx, s.DB.Reader(), ws, id)
	if err != nil {
		return Connection{}, fault.Op("channels.Reconnect", err)
	}
	kept, err := s.account(was)
	if err != nil {
		s.Log.Warn("channels: the old secrets cannot be opened, the form must hold them all", "channel", id, "error", err)
	}
	connected, filled, err := s.ask(ctx, was.Network, merged(form, kept.Settings, kept.Secrets))
	if err != nil {
		return Connection{}, fault.Op("channels.Reconnect", err)
	}
	if connected.RemoteID != was.RemoteID {
		return Connection{}, errOther.With("name", connected.Name)
	}
	out := Connection{Shown: shown(s.Networks.Find(was.Network).Info(), filled, connected)}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findTx(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if err := s.learn(&r, connected); err != nil {
			return err
		}
		if err := updateLinkTx(ctx, tx, r); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, actor, "channel", string(id), "reconnect", map[string]string{"name": r.Name}); err != nil {
			return err
		}
		if out.Channel, err = s.describeTx(ctx, tx, r); err != nil {
			return err
		}
		return s.Bus.EmitTx(ctx, tx, ChannelConnected{Workspace: ws, Channel: id, Network: r.Network, Again: true})
	})
	return out, fault.Op("channels.Reconnect", err)
}

// ChangeInput is what a person may set of a channel; nil leaves it.
type ChangeInput struct {
	Name *string
	Zone *string
}

// Change renames a channel or sets its time zone (channel.manage).
func (s *Service) Change(ctx context.Context, ws identity.WorkspaceID, id ChannelID, in ChangeInput) (Channel, error) {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return Channel{}, err
	}
	var out Channel
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findTx(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		var check fault.Collect
		if in.Name != nil {
			r.Name = strings.TrimSpace(*in.Name)
			checkName(&check, r.Name)
		}
		if in.Zone != nil {
			r.Zone = strings.TrimSpace(*in.Zone)
			checkZone(&check, r.Zone)
		}
		if err := check.Err(); err != nil {
			return err
		}
		r.UpdatedAt = store.At(s.Now())
		if err := updateFaceTx(ctx, tx, r); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, actor, "channel", string(id), "change", map[string]string{"name": r.Name, "zone": r.Zone}); err != nil {
			return err
		}
		out, err = s.describeTx(ctx, tx, r)
		return err
	})
	return out, fault.Op("channels.Change", err)
}

// Removal says what removing a channel does: what waits on it is cancelled.
func (s *Service) Removal(ctx context.Context, ws identity.WorkspaceID, id ChannelID) ([]Departure, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelManage); err != nil {
		return nil, err
	}
	q := s.DB.Reader()
	if _, err := findTx(ctx, q, ws, id); err != nil || s.Started == nil {
		return nil, err
	}
	waiting, err := s.Started.WaitingTx(ctx, q, ws, id)
	return waiting, fault.Op("channels.Removal", err)
}

// Remove unlinks an account (channel.manage): its secrets are destroyed, what
// waits on it is cancelled, what went out stays where it is. It gives what was
// cancelled.
func (s *Service) Remove(ctx context.Context, ws identity.WorkspaceID, id ChannelID) ([]Departure, error) {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return nil, err
	}
	var waiting []Departure
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findTx(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		// Under the gate's lock no intent of this workspace is half way.
		if err := bumpGateTx(ctx, tx, ws); err != nil {
			return err
		}
		if s.Started != nil {
			if waiting, err = s.Started.WaitingTx(ctx, tx, ws, id); err != nil {
				return err
			}
		}
		if err := removeTx(ctx, tx, ws, id, s.Now()); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, actor, "channel", string(id), "remove", map[string]string{"name": r.Name, "network": r.Network}); err != nil {
			return err
		}
		return s.Bus.EmitTx(ctx, tx, ChannelRemoved{Workspace: ws, Channel: id})
	})
	return waiting, fault.Op("channels.Remove", err)
}
