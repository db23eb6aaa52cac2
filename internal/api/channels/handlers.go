package channels

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	room "parvis/internal/channels"
	"parvis/internal/identity"
)

const base = "/api/v1/workspaces/{workspace}"

type workspaceInput struct {
	Workspace string `path:"workspace"`
}

type itemInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
}

type bodyInput[B any] struct {
	Workspace string `path:"workspace"`
	Body      B
}

type editInput[B any] struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
	Body      B
}

type holdsInput struct {
	Workspace string `path:"workspace"`
	Past      bool   `query:"past" doc:"Also the last lifted ones"`
}

type output[B any] struct{ Body B }

func operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: base + path, Summary: summary, Tags: []string{"channels"}}
	if method == http.MethodPost {
		op.DefaultStatus = http.StatusOK
	}
	return op
}

func created(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusCreated
	return op
}

// answer joins a use case's result to its wire type.
func answer[D, W any](d D, err error, out func(D) W) (*output[W], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	return &output[W]{out(d)}, nil
}

func all[D, W any](list []D, err error, out func(D) W) (*output[api.Page[W]], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	return &output[api.Page[W]]{api.NewPage(each(list, out), "")}, nil
}

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	registerReadings(a, s)
	registerLinks(a, s)
	registerGroups(a, s)
	registerHolds(a, s)
}

func registerReadings(a huma.API, s *room.Service) {
	huma.Register(a, operation("listNetworks", http.MethodGet, "/networks", "What each network declares: forms, limits, classes of operation"),
		func(ctx context.Context, in *workspaceInput) (*output[api.Page[Network]], error) {
			list, err := s.NetworkInfos(ctx, identity.WorkspaceID(in.Workspace))
			if err != nil {
				return nil, api.Problem(err)
			}
			items := make([]Network, len(list))
			for i, n := range list {
				items[i] = networkOut(n, s.IsConnectable(n.Name))
			}
			return &output[api.Page[Network]]{api.NewPage(items, "")}, nil
		})
	huma.Register(a, operation("listChannels", http.MethodGet, "/channels", "Every connected account, by name"),
		func(ctx context.Context, in *workspaceInput) (*output[api.Page[Channel]], error) {
			list, err := s.List(ctx, identity.WorkspaceID(in.Workspace))
			return all(list, err, channelOut)
		})
	huma.Register(a, operation("getChannel", http.MethodGet, "/channels/{id}", "One connected account"),
		func(ctx context.Context, in *itemInput) (*output[Channel], error) {
			c, err := s.Find(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID))
			return answer(c, err, channelOut)
		})
	huma.Register(a, operation("getChannelRemoval", http.MethodGet, "/channels/{id}/removal", "What removing the account would cancel"),
		func(ctx context.Context, in *itemInput) (*output[Removal], error) {
			list, err := s.Removal(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID))
			return answer(list, err, removalOut)
		})
}

func removalOut(list []room.Departure) Removal { return Removal{each(list, departureOut)} }

func registerLinks(a huma.API, s *room.Service) {
	huma.Register(a, created(operation("connectChannel", http.MethodPost, "/channels", "Connect an account with the network's form")),
		func(ctx context.Context, in *bodyInput[ConnectFields]) (*output[Connection], error) {
			c, err := s.Connect(ctx, identity.WorkspaceID(in.Workspace),
				room.ConnectInput{Network: in.Body.Network, Name: in.Body.Name, Zone: in.Body.Zone, Form: in.Body.Form})
			return answer(c, err, connectionOut)
		})
	huma.Register(a, operation("reconnectChannel", http.MethodPost, "/channels/{id}/reconnect", "Renew the link, keeping posts; fields left empty keep their value"),
		func(ctx context.Context, in *editInput[ReconnectFields]) (*output[Connection], error) {
			c, err := s.Reconnect(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID), in.Body.Form)
			return answer(c, err, connectionOut)
		})
	huma.Register(a, operation("testChannel", http.MethodPost, "/channels/{id}/test", "Ask the network how the account is, now"),
		func(ctx context.Context, in *itemInput) (*output[Channel], error) {
			c, err := s.Test(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID))
			return answer(c, err, channelOut)
		})
	huma.Register(a, operation("changeChannel", http.MethodPatch, "/channels/{id}", "Rename it, or set its time zone"),
		func(ctx context.Context, in *editInput[ChangeFields]) (*output[Channel], error) {
			c, err := s.Change(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID), room.ChangeInput{Name: in.Body.Name, Zone: in.Body.Zone})
			return answer(c, err, channelOut)
		})
	huma.Register(a, operation("removeChannel", http.MethodDelete, "/channels/{id}", "Unlink the account; what waits on it is cancelled and listed"),
		func(ctx context.Context, in *itemInput) (*output[Removal], error) {
			list, err := s.Remove(ctx, identity.WorkspaceID(in.Workspace), room.ChannelID(in.ID))
			return answer(list, err, removalOut)
		})
}

func registerGroups(a huma.API, s *room.Service) {
	input := func(f GroupFields) room.GroupInput {
		return room.GroupInput{Name: f.Name, Channels: each(f.Channels, func(id string) room.ChannelID { return room.ChannelID(id) })}
	}
	huma.Register(a, operation("listChannelGroups", http.MethodGet, "/channel-groups", "Groups of accounts, by name"),
		func(ctx context.Context, in *workspaceInput) (*output[api.Page[Group]], error) {
			list, err := s.Groups(ctx, identity.WorkspaceID(in.Workspace))
			return all(list, err, groupOut)
		})
	huma.Register(a, created(operation("createChannelGroup", http.MethodPost, "/channel-groups", "Make a group")),
		func(ctx context.Context, in *bodyInput[GroupFields]) (*output[Group], error) {
			g, err := s.CreateGroup(ctx, identity.WorkspaceID(in.Workspace), input(in.Body))
			return answer(g, err, groupOut)
		})
	huma.Register(a, operation("changeChannelGroup", http.MethodPut, "/channel-groups/{id}", "Replace a group's name and accounts"),
		func(ctx context.Context, in *editInput[GroupFields]) (*output[Group], error) {
			g, err := s.ChangeGroup(ctx, identity.WorkspaceID(in.Workspace), room.GroupID(in.ID), input(in.Body))
			return answer(g, err, groupOut)
		})
	remove := operation("removeChannelGroup", http.MethodDelete, "/channel-groups/{id}", "Remove a group, not its accounts")
	remove.DefaultStatus = http.StatusNoContent
	huma.Register(a, remove, func(ctx context.Context, in *itemInput) (*struct{}, error) {
		return nil, api.Problem(s.RemoveGroup(ctx, identity.WorkspaceID(in.Workspace), room.GroupID(in.ID)))
	})
}

func registerHolds(a huma.API, s *room.Service) {
	huma.Register(a, operation("listHolds", http.MethodGet, "/holds", "The stops in force, newest first"),
		func(ctx context.Context, in *holdsInput) (*output[api.Page[Hold]], error) {
			list, err := s.Holds(ctx, identity.WorkspaceID(in.Workspace), in.Past)
			return all(list, err, holdOut)
		})
	huma.Register(a, created(operation("placeHold", http.MethodPost, "/holds", "Stop an account, a campaign or the workspace: nothing of it starts after the answer")),
		func(ctx context.Context, in *bodyInput[HoldFields]) (*output[Placed], error) {
			p, err := s.PlaceHold(ctx, identity.WorkspaceID(in.Workspace),
				room.HoldInput{Scope: room.Scope(in.Body.Scope), Target: in.Body.Target, Reason: in.Body.Reason, Note: in.Body.Note})
			return answer(p, err, func(p room.Placed) Placed { return Placed{holdOut(p.Hold), each(p.Started, departureOut)} })
		})
	huma.Register(a, operation("releaseHold", http.MethodDelete, "/holds/{id}", "Lift a stop; what went stale meanwhile asks a person"),
		func(ctx context.Context, in *itemInput) (*output[Hold], error) {
			h, err := s.ReleaseHold(ctx, identity.WorkspaceID(in.Workspace), room.HoldID(in.ID))
			return answer(h, err, holdOut)
		})
}
