package picture

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/internal/fault"
)

var screen = Recipe{MaxWidth: 320, MaxHeight: 320, Types: []string{"image/jpeg", "image/png"}}

func develop(t *testing.T, data []byte, recipes ...Recipe) Developed {
	t.Helper()
	out, err := New(Options{}).Develop(context.Background(), data, recipes...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code || f.Kind != fault.Invalid {
		t.Fatalf("got %v, want an Invalid fault %q", err, code)
	}
}

func TestOrientation(t *testing.T) {
	red, green, blue, white := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 255, 0, 255}, color.NRGBA{0, 0, 255, 255}, color.NRGBA{255, 255, 255, 255}
	// The upright corners, clockwise from the top left, of a stored red-green-white-blue.
	want := map[int][4]color.NRGBA{
		1: {red, green, white, blue}, 2: {green, red, blue, white}, 3: {white, blue, red, green}, 4: {blue, white, green, red},
		5: {red, blue, white, green}, 6: {blue, red, green, white}, 7: {white, green, red, blue}, 8: {green, white, blue, red},
	}
	for o, colours := range want {
		for _, kind := range []string{"jpeg", "gray-free png"} {
			t.Run(fmt.Sprint(kind, o), func(t *testing.T) {
				data := withMetadata(toJPEG(t, corners(64, 32)), o)
				if kind != "jpeg" {
					data = withPNGChunks(toPNG(t, corners(64, 32)), pngChunk("eXIf", tiff(binary.LittleEndian, o)))
				}
				out := develop(t, data, screen)
				w, h := 64, 32
				if o >= 5 {
					w, h = 32, 64
				}
				if out.Width != w || out.Height != h {
					t.Fatalf("size %d × %d, want %d × %d", out.Width, out.Height, w, h)
				}
				for _, file := range [][]byte{out.Data, out.Renditions[0].Data} {
					got := [4]color.NRGBA{pixel(t, file, 4, 4), pixel(t, file, w-5, 4), pixel(t, file, w-5, h-5), pixel(t, file, 4, h-5)}
					for i := range got {
						if !near(got[i], colours[i], 12) {
							t.Errorf("corner %d is %v, want %v", i, got[i], colours[i])
						}
					}
					if info, err := Probe(file); err != nil || info.Orientation != 1 {
						t.Errorf("orientation left: %v %v", info.Orientation, err)
					}
				}
			})
		}
	}
}

func TestMetadataIsRemoved(t *testing.T) {
	var anim bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&anim, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{10, 10}}); err != nil {
		t.Fatal(err)
	}
	raw := anim.Bytes()
	comment := append([]byte{'!', 0xfe, byte(len(place))}, append([]byte(place), 0)...)
	commented := bytes.Join([][]byte{raw[:len(raw)-1], comment, {';'}, []byte(place)}, nil)
	webpFile, err := os.ReadFile("testdata/alpha.webp")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"jpeg":         withMetadata(toJPEG(t, corners(40, 40)), 1),
		"jpeg, turned": withMetadata(toJPEG(t, corners(40, 40)), 6),
		"png": withPNGChunks(toPNG(t, corners(40, 40)), pngChunk("tEXt", []byte("Comment\x00"+place)),
			pngChunk("eXIf", tiff(binary.LittleEndian, 1))),
		"gif":  commented,
		"webp": withWebPChunk(webpFile, "EXIF", tiff(binary.LittleEndian, 1)),
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(data, []byte(place)) {
				t.Fatal("the sample holds no place")
			}
			out := develop(t, data)
			if bytes.Contains(out.Data, []byte(place)) {
				t.Error("the place is still there")
			}
			again := develop(t, out.Data)
			if !bytes.Equal(again.Data, out.Data) {
				t.Error("a clean file changes when it is cleaned again")
			}
		})
	}
	if out := develop(t, commented, Recipe{MaxWidth: 4}); !out.Animated || !bytes.Equal(out.Renditions[0].Data, out.Data) {
		t.Error("an animated GIF must stay as it is")
	}
	if out := develop(t, commented, screen); out.Renditions[0].MIME == "image/gif" {
		t.Error("a still of a GIF was asked for")
	}
}

func withWebPChunk(data []byte, name string, body []byte) []byte {
	out := bytes.NewBuffer(bytes.Clone(data))
	writeRIFF(out, name, body)
	whole := out.Bytes()
	binary.LittleEndian.PutUint32(whole[4:], uint32(len(whole)-8))
	return whole
}

func TestColours(t *testing.T) {
	adobe := [9]float64{0.6097559, 0.2052401, 0.1492240, 0.3111242, 0.6256560, 0.0632197, 0.0194811, 0.0608902, 0.7448387}
	for _, c := range []struct {
		name    string
		profile []byte
		stored  color.NRGBA
		want    color.NRGBA // computed with an independent tool from the published matrices
	}{
		{"Display P3, a raincoat", iccProfile(displayP3.toXYZ, 0), color.NRGBA{200, 160, 80, 255}, color.NRGBA{208, 158, 63, 255}},
		{"Display P3, gray", iccProfile(displayP3.toXYZ, 0), color.NRGBA{120, 120, 120, 255}, color.NRGBA{120, 120, 120, 255}},
		{"Display P3, out of sRGB", iccProfile(displayP3.toXYZ, 0), color.NRGBA{255, 0, 0, 255}, color.NRGBA{255, 0, 0, 255}},
		{"Adobe RGB, sea", iccProfile(adobe, 2.19921875), color.NRGBA{90, 140, 160, 255}, color.NRGBA{53, 141, 162, 255}},
		{"sRGB itself", iccProfile(srgbToXYZ, 0), color.NRGBA{200, 160, 80, 255}, color.NRGBA{200, 160, 80, 255}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, data := range [][]byte{
				withProfileJPEG(toJPEG(t, plain(64, 64, c.stored)), c.profile),
				withProfilePNG(toPNG(t, plain(64, 64, c.stored)), c.profile),
			} {
				out := develop(t, data, Recipe{MaxWidth: 32, Types: []string{"image/png"}}, Recipe{MaxWidth: 32, Types: []string{"image/jpeg"}})
				for _, r := range out.Renditions {
					if got := pixel(t, r.Data, 10, 10); !near(got, c.want, 3) {
						t.Errorf("%s: %v, want %v", r.MIME, got, c.want)
					}
				}
				info, err := Probe(out.Data)
				if err != nil || !bytes.Equal(info.profile, c.profile) {
					t.Error("the kept file must keep its profile", err)
				}
			}
		})
	}
}

func TestTurnedPictureKeepsItsProfile(t *testing.T) {
	p3 := iccProfile(displayP3.toXYZ, 0)
	data := withMetadata(withProfileJPEG(toJPEG(t, plain(64, 32, color.NRGBA{200, 160, 80, 255})), p3), 6)
	out := develop(t, data, screen)
	info, err := Probe(out.Data)
	if err != nil || !bytes.Equal(info.profile, p3) || info.Width != 32 {
		t.Fatalf("%+v %v", info, err)
	}
	if got := pixel(t, out.Data, 9, 9); !near(got, color.NRGBA{200, 160, 80, 255}, 3) {
		t.Errorf("kept %v", got)
	}
	if got := pixel(t, out.Renditions[0].Data, 9, 9); !near(got, color.NRGBA{208, 158, 63, 255}, 3) {
		t.Errorf("rendition %v", got)
	}
}

func TestSamplesOfOtherFormats(t *testing.T) {
	red, green, gray := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 255, 0, 255}, color.NRGBA{54, 54, 54, 255}
	for _, c := range []struct {
		file   string
		format Format
		w, h   int
		kept   Format
		corner color.NRGBA
	}{
		{"corners.heic", HEIC, 256, 192, JPEG, red},
		{"turned.heic", HEIC, 192, 256, JPEG, green},
		{"alpha.webp", WebP, 256, 192, WebP, red},
		{"moving.webp", WebP, 256, 192, WebP, red},
		{"cmyk.jpg", JPEG, 256, 192, JPEG, red},
		{"gray.jpg", JPEG, 256, 192, JPEG, gray},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			info, err := Probe(data)
			if err != nil || info.Format != c.format {
				t.Fatalf("%+v %v", info, err)
			}
			if w, h := info.Upright(); w != c.w || h != c.h {
				t.Errorf("header says %d × %d", w, h)
			}
			out := develop(t, data, screen)
			if out.Format != c.kept || out.Width != c.w || out.Height != c.h {
				t.Errorf("kept %s %d × %d", out.Format, out.Width, out.Height)
			}
			for i, file := range [][]byte{out.Renditions[0].Data, out.Data} {
				if i == 1 && out.Animated {
					continue // no decoder here reads it
				}
				if got := pixel(t, file, 0, 0); !near(got, c.corner, 30) {
					t.Errorf("top left is %v, want %v", got, c.corner)
				}
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	wide := toPNG(t, plain(1, 1, color.NRGBA{}))
	binary.BigEndian.PutUint32(wide[16:], 30_000)
	binary.BigEndian.PutUint32(wide[20:], 100)
	many := bytes.Clone(wide)
	binary.BigEndian.PutUint32(many[16:], 20_000)
	binary.BigEndian.PutUint32(many[20:], 20_000)
	full := toJPEG(t, corners(200, 200))
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"nothing", nil, "media.empty"},
		{"a zip named .jpg", []byte("PK\x03\x04" + strings.Repeat("\x00", 400)), "media.is_archive"},
		{"a gzip named .png", []byte("\x1f\x8b\x08" + strings.Repeat("\x00", 400)), "media.is_archive"},
		{"a web page", []byte("\n <!DOCTYPE html><html>"), "media.is_web_page"},
		{"a drawing", []byte(`<?xml version="1.0"?><svg xmlns="x">`), "media.is_svg"},
		{"a document", []byte("%PDF-1.7"), "media.is_document"},
		{"a film of another sort", []byte("\x1a\x45\xdf\xa3matroska"), "media.video_format"},
		{"words", []byte("hello there"), "media.unknown_type"},
		{"30,000 pixels wide", wide, "media.too_many_pixels"},
		{"30,000 pixels wide, header only", wide[:33], "media.too_many_pixels"},
		{"400 megapixels", many, "media.too_many_pixels"},
		{"a JPEG cut in its middle", full[:len(full)/2], "media.broken"},
		{"a JPEG cut in its header", full[:30], "media.broken"},
		{"a PNG cut short", toPNG(t, corners(200, 200))[:200], "media.broken"},
		{"AVIF without a tool", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" +
			"\x00\x00\x00\x3cmeta\x00\x00\x00\x00\x00\x00\x00\x30iprp\x00\x00\x00\x28ipco\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x10\x00\x00\x00\x0cpixi\x00\x00\x00\x00"), "media.no_avif"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(Options{}).Develop(context.Background(), c.data, screen)
			wantFault(t, err, c.code)
		})
	}
}

func TestRenditionsAreDeterministicAndWithinTheirRecipe(t *testing.T) {
	room := New(Options{})
	source := toJPEG(t, corners(640, 480))
	rapid.Check(t, func(rt *rapid.T) {
		r := Recipe{MaxWidth: rapid.IntRange(0, 700).Draw(rt, "w"), MaxHeight: rapid.IntRange(0, 700).Draw(rt, "h"),
			MaxBytes: rapid.Int64Range(4_000, 60_000).Draw(rt, "bytes"), Types: []string{rapid.SampledFrom([]string{"image/jpeg", "image/png"}).Draw(rt, "type")}}
		a, err := room.Render(context.Background(), source, r)
		if err != nil {
			rt.Fatal(err)
		}
		b, err := room.Render(context.Background(), source, r)
		if err != nil || sha256.Sum256(a.Data) != sha256.Sum256(b.Data) {
			rt.Fatal("two runs differ", err)
		}
		if r.MaxWidth > 0 && a.Width > r.MaxWidth || r.MaxHeight > 0 && a.Height > r.MaxHeight || int64(len(a.Data)) > r.MaxBytes || a.MIME != r.Types[0] {
			rt.Fatalf("%d × %d, %d bytes, %s against %+v", a.Width, a.Height, len(a.Data), a.MIME, r)
		}
		info, err := Probe(a.Data)
		if err != nil || info.Width != a.Width || info.Height != a.Height {
			rt.Fatalf("says %d × %d, is %+v", a.Width, a.Height, info)
		}
	})
}

func TestRecipeID(t *testing.T) {
	frozen := map[string]Recipe{
		"rcp_zero":  {},
		"rcp_thumb": screen,
	}
	if a, b := (Recipe{Types: []string{"image/png", "image/jpeg"}}).ID(), (Recipe{Types: []string{"image/jpeg", "image/png", "image/png"}, Quality: 85}).ID(); a != b {
		t.Error("the same recipe written otherwise has another id")
	}
	got := map[string]string{}
	for name, r := range frozen {
		got[name] = r.ID()
	}
	want := map[string]string{"rcp_zero": goldenZero, "rcp_thumb": goldenThumb}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ids are pinned in revisions and may not change:\n%s", diff)
	}
}

func TestCrop(t *testing.T) {
	c := CropTo(1600, 900, 4, 5, 9000, 5000)
	if c.Left+c.Width != Scale || c.Height != Scale {
		t.Fatalf("%+v", c)
	}
	room := New(Options{})
	out, err := room.Render(context.Background(), toPNG(t, corners(160, 90)), Recipe{Crop: &c})
	if err != nil || out.Width*5 < out.Height*4-5 || out.Width*5 > out.Height*4+5 {
		t.Fatalf("%d × %d %v", out.Width, out.Height, err)
	}
	_, err = room.Render(context.Background(), toPNG(t, corners(16, 9)), Recipe{Crop: &Crop{Left: 5000, Width: 6000, Height: 1}})
	wantFault(t, err, "invalid")
}

func TestAtMostTwoAtOnce(t *testing.T) {
	avif, err := os.ReadFile("testdata/corners.avif")
	if err != nil {
		t.Fatal(err)
	}
	flat := toPNG(t, corners(64, 48))
	var now, most atomic.Int32
	room := New(Options{AVIF: func(context.Context, []byte) ([]byte, error) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(10 * time.Millisecond)
		now.Add(-1)
		return flat, nil
	}})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if out, err := room.Develop(context.Background(), avif); err != nil || out.Format != JPEG {
				t.Error(out.Format, err)
			}
		})
	}
	all.Wait()
	if most.Load() > 2 {
		t.Errorf("%d pictures were decoded at once", most.Load())
	}
}

func TestMemoryIsCountedBeforeDecoding(t *testing.T) {
	room := New(Options{Limits: Limits{MaxPixels: 1 << 30, MaxSide: 1 << 15, Memory: 1 << 20}})
	_, err := room.Develop(context.Background(), toPNG(t, plain(600, 600, color.NRGBA{A: 255})))
	wantFault(t, err, "media.too_many_pixels")
}
