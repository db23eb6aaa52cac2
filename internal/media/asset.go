package media

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/picture"
	"parvis/internal/store"
)

// AssetID names a file of the library ("ast_…").
type AssetID string

// Recipe says what a network or a screen takes.
type Recipe = picture.Recipe

// Asset is a picture or a video of a workspace.
type Asset struct {
	ID           AssetID              `db:"id"`
	Name         string               `db:"name"`
	SourceSHA256 string               `db:"source_sha256"` // of the bytes that were sent
	SHA256       string               `db:"sha256"`        // of the clean file that is kept
	MIME         string               `db:"mime"`
	Size         int64                `db:"size"`
	Width        int                  `db:"width"` // upright pixels
	Height       int                  `db:"height"`
	DurationMS   int64                `db:"duration_ms"` // video
	Animated     bool                 `db:"animated"`
	VideoCodec   string               `db:"video_codec"`
	AudioCodec   string               `db:"audio_codec"`
	FastStart    bool                 `db:"fast_start"` // video: plays while it loads
	Alt          string               `db:"alt"`
	Credit       string               `db:"credit"`
	Tags         store.JSON[[]string] `db:"tags"`
	FocalX       int                  `db:"focal_x"` // ten thousandths of the width
	FocalY       int                  `db:"focal_y"`
	CreatedAt    store.Time           `db:"created_at"`
	CreatedBy    identity.UserID      `db:"created_by"`
	UpdatedAt    store.Time           `db:"updated_at"`
	BinnedAt     store.Time           `db:"binned_at"`
}

// IsVideo says whether the asset moves with sound and time: an MP4.
func (a Asset) IsVideo() bool { return a.MIME == picture.MP4.MIME() }

// Binned says whether the asset lies in the bin.
func (a Asset) Binned() bool { return !a.BinnedAt.IsZero() }

// Limits of what people write about an asset.
const (
	maxName   = 200
	maxAlt    = 2000
	maxCredit = 200
	maxTags   = 30
	maxTag    = 50
)

// Edit changes what is said of an asset; nil leaves as it is.
type Edit struct {
	Name   *string
	Alt    *string
	Credit *string
	Tags   *[]string
	FocalX *int
	FocalY *int
}

// onto gives the asset with the edit applied, or an Invalid fault with every
// faulty field.
func (e Edit) onto(a Asset) (Asset, error) {
	var c fault.Collect
	text := func(to *string, from *string, field string, limit int) {
		if from == nil {
			return
		}
		*to = tidy(*from)
		c.Check(utf8.RuneCountInString(*to) <= limit, field, "media.too_long", "This text is too long.")
	}
	text(&a.Name, e.Name, "name", maxName)
	text(&a.Alt, e.Alt, "alt", maxAlt)
	text(&a.Credit, e.Credit, "credit", maxCredit)
	c.Check(a.Name != "", "name", "media.name_empty", "Give this file a name.")
	if e.Tags != nil {
		a.Tags = store.AsJSON(cleanTags(*e.Tags))
		c.Check(len(a.Tags.V) <= maxTags, "tags", "media.too_many_tags", "At most 30 tags on one file.")
		for _, t := range a.Tags.V {
			c.Check(utf8.RuneCountInString(t) <= maxTag, "tags", "media.too_long", "A tag has at most 50 characters.")
		}
	}
	focal := func(to *int, from *int, field string) {
		if from != nil {
			*to = *from
			c.Check(*from >= 0 && *from <= picture.Scale, field, "media.focal", "The focal point lies inside the picture.")
		}
	}
	focal(&a.FocalX, e.FocalX, "focalX")
	focal(&a.FocalY, e.FocalY, "focalY")
	return a, c.Err()
}

// tidy composes accents, drops control characters and outer spaces.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.TrimSpace(strings.ToValidUTF8(s, ""))
}

// cleanTags drops empty ones and those that differ by case or accents only.
func cleanTags(tags []string) []string {
	out := []string{}
	seen := map[string]bool{}
	for _, t := range tags {
		t = tidy(strings.TrimPrefix(tidy(t), "#"))
		if key := fold(t); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, t)
		}
	}
	return out
}

// fold makes a text comparable whatever its case and accents: "Ciré" is "cire".
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// words is what Search looks into.
func (a Asset) words() string {
	return fold(strings.Join(append([]string{a.Name, a.Alt, a.Credit}, a.Tags.V...), " "))
}

// nameOf makes a name of what the file was called: no folder, no control
// character, not too long.
func nameOf(given string, f picture.Format) string {
	name := tidy(given[strings.LastIndexAny(given, `/\`)+1:])
	if r := []rune(name); len(r) > maxName {
		name = string(r[:maxName])
	}
	if strings.Trim(name, ".") == "" {
		name = "sans-titre." + f.Extension()
	}
	return name
}

// renamed gives a file that became another format the extension of it:
// "ciré.heic" is kept as "ciré.jpg".
func renamed(name string, was, is picture.Format) string {
	ext := "." + was.Extension()
	if was == is || !strings.HasSuffix(strings.ToLower(name), ext) || len(name) == len(ext) {
		return name
	}
	return name[:len(name)-len(ext)] + "." + is.Extension()
}

// Advice says what would make the asset better understood: stable words that
// the interface translates, none when all is well.
func (a Asset) Advice() []string {
	var out []string
	switch alt := fold(a.Alt); {
	case alt == "":
		out = append(out, "media.advice_alt_missing")
	case alt == fold(a.Name) || slices.ContainsFunc([]string{".jpg", ".jpeg", ".png", ".heic", ".webp", ".mp4"}, func(e string) bool { return strings.HasSuffix(alt, e) }):
		out = append(out, "media.advice_alt_is_name")
	case strings.HasPrefix(alt, "image de ") || strings.HasPrefix(alt, "photo de ") || strings.HasPrefix(alt, "image of ") || strings.HasPrefix(alt, "picture of "):
		out = append(out, "media.advice_alt_opening")
	case utf8.RuneCountInString(a.Alt) > 400:
		out = append(out, "media.advice_alt_long")
	}
	if a.IsVideo() && !a.FastStart {
		out = append(out, "media.advice_fast_start")
	}
	return out
}
