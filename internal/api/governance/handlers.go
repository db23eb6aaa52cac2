package governance

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	wire "parvis/internal/api/editorial"
	"parvis/internal/editorial"
	room "parvis/internal/governance"
	"parvis/internal/identity"
)

const (
	base      = "/api/v1/workspaces/{workspace}"
	onePost   = base + "/posts/{post}"
	oneReview = base + "/reviews/{review}"
)

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	registerPolicy(a, s)
	registerReviews(a, s)
	registerAnswers(a, s)
	registerComments(a, s)
}

func operation(id, method, path, summary string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"governance"}}
	if method == http.MethodPost {
		op.DefaultStatus = http.StatusOK
	}
	return op
}

type output[B any] struct{ Body B }

func answer[B any](body B, err error) (*output[B], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	return &output[B]{body}, nil
}

func workspace(s string) identity.WorkspaceID { return identity.WorkspaceID(s) }

type workspaceInput struct {
	Workspace string `path:"workspace"`
}

type policyInput struct {
	Workspace string `path:"workspace"`
	Body      Policy
}

func registerPolicy(a huma.API, s *room.Service) {
	huma.Register(a, operation("getApprovalPolicy", http.MethodGet, base+"/approval-policy", "Read how this workspace approves"),
		func(ctx context.Context, in *workspaceInput) (*output[Policy], error) {
			p, err := s.Policy(ctx, workspace(in.Workspace))
			return answer(policyOut(p), err)
		})
	huma.Register(a, operation("setApprovalPolicy", http.MethodPut, base+"/approval-policy", "Change how this workspace approves"),
		func(ctx context.Context, in *policyInput) (*output[Policy], error) {
			p, err := s.SetPolicy(ctx, workspace(in.Workspace), in.Body.room())
			return answer(policyOut(p), err)
		})
}

type postInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
}

type sendInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Body      struct {
		Note string `json:"note" required:"false" doc:"For whoever reviews it"`
	}
}

type reviewsInput struct {
	Workspace   string   `path:"workspace"`
	State       []string `query:"state"`
	Post        string   `query:"post"`
	RequestedBy string   `query:"requestedBy"`
	Mine        bool     `query:"mine" doc:"Only those that the person may answer"`
	Cursor      string   `query:"cursor"`
	Limit       int      `query:"limit" minimum:"0" maximum:"200"`
}

type reviewInput struct {
	Workspace string `path:"workspace"`
	Review    string `path:"review"`
}

func answerPost(p editorial.Post, err error) (*output[wire.Post], error) {
	return answer(wire.PostOut(p), err)
}

// full reads a review again for its answer.
func full(ctx context.Context, s *room.Service, ws identity.WorkspaceID, id room.ReviewID, err error) (*output[Review], error) {
	if err != nil {
		return nil, api.Problem(err)
	}
	d, err := s.FindReview(ctx, ws, id)
	return answer(reviewOut(d), err)
}

func registerReviews(a huma.API, s *room.Service) {
	huma.Register(a, operation("sendToReview", http.MethodPost, onePost+"/review", "Ask for an approval of the post as it is"),
		func(ctx context.Context, in *sendInput) (*output[wire.Post], error) {
			return answerPost(s.Send(ctx, workspace(in.Workspace), editorial.PostID(in.Post), in.Body.Note))
		})
	huma.Register(a, operation("revokeApproval", http.MethodPost, onePost+"/revoke-approval", "Take an approval back; nothing of the post leaves"),
		func(ctx context.Context, in *postInput) (*output[wire.Post], error) {
			return answerPost(s.Revoke(ctx, workspace(in.Workspace), editorial.PostID(in.Post)))
		})
	huma.Register(a, operation("listReviews", http.MethodGet, base+"/reviews", "List reviews, newest first"),
		func(ctx context.Context, in *reviewsInput) (*output[Reviews], error) {
			key, err := api.DecodeCursor(in.Cursor, 1)
			if err != nil {
				return nil, api.Problem(err)
			}
			f := room.Filter{Post: editorial.PostID(in.Post), RequestedBy: identity.UserID(in.RequestedBy), Mine: in.Mine, Limit: api.Limit(in.Limit)}
			for _, state := range in.State {
				f.States = append(f.States, room.State(state))
			}
			if key != nil {
				f.Before = room.ReviewID(key[0])
			}
			list, last, err := s.Reviews(ctx, workspace(in.Workspace), f)
			out := Reviews{Items: make([]Item, len(list))}
			for i, it := range list {
				out.Items[i] = itemOut(it)
			}
			if last != "" {
				next := api.EncodeCursor(string(last))
				out.Next = &next
			}
			return answer(out, err)
		})
	huma.Register(a, operation("getReview", http.MethodGet, oneReview, "Read what would leave, and what changed since the last approval"),
		func(ctx context.Context, in *reviewInput) (*output[Review], error) {
			return full(ctx, s, workspace(in.Workspace), room.ReviewID(in.Review), nil)
		})
	huma.Register(a, operation("refreshReview", http.MethodPost, oneReview+"/refresh", "Put the post as it is now into its open review"),
		func(ctx context.Context, in *reviewInput) (*output[Review], error) {
			_, err := s.Refresh(ctx, workspace(in.Workspace), room.ReviewID(in.Review))
			return full(ctx, s, workspace(in.Workspace), room.ReviewID(in.Review), err)
		})
	huma.Register(a, operation("withdrawReview", http.MethodPost, oneReview+"/withdraw", "Take the post out of review"),
		func(ctx context.Context, in *reviewInput) (*output[wire.Post], error) {
			return answerPost(s.Withdraw(ctx, workspace(in.Workspace), room.ReviewID(in.Review)))
		})
}

type answerInput struct {
	Workspace string `path:"workspace"`
	Review    string `path:"review"`
	Body      struct {
		Hash    string `json:"hash" doc:"Of the review as it was read"`
		Comment string `json:"comment" required:"false"`
	}
}

func registerAnswers(a huma.API, s *room.Service) {
	huma.Register(a, operation("approveReview", http.MethodPost, oneReview+"/approve", "Approve what was read"),
		func(ctx context.Context, in *answerInput) (*output[Review], error) {
			ws, id := workspace(in.Workspace), room.ReviewID(in.Review)
			_, err := s.Approve(ctx, ws, id, in.Body.Hash, in.Body.Comment)
			return full(ctx, s, ws, id, err)
		})
	huma.Register(a, operation("askChange", http.MethodPost, oneReview+"/ask-change", "Ask for a change; the comment says which"),
		func(ctx context.Context, in *answerInput) (*output[Review], error) {
			ws, id := workspace(in.Workspace), room.ReviewID(in.Review)
			_, err := s.AskChange(ctx, ws, id, in.Body.Hash, in.Body.Comment)
			return full(ctx, s, ws, id, err)
		})
}

type newCommentInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Body      struct {
		Text     string   `json:"text"`
		Parent   string   `json:"parent" required:"false"`
		Mentions []string `json:"mentions" required:"false" doc:"Ids of members' users"`
		Anchor   string   `json:"anchor" required:"false"`
	}
}

type commentInput struct {
	Workspace string `path:"workspace"`
	Comment   string `path:"comment"`
}

type editCommentInput struct {
	Workspace string `path:"workspace"`
	Comment   string `path:"comment"`
	Body      struct {
		Text string `json:"text"`
	}
}

type resolveInput struct {
	Workspace string `path:"workspace"`
	Comment   string `path:"comment"`
	Body      struct {
		Resolved bool `json:"resolved"`
	}
}

func registerComments(a huma.API, s *room.Service) {
	const one = base + "/comments/{comment}"
	huma.Register(a, operation("listComments", http.MethodGet, onePost+"/comments", "List the comments of a post, oldest first"),
		func(ctx context.Context, in *postInput) (*output[Comments], error) {
			list, err := s.Comments(ctx, workspace(in.Workspace), editorial.PostID(in.Post))
			out := Comments{Items: make([]Comment, len(list))}
			for i, c := range list {
				out.Items[i] = commentOut(c)
			}
			return answer(out, err)
		})
	huma.Register(a, operation("addComment", http.MethodPost, onePost+"/comments", "Comment on a post, or reply"),
		func(ctx context.Context, in *newCommentInput) (*output[Comment], error) {
			n := room.NewComment{Body: in.Body.Text, Parent: room.CommentID(in.Body.Parent), Anchor: in.Body.Anchor}
			for _, m := range in.Body.Mentions {
				n.Mentions = append(n.Mentions, identity.UserID(m))
			}
			c, err := s.AddComment(ctx, workspace(in.Workspace), editorial.PostID(in.Post), n)
			return answer(commentOut(c), err)
		})
	huma.Register(a, operation("editComment", http.MethodPatch, one, "Rewrite one's own comment"),
		func(ctx context.Context, in *editCommentInput) (*output[Comment], error) {
			c, err := s.EditComment(ctx, workspace(in.Workspace), room.CommentID(in.Comment), in.Body.Text)
			return answer(commentOut(c), err)
		})
	huma.Register(a, operation("resolveComment", http.MethodPost, one+"/resolve", "Tick a comment off, or take the tick back"),
		func(ctx context.Context, in *resolveInput) (*output[Comment], error) {
			c, err := s.ResolveComment(ctx, workspace(in.Workspace), room.CommentID(in.Comment), in.Body.Resolved)
			return answer(commentOut(c), err)
		})
	huma.Register(a, operation("removeComment", http.MethodDelete, one, "Take one's own comment away, with its replies"),
		func(ctx context.Context, in *commentInput) (*struct{}, error) {
			return nil, api.Problem(s.RemoveComment(ctx, workspace(in.Workspace), room.CommentID(in.Comment)))
		})
}
