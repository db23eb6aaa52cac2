package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"

	"parvis/internal/fault"
)

// Developed is the file to keep for a picture, and its renditions.
type Developed struct {
	Data       []byte // the clean file
	Format     Format // JPEG, PNG, GIF or WebP: what browsers show
	Width      int    // upright
	Height     int
	Animated   bool
	Renditions []Rendition // one per recipe, in order
}

// Rendition is a picture made for somebody.
type Rendition struct {
	Data   []byte
	MIME   string
	Width  int
	Height int
}

// keptQuality of a picture that had to be encoded again to be kept: high, since
// every rendition starts from it.
const keptQuality = 93

// Develop makes the file to keep, and the renditions asked for, in one decoding.
//
// A JPEG, PNG, GIF or WebP that stands upright keeps its coded pixels to the
// byte and loses its metadata only. One that EXIF turns is turned for good; HEIC
// and AVIF become JPEG (PNG when something shows through); CMYK becomes RGB.
// Any fault is Invalid: the sentence says what is wrong with the file.
func (d *Darkroom) Develop(ctx context.Context, data []byte, recipes ...Recipe) (Developed, error) {
	info, err := Probe(data)
	if err != nil {
		return Developed{}, err
	}
	leave, err := d.enter(ctx, info)
	if err != nil {
		return Developed{}, err
	}
	defer leave()
	n, err := d.develop(ctx, data, info)
	if err != nil {
		return Developed{}, err
	}
	out := Developed{Format: info.Format, Width: n.info.Width, Height: n.info.Height, Animated: n.info.Animated}
	if n.keepsItsPixels(info) {
		out.Data, err = strip(data, info.Format)
	} else {
		out.Data, out.Format, err = n.encodeToKeep()
		out.Animated = false
	}
	if err != nil {
		return Developed{}, err
	}
	n.data, n.info.Format, n.info.Animated = out.Data, out.Format, out.Animated
	for _, r := range recipes {
		made, err := n.render(r)
		if err != nil {
			return Developed{}, err
		}
		out.Renditions = append(out.Renditions, made)
	}
	return out, nil
}

func (n *negative) keepsItsPixels(stored Info) bool {
	switch stored.Format {
	case GIF:
		return true
	case WebP:
		return stored.Animated || stored.Orientation == 1
	case JPEG, PNG:
		return stored.Orientation == 1 && n.img.ColorModel() != color.CMYKModel
	}
	return false
}

func strip(data []byte, f Format) ([]byte, error) {
	switch f {
	case JPEG:
		return stripJPEG(data)
	case PNG:
		return stripPNG(data)
	case GIF:
		return stripGIF(data)
	}
	return stripWebP(data)
}

// encodeToKeep encodes the upright picture with its own colours: their profile
// goes with them, so that nothing a good screen can show is lost.
func (n *negative) encodeToKeep() ([]byte, Format, error) {
	img, profile := n.img, n.info.profile
	if n.toSRGB != nil && len(profile) == 0 || img.ColorModel() == color.CMYKModel || !fits(profile, img) {
		img, profile = n.toSRGB.apply(imaging.Clone(img)), nil
		n.img, n.toSRGB = img, nil
	}
	if n.info.Format == PNG || !n.opaque() {
		data, err := encodePNG(img)
		return withProfilePNG(data, profile), PNG, err
	}
	data, err := encodeJPEG(img, keptQuality)
	return withProfileJPEG(data, profile), JPEG, err
}

// fits says whether a profile describes the channels that will be encoded.
func fits(profile []byte, img image.Image) bool {
	if len(profile) < 20 {
		return true
	}
	_, gray := img.(*image.Gray)
	return (string(profile[16:20]) == "GRAY") == gray
}

// apply converts img in place; a nil transform changes nothing.
func (t *transform) apply(img *image.NRGBA) *image.NRGBA {
	if t == nil {
		return img
	}
	for i := 0; i+3 < len(img.Pix); i += 4 {
		p := img.Pix[i : i+3 : i+3]
		p[0], p[1], p[2] = t.pixel(p[0], p[1], p[2])
	}
	return img
}

func encodeJPEG(img image.Image, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fault.Op("picture.encode", err)
	}
	return out.Bytes(), nil
}

func encodePNG(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fault.Op("picture.encode", err)
	}
	return out.Bytes(), nil
}
