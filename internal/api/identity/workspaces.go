package identity

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// registerWorkspaces: the workspace itself, and "see as" in a sample.
func (h handlers) registerWorkspaces(a huma.API) {
	huma.Register(a, created(op("createWorkspace", http.MethodPost, root+"/workspaces", "Add a workspace")), h.createWorkspace)
	huma.Register(a, op("getWorkspace", http.MethodGet, workspace, "A workspace"), h.getWorkspace)
	huma.Register(a, op("changeWorkspace", http.MethodPatch, workspace, "Rename, re-address, re-zone a workspace"), h.changeWorkspace)
	huma.Register(a, op("listLosses", http.MethodGet, workspace+"/losses", "What removing the workspace would take away"), h.listLosses)
	huma.Register(a, op("removeWorkspace", http.MethodDelete, workspace, "Remove a workspace and all that is in it"), h.removeWorkspace)
	huma.Register(a, op("seeAs", http.MethodPost, workspace+"/see-as", "Look at a sample as another member"), h.seeAs)
	huma.Register(a, op("stopSeeAs", http.MethodDelete, workspace+"/see-as", "Look at the sample as oneself again"), h.stopSeeAs)
}

type createWorkspaceInput struct{ Body WorkspaceInput }

func (h handlers) createWorkspace(ctx context.Context, in *createWorkspaceInput) (*body[Workspace], error) {
	w, err := h.s.CreateWorkspace(ctx, in.Body.room())
	return &body[Workspace]{workspaceOf(w)}, api.Problem(err)
}

type workspaceInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
}

func (h handlers) getWorkspace(ctx context.Context, in *workspaceInput) (*body[Workspace], error) {
	w, err := h.s.FindWorkspace(ctx, in.Workspace)
	return &body[Workspace]{workspaceOf(w)}, api.Problem(err)
}

type changeWorkspaceInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Body      WorkspaceInput
}

func (h handlers) changeWorkspace(ctx context.Context, in *changeWorkspaceInput) (*body[Workspace], error) {
	w, err := h.s.ChangeWorkspace(ctx, in.Workspace, in.Body.room())
	return &body[Workspace]{workspaceOf(w)}, api.Problem(err)
}

func (h handlers) listLosses(ctx context.Context, in *workspaceInput) (*body[api.List[Loss]], error) {
	losses, err := h.s.WhatIsLost(ctx, in.Workspace)
	return &body[api.List[Loss]]{api.ListOf(losses, func(l identity.Loss) Loss { return Loss{l.Kind, l.Count} })}, api.Problem(err)
}

type removeWorkspaceInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Confirm   string               `query:"confirm" maxLength:"200" doc:"The workspace's name as it is written; a sample asks for none"`
}

func (h handlers) removeWorkspace(ctx context.Context, in *removeWorkspaceInput) (*none, error) {
	return &none{}, api.Problem(h.s.RemoveWorkspace(ctx, in.Workspace, in.Confirm))
}

type seeAsInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Body      struct {
		Member identity.MemberID `json:"member" minLength:"1" maxLength:"60"`
	}
}

func (h handlers) seeAs(ctx context.Context, in *seeAsInput) (*noneWithCookie, error) {
	session, err := h.s.SeeAs(ctx, in.Workspace, in.Body.Member)
	if err != nil {
		return nil, api.Problem(err)
	}
	return renewed(h, session), nil
}

func (h handlers) stopSeeAs(ctx context.Context, in *workspaceInput) (*noneWithCookie, error) {
	session, err := h.s.SeeAs(ctx, in.Workspace, "")
	if err != nil {
		return nil, api.Problem(err)
	}
	return renewed(h, session), nil
}
