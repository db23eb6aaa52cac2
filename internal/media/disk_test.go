//go:build linux

package media

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"parvis/internal/store/storetest"
)

// tmpfs mounts a small volume, where the machine lets us.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("not root: a small volume cannot be mounted here")
	}
	dir := t.TempDir()
	if err := syscall.Mount("parvis-test", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small volume cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	dir := tmpfs(t, "200k")
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	// Without a reserve the disk is met when it is written to.
	b := setup(t, storetest.SQLite(t), func(d *Deps) { d.Files, d.Incoming, d.Limits = folder, folder.Incoming(), Limits{Reserve: 1} })
	b.dir = dir
	first := b.add(t, "small.jpg", photo(t, 1, 100, 100))
	before, _ := b.files(t)
	noise := bytes.Repeat(photo(t, 2, 900, 900), 1)
	data := append(noise, make([]byte, 400_000)...) // what follows a picture's end is cut, once received
	_, err = b.Add(b.ctx, brume, Upload{Name: "big.jpg", Size: -1, Body: bytes.NewReader(data)})
	wantCode(t, err, "media.disk_full")
	if kept, incoming := b.files(t); kept != before || incoming != 0 {
		t.Errorf("%d files kept where %d were, %d temporary ones left", kept, before, incoming)
	}
	if _, err := folder.Put(context.Background(), bytes.NewReader(make([]byte, 300_000))); err == nil {
		t.Error("300 kB fitted on 200")
	}
	if f, err := b.Open(b.ctx, brume, first.SHA256); err != nil {
		t.Error("what was there was lost:", err)
	} else {
		_ = f.Close()
	}
}

func TestNearlyFullDiskRefusesAtOnce(t *testing.T) {
	dir := tmpfs(t, "1m")
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := setup(t, storetest.SQLite(t), func(d *Deps) { d.Files, d.Incoming = folder, folder.Incoming() })
	_, err = b.Add(b.ctx, brume, Upload{Name: "a.jpg", Size: 100, Body: failing{t}})
	wantCode(t, err, "media.disk_nearly_full")
	if _, level, err := b.SpaceLeft(b.ctx); err != nil || level != SpaceFull {
		t.Error(level, err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	dir := tmpfs(t, "1m")
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("cannot make the volume read-only: %v", err)
	}
	_, err = folder.Put(context.Background(), bytes.NewReader([]byte("x")))
	wantCode(t, err, "media.read_only")
}

// TestAFailedWriteLeavesNothing uses no volume: a directory stands where the
// file would go.
func TestAFailedWriteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	const sha = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // of "x"
	if err := os.MkdirAll(filepath.Join(dir, sha[:2], sha[2:4], sha, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Put(context.Background(), bytes.NewReader([]byte("x"))); err == nil {
		t.Error("the write passed")
	}
	if _, err := folder.Put(context.Background(), brokenReader{}); err == nil {
		t.Error("a broken sender passed")
	}
	if left, err := os.ReadDir(folder.Incoming()); err != nil || len(left) != 0 {
		t.Errorf("%v %v", left, err)
	}
	for _, name := range []string{"", "..", "../../etc/passwd", sha[:63] + "/", sha + "0"} {
		if _, err := folder.Open(context.Background(), name); err == nil {
			t.Errorf("%q was opened", name)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("gone") }
