package editorial

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	room "parvis/internal/editorial"
)

const (
	base    = "/api/v1/workspaces/{workspace}"
	onePost = base + "/posts/{post}"
)

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	registerCalendar(a, s)
	registerPosts(a, s)
	registerDates(a, s)
	registerHistory(a, s)
	registerDesk(a, s)
}

func operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"editorial"}}
	if method == http.MethodPost {
		op.DefaultStatus = http.StatusOK
	}
	return op
}

type output[B any] struct{ Body B }

type workspaceInput struct {
	Workspace string `path:"workspace"`
}

type postInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
}

// answer wraps what every handler does last.
func answer[B any](body B, err error) (*output[B], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	return &output[B]{body}, nil
}

func answerPost(p room.Post, err error) (*output[Post], error) { return answer(PostOut(p), err) }

type createInput struct {
	Workspace string `path:"workspace"`
	Body      struct {
		Draft DraftInput `json:"draft"`
		Wall  string     `json:"wall" required:"false" doc:"2026-11-24T18:15, or empty"`
		Zone  string     `json:"zone" required:"false" doc:"IANA name; empty: the channel's or the workspace's"`
	}
}

type saveInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Body      struct {
		BaseVersion int `json:"baseVersion" minimum:"1" doc:"The version that was on the screen when writing began"`
		DraftInput
	}
}

func registerPosts(a huma.API, s *room.Service) {
	huma.Register(a, operation("createPost", http.MethodPost, base+"/posts", "Write a new post"),
		func(ctx context.Context, in *createInput) (*output[Post], error) {
			return answerPost(s.Create(ctx, workspace(in.Workspace), room.CreateInput{
				Draft: in.Body.Draft.patch().NewDraft(), Wall: room.Wall(in.Body.Wall), Zone: in.Body.Zone}))
		})
	huma.Register(a, operation("getPost", http.MethodGet, onePost, "Read a post"),
		func(ctx context.Context, in *postInput) (*output[Post], error) {
			return answerPost(s.Find(ctx, workspace(in.Workspace), room.PostID(in.Post)))
		})
	huma.Register(a, operation("savePost", http.MethodPatch, onePost, "Save what was written; a save over an older version is merged"),
		func(ctx context.Context, in *saveInput) (*output[Saved], error) {
			r, err := s.Save(ctx, workspace(in.Workspace), room.PostID(in.Post), in.Body.BaseVersion, in.Body.patch())
			out := Saved{Post: PostOut(r.Post), Merged: r.Merged, Overlaps: r.Overlaps, Revoked: r.Revoked}
			if out.Overlaps == nil {
				out.Overlaps = []string{}
			}
			return answer(out, err)
		})
	huma.Register(a, operation("binPost", http.MethodDelete, onePost, "Put a post in the bin"),
		func(ctx context.Context, in *postInput) (*struct{}, error) {
			return nil, api.Problem(s.Bin(ctx, workspace(in.Workspace), room.PostID(in.Post)))
		})
	huma.Register(a, operation("restorePost", http.MethodPost, onePost+"/restore", "Take a post out of the bin"),
		func(ctx context.Context, in *postInput) (*output[Post], error) {
			return answerPost(s.Unbin(ctx, workspace(in.Workspace), room.PostID(in.Post)))
		})
	huma.Register(a, operation("listBin", http.MethodGet, base+"/bin", "List the posts in the bin, latest first"),
		func(ctx context.Context, in *workspaceInput) (*output[Items[Post]], error) {
			list, err := s.Binned(ctx, workspace(in.Workspace))
			out := Items[Post]{Items: make([]Post, len(list))}
			for i, p := range list {
				out.Items[i] = PostOut(p)
			}
			return answer(out, err)
		})
	huma.Register(a, operation("preflightPost", http.MethodGet, onePost+"/preflight", "Check a post before it leaves"),
		func(ctx context.Context, in *postInput) (*output[Preflight], error) {
			lines, err := s.Preflight(ctx, workspace(in.Workspace), room.PostID(in.Post))
			return answer(preflightOut(lines), err)
		})
}

type whenInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Body      struct {
		Wall   string `json:"wall" required:"false" doc:"2026-11-24T18:15; empty: the date the post has"`
		Zone   string `json:"zone" required:"false"`
		Reopen bool   `json:"reopen" required:"false" doc:"Move even if the approval must be asked again"`
	}
}

func (in whenInput) when() room.When {
	return room.When{Wall: room.Wall(in.Body.Wall), Zone: in.Body.Zone, Reopen: in.Body.Reopen}
}

func registerDates(a huma.API, s *room.Service) {
	register := func(id, path, summary string, do func(context.Context, *whenInput) (room.Post, error)) {
		huma.Register(a, operation(id, http.MethodPost, onePost+path, summary),
			func(ctx context.Context, in *whenInput) (*output[Post], error) { return answerPost(do(ctx, in)) })
	}
	register("schedulePost", "/schedule", "Let a post leave at a date, once approved", func(ctx context.Context, in *whenInput) (room.Post, error) {
		return s.Schedule(ctx, workspace(in.Workspace), room.PostID(in.Post), in.when())
	})
	register("movePost", "/move", "Give a post another date", func(ctx context.Context, in *whenInput) (room.Post, error) {
		return s.Move(ctx, workspace(in.Workspace), room.PostID(in.Post), in.when())
	})
	register("duplicatePost", "/duplicate", "Copy a post, on a date or without", func(ctx context.Context, in *whenInput) (room.Post, error) {
		return s.Duplicate(ctx, workspace(in.Workspace), room.PostID(in.Post), in.when())
	})
	plain := func(id, path, summary string, do func(context.Context, *postInput) (room.Post, error)) {
		huma.Register(a, operation(id, http.MethodPost, onePost+path, summary),
			func(ctx context.Context, in *postInput) (*output[Post], error) { return answerPost(do(ctx, in)) })
	}
	plain("unschedulePost", "/unschedule", "Keep the date as a plan only", func(ctx context.Context, in *postInput) (room.Post, error) {
		return s.Unschedule(ctx, workspace(in.Workspace), room.PostID(in.Post))
	})
	plain("cancelPost", "/cancel", "Give a post up; it stays on the calendar", func(ctx context.Context, in *postInput) (room.Post, error) {
		return s.Cancel(ctx, workspace(in.Workspace), room.PostID(in.Post))
	})
	plain("publishPostNow", "/publish-now", "Let a post leave at once", func(ctx context.Context, in *postInput) (room.Post, error) {
		return s.PublishNow(ctx, workspace(in.Workspace), room.PostID(in.Post))
	})
}
