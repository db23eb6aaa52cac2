package identity

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// registerMembers: who belongs to a workspace, and who is asked in.
func (h handlers) registerMembers(a huma.API) {
	huma.Register(a, op("listMembers", http.MethodGet, workspace+"/members", "Members"), h.listMembers)
	huma.Register(a, op("changeMember", http.MethodPatch, workspace+"/members/{member}", "Give a member another role"), h.changeMember)
	huma.Register(a, op("removeMember", http.MethodDelete, workspace+"/members/{member}", "Cut a member's access, or leave"), h.removeMember)
	huma.Register(a, op("listInvitations", http.MethodGet, workspace+"/invitations", "Invitations that wait"), h.listInvitations)
	huma.Register(a, created(op("inviteMember", http.MethodPost, workspace+"/invitations", "Ask someone in")), h.inviteMember)
	huma.Register(a, op("renewInvitation", http.MethodPost, workspace+"/invitations/{invitation}/renew", "A new link and a new week"), h.renewInvitation)
	huma.Register(a, op("revokeInvitation", http.MethodDelete, workspace+"/invitations/{invitation}", "Take an invitation back"), h.revokeInvitation)
}

func (h handlers) listMembers(ctx context.Context, in *workspaceInput) (*body[api.List[Member]], error) {
	members, err := h.s.ListMembers(ctx, in.Workspace)
	return &body[api.List[Member]]{api.ListOf(members, memberOf)}, api.Problem(err)
}

type memberInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Member    identity.MemberID    `path:"member"`
}

type changeMemberInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Member    identity.MemberID    `path:"member"`
	Body      struct {
		Role   identity.Role `json:"role" enum:"owner,manager,creator,approver,community,analyst,guest"`
		Preset string        `json:"preset,omitempty" maxLength:"60"`
	}
}

func (h handlers) changeMember(ctx context.Context, in *changeMemberInput) (*body[Member], error) {
	m, err := h.s.ChangeRole(ctx, in.Workspace, in.Member, in.Body.Role, in.Body.Preset)
	return &body[Member]{memberOf(m)}, api.Problem(err)
}

func (h handlers) removeMember(ctx context.Context, in *memberInput) (*none, error) {
	return &none{}, api.Problem(h.s.RemoveMember(ctx, in.Workspace, in.Member))
}

func (h handlers) listInvitations(ctx context.Context, in *workspaceInput) (*body[api.List[Invitation]], error) {
	invitations, err := h.s.ListInvitations(ctx, in.Workspace)
	return &body[api.List[Invitation]]{api.ListOf(invitations, invitationOf)}, api.Problem(err)
}

type inviteInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Body      struct {
		Email  string        `json:"email" maxLength:"300"`
		Role   identity.Role `json:"role" enum:"owner,manager,creator,approver,community,analyst,guest"`
		Preset string        `json:"preset,omitempty" maxLength:"60"`
		Locale string        `json:"locale,omitempty" maxLength:"10" doc:"Of the mail; the workspace's by default"`
		Mail   bool          `json:"mail,omitempty" doc:"Send it by mail; the link can be copied either way"`
	}
}

func (h handlers) inviteMember(ctx context.Context, in *inviteInput) (*secretBody[NewInvitation], error) {
	b := in.Body
	i, err := h.s.Invite(ctx, in.Workspace, identity.InviteInput{Email: b.Email, Role: b.Role, Preset: b.Preset, Locale: b.Locale, Mail: b.Mail})
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(NewInvitation{invitationOf(i.Invitation), i.Link}), nil
}

type invitationInput struct {
	Workspace  identity.WorkspaceID  `path:"workspace"`
	Invitation identity.InvitationID `path:"invitation"`
}

type renewInvitationInput struct {
	Workspace  identity.WorkspaceID  `path:"workspace"`
	Invitation identity.InvitationID `path:"invitation"`
	Body       struct {
		Mail bool `json:"mail,omitempty"`
	}
}

func (h handlers) renewInvitation(ctx context.Context, in *renewInvitationInput) (*secretBody[NewInvitation], error) {
	i, err := h.s.RenewInvitation(ctx, in.Workspace, in.Invitation, in.Body.Mail)
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(NewInvitation{invitationOf(i.Invitation), i.Link}), nil
}

func (h handlers) revokeInvitation(ctx context.Context, in *invitationInput) (*none, error) {
	return &none{}, api.Problem(h.s.RevokeInvitation(ctx, in.Workspace, in.Invitation))
}
