package site

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
	room "parvis/internal/site"
)

const base = "/api/v1/workspaces/{workspace}/site"

type workspaceInput struct {
	Workspace string `path:"workspace"`
}

type editInput struct {
	Workspace string `path:"workspace"`
	Body      SiteEdit
}

type output[B any] struct{ Body B }

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"site"}, DefaultStatus: http.StatusOK}
}

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	huma.Register(a, operation("getSite", http.MethodGet, base, "Read the face of the public page"),
		func(ctx context.Context, in *workspaceInput) (*output[Site], error) {
			site, err := s.Find(ctx, identity.WorkspaceID(in.Workspace))
			return &output[Site]{siteOut(s, site)}, api.Problem(err)
		})
	huma.Register(a, operation("updateSite", http.MethodPut, base, "Change the face of the public page"),
		func(ctx context.Context, in *editInput) (*output[Site], error) {
			site, err := s.Update(ctx, identity.WorkspaceID(in.Workspace), in.Body.room())
			return &output[Site]{siteOut(s, site)}, api.Problem(err)
		})
	huma.Register(a, operation("previewSite", http.MethodGet, base+"/preview", "Get an address that shows the page even while it is closed"),
		func(ctx context.Context, in *workspaceInput) (*output[SitePreview], error) {
			url, until, err := s.PreviewLink(ctx, identity.WorkspaceID(in.Workspace))
			return &output[SitePreview]{SitePreview{URL: url, ExpiresAt: until}}, api.Problem(err)
		})
	huma.Register(a, operation("rotateSiteKey", http.MethodPost, base+"/key", "Make a new publishing key; the one before stops working"),
		func(ctx context.Context, in *workspaceInput) (*output[SiteKey], error) {
			key, err := s.RotateKey(ctx, identity.WorkspaceID(in.Workspace))
			return &output[SiteKey]{SiteKey{Key: key}}, api.Problem(err)
		})
}
