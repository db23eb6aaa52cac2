package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/internal/change"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/video"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

const (
	brume = identity.WorkspaceID("ws_brume")
	other = identity.WorkspaceID("ws_other")
)

// uses is a Usage for tests.
type uses map[AssetID]int

func (u uses) MediaUsesTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []AssetID) (map[AssetID]int, error) {
	out := map[AssetID]int{}
	for _, id := range ids {
		if u[id] > 0 {
			out[id] = u[id]
		}
	}
	return out, nil
}

type bundle struct {
	*Service
	dir   string
	used  uses
	clock *time.Time
	ctx   context.Context
}

func setup(t *testing.T, db *store.DB, change_ ...func(*Deps)) *bundle {
	t.Helper()
	dir := t.TempDir()
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	b := &bundle{dir: dir, used: uses{}, clock: &now, ctx: as(brume, identity.Creator)}
	clock := func() time.Time { return *b.clock }
	d := Deps{DB: db, Feed: change.New(db, clock), Files: folder, Incoming: folder.Incoming(), Usage: b.used,
		Tool: video.FindTool(dir), SignKey: []byte("a key of the tests"), PageURL: "https://pages.example", Now: clock}
	for _, fn := range change_ {
		fn(&d)
	}
	b.Service = New(d)
	return b
}

func as(ws identity.WorkspaceID, role identity.Role) context.Context {
	return identity.WithActor(context.Background(), identity.Actor{UserID: "usr_" + identity.UserID(role), WorkspaceID: ws, Role: role})
}

// photo is a JPEG that differs with n.
func photo(t testing.TB, n, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x + n*40), uint8(y), uint8(n), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (b *bundle) add(t *testing.T, name string, data []byte) Added {
	t.Helper()
	a, err := b.Add(b.ctx, brume, Upload{Name: name, Size: int64(len(data)), Body: bytes.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// files lists what lies in the store's folder, temporary files too.
func (b *bundle) files(t *testing.T) (kept, incoming int) {
	t.Helper()
	err := filepath.WalkDir(b.dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if filepath.Dir(path) == b.Incoming {
				incoming++
			} else {
				kept++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept, incoming
}

func wantCodeOf(t *testing.T, what string, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Code != code {
		t.Fatalf("got %v, want a fault %q", err, code)
	}
}

func TestAddFindAndDescribe(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		data := photo(t, 1, 1200, 800)
		a, err := b.Add(b.ctx, brume, Upload{Name: `C:\photos\Ciré  jaune.jpg`, Size: -1, Alt: "Un ciré jaune", Tags: []string{"#Atelier", "atelier", " "}, Body: bytes.NewReader(data)})
		if err != nil {
			t.Fatal(err)
		}
		if a.Name != "Ciré  jaune.jpg" || a.Width != 1200 || a.Height != 800 || a.MIME != "image/jpeg" || a.Known || a.CreatedBy != "usr_creator" {
			t.Errorf("%+v", a.Asset)
		}
		if diff := cmp.Diff([]string{"Atelier"}, a.Tags.V); diff != "" {
			t.Error(diff)
		}
		if kept, incoming := b.files(t); kept != 3 || incoming != 0 {
			t.Errorf("%d files kept, %d temporary: want the file and two small ones", kept, incoming)
		}
		got, err := b.Find(b.ctx, brume, a.ID)
		if diff := cmp.Diff(a.Asset, got, cmpopts.EquateApproxTime(0)); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		alt, x := "Le ciré jaune de Nolwenn, face à la mer", 2500
		edited, err := b.Describe(b.ctx, brume, a.ID, Edit{Alt: &alt, FocalX: &x})
		if err != nil || edited.Alt != alt || edited.FocalX != x || edited.Name != a.Name {
			t.Errorf("%+v %v", edited, err)
		}
		long, wrong := string(make([]rune, 3000)), 20_000
		_, err = b.Describe(b.ctx, brume, a.ID, Edit{Name: &long, FocalX: &wrong})
		if f := fault.Of(err); f == nil || len(f.Fields) != 2 {
			t.Errorf("every faulty field at once: %v", err)
		}
		again := b.add(t, "the same.jpg", data)
		if !again.Known || again.ID != a.ID {
			t.Errorf("the same file is one asset: %+v", again)
		}
		// On PostgreSQL a change shows once every older transaction of the server
		// has ended, those of tests beside this one included.
		var rows []change.Change
		err = nil
		for end := time.Now().Add(30 * time.Second); len(rows) < 2 && err == nil && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			rows, err = b.Feed.Since(b.ctx, string(brume), 0, 10)
		}
		if len(rows) != 2 || rows[0].Topic != "media" {
			t.Errorf("%v %v", rows, err)
		}
	})
}

func TestOnlyThoseWhoMay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		a := b.add(t, "a.jpg", photo(t, 1, 100, 100))
		analyst, stranger := as(brume, identity.Analyst), as(other, identity.Owner)
		if _, err := b.Find(analyst, brume, a.ID); err != nil {
			t.Error(err)
		}
		_, err := b.Describe(analyst, brume, a.ID, Edit{})
		wantCode(t, err, "identity.forbidden")
		_, err = b.Find(stranger, brume, a.ID)
		wantCode(t, err, "not_found")
		_, err = b.Find(stranger, other, a.ID)
		wantCode(t, err, "media.not_found")
		_, err = b.Open(stranger, other, a.SHA256)
		wantCode(t, err, "media.not_found")
		_, err = b.RenditionFor(stranger, other, a.ID, thumbRecipe(smallThumb))
		wantCode(t, err, "media.not_found")
		if list, err := b.FindTx(stranger, db.Reader(), other, []AssetID{a.ID}); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
		wantCode(t, b.GiveRoom(b.ctx, brume, 1), "identity.forbidden")
	})
}

func TestListAndSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		var ids []AssetID
		for i, name := range []string{"Bottes 100% rouges.jpg", "Ciré.jpg", "Chapeau_vert.jpg", "Quai.jpg", "Phare.jpg"} {
			a := b.add(t, name, photo(t, i, 60, 60))
			ids = append([]AssetID{a.ID}, ids...)
		}
		film, err := os.ReadFile("video/testdata/short.mp4")
		if err != nil {
			t.Fatal(err)
		}
		ids = append([]AssetID{b.add(t, "Pluie.mp4", film).ID}, ids...)
		b.used[ids[1]], b.used[ids[4]] = 2, 1
		names := func(f Filter, limit int) (out []AssetID) {
			cursor := ""
			for range 20 {
				items, next, err := b.List(b.ctx, brume, f, cursor, limit)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range items {
					out = append(out, l.ID)
				}
				if cursor = next; next == "" {
					return out
				}
			}
			t.Fatal("the pages do not end")
			return nil
		}
		yes, no := true, false
		for name, c := range map[string]struct {
			f    Filter
			want []AssetID
		}{
			"all":               {Filter{}, ids},
			"accents and case":  {Filter{Query: "CIRE"}, ids[4:5]},
			"a wildcard's sign": {Filter{Query: "100%"}, ids[5:6]},
			"an underscore":     {Filter{Query: "u_v"}, ids[3:4]},
			"two words":         {Filter{Query: "rouges bottes"}, ids[5:6]},
			"nothing":           {Filter{Query: "zèbre"}, nil},
			"videos":            {Filter{Kind: "video"}, ids[:1]},
			"pictures":          {Filter{Kind: "image"}, ids[1:]},
			"used":              {Filter{Used: &yes}, []AssetID{ids[1], ids[4]}},
			"unused":            {Filter{Used: &no}, []AssetID{ids[0], ids[2], ids[3], ids[5]}},
			"bin":               {Filter{Binned: true}, nil},
		} {
			for _, limit := range []int{1, 2, 50} {
				if diff := cmp.Diff(c.want, names(c.f, limit), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s, by %d:\n%s", name, limit, diff)
				}
			}
		}
	})
}

func TestRefusedUploadsLeaveNothing(t *testing.T) {
	b := setup(t, storetest.SQLite(t), func(d *Deps) { d.Limits = Limits{Image: 20_000, Video: 50_000} })
	good := photo(t, 1, 64, 64)
	big := append(bytes.Clone(good), make([]byte, 30_000)...)
	film := append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"), make([]byte, 60_000)...)
	never := io.Reader(failing{t})
	for name, c := range map[string]struct {
		size int64
		body io.Reader
		code string
	}{
		"3 GB announced: not a byte is read": {3_000_000_000, never, "media.video_too_large"},
		"a large picture, announced":         {30_000, bytes.NewReader(big), "media.image_too_large"},
		"a large picture, not announced":     {-1, bytes.NewReader(big), "media.image_too_large"},
		"a large video, not announced":       {-1, bytes.NewReader(film), "media.video_too_large"},
		"a lie about the size":               {int64(len(good)) + 10, bytes.NewReader(good), "media.interrupted"},
		"a sender who goes away":             {-1, io.MultiReader(bytes.NewReader(good[:400]), broken{}), "media.interrupted"},
		"nothing":                            {0, never, "media.empty"},
		"nothing, not announced":             {-1, bytes.NewReader(nil), "media.empty"},
		"an archive":                         {-1, bytes.NewReader([]byte("PK\x03\x04archive")), "media.is_archive"},
		"a cut picture":                      {-1, bytes.NewReader(good[:len(good)/2]), "media.broken"},
		"a broken film":                      {-1, bytes.NewReader(film[:40_000]), "media.video_broken"},
	} {
		_, err := b.Add(b.ctx, brume, Upload{Name: "x.jpg", Size: c.size, Body: c.body})
		if f := fault.Of(err); f == nil || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if kept, incoming := b.files(t); kept+incoming != 0 {
		t.Errorf("%d files and %d temporary ones were left", kept, incoming)
	}
}

type failing struct{ t *testing.T }

func (f failing) Read([]byte) (int, error) {
	f.t.Error("the body was read")
	return 0, io.EOF
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		b.add(t, "a.jpg", photo(t, 1, 200, 200))
		if err := b.GiveRoom(as(brume, identity.Manager), brume, 5_000); err != nil {
			t.Fatal(err)
		}
		data := photo(t, 2, 400, 400)
		_, err := b.Add(b.ctx, brume, Upload{Name: "b.jpg", Size: int64(len(data)), Body: bytes.NewReader(data)})
		wantCode(t, err, "media.quota")
		r, err := b.Room(b.ctx, brume)
		if err != nil || r.Used == 0 || r.Quota != 5_000 || r.Level == "" || r.Space.Total == 0 {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestRenditionsArePinned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		a := b.add(t, "a.jpg", photo(t, 1, 1200, 800))
		r := RecipeFor(a.Asset, networks.MediaLimits{MaxWidth: 500, MaxHeight: 500, MaxImage: 60_000, ImageTypes: []string{"image/jpeg"}})
		first, err := b.RenditionFor(b.ctx, brume, a.ID, r)
		if err != nil || first.Width != 500 || first.Size > 60_000 || first.MIME != "image/jpeg" {
			t.Fatalf("%+v %v", first, err)
		}
		x := 0
		if _, err := b.Describe(b.ctx, brume, a.ID, Edit{FocalX: &x}); err != nil {
			t.Fatal(err)
		}
		again, err := b.RenditionFor(b.ctx, brume, a.ID, r)
		if diff := cmp.Diff(first, again); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		pinned, err := b.RenditionTx(b.ctx, db.Reader(), brume, a.ID, r.ID())
		if diff := cmp.Diff(first, pinned); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		f, err := b.Open(b.ctx, brume, first.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		if data, err := io.ReadAll(f); err != nil || int64(len(data)) != first.Size {
			t.Error(len(data), err)
		}
		_, err = b.RenditionFor(b.ctx, brume, a.ID, Recipe{Types: []string{"image/webp"}})
		wantCode(t, err, "media.no_common_type")
	})
}

func TestVideo(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	film, err := os.ReadFile("video/testdata/short.mp4")
	if err != nil {
		t.Fatal(err)
	}
	a := b.add(t, "Pluie.mp4", film)
	if !a.IsVideo() || a.Width != 160 || a.DurationMS < 1900 || a.VideoCodec != "h264" || !a.FastStart {
		t.Errorf("%+v", a.Asset)
	}
	whole, err := b.RenditionFor(b.ctx, brume, a.ID, Recipe{MaxBytes: 1e6, Types: []string{"video/mp4"}})
	if err != nil || whole.SHA256 != a.SHA256 {
		t.Errorf("%+v %v", whole, err)
	}
	_, err = b.RenditionFor(b.ctx, brume, a.ID, Recipe{MaxBytes: 1000, Types: []string{"video/mp4"}})
	wantCode(t, err, "media.video_too_heavy_for_network")
	_, err = b.RenditionFor(b.ctx, brume, a.ID, Recipe{Types: []string{"video/webm"}})
	wantCode(t, err, "media.no_videos_here")
	thumb, err := b.Thumb(b.ctx, brume, a.ID, 300)
	if b.Tool == nil {
		wantCode(t, err, "media.no_thumb")
	} else if err != nil || thumb.Width != 160 {
		t.Errorf("%+v %v", thumb, err)
	}
	b.Tool = nil
	bare := setup(t, storetest.SQLite(t), func(d *Deps) { d.Tool = nil })
	_, err = bare.Thumb(bare.ctx, brume, bare.add(t, "Pluie.mp4", film).ID, 300)
	wantCode(t, err, "media.no_thumb")
}

func TestBinRestoreEraseAndTidy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		used, gone, back := b.add(t, "used.jpg", photo(t, 1, 90, 90)), b.add(t, "gone.jpg", photo(t, 2, 90, 90)), photo(t, 3, 90, 90)
		b.used[used.ID] = 1
		returned := b.add(t, "back.jpg", back)
		wantCode(t, b.Erase(b.ctx, brume, gone.ID), "media.not_binned")
		for _, id := range []AssetID{used.ID, gone.ID, returned.ID} {
			if _, err := b.Bin(b.ctx, brume, id); err != nil {
				t.Fatal(err)
			}
		}
		if again := b.add(t, "x.jpg", back); again.ID != returned.ID || again.Binned() {
			t.Errorf("sending a binned file again brings it back: %+v", again)
		}
		wantCode(t, b.Erase(b.ctx, brume, used.ID), "media.in_use")
		*b.clock = b.clock.Add(29 * 24 * time.Hour)
		if done, err := b.Tidy(context.Background()); err != nil || done.Assets != 0 {
			t.Errorf("before its time: %+v %v", done, err)
		}
		*b.clock = b.clock.Add(2 * 24 * time.Hour)
		done, err := b.Tidy(context.Background())
		if err != nil || done.Assets != 1 || done.Files == 0 {
			t.Errorf("%+v %v", done, err)
		}
		_, err = b.Find(b.ctx, brume, gone.ID)
		wantCode(t, err, "media.not_found")
		for _, a := range []Added{used, returned} {
			f, err := b.Open(b.ctx, brume, a.SHA256)
			if err != nil {
				t.Fatalf("%s was lost: %v", a.Name, err)
			}
			_ = f.Close()
		}
		if err := db.EraseWorkspace(b.ctx, string(brume), 100); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Tidy(context.Background()); err != nil {
			t.Fatal(err)
		}
		if kept, _ := b.files(t); kept != 0 {
			t.Errorf("%d files outlive their workspace", kept)
		}
	})
}

func TestPieces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		data := photo(t, 1, 900, 600)
		half := int64(len(data) / 2)
		_, err := b.Begin(b.ctx, brume, "long.mp4", 3_000_000_000)
		wantCode(t, err, "media.video_too_large")
		p, err := b.Begin(b.ctx, brume, "en deux.jpg", int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if p, err = b.Append(b.ctx, brume, p.ID, 0, bytes.NewReader(data[:half])); err != nil || p.Received != half {
			t.Fatal(p, err)
		}
		_, err = b.Append(b.ctx, brume, p.ID, 0, bytes.NewReader(data[:half]))
		wantCode(t, err, "media.upload_offset")
		_, err = b.Append(b.ctx, brume, p.ID, half, io.MultiReader(bytes.NewReader(data[half:half+10]), broken{}))
		wantCode(t, err, "media.interrupted")
		_, err = b.Complete(b.ctx, brume, p.ID)
		wantCode(t, err, "media.upload_incomplete")
		_, err = b.Progress(as(other, identity.Owner), other, p.ID)
		wantCode(t, err, "media.upload_missing")
		if p, err = b.Progress(b.ctx, brume, p.ID); err != nil || p.Received != half {
			t.Fatal("after a broken connection:", p, err)
		}
		_, err = b.Append(b.ctx, brume, p.ID, half, bytes.NewReader(append(bytes.Clone(data[half:]), "more"...)))
		wantCode(t, err, "media.upload_too_long")
		if _, err = b.Append(b.ctx, brume, p.ID, half, bytes.NewReader(data[half:])); err != nil {
			t.Fatal(err)
		}
		a, err := b.Complete(b.ctx, brume, p.ID)
		if err != nil || a.Width != 900 || a.Name != "en deux.jpg" {
			t.Fatalf("%+v %v", a, err)
		}
		_, err = b.Progress(b.ctx, brume, p.ID)
		wantCode(t, err, "media.upload_missing")
		zip, err := b.Begin(b.ctx, brume, "bomb.jpg", 500_000_000)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Append(b.ctx, brume, zip.ID, 0, bytes.NewReader(append([]byte("PK\x03\x04"), make([]byte, 9000)...)))
		wantCode(t, err, "media.is_archive")
		_, err = b.Append(b.ctx, brume, zip.ID, 0, bytes.NewReader(data[:9000]))
		wantCode(t, err, "media.image_too_large")
		left, err := b.Begin(b.ctx, brume, "abandoned.jpg", 100)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Append(b.ctx, brume, left.ID, 0, bytes.NewReader(make([]byte, 50))); err != nil {
			t.Fatal(err)
		}
		*b.clock = b.clock.Add(25 * time.Hour)
		if done, err := b.Tidy(context.Background()); err != nil || done.Parts != 2 {
			t.Errorf("%+v %v", done, err)
		}
		_, err = b.Append(b.ctx, brume, left.ID, 50, bytes.NewReader(make([]byte, 50)))
		wantCode(t, err, "media.upload_missing")
	})
}

func TestAdvice(t *testing.T) {
	for alt, want := range map[string]string{
		"":                        "media.advice_alt_missing",
		"IMG_2044.jpg":            "media.advice_alt_is_name",
		"Photo de ciré":           "media.advice_alt_opening",
		"Un ciré face à la mer":   "",
		fmt.Sprintf("%0500d", 1):  "media.advice_alt_long",
		"quai.png":                "media.advice_alt_is_name",
		"Deux bottes rouges, vue": "",
	} {
		got := ""
		if list := (Asset{Name: "IMG_2044.jpg", MIME: "image/jpeg", Alt: alt}).Advice(); len(list) > 0 {
			got = list[0]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", alt, got, want)
		}
	}
}

func TestAVIFAndHEICBecomeJPEG(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	for _, name := range []string{"corners.heic", "corners.avif"} {
		data, err := os.ReadFile("picture/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		a, err := b.Add(b.ctx, brume, Upload{Name: name, Size: -1, Body: bytes.NewReader(data)})
		if b.Tool == nil && name == "corners.avif" {
			wantCode(t, err, "media.no_avif")
			continue
		}
		if err != nil || a.MIME != "image/jpeg" || a.Width != 256 || a.Height != 192 || a.Name != "corners.jpg" {
			t.Errorf("%s: %+v %v", name, a, err)
		}
	}
}
