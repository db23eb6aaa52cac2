package strategy

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/fault"
	"parvis/internal/identity"
	room "parvis/internal/strategy"
)

const base = "/api/v1/workspaces/{workspace}/strategy"

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	registerNoun(a, s, noun[ObjectiveFields, ObjectiveEdit, room.Objective, Objective]{
		one: "Objective", many: "Objectives", path: base + "/objectives", kind: room.KindObjective,
		create: func(ctx context.Context, ws identity.WorkspaceID, in ObjectiveFields) (room.Objective, error) {
			return s.CreateObjective(ctx, ws, in.room())
		},
		edit: func(ctx context.Context, ws identity.WorkspaceID, id string, in ObjectiveEdit) (room.Objective, error) {
			return s.EditObjective(ctx, ws, room.ObjectiveID(id), in.BaseVersion, in.room())
		},
		find: func(ctx context.Context, ws identity.WorkspaceID, id string) (room.Objective, error) {
			return s.FindObjective(ctx, ws, room.ObjectiveID(id))
		},
		list: s.Objectives, out: objectiveOut,
	})
	registerNoun(a, s, noun[AudienceFields, AudienceEdit, room.Audience, Audience]{
		one: "Audience", many: "Audiences", path: base + "/audiences", kind: room.KindAudience,
		create: func(ctx context.Context, ws identity.WorkspaceID, in AudienceFields) (room.Audience, error) {
			return s.CreateAudience(ctx, ws, in.room())
		},
		edit: func(ctx context.Context, ws identity.WorkspaceID, id string, in AudienceEdit) (room.Audience, error) {
			return s.EditAudience(ctx, ws, room.AudienceID(id), in.BaseVersion, in.room())
		},
		find: func(ctx context.Context, ws identity.WorkspaceID, id string) (room.Audience, error) {
			return s.FindAudience(ctx, ws, room.AudienceID(id))
		},
		list: s.Audiences, out: audienceOut,
	})
	registerNoun(a, s, noun[PillarFields, PillarEdit, room.Pillar, Pillar]{
		one: "Pillar", many: "Pillars", path: base + "/pillars", kind: room.KindPillar,
		create: func(ctx context.Context, ws identity.WorkspaceID, in PillarFields) (room.Pillar, error) {
			return s.CreatePillar(ctx, ws, in.room())
		},
		edit: func(ctx context.Context, ws identity.WorkspaceID, id string, in PillarEdit) (room.Pillar, error) {
			return s.EditPillar(ctx, ws, room.PillarID(id), in.BaseVersion, in.room())
		},
		find: func(ctx context.Context, ws identity.WorkspaceID, id string) (room.Pillar, error) {
			return s.FindPillar(ctx, ws, room.PillarID(id))
		},
		list: s.Pillars, out: pillarOut,
	})
	registerNoun(a, s, noun[CampaignFields, CampaignEdit, room.Campaign, Campaign]{
		one: "Campaign", many: "Campaigns", path: base + "/campaigns", kind: room.KindCampaign,
		create: func(ctx context.Context, ws identity.WorkspaceID, in CampaignFields) (room.Campaign, error) {
			return s.CreateCampaign(ctx, ws, in.room())
		},
		edit: func(ctx context.Context, ws identity.WorkspaceID, id string, in CampaignEdit) (room.Campaign, error) {
			return s.EditCampaign(ctx, ws, room.CampaignID(id), in.BaseVersion, in.room())
		},
		find: func(ctx context.Context, ws identity.WorkspaceID, id string) (room.Campaign, error) {
			return s.FindCampaign(ctx, ws, room.CampaignID(id))
		},
		list: s.Campaigns, out: campaignOut,
	})
	registerCopy(a, s)
	registerDocuments(a, s)
	registerBalance(a, s)
}

type itemInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
}

type listInput struct {
	Workspace string `path:"workspace"`
	Archived  string `query:"archived" enum:"no,only,all" default:"no"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
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

type output[B any] struct{ Body B }

func operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"strategy"}}
	switch method {
	case http.MethodDelete:
		op.DefaultStatus = http.StatusNoContent
	case http.MethodPost:
		op.DefaultStatus = http.StatusOK
	}
	return op
}

// noun is what the four kinds of item have in common over HTTP: F what is
// written, E an edit of it, D the room's type, O what is read back.
type noun[F, E, D, O any] struct {
	one, many, path string
	kind            room.Kind
	create          func(context.Context, identity.WorkspaceID, F) (D, error)
	edit            func(context.Context, identity.WorkspaceID, string, E) (D, error)
	find            func(context.Context, identity.WorkspaceID, string) (D, error)
	list            func(context.Context, identity.WorkspaceID, room.List) ([]D, string, error)
	out             func(people, D) O
}

func registerNoun[F, E, D, O any](a huma.API, s *room.Service, n noun[F, E, D, O]) {
	one := n.path + "/{id}"
	answer := func(ctx context.Context, ws identity.WorkspaceID, d D, err error) (*output[O], error) {
		if err != nil {
			return nil, api.Problem(err)
		}
		list, err := n.named(ctx, s, ws, []D{d})
		if err != nil {
			return nil, api.Problem(err)
		}
		return &output[O]{list[0]}, nil
	}
	huma.Register(a, operation("list"+n.many, http.MethodGet, n.path, "List "+n.many),
		func(ctx context.Context, in *listInput) (*output[api.Page[O]], error) {
			ws := identity.WorkspaceID(in.Workspace)
			key, err := api.DecodeCursor(in.Cursor, 1)
			if err != nil {
				return nil, api.Problem(err)
			}
			l := room.List{Archived: archived(in.Archived), Limit: api.Limit(in.Limit)}
			if key != nil {
				l.After = key[0]
			}
			found, next, err := n.list(ctx, ws, l)
			if err != nil {
				return nil, api.Problem(err)
			}
			if next != "" {
				next = api.EncodeCursor(next)
			}
			items, err := n.named(ctx, s, ws, found)
			return &output[api.Page[O]]{api.NewPage(items, next)}, api.Problem(err)
		})
	create := operation("create"+n.one, http.MethodPost, n.path, "Create one of the "+n.many)
	create.DefaultStatus = http.StatusCreated
	huma.Register(a, create, func(ctx context.Context, in *bodyInput[F]) (*output[O], error) {
		ws := identity.WorkspaceID(in.Workspace)
		d, err := n.create(ctx, ws, in.Body)
		return answer(ctx, ws, d, err)
	})
	huma.Register(a, operation("get"+n.one, http.MethodGet, one, "Read one of the "+n.many),
		func(ctx context.Context, in *itemInput) (*output[O], error) {
			ws := identity.WorkspaceID(in.Workspace)
			d, err := n.find(ctx, ws, in.ID)
			return answer(ctx, ws, d, err)
		})
	huma.Register(a, operation("edit"+n.one, http.MethodPut, one, "Write over a version; 409 names who was first"),
		func(ctx context.Context, in *editInput[E]) (*output[O], error) {
			ws := identity.WorkspaceID(in.Workspace)
			d, err := n.edit(ctx, ws, in.ID, in.Body)
			return answer(ctx, ws, d, err)
		})
	for verb, act := range map[string]func(context.Context, identity.WorkspaceID, room.Kind, string) error{
		"archive": s.Archive, "restore": s.Restore,
	} {
		huma.Register(a, operation(verb+n.one, http.MethodPost, one+"/"+verb, "Put away, or take back in use"),
			func(ctx context.Context, in *itemInput) (*output[O], error) {
				ws := identity.WorkspaceID(in.Workspace)
				if err := act(ctx, ws, n.kind, in.ID); err != nil {
					return nil, api.Problem(err)
				}
				d, err := n.find(ctx, ws, in.ID)
				return answer(ctx, ws, d, err)
			})
	}
	huma.Register(a, operation("remove"+n.one, http.MethodDelete, one, "Delete; 409 when something uses it"),
		func(ctx context.Context, in *itemInput) (*struct{}, error) {
			return nil, api.Problem(s.Remove(ctx, identity.WorkspaceID(in.Workspace), n.kind, in.ID))
		})
}

// named gives the items with the names of those who touched them.
func (n noun[F, E, D, O]) named(ctx context.Context, s *room.Service, ws identity.WorkspaceID, list []D) ([]O, error) {
	names, err := s.Names(ctx, ws)
	return each(list, func(d D) O { return n.out(names, d) }), err
}

func archived(word string) *bool {
	only := word == "only"
	if word == "all" {
		return nil
	}
	return &only
}

func registerCopy(a huma.API, s *room.Service) {
	op := operation("copyCampaign", http.MethodPost, base+"/campaigns/{id}/copy", "Start a campaign from another")
	op.DefaultStatus = http.StatusCreated
	huma.Register(a, op, func(ctx context.Context, in *editInput[CampaignCopy]) (*output[Campaign], error) {
		ws := identity.WorkspaceID(in.Workspace)
		c, err := s.CopyCampaign(ctx, ws, room.CampaignID(in.ID), in.Body.Name, room.Date(in.Body.Starts))
		if err != nil {
			return nil, api.Problem(err)
		}
		names, err := s.Names(ctx, ws)
		return &output[Campaign]{campaignOut(names, c)}, api.Problem(err)
	})
}

type versionInput struct {
	Workspace string `path:"workspace"`
	Version   int    `query:"version" minimum:"0" doc:"0: the last"`
}

type versionsInput struct {
	Workspace string `path:"workspace"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
}

func registerDocuments(a huma.API, s *room.Service) {
	registerDocument(a, s, "Platform", base+"/platform", s.Platform,
		func(ctx context.Context, ws identity.WorkspaceID, in PlatformEdit) (room.PlatformVersion, error) {
			return s.WritePlatform(ctx, ws, in.BaseVersion, in.room())
		}, s.PlatformVersions, platformOut)
	registerDocument(a, s, "Charter", base+"/charter", s.Charter,
		func(ctx context.Context, ws identity.WorkspaceID, in CharterEdit) (room.CharterVersion, error) {
			return s.WriteCharter(ctx, ws, in.BaseVersion, in.room())
		}, s.CharterVersions, charterOut)
}

func registerDocument[E, D, O any](a huma.API, s *room.Service, name, path string,
	read func(context.Context, identity.WorkspaceID, int) (D, error),
	write func(context.Context, identity.WorkspaceID, E) (D, error),
	versions func(context.Context, identity.WorkspaceID, int, int) ([]room.Version, error),
	out func(people, D) O,
) {
	answer := func(ctx context.Context, ws identity.WorkspaceID, d D, err error) (*output[O], error) {
		if err != nil {
			return nil, api.Problem(err)
		}
		names, err := s.Names(ctx, ws)
		return &output[O]{out(names, d)}, api.Problem(err)
	}
	huma.Register(a, operation("get"+name, http.MethodGet, path, "Read the last version, or an old one"),
		func(ctx context.Context, in *versionInput) (*output[O], error) {
			ws := identity.WorkspaceID(in.Workspace)
			d, err := read(ctx, ws, in.Version)
			return answer(ctx, ws, d, err)
		})
	huma.Register(a, operation("write"+name, http.MethodPut, path, "Add a version; 409 names who was first"),
		func(ctx context.Context, in *bodyInput[E]) (*output[O], error) {
			ws := identity.WorkspaceID(in.Workspace)
			d, err := write(ctx, ws, in.Body)
			return answer(ctx, ws, d, err)
		})
	huma.Register(a, operation("list"+name+"Versions", http.MethodGet, path+"/versions", "List the versions, newest first"),
		func(ctx context.Context, in *versionsInput) (*output[api.Page[Version]], error) {
			ws := identity.WorkspaceID(in.Workspace)
			before, err := versionCursor(in.Cursor)
			if err != nil {
				return nil, api.Problem(err)
			}
			limit := api.Limit(in.Limit)
			list, err := versions(ctx, ws, before, limit+1)
			if err != nil {
				return nil, api.Problem(err)
			}
			next := ""
			if len(list) > limit {
				list = list[:limit]
				next = api.EncodeCursor(strconv.Itoa(list[limit-1].Number))
			}
			names, err := s.Names(ctx, ws)
			return &output[api.Page[Version]]{api.NewPage(each(list, people(names).version), next)}, api.Problem(err)
		})
}

func versionCursor(cursor string) (int, error) {
	key, err := api.DecodeCursor(cursor, 1)
	if key == nil || err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(key[0])
	if err != nil || n < 1 {
		return 0, api.Problem(fault.New(fault.Invalid, "api.cursor", "This place in the list is not known: start again from the first page."))
	}
	return n, nil
}

type balanceInput struct {
	Workspace string `path:"workspace"`
	From      string `query:"from" required:"true" doc:"First day, 2026-11-01"`
	To        string `query:"to" required:"true" doc:"Last day, included"`
}

func registerBalance(a huma.API, s *room.Service) {
	huma.Register(a, operation("getBalance", http.MethodGet, base+"/balance", "Pillars and frequency, planned beside actual"),
		func(ctx context.Context, in *balanceInput) (*output[Balance], error) {
			b, err := s.Balance(ctx, identity.WorkspaceID(in.Workspace), room.Date(in.From), room.Date(in.To))
			if err != nil {
				return nil, api.Problem(err)
			}
			return &output[Balance]{balanceOut(b)}, nil
		})
}
