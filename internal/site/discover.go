package site

import (
	"encoding/xml"
	"net/http"
	"time"

	"parvis/internal/networks/page"
)

// sitemapPosts is the most that one site map may list.
const sitemapPosts = 49_000

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
}

func (s *Service) serveSitemap(w http.ResponseWriter, r *http.Request, v visit) error {
	posts, err := shownAddresses(r.Context(), s.DB.Reader(), v.site, sitemapPosts)
	if err != nil {
		return err
	}
	m := sitemap{URLs: []sitemapURL{{Loc: v.whole(v.at("")), LastMod: v.site.ChangedAt.Format(time.RFC3339)}}}
	for _, p := range posts {
		m.URLs = append(m.URLs, sitemapURL{Loc: v.whole(v.at(p.Slug)), LastMod: p.UpdatedAt.Format(time.RFC3339)})
	}
	c, err := asXML("application/xml; charset=utf-8", m)
	if err != nil {
		return err
	}
	c.changed = s.lastModified(v.site)
	return send(w, r, c)
}

// JSON-LD (https://schema.org): what search engines read of the page.
type ldThing struct {
	Context    string   `json:"@context,omitempty"`
	Type       string   `json:"@type"`
	ID         string   `json:"@id,omitempty"`
	Name       string   `json:"name,omitempty"`
	Headline   string   `json:"headline,omitempty"`
	About      string   `json:"description,omitempty"`
	URL        string   `json:"url,omitempty"`
	Language   string   `json:"inLanguage,omitempty"`
	Published  string   `json:"datePublished,omitempty"`
	Modified   string   `json:"dateModified,omitempty"`
	Image      []string `json:"image,omitempty"`
	Logo       string   `json:"logo,omitempty"`
	SameAs     []string `json:"sameAs,omitempty"`
	Author     *ldThing `json:"author,omitempty"`
	Publisher  *ldThing `json:"publisher,omitempty"`
	MainEntity string   `json:"mainEntityOfPage,omitempty"`
	Part       *ldThing `json:"isPartOf,omitempty"`
}

func (v visit) brandLD() *ldThing {
	home := v.whole("/@" + v.site.Slug)
	t := &ldThing{Type: "Organization", ID: home + "#brand", Name: v.site.Name, URL: home}
	if p := v.site.Avatar.V; p != nil {
		t.Logo = v.fileURL(page.File{SHA256: p.SHA256, MIME: p.MIME})
	}
	for _, l := range v.site.Links.V {
		if icons[l.Icon].network != "" {
			t.SameAs = append(t.SameAs, l.URL)
		}
	}
	return t
}

func (v visit) blogLD(canonical string) ldThing {
	return ldThing{Context: "https://schema.org", Type: "Blog", ID: canonical, Name: v.site.Name, About: v.summary(), URL: canonical,
		Language: v.site.Language, Publisher: v.brandLD()}
}

func (v visit) postLD(p Post, canonical string) ldThing {
	brand := v.brandLD()
	t := ldThing{Context: "https://schema.org", Type: "BlogPosting", ID: canonical, Headline: p.Heading(), URL: canonical, MainEntity: canonical,
		Language: v.language(p), Published: p.PublishedAt.Format(time.RFC3339), Modified: p.UpdatedAt.Format(time.RFC3339),
		Author: brand, Publisher: brand, Part: &ldThing{Type: "Blog", ID: brand.URL, Name: v.site.Name}}
	for _, f := range p.files() {
		if imageTypes[f.MIME] != "" {
			t.Image = append(t.Image, v.fileURL(f))
		}
	}
	return t
}
