package identity

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Workspace is one brand: a company, a public figure, an agency's client.
type Workspace struct {
	ID        WorkspaceID `db:"id"`
	Slug      string      `db:"slug"` // in addresses: /atelier-brume/calendar
	Name      string      `db:"name"`
	Zone      string      `db:"zone"` // IANA, where its days begin
	Locale    string      `db:"locale"`
	Sample    bool        `db:"sample"` // fictional: "see as", removed in one click
	CreatedAt store.Time  `db:"created_at"`
	UpdatedAt store.Time  `db:"updated_at"`
}

// WorkspaceInput makes or changes a workspace; nil leaves as it is, or takes
// the default when making one: a slug from the name, Europe/Paris, fr.
type WorkspaceInput struct {
	Name, Slug, Zone, Locale *string
}

const maxSlug = 40

var slugForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$`)

// takenSlugs are addresses of the application itself, and what an id begins
// with.
var takenSlugs = map[string]bool{"api": true, "assets": true, "start": true, "enter": true, "sign-in": true, "reset-password": true,
	"invitation": true, "me": true, "help": true, "new": true, "settings": true, "healthz": true, "readyz": true, "metrics": true}

func (w *Workspace) apply(in WorkspaceInput) error {
	var c fault.Collect
	if in.Name != nil {
		w.Name = strings.TrimSpace(*in.Name)
		checkName(&c, "name", w.Name)
	}
	if in.Slug != nil {
		w.Slug = strings.ToLower(strings.TrimSpace(*in.Slug))
		c.Check(len(w.Slug) <= maxSlug && slugForm.MatchString(w.Slug), "slug", "identity.slug",
			"An address has 1 to 40 lower-case letters, digits and hyphens.")
		c.Check(!takenSlugs[w.Slug], "slug", "identity.slug_reserved", "This address is kept for Parvis itself.")
	}
	if in.Zone != nil {
		w.Zone = *in.Zone
		_, err := time.LoadLocation(w.Zone)
		c.Check(err == nil && w.Zone != "" && w.Zone != "Local", "zone", "identity.zone", "This time zone is not known: use a name such as Europe/Paris.")
	}
	if in.Locale != nil {
		w.Locale = checkLocale(&c, "locale", *in.Locale)
	}
	return c.Err()
}

// Slugify makes an address of a name: "Les Ateliers Brume" is
// "les-ateliers-brume".
func Slugify(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		plain = name
	}
	var b strings.Builder
	for _, r := range strings.ToLower(plain) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := b.String()
	if len(slug) > maxSlug {
		slug = slug[:maxSlug]
	}
	slug = strings.Trim(slug, "-")
	if slug == "" {
		slug = "brand"
	}
	if takenSlugs[slug] {
		slug += "-1"
	}
	return slug
}

// WorkspaceSet is the workspaces that one person may look across. Only this
// package makes one, from memberships, so that a view over several brands
// cannot be given an id by its caller.
type WorkspaceSet struct{ ids []WorkspaceID }

// IDs lists the set.
func (s WorkspaceSet) IDs() []WorkspaceID { return append([]WorkspaceID(nil), s.ids...) }

// Has says whether ws is in the set.
func (s WorkspaceSet) Has(ws WorkspaceID) bool {
	for _, id := range s.ids {
		if id == ws {
			return true
		}
	}
	return false
}
