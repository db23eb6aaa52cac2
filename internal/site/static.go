package site

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

//go:embed static/page.css static/icon.svg static/fonts/*.woff2
var static embed.FS

const staticPath = "/_parvis/static/"

// statics are the embedded files under names that change with their bytes, so
// that browsers keep them for good.
type statics struct {
	files         map[string]content
	display, text string // addresses of the fonts
	style, icon   string
}

var shipped = loadStatics()

func loadStatics() statics {
	s := statics{files: map[string]content{}}
	s.display = s.add("static/fonts/display.woff2", "font/woff2", nil)
	s.text = s.add("static/fonts/text.woff2", "font/woff2", nil)
	s.icon = s.add("static/icon.svg", "image/svg+xml", nil)
	fonts := strings.NewReplacer("fonts/display.woff2", path.Base(s.display), "fonts/text.woff2", path.Base(s.text))
	s.style = s.add("static/page.css", "text/css; charset=utf-8", fonts)
	return s
}

// add registers a file and gives its address; a missing file is a binary built
// wrong, since the directive above lists it.
func (s statics) add(name, kind string, rename *strings.Replacer) string {
	body, err := static.ReadFile(name)
	if err != nil {
		panic(err) //nolint:forbidigo // an embedded file that the directive above lists is always there
	}
	if rename != nil {
		body = []byte(rename.Replace(string(body)))
	}
	sum := sha256.Sum256(body)
	base, ext, _ := strings.Cut(path.Base(name), ".")
	hashed := base + "-" + hex.EncodeToString(sum[:4]) + "." + ext
	c := reply200(kind, body)
	c.cache = "public, max-age=31536000, immutable"
	c.packed = kind == "font/woff2"
	s.files[hashed] = c
	return staticPath + hashed
}

func serveStatic(w http.ResponseWriter, r *http.Request) error {
	c, ok := shipped.files[strings.TrimPrefix(r.URL.Path, staticPath)]
	if !ok {
		http.NotFound(w, r)
		return nil
	}
	return send(w, r, c)
}
