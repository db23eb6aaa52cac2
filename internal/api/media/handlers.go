package media

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
	room "parvis/internal/media"
)

const base = "/api/v1/workspaces/{workspace}/media"

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	registerLibrary(a, s)
	registerBin(a, s)
	registerUploads(a, s)
	registerFiles(a, s)
}

type itemInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
}

type listInput struct {
	Workspace string `path:"workspace"`
	Query     string `query:"q" doc:"Words of the name, the alternative text, the credit or the tags"`
	Kind      string `query:"kind" enum:"image,video"`
	Bin       bool   `query:"bin" doc:"What is in the bin"`
	Used      string `query:"used" enum:"yes,no" doc:"Only what posts show, or only what none shows"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
}

func (in listInput) filter() room.Filter {
	f := room.Filter{Query: in.Query, Kind: in.Kind, Binned: in.Bin}
	if in.Used != "" {
		used := in.Used == "yes"
		f.Used = &used
	}
	return f
}

type output[B any] struct{ Body B }

func operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: base + path, Summary: summary, Tags: []string{"media"}, DefaultStatus: http.StatusOK}
	if method == http.MethodDelete {
		op.DefaultStatus = http.StatusNoContent
	}
	return op
}

func workspace(id string) identity.WorkspaceID { return identity.WorkspaceID(id) }

// one answers an asset with its uses.
func one(ctx context.Context, s *room.Service, ws string, a room.Asset, err error) (*output[Asset], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	uses, err := s.Uses(ctx, workspace(ws), a.ID)
	return &output[Asset]{assetOut(a, uses)}, api.Problem(err)
}

func registerLibrary(a huma.API, s *room.Service) {
	huma.Register(a, operation("listAssets", http.MethodGet, "", "List and search the library, newest first"),
		func(ctx context.Context, in *listInput) (*output[api.Page[Asset]], error) {
			key, err := api.DecodeCursor(in.Cursor, 1)
			if err != nil {
				return nil, api.Problem(err)
			}
			after := ""
			if key != nil {
				after = key[0]
			}
			listed, next, err := s.List(ctx, workspace(in.Workspace), in.filter(), after, api.Limit(in.Limit))
			if err != nil {
				return nil, api.Problem(err)
			}
			items := make([]Asset, len(listed))
			for i, l := range listed {
				items[i] = assetOut(l.Asset, l.Uses)
			}
			if next != "" {
				next = api.EncodeCursor(next)
			}
			return &output[api.Page[Asset]]{api.NewPage(items, next)}, nil
		})
	huma.Register(a, operation("getAsset", http.MethodGet, "/{id}", "Read one file's description"),
		func(ctx context.Context, in *itemInput) (*output[Asset], error) {
			found, err := s.Find(ctx, workspace(in.Workspace), room.AssetID(in.ID))
			return one(ctx, s, in.Workspace, found, err)
		})
	huma.Register(a, operation("describeAsset", http.MethodPatch, "/{id}", "Change name, alternative text, credit, tags or focal point"),
		func(ctx context.Context, in *struct {
			Workspace string `path:"workspace"`
			ID        string `path:"id"`
			Body      Edit
		}) (*output[Asset], error) {
			e := in.Body
			edited, err := s.Describe(ctx, workspace(in.Workspace), room.AssetID(in.ID),
				room.Edit{Name: e.Name, Alt: e.Alt, Credit: e.Credit, Tags: e.Tags, FocalX: e.FocalX, FocalY: e.FocalY})
			return one(ctx, s, in.Workspace, edited, err)
		})
	huma.Register(a, operation("getMediaUsage", http.MethodGet, "/usage", "Read how much room is used and left"),
		func(ctx context.Context, in *struct {
			Workspace string `path:"workspace"`
		}) (*output[Usage], error) {
			r, err := s.Room(ctx, workspace(in.Workspace))
			if err != nil {
				return nil, api.Problem(err)
			}
			return &output[Usage]{Usage{Used: r.Used, Binned: r.Binned, Quota: r.Quota,
				Disk: Disk{Free: r.Space.Free, Total: r.Space.Total, Level: string(r.Level)}}}, nil
		})
	quota := operation("setMediaQuota", http.MethodPut, "/quota", "Give the workspace more or less room")
	quota.DefaultStatus = http.StatusNoContent
	huma.Register(a, quota, func(ctx context.Context, in *struct {
		Workspace string `path:"workspace"`
		Body      Quota
	}) (*struct{}, error) {
		return nil, api.Problem(s.GiveRoom(ctx, workspace(in.Workspace), in.Body.Bytes))
	})
}

func registerBin(a huma.API, s *room.Service) {
	huma.Register(a, operation("binAsset", http.MethodDelete, "/{id}", "Put a file in the bin, where it stays 30 days"),
		func(ctx context.Context, in *itemInput) (*struct{}, error) {
			_, err := s.Bin(ctx, workspace(in.Workspace), room.AssetID(in.ID))
			return nil, api.Problem(err)
		})
	huma.Register(a, operation("restoreAsset", http.MethodPost, "/{id}/restore", "Take a file out of the bin"),
		func(ctx context.Context, in *itemInput) (*output[Asset], error) {
			restored, err := s.Restore(ctx, workspace(in.Workspace), room.AssetID(in.ID))
			return one(ctx, s, in.Workspace, restored, err)
		})
	erase := operation("eraseAsset", http.MethodPost, "/{id}/erase", "Remove a binned file for good")
	erase.DefaultStatus = http.StatusNoContent
	huma.Register(a, erase, func(ctx context.Context, in *itemInput) (*struct{}, error) {
		return nil, api.Problem(s.Erase(ctx, workspace(in.Workspace), room.AssetID(in.ID)))
	})
}
