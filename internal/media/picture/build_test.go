package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// place is what a phone writes about where a picture was taken; no cleaned file
// may hold it.
const place = "GPS-47.7486N-3.3702W"

// corners is a picture whose corners tell how it is turned: red, green on top,
// blue, white below.
func corners(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.NRGBA{G: 255, A: 255}
			case x < w/2 && y >= h/2:
				c = color.NRGBA{B: 255, A: 255}
			case x >= w/2:
				c = color.NRGBA{255, 255, 255, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func plain(w, h int, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return img
}

func toJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func toPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiff is an EXIF block with an orientation and a GPS directory.
func tiff(order binary.AppendByteOrder, orientation int) []byte {
	mark := "MM"
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		mark = "II"
	}
	b := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	b = order.AppendUint16(b, 2)
	entry := func(tag, typ uint16, count uint32) {
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), typ), count)
	}
	entry(0x0112, 3, 1)
	b = order.AppendUint16(order.AppendUint16(b, uint16(orientation)), 0)
	entry(0x8825, 2, uint32(len(place)))
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(b, 0)
	return append(b, place...)
}

// withMetadata gives a JPEG an EXIF block, XMP, a comment and a tail.
func withMetadata(data []byte, orientation int) []byte {
	var out bytes.Buffer
	out.Write(data[:2])
	writeSegment(&out, markAPP1, append([]byte("Exif\x00\x00"), tiff(binary.BigEndian, orientation)...))
	writeSegment(&out, markAPP1, []byte("http://ns.adobe.com/xap/1.0/\x00<x>"+place+"</x>"))
	writeSegment(&out, markCOM, []byte(place))
	out.Write(data[2:])
	out.WriteString("tail " + place)
	return out.Bytes()
}

func pngChunk(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, name...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func withPNGChunks(data []byte, chunks ...[]byte) []byte {
	const afterIHDR = len(pngHeader) + 25
	return bytes.Join([][]byte{data[:afterIHDR], bytes.Join(chunks, nil), data[afterIHDR:]}, nil)
}

// iccProfile writes a matrix-and-curve profile: primaries as columns of m, the
// sRGB curve, or a plain gamma.
func iccProfile(m [9]float64, gamma float64) []byte {
	fixedTo := func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint32(b, uint32(int32(v*65536+0.5))) }
	xyz := func(i int) []byte {
		b := []byte("XYZ \x00\x00\x00\x00")
		for row := range 3 {
			b = fixedTo(b, m[row*3+i])
		}
		return b
	}
	curve := []byte("para\x00\x00\x00\x00\x00\x03\x00\x00")
	for _, v := range []float64{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045} {
		curve = fixedTo(curve, v)
	}
	if gamma > 0 {
		curve = binary.BigEndian.AppendUint16([]byte("curv\x00\x00\x00\x00\x00\x00\x00\x01"), uint16(gamma*256))
	}
	head := make([]byte, 128)
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	tags := []struct {
		name string
		body []byte
	}{{"rXYZ", xyz(0)}, {"gXYZ", xyz(1)}, {"bXYZ", xyz(2)}, {"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve}}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var bodies []byte
	for _, tag := range tags {
		at := 132 + 12*len(tags) + len(bodies)
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(table, uint32(at)), uint32(len(tag.body)))
		bodies = append(bodies, tag.body...)
	}
	out := bytes.Join([][]byte{head, table, bodies}, nil)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

func pixel(t testing.TB, data []byte, x, y int) color.NRGBA {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
}

func near(a, b color.NRGBA, tolerance int) bool {
	return apart(a.R, b.R) <= tolerance && apart(a.G, b.G) <= tolerance && apart(a.B, b.B) <= tolerance && apart(a.A, b.A) <= tolerance
}
