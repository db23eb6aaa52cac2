package app

import (
	"context"
	"net"
	"net/netip"
	"net/url"

	"parvis/internal/audit"
	"parvis/internal/channels"
	"parvis/internal/dispatch"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/networks"
	"parvis/internal/publishing"
	"parvis/internal/store"
	"parvis/internal/strategy"

	"parvis/internal/editorial"
)

// roomAudit names the actor from the context, for rooms that leave it to us.
type roomAudit struct{ a *App }

func (r roomAudit) RecordTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, action, object string, detail map[string]string) error {
	return r.a.Audit.RecordTx(ctx, tx, audit.Entry{Workspace: string(ws), Actor: actorName(ctx), Action: action, Object: object, Detail: detail})
}

// recordTx is dispatch.Record.
func (a *App) recordTx(ctx context.Context, tx *store.Tx, actor identity.Actor, action, object string, detail map[string]string) error {
	return a.Audit.RecordTx(ctx, tx, audit.Entry{Workspace: string(actor.WorkspaceID), Actor: actorName(ctx), Action: action, Object: object, Detail: detail})
}

func actorName(ctx context.Context) string {
	actor, ok := identity.ActorOf(ctx)
	if !ok || actor.System {
		return "system"
	}
	return string(actor.UserID)
}

// strategyUses is strategy.Uses and strategy.Counter over editorial, which is
// made after it.
type strategyUses struct{ a *App }

func (s strategyUses) StrategyUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind strategy.Kind, id string) (int, error) {
	return s.a.Editorial.StrategyUsesTx(ctx, q, ws, kind, id)
}

func (s strategyUses) StrategyCounts(ctx context.Context, ws identity.WorkspaceID, from, to strategy.Date) (strategy.Counts, error) {
	return s.a.Editorial.StrategyCounts(ctx, ws, from, to)
}

// mediaUses counts the posts and the page faces that show assets.
type mediaUses struct{ a *App }

func (m mediaUses) MediaUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []media.AssetID) (map[media.AssetID]int, error) {
	uses, err := m.a.Site.MediaUsesTx(ctx, q, ws, ids)
	if err != nil {
		return nil, err
	}
	if uses == nil {
		uses = map[media.AssetID]int{}
	}
	for _, id := range ids {
		posts, err := m.a.Editorial.PostsShowingTx(ctx, q, ws, editorial.AssetID(id))
		if err != nil {
			return nil, err
		}
		if len(posts) > 0 {
			uses[id] += len(posts)
		}
	}
	return uses, nil
}

// started is channels.Started over dispatch.
type started struct{ a *App }

func (s started) StartedTx(ctx context.Context, tx *store.Tx, h channels.Hold) ([]channels.Departure, error) {
	ds, err := s.a.Dispatch.FindStarted(ctx, tx, h.Workspace)
	if err != nil {
		return nil, err
	}
	var out []channels.Departure
	for _, d := range ds {
		if h.Stops(d.Workspace, channels.ChannelID(d.Channel), d.Campaign) {
			out = append(out, departure(d))
		}
	}
	return out, nil
}

func (s started) WaitingTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id channels.ChannelID) ([]channels.Departure, error) {
	ds, err := s.a.Dispatch.FindWaiting(ctx, q, ws, string(id))
	if err != nil {
		return nil, err
	}
	out := make([]channels.Departure, len(ds))
	for i, d := range ds {
		out[i] = departure(d)
	}
	return out, nil
}

func departure(d dispatch.Delivery) channels.Departure {
	return channels.Departure{Delivery: string(d.ID), Channel: channels.ChannelID(d.Channel), Subject: d.Subject, State: string(d.State),
		DueAt: d.DueAt.Time, StartedAt: d.StartedAt.Time}
}

// gate is dispatch.Gate over channels' holds.
type gate struct{ a *App }

func (g gate) HoldsTx(ctx context.Context, tx *store.Tx, workspaces []identity.WorkspaceID) ([]dispatch.Hold, error) {
	holds, err := g.a.Channels.HoldsTx(ctx, tx, workspaces)
	if err != nil {
		return nil, err
	}
	out := make([]dispatch.Hold, len(holds))
	for i, h := range holds {
		out[i] = dispatch.Hold{Workspace: h.Workspace, Reason: h.Reason}
		switch h.Scope {
		case channels.ScopeEverything:
			out[i].Workspace = ""
		case channels.ScopeChannel:
			out[i].Channel = h.Target
		case channels.ScopeCampaign:
			out[i].Campaign = h.Target
		}
	}
	return out, nil
}

// accounts is dispatch.Accounts over channels.
type accounts struct{ a *App }

func (s accounts) Accounts(ctx context.Context, ds []dispatch.Delivery) (map[string]networks.Account, error) {
	places := make([]channels.Place, 0, len(ds))
	seen := map[string]bool{}
	for _, d := range ds {
		if !seen[d.Channel] {
			seen[d.Channel] = true
			places = append(places, channels.Place{Workspace: d.Workspace, Channel: channels.ChannelID(d.Channel)})
		}
	}
	found, err := s.a.Channels.Accounts(ctx, places)
	out := make(map[string]networks.Account, len(found))
	for id, account := range found {
		out[string(id)] = account
	}
	return out, err
}

// reportRefusalTx tells channels of an account that a network refused while
// sending: its light turns red and its people are told once.
func (a *App) reportRefusalTx(ctx context.Context, tx *store.Tx, e dispatch.Settled) error {
	seen := map[string]bool{}
	for _, d := range e.Deliveries {
		if d.State != dispatch.Held || seen[d.Channel] {
			continue
		}
		seen[d.Channel] = true
		health := networks.Health{State: networks.HealthReconnect, Reason: d.Reason.Reason}
		if err := a.Channels.ReportHealthTx(ctx, tx, e.Workspace, channels.ChannelID(d.Channel), health); err != nil {
			return err
		}
	}
	return nil
}

// deliveries is editorial.Deliveries over dispatch.
type deliveries struct{ a *App }

func (s deliveries) LockTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post editorial.PostID) error {
	return s.a.Dispatch.LockTx(ctx, tx, ws, string(post))
}

func (s deliveries) SummariesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, posts []editorial.PostID) (map[editorial.PostID]editorial.Status, error) {
	subjects := make([]string, len(posts))
	for i, id := range posts {
		subjects[i] = string(id)
	}
	states, err := s.a.Dispatch.StatesTx(ctx, q, ws, subjects)
	if err != nil {
		return nil, err
	}
	out := make(map[editorial.PostID]editorial.Status, len(states))
	for subject, state := range states {
		out[editorial.PostID(subject)] = publishing.Word(state)
	}
	return out, nil
}

// ownOrigin is the entry of the outbound guard for our own page origin, when it
// lies on a private address.
func ownOrigin(base string) []string {
	u, err := url.Parse(base)
	if err != nil {
		return nil
	}
	host := u.Hostname()
	ip, err := netip.ParseAddr(host)
	if err == nil && ip.IsGlobalUnicast() && !ip.IsPrivate() {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443"}[u.Scheme]
		if port == "" {
			port = "80"
		}
	}
	return []string{net.JoinHostPort(host, port)}
}
