//go:build linux

package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"parvis/internal/app/apptest"
	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media"
	pictures "parvis/internal/media/sample"
)

// TestFullDisk: uploads are refused, a save says why, what was there stays, and
// once there is room again everything goes on by itself.
func TestFullDisk(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("not root: a small volume cannot be mounted here")
	}
	data := t.TempDir()
	if err := syscall.Mount("parvis-test", data, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small volume cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(data, syscall.MNT_DETACH) })
	h := apptest.Open(t, apptest.Options{Data: data})
	creator, ws := h.As(t.Context(), identity.Creator), h.Workspace.ID
	kept, err := h.Editorial.Create(creator, ws, editorial.CreateInput{Draft: apptest.Draft("Écrit avant que le disque soit plein.", h.Page(t))})
	if err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(data, "ballast")
	fill(t, ballast)
	body, size, err := pictures.Open(pictures.Pictures()[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = h.Media.Add(creator, ws, media.Upload{Name: "image.jpg", Size: size, Body: body}); fault.KindOf(err) != fault.Unavailable && fault.KindOf(err) != fault.Conflict {
		t.Errorf("an upload on a full disk: %v", err)
	}
	refused := 0
	for range 200 { // until the journal's last free page is used
		if _, err := h.Editorial.Create(creator, ws, editorial.CreateInput{Draft: apptest.Draft(strings.Repeat("Un long texte. ", 2000), h.Page(t))}); err != nil {
			if f := fault.Of(err); f == nil || f.Code != "disk_full" {
				t.Fatalf("a save on a full disk: %v", err)
			}
			refused++
			break
		}
	}
	if refused == 0 {
		t.Error("the disk never filled: this test proves nothing")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if p, err := h.Editorial.Find(creator, ws, kept.ID); err != nil || p.Draft.Segments[0].Text != "Écrit avant que le disque soit plein." {
		t.Errorf("what was there before: %v", err)
	}
	if _, err := h.Editorial.PublishNow(h.As(t.Context(), identity.Manager), ws, kept.ID); err != nil {
		t.Fatalf("once there is room again: %v", err)
	}
	apptest.Until(t, "the post goes out", func() bool {
		p, err := h.Editorial.Find(creator, ws, kept.ID)
		return err == nil && p.Status == editorial.StatusPublished
	})
}

// fill takes what room is left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for size := 1 << 20; size >= 512; size /= 2 {
		for block := make([]byte, size); err == nil; {
			_, err = f.Write(block)
		}
		err = nil
	}
}

// TestMailServerDown: the notice is there at once, the letter comes when the
// server does.
func TestMailServerDown(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a second try")
	}
	box := apptest.NewMailbox(t)
	box.Refuse(true)
	h := apptest.Open(t, apptest.Options{SMTP: box.URL})
	receiver := apptest.NewReceiver(t)
	receiver.Answer = func(w http.ResponseWriter, _ apptest.Body) { w.WriteHeader(http.StatusUnprocessableEntity) }
	manager, ws := h.As(t.Context(), identity.Manager), h.Workspace.ID
	p, err := h.Editorial.Create(h.As(t.Context(), identity.Creator), ws, editorial.CreateInput{Draft: apptest.Draft("Refusé par la vitrine", h.Connect(t, "Vitrine", receiver.URL, "none"))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Editorial.PublishNow(manager, ws, p.ID); err != nil {
		t.Fatal(err)
	}
	apptest.Until(t, "the notice is there", func() bool {
		told, unread, err := h.Notify.List(manager, ws, true, "", 10)
		return err == nil && unread > 0 && told[0].Subject == string(p.ID)
	})
	apptest.Until(t, "a letter was tried", func() bool { return box.Refused() > 0 })
	if len(box.Letters()) != 0 {
		t.Error("a letter arrived at a server that was down")
	}
	box.Refuse(false)
	apptest.Until(t, "the letter arrives after all", func() bool { return len(box.Letters()) > 0 })
}
