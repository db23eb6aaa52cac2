package site

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// ID names a page ("site_…").
type ID string

// Limits of the face of a page, in graphemes.
const (
	MaxName     = 60
	MaxHeadline = 90
	MaxBio      = 600
	MaxImprint  = 300
	MaxLinks    = 30
	MaxLabel    = 60
	MaxNote     = 80
)

// Site is the face of a brand's page.
type Site struct {
	ID          ID                   `db:"id"`
	WorkspaceID identity.WorkspaceID `db:"workspace_id"`
	Version     int64                `db:"version"` // an update names the one it was made from
	Slug        string               `db:"slug"`
	Name        string               `db:"name"`
	Headline    string               `db:"headline"`
	Bio         string               `db:"bio"`
	Imprint     string               `db:"imprint"` // last line of the page: address, legal mentions
	Language    string               `db:"language"`
	Zone        string               `db:"zone"` // IANA name: days of the posts
	Tone        Tone                 `db:"tone"`
	Avatar      store.JSON[*Picture] `db:"avatar"`
	Cover       store.JSON[*Picture] `db:"cover"`
	Links       store.JSON[[]Link]   `db:"links"`
	Open        bool                 `db:"is_open"` // closed: everything answers 410
	PublishKey  []byte               `db:"publish_key"`
	CreatedAt   store.Time           `db:"created_at"`
	UpdatedAt   store.Time           `db:"updated_at"`
	ChangedAt   store.Time           `db:"changed_at"` // the face or a post: Last-Modified
}

// Picture is a stored image of the face.
type Picture struct {
	Asset  string `json:"asset"` // the media room's id
	SHA256 string `json:"sha256"`
	MIME   string `json:"mime"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Alt    string `json:"alt"`
}

// Link is one line of the link-in-bio. A link to a known network shows as its
// badge, others as a ruled band.
type Link struct {
	URL   string `json:"url"`
	Label string `json:"label"`
	Note  string `json:"note,omitempty"`
	Icon  string `json:"icon,omitempty"` // a name of Icons; empty: by the address
}

// Tone is the accent of a page: a name, so that light and dark both stay legible.
type Tone string

// The tones.
const (
	Ultramarine Tone = "ultramarine"
	Mist        Tone = "mist"
	Teal        Tone = "teal"
	Plum        Tone = "plum"
	Brick       Tone = "brick"
	Forest      Tone = "forest"
)

// Tones lists every tone.
var Tones = []Tone{Ultramarine, Mist, Teal, Plum, Brick, Forest}

// Languages of a page.
var Languages = []string{"fr", "en"}

var (
	errSlugTaken   = fault.New(fault.Conflict, "site.slug_taken", "Another page already has this address. Choose another one.")
	errStale       = fault.New(fault.Conflict, "site.changed_meanwhile", "Someone changed the page while you were editing. Read it again, then make your changes.")
	errPictureType = fault.New(fault.Invalid, "site.picture_type", "Choose a JPEG, PNG, WebP or GIF image.")
	slugPattern    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	reserved       = map[string]bool{"parvis": true, "admin": true, "administrator": true, "support": true, "www": true, "api": true}
)

// checkSlug says whether slug may be the address of a page: 3 to 40 letters
// without accents, digits and single hyphens, not a reserved word.
func checkSlug(c *fault.Collect, slug string) {
	switch {
	case len(slug) < 3 || len(slug) > 40 || !slugPattern.MatchString(slug):
		c.Add("slug", "site.slug_form", "Between 3 and 40 letters without accents, digits and hyphens; no hyphen at either end.")
	case reserved[slug]:
		c.Add("slug", "site.slug_reserved", "This address is reserved. Choose another one.")
	}
}

// normalize brings what a person typed to its kept form.
func (s *Site) normalize() {
	s.Slug = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s.Slug)), "@")
	for _, p := range []*string{&s.Name, &s.Headline} {
		*p = oneLine(text.Normalize(*p))
	}
	for _, p := range []*string{&s.Bio, &s.Imprint} {
		*p = strings.TrimSpace(text.Normalize(*p))
	}
	for i := range s.Links.V {
		l := &s.Links.V[i]
		l.URL = strings.TrimSpace(l.URL)
		l.Label = strings.TrimSpace(text.Normalize(l.Label))
		l.Note = strings.TrimSpace(text.Normalize(l.Note))
		if l.Icon == "" {
			l.Icon = iconOf(l.URL)
		}
	}
}

// Validate says everything that is wrong with the face.
func (s Site) Validate() error {
	var c fault.Collect
	checkSlug(&c, s.Slug)
	c.Check(s.Name != "", "name", "site.name_missing", "Give the page a name.")
	for _, f := range []struct {
		path, value string
		max         int
	}{{"name", s.Name, MaxName}, {"headline", s.Headline, MaxHeadline}, {"bio", s.Bio, MaxBio}, {"imprint", s.Imprint, MaxImprint}} {
		c.Check(text.Count(text.Graphemes, 0, f.value) <= f.max, f.path, "site.too_long", "This is too long.")
	}
	c.Check(slices.Contains(Languages, s.Language), "language", "site.language", "Choose one of the offered languages.")
	c.Check(slices.Contains(Tones, s.Tone), "tone", "site.tone", "Choose one of the offered colours.")
	_, err := time.LoadLocation(s.Zone)
	c.Check(err == nil && s.Zone != "" && s.Zone != "Local", "zone", "site.zone", "This is not a time zone.")
	c.Check(len(s.Links.V) <= MaxLinks, "links", "site.too_many_links", "A page holds at most 30 links.")
	for i, l := range s.Links.V {
		l.validate(&c, "links."+strconv.Itoa(i))
	}
	return c.Err()
}

func (l Link) validate(c *fault.Collect, path string) {
	c.Check(isLink(l.URL), path+".url", "site.link_url", "Write a full address, with https:// or mailto: or tel: in front.")
	c.Check(l.Label != "", path+".label", "site.link_label", "Give the link a label.")
	c.Check(text.Count(text.Graphemes, 0, l.Label) <= MaxLabel, path+".label", "site.too_long", "This is too long.")
	c.Check(text.Count(text.Graphemes, 0, l.Note) <= MaxNote, path+".note", "site.too_long", "This is too long.")
	_, known := icons[l.Icon]
	c.Check(known, path+".icon", "site.link_icon", "Choose one of the offered icons.")
}

// isLink says whether a reader may be led to raw: web, mail and telephone only.
func isLink(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || len(raw) > 2000 {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "https", "http":
		return u.Hostname() != "" && u.User == nil
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}

// slugOf makes an address of words, at most max bytes: "L’été à Lorient" gives
// "l-ete-a-lorient". It is empty when no letter remains.
func slugOf(words string, max int) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), words)
	if err != nil {
		plain = words
	}
	plain = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ß", "ss").Replace(plain)
	var b strings.Builder
	for _, word := range strings.FieldsFunc(strings.ToLower(plain), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if b.Len()+1+len(word) > max {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(word)
	}
	return b.String()
}
