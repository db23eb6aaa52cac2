package picture

import (
	"bytes"
	"encoding/binary"
)

// Flags of the VP8X chunk (WebP container specification).
const (
	webpAnimated = 0x02
	webpXMP      = 0x04
	webpEXIF     = 0x08
	webpAlpha    = 0x10
)

// walkRIFF calls fn for each chunk of body.
func walkRIFF(body []byte, fn func(name string, payload []byte) error) error {
	for len(body) >= 8 {
		n := int64(binary.LittleEndian.Uint32(body[4:]))
		if n > int64(len(body)-8) {
			return errShort
		}
		if err := fn(string(body[:4]), body[8:8+n]); err != nil {
			return err
		}
		body = body[min(8+n+n&1, int64(len(body))):]
	}
	return nil
}

func riffBody(data []byte) ([]byte, error) {
	if len(data) < 12 {
		return nil, errShort
	}
	n := int64(binary.LittleEndian.Uint32(data[4:]))
	if n < 4 || n > int64(len(data)-8) {
		return nil, errShort
	}
	return data[12 : 8+n], nil
}

func probeWebP(data []byte) (Info, error) {
	info := Info{Depth: 8, Channels: 3}
	frames := 0
	body, err := riffBody(data)
	if err != nil {
		return info, broken(err)
	}
	err = walkRIFF(body, func(name string, p []byte) error {
		switch {
		case name == "VP8X" && len(p) >= 10:
			info.Animated = p[0]&webpAnimated != 0
			if p[0]&webpAlpha != 0 {
				info.Channels = 4
			}
			info.Width, info.Height = u24(p[4:])+1, u24(p[7:])+1
		case name == "VP8 " && len(p) >= 10 && info.Width == 0: // RFC 6386 §9.1
			info.Width = int(binary.LittleEndian.Uint16(p[6:]) & 0x3fff)
			info.Height = int(binary.LittleEndian.Uint16(p[8:]) & 0x3fff)
		case name == "VP8L" && len(p) >= 5:
			bits := binary.LittleEndian.Uint32(p[1:])
			info.Channels = 4
			if info.Width == 0 {
				info.Width, info.Height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
			}
		case name == "ICCP" && len(p) <= maxProfile:
			info.profile = p
		case name == "EXIF":
			info.Orientation = exifOrientation(bytes.TrimPrefix(p, []byte("Exif\x00\x00")))
		case name == "ANMF":
			if frames++; frames > maxFrames {
				return errShort
			}
		}
		return nil
	})
	if err != nil {
		return info, broken(err)
	}
	return info, nil
}

func u24(p []byte) int { return int(p[0]) | int(p[1])<<8 | int(p[2])<<16 }

var keptWebP = map[string]bool{"VP8X": true, "VP8 ": true, "VP8L": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true}

func stripWebP(data []byte) ([]byte, error) {
	body, err := riffBody(data)
	if err != nil {
		return nil, broken(err)
	}
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	out.WriteString("RIFF\x00\x00\x00\x00WEBP")
	err = walkRIFF(body, func(name string, p []byte) error {
		if !keptWebP[name] {
			return nil
		}
		if name == "VP8X" && len(p) > 0 {
			p = bytes.Clone(p)
			p[0] &^= webpEXIF | webpXMP
		}
		writeRIFF(out, name, p)
		return nil
	})
	if err != nil {
		return nil, broken(err)
	}
	whole := out.Bytes()
	binary.LittleEndian.PutUint32(whole[4:], uint32(len(whole)-8))
	return whole, nil
}

func writeRIFF(out *bytes.Buffer, name string, p []byte) {
	out.WriteString(name)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(p))))
	out.Write(p)
	if len(p)%2 == 1 {
		out.WriteByte(0)
	}
}

// firstFrameWebP makes a still picture of the first frame of an animation, which
// the decoder cannot read, and says where the frame lies on its canvas.
func firstFrameWebP(data []byte) (still []byte, x, y int, err error) {
	body, err := riffBody(data)
	if err != nil {
		return nil, 0, 0, err
	}
	err = walkRIFF(body, func(name string, p []byte) error {
		if name != "ANMF" || still != nil {
			return nil
		}
		if len(p) < 16 {
			return errShort
		}
		x, y = u24(p)*2, u24(p[3:])*2
		out := bytes.NewBufferString("RIFF\x00\x00\x00\x00WEBP")
		flags := byte(0)
		if bytes.HasPrefix(p[16:], []byte("ALPH")) {
			flags = webpAlpha
		}
		head := append([]byte{flags, 0, 0, 0}, p[6:12]...) // width and height less one, as VP8X has them
		writeRIFF(out, "VP8X", head)
		out.Write(p[16:])
		still = out.Bytes()
		binary.LittleEndian.PutUint32(still[4:], uint32(len(still)-8))
		return nil
	})
	if err == nil && still == nil {
		err = errShort
	}
	return still, x, y, err
}
