package editorial

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	room "parvis/internal/editorial"
)

type presenceInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Body      struct {
		Field string `json:"field" required:"false" doc:"Where the person is writing"`
	}
}

type labelInput struct {
	Workspace string `path:"workspace"`
	Body      LabelInput
}

type labelEdit struct {
	Workspace string `path:"workspace"`
	Label     string `path:"label"`
	Body      LabelInput
}

type labelTarget struct {
	Workspace string `path:"workspace"`
	Label     string `path:"label"`
}

type notesInput struct {
	Workspace string `path:"workspace"`
	From      string `query:"from" required:"true"`
	To        string `query:"to" required:"true"`
}

type noteInput struct {
	Workspace string `path:"workspace"`
	Body      NoteInput
}

type noteEdit struct {
	Workspace string `path:"workspace"`
	Note      string `path:"note"`
	Body      NoteInput
}

type noteTarget struct {
	Workspace string `path:"workspace"`
	Note      string `path:"note"`
}

// registerDesk adds what lies around the posts: presence, labels, notes.
func registerDesk(a huma.API, s *room.Service) {
	registerPresence(a, s)
	registerLabels(a, s)
	registerNotes(a, s)
}

func registerPresence(a huma.API, s *room.Service) {
	huma.Register(a, operation("beatPresence", http.MethodPut, onePost+"/presence", "Say that the post is open here; repeat every 10 s"),
		func(ctx context.Context, in *presenceInput) (*output[Items[Presence]], error) {
			list, err := s.Beat(ctx, workspace(in.Workspace), room.PostID(in.Post), in.Body.Field)
			return answer(presenceOut(list), err)
		})
	huma.Register(a, operation("leavePost", http.MethodDelete, onePost+"/presence", "Say that the post is closed here"),
		func(ctx context.Context, in *postInput) (*struct{}, error) {
			return nil, api.Problem(s.Leave(ctx, workspace(in.Workspace), room.PostID(in.Post)))
		})
}

func registerLabels(a huma.API, s *room.Service) {
	huma.Register(a, operation("listLabels", http.MethodGet, base+"/labels", "List the labels"),
		func(ctx context.Context, in *workspaceInput) (*output[Items[Label]], error) {
			list, err := s.Labels(ctx, workspace(in.Workspace))
			out := Items[Label]{Items: make([]Label, len(list))}
			for i, l := range list {
				out.Items[i] = labelOut(l)
			}
			return answer(out, err)
		})
	huma.Register(a, operation("createLabel", http.MethodPost, base+"/labels", "Make a label"),
		func(ctx context.Context, in *labelInput) (*output[Label], error) {
			l, err := s.SaveLabel(ctx, workspace(in.Workspace), room.Label{Name: in.Body.Name, Colour: in.Body.Colour})
			return answer(labelOut(l), err)
		})
	huma.Register(a, operation("editLabel", http.MethodPatch, base+"/labels/{label}", "Change a label"),
		func(ctx context.Context, in *labelEdit) (*output[Label], error) {
			l, err := s.SaveLabel(ctx, workspace(in.Workspace), room.Label{ID: room.LabelID(in.Label), Name: in.Body.Name, Colour: in.Body.Colour})
			return answer(labelOut(l), err)
		})
	huma.Register(a, operation("removeLabel", http.MethodDelete, base+"/labels/{label}", "Take a label away"),
		func(ctx context.Context, in *labelTarget) (*struct{}, error) {
			return nil, api.Problem(s.RemoveLabel(ctx, workspace(in.Workspace), room.LabelID(in.Label)))
		})
}

func registerNotes(a huma.API, s *room.Service) {
	huma.Register(a, operation("listNotes", http.MethodGet, base+"/notes", "List the notes of a span of days"),
		func(ctx context.Context, in *notesInput) (*output[Items[Note]], error) {
			list, err := s.Notes(ctx, workspace(in.Workspace), in.From, in.To)
			out := Items[Note]{Items: make([]Note, len(list))}
			for i, n := range list {
				out.Items[i] = noteOut(n)
			}
			return answer(out, err)
		})
	huma.Register(a, operation("createNote", http.MethodPost, base+"/notes", "Write a note on the calendar"),
		func(ctx context.Context, in *noteInput) (*output[Note], error) {
			n, err := s.SaveNote(ctx, workspace(in.Workspace), room.Note{Day: in.Body.Day, Until: in.Body.Until, Body: in.Body.Body, Colour: in.Body.Colour})
			return answer(noteOut(n), err)
		})
	huma.Register(a, operation("editNote", http.MethodPatch, base+"/notes/{note}", "Change a note"),
		func(ctx context.Context, in *noteEdit) (*output[Note], error) {
			n, err := s.SaveNote(ctx, workspace(in.Workspace), room.Note{ID: room.NoteID(in.Note), Day: in.Body.Day, Until: in.Body.Until, Body: in.Body.Body, Colour: in.Body.Colour})
			return answer(noteOut(n), err)
		})
	huma.Register(a, operation("removeNote", http.MethodDelete, base+"/notes/{note}", "Take a note away"),
		func(ctx context.Context, in *noteTarget) (*struct{}, error) {
			return nil, api.Problem(s.RemoveNote(ctx, workspace(in.Workspace), room.NoteID(in.Note)))
		})
}
