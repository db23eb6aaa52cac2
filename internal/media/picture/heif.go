package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"github.com/gen2brain/heic"

	"parvis/internal/fault"
	"parvis/internal/media/isobmff"
)

// probeHEIF reads the item properties of a HEIC or AVIF file: the largest
// ispe box is the picture (tiles and thumbnails are smaller), colr its colours.
// The decoders turn the picture upright themselves (irot, imir), so Orientation
// stays 1; EXIF does not count in these formats (ISO/IEC 23008-12 §A.2.4).
func probeHEIF(src io.ReaderAt, size int64) (Info, error) {
	info := Info{Depth: 8, Channels: 3}
	r := isobmff.NewReader(src, size)
	top, err := r.Top()
	if err != nil && len(top) == 0 {
		return info, broken(err)
	}
	for _, b := range top {
		if b.Type == "moov" {
			info.Animated = true // an image sequence: the still picture is kept
		}
	}
	ipco, ok := r.Path(top, "meta", "iprp", "ipco")
	if !ok {
		return info, broken(errShort)
	}
	properties, err := r.Children(ipco, 0)
	if err != nil {
		return info, broken(err)
	}
	turned := false
	for _, b := range properties {
		p, err := r.Payload(b, maxProfile)
		if err != nil {
			return info, broken(err)
		}
		switch {
		case b.Type == "ispe" && len(p) >= 12:
			w, h := int(binary.BigEndian.Uint32(p[4:])), int(binary.BigEndian.Uint32(p[8:]))
			if w*h > info.Width*info.Height || w > 1<<30 || h > 1<<30 {
				info.Width, info.Height = w, h
			}
		case b.Type == "irot" && len(p) >= 1:
			turned = p[0]&1 == 1
		case b.Type == "auxC":
			info.Channels = 4
		case b.Type == "colr" && len(p) > 4 && (string(p[:4]) == "prof" || string(p[:4]) == "rICC"):
			info.profile = p[4:]
		case b.Type == "colr" && len(p) >= 11 && string(p[:4]) == "nclx":
			info.primaries = int(binary.BigEndian.Uint16(p[4:]))
		}
	}
	if turned {
		info.Width, info.Height = info.Height, info.Width
	}
	return info, nil
}

// minHEIC is the narrowest picture whose planes the decoder lays out as its Go
// side expects (it pads rows to 64 samples, and chroma has half as many).
const minHEIC = 128

var errSmallHEIC = fault.Newf(fault.Invalid, "media.heic_too_small",
	"HEIC pictures under %d pixels a side are not taken. Export this one as JPEG or PNG.", minHEIC).With("side", minHEIC)

// decodeHEIC decodes with libheif in WebAssembly: hostile bytes stay in its
// sandbox.
func decodeHEIC(data []byte, info Info) (image.Image, error) {
	if info.Width < minHEIC || info.Height < minHEIC {
		return nil, errSmallHEIC
	}
	img, err := heic.Decode(bytes.NewReader(data))
	if err == nil {
		mendHEIC(img)
	}
	return img, err
}

// mendHEIC: the decoder (gen2brain/heic 0.4.5) frees its output before it is
// read, and the allocator writes its list into the first 24 bytes. Those samples
// of the first row are taken from the second.
func mendHEIC(img image.Image) {
	mend := func(pix []uint8, stride int) {
		const damaged = 32
		if stride >= damaged && len(pix) >= stride+damaged {
			copy(pix[:damaged], pix[stride:stride+damaged])
		}
	}
	switch p := img.(type) {
	case *image.YCbCr:
		mend(p.Y, p.YStride)
	case *image.Gray:
		mend(p.Pix, p.Stride)
	case *image.NRGBA:
		mend(p.Pix, p.Stride)
	case *image.RGBA:
		mend(p.Pix, p.Stride)
	}
}
