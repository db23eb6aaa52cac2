package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// dataFolder makes the folder of the installation, private to its owner, and
// locks it: a second process on the same data is refused.
func dataFolder(path string) (unlock func(), err error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, cannotWrite(path, err)
	}
	f, err := os.OpenFile(filepath.Join(path, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fault.Newf(fault.Conflict, "app.already_running", "Another Parvis already works on %s: stop it first, or give this one its own folder with PARVIS_DATA.", path).
				With("path", path)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return func() { _ = f.Close() }, nil
}

// cannotWrite says which folder stops the start, and when the disk is why.
func cannotWrite(path string, err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fault.New(fault.Unavailable, "disk_full", "The disk is full: free some space, nothing was lost.").Because(err)
	}
	return fault.Newf(fault.Unavailable, "app.data_folder", "The data folder %s cannot be written: check its rights, or set PARVIS_DATA.", path).
		With("path", path).Because(err)
}

// installationFile bears the installation's id beside the database: where the
// two disagree, one of them is a copy.
const installationFile = "installation"

// installation gives this installation's id and whether the data are a restored
// copy: the folder and the database were not written by the same installation.
func installation(ctx context.Context, db *store.DB, folder string, now time.Time) (id string, copied bool, err error) {
	path := filepath.Join(folder, installationFile)
	raw, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", false, err
	}
	onDisk := strings.TrimSpace(string(raw))
	err = store.Get(ctx, db.Reader(), &id, "SELECT id FROM installation WHERE one = 1")
	switch {
	case fault.KindOf(err) == fault.NotFound:
		id = onDisk
		if id == "" {
			id = store.NewID[string]("ins")
		}
		err = db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, "INSERT INTO installation (one, id, created_at) VALUES (1, $1, $2)", id, now.UnixMilli())
			return err
		})
	case err == nil && onDisk != "" && onDisk != id:
		return id, true, nil
	}
	if err != nil || onDisk == id {
		return id, false, err
	}
	return id, false, writeInstallation(folder, id)
}

func writeInstallation(folder, id string) error {
	return os.WriteFile(filepath.Join(folder, installationFile), []byte(id+"\n"), 0o600)
}
