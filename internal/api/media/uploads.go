package media

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parvis/internal/api"
	"parvis/internal/fault"
	room "parvis/internal/media"
)

// streamed gives a handler the request itself: its body is read as it comes,
// never held in memory.
type streamed struct{ request *http.Request }

// Resolve implements huma.Resolver.
func (s *streamed) Resolve(ctx huma.Context) []error {
	s.request, _ = humago.Unwrap(ctx)
	return nil
}

type addInput struct {
	streamed
	Workspace string `path:"workspace"`
	Name      string `query:"name" maxLength:"500" doc:"What the file is called, when the body is the file itself"`
}

type uploadInput struct {
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
}

type pieceInput struct {
	streamed
	Workspace string `path:"workspace"`
	ID        string `path:"id"`
	Offset    int64  `query:"offset" required:"true" minimum:"0" doc:"Byte of the file that this piece begins with"`
}

// fileBody describes a body that is a file. It is given to the description once
// the operation is registered: Huma reads, into memory, what it knows of before.
func fileBody(multipart bool) *huma.RequestBody {
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	b := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: binary}}}
	if multipart {
		text := &huma.Schema{Type: huma.TypeString}
		b.Content["multipart/form-data"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"},
			Properties: map[string]*huma.Schema{"alt": text, "credit": text, "tags": text, "file": binary}}}
	}
	return b
}

func registerUploads(a huma.API, s *room.Service) {
	add := operation("addAsset", http.MethodPost, "", "Add a picture or a video: the file as the body, or as the last part of a form")
	add.DefaultStatus = http.StatusCreated
	huma.Register(a, add, func(ctx context.Context, in *addInput) (*output[Added], error) {
		up, err := uploadOf(in.request, in.Name)
		if err != nil {
			return nil, api.Problem(err)
		}
		added, err := s.Add(ctx, workspace(in.Workspace), up)
		return addedOut(added, err)
	})
	a.OpenAPI().Paths[add.Path].Post.RequestBody = fileBody(true)
	fetch := operation("addAssetFromUrl", http.MethodPost, "/from-url", "Add the picture or video at a public address")
	fetch.DefaultStatus = http.StatusCreated
	huma.Register(a, fetch, func(ctx context.Context, in *struct {
		Workspace string `path:"workspace"`
		Body      Address
	}) (*output[Added], error) {
		added, err := s.AddFromURL(ctx, workspace(in.Workspace), in.Body.URL)
		return addedOut(added, err)
	})
	registerPieces(a, s)
}

func addedOut(a room.Added, err error) (*output[Added], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	return &output[Added]{Added{Asset: assetOut(a.Asset, 0), Known: a.Known}}, nil
}

func registerPieces(a huma.API, s *room.Service) {
	begin := operation("beginUpload", http.MethodPost, "/uploads", "Begin an upload in pieces, which survives a broken connection")
	begin.DefaultStatus = http.StatusCreated
	huma.Register(a, begin, func(ctx context.Context, in *struct {
		Workspace string `path:"workspace"`
		Body      Begin
	}) (*output[Upload], error) {
		p, err := s.Begin(ctx, workspace(in.Workspace), in.Body.Name, in.Body.Size)
		return &output[Upload]{uploadOut(p)}, api.Problem(err)
	})
	huma.Register(a, operation("getUpload", http.MethodGet, "/uploads/{id}/progress", "Read how much of an upload was received"),
		func(ctx context.Context, in *uploadInput) (*output[Upload], error) {
			p, err := s.Progress(ctx, workspace(in.Workspace), room.UploadID(in.ID))
			return &output[Upload]{uploadOut(p)}, api.Problem(err)
		})
	piece := operation("appendUpload", http.MethodPut, "/uploads/{id}", "Send the next piece")
	huma.Register(a, piece, func(ctx context.Context, in *pieceInput) (*output[Upload], error) {
		p, err := s.Append(ctx, workspace(in.Workspace), room.UploadID(in.ID), in.Offset, in.request.Body)
		return &output[Upload]{uploadOut(p)}, api.Problem(err)
	})
	a.OpenAPI().Paths[piece.Path].Put.RequestBody = fileBody(false)
	complete := operation("completeUpload", http.MethodPost, "/uploads/{id}/complete", "Take a whole upload into the library")
	complete.DefaultStatus = http.StatusCreated
	huma.Register(a, complete, func(ctx context.Context, in *uploadInput) (*output[Added], error) {
		added, err := s.Complete(ctx, workspace(in.Workspace), room.UploadID(in.ID))
		return addedOut(added, err)
	})
	huma.Register(a, operation("abandonUpload", http.MethodDelete, "/uploads/{id}", "Give an upload up"),
		func(ctx context.Context, in *uploadInput) (*struct{}, error) {
			return nil, api.Problem(s.Abandon(ctx, workspace(in.Workspace), room.UploadID(in.ID)))
		})
}

var errForm = fault.New(fault.Invalid, "media.form", "The form holds no file. Send it as its last part, named file.")

// maxFormText bounds one text of a form.
const maxFormText = 16 << 10

// uploadOf reads what is said of a file and leaves its body to be read. In a
// form the texts come before the file.
func uploadOf(r *http.Request, name string) (room.Upload, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return room.Upload{Name: name, Size: r.ContentLength, Body: r.Body}, nil //nolint:nilerr // no type, or none we know: the body is the file
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return room.Upload{}, errForm.Because(err)
	}
	up := room.Upload{Name: name, Size: -1, Form: r.ContentLength}
	for {
		part, err := parts.NextPart()
		if err != nil {
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				return up, err
			}
			return up, errForm.Because(err)
		}
		if part.FormName() == "file" {
			if up.Name == "" {
				up.Name = part.FileName()
			}
			up.Body = part
			return up, nil
		}
		text, err := io.ReadAll(io.LimitReader(part, maxFormText))
		if err != nil {
			return up, errForm.Because(err)
		}
		switch part.FormName() {
		case "name":
			up.Name = string(text)
		case "alt":
			up.Alt = string(text)
		case "credit":
			up.Credit = string(text)
		case "tags":
			up.Tags = append(up.Tags, strings.Split(string(text), ",")...)
		}
	}
}
