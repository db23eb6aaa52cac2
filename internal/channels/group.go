package channels

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// GroupID names a group of channels ("grp_…").
type GroupID string

// Group is channels that are chosen together.
type Group struct {
	ID       GroupID
	Name     string
	Channels []ChannelID
}

// GroupInput is a group as a person writes it.
type GroupInput struct {
	Name     string
	Channels []ChannelID
}

const maxGroups = 200

var (
	errGroup     = fault.New(fault.NotFound, "channels.group_not_found", "This group does not exist.")
	errGroupName = fault.New(fault.Conflict, "channels.group_exists", "A group of this name exists already.")
	errGroups    = fault.New(fault.Conflict, "channels.too_many_groups", "There are too many groups: remove one first.")
)

func (in *GroupInput) validate() error {
	in.Name = strings.TrimSpace(in.Name)
	var c fault.Collect
	n := utf8.RuneCountInString(in.Name)
	c.Check(n >= 1 && n <= maxName, "name", "channels.name", "Give a name of 1 to 80 characters.")
	slices.Sort(in.Channels)
	in.Channels = slices.Compact(in.Channels)
	return c.Err()
}

// Groups lists the groups of a workspace (channel.read), by name.
func (s *Service) Groups(ctx context.Context, ws identity.WorkspaceID) ([]Group, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelRead); err != nil {
		return nil, err
	}
	q := s.DB.Reader()
	groups, err := listGroups(ctx, q, ws)
	if err != nil {
		return nil, fault.Op("channels.Groups", err)
	}
	members, err := membersOf(ctx, q, ws)
	if err != nil {
		return nil, fault.Op("channels.Groups", err)
	}
	out := make([]Group, len(groups))
	for i, g := range groups {
		out[i] = Group{ID: g.ID, Name: g.Name, Channels: []ChannelID{}}
		for _, m := range members {
			if m.Group == g.ID {
				out[i].Channels = append(out[i].Channels, m.Channel)
			}
		}
	}
	return out, nil
}

// CreateGroup makes a group (channel.manage). A name in use is a Conflict.
func (s *Service) CreateGroup(ctx context.Context, ws identity.WorkspaceID, in GroupInput) (Group, error) {
	return s.saveGroup(ctx, ws, "", in)
}

// ChangeGroup replaces a group's name and channels (channel.manage).
func (s *Service) ChangeGroup(ctx context.Context, ws identity.WorkspaceID, id GroupID, in GroupInput) (Group, error) {
	return s.saveGroup(ctx, ws, id, in)
}

func (s *Service) saveGroup(ctx context.Context, ws identity.WorkspaceID, id GroupID, in GroupInput) (Group, error) {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return Group{}, err
	}
	if err := in.validate(); err != nil {
		return Group{}, err
	}
	g := Group{ID: id, Name: in.Name, Channels: in.Channels}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		known, err := s.NetworksTx(ctx, tx, ws, in.Channels)
		if err != nil {
			return err
		}
		if len(known) != len(in.Channels) {
			return errUnknownIDs
		}
		verb := "change_group"
		if id == "" {
			verb = "create_group"
			if g.ID, err = s.newGroupTx(ctx, tx, ws, in.Name); err != nil {
				return err
			}
		} else if err := renameGroupTx(ctx, tx, ws, id, in.Name); err != nil {
			return err
		}
		if err := setMembersTx(ctx, tx, ws, g.ID, in.Channels); err != nil {
			return err
		}
		return s.tellTx(ctx, tx, actor, "channel", string(g.ID), verb, map[string]string{"name": g.Name})
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = errGroup
	case store.IsConflict(err) && fault.Of(err).Code == "already_exists":
		err = errGroupName
	}
	return g, fault.Op("channels.saveGroup", err)
}

func (s *Service) newGroupTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, name string) (GroupID, error) {
	groups, err := listGroups(ctx, tx, ws)
	if err != nil {
		return "", err
	}
	if len(groups) >= maxGroups {
		return "", errGroups
	}
	id := store.NewID[GroupID]("grp")
	return id, insertGroupTx(ctx, tx, ws, id, name, s.Now())
}

// RemoveGroup removes a group, not its channels (channel.manage).
func (s *Service) RemoveGroup(ctx context.Context, ws identity.WorkspaceID, id GroupID) error {
	actor, err := identity.Require(ctx, ws, identity.ChannelManage)
	if err != nil {
		return err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := removeGroupTx(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errGroup
		}
		return s.tellTx(ctx, tx, actor, "channel", string(id), "remove_group", nil)
	})
	return fault.Op("channels.RemoveGroup", err)
}
