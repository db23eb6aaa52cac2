package identity

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/audit"
	"parvis/internal/identity"
)

// AuditRow is one recorded act.
type AuditRow struct {
	Seq    int64             `json:"seq"`
	At     time.Time         `json:"at"`
	Actor  string            `json:"actor" doc:"A user's id, or system"`
	Name   string            `json:"name" doc:"Of the actor, when they are or were a member"`
	Action string            `json:"action" example:"identity.change_role"`
	Object string            `json:"object"`
	Detail map[string]string `json:"detail,omitempty"`
	Erased bool              `json:"erased" doc:"What it said of a person was erased at their request"`
	Sealed bool              `json:"sealed" doc:"Linked into the chain"`
}

// registerAudit: who did what.
func (h handlers) registerAudit(a huma.API) {
	huma.Register(a, op("listAudit", http.MethodGet, workspace+"/audit", "Who did what, the newest first"), h.listAudit)
}

type listAuditInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Actor     string               `query:"actor" maxLength:"60"`
	Object    string               `query:"object" maxLength:"60"`
	Action    string               `query:"action" maxLength:"60" doc:"Exact, or a room with a dot: editorial."`
	Cursor    string               `query:"cursor" maxLength:"200"`
	Limit     int                  `query:"limit" minimum:"0" maximum:"200"`
}

func (h handlers) listAudit(ctx context.Context, in *listAuditInput) (*body[api.Page[AuditRow]], error) {
	if _, err := identity.Require(ctx, in.Workspace, identity.AuditRead); err != nil {
		return nil, api.Problem(err)
	}
	filter := audit.Filter{Actor: in.Actor, Object: in.Object, Action: in.Action, Limit: api.Limit(in.Limit)}
	if key, err := api.DecodeCursor(in.Cursor, 1); err != nil {
		return nil, api.Problem(err)
	} else if key != nil {
		filter.Before, _ = strconv.ParseInt(key[0], 10, 64) // 0, the newest, for what we did not make
	}
	rows, before, err := h.log.List(ctx, string(in.Workspace), filter)
	if err != nil {
		return nil, api.Problem(err)
	}
	names, err := h.s.NamesOf(ctx, in.Workspace)
	if err != nil {
		return nil, api.Problem(err)
	}
	items := make([]AuditRow, len(rows))
	for i, r := range rows {
		items[i] = AuditRow{Seq: r.Seq, At: r.At, Actor: r.Actor, Name: names[identity.UserID(r.Actor)], Action: r.Action, Object: r.Object,
			Detail: r.Detail, Erased: r.Erased, Sealed: r.Sealed}
	}
	next := ""
	if before > 0 {
		next = api.EncodeCursor(strconv.FormatInt(before, 10))
	}
	return &body[api.Page[AuditRow]]{api.NewPage(items, next)}, nil
}
