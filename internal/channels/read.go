package channels

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// List gives the connected channels of a workspace (channel.read), by name.
func (s *Service) List(ctx context.Context, ws identity.WorkspaceID) ([]Channel, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelRead); err != nil {
		return nil, err
	}
	list, err := s.ListTx(ctx, s.DB.Reader(), ws)
	return list, fault.Op("channels.List", err)
}

// Find gives one channel (channel.read).
func (s *Service) Find(ctx context.Context, ws identity.WorkspaceID, id ChannelID) (Channel, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelRead); err != nil {
		return Channel{}, err
	}
	q := s.DB.Reader()
	r, err := findTx(ctx, q, ws, id)
	if err != nil {
		return Channel{}, fault.Op("channels.Find", err)
	}
	c, err := s.describeTx(ctx, q, r)
	return c, fault.Op("channels.Find", err)
}

// NetworkInfos gives what each network declares of itself, by name.
func (s *Service) NetworkInfos(ctx context.Context, ws identity.WorkspaceID) ([]networks.Info, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelRead); err != nil {
		return nil, err
	}
	out := make([]networks.Info, 0, len(s.Networks))
	for _, n := range s.Networks {
		out = append(out, n.Info())
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

// IsConnectable says whether people may connect accounts of a network.
func (s *Service) IsConnectable(network string) bool {
	_, ok := s.Networks.Find(network).(networks.Connector)
	return ok
}

// ListTx is List for other rooms, within their transaction or read.
func (s *Service) ListTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Channel, error) {
	rows, err := listRows(ctx, q, ws)
	if err != nil {
		return nil, err
	}
	return s.describeAllTx(ctx, q, ws, rows)
}

func (s *Service) describeTx(ctx context.Context, q store.Querier, r row) (Channel, error) {
	list, err := s.describeAllTx(ctx, q, r.Workspace, []row{r})
	if err != nil {
		return Channel{}, err
	}
	return list[0], nil
}

// describeAllTx adds groups and holds.
func (s *Service) describeAllTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, rows []row) ([]Channel, error) {
	holds, err := activeHolds(ctx, q, []identity.WorkspaceID{ws})
	if err != nil {
		return nil, err
	}
	members, err := membersOf(ctx, q, ws)
	if err != nil {
		return nil, err
	}
	groups := map[ChannelID][]GroupID{}
	for _, m := range members {
		groups[m.Channel] = append(groups[m.Channel], m.Group)
	}
	out := make([]Channel, len(rows))
	for i, r := range rows {
		out[i] = r.channel(s.Networks)
		out[i].Health = worsened(out[i].Health, s.Now())
		out[i].Groups = groups[r.ID]
		for _, h := range holds {
			if h.Scope == ScopeChannel && h.Target == string(r.ID) {
				out[i].Holds = append(out[i].Holds, h)
			}
		}
	}
	return out, nil
}

// NetworksTx names the network of each channel that is connected; others are
// left out.
func (s *Service) NetworksTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ChannelID) (map[ChannelID]string, error) {
	rows, err := named(ctx, q, ws, ids)
	out := make(map[ChannelID]string, len(rows))
	for _, r := range rows {
		if r.RemovedAt.IsZero() {
			out[r.ID] = r.Network
		}
	}
	return out, err
}

// NetworksOnceTx is NetworksTx with removed channels too: what has left through
// one keeps its network.
func (s *Service) NetworksOnceTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ChannelID) (map[ChannelID]string, error) {
	rows, err := named(ctx, q, ws, ids)
	out := make(map[ChannelID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Network
	}
	return out, err
}

// NamesTx names channels as people know them, removed ones too.
func (s *Service) NamesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ChannelID) (map[ChannelID]string, error) {
	rows, err := named(ctx, q, ws, ids)
	out := make(map[ChannelID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

// ChannelNamesTx is NamesTx for rooms that hold bare ids.
func (s *Service) ChannelNamesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []string) (map[string]string, error) {
	typed := make([]ChannelID, len(ids))
	for i, id := range ids {
		typed[i] = ChannelID(id)
	}
	names, err := s.NamesTx(ctx, q, ws, typed)
	out := make(map[string]string, len(names))
	for id, name := range names {
		out[string(id)] = name
	}
	return out, err
}

// AccountTx opens one connected account, secrets and all, for one call of its
// network. A removed channel is a NotFound fault.
func (s *Service) AccountTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id ChannelID) (networks.Account, error) {
	r, err := findTx(ctx, q, ws, id)
	if err != nil {
		return networks.Account{}, fault.Op("channels.AccountTx", err)
	}
	a, err := s.account(r)
	return a, fault.Op("channels.AccountTx", err)
}

// Place names a channel across workspaces.
type Place struct {
	Workspace identity.WorkspaceID
	Channel   ChannelID
}

// Accounts opens the accounts of several workspaces for dispatch, by channel. A
// channel that was removed, or whose secrets cannot be opened, is left out; the
// latter is logged. The accounts are shared: nobody writes to their maps.
func (s *Service) Accounts(ctx context.Context, places []Place) (map[ChannelID]networks.Account, error) {
	wanted := make(map[Place]bool, len(places))
	ids := make([]ChannelID, 0, len(places))
	for _, p := range places {
		if !wanted[p] {
			wanted[p] = true
			ids = append(ids, p.Channel)
		}
	}
	rows, err := connected(ctx, s.DB.Reader(), ids)
	if err != nil {
		return nil, fault.Op("channels.Accounts", err)
	}
	out := make(map[ChannelID]networks.Account, len(rows))
	for _, r := range rows {
		if !wanted[Place{r.Workspace, r.ID}] {
			continue
		}
		a, err := s.opened.account(r, s.account)
		if err != nil {
			s.Log.Error("channels: secrets cannot be opened", "channel", r.ID, "error", err)
			continue
		}
		out[r.ID] = a
	}
	return out, nil
}

func (s *Service) account(r row) (networks.Account, error) {
	secrets := map[string]string{}
	if len(r.Secrets) == 0 {
		return r.account(secrets), nil
	}
	plain, err := s.Seal.Open(r.Secrets, aad(r.Workspace, r.ID))
	if err != nil {
		return r.account(secrets), fmt.Errorf("channel %s: %w", r.ID, err)
	}
	if err := json.Unmarshal(plain, &secrets); err != nil {
		return r.account(nil), fmt.Errorf("channel %s: secrets are not JSON", r.ID) // the cause would quote them
	}
	return r.account(secrets), nil
}
