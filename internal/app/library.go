package app

import (
	"context"
	"io"

	"parvis/internal/channels"
	"parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// library is editorial.Library over media.
type library struct{ a *App }

func (l library) AssetsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []editorial.AssetID) ([]editorial.Asset, error) {
	wanted := make([]media.AssetID, len(ids))
	for i, id := range ids {
		wanted[i] = media.AssetID(id)
	}
	found, err := l.a.Media.FindTx(ctx, q, ws, wanted)
	if err != nil {
		return nil, err
	}
	out := make([]editorial.Asset, len(found))
	for i, f := range found {
		out[i] = editorial.Asset{ID: editorial.AssetID(f.ID), SHA256: f.SHA256, MIME: f.MIME, Name: f.Name, Alt: f.Alt, Width: f.Width,
			Height: f.Height, DurationMS: f.DurationMS, Size: f.Size, Binned: !f.BinnedAt.IsZero()}
	}
	return out, nil
}

func (l library) Render(ctx context.Context, ws identity.WorkspaceID, id editorial.AssetID, limits networks.MediaLimits) (editorial.Rendition, error) {
	asset, err := l.a.Media.Find(ctx, ws, media.AssetID(id))
	if err != nil {
		return editorial.Rendition{}, err
	}
	recipe := media.RecipeFor(asset, limits)
	r, err := l.a.Media.RenditionFor(ctx, ws, asset.ID, recipe)
	if err != nil {
		return editorial.Rendition{}, err
	}
	return editorial.Rendition{Recipe: recipe.ID(), SHA256: r.SHA256, MIME: r.MIME, Width: r.Width, Height: r.Height, Size: r.Size}, nil
}

func (l library) Open(ctx context.Context, ws identity.WorkspaceID, sha256 string) (io.ReadCloser, error) {
	return l.a.Media.Open(identity.AsSystem(ctx, ws), ws, sha256)
}

func (l library) PublicURL(_ identity.WorkspaceID, sha256, mime string) string {
	return l.a.Media.SignedURL(sha256, mime)
}

// editorialChannels is editorial.Channels over channels.
type editorialChannels struct{ a *App }

func (c editorialChannels) ChannelsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]editorial.Channel, error) {
	list, err := c.a.Channels.ListTx(ctx, q, ws)
	if err != nil {
		return nil, err
	}
	out := make([]editorial.Channel, len(list))
	for i, ch := range list {
		out[i] = editorial.Channel{ID: editorial.ChannelID(ch.ID), Network: ch.Network, Name: ch.Name, Zone: ch.Zone,
			Health: ch.Health.State, Expires: ch.Health.Expires, Info: ch.Info}
		for _, h := range ch.Holds {
			out[i].Holds = append(out[i].Holds, editorialHold(h))
		}
	}
	return out, nil
}

func (c editorialChannels) NetworksTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []editorial.ChannelID) (map[editorial.ChannelID]string, error) {
	wanted := make([]channels.ChannelID, len(ids))
	for i, id := range ids {
		wanted[i] = channels.ChannelID(id)
	}
	found, err := c.a.Channels.NetworksOnceTx(ctx, q, ws, wanted)
	out := make(map[editorial.ChannelID]string, len(found))
	for id, network := range found {
		out[editorial.ChannelID(id)] = network
	}
	return out, err
}

func (c editorialChannels) HoldsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]editorial.Hold, error) {
	holds, err := c.a.Channels.ActiveHoldsTx(ctx, q, ws)
	if err != nil {
		return nil, err
	}
	var out []editorial.Hold
	for _, h := range holds {
		if h.Scope != channels.ScopeChannel {
			out = append(out, editorialHold(h))
		}
	}
	return out, nil
}

func editorialHold(h channels.Hold) editorial.Hold {
	out := editorial.Hold{ID: string(h.ID), Reason: h.Reason}
	if h.Scope == channels.ScopeCampaign {
		out.Campaign = editorial.CampaignID(h.Target)
	}
	return out
}
