package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Paths of the endpoint on the page origin.
const (
	Root      = "/_parvis/v1/"
	PathSite  = Root + "site"   // GET: the face of the page
	PathPosts = Root + "posts/" // + key: PUT, GET
	PathItems = Root + "items/" // + id: PUT (edit), GET, DELETE
)

// Headers of a signed request.
const (
	HeaderSite      = "Parvis-Site"
	HeaderTime      = "Parvis-Timestamp"
	HeaderSignature = "Parvis-Signature"
)

// MaxSkew is how far the two clocks may be apart; a signature is good for that
// long on either side.
const MaxSkew = 5 * time.Minute

// MaxBody bounds a request: text and references, never the files themselves.
const MaxBody = 4 << 20

// Document is a post as it is sent.
type Document struct {
	Title       string    `json:"title,omitempty"`
	Language    string    `json:"language,omitempty"` // BCP 47
	PublishedAt time.Time `json:"publishedAt"`
	Segments    []Segment `json:"segments"` // more than one: a thread
}

// Segment is one message of a document: plain text, files by hash, a card.
type Segment struct {
	Text  string `json:"text,omitempty"`
	Media []File `json:"media,omitempty"`
	Link  *Link  `json:"link,omitempty"`
}

// File names stored bytes by their hash.
type File struct {
	SHA256     string `json:"sha256"`
	MIME       string `json:"mime"`
	Name       string `json:"name,omitempty"`
	Alt        string `json:"alt,omitempty"`
	Width      int    `json:"width,omitempty"`
	Height     int    `json:"height,omitempty"`
	DurationMS int64  `json:"durationMs,omitempty"`
	Size       int64  `json:"size,omitempty"`
}

// Link is the resolved preview of a link.
type Link struct {
	URL         string `json:"url"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Image       *File  `json:"image,omitempty"`
}

// Record is what the page keeps of a document, in every answer.
type Record struct {
	ID          string    `json:"id"`
	Key         string    `json:"key"`
	URL         string    `json:"url"`
	Hash        string    `json:"hash"` // Document.Hash of what is shown
	Removed     bool      `json:"removed,omitempty"`
	PublishedAt time.Time `json:"publishedAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

// Face is the answer to PathSite.
type Face struct {
	Site   string `json:"site"`
	Slug   string `json:"slug"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	Avatar string `json:"avatar,omitempty"`
	Open   bool   `json:"open"`
}

// Problem is every answer that is not a success. Code is "page.word".
type Problem struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Args    map[string]string `json:"args,omitempty"`
}

// The codes of a Problem.
const (
	CodeSignature    = "page.signature"     // 401: the key is not the site's, or the request was altered
	CodeExpired      = "page.expired"       // 401: the clocks are more than MaxSkew apart
	CodeAbsent       = "page.absent"        // 404: no such key or id: authoritative
	CodeInvalid      = "page.invalid"       // 422: the document breaks a limit
	CodeMediaMissing = "page.media_missing" // 422: a file is not in the store
	CodeKeyReused    = "page.key_reused"    // 409: the key already carries other content
)

// Hash is the identity of the content: what a key is bound to. The date is left
// out, since a replay may carry another one.
func (d Document) Hash() string {
	d.PublishedAt = time.Time{}
	raw, _ := json.Marshal(d) // strings, numbers and a zero time: it cannot fail
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// PublishingKey joins a site and its secret into the one line that a person
// pastes to connect a page.
func PublishingKey(site, secret string) string { return site + "." + secret }

// SplitKey is the reverse of PublishingKey; false when key is not one.
func SplitKey(key string) (site, secret string, ok bool) {
	site, secret, ok = strings.Cut(strings.TrimSpace(key), ".")
	return site, secret, ok && strings.HasPrefix(site, "site_") && len(secret) == 64
}

// Sign gives the signature of a request: an HMAC over everything that decides
// what it does.
func Sign(secret, method, path, site string, at time.Time, body []byte) string {
	sum := sha256.Sum256(body)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(strings.Join([]string{"v1", method, path, site,
		strconv.FormatInt(at.Unix(), 10), hex.EncodeToString(sum[:])}, "\n")))
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

// Verify checks a request against the site's secret; nil when it holds, else a
// Problem to answer with 401.
func Verify(secret string, r *http.Request, body []byte, now time.Time) *Problem {
	sec, err := strconv.ParseInt(r.Header.Get(HeaderTime), 10, 64)
	at := time.Unix(sec, 0)
	want := Sign(secret, r.Method, signedPath(r.URL), r.Header.Get(HeaderSite), at, body)
	if err != nil || !hmac.Equal([]byte(want), []byte(r.Header.Get(HeaderSignature))) {
		return &Problem{Code: CodeSignature, Message: "The publishing key is not, or no longer, the one of this page: connect the page again."}
	}
	if d := now.Sub(at); d > MaxSkew || d < -MaxSkew {
		return &Problem{Code: CodeExpired, Message: "The clocks of the two servers differ by more than five minutes: set them right."}
	}
	return nil
}

func sign(r *http.Request, site, secret string, at time.Time, body []byte) {
	r.Header.Set(HeaderSite, site)
	r.Header.Set(HeaderTime, strconv.FormatInt(at.Unix(), 10))
	r.Header.Set(HeaderSignature, Sign(secret, r.Method, signedPath(r.URL), site, at, body))
}

// signedPath leaves out a prefix that a reverse proxy may strip or add.
func signedPath(u *url.URL) string {
	p := u.EscapedPath()
	return p[max(0, strings.Index(p, Root)):]
}
