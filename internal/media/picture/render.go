package picture

import (
	"context"
	"image"
	"image/color"
	"math"

	"github.com/disintegration/imaging"

	"parvis/internal/fault"
)

var (
	errNoType   = fault.New(fault.Invalid, "media.no_common_type", "This network takes none of the types that Parvis can make from this picture.")
	errTooHeavy = fault.New(fault.Invalid, "media.too_heavy_for_network", "This picture cannot be made light enough for this network. Choose a smaller one.")
)

// Render makes the rendition of a kept picture. It is a function of its
// arguments alone: the same bytes and recipe give the same file.
func (d *Darkroom) Render(ctx context.Context, data []byte, r Recipe) (Rendition, error) {
	if err := r.Validate(); err != nil {
		return Rendition{}, err
	}
	info, err := Probe(data)
	if err != nil {
		return Rendition{}, err
	}
	leave, err := d.enter(ctx, info)
	if err != nil {
		return Rendition{}, err
	}
	defer leave()
	n, err := d.develop(ctx, data, info)
	if err != nil {
		return Rendition{}, err
	}
	return n.render(r)
}

func (n *negative) render(r Recipe) (Rendition, error) {
	r = r.normal()
	if n.meets(r) {
		return Rendition{Data: n.data, MIME: n.info.Format.MIME(), Width: n.info.Width, Height: n.info.Height}, nil
	}
	if n.info.Animated && r.Takes(n.info.Format.MIME()) && r.Crop == nil && r.MaxBytes > 0 && int64(len(n.data)) > r.MaxBytes {
		return Rendition{}, errTooHeavy // a still would silently be another picture
	}
	asPNG, err := n.chooseType(r)
	if err != nil {
		return Rendition{}, err
	}
	img := n.cropped(r.Crop)
	w, h := fit(img.Bounds().Dx(), img.Bounds().Dy(), r.MaxWidth, r.MaxHeight)
	for range 12 {
		small := n.toSRGB.apply(resized(img, w, h))
		data, err := n.encodeUnder(small, asPNG, r)
		if err != nil {
			return Rendition{}, err
		}
		if data != nil {
			mime := "image/jpeg"
			if asPNG {
				mime = "image/png"
			}
			return Rendition{Data: data, MIME: mime, Width: w, Height: h}, nil
		}
		w, h = max(1, w*4/5), max(1, h*4/5)
	}
	return Rendition{}, errTooHeavy
}

// meets says whether the kept file already is what the recipe asks for.
func (n *negative) meets(r Recipe) bool {
	within := func(v, limit int) bool { return limit == 0 || v <= limit }
	return r.Takes(n.info.Format.MIME()) && r.Crop == nil && n.toSRGB == nil && n.info.Orientation <= 1 &&
		(n.info.Animated || within(n.info.Width, r.MaxWidth) && within(n.info.Height, r.MaxHeight)) &&
		(r.MaxBytes == 0 || int64(len(n.data)) <= r.MaxBytes)
}

// chooseType: PNG where something shows through, else JPEG, as the recipe allows.
func (n *negative) chooseType(r Recipe) (asPNG bool, err error) {
	jpegOK, pngOK := r.Takes("image/jpeg"), r.Takes("image/png")
	switch {
	case !jpegOK && !pngOK:
		return false, errNoType
	case !jpegOK:
		return true, nil
	}
	return pngOK && !n.opaque(), nil
}

func (n *negative) cropped(c *Crop) image.Image {
	if c == nil {
		return n.img
	}
	b := n.img.Bounds()
	at := func(v, side int) int { return int(math.Round(float64(v) * float64(side) / Scale)) }
	r := image.Rect(at(c.Left, b.Dx()), at(c.Top, b.Dy()), at(c.Left+c.Width, b.Dx()), at(c.Top+c.Height, b.Dy())).Add(b.Min)
	if r = r.Intersect(b); r.Empty() {
		return n.img
	}
	return imaging.Crop(n.img, r)
}

// fit gives the size inside maxW × maxH (0: free) with the same proportions;
// nothing grows.
func fit(w, h, maxW, maxH int) (int, int) {
	scale := 1.0
	if maxW > 0 && w > maxW {
		scale = float64(maxW) / float64(w)
	}
	if maxH > 0 && h > maxH {
		scale = min(scale, float64(maxH)/float64(h))
	}
	if scale == 1 {
		return w, h
	}
	return max(1, int(math.Round(float64(w)*scale))), max(1, int(math.Round(float64(h)*scale)))
}

func resized(img image.Image, w, h int) *image.NRGBA {
	if b := img.Bounds(); b.Dx() == w && b.Dy() == h {
		return imaging.Clone(img)
	}
	return imaging.Resize(img, w, h, imaging.Lanczos)
}

// encodeUnder encodes within the recipe's weight, giving up quality step by
// step; nil when it does not fit at this size.
func (n *negative) encodeUnder(img *image.NRGBA, asPNG bool, r Recipe) ([]byte, error) {
	fits := func(b []byte) bool { return r.MaxBytes == 0 || int64(len(b)) <= r.MaxBytes }
	if asPNG {
		data, err := encodePNG(img)
		if data = withProfilePNG(data, n.embed); err != nil || !fits(data) {
			return nil, err
		}
		return data, nil
	}
	if !img.Opaque() {
		paper := imaging.New(img.Rect.Dx(), img.Rect.Dy(), color.White)
		img = imaging.Overlay(paper, img, image.Point{}, 1)
	}
	for quality := r.Quality; ; quality -= 8 {
		data, err := encodeJPEG(img, quality)
		if err != nil {
			return nil, err
		}
		if data = withProfileJPEG(data, n.embed); fits(data) {
			return data, nil
		}
		if quality-8 < 45 {
			return nil, nil
		}
	}
}
