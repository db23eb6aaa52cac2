package identity

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Person is someone who can sign in, across workspaces. A sample's people have
// no address and cannot.
type Person struct {
	ID        UserID     `db:"id"`
	Email     string     `db:"email"`
	Name      string     `db:"name"`
	Locale    string     `db:"locale"`
	Theme     string     `db:"theme"`
	Density   string     `db:"density"`
	TOTPSince store.Time `db:"totp_since"` // zero: no second factor
	CreatedAt store.Time `db:"created_at"`
}

// Sample says whether the person is fictional, without credentials.
func (p Person) Sample() bool { return p.Email == "" }

// What a profile may say.
var (
	Locales   = []string{"fr", "en"}
	Themes    = []string{"auto", "light", "dark"}
	Densities = []string{"comfortable", "compact"}
)

const maxName = 100

// ProfileInput changes a profile; nil leaves as it is.
type ProfileInput struct {
	Name, Locale, Theme, Density *string
}

func (p *Person) apply(in ProfileInput) error {
	var c fault.Collect
	if in.Name != nil {
		p.Name = strings.TrimSpace(*in.Name)
		checkName(&c, "name", p.Name)
	}
	set := func(path string, to *string, wish *string, among []string) {
		if wish != nil {
			*to = *wish
			c.Check(slices.Contains(among, *wish), path, "choice", "Choose one of "+strings.Join(among, ", ")+".")
		}
	}
	set("locale", &p.Locale, in.Locale, Locales)
	set("theme", &p.Theme, in.Theme, Themes)
	set("density", &p.Density, in.Density, Densities)
	return c.Err()
}

func checkName(c *fault.Collect, path, name string) {
	c.Check(name != "", path, "required", "A name is needed.")
	c.Check(utf8.RuneCountInString(name) <= maxName, path, "too_long", "A name has at most 100 characters.")
}

// checkEmail gives the address as it is kept: trimmed, lower case.
func checkEmail(c *fault.Collect, path, typed string) string {
	email := strings.ToLower(strings.TrimSpace(typed))
	a, err := mail.ParseAddress(email)
	c.Check(err == nil && a.Address == email && len(email) <= 254, path, "identity.email", "This is not an e-mail address.")
	return email
}

func checkLocale(c *fault.Collect, path, locale string) string {
	if locale == "" {
		return Locales[0]
	}
	c.Check(slices.Contains(Locales, locale), path, "choice", "Choose one of fr, en.")
	return locale
}
