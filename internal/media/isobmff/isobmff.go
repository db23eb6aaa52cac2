// Package isobmff walks the boxes of ISO base media files (MP4, HEIC, AVIF).
//
// It reads headers only, from an io.ReaderAt, and trusts none of them: a size
// that leaves its parent, a depth or a number of boxes past the limits is an
// error, never a panic nor a large allocation. Layout: ISO/IEC 14496-12 §4.2.
package isobmff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Limits that no honest file reaches.
const (
	maxBoxes   = 20_000
	maxPayload = 64 << 20 // one table read into memory
)

// ErrMalformed: a box does not fit in its parent, or there are too many.
var ErrMalformed = errors.New("malformed box structure")

// Box is one box: where it lies and what it is called.
type Box struct {
	Type   string // four characters
	Offset int64  // of the header, from the start of the file
	Header int64  // length of the header: 8, or 16 with a 64-bit size
	Size   int64  // header included
}

// Body is the offset of the payload.
func (b Box) Body() int64 { return b.Offset + b.Header }

// End is the offset after the box.
func (b Box) End() int64 { return b.Offset + b.Size }

// Reader reads boxes of one file.
type Reader struct {
	src  io.ReaderAt
	size int64
	seen int
}

// NewReader reads a file of size bytes.
func NewReader(src io.ReaderAt, size int64) *Reader { return &Reader{src: src, size: size} }

// Top lists the boxes of the file itself.
func (r *Reader) Top() ([]Box, error) { return r.list(0, r.size) }

// Children lists the boxes inside b after skip bytes of its payload (4 for a
// full box such as meta, 8 for stsd and dref).
func (r *Reader) Children(b Box, skip int64) ([]Box, error) {
	if b.Body()+skip > b.End() {
		return nil, fmt.Errorf("%s: %w", b.Type, ErrMalformed)
	}
	return r.list(b.Body()+skip, b.End())
}

func (r *Reader) list(from, to int64) ([]Box, error) {
	var out []Box
	for at := from; at+8 <= to; {
		b, err := r.at(at, to)
		if err != nil {
			return out, err
		}
		if r.seen++; r.seen > maxBoxes {
			return out, fmt.Errorf("too many boxes: %w", ErrMalformed)
		}
		out = append(out, b)
		at = b.End()
	}
	return out, nil
}

func (r *Reader) at(at, to int64) (Box, error) {
	var h [16]byte
	if err := r.readAt(h[:8], at); err != nil {
		return Box{}, err
	}
	b := Box{Type: string(h[4:8]), Offset: at, Header: 8, Size: int64(binary.BigEndian.Uint32(h[:4]))}
	switch b.Size {
	case 0: // up to the end of the parent
		b.Size = to - at
	case 1:
		if at+16 > to {
			return b, fmt.Errorf("%q: %w", b.Type, ErrMalformed)
		}
		if err := r.readAt(h[8:], at+8); err != nil {
			return b, err
		}
		b.Header = 16
		b.Size = int64(binary.BigEndian.Uint64(h[8:])) // a value over 2⁶³ is negative, refused below
	}
	if b.Size < b.Header || b.Size > to-at {
		return b, fmt.Errorf("%q at %d: %w", b.Type, at, ErrMalformed)
	}
	return b, nil
}

// Payload reads at most limit bytes of what b holds.
func (r *Reader) Payload(b Box, limit int64) ([]byte, error) {
	n := min(b.Size-b.Header, limit, maxPayload)
	p := make([]byte, n)
	return p, r.readAt(p, b.Body())
}

func (r *Reader) readAt(p []byte, at int64) error {
	if at < 0 || at+int64(len(p)) > r.size {
		return fmt.Errorf("cut short: %w", ErrMalformed)
	}
	_, err := r.src.ReadAt(p, at)
	if errors.Is(err, io.EOF) {
		err = nil // ReadAt may say EOF with a full read at the very end
	}
	return err
}

// Find gives the first of boxes called typ.
func Find(boxes []Box, typ string) (Box, bool) {
	for _, b := range boxes {
		if b.Type == typ {
			return b, true
		}
	}
	return Box{}, false
}

// Path goes down from boxes by names, one level each; a name "meta" is a full
// box, whose children start after four bytes.
func (r *Reader) Path(boxes []Box, names ...string) (Box, bool) {
	for i, name := range names {
		b, ok := Find(boxes, name)
		if !ok || i == len(names)-1 {
			return b, ok
		}
		skip := int64(0)
		if name == "meta" {
			skip = 4
		}
		var err error
		if boxes, err = r.Children(b, skip); err != nil {
			return Box{}, false
		}
	}
	return Box{}, false
}
