package notify

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"parvis/internal/identity"
	"parvis/internal/mail"
)

// writer composes the mails of one person in one workspace.
type writer struct {
	url   string
	place identity.Workspace
	zone  *time.Location
	to    identity.Member
	// reasons are the interface's sentences by code.
	reasons map[string]string
}

// entry is one notice in a mail.
type entry struct {
	Heading, Lead, Detail, Action, Link string
}

// view is what the HTML frame shows.
type view struct {
	Lang, Subject, Workspace, Intro string
	Entries                         []entry
	Settings, SettingsLink, Why     string
}

const maxSubject = 120

// letter writes one notice, or a digest of several in the order of Kinds.
func (w writer) letter(notices []Told, digest bool) (mail.Message, error) {
	words := wordsOf(w.to.Locale)
	v := view{Lang: localeOf(w.to.Locale), Workspace: w.place.Name, Settings: words.settings, SettingsLink: w.link("settings", "notifications"),
		Why: fmt.Sprintf(words.why, w.place.Name)}
	if digest {
		subject := words.digestSubject
		if len(notices) == 1 {
			subject = words.digestOne
		}
		v.Subject = in(subject, said{Workspace: w.place.Name, Count: len(notices)})
		v.Intro = words.digestLead
	}
	for _, k := range Kinds {
		heading := words.kinds[k].plural
		for _, n := range notices {
			if n.Kind != k {
				continue
			}
			e := w.entry(n, words)
			if digest {
				e.Heading, heading = heading, "" // once, above the first of its kind
			} else {
				v.Subject = in(words.kinds[k].subject, w.said(n, words))
			}
			v.Entries = append(v.Entries, e)
		}
	}
	v.Subject = oneLine(v.Subject, maxSubject)
	var html strings.Builder
	if err := frame.Execute(&html, v); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{To: w.to.Email, Subject: v.Subject, Text: v.text(), HTML: html.String(), Unsubscribe: v.SettingsLink}, nil
}

func (w writer) entry(n Told, words words) entry {
	s, k := w.said(n, words), words.kinds[n.Kind]
	return entry{Lead: in(k.lead, s), Detail: strings.TrimSpace(in(k.detail, s)), Action: k.action, Link: w.link(n.Kind.page(), n.Subject)}
}

func (w writer) said(n Told, words words) said {
	s := said{Title: oneLine(n.Title, 100), By: n.Args.V[ArgBy], Channel: n.Args.V[ArgChannel],
		Reason: w.reason(n.Args.V), Comment: oneLine(n.Args.V[ArgComment], 500), Workspace: w.place.Name}
	if due, err := time.Parse(time.RFC3339, n.Args.V[ArgDue]); err == nil {
		s.Due = words.moment(due.In(w.zone))
	}
	return s
}

// reason is why, in the person's language when the interface has the words.
func (w writer) reason(args map[string]string) string {
	sentence, ok := w.reasons[args[argCode]]
	if !ok {
		return args[ArgReason]
	}
	for name, value := range args {
		if name, ok := strings.CutPrefix(name, argValue); ok {
			sentence = strings.ReplaceAll(sentence, "{{"+name+"}}", value)
		}
	}
	return sentence
}

// link leads straight to the thing, in the web application.
func (w writer) link(parts ...string) string {
	out := strings.TrimSuffix(w.url, "/") + "/w/" + url.PathEscape(string(w.place.ID))
	for _, p := range parts {
		out += "/" + url.PathEscape(p)
	}
	return out
}

// oneLine makes s fit a header: one line, at most limit code points. No-break
// spaces stay: French needs them.
func oneLine(s string, limit int) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }), " ")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return s
}

// text is the mail without HTML.
func (v view) text() string {
	var b strings.Builder
	line := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	line(v.Intro)
	for _, e := range v.Entries {
		line(e.Heading)
		line(e.Lead)
		line(e.Detail)
		line(e.Action + "\n" + e.Link)
	}
	b.WriteString("-- \n" + v.Why + "\n" + v.Settings + "\n" + v.SettingsLink + "\n")
	return b.String()
}

// frame is one column in the product's colours. Everything is inline: mail
// programs drop style sheets, and nothing is fetched when the mail is opened.
var frame = template.Must(template.New("mail").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Subject}}</title></head>
<body style="margin:0;padding:24px 12px;background:#F1EFEA;color:#1C1B19;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;margin:0 auto"><tr><td style="padding:0 4px 12px;color:#47443F;font-size:13px;font-weight:600">{{.Workspace}}</td></tr>
<tr><td style="background:#FFFFFF;border:1px solid #DCD8CF;border-radius:10px;padding:24px">
{{- with .Intro}}<p style="margin:0 0 16px;color:#47443F">{{.}}</p>{{end}}
{{- range $i, $e := .Entries}}
{{- with $e.Heading}}<h2 style="margin:{{if $i}}24px{{else}}0{{end}} 0 12px;font-size:17px;line-height:24px;color:#1C1B19">{{.}}</h2>{{end}}
<p style="margin:0 0 8px">{{$e.Lead}}</p>
{{- with $e.Detail}}<p style="margin:0 0 16px;color:#47443F">{{.}}</p>{{end}}
<p style="margin:0 0 16px"><a href="{{$e.Link}}" style="display:inline-block;background:#2A3BBF;color:#FFFFFF;text-decoration:none;font-weight:600;padding:9px 16px;border-radius:8px">{{$e.Action}}</a></p>
{{- end}}
</td></tr>
<tr><td style="padding:12px 4px;color:#69655D;font-size:12px">{{.Why}} <a href="{{.SettingsLink}}" style="color:#2A3BBF">{{.Settings}}</a></td></tr></table>
</body></html>
`))
