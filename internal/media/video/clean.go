package video

import (
	"encoding/binary"
	"io"

	"parvis/internal/fault"
	"parvis/internal/media/isobmff"
)

// File is what Clean works on: an *os.File of a copy that nobody else reads.
type File interface {
	io.ReaderAt
	io.WriterAt
}

// metadata are the boxes that say who, where and with what.
var metadata = map[string]bool{"udta": true, "meta": true, "uuid": true, "ID32": true, "XMP_": true, "loci": true}

// keptHandlers are the tracks that a viewer sees, hears or reads. All others
// (meta, GoPro's gpmd, camm) hold places, times and movements of the camera.
var keptHandlers = map[string]bool{"vide": true, "soun": true, "text": true, "sbtl": true, "subt": true, "clcp": true}

// Clean empties metadata boxes and data tracks of an MP4, in place: each becomes
// a free box of the same length filled with zeros, and the samples of a removed
// track are overwritten too. Dates of the headers are set to zero. The length
// does not change, so every offset stays right.
func Clean(f File, size int64) error {
	m, err := open(f, size)
	if err != nil {
		return err
	}
	c := cleaner{file: m, w: f, size: size, budget: size}
	if _, fragmented := isobmff.Find(m.inside, "mvex"); fragmented && m.holdsData() {
		return errFragments
	}
	for _, b := range m.top {
		if metadata[b.Type] || b.Type == "free" || b.Type == "skip" {
			c.empty(b)
		}
	}
	for _, b := range m.inside {
		if metadata[b.Type] {
			c.empty(b)
		}
		if b.Type == "mvhd" {
			c.undate(b)
		}
	}
	for _, t := range m.tracks {
		c.track(t)
	}
	return c.err
}

// errFragments: the samples of a data track in a fragmented file are not where
// its tables say; it is refused rather than kept with its places.
var errFragments = fault.New(fault.Invalid, "media.video_fragments",
	"This video is fragmented and carries sensor data that cannot be removed. Export it again as a plain MP4.")

func (f *file) holdsData() bool {
	for _, t := range f.tracks {
		if !keptHandlers[t.handler] {
			return true
		}
	}
	return false
}

type cleaner struct {
	*file
	w      io.WriterAt
	size   int64
	budget int64 // bytes of samples still to overwrite: honest chunks do not overlap
	err    error
}

func (c *cleaner) track(t track) {
	if !keptHandlers[t.handler] {
		c.samples(t)
		c.empty(t.box)
		return
	}
	inside, err := c.r.Children(t.box, 0)
	if err != nil {
		c.err = err
		return
	}
	for _, b := range inside {
		switch {
		case metadata[b.Type]:
			c.empty(b)
		case b.Type == "tkhd":
			c.undate(b)
		case b.Type == "mdia":
			if mdhd, ok := c.r.Path(inside, "mdia", "mdhd"); ok {
				c.undate(mdhd)
			}
			if media, err := c.r.Children(b, 0); err == nil {
				for _, m := range media {
					if metadata[m.Type] {
						c.empty(m)
					}
				}
			}
		}
	}
}

// empty turns a box into free space.
func (c *cleaner) empty(b isobmff.Box) {
	c.write([]byte("free"), b.Offset+4)
	c.zero(b.Body(), b.End())
}

// undate sets the creation and modification times of a header to zero.
func (c *cleaner) undate(b isobmff.Box) {
	p, err := c.r.Payload(b, 1)
	if err != nil || len(p) == 0 {
		return
	}
	n := int64(8)
	if p[0] == 1 {
		n = 16
	}
	c.zero(b.Body()+4, min(b.Body()+4+n, b.End()))
}

func (c *cleaner) zero(from, to int64) {
	var blank [32 << 10]byte
	for from < to && c.err == nil {
		n := min(to-from, int64(len(blank)))
		c.write(blank[:n], from)
		from += n
	}
}

func (c *cleaner) write(p []byte, at int64) {
	if c.err == nil {
		_, c.err = c.w.WriteAt(p, at)
	}
}

// maxSamples of one track: a sensor at 1 kHz for an hour.
const maxSamples = 4_000_000

// samples overwrites what a track holds in the media data, chunk by chunk
// (stsc, stsz and stco or co64, ISO/IEC 14496-12 §8.7).
func (c *cleaner) samples(t track) {
	inside, err := c.r.Children(t.box, 0)
	if err != nil {
		return
	}
	table := func(name string) []byte {
		b, ok := c.r.Path(inside, "mdia", "minf", "stbl", name)
		if !ok {
			return nil
		}
		p, err := c.r.Payload(b, 16<<20)
		if err != nil || len(p) < 8 {
			return nil
		}
		return p
	}
	sizes, runs, chunks, wide := table("stsz"), table("stsc"), table("stco"), int64(4)
	if chunks == nil {
		chunks, wide = table("co64"), 8
	}
	if sizes == nil || runs == nil || chunks == nil {
		return
	}
	sample, run := int64(0), int64(0)
	perChunk := int64(0)
	count := min(int64(binary.BigEndian.Uint32(chunks[4:])), (int64(len(chunks))-8)/wide)
	for n := range count {
		if at := 8 + run*12; at+12 <= int64(len(runs)) && int64(binary.BigEndian.Uint32(runs[at:])) == n+1 {
			perChunk = int64(binary.BigEndian.Uint32(runs[at+4:]))
			run++
		}
		at := int64(binary.BigEndian.Uint32(chunks[8+n*wide:]))
		if wide == 8 {
			at = int64(binary.BigEndian.Uint64(chunks[8+n*8:]))
		}
		length := int64(0)
		for range min(perChunk, maxSamples-sample) {
			length += sampleSize(sizes, sample)
			sample++
		}
		if at > 0 && length > 0 && length <= c.budget && c.inMedia(at, at+length) {
			c.budget -= length
			c.zero(at, at+length)
		}
	}
}

// inMedia: a chunk that lies outside the media data is a lie; it is left alone.
func (c *cleaner) inMedia(from, to int64) bool {
	for _, b := range c.top {
		if b.Type == "mdat" && from >= b.Body() && to > from && to <= b.End() {
			return true
		}
	}
	return false
}

func sampleSize(stsz []byte, n int64) int64 {
	if len(stsz) < 12 {
		return 0
	}
	if same := int64(binary.BigEndian.Uint32(stsz[4:])); same != 0 {
		return same
	}
	if at := 12 + n*4; at+4 <= int64(len(stsz)) {
		return int64(binary.BigEndian.Uint32(stsz[at:]))
	}
	return 0
}
