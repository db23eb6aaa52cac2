package video

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/fault"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// copyOf writes data to a file that Clean may change.
func copyOf(t testing.TB, data []byte) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "film.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestProbe(t *testing.T) {
	for name, want := range map[string]Info{
		"short.mp4":  {Width: 160, Height: 90, Duration: 2 * time.Second, Video: "h264", Audio: "aac", FastStart: true},
		"turned.mp4": {Width: 90, Height: 160, Duration: 2 * time.Second, Video: "h264", Rotation: 90},
	} {
		data := sample(t, name)
		got, err := Probe(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		got.Duration = got.Duration.Round(100 * time.Millisecond)
		if got.Rotation != 0 {
			got.Rotation = 90 // either way up, the sides are swapped
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestCleanRemovesPlacesAndMovesNothing(t *testing.T) {
	data := sample(t, "short.mp4")
	for _, secret := range []string{"SECRETPLACE", "Lavf"} {
		if !bytes.Contains(data, []byte(secret)) {
			t.Fatalf("the sample holds no %s", secret)
		}
	}
	f := copyOf(t, data)
	before, err := Probe(f, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if err := Clean(f, int64(len(data))); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(f.Name())
	if err != nil || len(after) != len(data) {
		t.Fatal("the length changed", err)
	}
	for _, secret := range []string{"SECRETPLACE", "Lavf"} {
		if bytes.Contains(after, []byte(secret)) {
			t.Errorf("%s is still there", secret)
		}
	}
	got, err := Probe(f, int64(len(data)))
	if diff := cmp.Diff(before, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if tool := FindTool(t.TempDir()); tool != nil {
		if _, err := tool.Frame(context.Background(), f.Name(), time.Second); err != nil {
			t.Errorf("the cleaned film does not play: %v", err)
		}
	} else {
		t.Log("no ffmpeg here: the film was not played")
	}
}

func box(typ string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), typ...), body...)
}

func words(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// withSensors is a film whose second track holds places as samples.
func withSensors(wide bool) []byte {
	ftyp := box("ftyp", []byte("isom"), words(0), []byte("isommp42"))
	build := func(media uint32) []byte {
		tkhd := make([]byte, 84)
		copy(tkhd[40:], words(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000, 320<<16, 240<<16))
		hdlr := func(h string) []byte { return box("hdlr", words(0, 0), []byte(h), words(0, 0, 0)) }
		video := box("trak", box("tkhd", tkhd), box("mdia", box("mdhd", words(0, 9, 9, 1000, 4000, 0)), hdlr("vide"),
			box("minf", box("stbl", box("stsd", words(0, 1), box("avc1", make([]byte, 78))),
				box("stco", words(0, 1, media)), box("stsc", words(0, 1, 1, 1, 1)), box("stsz", words(0, 5, 1))))))
		offsets := box("stco", words(0, 2, media+5, media+5+12))
		if wide {
			offsets = box("co64", words(0, 2, 0, media+5, 0, media+5+12))
		}
		data := box("trak", box("tkhd", tkhd), box("mdia", hdlr("meta"), box("minf", box("stbl", box("stsd", words(0, 1), box("gpmd", make([]byte, 8))),
			offsets, box("stsc", words(0, 1, 1, 2, 1)), box("stsz", words(0, 0, 4, 6, 6, 6, 6))))))
		return box("moov", box("mvhd", words(0, 7, 7, 1000, 4000, 0)), video, data)
	}
	index := build(0)
	index = build(uint32(len(ftyp) + len(index) + 8))
	return bytes.Join([][]byte{ftyp, index, box("mdat", []byte("VIDEO"), []byte("48.1N.48.2N.48.3N.48.4N."), []byte("MORE"))}, nil)
}

func TestCleanOverwritesSensorTracks(t *testing.T) {
	for _, wide := range []bool{false, true} {
		data := withSensors(wide)
		f := copyOf(t, data)
		if err := Clean(f, int64(len(data))); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(after, []byte("48.")) || bytes.Contains(after, []byte("gpmd")) {
			t.Error("sensor data is still there")
		}
		if !bytes.Contains(after, []byte("VIDEO")) || !bytes.Contains(after, []byte("MORE")) {
			t.Error("the pictures were harmed")
		}
	}
}

func TestRefusals(t *testing.T) {
	whole := sample(t, "short.mp4")
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"cut in its index":    {whole[:600], "media.video_broken"},
		"without an index":    {box("ftyp", []byte("isom"), words(0)), "media.video_broken"},
		"a box of 4 bytes":    {append(box("ftyp", []byte("isom"), words(0)), words(4, 0x6d6f6f76)...), "media.video_broken"},
		"sound only":          {append(box("ftyp", []byte("isom"), words(0)), box("moov", box("mvhd", words(0, 0, 0, 1, 1)))...), "media.no_video_track"},
		"a size past the end": {append(box("ftyp", []byte("isom"), words(0)), words(0xfffffff0, 0x6d6f6f76)...), "media.video_broken"},
	} {
		_, err := Probe(bytes.NewReader(c.data), int64(len(c.data)))
		if f := fault.Of(err); f == nil || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestToolOpensNothingElse(t *testing.T) {
	tool := FindTool(t.TempDir())
	if tool == nil {
		t.Skip("no ffmpeg here")
	}
	dir := t.TempDir()
	for name, body := range map[string]string{
		"list.mp4":   "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n",
		"concat.mp4": "ffconcat version 1.0\nfile '/etc/passwd'\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := tool.Frame(context.Background(), path, 0); err == nil {
			t.Errorf("%s gave a picture of %d bytes", name, len(out))
		}
	}
	if _, err := tool.Frame(context.Background(), "testdata/short.mp4", time.Hour); err != nil {
		t.Errorf("an instant past the end must give the first frame: %v", err)
	}
	avif, err := os.ReadFile("../picture/testdata/corners.avif")
	if err != nil {
		t.Fatal(err)
	}
	flat, err := tool.StillPNG(context.Background(), avif)
	if err != nil || !bytes.HasPrefix(flat, []byte("\x89PNG")) {
		t.Errorf("AVIF: %v", err)
	}
}

// FuzzBoxes: any bytes give an answer or an Invalid fault, and cleaning keeps
// the length.
func FuzzBoxes(f *testing.F) {
	f.Add(withSensors(false))
	f.Add(withSensors(true))
	f.Add(sample(f, "short.mp4")[:3000])
	f.Fuzz(func(t *testing.T, data []byte) {
		m := &memory{bytes.Clone(data)}
		if _, err := Probe(m, int64(len(data))); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		_ = Clean(m, int64(len(data)))
		if len(m.b) != len(data) {
			t.Fatal("the length changed")
		}
	})
}

type memory struct{ b []byte }

func (m *memory) ReadAt(p []byte, at int64) (int, error) { return bytes.NewReader(m.b).ReadAt(p, at) }

func (m *memory) WriteAt(p []byte, at int64) (int, error) {
	if at < 0 || at+int64(len(p)) > int64(len(m.b)) {
		panic("write outside the file")
	}
	return copy(m.b[at:], p), nil
}
