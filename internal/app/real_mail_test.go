//go:build real

package app_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"parvis/internal/app/apptest"
	"parvis/internal/editorial"
	"parvis/internal/governance"
	"parvis/internal/identity"
)

// TestRealMail sends through a mail server that nobody here wrote: an invitation
// arrives with its link, and the owner is written to when a post fails.
func TestRealMail(t *testing.T) {
	server, inbox := os.Getenv("PARVIS_TEST_MAILDEV"), os.Getenv("PARVIS_TEST_MAILDEV_WEB")
	if server == "" {
		t.Fatal("PARVIS_TEST_MAILDEV names no mail server: make test-real starts one")
	}
	apptest.Each(t, func(t *testing.T, database string) {
		h := apptest.Open(t, apptest.Options{Database: database, SMTP: "smtp://" + server + "?from=parvis@brume.example"})
		owner := h.As(t.Context(), identity.Owner)
		address := strings.ToLower(strings.ReplaceAll(t.Name(), "/", "-")) + "@brume.example"
		if _, err := h.Identity.Invite(owner, h.Workspace.ID, identity.InviteInput{Email: address, Role: identity.Creator, Locale: "fr", Mail: true}); err != nil {
			t.Fatal(err)
		}
		invited := received(t, inbox, func(l letter) bool { return l.to(address) })
		if !strings.Contains(invited.Text, h.AppURL+"/invitation#") {
			t.Errorf("the invitation bears no link: %q", invited.Text)
		}

		receiver := apptest.NewReceiver(t)
		receiver.Answer = func(w http.ResponseWriter, _ apptest.Body) { http.Error(w, "{}", http.StatusUnprocessableEntity) }
		if _, err := h.Governance.SetPolicy(owner, h.Workspace.ID, governance.Policy{Own: true, Roles: []identity.Role{identity.Owner}, Margin: governance.MarginAny}); err != nil {
			t.Fatal(err)
		}
		window := h.Connect(t, "Vitrine", receiver.URL, "exact")
		post, err := h.Editorial.Create(owner, h.Workspace.ID, editorial.CreateInput{Draft: apptest.Draft("Un billet que la vitrine refuse", window)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Editorial.PublishNow(owner, h.Workspace.ID, post.ID); err != nil {
			t.Fatal(err)
		}
		members, err := h.Identity.MembersTx(t.Context(), h.DB.Reader(), h.Workspace.ID, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.Role == identity.Owner {
				received(t, inbox, func(l letter) bool { return l.to(m.Email) && strings.Contains(l.Text, string(post.ID)) })
			}
		}
	})
}

type letter struct {
	To   []struct{ Address string }
	Text string
}

func (l letter) to(address string) bool {
	for _, a := range l.To {
		if a.Address == address {
			return true
		}
	}
	return false
}

func received(t *testing.T, inbox string, is func(letter) bool) letter {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		res, err := http.Get(inbox + "/email")
		if err != nil {
			t.Fatal(err)
		}
		var list []letter
		err = json.NewDecoder(res.Body).Decode(&list)
		_ = res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list {
			if is(l) {
				return l
			}
		}
	}
	t.Fatal("the letter never arrived")
	return letter{}
}
