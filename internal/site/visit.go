package site

import (
	"net/http"
	"net/url"
	"time"
)

// visit is one reader's look at one page.
type visit struct {
	svc     *Service
	site    Site
	preview string // the token that opens a closed page; empty: an ordinary visit
	zone    *time.Location
	now     time.Time
}

func (s *Service) visit(site Site, r *http.Request) visit {
	zone, err := time.LoadLocation(site.Zone)
	if err != nil {
		zone = time.UTC // the zone was valid when it was kept; the tables of this host lack it
	}
	v := visit{svc: s, site: site, zone: zone, now: s.Now().In(zone)}
	if token := r.URL.Query().Get("preview"); token != "" && !site.Open && s.mayPreview(site, token) {
		v.preview = token
	}
	return v
}

// at is the path of something of the page: "" is the front, "feed.xml" a feed.
func (v visit) at(rest string) string {
	p := "/@" + v.site.Slug
	if rest != "" {
		p += "/" + rest
	}
	if v.preview != "" {
		p += "?preview=" + url.QueryEscape(v.preview)
	}
	return p
}

// whole is the full address of a path of the page.
func (v visit) whole(path string) string { return v.svc.origin.String() + path }

// day writes the date of t for the page's readers.
func (v visit) day(t time.Time) string { return day(v.site.Language, t.In(v.zone), v.now) }

// language of a post: its own, else the page's.
func (v visit) language(p Post) string {
	if p.Language != "" {
		return p.Language
	}
	return v.site.Language
}
