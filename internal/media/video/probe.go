package video

import (
	"encoding/binary"
	"io"
	"time"

	"parvis/internal/fault"
	"parvis/internal/media/isobmff"
)

// Info is what the boxes of an MP4 say.
type Info struct {
	Width     int // upright pixels of the first picture track
	Height    int
	Duration  time.Duration
	Video     string // codec: "h264", "hevc", "av1", "vp9", else its four letters
	Audio     string // "aac", "opus", …; "" when silent
	Rotation  int    // 0, 90, 180 or 270, as the track asks; Width and Height have it
	FastStart bool   // the index lies before the pictures: plays while it loads
}

var (
	errBroken  = fault.New(fault.Invalid, "media.video_broken", "This video is damaged or incomplete. Export it again as MP4, or send it again.")
	errNoVideo = fault.New(fault.Invalid, "media.no_video_track", "This MP4 holds no picture, only sound or data. Choose a video.")
)

var codecs = map[string]string{"avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc", "av01": "av1", "vp09": "vp9",
	"mp4v": "mpeg4", "mp4a": "aac", "Opus": "opus", "ac-3": "ac3", "ec-3": "eac3", "fLaC": "flac", ".mp3": "mp3"}

// Probe reads the boxes of an MP4 of size bytes. A structure that makes no
// sense is an Invalid fault.
func Probe(src io.ReaderAt, size int64) (Info, error) {
	f, err := open(src, size)
	if err != nil {
		return Info{}, err
	}
	info := Info{FastStart: f.fastStart(), Duration: f.duration()}
	for _, t := range f.tracks {
		switch {
		case t.handler == "vide" && info.Video == "":
			info.Video = codec(t.entry)
			info.Width, info.Height, info.Rotation = t.width, t.height, t.rotation
			info.Duration = max(info.Duration, t.duration)
		case t.handler == "soun" && info.Audio == "":
			info.Audio = codec(t.entry)
		}
	}
	if info.Video == "" {
		return info, errNoVideo
	}
	if info.Width <= 0 || info.Height <= 0 || info.Width > 16_384 || info.Height > 16_384 {
		return info, errBroken
	}
	return info, nil
}

func codec(entry string) string {
	if name, ok := codecs[entry]; ok {
		return name
	}
	return entry
}

// file is an opened MP4.
type file struct {
	r      *isobmff.Reader
	top    []isobmff.Box
	moov   isobmff.Box
	inside []isobmff.Box // of moov
	tracks []track
}

type track struct {
	box           isobmff.Box
	handler       string // vide, soun, meta, text…
	entry         string // sample entry: avc1, mp4a…
	width, height int
	rotation      int
	duration      time.Duration
}

func open(src io.ReaderAt, size int64) (*file, error) {
	f := &file{r: isobmff.NewReader(src, size)}
	var err error
	if f.top, err = f.r.Top(); err != nil {
		return nil, errBroken.Because(err)
	}
	moov, ok := isobmff.Find(f.top, "moov")
	if !ok {
		return nil, errBroken
	}
	f.moov = moov
	if f.inside, err = f.r.Children(moov, 0); err != nil {
		return nil, errBroken.Because(err)
	}
	for _, b := range f.inside {
		if b.Type != "trak" {
			continue
		}
		t, err := f.track(b)
		if err != nil {
			return nil, errBroken.Because(err)
		}
		f.tracks = append(f.tracks, t)
	}
	return f, nil
}

func (f *file) fastStart() bool {
	mdat, ok := isobmff.Find(f.top, "mdat")
	return ok && f.moov.Offset < mdat.Offset
}

func (f *file) duration() time.Duration {
	mvhd, ok := isobmff.Find(f.inside, "mvhd")
	if !ok {
		return 0
	}
	return f.clock(mvhd)
}

// clock reads timescale and duration, laid out alike in mvhd and mdhd.
func (f *file) clock(b isobmff.Box) time.Duration {
	p, err := f.r.Payload(b, 32)
	if err != nil || len(p) < 20 {
		return 0
	}
	scale, units := uint64(binary.BigEndian.Uint32(p[12:])), uint64(binary.BigEndian.Uint32(p[16:]))
	if p[0] == 1 {
		if len(p) < 32 {
			return 0
		}
		scale, units = uint64(binary.BigEndian.Uint32(p[20:])), binary.BigEndian.Uint64(p[24:])
	}
	const week = 7 * 24 * 3600
	if scale == 0 || units/scale > week {
		return 0
	}
	return time.Duration(units/scale)*time.Second + time.Duration(units%scale*uint64(time.Second)/scale)
}

func (f *file) track(trak isobmff.Box) (track, error) {
	t := track{box: trak}
	inside, err := f.r.Children(trak, 0)
	if err != nil {
		return t, err
	}
	if b, ok := f.r.Path(inside, "mdia", "hdlr"); ok {
		if p, err := f.r.Payload(b, 12); err == nil && len(p) >= 12 {
			t.handler = string(p[8:12])
		}
	}
	if b, ok := f.r.Path(inside, "mdia", "mdhd"); ok {
		t.duration = f.clock(b)
	}
	if b, ok := f.r.Path(inside, "mdia", "minf", "stbl", "stsd"); ok {
		if p, err := f.r.Payload(b, 16); err == nil && len(p) >= 16 {
			t.entry = string(p[12:16])
		}
	}
	if b, ok := isobmff.Find(inside, "tkhd"); ok {
		if p, err := f.r.Payload(b, 96); err == nil {
			t.readHeader(p)
		}
	}
	return t, nil
}

// readHeader reads the size and the turn of a tkhd box (ISO/IEC 14496-12 §8.3.2).
func (t *track) readHeader(p []byte) {
	at := 40 // of the matrix, in version 0
	if len(p) > 0 && p[0] == 1 {
		at = 52
	}
	if len(p) < at+44 {
		return
	}
	word := func(i int) int32 { return int32(binary.BigEndian.Uint32(p[at+i*4:])) }
	a, b := word(0), word(1)
	t.width, t.height = int(uint32(word(9))>>16), int(uint32(word(10))>>16)
	switch {
	case a == 0 && b > 0:
		t.rotation = 90
	case a == 0 && b < 0:
		t.rotation = 270
	case a < 0:
		t.rotation = 180
	}
	if t.rotation%180 == 90 {
		t.width, t.height = t.height, t.width
	}
}
