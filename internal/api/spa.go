package api

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// spa serves the built web application: files as they are, and the index for
// every other address, which the browser's router reads.
type spa struct {
	files fs.FS
	index string
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
	if strings.HasPrefix(name, "assets/") {
		http.NotFound(w, r) // an asset of another version: the index is no script
		return
	}
	if !s.serve(w, r, s.index) {
		http.NotFound(w, r)
	}
}

func (s *spa) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	info, err := fs.Stat(s.files, name)
	if err != nil || info.IsDir() {
		return false
	}
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return false
	}
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	return true
}
