package media

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"parvis/internal/media/picture"
)

// PublicPath is where the page origin serves files: PublicPath + "{sha}.{ext}".
const PublicPath = "/media/"

// PublicURL is the address of a file on the page origin, for files that a
// published page shows; "" without such an origin or for a type that is not
// served.
func (s *Service) PublicURL(sha, mime string) string {
	name := fileName(sha, mime)
	if s.PageURL == "" || name == "" {
		return ""
	}
	return strings.TrimRight(s.PageURL, "/") + PublicPath + name
}

// SignedURL is PublicURL with a signature that opens the file to whoever has the
// address, for receivers that fetch by themselves (webhooks, networks that pull).
// It can be neither guessed nor turned into the address of another file. It
// works for as long as the file is kept.
func (s *Service) SignedURL(sha, mime string) string {
	u := s.PublicURL(sha, mime)
	if u == "" || len(s.SignKey) == 0 {
		return ""
	}
	return u + "?k=" + s.sign(fileName(sha, mime))
}

func (s *Service) sign(name string) string {
	m := hmac.New(sha256.New, s.SignKey)
	_, _ = io.WriteString(m, "media file\x00"+name) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

func fileName(sha, mime string) string {
	f := picture.FormatOf(mime)
	if !isSHA(sha) || f == "" {
		return ""
	}
	return sha + "." + f.Extension()
}

// IsPublic says whether a published page shows a file; site answers.
type IsPublic func(ctx context.Context, sha string) (bool, error)

// FileHandler serves PublicPath on the page origin: a file is given when public
// says so or when the address is signed. Everything else is 404, whether the
// file exists or not.
func (s *Service) FileHandler(public IsPublic) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, PublicPath)
		sha, ext, _ := strings.Cut(name, ".")
		format := formatWith(ext)
		if !isSHA(sha) || format == "" {
			http.NotFound(w, r)
			return
		}
		signed := len(s.SignKey) > 0 && hmac.Equal([]byte(r.URL.Query().Get("k")), []byte(s.sign(name)))
		open := signed
		if !signed && public != nil {
			var err error
			if open, err = public(r.Context(), sha); err != nil {
				s.Log.ErrorContext(r.Context(), "is a file public", "error", err)
				http.Error(w, "try again in a moment", http.StatusServiceUnavailable)
				return
			}
		}
		f, err := s.Files.Open(r.Context(), sha)
		if !open || err != nil {
			if err == nil {
				_ = f.Close()
			}
			http.NotFound(w, r)
			return
		}
		defer func() { _ = f.Close() }()
		if !isOf(f, format) {
			http.NotFound(w, r)
			return
		}
		cache := "public, max-age=31536000, immutable"
		if signed {
			cache = "private, max-age=31536000, immutable"
		}
		ServeFile(w, r, f, Served{SHA256: sha, MIME: format.MIME(), Cache: cache})
	})
}

func formatWith(ext string) picture.Format {
	for _, f := range []picture.Format{picture.JPEG, picture.PNG, picture.GIF, picture.WebP, picture.MP4} {
		if f.Extension() == ext {
			return f
		}
	}
	return ""
}

// isOf: the address claims a type; the bytes decide.
func isOf(f io.ReadSeeker, want picture.Format) bool {
	head := make([]byte, picture.SniffLen)
	n, err := io.ReadFull(f, head)
	if err != nil && n == 0 {
		return false
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return false
	}
	got, err := picture.Sniff(head[:n])
	return err == nil && got == want
}

// Served says how a file leaves.
type Served struct {
	SHA256 string
	MIME   string
	Name   string // under which it is saved; "" leaves the choice to the browser
	Save   bool   // offer to save rather than show
	Cache  string // Cache-Control
}

// ServeFile answers a file with ranges, as something that cannot act: no
// sniffing, no script, no frame, and shown only when it is a raster picture or
// a video.
func ServeFile(w http.ResponseWriter, r *http.Request, f io.ReadSeeker, o Served) {
	h := w.Header()
	format := picture.FormatOf(o.MIME)
	shown := format != "" && formatWith(format.Extension()) != ""
	if !shown {
		o.MIME = "application/octet-stream"
	}
	h.Set("Content-Type", o.MIME)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("ETag", `"`+o.SHA256+`"`)
	if o.Cache != "" {
		h.Set("Cache-Control", o.Cache)
	}
	h.Set("Content-Disposition", disposition(o, shown))
	http.ServeContent(w, r, "", time.Time{}, f)
}

func disposition(o Served, shown bool) string {
	kind := "inline"
	if !shown || o.Save {
		kind = "attachment"
	}
	if o.Name == "" {
		return kind
	}
	var b strings.Builder // RFC 8187
	for _, c := range []byte(o.Name) {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return kind + "; filename*=UTF-8''" + b.String()
}
