package accesstest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/identity"
)

type object = map[string]any

// body is a fixture that needs no object.
func body(b any) Fixture {
	return func(*testing.T, *World, Side, string) Case { return Case{Body: b} }
}

// own is body for what people do with their password, which a walk repeats.
func own(b any, ok ...int) Fixture {
	return func(*testing.T, *World, Side, string) Case { return Case{Body: b, OK: ok} }
}

// Identity is the fixtures of the room identity.
func Identity() Fixtures {
	return Fixtures{
		"setUp": func(t *testing.T, w *World, _ Side, _ string) Case {
			link, err := w.Identity.Operator().NewOwnerLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return Case{Body: object{"link": secretOf(link), "name": "Ada", "email": w.Unique() + "@new.example", "password": Password, "workspace": object{"name": "Neuve"}}}
		},
		"signIn": func(_ *testing.T, _ *World, s Side, _ string) Case {
			return Case{Body: object{"email": s.Members["owner"].Email, "password": Password}}
		},
		"signOut": func(_ *testing.T, _ *World, _ Side, caller string) Case { return Case{Quiet: caller == Anonymous} },
		"enterByLink": func(t *testing.T, w *World, _ Side, _ string) Case {
			link, err := w.Identity.SampleLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return Case{Body: object{"link": secretOf(link)}}
		},
		"askPasswordReset": func(_ *testing.T, w *World, _ Side, _ string) Case {
			return Case{Body: object{"email": w.Unique() + "@nobody.example"}}
		},
		"resetPassword": func(t *testing.T, w *World, s Side, _ string) Case {
			link, err := w.Identity.Operator().NewResetLink(t.Context(), s.Members["guest"].Email)
			if err != nil {
				t.Fatal(err)
			}
			return Case{Body: object{"link": secretOf(link), "password": Password}}
		},
		"showInvitation": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"token": secretOf(w.invite(t, s)["link"].(string))}}
		},
		"acceptInvitation": func(t *testing.T, w *World, s Side, caller string) Case {
			c := Case{Body: object{"link": secretOf(w.invite(t, s)["link"].(string)), "name": "Bob", "password": Password}}
			if caller != Anonymous {
				c.OK = []int{http.StatusConflict} // it is for another address
			}
			return c
		},
		"changeMe": body(object{"density": "compact"}),
		"endSession": func(t *testing.T, w *World, s Side, caller string) Case {
			if m, ok := s.Members[caller]; ok {
				return Case{Path: map[string]string{"session": w.sessionID(t, m.UserID, w.SignIn(t, m.UserID))}}
			}
			return Case{Path: map[string]string{"session": "ses_none"}}
		},
		"changePassword":     own(object{"password": Password, "newPassword": Password}),
		"beginTotp":          own(object{"password": Password}),
		"confirmTotp":        own(object{"code": "000000"}, http.StatusUnprocessableEntity),
		"turnOffTotp":        own(object{"password": Password}, http.StatusConflict),
		"renewRecoveryCodes": own(object{"password": Password}, http.StatusConflict),
		"createWorkspace":    body(object{"name": "Encore une"}),
		"changeWorkspace":    body(object{"zone": "Europe/Lisbon"}),
		"removeWorkspace": func(t *testing.T, w *World, s Side, caller string) Case {
			if caller != string(identity.Owner) || s.Workspace == w.Other.Workspace {
				return Case{Query: url.Values{"confirm": {s.Name}}}
			}
			ruin := w.NewSide(t)
			return Case{Side: &ruin, Query: url.Values{"confirm": {ruin.Name}}}
		},
		"seeAs": func(_ *testing.T, w *World, _ Side, _ string) Case {
			return Case{Side: &w.Sample, Body: object{"member": w.Sample.Members["creator"].ID}}
		},
		"stopSeeAs": func(_ *testing.T, w *World, _ Side, _ string) Case { return Case{Side: &w.Sample} },
		"changeMember": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"member": string(w.newMember(t, s))}, Body: object{"role": "analyst"}}
		},
		"removeMember": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"member": string(w.newMember(t, s))}}
		},
		"inviteMember": func(_ *testing.T, w *World, _ Side, _ string) Case {
			return Case{Body: object{"email": w.Unique() + "@guest.example", "role": "guest"}}
		},
		"renewInvitation": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"invitation": w.invite(t, s)["id"].(string)}, Body: object{}}
		},
		"revokeInvitation": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"invitation": w.invite(t, s)["id"].(string)}}
		},
		"createToken": body(object{"name": "n8n", "scopes": []string{"post.read"}}),
		"revokeToken": func(t *testing.T, w *World, s Side, caller string) Case {
			session := s.sessions[caller]
			if caller == Anonymous || !identity.Role(caller).May(identity.TokenManage) {
				session = s.sessions["owner"]
			}
			status, raw := w.Call(t, session, http.MethodPost, "/api/v1/workspaces/"+string(s.Workspace)+"/tokens",
				Case{Body: object{"name": "n8n", "scopes": []string{"post.read"}}})
			return Case{Path: map[string]string{"token": idOf(t, status, raw)}}
		},
	}
}

func secretOf(link string) string {
	_, secret, _ := strings.Cut(link, "#")
	return secret
}

func (w *World) invite(t *testing.T, s Side) object {
	t.Helper()
	return w.Make(t, s, http.MethodPost, "/invitations", object{"email": w.Unique() + "@guest.example", "role": "guest"})
}

func (w *World) newMember(t *testing.T, s Side) identity.MemberID {
	t.Helper()
	person, err := w.Identity.Operator().AddUser(t.Context(), identity.AddUserInput{Email: w.Unique() + "@member.example", Name: "Bob",
		Password: Password, Workspace: string(s.Workspace), Role: identity.Guest})
	if err != nil {
		t.Fatal(err)
	}
	members, err := w.Identity.MembersTx(t.Context(), w.DB.Reader(), s.Workspace, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.UserID == person.ID {
			return m.ID
		}
	}
	t.Fatal("the new member is not in the list")
	return ""
}

// sessionID finds the session that SignIn opened.
func (w *World) sessionID(t *testing.T, user identity.UserID, secret string) string {
	t.Helper()
	ctx := identity.WithPrincipal(t.Context(), identity.Principal{UserID: user, SessionID: "ses_walk"})
	sessions, err := w.Identity.ListSessions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sessions {
		if s.UserAgent == secret {
			return string(s.ID)
		}
	}
	t.Fatal("the session is not in the list")
	return ""
}
