package site

import (
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode"

	"parvis/internal/networks/page"
	"parvis/internal/text"
)

// perPage: one post in large, then rows of three.
const perPage = 13

// pageView is everything the templates draw.
type pageView struct {
	Language     string
	Title        string // of the browser's tab
	Description  string
	Canonical    string
	NoIndex      bool
	Preview      bool
	Style, Icon  string
	Fonts        []string
	Card         shareCard
	LD           any // JSON-LD
	Face         faceView
	Feature      *postView
	Posts        []postView
	Post         *postView
	OlderPage    string
	NewerPage    string
	Older, Newer *postView
	Page, Pages  int
	Status       int // of a page that only says something: 404, 410
}

// T gives a word of the page's language.
func (p pageView) T(key string, args ...any) string { return word(p.Language, key, args...) }

// shareCard is what Open Graph and Twitter readers show.
type shareCard struct {
	Kind                string // website, article
	Title, Description  string
	Image, ImageAlt     string
	Width, Height       int
	Published, Modified string
	Large               bool
}

type faceView struct {
	Name, Headline  string
	Bio, Imprint    template.HTML
	Initial         string
	Tone            Tone
	Home            string
	RSS, Atom, JSON string
	Avatar, Cover   *imageView
	Badges, Bands   []linkView
	HasFace         bool // false on a page that belongs to no brand
}

type linkView struct {
	URL, Label, Note, Icon, Network string
}

type postView struct {
	URL, Title, Heading, Excerpt string
	Day, ISO, Edited, Language   string
	Lede                         bool // its first paragraph is short and stands for a title
	Thread                       int  // segments, when more than one
	Pictures                     int
	Image                        *imageView // of the list
	Video                        *videoView
	Segments                     []segmentView
}

type segmentView struct {
	Text   template.HTML
	Lead   bool // its one picture comes before the text
	Images []imageView
	Videos []videoView
	Link   *cardView
}

type cardView struct {
	URL, Title, Description, Host string
	Image                         *imageView
}

type videoView struct {
	Src, MIME, Alt, Poster string
	Width, Height          int
}

// base is what every page of a brand has in common.
func (v visit) base() pageView {
	s := v.site
	face := faceView{HasFace: true, Name: s.Name, Headline: typeset(s.Language, s.Headline), Bio: paragraphs(typeset(s.Language, s.Bio)),
		Imprint: inline(typeset(s.Language, s.Imprint)), Tone: s.Tone,
		Initial: initial(s.Name), Home: v.at(""), RSS: v.at("feed.xml"), Atom: v.at("atom.xml"), JSON: v.at("feed.json")}
	if p := s.Avatar.V; p != nil {
		img := v.image(page.File{SHA256: p.SHA256, MIME: p.MIME, Width: p.Width, Height: p.Height, Alt: ""}, "64px")
		face.Avatar = &img
	}
	if p := s.Cover.V; p != nil {
		img := v.image(page.File{SHA256: p.SHA256, MIME: p.MIME, Width: p.Width, Height: p.Height, Alt: p.Alt}, "(min-width: 900px) 400px, calc(100vw - 32px)")
		img.Eager = true
		face.Cover = &img
	}
	for _, l := range s.Links.V {
		view := linkView{URL: l.URL, Label: l.Label, Note: l.Note, Icon: l.Icon, Network: icons[l.Icon].network}
		if view.Network != "" {
			face.Badges = append(face.Badges, view)
		} else {
			face.Bands = append(face.Bands, view)
		}
	}
	return pageView{Language: s.Language, Title: s.Name, Style: shipped.style, Icon: shipped.icon,
		Fonts: []string{shipped.display, shipped.text}, Face: face, Preview: v.preview != "", NoIndex: v.preview != ""}
}

// front is the page itself: its face, and one page of posts.
func (v visit) front(posts []Post, n, pages int) pageView {
	out := v.base()
	out.Page, out.Pages = n, pages
	path := "/@" + v.site.Slug
	if n > 1 {
		path += "?page=" + strconv.Itoa(n)
		out.Title += " · " + out.T("page_n", n)
	} else if v.site.Headline != "" {
		out.Title = v.site.Name + " · " + v.site.Headline
	}
	out.Canonical = v.whole(path)
	out.Description = text.Cut(oneLine(v.site.Bio), 160)
	if n < pages {
		out.OlderPage = v.pageAt(n + 1)
	}
	if n > 1 {
		out.NewerPage = v.pageAt(n - 1)
	}
	for i, p := range posts {
		view := v.post(p, "(min-width: 900px) 340px, (min-width: 600px) 50vw, calc(100vw - 32px)")
		if i == 0 {
			view = v.post(p, "(min-width: 900px) 620px, calc(100vw - 32px)")
			out.Feature = &view
			continue
		}
		out.Posts = append(out.Posts, view)
	}
	out.Card = v.card("website", out.Title, out.Description, nil)
	out.LD = v.blogLD(out.Canonical)
	return out
}

func (v visit) pageAt(n int) string {
	path := v.at("")
	if n == 1 {
		return path
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return path + sep + "page=" + strconv.Itoa(n)
}

// single is a permalink.
func (v visit) single(p, older, newer Post) pageView {
	out := v.base()
	view := v.post(p, "(min-width: 760px) 720px, calc(100vw - 32px)")
	view.Segments = v.segments(p)
	first, _, _ := strings.Cut(p.Text(), "\n\n")
	view.Lede = p.Title == "" && text.Count(text.Graphemes, 0, first) <= 180
	out.Post = &view
	out.Title = view.Heading + " · " + v.site.Name
	out.Description = text.Cut(oneLine(p.Text()), 160)
	out.Canonical = v.whole("/@" + v.site.Slug + "/" + p.Slug)
	out.Card = v.card("article", view.Heading, out.Description, &p)
	out.LD = v.postLD(p, out.Canonical)
	for _, side := range []struct {
		post Post
		to   **postView
	}{{older, &out.Older}, {newer, &out.Newer}} {
		if side.post.ID != "" {
			near := v.post(side.post, "96px")
			*side.to = &near
		}
	}
	return out
}

// post is a post as a list shows it.
func (v visit) post(p Post, sizes string) postView {
	view := postView{URL: v.at(p.Slug), Title: p.Title, Heading: typeset(v.language(p), p.Heading()), Day: v.day(p.PublishedAt.Time),
		ISO: p.PublishedAt.In(v.zone).Format(time.RFC3339), Language: v.language(p), Excerpt: typeset(v.language(p), excerpt(p, 220))}
	if view.Heading == "" {
		view.Heading = view.Day
	}
	if p.UpdatedAt.Sub(p.PublishedAt.Time) > 24*time.Hour && p.Hash != p.KeyHash {
		view.Edited = word(v.site.Language, "edited", v.day(p.UpdatedAt.Time))
	}
	if n := len(p.Segments.V); n > 1 {
		view.Thread = n
	}
	for _, f := range p.files() {
		switch {
		case imageTypes[f.MIME] != "":
			if view.Pictures++; view.Image == nil {
				img := v.image(f, sizes)
				view.Image = &img
			}
		case view.Video == nil:
			vid := v.video(f)
			view.Video = &vid
		}
	}
	return view
}

func (v visit) segments(p Post) []segmentView {
	var out []segmentView
	for i, s := range p.Segments.V {
		view := segmentView{Text: paragraphs(typeset(v.language(p), s.Text))}
		for _, f := range s.Media {
			if imageTypes[f.MIME] == "" {
				view.Videos = append(view.Videos, v.video(f))
				continue
			}
			img := v.image(f, "(min-width: 760px) 720px, calc(100vw - 32px)")
			img.Eager = i == 0 && len(view.Images) == 0
			view.Images = append(view.Images, img)
		}
		if s.Link != nil {
			view.Link = v.linkCard(*s.Link)
		}
		view.Lead = p.Title != "" && len(p.Segments.V) == 1 && len(view.Images) == 1 && len(view.Videos) == 0
		out = append(out, view)
	}
	return out
}

func (v visit) linkCard(l page.Link) *cardView {
	card := &cardView{URL: l.URL, Title: l.Title, Description: l.Description, Host: hostOf(l.URL)}
	if card.Title == "" {
		card.Title = card.Host
	}
	if l.Image != nil {
		img := v.image(*l.Image, "160px")
		card.Image = &img
	}
	return card
}

func (v visit) video(f page.File) videoView {
	return videoView{Src: v.at("media/" + f.SHA256 + "." + videoTypes[f.MIME]), MIME: f.MIME, Alt: f.Alt, Width: f.Width, Height: f.Height}
}

// excerpt is the text that follows the heading, cut short. Where the heading
// was cut out of the text, it goes on from there.
func excerpt(p Post, max int) string {
	body := oneLine(p.Text())
	if p.Title == "" {
		head, isCut := strings.CutSuffix(p.Heading(), "…")
		if rest, ok := strings.CutPrefix(body, head); ok && isCut {
			return text.Cut("…"+rest, max)
		} else if ok {
			body = strings.TrimLeft(rest, ". ")
		}
	}
	return text.Cut(body, max)
}

// card chooses the picture that stands for a page: the post's first, else the
// cover, else the avatar.
func (v visit) card(kind, title, description string, p *Post) shareCard {
	c := shareCard{Kind: kind, Title: title, Description: description}
	var pick *page.File
	if p != nil {
		c.Published, c.Modified = p.PublishedAt.Format(time.RFC3339), p.UpdatedAt.Format(time.RFC3339)
		for _, f := range p.files() {
			if imageTypes[f.MIME] != "" {
				pick = &f
				break
			}
		}
	}
	for _, face := range []*Picture{v.site.Cover.V, v.site.Avatar.V} {
		if pick == nil && face != nil {
			pick = &page.File{SHA256: face.SHA256, MIME: face.MIME, Width: face.Width, Height: face.Height, Alt: face.Alt}
		}
	}
	if pick != nil {
		name, w, h := variant(*pick, 1200)
		c.Image, c.ImageAlt, c.Width, c.Height, c.Large = v.whole(v.at("media/"+name)), pick.Alt, w, h, w >= 300 && w > h
	}
	return c
}

// initial is the sign of a brand without a picture: its first letter, articles
// left out.
func initial(name string) string {
	fields := strings.Fields(strings.ToUpper(name))
	for _, f := range fields {
		switch f {
		case "LE", "LA", "LES", "THE", "L’":
			continue
		}
		for _, r := range strings.TrimPrefix(strings.TrimPrefix(f, "L’"), "L'") {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return string(r)
			}
		}
	}
	return "·"
}
