package api

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

const compressFrom = 1400 // bytes: below one packet there is nothing to win

var gzips = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

// compress gzips JSON and text for callers that take it. Streams of events and
// files pass as they are.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Header.Get("Range") != "" || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipped{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

// zipped holds the status and the first bytes back until it knows whether the
// answer is worth compressing.
type zipped struct {
	http.ResponseWriter
	status  int
	held    []byte
	decided bool
	gz      *gzip.Writer
}

func (z *zipped) WriteHeader(code int) {
	if z.decided || code < http.StatusOK {
		z.ResponseWriter.WriteHeader(code)
		return
	}
	if z.status == 0 {
		z.status = code
	}
	if !z.mayCompress() {
		_ = z.decide(false) // nothing is held back yet: it cannot fail
	}
}

func (z *zipped) Write(b []byte) (int, error) {
	if !z.decided {
		if z.status == 0 {
			z.WriteHeader(http.StatusOK)
		}
	}
	if !z.decided {
		z.held = append(z.held, b...)
		if len(z.held) < compressFrom {
			return len(b), nil
		}
		return len(b), z.decide(true)
	}
	if z.gz != nil {
		return z.gz.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *zipped) mayCompress() bool {
	h := z.Header()
	if h.Get("Content-Encoding") != "" || z.status == http.StatusNoContent || z.status == http.StatusNotModified {
		return false
	}
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n < compressFrom {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch kind {
	case "application/json", "application/problem+json", "application/openapi+json", "text/html", "text/css", "text/javascript",
		"application/javascript", "image/svg+xml", "application/manifest+json":
		return true
	}
	return false
}

// decide sends the status and what was held back, compressed or not.
func (z *zipped) decide(yes bool) error {
	z.decided = true
	if yes {
		h := z.Header()
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		z.gz = gzips.Get().(*gzip.Writer)
		z.gz.Reset(z.ResponseWriter)
	}
	z.ResponseWriter.WriteHeader(z.status)
	held := z.held
	z.held = nil
	if len(held) == 0 {
		return nil
	}
	if z.gz != nil {
		_, err := z.gz.Write(held)
		return err
	}
	_, err := z.ResponseWriter.Write(held)
	return err
}

func (z *zipped) close() {
	if !z.decided && z.status != 0 {
		_ = z.decide(false) // a caller that left cannot be told
	}
	if z.gz != nil {
		_ = z.gz.Close()
		gzips.Put(z.gz)
	}
}

// FlushError sends what is held back, for handlers that stream.
func (z *zipped) FlushError() error {
	if !z.decided {
		if z.status == 0 {
			z.status = http.StatusOK
		}
		if err := z.decide(false); err != nil {
			return err
		}
	}
	if z.gz != nil {
		if err := z.gz.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Flush implements http.Flusher.
func (z *zipped) Flush() { _ = z.FlushError() }

// Unwrap lets http.ResponseController reach the deadlines.
func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }
