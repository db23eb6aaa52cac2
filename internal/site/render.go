package site

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"parvis/internal/text"
)

//go:embed templates/*.html
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"icon": drawIcon,
}).ParseFS(templateFiles, "templates/*.html"))

func (s *Service) sendPage(w http.ResponseWriter, r *http.Request, v visit, status int, p pageView) error {
	c, err := draw(status, p)
	if err != nil {
		return err
	}
	c.changed = s.lastModified(v.site)
	if v.preview != "" {
		c.cache, c.changed = "private, no-store", s.Now()
	}
	return send(w, r, c)
}

func draw(status int, p pageView) (content, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "page.html", p); err != nil {
		return content{}, err
	}
	return content{status: status, kind: "text/html; charset=utf-8", body: b.Bytes()}, nil
}

// say answers a page that only says 404 or 410, in the brand's dress when there
// is one, else in the language that the reader's browser prefers.
func (s *Service) say(w http.ResponseWriter, r *http.Request, v *visit, status int) error {
	p := pageView{Language: "en", Style: shipped.style, Icon: shipped.icon, Fonts: []string{shipped.display, shipped.text},
		Face: faceView{Tone: Ultramarine}}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "fr") {
		p.Language = "fr"
	}
	if v != nil {
		p = v.base()
	}
	p.Status, p.NoIndex = status, true
	p.Title = p.T(statusWord(status))
	if v != nil {
		p.Title += " · " + v.site.Name
	}
	c, err := draw(status, p)
	if err != nil {
		return err
	}
	c.cache = "no-cache"
	return send(w, r, c)
}

func statusWord(status int) string {
	if status == http.StatusGone {
		return "410"
	}
	return "404"
}

// StatusWord names the words of a page that only says something.
func (p pageView) StatusWord() string { return statusWord(p.Status) }

// paragraphs turns plain text into HTML: blank lines part paragraphs, line ends
// break lines, links and hashtags are marked. Everything else is escaped, so no
// text can become markup.
func paragraphs(s string) template.HTML {
	var b strings.Builder
	for _, block := range strings.Split(s, "\n\n") {
		if block = strings.Trim(block, "\n"); block != "" {
			b.WriteString("<p>")
			writeInline(&b, block)
			b.WriteString("</p>")
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every piece went through writeInline
}

// inline is one run of text without paragraphs.
func inline(s string) template.HTML {
	var b strings.Builder
	writeInline(&b, s)
	return template.HTML(b.String()) //nolint:gosec // every piece went through writeInline
}

func writeInline(b *strings.Builder, s string) {
	at := 0
	plain := func(piece string) {
		b.WriteString(strings.ReplaceAll(template.HTMLEscapeString(piece), "\n", "<br>"))
	}
	for _, e := range text.Entities(s) {
		from, to := e.ByteRange()
		switch e.Kind {
		case text.URL:
			plain(s[at:from])
			b.WriteString(`<a href="` + template.HTMLEscapeString(e.Text) + `">` + template.HTMLEscapeString(shortURL(e.Text)) + `</a>`)
		case text.Hashtag:
			plain(s[at:from])
			b.WriteString(`<span class="tag">` + template.HTMLEscapeString(e.Text) + `</span>`)
		default:
			continue
		}
		at = to
	}
	plain(s[at:])
}

// shortURL is a link as a person reads it: without its scheme, cut when long.
func shortURL(raw string) string {
	_, short, _ := strings.Cut(raw, "://")
	return text.Cut(strings.TrimSuffix(strings.TrimPrefix(short, "www."), "/"), 48)
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
