package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"parvis/internal/networks/page"
)

// feedPosts is how many posts a feed holds.
const feedPosts = 30

// feedItem is a post as every feed needs it.
type feedItem struct {
	guid, url, title, html, text string
	published, updated           time.Time
	language                     string
	files                        []page.File
}

func (s *Service) serveFeed(w http.ResponseWriter, r *http.Request, v visit, name string) error {
	posts, err := shownPosts(r.Context(), s.DB.Reader(), v.site, 0, feedPosts)
	if err != nil {
		return err
	}
	var c content
	switch name {
	case "feed.xml":
		c, err = v.rss(posts)
	case "atom.xml":
		c, err = v.atom(posts)
	default:
		c, err = v.jsonFeed(posts)
	}
	if err != nil {
		return err
	}
	c.changed = s.lastModified(v.site)
	if v.preview != "" {
		c.cache, c.changed = "private, no-store", time.Time{}
	}
	return send(w, r, c)
}

func (v visit) item(p Post) feedItem {
	item := feedItem{guid: "urn:parvis:" + string(p.ID), url: v.whole(v.at(p.Slug)), title: p.Title, html: v.feedHTML(p), text: p.Text(),
		published: p.PublishedAt.Time, updated: p.UpdatedAt.Time, language: v.language(p), files: p.files()}
	if item.title == "" {
		item.title = p.Heading()
	}
	return item
}

// feedHTML is the whole post for a reader that has no style of ours: full
// addresses, one rule between the parts of a thread.
func (v visit) feedHTML(p Post) string {
	var b strings.Builder
	esc := func(s string) string { b2 := new(bytes.Buffer); _ = xml.EscapeText(b2, []byte(s)); return b2.String() } // a Buffer takes everything
	for i, s := range p.Segments.V {
		if i > 0 {
			b.WriteString("<hr>")
		}
		b.WriteString(string(paragraphs(typeset(v.language(p), s.Text))))
		for _, f := range s.Media {
			if imageTypes[f.MIME] == "" {
				b.WriteString(`<p><video controls src="` + esc(v.fileURL(f)) + `"></video></p>`)
				continue
			}
			name, w, h := variant(f, 1600)
			b.WriteString(`<p><img src="` + esc(v.whole(v.at("media/"+name))) + `" alt="` + esc(f.Alt) + `"`)
			if w > 0 && h > 0 {
				b.WriteString(` width="` + strconv.Itoa(w) + `" height="` + strconv.Itoa(h) + `"`)
			}
			b.WriteString("></p>")
		}
		if l := s.Link; l != nil {
			title := l.Title
			if title == "" {
				title = hostOf(l.URL)
			}
			b.WriteString(`<p><a href="` + esc(l.URL) + `">` + esc(title) + `</a></p>`)
		}
	}
	return b.String()
}

func (v visit) fileURL(f page.File) string {
	ext := imageTypes[f.MIME]
	if ext == "" {
		ext = videoTypes[f.MIME]
	}
	return v.whole(v.at("media/" + f.SHA256 + "." + ext))
}

// RSS 2.0, with the whole content beside the summary.
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Content string     `xml:"xmlns:content,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title         string    `xml:"title"`
	Link          string    `xml:"link"`
	Self          atomLink  `xml:"atom:link"`
	Description   string    `xml:"description"`
	Language      string    `xml:"language"`
	LastBuildDate string    `xml:"lastBuildDate"`
	Generator     string    `xml:"generator"`
	Image         *rssImage `xml:"image"`
	Items         []rssItem `xml:"item"`
}

type rssImage struct {
	URL   string `xml:"url"`
	Title string `xml:"title"`
	Link  string `xml:"link"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	PubDate     string        `xml:"pubDate"`
	Description string        `xml:"description"`
	Content     string        `xml:"content:encoded"`
	Enclosure   *rssEnclosure `xml:"enclosure"`
}

type rssGUID struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

func (v visit) rss(posts []Post) (content, error) {
	f := rssFeed{Version: "2.0", Content: "http://purl.org/rss/1.0/modules/content/", Atom: "http://www.w3.org/2005/Atom"}
	f.Channel = rssChannel{Title: v.site.Name, Link: v.whole(v.at("")), Description: v.summary(), Language: v.site.Language, Generator: "Parvis",
		Self:          atomLink{Href: v.whole(v.at("feed.xml")), Rel: "self", Type: "application/rss+xml"},
		LastBuildDate: v.site.ChangedAt.Format(time.RFC1123Z)}
	if p := v.site.Avatar.V; p != nil {
		f.Channel.Image = &rssImage{URL: v.fileURL(page.File{SHA256: p.SHA256, MIME: p.MIME}), Title: v.site.Name, Link: f.Channel.Link}
	}
	for _, p := range posts {
		i := v.item(p)
		item := rssItem{Title: i.title, Link: i.url, GUID: rssGUID{Value: i.guid}, PubDate: i.published.Format(time.RFC1123Z),
			Description: excerpt(p, 300), Content: i.html}
		if len(i.files) > 0 {
			item.Enclosure = &rssEnclosure{URL: v.fileURL(i.files[0]), Length: i.files[0].Size, Type: i.files[0].MIME}
		}
		f.Channel.Items = append(f.Channel.Items, item)
	}
	return asXML("application/rss+xml; charset=utf-8", f)
}

// Atom (RFC 4287).
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   atomAuthor  `xml:"author"`
	Icon     string      `xml:"icon,omitempty"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Href   string `xml:"href,attr"`
	Rel    string `xml:"rel,attr,omitempty"`
	Type   string `xml:"type,attr,omitempty"`
	Length int64  `xml:"length,attr,omitempty"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomEntry struct {
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Links     []atomLink  `xml:"link"`
	Published string      `xml:"published"`
	Updated   string      `xml:"updated"`
	Content   atomContent `xml:"content"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"xml:lang,attr,omitempty"`
	Body string `xml:",chardata"`
}

func (v visit) atom(posts []Post) (content, error) {
	f := atomFeed{Lang: v.site.Language, ID: "urn:parvis:" + string(v.site.ID), Title: v.site.Name, Subtitle: v.site.Headline,
		Updated: v.site.ChangedAt.Format(time.RFC3339), Author: atomAuthor{Name: v.site.Name, URI: v.whole(v.at(""))},
		Links: []atomLink{{Href: v.whole(v.at("atom.xml")), Rel: "self", Type: "application/atom+xml"},
			{Href: v.whole(v.at("")), Rel: "alternate", Type: "text/html"}}}
	if p := v.site.Avatar.V; p != nil {
		f.Icon = v.fileURL(page.File{SHA256: p.SHA256, MIME: p.MIME})
	}
	for _, p := range posts {
		i := v.item(p)
		e := atomEntry{ID: i.guid, Title: i.title, Published: i.published.Format(time.RFC3339), Updated: i.updated.Format(time.RFC3339),
			Links: []atomLink{{Href: i.url, Rel: "alternate", Type: "text/html"}}, Content: atomContent{Type: "html", Lang: i.language, Body: i.html}}
		for _, file := range i.files {
			e.Links = append(e.Links, atomLink{Href: v.fileURL(file), Rel: "enclosure", Type: file.MIME, Length: file.Size})
		}
		f.Entries = append(f.Entries, e)
	}
	return asXML("application/atom+xml; charset=utf-8", f)
}

func asXML(kind string, f any) (content, error) {
	body, err := xml.MarshalIndent(f, "", " ")
	return reply200(kind, append([]byte(xml.Header), append(body, '\n')...)), err
}

// JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Home        string       `json:"home_page_url"`
	Feed        string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name   string `json:"name"`
	URL    string `json:"url"`
	Avatar string `json:"avatar,omitempty"`
}

type jsonItem struct {
	ID          string           `json:"id"`
	URL         string           `json:"url"`
	Title       string           `json:"title,omitempty"`
	HTML        string           `json:"content_html"`
	Text        string           `json:"content_text,omitempty"`
	Image       string           `json:"image,omitempty"`
	Published   string           `json:"date_published"`
	Modified    string           `json:"date_modified"`
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
}

type jsonAttachment struct {
	URL     string  `json:"url"`
	MIME    string  `json:"mime_type"`
	Title   string  `json:"title,omitempty"`
	Size    int64   `json:"size_in_bytes,omitempty"`
	Seconds float64 `json:"duration_in_seconds,omitempty"`
}

func (v visit) jsonFeed(posts []Post) (content, error) {
	f := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: v.site.Name, Home: v.whole(v.at("")), Feed: v.whole(v.at("feed.json")),
		Description: v.summary(), Language: v.site.Language, Items: []jsonItem{}}
	if p := v.site.Avatar.V; p != nil {
		f.Icon = v.fileURL(page.File{SHA256: p.SHA256, MIME: p.MIME})
	}
	f.Authors = []jsonAuthor{{Name: v.site.Name, URL: f.Home, Avatar: f.Icon}}
	for _, p := range posts {
		i := v.item(p)
		item := jsonItem{ID: i.guid, URL: i.url, Title: p.Title, HTML: i.html, Text: i.text, Language: i.language,
			Published: i.published.Format(time.RFC3339), Modified: i.updated.Format(time.RFC3339)}
		for _, file := range i.files {
			if item.Image == "" && imageTypes[file.MIME] != "" {
				item.Image = v.fileURL(file)
			}
			item.Attachments = append(item.Attachments, jsonAttachment{URL: v.fileURL(file), MIME: file.MIME, Title: file.Alt,
				Size: file.Size, Seconds: float64(file.DurationMS) / 1000})
		}
		f.Items = append(f.Items, item)
	}
	body, err := json.MarshalIndent(f, "", " ")
	return reply200("application/feed+json", append(body, '\n')), err
}

// summary is the brand in one line, for feeds.
func (v visit) summary() string {
	if v.site.Headline != "" {
		return v.site.Headline
	}
	if v.site.Bio != "" {
		return oneLine(v.site.Bio)
	}
	return v.site.Name
}
