package notify

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

func told(k Kind, title string, args map[string]string) Told {
	return Told{ID: "ntf_1", Kind: k, Subject: "post_1", Title: title, Args: store.AsJSON(args)}
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEveryKindIsSaid(t *testing.T) {
	full := map[string]string{ArgBy: "Hugo", ArgChannel: "Brume", ArgReason: "Le jeton a expiré.", ArgComment: "Plus court.", ArgDue: "2026-11-24T17:15:00Z"}
	for _, locale := range []string{"fr", "en"} {
		w := writer{url: "https://parvis.test/", place: identity.Workspace{ID: "ws_1", Name: "Les Ateliers Brume"}, zone: paris(t), to: identity.Member{Email: "a@b.test", Locale: locale}}
		for _, k := range Kinds {
			for _, args := range []map[string]string{nil, full} {
				l, err := w.letter([]Told{told(k, "Le ciré <jaune>", args)}, false)
				if err != nil {
					t.Fatal(err)
				}
				link := "https://parvis.test/w/ws_1/" + k.page() + "/post_1"
				switch {
				case !strings.Contains(l.Subject, "Le ciré <jaune>"):
					t.Errorf("%s %s: subject %q", locale, k, l.Subject)
				case !strings.Contains(l.Text, link) || !strings.Contains(l.HTML, `href="`+link+`"`):
					t.Errorf("%s %s: no link to the post", locale, k)
				case strings.Contains(l.HTML, "<jaune>"):
					t.Errorf("%s %s: a title becomes markup", locale, k)
				case strings.Contains(l.Text, "<no value>") || strings.Contains(l.Text, "{{"):
					t.Errorf("%s %s: %q", locale, k, l.Text)
				}
			}
		}
	}
}

func TestFrenchOfAReview(t *testing.T) {
	w := writer{url: "https://parvis.test", place: identity.Workspace{ID: "ws_1", Name: "Brume"}, zone: paris(t), to: identity.Member{Locale: "fr"}}
	l, err := w.letter([]Told{told(ToApprove, "Le ciré", map[string]string{ArgBy: "Hugo", ArgDue: "2026-12-01T17:05:00Z"})}, false)
	if err != nil {
		t.Fatal(err)
	}
	want := "Hugo vous demande de relire «\u00a0Le ciré\u00a0».\n\nPublication prévue le 1er décembre 2026 à 18\u00a0h\u00a005.\n\nRelire\nhttps://parvis.test/w/ws_1/review/post_1\n\n-- \n" +
		"Vous recevez ce message comme membre de l’espace Brume.\nChoisir ce que vous recevez\nhttps://parvis.test/w/ws_1/settings/notifications\n"
	if l.Text != want {
		t.Errorf("got %q\nwant %q", l.Text, want)
	}
}

func TestSubjectIsOneLine(t *testing.T) {
	w := writer{zone: time.UTC, to: identity.Member{Locale: "en"}}
	l, err := w.letter([]Told{told(Failed, "A\r\nBcc: x@y.test\n"+strings.Repeat("é", 300), nil)}, false)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(l.Subject, "\r\n") || len([]rune(l.Subject)) > maxSubject {
		t.Errorf("subject %q", l.Subject)
	}
}

func TestDigestGroupsByKind(t *testing.T) {
	w := writer{url: "https://parvis.test", place: identity.Workspace{ID: "ws_1", Name: "Brume"}, zone: time.UTC, to: identity.Member{Locale: "en"}}
	l, err := w.letter([]Told{told(ChangesAsked, "One", nil), told(ToApprove, "Two", nil), told(ToApprove, "Three", nil)}, true)
	if err != nil {
		t.Fatal(err)
	}
	if l.Subject != "Brume: 3 things wait for you" {
		t.Errorf("subject %q", l.Subject)
	}
	if strings.Count(l.HTML, "<h2") != 2 || strings.Index(l.Text, "Two") > strings.Index(l.Text, "One") {
		t.Errorf("text %s", l.Text)
	}
	one, err := w.letter([]Told{told(ToApprove, "Two", nil)}, true)
	if err != nil || one.Subject != "Brume: one thing waits for you" {
		t.Errorf("subject %q, %v", one.Subject, err)
	}
}

func TestDigestCut(t *testing.T) {
	zone := paris(t)
	tests := []struct {
		now string
		due bool
		day string
		cut string
	}{
		{"2026-11-24T06:59:00Z", false, "2026-11-24", "2026-11-24T07:00:00Z"},
		{"2026-11-24T07:00:00Z", true, "2026-11-24", "2026-11-24T07:00:00Z"},
		{"2026-11-24T22:59:00Z", true, "2026-11-24", "2026-11-24T07:00:00Z"},
		{"2026-11-24T23:30:00Z", false, "2026-11-25", "2026-11-25T07:00:00Z"},
		{"2026-03-29T06:10:00Z", true, "2026-03-29", "2026-03-29T06:00:00Z"}, // summer time began that night
	}
	for _, tt := range tests {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		day, cut, due := digestCut(now, zone)
		if due != tt.due || day != tt.day || cut.UTC().Format(time.RFC3339) != tt.cut {
			t.Errorf("%s: %s %s %v", tt.now, day, cut.UTC(), due)
		}
	}
}

func TestReasonInThePersonsLanguage(t *testing.T) {
	n := Notice{Args: map[string]string{ArgChannel: "Brume"}}
	n.Because("networks.text_too_long", "The text counts 320, the limit is 300.", map[string]string{"count": "320", "max": "300"})
	w := writer{zone: time.UTC, to: identity.Member{Locale: "fr"}, reasons: map[string]string{"networks.text_too_long": "Le texte compte {{count}} signes pour {{max}} au plus."}}
	for want, w := range map[string]writer{
		"Le texte compte 320 signes pour 300 au plus.": w,
		"The text counts 320, the limit is 300.":       {zone: time.UTC, to: identity.Member{Locale: "fr"}},
	} {
		l, err := w.letter([]Told{told(Failed, "Le ciré", n.Args)}, false)
		if err != nil || !strings.Contains(l.Text, want) {
			t.Errorf("%q, %v", l.Text, err)
		}
	}
}
