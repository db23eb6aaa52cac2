package sample_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"parvis/internal/media/picture"
	"parvis/internal/media/sample"
	"parvis/internal/media/video"
)

func TestPicturesAreWhatTheyClaim(t *testing.T) {
	listed := map[string]bool{}
	for _, p := range sample.Pictures() {
		listed[p.Name] = true
		r, size, err := sample.Open(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || int64(len(data)) != size {
			t.Fatal(p.Name, err)
		}
		if p.Alt == "" || len(p.Tags) == 0 {
			t.Errorf("%s is not described", p.Name)
		}
		if strings.HasSuffix(p.Name, ".mp4") {
			info, err := video.Probe(bytes.NewReader(data), size)
			if err != nil || info.Width != p.Width || info.Height != p.Height || !info.FastStart || size > 150_000 || info.Duration.Seconds() < 3.9 {
				t.Errorf("%s: %+v %v", p.Name, info, err)
			}
			continue
		}
		d, err := picture.New(picture.Options{}).Develop(context.Background(), data)
		if err != nil || d.Width != p.Width || d.Height != p.Height || size > 60_000 {
			t.Errorf("%s: %d × %d, %d bytes, %v", p.Name, d.Width, d.Height, size, err)
		}
	}
	err := fs.WalkDir(os.DirFS("pictures"), ".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !listed[path] {
			t.Errorf("%s lies in the binary and is not listed", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
