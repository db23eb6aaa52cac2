package identity

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// registerDoors: ways in that ask for no session.
func (h handlers) registerDoors(a huma.API) {
	huma.Register(a, open("getSetup", http.MethodGet, root+"/setup", "Whether the first account is still to be made"), h.getSetup)
	huma.Register(a, open("setUp", http.MethodPost, root+"/setup", "Make an owner and a workspace with a one-time link"), h.setUp)
	huma.Register(a, open("signIn", http.MethodPost, root+"/session", "Sign in: address and password, then the code if asked"), h.signIn)
	huma.Register(a, open("signOut", http.MethodDelete, root+"/session", "Sign out"), h.signOut)
	huma.Register(a, open("enterByLink", http.MethodPost, root+"/session/link", "Enter a sample with its one-time link"), h.enterByLink)
	huma.Register(a, open("askPasswordReset", http.MethodPost, root+"/password-reset", "Have a link mailed to choose a new password"), h.askPasswordReset)
	huma.Register(a, open("resetPassword", http.MethodPost, root+"/password-reset/confirm", "Choose a new password with the mailed link"), h.resetPassword)
	huma.Register(a, open("showInvitation", http.MethodGet, root+"/invitations/{token}", "Read an invitation by its link"), h.showInvitation)
	huma.Register(a, open("acceptInvitation", http.MethodPost, root+"/invitations/accept", "Accept an invitation"), h.acceptInvitation)
	huma.Register(a, open("listRoles", http.MethodGet, root+"/roles", "What roles grant, and the trade's words for them"), h.listRoles)
}

func (h handlers) getSetup(ctx context.Context, _ *struct{}) (*body[Setup], error) {
	state, err := h.s.SetupState(ctx)
	return &body[Setup]{Setup{Needed: state.Needed, Sample: state.Sample}}, api.Problem(err)
}

// WorkspaceInput makes or changes a workspace.
type WorkspaceInput struct {
	Name   *string `json:"name,omitempty" maxLength:"200"`
	Slug   *string `json:"slug,omitempty" maxLength:"100"`
	Zone   *string `json:"zone,omitempty" maxLength:"100"`
	Locale *string `json:"locale,omitempty" maxLength:"10"`
}

func (in WorkspaceInput) room() identity.WorkspaceInput {
	return identity.WorkspaceInput{Name: in.Name, Slug: in.Slug, Zone: in.Zone, Locale: in.Locale}
}

type setUpInput struct {
	UserAgent string `header:"User-Agent" hidden:"true"`
	Body      struct {
		Link      string         `json:"link,omitempty" maxLength:"200" doc:"The secret behind the # of the printed link; the owner of a sample needs none"`
		Name      string         `json:"name" maxLength:"200"`
		Email     string         `json:"email" maxLength:"300"`
		Password  string         `json:"password" maxLength:"1000"`
		Locale    string         `json:"locale,omitempty" maxLength:"10"`
		Workspace WorkspaceInput `json:"workspace"`
	}
}

func (h handlers) setUp(ctx context.Context, in *setUpInput) (*cookieBody[Workspace], error) {
	b := in.Body
	session, w, err := h.s.Setup(ctx, identity.SetupInput{Link: b.Link, Name: b.Name, Email: b.Email, Password: b.Password, Locale: b.Locale,
		Workspace: b.Workspace.room(), From: client(ctx, in.UserAgent)})
	if err != nil {
		return nil, api.Problem(err)
	}
	return signed(h, session, workspaceOf(w)), nil
}

type signInInput struct {
	UserAgent string `header:"User-Agent" hidden:"true"`
	Body      struct {
		Email     string `json:"email,omitempty" maxLength:"300"`
		Password  string `json:"password,omitempty" maxLength:"1000"`
		Challenge string `json:"challenge,omitempty" maxLength:"200" doc:"Second step: what the first one gave"`
		Code      string `json:"code,omitempty" maxLength:"40" doc:"Second step: of the authenticator, or a recovery code"`
	}
}

func (h handlers) signIn(ctx context.Context, in *signInInput) (*cookieBody[SignedIn], error) {
	b, from := in.Body, client(ctx, in.UserAgent)
	if b.Challenge != "" {
		session, err := h.s.SecondStep(ctx, identity.SecondStepInput{Challenge: b.Challenge, Code: b.Code, From: from})
		if err != nil {
			return nil, api.Problem(err)
		}
		return signed(h, session, SignedIn{State: "signed_in"}), nil
	}
	out, err := h.s.SignIn(ctx, identity.SignInInput{Email: b.Email, Password: b.Password, From: from})
	if err != nil {
		return nil, api.Problem(err)
	}
	if out.Session == nil {
		return &cookieBody[SignedIn]{CacheControl: "no-store", Body: SignedIn{State: "second_step", Challenge: out.Challenge}}, nil
	}
	return signed(h, *out.Session, SignedIn{State: "signed_in"}), nil
}

func (h handlers) signOut(ctx context.Context, _ *struct{}) (*noneWithCookie, error) {
	if err := h.s.SignOut(ctx); err != nil {
		return nil, api.Problem(err)
	}
	return &noneWithCookie{SetCookie: []http.Cookie{h.cookies.Clear()}}, nil
}

type linkInput struct {
	UserAgent string `header:"User-Agent" hidden:"true"`
	Body      struct {
		Link string `json:"link" maxLength:"200"`
	}
}

func (h handlers) enterByLink(ctx context.Context, in *linkInput) (*cookieBody[SignedIn], error) {
	session, err := h.s.EnterByLink(ctx, in.Body.Link, client(ctx, in.UserAgent))
	if err != nil {
		return nil, api.Problem(err)
	}
	return signed(h, session, SignedIn{State: "signed_in"}), nil
}

type askResetInput struct {
	Body struct {
		Email string `json:"email" maxLength:"300"`
	}
}

func (h handlers) askPasswordReset(ctx context.Context, in *askResetInput) (*none, error) {
	return &none{}, api.Problem(h.s.AskPasswordReset(ctx, in.Body.Email, client(ctx, "")))
}

type resetInput struct {
	Body struct {
		Link     string `json:"link" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
	}
}

func (h handlers) resetPassword(ctx context.Context, in *resetInput) (*none, error) {
	return &none{}, api.Problem(h.s.ResetPassword(ctx, in.Body.Link, in.Body.Password, client(ctx, "")))
}

type showInvitationInput struct {
	Token string `path:"token" maxLength:"200"`
}

func (h handlers) showInvitation(ctx context.Context, in *showInvitationInput) (*secretBody[InvitationView], error) {
	v, err := h.s.ShowInvitation(ctx, in.Token, client(ctx, ""))
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(InvitationView{Workspace: v.WorkspaceName, Inviter: v.Inviter, Email: v.Email, Role: string(v.Role), Preset: v.Preset,
		Locale: v.Locale, HasAccount: v.HasAccount, ExpiresAt: v.ExpiresAt.Time}), nil
}

type acceptInput struct {
	UserAgent string `header:"User-Agent" hidden:"true"`
	Body      struct {
		Link     string `json:"link" maxLength:"200"`
		Name     string `json:"name,omitempty" maxLength:"200"`
		Password string `json:"password,omitempty" maxLength:"1000"`
		Locale   string `json:"locale,omitempty" maxLength:"10"`
	}
}

// Accepted says which workspace was joined.
type Accepted struct {
	Workspace string `json:"workspace" doc:"Its id"`
}

func (h handlers) acceptInvitation(ctx context.Context, in *acceptInput) (*cookieBody[Accepted], error) {
	b := in.Body
	session, ws, err := h.s.AcceptInvitation(ctx, identity.AcceptInput{Link: b.Link, Name: b.Name, Password: b.Password, Locale: b.Locale,
		From: client(ctx, in.UserAgent)})
	if err != nil {
		return nil, api.Problem(err)
	}
	if session == nil {
		return &cookieBody[Accepted]{Body: Accepted{string(ws)}}, nil
	}
	return signed(h, *session, Accepted{string(ws)}), nil
}

func (h handlers) listRoles(context.Context, *struct{}) (*body[Roles], error) {
	out := Roles{Roles: []Role{}, Presets: []Preset{}}
	for _, r := range identity.Roles {
		out.Roles = append(out.Roles, Role{string(r), words(r.Permissions())})
	}
	for _, p := range identity.Presets {
		out.Presets = append(out.Presets, Preset{p.Name, string(p.Role)})
	}
	return &body[Roles]{out}, nil
}
