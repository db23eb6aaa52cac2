package media

import (
	"context"
	_ "embed"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/api"
	"parvis/internal/fault"
	"parvis/internal/identity"
	room "parvis/internal/media"
)

// film stands for a video whose picture could not be drawn.
//
//go:embed film.svg
var film []byte

// A file of an asset never changes, but the right to see it may: browsers keep
// it for a day, shared caches never.
const keptByBrowser = "private, max-age=86400"

type fileInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
	Save      bool   `query:"save" doc:"Offer to save the file rather than show it"`
}

type thumbInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
	Width     int    `query:"width" minimum:"0" maximum:"4000" default:"320" doc:"Pixels of the box; the answer is about 320 or 960 wide"`
}

func registerFiles(a huma.API, s *room.Service) {
	file := operation("getAssetFile", http.MethodGet, "/{id}/file", "Read the file itself; ranges are understood")
	file.Responses = binaryAnswer("The file")
	huma.Register(a, file, func(ctx context.Context, in *fileInput) (*huma.StreamResponse, error) {
		asset, err := s.Find(ctx, workspace(in.Workspace), room.AssetID(in.ID))
		if err != nil {
			return nil, api.Problem(err)
		}
		return send(ctx, s, workspace(in.Workspace), room.Served{SHA256: asset.SHA256, MIME: asset.MIME, Name: asset.Name, Save: in.Save, Cache: keptByBrowser})
	})
	thumb := operation("getAssetThumb", http.MethodGet, "/{id}/thumb", "Read a small picture of it")
	thumb.Responses = binaryAnswer("A JPEG or a PNG, or a drawing for a video without a picture")
	huma.Register(a, thumb, func(ctx context.Context, in *thumbInput) (*huma.StreamResponse, error) {
		r, err := s.Thumb(ctx, workspace(in.Workspace), room.AssetID(in.ID), in.Width)
		if f := fault.Of(err); f != nil && f.Code == "media.no_thumb" {
			return placeholder(), nil
		}
		if err != nil {
			return nil, api.Problem(err)
		}
		return send(ctx, s, workspace(in.Workspace), room.Served{SHA256: r.SHA256, MIME: r.MIME, Cache: keptByBrowser})
	})
}

func binaryAnswer(what string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: what, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
}

// send streams a kept file; a failure to open it is still a problem in words.
func send(ctx context.Context, s *room.Service, ws identity.WorkspaceID, o room.Served) (*huma.StreamResponse, error) {
	f, err := s.Open(ctx, ws, o.SHA256)
	if err != nil {
		return nil, api.Problem(err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func(f io.Closer) { _ = f.Close() }(f)
		r, w := humago.Unwrap(hc)
		room.ServeFile(w, r, f, o)
	}}, nil
}

func placeholder() *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "image/svg+xml")
		hc.SetHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
		hc.SetHeader("Cache-Control", "private, max-age=300")
		_, _ = hc.BodyWriter().Write(film) // the reader went away: nothing to say
	}}
}
