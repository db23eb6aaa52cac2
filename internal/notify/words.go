package notify

import (
	"fmt"
	"strings"
	"text/template"
	"time"
)

// words are the sentences of mails in one language.
type words struct {
	kinds                           map[Kind]sentences
	digestSubject, digestOne        *template.Template
	digestLead, open, settings, why string
	moment                          func(time.Time) string
}

// sentences tell one kind. Templates read a said.
type sentences struct {
	subject, lead, detail *template.Template
	action                string // the button
	plural                string // title of the kind in a digest
}

// said is what a sentence may use; what is missing is "".
type said struct {
	Title, By, Channel, Reason, Comment, Due string
	Workspace                                string
	Count                                    int
}

func say(subject, lead, detail, action, plural string) sentences {
	return sentences{parse(subject), parse(lead), parse(detail), action, plural}
}

func parse(s string) *template.Template {
	return template.Must(template.New("").Parse(s))
}

// in runs t; the templates are the program's own and a test runs them all.
func in(t *template.Template, v said) string {
	var b strings.Builder
	if err := t.Execute(&b, v); err != nil {
		return ""
	}
	return b.String()
}

// French keeps a narrow no-break space before ; ? ! and a no-break space before
// a colon and inside « ».
var french = words{
	kinds: map[Kind]sentences{
		ToApprove: say("À relire : {{.Title}}",
			"{{if .By}}{{.By}} vous demande de relire{{else}}Une relecture vous est demandée :{{end}} « {{.Title}} ».",
			"{{if .Due}}Publication prévue {{.Due}}.{{end}}", "Relire", "À relire"),
		ChangesAsked: say("À corriger : {{.Title}}",
			"{{if .By}}{{.By}} demande{{else}}On demande{{end}} une correction sur « {{.Title}} ».",
			"{{if .Comment}}« {{.Comment}} »{{end}}", "Corriger", "À corriger"),
		Failed: say("Échec : {{.Title}}",
			"« {{.Title}} » n’est pas partie{{if .Channel}} sur {{.Channel}}{{end}}.",
			"{{.Reason}}", "Voir et réparer", "Échecs"),
		NeedsPerson: say("À trancher : {{.Title}}",
			"{{if .Channel}}{{.Channel}} n’a pas dit{{else}}Le réseau n’a pas dit{{end}} si « {{.Title}} » est bien partie.",
			"Rien ne sera renvoyé sans vous : regardez si elle y est, puis dites-le.", "Trancher", "À trancher"),
		Missed: say("Manquée : {{.Title}}",
			"« {{.Title}} » n’est pas partie à son heure{{if .Channel}} sur {{.Channel}}{{end}}{{if .Due}}, prévue {{.Due}}{{end}}.",
			"Elle ne partira pas sans vous : envoyez-la maintenant, redatez-la ou renoncez.", "Choisir", "Manquées"),
		Reconnect: say("Compte à reconnecter : {{.Title}}",
			"{{.Title}} ne peut plus publier.",
			"{{if .Reason}}{{.Reason}} {{end}}Les publications prévues sont gardées jusqu’à ce que vous le reconnectiez.", "Reconnecter", "Comptes à reconnecter"),
	},
	digestSubject: parse("{{.Workspace}} : {{.Count}} points à traiter"),
	digestOne:     parse("{{.Workspace}} : un point à traiter"),
	digestLead:    "Voici ce qui s’est ajouté depuis le dernier résumé.",
	open:          "Ouvrir",
	settings:      "Choisir ce que vous recevez",
	why:           "Vous recevez ce message comme membre de l’espace %s.",
	moment: func(t time.Time) string {
		day := fmt.Sprintf("le %d %s %d", t.Day(), frenchMonths[t.Month()-1], t.Year())
		if t.Day() == 1 {
			day = fmt.Sprintf("le 1er %s %d", frenchMonths[t.Month()-1], t.Year())
		}
		return day + t.Format(" à 15 h 04")
	},
}

var frenchMonths = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")

var english = words{
	kinds: map[Kind]sentences{
		ToApprove: say("To review: {{.Title}}",
			"{{if .By}}{{.By}} asks you to review{{else}}Your review is asked for:{{end}} “{{.Title}}”.",
			"{{if .Due}}To be published {{.Due}}.{{end}}", "Review", "To review"),
		ChangesAsked: say("Changes asked: {{.Title}}",
			"{{if .By}}{{.By}} asks{{else}}Somebody asks{{end}} for a change in “{{.Title}}”.",
			"{{if .Comment}}“{{.Comment}}”{{end}}", "Make the change", "Changes asked"),
		Failed: say("Failed: {{.Title}}",
			"“{{.Title}}” did not go out{{if .Channel}} on {{.Channel}}{{end}}.",
			"{{.Reason}}", "See and repair", "Failed"),
		NeedsPerson: say("Needs you: {{.Title}}",
			"{{if .Channel}}{{.Channel}} did not say{{else}}The network did not say{{end}} whether “{{.Title}}” went out.",
			"Nothing is sent again without you: look whether it is there, then say so.", "Answer", "Need you"),
		Missed: say("Missed: {{.Title}}",
			"“{{.Title}}” did not go out on time{{if .Channel}} on {{.Channel}}{{end}}{{if .Due}}, planned {{.Due}}{{end}}.",
			"It will not leave without you: send it now, give it another date, or give up.", "Choose", "Missed"),
		Reconnect: say("Channel to reconnect: {{.Title}}",
			"{{.Title}} cannot publish any more.",
			"{{if .Reason}}{{.Reason}} {{end}}Scheduled posts wait until you reconnect it.", "Reconnect", "Channels to reconnect"),
	},
	digestSubject: parse("{{.Workspace}}: {{.Count}} things wait for you"),
	digestOne:     parse("{{.Workspace}}: one thing waits for you"),
	digestLead:    "This waits for you since the last summary.",
	open:          "Open",
	settings:      "Choose what you receive",
	why:           "You receive this as a member of the workspace %s.",
	moment:        func(t time.Time) string { return t.Format("on 2 January 2006 at 15:04") },
}

// localeOf gives the language that a person is written to in; French is the
// first.
func localeOf(locale string) string {
	if strings.HasPrefix(locale, "en") {
		return "en"
	}
	return "fr"
}

func wordsOf(locale string) words {
	if localeOf(locale) == "en" {
		return english
	}
	return french
}
