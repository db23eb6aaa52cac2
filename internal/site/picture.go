package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // decoders of what the page serves
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/disintegration/imaging"
	_ "golang.org/x/image/webp" // decoder

	"parvis/internal/fault"
	"parvis/internal/networks/page"
)

// widths of the pictures cut to size, in pixels. A picture is never enlarged.
var widths = []int{400, 800, 1200, 1600}

// maxPixels bounds what is decoded; larger files are served as they are.
const maxPixels = 50_000_000

// imageView is a picture with its sizes: browsers choose.
type imageView struct {
	Src, Srcset, Sizes, Alt, Full string
	Width, Height                 int
	Eager                         bool // seen at once: not lazy
}

// image gives the addresses of a file in the widths that make sense for it.
func (v visit) image(f page.File, sizes string) imageView {
	full, _, _ := variant(f, 0)
	out := imageView{Src: v.at("media/" + full), Full: v.at("media/" + full), Alt: f.Alt, Width: f.Width, Height: f.Height}
	if !isCuttable(f) {
		return out
	}
	var set []string
	for _, width := range widths {
		if width < f.Width {
			name, _, _ := variant(f, width)
			set = append(set, fmt.Sprintf("%s %dw", v.at("media/"+name), width))
			if width <= 800 {
				out.Src = v.at("media/" + name)
			}
		}
	}
	if len(set) > 0 {
		if f.Width < 2*widths[len(widths)-1] {
			set = append(set, fmt.Sprintf("%s %dw", out.Full, f.Width))
		}
		out.Srcset, out.Sizes = strings.Join(set, ", "), sizes
	}
	return out
}

// isCuttable: a GIF may move and is left alone; a picture whose size is not
// known, or is huge, too.
func isCuttable(f page.File) bool {
	return f.MIME != "image/gif" && f.Width > 0 && f.Height > 0 && f.Width*f.Height <= maxPixels
}

// variant names the file cut to at most width pixels, with its size; width 0,
// or one that would enlarge it, is the file itself.
func variant(f page.File, width int) (name string, w, h int) {
	ext := imageTypes[f.MIME]
	if width == 0 || width >= f.Width || !isCuttable(f) {
		return f.SHA256 + "." + ext, f.Width, f.Height
	}
	return f.SHA256 + "-" + strconv.Itoa(width) + "." + cutExt(f.MIME), width, max(1, f.Height*width/f.Width)
}

// cutExt: a PNG may be see-through and stays one; all else becomes JPEG.
func cutExt(mime string) string {
	if mime == "image/png" {
		return "png"
	}
	return "jpg"
}

// serveMedia answers a file that the page shows, whole or cut to a width. It is
// served under a policy that runs nothing, even when opened by itself.
func (s *Service) serveMedia(w http.ResponseWriter, r *http.Request, v visit, name string) error {
	stem, ext, _ := strings.Cut(name, ".")
	sha, cut, isCut := strings.Cut(stem, "-")
	if !isSHA256(sha) {
		return s.say(w, r, &v, http.StatusNotFound)
	}
	f, err := shownFile(r.Context(), s.DB.Reader(), v.site, sha)
	if fault.KindOf(err) == fault.NotFound {
		return s.say(w, r, &v, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	var body io.ReadSeekCloser
	kind := f.MIME
	switch {
	case !isCut && (ext == imageTypes[f.MIME] || ext == videoTypes[f.MIME]):
		body, err = s.Files.Open(r.Context(), v.site.WorkspaceID, sha)
	case isCut && isWidth(cut) && isCuttable(f) && ext == cutExt(f.MIME):
		width, _ := strconv.Atoi(cut)
		kind = map[string]string{"jpg": "image/jpeg", "png": "image/png"}[ext]
		body, err = s.cut(r.Context(), v.site, f, width)
	default:
		return s.say(w, r, &v, http.StatusNotFound)
	}
	if fault.KindOf(err) == fault.NotFound {
		return s.say(w, r, &v, http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // feed readers and share cards show them
	h.Set("Cache-Control", "public, max-age=86400")
	if v.preview != "" {
		h.Set("Cache-Control", "private, no-store")
	}
	h.Set("ETag", `"`+stem+`"`)
	http.ServeContent(w, r, "", s.lastModified(v.site), body)
	return nil
}

func isWidth(s string) bool {
	for _, w := range widths {
		if s == strconv.Itoa(w) {
			return true
		}
	}
	return false
}

// memory is a small file held whole.
type memory struct{ *bytes.Reader }

// Close implements io.Closer.
func (memory) Close() error { return nil }

// cut gives the picture at a width, from the folder of those made before. The
// folder is a cache: every node has its own, and it may be emptied at any time.
func (s *Service) cut(ctx context.Context, site Site, f page.File, width int) (io.ReadSeekCloser, error) {
	path := filepath.Join(s.CacheDir, f.SHA256[:2], fmt.Sprintf("%s-%d.%s", f.SHA256, width, cutExt(f.MIME)))
	file, err := os.Open(path)
	if err == nil {
		return file, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	select {
	case s.cutter <- struct{}{}:
		defer func() { <-s.cutter }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	source, err := s.Files.Open(ctx, site.WorkspaceID, f.SHA256)
	if err != nil {
		return nil, err
	}
	defer func() { _ = source.Close() }()
	made, err := resize(source, f, width)
	if err != nil {
		return nil, fmt.Errorf("cut %s to %d: %w", f.SHA256, width, err)
	}
	if err := keep(path, made); err != nil {
		s.Log.Warn("page pictures are not kept", "error", err) // a full disk must not blank the page
	}
	return memory{bytes.NewReader(made)}, nil
}

func resize(source io.ReadSeeker, f page.File, width int) ([]byte, error) {
	cfg, _, err := image.DecodeConfig(source)
	if err != nil {
		return nil, err
	}
	if cfg.Width*cfg.Height > maxPixels {
		return nil, fmt.Errorf("%d × %d pixels, while %d × %d were declared", cfg.Width, cfg.Height, f.Width, f.Height)
	}
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(source)
	if err != nil {
		return nil, err
	}
	small := imaging.Resize(img, width, 0, imaging.CatmullRom)
	var b bytes.Buffer
	if cutExt(f.MIME) == "png" {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, small)
	} else {
		err = jpeg.Encode(&b, small, &jpeg.Options{Quality: 82})
	}
	return b.Bytes(), err
}

// keep writes a file whole or not at all.
func keep(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".cut-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(body)
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name()) // what matters is the first error
	}
	return err
}
