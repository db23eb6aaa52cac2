package picture

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"parvis/internal/fault"
)

// FuzzDevelop: whatever the bytes, an answer or an Invalid fault, within limits.
func FuzzDevelop(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && filepath.Ext(name) != ".heic" { // the codec in WebAssembly is slow to fuzz
			f.Add(data)
		}
	}
	f.Add(toJPEG(f, corners(32, 32)))
	f.Add(toPNG(f, corners(32, 32)))
	f.Add(withMetadata(toJPEG(f, corners(32, 32)), 6))
	room := New(Options{Limits: Limits{MaxPixels: 1_000_000, MaxSide: 4000, Memory: 32 << 20}})
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := Sniff(data[:min(len(data), SniffLen)])
		if err != nil || format == HEIC {
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		out, err := room.Develop(context.Background(), data, screen)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if _, err := Probe(out.Data); err != nil {
			t.Fatalf("the kept file does not read: %v", err)
		}
	})
}
