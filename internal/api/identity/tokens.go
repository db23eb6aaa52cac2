package identity

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// registerTokens: API tokens.
func (h handlers) registerTokens(a huma.API) {
	huma.Register(a, op("listTokens", http.MethodGet, workspace+"/tokens", "API tokens: one's own, or everybody's to those who manage members"), h.listTokens)
	huma.Register(a, created(op("createToken", http.MethodPost, workspace+"/tokens", "Make an API token, shown once")), h.createToken)
	huma.Register(a, op("revokeToken", http.MethodDelete, workspace+"/tokens/{token}", "Revoke an API token"), h.revokeToken)
}

func (h handlers) listTokens(ctx context.Context, in *workspaceInput) (*body[api.List[Token]], error) {
	tokens, err := h.s.ListTokens(ctx, in.Workspace)
	return &body[api.List[Token]]{api.ListOf(tokens, tokenOf)}, api.Problem(err)
}

type createTokenInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Body      struct {
		Name      string                `json:"name" maxLength:"200"`
		Scopes    []identity.Permission `json:"scopes" maxItems:"100"`
		ExpiresAt *time.Time            `json:"expiresAt,omitempty"`
	}
}

func (h handlers) createToken(ctx context.Context, in *createTokenInput) (*secretBody[NewToken], error) {
	wanted := identity.TokenInput{Name: in.Body.Name, Scopes: in.Body.Scopes}
	if in.Body.ExpiresAt != nil {
		wanted.ExpiresAt = *in.Body.ExpiresAt
	}
	t, err := h.s.CreateToken(ctx, in.Workspace, wanted)
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(NewToken{tokenOf(t.Token), t.Secret}), nil
}

type tokenInput struct {
	Workspace identity.WorkspaceID `path:"workspace"`
	Token     identity.TokenID     `path:"token"`
}

func (h handlers) revokeToken(ctx context.Context, in *tokenInput) (*none, error) {
	return &none{}, api.Problem(h.s.RevokeToken(ctx, in.Workspace, in.Token))
}
