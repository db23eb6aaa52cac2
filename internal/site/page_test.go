package site

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// hostile is text that would be markup in a careless page.
const hostile = `<script>alert(1)</script> "><img src=x onerror=alert(1)> </title> ]]> & 'x' javascript:alert(1) https://a.fr/"onmouseover="alert(1) https://b.fr/<svg/onload=alert(1)>` + "\u2028\u202e"

// nodes walks a page, failing on what no page of ours may hold.
func nodes(t *testing.T, body string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		out = append(out, n)
		switch n.Data {
		case "script":
			if attr(n, "type") != "application/ld+json" {
				t.Errorf("a script: %v", n.Attr)
			}
			if !json.Valid([]byte(n.FirstChild.Data)) {
				t.Errorf("JSON-LD is not JSON: %s", n.FirstChild.Data)
			}
		case "iframe", "object", "embed", "form", "base", "style":
			t.Errorf("a %s", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("%s has %s", n.Data, a.Key)
			}
			if v := strings.ToLower(strings.TrimSpace(a.Val)); (a.Key == "href" || a.Key == "src") && (strings.HasPrefix(v, "javascript:") || strings.HasPrefix(v, "data:")) {
				t.Errorf("%s leads to %s", n.Data, a.Val)
			}
		}
	}
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func find(list []*html.Node, tag string, attrs ...string) *html.Node {
next:
	for _, n := range list {
		if n.Data != tag {
			continue
		}
		for i := 0; i+1 < len(attrs); i += 2 {
			if attr(n, attrs[i]) != attrs[i+1] {
				continue next
			}
		}
		return n
	}
	return nil
}

func TestPagesAreSafe(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		in := update(b.site)
		in.Name, in.Headline, in.Bio, in.Imprint = "<b>Brume</b>", `"><script>x</script>`, hostile, hostile
		in.Links = []Link{{URL: "https://a.fr/?q=\"><script>", Label: "<script>x</script>", Note: hostile[:60]}, {URL: "mailto:a@b.fr", Label: "x"}}
		if _, err := b.svc.Update(owner(t.Context()), ws, in); err != nil {
			t.Fatal(err)
		}
		image := b.files.jpeg(t, 900, 600, 10)
		image.Alt = `"><script>x</script>`
		r := post(`</title><script>alert(1)</script>`, hostile, image)
		r.Segments = append(r.Segments, networks.Segment{Text: hostile, Link: &networks.LinkCard{URL: "https://c.fr/\"onclick=\"x", Title: hostile, Description: hostile}})
		odd := r
		odd.Language = `"><script>`
		if out := b.do(t, "k0", odd); out.Kind != networks.Refused {
			t.Errorf("a language that is none: %+v", out)
		}
		made := b.publish(t, "k1", r)
		for _, path := range []string{"/@" + b.site.Slug, b.path(made.Permalink), "/@" + b.site.Slug + "/nothing", "/<script>alert(1)</script>", "/@nobody"} {
			res, body := b.get(t, path)
			nodes(t, body)
			if len(res.Cookies()) > 0 {
				t.Errorf("%s sets a cookie", path)
			}
			for key, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Content-Security-Policy": policy} {
				if got := res.Header.Get(key); got != want {
					t.Errorf("%s: %s is %q", path, key, got)
				}
			}
		}
	})
}

func TestFrontPage(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	image := b.files.jpeg(t, 1800, 1200, 10)
	for i := range perPage + 2 {
		b.now = b.now.Add(time.Hour)
		b.publish(t, fmt.Sprint("k", i), post(fmt.Sprintf("Billet %d", i), "Du texte.", image))
	}
	b.now = b.now.Add(time.Minute)
	res, body := b.get(t, "/@les-ateliers-brume")
	list := nodes(t, body)
	if res.StatusCode != 200 || !strings.Contains(body, "Billet 14") || strings.Contains(body, "Billet 1<") {
		t.Errorf("%d: not the newest posts", res.StatusCode)
	}
	for _, want := range []struct {
		tag   string
		attrs []string
	}{
		{"html", []string{"lang", "fr"}},
		{"link", []string{"rel", "canonical", "href", b.server.URL + "/@les-ateliers-brume"}},
		{"link", []string{"rel", "alternate", "type", "application/rss+xml"}},
		{"link", []string{"rel", "alternate", "type", "application/atom+xml"}},
		{"link", []string{"rel", "alternate", "type", "application/feed+json"}},
		{"link", []string{"rel", "next", "href", "/@les-ateliers-brume?page=2"}},
		{"meta", []string{"property", "og:site_name", "content", "Les Ateliers Brume"}},
		{"meta", []string{"name", "twitter:card"}},
		{"img", []string{"width", "1800", "height", "1200", "alt", "Un ciré jaune", "loading", "lazy"}},
	} {
		if find(list, want.tag, want.attrs...) == nil {
			t.Errorf("no %s %v", want.tag, want.attrs)
		}
	}
	_, second := b.get(t, "/@les-ateliers-brume?page=2")
	if !strings.Contains(second, "Billet 1<") || find(nodes(t, second), "link", "rel", "prev", "href", "/@les-ateliers-brume") == nil {
		t.Error("the second page is not the older posts")
	}
	for _, bad := range []string{"3", "0", "-1", "x", "99999999999999999999"} {
		if res, _ := b.get(t, "/@les-ateliers-brume?page="+bad); res.StatusCode != 404 {
			t.Errorf("page %s: %d", bad, res.StatusCode)
		}
	}
	if res, _ := b.get(t, "/"); res.Header.Get("Location") != "/@les-ateliers-brume" {
		t.Error("the root of a server with one page leads elsewhere")
	}
}

func TestPermalink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		older := b.publish(t, "k0", post("Avant", "x"))
		b.now = b.now.Add(time.Hour)
		image := b.files.jpeg(t, 1800, 1200, 10)
		r := post("L’été à Lorient : œuvres & cirés", "Premier.\n\nVoir https://exemple.fr/a_(b). #pluie", image)
		r.Segments = append(r.Segments, networks.Segment{Text: "Deuxième"}, networks.Segment{Text: "Troisième"})
		made := b.publish(t, "k1", r)
		path := b.path(made.Permalink)
		if !strings.HasSuffix(path, "-l-ete-a-lorient-oeuvres-cires") {
			t.Errorf("permalink %s", path)
		}
		res, body := b.get(t, path)
		list := nodes(t, body)
		if res.StatusCode != 200 {
			t.Fatalf("%d", res.StatusCode)
		}
		for _, want := range []string{"mardi 24\u00a0novembre", "24\u00a0novembre", "Fil en 3 messages", "Deuxième", `<a href="https://exemple.fr/a_(b)">exemple.fr/a_(b)</a>.`, `<span class="tag">#pluie</span>`} {
			if !strings.Contains(body, want) {
				t.Errorf("no %q", want)
			}
		}
		if find(list, "meta", "property", "og:type", "content", "article") == nil ||
			find(list, "meta", "property", "og:image", "content", b.server.URL+"/@les-ateliers-brume/media/"+image.SHA256+"-1200.jpg") == nil {
			t.Error("no card for sharing")
		}
		if n := find(list, "a", "rel", "next"); n == nil || attr(n, "href") != b.path(older.Permalink) {
			t.Error("no way to the older post")
		}
		short := path[:strings.Index(path, "-l-ete")]
		if res, _ := b.get(t, short+"-autres-mots"); res.StatusCode != 301 || res.Header.Get("Location") != path {
			t.Errorf("other words: %d", res.StatusCode)
		}
		if res, _ := b.get(t, "/@les-ateliers-brume/zzzzzzzz-x"); res.StatusCode != 404 {
			t.Errorf("no such post: %d", res.StatusCode)
		}
	})
}

// The page, its style and its fonts stay under 60 kB, pictures apart.
func TestWeight(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	in := update(b.site)
	in.Headline, in.Bio = "La pluie nous va bien.", strings.Repeat("Onze couturières, un quai. ", 20)
	for i := range 12 {
		in.Links = append(in.Links, Link{URL: fmt.Sprintf("https://exemple.fr/%d", i), Label: "Faire réparer un ciré", Note: "le vendredi"})
	}
	if _, err := b.svc.Update(owner(t.Context()), ws, in); err != nil {
		t.Fatal(err)
	}
	var path string
	for i := range perPage {
		r := post(fmt.Sprintf("Billet %d, un titre assez long pour deux lignes", i), strings.Repeat("Une phrase différente "+fmt.Sprint(i*7919)+". ", 40), b.files.jpeg(t, 1800, 1200, uint8(i)))
		path = b.path(b.publish(t, fmt.Sprint("k", i), r).Permalink)
	}
	for _, path := range []string{"/@les-ateliers-brume", path} {
		total := 0
		res, body := b.get(t, path, "Accept-Encoding", "gzip")
		total += len(body)
		plain, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(plain)
		if err != nil || res.Header.Get("Content-Encoding") != "gzip" {
			t.Fatal(err)
		}
		for _, n := range nodes(t, string(raw)) {
			if href := attr(n, "href"); n.Data == "link" && strings.HasPrefix(href, staticPath) && attr(n, "rel") != "icon" {
				res, body := b.get(t, href, "Accept-Encoding", "gzip")
				if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
					t.Errorf("%s: %d, %s", href, res.StatusCode, res.Header.Get("Cache-Control"))
				}
				total += len(body)
			}
		}
		t.Logf("%s weighs %d bytes", path, total)
		if total > 60_000 {
			t.Errorf("%s weighs %d bytes, more than 60 kB", path, total)
		}
	}
}

func TestConditionalGet(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.publish(t, "k1", post("", "Bonjour"))
	b.now = b.now.Add(time.Minute)
	for _, path := range []string{"", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"} {
		path = "/@les-ateliers-brume" + path
		res, _ := b.get(t, path)
		tag, date := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
		if tag == "" || date == "" {
			t.Fatalf("%s: ETag %q, Last-Modified %q", path, tag, date)
		}
		if res, body := b.get(t, path, "If-None-Match", `"x", `+tag); res.StatusCode != 304 || body != "" {
			t.Errorf("%s by tag: %d", path, res.StatusCode)
		}
		if res, _ := b.get(t, path, "If-Modified-Since", date); res.StatusCode != 304 {
			t.Errorf("%s by date: %d", path, res.StatusCode)
		}
		if res, _ := b.get(t, path, "If-None-Match", `"x"`, "If-Modified-Since", date); res.StatusCode != 200 {
			t.Errorf("%s: a date won over a tag", path)
		}
	}
	_, before := b.get(t, "/@les-ateliers-brume")
	b.publish(t, "k2", post("", "Autre"))
	if res, after := b.get(t, "/@les-ateliers-brume"); after == before || res.Header.Get("Last-Modified") != "" {
		t.Error("a page of this very second has a date that the next change would share")
	}
}

func TestClosedPage(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	image := b.files.jpeg(t, 900, 600, 10)
	made := b.publish(t, "k1", post("Titre", "Bonjour", image))
	in := update(b.site)
	in.Open = false
	if _, err := b.svc.Update(owner(t.Context()), ws, in); err != nil {
		t.Fatal(err)
	}
	media := "/@les-ateliers-brume/media/" + image.SHA256 + ".jpg"
	for _, path := range []string{"/@les-ateliers-brume", "/@les-ateliers-brume/feed.xml", b.path(made.Permalink), media, "/@les-ateliers-brume?preview=x", "/@les-ateliers-brume?preview=zzzzzz.00"} {
		if res, _ := b.get(t, path); res.StatusCode != http.StatusGone {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	link, until, err := b.svc.PreviewLink(owner(t.Context()), ws)
	if err != nil {
		t.Fatal(err)
	}
	res, body := b.get(t, b.path(link))
	if res.StatusCode != 200 || res.Header.Get("X-Robots-Tag") != "noindex" || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("preview: %d %v", res.StatusCode, res.Header)
	}
	for _, n := range nodes(t, body) {
		if href := attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "/@") {
			if res, _ := b.get(t, href); res.StatusCode != 200 {
				t.Errorf("from the preview, %s: %d", href, res.StatusCode)
			}
		}
	}
	b.now = until.Add(time.Second)
	if res, _ := b.get(t, b.path(link)); res.StatusCode != http.StatusGone {
		t.Errorf("an expired preview: %d", res.StatusCode)
	}
}

func TestOtherRequests(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.ensure(t, "ws_2", "Autre marque")
	if res, body := b.get(t, "/robots.txt"); res.StatusCode != 200 || strings.Contains(body, "brume") {
		t.Errorf("robots: %d %s", res.StatusCode, body)
	}
	if res, _ := b.get(t, "/"); res.StatusCode != 404 {
		t.Error("the root lists the brands of the server")
	}
	res, body := b.get(t, "/nulle-part", "Accept-Language", "fr-FR,fr;q=0.9")
	if res.StatusCode != 404 || !strings.Contains(body, "n’existe pas") {
		t.Errorf("not found: %d", res.StatusCode)
	}
	post, err := http.Post(b.server.URL+"/@les-ateliers-brume", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = post.Body.Close()
	if post.StatusCode != 405 {
		t.Errorf("POST: %d", post.StatusCode)
	}
}

func TestDays(t *testing.T) {
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		language, date, want string
	}{
		{"fr", "2026-11-24", "mardi 24\u00a0novembre"},
		{"fr", "2026-03-01", "dimanche 1ᵉʳ\u00a0mars"},
		{"fr", "2025-08-31", "dimanche 31\u00a0août 2025"},
		{"en", "2026-11-24", "Tuesday 24 November"},
		{"en", "2025-08-01", "Friday 1 August 2025"},
	} {
		at, err := time.Parse(time.DateOnly, tt.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := day(tt.language, at, now); got != tt.want {
			t.Errorf("%s in %s is %q", tt.date, tt.language, got)
		}
	}
}

func TestHeadings(t *testing.T) {
	long := "Une phrase qui ne finit pas et qui continue encore et encore jusqu’à dépasser la longueur que prend un titre dans la page"
	for _, tt := range []struct{ title, text, heading, excerpt string }{
		{"Titre", "Du texte.", "Titre", "Du texte."},
		{"", "Fermé lundi.", "Fermé lundi", ""},
		{"", "Il pleut sur Brest depuis lundi. Merci à vous.\n\nÀ vendredi", "Il pleut sur Brest depuis lundi", "Merci à vous. À vendredi"},
		{"", "Capuche fixe ou amovible ? Dites-nous.", "Capuche fixe ou amovible ?", "Dites-nous."},
		{"", "Première ligne\nSeconde ligne", "Première ligne", "Seconde ligne"},
		{"", long, "Une phrase qui ne finit pas et qui continue encore et encore jusqu’à dépasser la…", "… longueur que prend un titre dans la page"},
		{"", "", "", ""},
	} {
		p := Post{Title: tt.title, Segments: store.AsJSON([]page.Segment{{Text: tt.text}})}
		if got := p.Heading(); got != tt.heading {
			t.Errorf("heading of %q is %q", tt.text, got)
		}
		if got := excerpt(p, 200); got != tt.excerpt {
			t.Errorf("excerpt of %q is %q", tt.text, got)
		}
	}
}

func TestTypeset(t *testing.T) {
	for _, tt := range []struct{ language, in, want string }{
		{"fr", "Vrai ? Oui ! Voici : « là » ; fin", "Vrai\u202f? Oui\u202f! Voici\u00a0: «\u00a0là\u00a0»\u202f; fin"},
		{"fr", "« là », https://a.fr/?x :) 18 :30", "«\u00a0là\u00a0», https://a.fr/?x :) 18 :30"},
		{"en", "Really ? « no »", "Really ? « no »"},
	} {
		if got := typeset(tt.language, tt.in); got != tt.want {
			t.Errorf("%q is set as %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPictures(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	image := b.files.jpeg(t, 1800, 1200, 10)
	broken := b.files.add([]byte("not a picture"), "image/jpeg", 900, 600)
	b.publish(t, "k1", post("", "x", image, broken))
	media := "/@les-ateliers-brume/media/"
	for range 2 { // made, then kept
		res, body := b.get(t, media+image.SHA256+"-400.jpg")
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/jpeg" || len(body) == 0 {
			t.Errorf("cut: %d", res.StatusCode)
		}
	}
	if res, body := b.get(t, media+image.SHA256+".jpg", "Range", "bytes=0-9"); res.StatusCode != 206 || len(body) != 10 {
		t.Errorf("range: %d", res.StatusCode)
	}
	for name, want := range map[string]int{
		image.SHA256 + "-401.jpg":        404, // only the widths we offer
		image.SHA256 + "-400.png":        404,
		image.SHA256 + ".exe":            404,
		strings.Repeat("a", 64) + ".jpg": 404,
		"../../etc/passwd":               404,
		broken.SHA256 + "-400.jpg":       500,
	} {
		if res, _ := b.get(t, media+name); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", name, res.StatusCode, want)
		}
	}
}
