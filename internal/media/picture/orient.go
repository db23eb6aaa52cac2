package picture

import (
	"image"

	"github.com/disintegration/imaging"
)

// upright turns a picture as EXIF orientation o (1 to 8) asks. Pictures of JPEG
// stay in their own planes: no conversion, little memory.
func upright(img image.Image, o int) image.Image {
	if o <= 1 || o > 8 {
		return img
	}
	if y, ok := img.(*image.YCbCr); ok {
		if turned := uprightYCbCr(y, o); turned != nil {
			return turned
		}
	}
	if g, ok := img.(*image.Gray); ok {
		w, h := turnedSize(g.Rect.Dx(), g.Rect.Dy(), o)
		out := image.NewGray(image.Rect(0, 0, w, h))
		turnPlane(out.Pix, out.Stride, g.Pix, g.Stride, g.Rect.Dx(), g.Rect.Dy(), o)
		return out
	}
	switch o {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img) // imaging turns counter-clockwise
	case 7:
		return imaging.Transverse(img)
	}
	return imaging.Rotate90(img)
}

func turnedSize(w, h, o int) (int, int) {
	if o >= 5 {
		return h, w
	}
	return w, h
}

// turnedRatio is the chroma ratio once turned; false for those that have none.
func turnedRatio(r image.YCbCrSubsampleRatio, o int) (image.YCbCrSubsampleRatio, bool) {
	switch r {
	case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420:
		return r, true
	case image.YCbCrSubsampleRatio422:
		if o >= 5 {
			return image.YCbCrSubsampleRatio440, true
		}
		return r, true
	case image.YCbCrSubsampleRatio440:
		if o >= 5 {
			return image.YCbCrSubsampleRatio422, true
		}
		return r, true
	}
	return r, o < 5
}

func uprightYCbCr(src *image.YCbCr, o int) image.Image {
	ratio, ok := turnedRatio(src.SubsampleRatio, o)
	if !ok || src.Rect.Min != (image.Point{}) {
		return nil
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	nw, nh := turnedSize(w, h, o)
	dst := image.NewYCbCr(image.Rect(0, 0, nw, nh), ratio)
	cw, ch := chromaSize(src)
	turnPlane(dst.Y, dst.YStride, src.Y, src.YStride, w, h, o)
	turnPlane(dst.Cb, dst.CStride, src.Cb, src.CStride, cw, ch, o)
	turnPlane(dst.Cr, dst.CStride, src.Cr, src.CStride, cw, ch, o)
	return dst
}

func chromaSize(p *image.YCbCr) (w, h int) {
	w, h = p.Rect.Dx(), p.Rect.Dy()
	switch p.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		return (w + 1) / 2, h
	case image.YCbCrSubsampleRatio420:
		return (w + 1) / 2, (h + 1) / 2
	case image.YCbCrSubsampleRatio440:
		return w, (h + 1) / 2
	case image.YCbCrSubsampleRatio411:
		return (w + 3) / 4, h
	case image.YCbCrSubsampleRatio410:
		return (w + 3) / 4, (h + 1) / 2
	}
	return w, h
}

// turnPlane writes the w × h plane src into dst, turned as o asks.
func turnPlane(dst []uint8, dstStride int, src []uint8, srcStride, w, h, o int) {
	for y := range h {
		row := src[y*srcStride : y*srcStride+w]
		for x, v := range row {
			dx, dy := x, y
			switch o {
			case 2:
				dx = w - 1 - x
			case 3:
				dx, dy = w-1-x, h-1-y
			case 4:
				dy = h - 1 - y
			case 5:
				dx, dy = y, x
			case 6:
				dx, dy = h-1-y, x
			case 7:
				dx, dy = h-1-y, w-1-x
			case 8:
				dx, dy = y, w-1-x
			}
			dst[dy*dstStride+dx] = v
		}
	}
}
