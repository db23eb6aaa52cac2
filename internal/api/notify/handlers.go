package notify

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
	room "parvis/internal/notify"
)

const base = "/api/v1/workspaces/{workspace}"

type workspaceInput struct {
	Workspace string `path:"workspace"`
}

type listInput struct {
	Workspace string `path:"workspace"`
	Unread    bool   `query:"unread" doc:"Only what is unread"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
}

type bodyInput[B any] struct {
	Workspace string `path:"workspace"`
	Body      B
}

type output[B any] struct{ Body B }

func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: base + path, Summary: summary, Tags: []string{"notify"}, DefaultStatus: http.StatusOK}
}

// Register adds the room's operations.
func Register(a huma.API, s *room.Service) {
	huma.Register(a, operation("listNotifications", http.MethodGet, "/notifications", "List what the caller was told"),
		func(ctx context.Context, in *listInput) (*output[Notifications], error) {
			page, err := list(ctx, s, in)
			return &output[Notifications]{page}, api.Problem(err)
		})
	huma.Register(a, operation("readNotifications", http.MethodPost, "/notifications/read", "Mark as read"),
		func(ctx context.Context, in *bodyInput[Read]) (*output[Unread], error) {
			ids := each(in.Body.IDs, func(id string) room.NoticeID { return room.NoticeID(id) })
			if in.Body.All {
				ids = nil
			}
			n, err := s.MarkRead(ctx, identity.WorkspaceID(in.Workspace), ids)
			return &output[Unread]{Unread{n}}, api.Problem(err)
		})
	huma.Register(a, operation("getNotificationSettings", http.MethodGet, "/notification-settings", "Read what the caller wants to be told"),
		func(ctx context.Context, in *workspaceInput) (*output[Settings], error) {
			out, err := s.Settings(ctx, identity.WorkspaceID(in.Workspace))
			return &output[Settings]{settingsOf(out, s.MailReady())}, api.Problem(err)
		})
	huma.Register(a, operation("changeNotificationSettings", http.MethodPut, "/notification-settings", "Choose what to be told, and how"),
		func(ctx context.Context, in *bodyInput[SettingsFields]) (*output[Settings], error) {
			out, err := s.ChangeSettings(ctx, identity.WorkspaceID(in.Workspace), in.Body.room())
			return &output[Settings]{settingsOf(out, s.MailReady())}, api.Problem(err)
		})
	huma.Register(a, operation("listMailTroubles", http.MethodGet, "/notification-troubles", "List the mails that have not left, and why"),
		func(ctx context.Context, in *workspaceInput) (*output[Troubles], error) {
			list, err := s.Troubles(ctx, identity.WorkspaceID(in.Workspace))
			return &output[Troubles]{Troubles{each(list, troubleOf)}}, api.Problem(err)
		})
}

func list(ctx context.Context, s *room.Service, in *listInput) (Notifications, error) {
	key, err := api.DecodeCursor(in.Cursor, 1)
	if err != nil {
		return Notifications{}, err
	}
	before := room.NoticeID("")
	if key != nil {
		before = room.NoticeID(key[0])
	}
	limit := api.Limit(in.Limit)
	told, unread, err := s.List(ctx, identity.WorkspaceID(in.Workspace), in.Unread, before, limit+1)
	if err != nil {
		return Notifications{}, err
	}
	next := ""
	if len(told) > limit {
		told = told[:limit]
		next = api.EncodeCursor(string(told[limit-1].ID))
	}
	page := api.NewPage(each(told, notificationOf), next)
	return Notifications{page.Items, page.Next, unread}, nil
}
