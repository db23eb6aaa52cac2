package picture

import (
	"encoding/binary"
	"math"
)

// profile is a colour profile that three curves and a matrix describe fully
// (ICC.1:2010 §8.3.3): what phones and cameras write.
type profile struct {
	gray  bool
	curve [3]func(float64) float64 // device value to linear light, 0 to 1
	toXYZ [9]float64               // linear light to XYZ under D50
}

// sRGB as ICC profiles have it: adapted to D50 by Bradford.
var srgbToXYZ = [9]float64{
	0.4360747, 0.3850649, 0.1430804,
	0.2225045, 0.7168786, 0.0606169,
	0.0139322, 0.0971045, 0.7141733,
}

var xyzToSRGB = [9]float64{
	3.1338561, -1.6168667, -0.4906146,
	-0.9787684, 1.9161415, 0.0334540,
	0.0719453, -0.2289914, 1.4052427,
}

// displayP3 for HEIC and AVIF files that name their primaries by number (12)
// instead of carrying a profile.
var displayP3 = profile{
	curve: [3]func(float64) float64{srgbDecode, srgbDecode, srgbDecode},
	toXYZ: [9]float64{0.5151187, 0.2919778, 0.1571035, 0.2411892, 0.6922441, 0.0665668, -0.0010505, 0.0418791, 0.7840713},
}

func srgbDecode(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func srgbEncode(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// parseProfile reads a matrix-and-curve RGB profile or a gray one; false for
// any other sort (tables, CMYK, Lab) and for nonsense.
func parseProfile(icc []byte) (profile, bool) {
	if len(icc) < 132 || string(icc[36:40]) != "acsp" {
		return profile{}, false
	}
	tags := iccTags(icc)
	var p profile
	switch space := string(icc[16:20]); {
	case space == "GRAY":
		p.gray = true
		c, ok := parseCurve(tags["kTRC"])
		p.curve = [3]func(float64) float64{c, c, c}
		return p, ok
	case space != "RGB " || tags["A2B0"] != nil || string(icc[20:24]) != "XYZ ":
		return profile{}, false
	}
	for i, name := range []string{"r", "g", "b"} {
		c, ok := parseCurve(tags[name+"TRC"])
		xyz := tags[name+"XYZ"]
		if !ok || len(xyz) < 20 {
			return profile{}, false
		}
		p.curve[i] = c
		for row := range 3 {
			p.toXYZ[row*3+i] = fixed(xyz[8+row*4:])
		}
	}
	return p, true
}

func iccTags(icc []byte) map[string][]byte {
	tags := map[string][]byte{}
	count := min(binary.BigEndian.Uint32(icc[128:]), 100)
	for n := range int(count) {
		e := 132 + n*12
		if e+12 > len(icc) {
			break
		}
		at, size := uint64(binary.BigEndian.Uint32(icc[e+4:])), uint64(binary.BigEndian.Uint32(icc[e+8:]))
		if at+size <= uint64(len(icc)) {
			tags[string(icc[e:e+4])] = icc[at : at+size]
		}
	}
	return tags
}

// fixed reads an s15Fixed16Number.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// parseCurve reads a curveType or a parametricCurveType (ICC.1:2010 §10.5, §10.15).
func parseCurve(tag []byte) (func(float64) float64, bool) {
	if len(tag) < 12 {
		return nil, false
	}
	switch string(tag[:4]) {
	case "curv":
		return tableCurve(int(binary.BigEndian.Uint32(tag[8:])), tag[12:])
	case "para":
		return parametricCurve(int(binary.BigEndian.Uint16(tag[8:])), tag[12:])
	}
	return nil, false
}

func tableCurve(n int, data []byte) (func(float64) float64, bool) {
	switch {
	case n == 0:
		return func(v float64) float64 { return v }, true
	case n < 0 || n > len(data)/2:
		return nil, false
	case n == 1:
		gamma := float64(binary.BigEndian.Uint16(data)) / 256
		return func(v float64) float64 { return math.Pow(v, gamma) }, true
	}
	table := make([]float64, n)
	for i := range table {
		table[i] = float64(binary.BigEndian.Uint16(data[i*2:])) / 65535
	}
	return func(v float64) float64 {
		x := v * float64(n-1)
		i := min(int(x), n-2)
		f := x - float64(i)
		return table[i]*(1-f) + table[i+1]*f
	}, true
}

func parametricCurve(kind int, data []byte) (func(float64) float64, bool) {
	counts := []int{1, 3, 4, 5, 7}
	if kind < 0 || kind >= len(counts) || len(data) < counts[kind]*4 {
		return nil, false
	}
	var k [7]float64 // g a b c d e f
	for i := range counts[kind] {
		k[i] = fixed(data[i*4:])
	}
	g, a, b, c, d, e, f := k[0], k[1], k[2], k[3], k[4], k[5], k[6]
	switch kind {
	case 0:
		a, b, c, d = 1, 0, 0, 0
	case 1:
		if a == 0 {
			return nil, false
		}
		c, d = 0, -b/a
	case 2:
		if a == 0 {
			return nil, false
		}
		e, f, c, d = c, c, 0, -b/a
	case 3:
	}
	return func(v float64) float64 {
		if v >= d {
			return math.Pow(max(a*v+b, 0), g) + e
		}
		return c*v + f
	}, true
}

// isSRGB says whether pictures with this profile look the same without it: no
// 8-bit value of the primaries, the grays or the skin tones moves by more than 2.
func (p profile) isSRGB() bool {
	t := newTransform(p)
	for _, c := range [][3]uint8{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {128, 128, 128}, {32, 32, 32}, {200, 150, 120}, {255, 255, 255}} {
		r, g, b := t.pixel(c[0], c[1], c[2])
		if apart(r, c[0]) > 2 || apart(g, c[1]) > 2 || apart(b, c[2]) > 2 {
			return false
		}
	}
	return true
}

func apart(a, b uint8) int {
	if a > b {
		return int(a - b)
	}
	return int(b - a)
}

const encodeSteps = 4096

var encodeTable = func() (t [encodeSteps + 1]uint8) {
	for i := range t {
		t[i] = uint8(math.Round(srgbEncode(float64(i)/encodeSteps) * 255))
	}
	return t
}()

// transform turns device values of a profile into sRGB, by table and matrix.
type transform struct {
	linear [3][256]float32
	m      [9]float32
}

func newTransform(p profile) *transform {
	t := &transform{}
	for c := range 3 {
		for v := range 256 {
			t.linear[c][v] = float32(p.curve[c](float64(v) / 255))
		}
	}
	m := [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}
	if !p.gray {
		m = multiply(xyzToSRGB, p.toXYZ)
	}
	for i := range m {
		t.m[i] = float32(m[i])
	}
	return t
}

func multiply(a, b [9]float64) (out [9]float64) {
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[r*3+c] += a[r*3+k] * b[k*3+c]
			}
		}
	}
	return out
}

func (t *transform) pixel(r, g, b uint8) (uint8, uint8, uint8) {
	x, y, z := t.linear[0][r], t.linear[1][g], t.linear[2][b]
	return encode(t.m[0]*x + t.m[1]*y + t.m[2]*z),
		encode(t.m[3]*x + t.m[4]*y + t.m[5]*z),
		encode(t.m[6]*x + t.m[7]*y + t.m[8]*z)
}

func encode(v float32) uint8 {
	switch {
	case !(v > 0): // also NaN
		return 0
	case v >= 1:
		return 255
	}
	return encodeTable[int(v*encodeSteps+0.5)]
}
