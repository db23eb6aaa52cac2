package picture

import (
	"bytes"
	"encoding/binary"
)

// maxFrames: an animation past this is refused rather than counted further.
const maxFrames = 5000

// gifPart is one block of a GIF as it lies in the file.
type gifPart struct {
	kind  byte // ',' image, '!' extension, ';' trailer
	label byte // of an extension
	app   string
	whole []byte
}

// walkGIF calls fn for the header and tables (kind 0), then for each block up to
// the trailer. (GIF89a specification, appendix B.)
func walkGIF(data []byte, fn func(gifPart) error) error {
	if len(data) < 13 {
		return errShort
	}
	at := 13
	if data[10]&0x80 != 0 {
		at += 3 << (data[10]&7 + 1)
	}
	if at > len(data) {
		return errShort
	}
	if err := fn(gifPart{whole: data[:at]}); err != nil {
		return err
	}
	for at < len(data) {
		p := gifPart{kind: data[at]}
		var end int
		switch p.kind {
		case ';':
			p.whole = data[at : at+1]
			return fn(p)
		case '!':
			if at+3 > len(data) {
				return errShort
			}
			p.label = data[at+1]
			end = at + 2
			if n := int(data[end]); n == 11 && end+12 <= len(data) {
				p.app = string(data[end+1 : end+12])
			}
		case ',':
			if at+10 > len(data) {
				return errShort
			}
			end = at + 10
			if data[at+9]&0x80 != 0 {
				end += 3 << (data[at+9]&7 + 1)
			}
			end++ // LZW minimum code size
		default:
			return errShort
		}
		for { // sub-blocks
			if end >= len(data) {
				return errShort
			}
			n := int(data[end])
			end += 1 + n
			if n == 0 {
				break
			}
		}
		if end > len(data) {
			return errShort
		}
		p.whole = data[at:end]
		if err := fn(p); err != nil {
			return err
		}
		at = end
	}
	return errShort // no trailer
}

func probeGIF(data []byte) (Info, error) {
	if len(data) < 13 {
		return Info{}, errBroken
	}
	info := Info{Depth: 8, Channels: 4,
		Width:  int(binary.LittleEndian.Uint16(data[6:])),
		Height: int(binary.LittleEndian.Uint16(data[8:]))}
	frames := 0
	err := walkGIF(data, func(p gifPart) error {
		if p.kind == ',' {
			if frames++; frames > maxFrames {
				return errShort
			}
		}
		return nil
	})
	info.Animated = frames > 1
	if err != nil || frames == 0 {
		return info, broken(err)
	}
	return info, nil
}

// stripGIF drops comments, plain text and every application block but the one
// that says how often to play; frames are copied as they are.
func stripGIF(data []byte) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(data)))
	err := walkGIF(data, func(p gifPart) error {
		if p.kind == '!' && p.label != 0xf9 && p.app != "NETSCAPE2.0" && p.app != "ANIMEXTS1.0" {
			return nil
		}
		out.Write(p.whole)
		return nil
	})
	if err != nil {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}
