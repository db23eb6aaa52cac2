package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errShort = errors.New("cut short")

// Markers of ITU-T T.81, table B.1.
const (
	markSOI  = 0xd8
	markEOI  = 0xd9
	markSOS  = 0xda
	markAPP0 = 0xe0
	markAPP1 = 0xe1
	markAPP2 = 0xe2
	markAdbe = 0xee
	markCOM  = 0xfe
)

const iccHeader = "ICC_PROFILE\x00"

// segment is one marker of a JPEG: its payload without the length, and for SOS
// the coded data that follows.
type segment struct {
	mark  byte
	body  []byte
	coded []byte // after SOS, up to the next marker
}

// walkJPEG calls fn for each segment up to and including EOI; what follows the
// end of the image (motion photos, second images, archives) is not looked at.
func walkJPEG(data []byte, fn func(segment) error) error {
	for at := 2; ; {
		if at+2 > len(data) || data[at] != 0xff {
			return errShort
		}
		mark := data[at+1]
		at += 2
		switch {
		case mark == 0xff: // fill byte
			at--
			continue
		case mark == markEOI:
			return fn(segment{mark: mark})
		case mark == 0x01 || mark >= 0xd0 && mark <= markSOI:
			continue // no payload
		}
		if at+2 > len(data) {
			return errShort
		}
		end := at + int(binary.BigEndian.Uint16(data[at:]))
		if end < at+2 || end > len(data) {
			return errShort
		}
		s := segment{mark: mark, body: data[at+2 : end]}
		at = end
		if mark == markSOS {
			next := nextMarker(data, at)
			s.coded = data[at:next]
			at = next
		}
		if err := fn(s); err != nil {
			return err
		}
	}
}

// nextMarker gives where coded data ends: the next 0xff that is neither stuffed
// nor a restart.
func nextMarker(data []byte, at int) int {
	for {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 || at+i+1 >= len(data) {
			return len(data)
		}
		at += i
		if m := data[at+1]; m != 0 && m != 0xff && (m < 0xd0 || m > 0xd7) {
			return at
		}
		at++
	}
}

var errStop = errors.New("stop")

func probeJPEG(data []byte) (Info, error) {
	info := Info{Depth: 8}
	var profile [256][]byte
	err := walkJPEG(data, func(s segment) error {
		switch {
		case s.mark == markSOS:
			return errStop
		case s.mark == markAPP1 && bytes.HasPrefix(s.body, []byte("Exif\x00\x00")):
			info.Orientation = exifOrientation(s.body[6:])
		case s.mark == markAPP2 && bytes.HasPrefix(s.body, []byte(iccHeader)) && len(s.body) > 14:
			profile[s.body[12]] = s.body[14:]
		case s.mark >= 0xc0 && s.mark <= 0xcf && s.mark != 0xc4 && s.mark != 0xc8 && s.mark != 0xcc:
			if len(s.body) < 6 {
				return errShort
			}
			info.Depth = int(s.body[0])
			info.Height = int(binary.BigEndian.Uint16(s.body[1:]))
			info.Width = int(binary.BigEndian.Uint16(s.body[3:]))
			info.Channels = int(s.body[5])
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return info, broken(err)
	}
	info.profile = bytes.Join(profile[:], nil)
	return info, nil
}

// stripJPEG copies a JPEG without what it says of its maker: EXIF, XMP, IPTC,
// comments, previews, and whatever follows its end. Kept: JFIF, the colour
// profile and Adobe's colour transform, without which colours change.
func stripJPEG(data []byte) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	out.Write([]byte{0xff, markSOI})
	ended := false
	err := walkJPEG(data, func(s segment) error {
		switch {
		case s.mark == markEOI:
			ended = true
			out.Write([]byte{0xff, markEOI})
			return nil
		case s.mark == markAPP0 && bytes.HasPrefix(s.body, []byte("JFIF\x00")) && len(s.body) >= 14:
			s.body = append(append([]byte{}, s.body[:12]...), 0, 0) // without the thumbnail
		case s.mark == markAPP2 && bytes.HasPrefix(s.body, []byte(iccHeader)):
		case s.mark == markAdbe && bytes.HasPrefix(s.body, []byte("Adobe")):
		case s.mark >= markAPP0 && s.mark <= 0xef, s.mark == markCOM:
			return nil
		}
		writeSegment(out, s.mark, s.body)
		out.Write(s.coded)
		return nil
	})
	if err != nil || !ended {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}

func writeSegment(out *bytes.Buffer, mark byte, body []byte) {
	out.Write([]byte{0xff, mark})
	out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)))
	out.Write(body)
}

// withProfileJPEG puts a colour profile into a JPEG made by our encoder.
func withProfileJPEG(data, profile []byte) []byte {
	const chunk = 65_000
	if len(profile) == 0 {
		return data
	}
	count := (len(profile) + chunk - 1) / chunk
	out := bytes.NewBuffer(make([]byte, 0, len(data)+len(profile)+count*20))
	out.Write(data[:2])
	for n := 1; len(profile) > 0; n++ {
		part := profile[:min(chunk, len(profile))]
		profile = profile[len(part):]
		writeSegment(out, markAPP2, append(append([]byte(iccHeader), byte(n), byte(count)), part...))
	}
	out.Write(data[2:])
	return out.Bytes()
}

// exifOrientation reads tag 0x0112 of the first directory of a TIFF block; 0
// when it says nothing. (Exif 2.32 §4.6.4.)
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	entries := int64(order.Uint16(tiff[at:]))
	for n := range entries {
		e := at + 2 + n*12
		if e+12 > int64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			return int(order.Uint16(tiff[e+8:]))
		}
	}
	return 0
}
