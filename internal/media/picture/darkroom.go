package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"
	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"

	"parvis/internal/fault"
)

// atOnce is how many pictures are decoded together.
const atOnce = 2

// Options of a Darkroom.
type Options struct {
	Limits Limits // zero: DefaultLimits
	// AVIF turns an AVIF file into a PNG; nil: AVIF is refused with a sentence
	// that says what to do.
	AVIF func(ctx context.Context, data []byte) ([]byte, error)
}

// Darkroom decodes, cleans and renders, within its limits. It is safe for
// concurrent use: callers wait for their turn.
type Darkroom struct {
	limits Limits
	avif   func(ctx context.Context, data []byte) ([]byte, error)
	turns  *semaphore.Weighted
	memory *semaphore.Weighted
}

// New makes a darkroom.
func New(o Options) *Darkroom {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	return &Darkroom{limits: o.Limits, avif: o.AVIF, turns: semaphore.NewWeighted(atOnce), memory: semaphore.NewWeighted(o.Limits.Memory)}
}

var errNoAVIF = fault.New(fault.Invalid, "media.no_avif",
	"AVIF pictures need ffmpeg on the server, which has none. Export the picture as JPEG or PNG.")

// enter waits for a turn and for the memory that info needs.
func (d *Darkroom) enter(ctx context.Context, info Info) (leave func(), err error) {
	if err := d.limits.Check(info); err != nil {
		return nil, err
	}
	if err := d.turns.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	cost := info.cost()
	if err := d.memory.Acquire(ctx, cost); err != nil {
		d.turns.Release(1)
		return nil, err
	}
	return func() { d.memory.Release(cost); d.turns.Release(1) }, nil
}

// negative is a decoded picture, upright, with what its colours mean.
type negative struct {
	img    image.Image
	info   Info // as displayed: width and height upright
	toSRGB *transform
	embed  []byte // profile to embed when the colours are not converted
	data   []byte // the file, for recipes that it meets as it is
}

// develop decodes data. The caller has entered.
func (d *Darkroom) develop(ctx context.Context, data []byte, info Info) (*negative, error) {
	img, err := d.decode(ctx, data, info)
	if err != nil {
		return nil, err
	}
	if info.Format == HEIC || info.Format == AVIF { // what the header said is settled by what came out
		b := img.Bounds()
		info.Width, info.Height = b.Dx(), b.Dy()
		if err := d.limits.Check(info); err != nil {
			return nil, err
		}
	}
	n := &negative{img: upright(img, info.Orientation), data: data}
	info.Width, info.Height = info.Upright()
	n.info = info
	n.readColours()
	return n, nil
}

func (d *Darkroom) decode(ctx context.Context, data []byte, info Info) (img image.Image, err error) {
	defer func() { // decoders are given hostile bytes
		if p := recover(); p != nil {
			img, err = nil, errBroken
		}
	}()
	r := bytes.NewReader(data)
	switch info.Format {
	case JPEG:
		img, err = jpeg.Decode(r)
	case PNG:
		img, err = png.Decode(r)
	case GIF:
		img, err = firstFrameGIF(data, info)
	case WebP:
		img, err = decodeWebP(data, info)
	case HEIC:
		img, err = decodeHEIC(data, info)
	case AVIF:
		img, err = d.decodeAVIF(ctx, data)
	default:
		err = errNotPicture
	}
	if err != nil {
		var f *fault.Fault
		if errors.As(err, &f) || ctx.Err() != nil {
			return nil, err
		}
		return nil, broken(err)
	}
	return img, nil
}

func firstFrameGIF(data []byte, info Info) (image.Image, error) {
	frame, err := gif.Decode(bytes.NewReader(data))
	if err != nil || frame.Bounds() == image.Rect(0, 0, info.Width, info.Height) {
		return frame, err
	}
	canvas := image.NewNRGBA(image.Rect(0, 0, info.Width, info.Height))
	return imaging.Paste(canvas, frame, frame.Bounds().Min), nil
}

func decodeWebP(data []byte, info Info) (image.Image, error) {
	if !info.Animated {
		return webp.Decode(bytes.NewReader(data))
	}
	still, x, y, err := firstFrameWebP(data)
	if err != nil {
		return nil, err
	}
	frame, err := webp.Decode(bytes.NewReader(still))
	if err != nil || frame.Bounds().Dx() == info.Width && frame.Bounds().Dy() == info.Height {
		return frame, err
	}
	canvas := image.NewNRGBA(image.Rect(0, 0, info.Width, info.Height))
	return imaging.Paste(canvas, frame, image.Pt(x, y)), nil
}

func (d *Darkroom) decodeAVIF(ctx context.Context, data []byte) (image.Image, error) {
	if d.avif == nil {
		return nil, errNoAVIF
	}
	flat, err := d.avif(ctx, data)
	if err != nil {
		return nil, err
	}
	info, err := Probe(flat)
	if err != nil {
		return nil, err
	}
	if err := d.limits.Check(info); err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(flat))
}

// readColours decides what becomes of the colours: converted when the profile
// is understood and is not already sRGB, else kept with their profile.
func (n *negative) readColours() {
	if n.img.ColorModel() == color.CMYKModel { // a CMYK profile says nothing of RGB
		return
	}
	icc := n.info.profile
	if len(icc) == 0 {
		if n.info.primaries == 12 {
			n.toSRGB = newTransform(displayP3)
		}
		return
	}
	p, ok := parseProfile(icc)
	switch {
	case ok && p.isSRGB():
	case ok:
		n.toSRGB = newTransform(p)
	case len(icc) >= 20 && string(icc[16:20]) == "RGB ":
		n.embed = icc
	}
}

func (n *negative) opaque() bool {
	o, ok := n.img.(interface{ Opaque() bool })
	return n.img.ColorModel() == color.CMYKModel || ok && o.Opaque()
}
