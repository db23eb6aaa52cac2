package identity

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/pquerna/otp"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// registerAccount: what people do to their own account.
func (h handlers) registerAccount(a huma.API) {
	huma.Register(a, op("getMe", http.MethodGet, root+"/me", "The caller, and where they belong"), h.getMe)
	huma.Register(a, op("changeMe", http.MethodPatch, root+"/me", "Change name, language, theme, density"), h.changeMe)
	huma.Register(a, op("listSessions", http.MethodGet, root+"/me/sessions", "Signed-in browsers"), h.listSessions)
	huma.Register(a, op("endSession", http.MethodDelete, root+"/me/sessions/{session}", "Sign a browser out"), h.endSession)
	huma.Register(a, op("endOtherSessions", http.MethodDelete, root+"/me/sessions", "Sign out everywhere else"), h.endOtherSessions)
	huma.Register(a, op("changePassword", http.MethodPost, root+"/me/password", "Change the password"), h.changePassword)
	huma.Register(a, op("beginTotp", http.MethodPost, root+"/me/totp", "Draw a seed for an authenticator"), h.beginTOTP)
	huma.Register(a, op("confirmTotp", http.MethodPost, root+"/me/totp/confirm", "Turn the second factor on with a first code"), h.confirmTOTP)
	huma.Register(a, op("turnOffTotp", http.MethodDelete, root+"/me/totp", "Turn the second factor off"), h.turnOffTOTP)
	huma.Register(a, op("renewRecoveryCodes", http.MethodPost, root+"/me/recovery-codes", "Ten new recovery codes"), h.renewRecoveryCodes)
}

func (h handlers) getMe(ctx context.Context, _ *struct{}) (*body[Me], error) {
	me, err := h.s.Me(ctx)
	return &body[Me]{meOf(me)}, api.Problem(err)
}

type changeMeInput struct {
	Body struct {
		Name    *string `json:"name,omitempty" maxLength:"200"`
		Locale  *string `json:"locale,omitempty" maxLength:"10"`
		Theme   *string `json:"theme,omitempty" maxLength:"20"`
		Density *string `json:"density,omitempty" maxLength:"20"`
	}
}

func (h handlers) changeMe(ctx context.Context, in *changeMeInput) (*body[Me], error) {
	b := in.Body
	if _, err := h.s.ChangeProfile(ctx, identity.ProfileInput{Name: b.Name, Locale: b.Locale, Theme: b.Theme, Density: b.Density}); err != nil {
		return nil, api.Problem(err)
	}
	return h.getMe(ctx, nil)
}

func (h handlers) listSessions(ctx context.Context, _ *struct{}) (*body[api.List[Session]], error) {
	sessions, err := h.s.ListSessions(ctx)
	if err != nil {
		return nil, api.Problem(err)
	}
	caller, _ := identity.PrincipalOf(ctx)
	return &body[api.List[Session]]{api.ListOf(sessions, func(s identity.Session) Session {
		return Session{ID: string(s.ID), Current: s.ID == caller.SessionID, Address: s.Address, UserAgent: s.UserAgent,
			CreatedAt: s.CreatedAt.Time, LastSeenAt: s.LastSeenAt.Time, ExpiresAt: s.ExpiresAt.Time}
	})}, nil
}

type sessionInput struct {
	Session identity.SessionID `path:"session"`
}

func (h handlers) endSession(ctx context.Context, in *sessionInput) (*none, error) {
	return &none{}, api.Problem(h.s.EndSession(ctx, in.Session))
}

func (h handlers) endOtherSessions(ctx context.Context, _ *struct{}) (*none, error) {
	return &none{}, api.Problem(h.s.EndOtherSessions(ctx))
}

type changePasswordInput struct {
	Body struct {
		Password    string `json:"password" maxLength:"1000" doc:"The current one"`
		NewPassword string `json:"newPassword" maxLength:"1000"`
	}
}

func (h handlers) changePassword(ctx context.Context, in *changePasswordInput) (*noneWithCookie, error) {
	session, err := h.s.ChangePassword(ctx, in.Body.Password, in.Body.NewPassword)
	if err != nil {
		return nil, api.Problem(err)
	}
	return renewed(h, session), nil
}

type passwordInput struct {
	Body struct {
		Password string `json:"password" maxLength:"1000"`
	}
}

// Factor is a seed for an authenticator, shown once.
type Factor struct {
	Seed string `json:"seed"`
	URI  string `json:"uri" doc:"otpauth://…"`
	QR   string `json:"qr" doc:"The same as a picture, data:image/png"`
}

func (h handlers) beginTOTP(ctx context.Context, in *passwordInput) (*secretBody[Factor], error) {
	f, err := h.s.BeginTOTP(ctx, in.Body.Password)
	if err != nil {
		return nil, api.Problem(err)
	}
	qr, err := picture(f.URI)
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(Factor{Seed: f.Seed, URI: f.URI, QR: qr}), nil
}

func picture(uri string) (string, error) {
	key, err := otp.NewKeyFromURL(uri)
	if err != nil {
		return "", err
	}
	img, err := key.Image(240, 240)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

type codeInput struct {
	Body struct {
		Code string `json:"code" maxLength:"40"`
	}
}

// RecoveryCodes are shown once; each opens the account once without the
// authenticator.
type RecoveryCodes struct {
	Codes []string `json:"codes"`
}

func (h handlers) confirmTOTP(ctx context.Context, in *codeInput) (*cookieBody[RecoveryCodes], error) {
	codes, session, err := h.s.ConfirmTOTP(ctx, in.Body.Code)
	if err != nil {
		return nil, api.Problem(err)
	}
	return signed(h, session, RecoveryCodes{codes}), nil
}

func (h handlers) turnOffTOTP(ctx context.Context, in *passwordInput) (*noneWithCookie, error) {
	session, err := h.s.TurnOffTOTP(ctx, in.Body.Password)
	if err != nil {
		return nil, api.Problem(err)
	}
	return renewed(h, session), nil
}

func (h handlers) renewRecoveryCodes(ctx context.Context, in *passwordInput) (*secretBody[RecoveryCodes], error) {
	codes, err := h.s.RenewRecoveryCodes(ctx, in.Body.Password)
	if err != nil {
		return nil, api.Problem(err)
	}
	return secret(RecoveryCodes{codes}), nil
}
