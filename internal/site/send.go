package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// content is one answer, whole.
type content struct {
	status  int
	kind    string // Content-Type
	body    []byte
	changed time.Time // Last-Modified; zero: not said
	cache   string    // Cache-Control; empty: keep, but ask again each time
	packed  bool      // compressed already
}

func reply200(kind string, body []byte) content {
	return content{status: http.StatusOK, kind: kind, body: body}
}

// send writes c, or 304 when the reader has it already: by ETag, else by date.
// What is worth it is compressed; each form has its own ETag.
func send(w http.ResponseWriter, r *http.Request, c content) error {
	h := w.Header()
	h.Set("Content-Type", c.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "public, no-cache")
	if c.cache != "" {
		h.Set("Cache-Control", c.cache)
	}
	zip := !c.packed && len(c.body) > 860 && acceptsGzip(r)
	if c.status == http.StatusOK {
		sum := sha256.Sum256(c.body)
		tag := base64.RawURLEncoding.EncodeToString(sum[:12])
		if zip {
			tag += "-gz"
		}
		h.Set("ETag", `"`+tag+`"`)
		if !c.changed.IsZero() {
			h.Set("Last-Modified", c.changed.UTC().Format(http.TimeFormat))
		}
		if notModified(r, tag, c.changed) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	body := c.body
	if zip {
		h.Set("Content-Encoding", "gzip")
		body = compress(body)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(c.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader went away: nobody to tell
	}
	return nil
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, 6) // the level is valid
	_, _ = z.Write(body)               // a Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}

// notModified follows RFC 9110 §13.2.2: a date counts only without a tag.
func notModified(r *http.Request, tag string, changed time.Time) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		for _, t := range strings.Split(tags, ",") {
			if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == "*" || t == `"`+tag+`"` {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !changed.IsZero() && !changed.Truncate(time.Second).After(since)
}

// lastModified is the date to give readers: none while the page may still
// change within the same second, which a date could not tell apart.
func (s *Service) lastModified(site Site) time.Time {
	if s.Now().Sub(site.ChangedAt.Time) < 2*time.Second {
		return time.Time{}
	}
	return site.ChangedAt.Time
}
