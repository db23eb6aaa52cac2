package site

import (
	"crypto/rand"
	"strings"
	"time"

	"parvis/internal/networks/page"
	"parvis/internal/store"
	"parvis/internal/text"
)

// PostID names a post of the page ("pp_…"); it never changes, feeds use it.
type PostID string

// Limits of a post, declared by the network "page" and held here too.
const (
	maxTitle    = page.MaxTitle
	maxText     = page.MaxText
	maxImages   = page.MaxImages
	maxVideos   = page.MaxVideos
	maxAlt      = page.MaxAlt
	maxSegments = page.MaxSegments
)

// Post is one publication on the page.
type Post struct {
	ID          PostID                     `db:"id"`
	Key         string                     `db:"post_key"`
	ShortID     string                     `db:"short_id"`
	KeyHash     string                     `db:"key_hash"` // of the content that the key was first used for
	Hash        string                     `db:"hash"`
	Slug        string                     `db:"slug"`
	Title       string                     `db:"title"`
	Language    string                     `db:"language"`
	Segments    store.JSON[[]page.Segment] `db:"segments"`
	PublishedAt store.Time                 `db:"published_at"`
	UpdatedAt   store.Time                 `db:"updated_at"`
	RemovedAt   store.Time                 `db:"removed_at"`
}

// slug is the last part of the post's address: its short id, then words of its
// title. Only the short id counts: the words change with an edit.
func (p Post) slug() string {
	if words := slugOf(p.Heading(), 60); words != "" {
		return p.ShortID + "-" + words
	}
	return p.ShortID
}

// Heading is the title, or what stands for it: the first line of the text.
func (p Post) Heading() string {
	if p.Title != "" {
		return p.Title
	}
	for _, s := range p.Segments.V {
		if line, _, _ := strings.Cut(strings.TrimSpace(s.Text), "\n"); line != "" {
			return text.Cut(strings.TrimSuffix(firstSentence(oneLine(line)), "."), 90)
		}
	}
	return ""
}

// Text is the plain text of every segment.
func (p Post) Text() string {
	var parts []string
	for _, s := range p.Segments.V {
		if s.Text != "" {
			parts = append(parts, s.Text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// oneLine joins lines and runs of spaces; no-break spaces stay, French needs
// them before its signs.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

// firstSentence ends at the first full stop that closes at least a few words.
func firstSentence(line string) string {
	for i, r := range line {
		if i >= 20 && strings.ContainsRune(".!?…", r) {
			rest := line[i+len(string(r)):]
			if rest == "" || rest[0] == ' ' {
				return line[:i+len(string(r))]
			}
		}
	}
	return line
}

// files lists every file that the post shows, each once.
func (p Post) files() []page.File {
	var out []page.File
	seen := map[string]bool{}
	add := func(f page.File) {
		if !seen[f.SHA256] {
			seen[f.SHA256] = true
			out = append(out, f)
		}
	}
	for _, s := range p.Segments.V {
		for _, f := range s.Media {
			add(f)
		}
		if s.Link != nil && s.Link.Image != nil {
			add(*s.Link.Image)
		}
	}
	return out
}

// clean brings a document to the form that is kept and says what breaks a
// limit; nil when nothing does.
func clean(d *page.Document) *page.Problem {
	d.Title = oneLine(text.Normalize(d.Title))
	if n := len(d.Segments); n == 0 || n > maxSegments {
		return invalid("segments")
	}
	if len(d.Language) > 35 || strings.ContainsAny(d.Language, " \"'<>&") { // the longest tag that RFC 5646 promises to carry
		return invalid("language")
	}
	if text.Count(text.Graphemes, 0, d.Title) > maxTitle {
		return invalid("title")
	}
	for i := range d.Segments {
		if field := cleanSegment(&d.Segments[i]); field != "" {
			return invalid(field)
		}
	}
	return nil
}

// cleanSegment gives the name of the field that breaks a limit, or "".
func cleanSegment(s *page.Segment) string {
	s.Text = strings.TrimSpace(text.Normalize(s.Text))
	images, videos := 0, 0
	for i := range s.Media {
		f := &s.Media[i]
		f.Alt = strings.TrimSpace(text.Normalize(f.Alt))
		switch {
		case !isSHA256(f.SHA256) || f.Width < 0 || f.Height < 0 || f.Size < 0:
			return "media"
		case imageTypes[f.MIME] != "":
			images++
		case videoTypes[f.MIME] != "":
			videos++
		default:
			return "mime"
		}
		if text.Count(text.Graphemes, 0, f.Alt) > maxAlt {
			return "alt"
		}
	}
	switch {
	case text.Count(text.Graphemes, 0, s.Text) > maxText:
		return "text"
	case images > maxImages || videos > maxVideos:
		return "media"
	case s.Text == "" && len(s.Media) == 0 && s.Link == nil:
		return "segments"
	case s.Link != nil && !isLink(s.Link.URL):
		return "link"
	case s.Link != nil && s.Link.Image != nil && (!isSHA256(s.Link.Image.SHA256) || imageTypes[s.Link.Image.MIME] == ""):
		return "link"
	}
	return ""
}

func invalid(field string) *page.Problem {
	return &page.Problem{Code: page.CodeInvalid, Message: "The page refuses this post: " + field + " breaks a limit.", Args: map[string]string{"field": field}}
}

// The types that the page serves, with the ending of their address.
var (
	imageTypes = map[string]string{"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
	videoTypes = map[string]string{"video/mp4": "mp4"}
)

func isSHA256(s string) bool {
	if len(s) != 64 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}

// newShortID makes eight signs that are easy to read aloud (40 random bits,
// Crockford's alphabet).
func newShortID() string {
	const signs = "0123456789abcdefghjkmnpqrstvwxyz"
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails since Go 1.24
	for i := range b {
		b[i] = signs[b[i]&31]
	}
	return string(b)
}

// publishedAt keeps the date of the first intent, but never one in the future:
// a page does not show tomorrow.
func publishedAt(at, now time.Time) store.Time {
	if at.IsZero() || at.After(now) {
		at = now
	}
	return store.At(at)
}
