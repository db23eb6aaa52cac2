package api

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// spa serves the built web application: files as they are, and the index for
// every other address, which the browser's router reads.
type spa struct {
	files  fs.FS
	index  string
	zipped sync.Map // name to []byte: each asset compressed once, as small as gzip can; nil when that wins nothing
}

func newSPA(files fs.FS) *spa {
	s := &spa{files: files, index: "index.html"}
	if _, err := fs.Stat(files, s.index); err != nil {
		s.index = "placeholder.html" // the web application has not been built
	}
	return s
}

// ServeHTTP answers GET and HEAD. Hashed assets are kept for a year; the index
// is asked for again each time, so that an upgrade is seen at once.
func (s *spa) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name != "" && name != s.index && s.serve(w, r, name) {
		return
	}
	if isAsset("/" + name) {
		http.NotFound(w, r) // an asset of another version: the index is no script
		return
	}
	if !s.serve(w, r, s.index) {
		http.NotFound(w, r)
	}
}

// isAsset tells the hashed files of the build by their address.
func isAsset(path string) bool { return strings.HasPrefix(path, "/assets/") }

func (s *spa) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	info, err := fs.Stat(s.files, name)
	if err != nil || info.IsDir() {
		return false
	}
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return false
	}
	if !isAsset("/" + name) {
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
		return true
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if small := s.compressed(name, data); small != nil && r.Header.Get("Range") == "" {
		w.Header().Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name))) // the bytes no longer tell it
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Length", strconv.Itoa(len(small))) // ServeContent leaves it to us once encoded
			data = small
		}
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	return true
}

// compressed is the asset in gzip, made at the first request for it and kept;
// nil for what is small or already compressed.
func (s *spa) compressed(name string, data []byte) []byte {
	if kept, ok := s.zipped.Load(name); ok {
		return kept.([]byte)
	}
	var small []byte
	switch path.Ext(name) {
	case ".js", ".css", ".svg", ".json":
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid
		_, _ = z.Write(data)                                  // a buffer takes everything
		if _ = z.Close(); b.Len() < len(data) {
			small = b.Bytes()
		}
	}
	s.zipped.Store(name, small)
	return small
}
