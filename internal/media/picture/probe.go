package picture

import (
	"bytes"

	"parvis/internal/fault"
)

// Info is what the headers of a file say, before anything is decoded.
type Info struct {
	Format      Format
	Width       int // pixels as stored: Orientation is not applied yet
	Height      int
	Orientation int // EXIF, 1 to 8; 1: upright
	Animated    bool
	Depth       int // bits per channel
	Channels    int // 1 gray, 3 RGB, 4 with transparency (or CMYK in a JPEG)
	profile     []byte
	primaries   int // code point of ISO/IEC 23091-2 in HEIC and AVIF; 0: not said
}

// Upright gives the size as a person sees it.
func (i Info) Upright() (width, height int) {
	if i.Orientation >= 5 {
		return i.Height, i.Width
	}
	return i.Width, i.Height
}

// Limits of what is decoded.
type Limits struct {
	MaxPixels int   // of the whole picture
	MaxSide   int   // of either side
	Memory    int64 // bytes that all decoding pictures may take together
}

// DefaultLimits: 80 megapixels, sides under 30,000, 704 MiB. A phone's 12
// megapixels take 84 MB while they are worked on, then nothing.
func DefaultLimits() Limits {
	return Limits{MaxPixels: 80_000_000, MaxSide: 29_999, Memory: 704 << 20}
}

// Check refuses a picture that is too large to decode.
func (l Limits) Check(i Info) error {
	switch {
	case i.Width <= 0 || i.Height <= 0:
		return errBroken
	case i.Width > l.MaxSide || i.Height > l.MaxSide, i.Width*i.Height > l.MaxPixels, i.cost() > l.Memory:
		return fault.Newf(fault.Invalid, "media.too_many_pixels",
			"This picture is too large to open: %d × %d pixels. Reduce it under %d megapixels, and under %d pixels a side.",
			i.Width, i.Height, l.MaxPixels/1_000_000, l.MaxSide+1).
			With("width", i.Width).With("height", i.Height).With("megapixels", l.MaxPixels/1_000_000).With("side", l.MaxSide+1)
	}
	return nil
}

// cost is the most memory that a picture takes: as decoded, and a second copy
// of four bytes a pixel while it is turned, converted or encoded.
func (i Info) cost() int64 {
	px := int64(i.Width) * int64(i.Height)
	switch {
	case i.Depth == 16:
		return px * 12
	case i.Format == HEIC, i.Format == AVIF: // the decoder's own copy
		return px * 10
	case i.Format == JPEG && i.Channels <= 3:
		return px * 7
	}
	return px * 8
}

var (
	errBroken     = fault.New(fault.Invalid, "media.broken", "This picture is damaged or incomplete. Export it again, or send it again.")
	errNotPicture = fault.New(fault.Invalid, "media.not_a_picture", "This file is not a picture.")
)

func broken(cause error) error { return errBroken.Because(cause) }

// Probe reads the headers of a picture. A header that makes no sense is an
// Invalid fault, "media.broken".
func Probe(data []byte) (Info, error) {
	format, err := Sniff(data[:min(len(data), SniffLen)])
	if err != nil {
		return Info{}, err
	}
	var info Info
	switch format {
	case JPEG:
		info, err = probeJPEG(data)
	case PNG:
		info, err = probePNG(data)
	case GIF:
		info, err = probeGIF(data)
	case WebP:
		info, err = probeWebP(data)
	case HEIC, AVIF:
		info, err = probeHEIF(bytes.NewReader(data), int64(len(data)))
	default:
		return Info{}, errNotPicture
	}
	info.Format = format
	if info.Orientation < 1 || info.Orientation > 8 {
		info.Orientation = 1
	}
	if err == nil && (info.Width <= 0 || info.Height <= 0) {
		err = errBroken
	}
	return info, err
}
