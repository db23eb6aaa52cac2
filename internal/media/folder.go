package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"parvis/internal/fault"
)

// Store keeps files by the sha256 of their bytes, in lower-case hex. What has a
// name is whole; two equal files are one. Implementations are safe for
// concurrent use.
type Store interface {
	// Put keeps what r gives. A failed write leaves nothing behind.
	Put(ctx context.Context, r io.Reader) (Blob, error)
	// Adopt keeps the file at path, which is gone afterwards, whatever happens.
	Adopt(ctx context.Context, path string) (Blob, error)
	// Open reads a file; a NotFound fault when there is none. The reader of a
	// local store is an *os.File.
	Open(ctx context.Context, sha string) (io.ReadSeekCloser, error)
	// Remove forgets a file; no error when there is none.
	Remove(ctx context.Context, sha string) error
	// Each calls fn for each file with the time it was last put.
	Each(ctx context.Context, fn func(sha string, put time.Time) error) error
	// Space tells the room left; zero Total: not known.
	Space(ctx context.Context) (Space, error)
}

// Blob is a kept file.
type Blob struct {
	SHA256 string
	Size   int64
}

// Space of a volume, in bytes.
type Space struct{ Free, Total int64 }

var (
	errNoFile   = fault.New(fault.NotFound, "media.file_missing", "This file is no longer in the library's folder. Restore it from a backup, or send it again.")
	errDiskFull = fault.New(fault.Unavailable, "media.disk_full", "The server's disk is full: the file was not added, nothing was lost. Ask whoever looks after the server to free some space.")
	errReadOnly = fault.New(fault.Unavailable, "media.read_only", "The server cannot write in its data folder: the file was not added. Ask whoever looks after the server to check its rights.")
)

// diskFault turns what the file system says into a sentence.
func diskFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return errDiskFull.Because(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return errReadOnly.Because(err)
	}
	return err
}

// Folder is a Store in a folder of this machine: aa/bb/sha.
type Folder struct{ root, incoming string }

// NewFolder opens (and makes) the store under root. Temporary files lie in
// root/incoming, on the same volume, so that a rename is all it takes.
func NewFolder(root string) (*Folder, error) {
	f := &Folder{root: root, incoming: filepath.Join(root, "incoming")}
	return f, diskFault(os.MkdirAll(f.incoming, 0o700))
}

// Incoming is the folder for files that are not whole yet.
func (f *Folder) Incoming() string { return f.incoming }

func (f *Folder) path(sha string) (string, error) {
	if !isSHA(sha) {
		return "", errNoFile
	}
	return filepath.Join(f.root, sha[:2], sha[2:4], sha), nil
}

// isSHA keeps names from outside out of paths.
func isSHA(s string) bool {
	if len(s) != sha256.Size*2 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Put implements Store.
func (f *Folder) Put(ctx context.Context, r io.Reader) (Blob, error) {
	tmp, err := os.CreateTemp(f.incoming, "put-*")
	if err != nil {
		return Blob{}, diskFault(err)
	}
	_, err = io.Copy(tmp, withContext{ctx, r})
	if err = errors.Join(err, tmp.Close()); err != nil {
		_ = os.Remove(tmp.Name())
		return Blob{}, diskFault(err)
	}
	return f.Adopt(ctx, tmp.Name())
}

// Adopt implements Store: hash, flush to disk, rename, flush the folder.
func (f *Folder) Adopt(ctx context.Context, path string) (Blob, error) {
	b, err := f.adopt(ctx, path)
	if err != nil {
		_ = os.Remove(path)
		return Blob{}, diskFault(fmt.Errorf("keep file: %w", err))
	}
	return b, nil
}

func (f *Folder) adopt(ctx context.Context, path string) (Blob, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return Blob{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, withContext{ctx, file})
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return Blob{}, err
	}
	b := Blob{SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size}
	final, err := f.path(b.SHA256)
	if err != nil {
		return Blob{}, err
	}
	now := time.Now() //nolint:forbidigo // the file system's clock, read back by Each: no rule of the room
	if have, err := os.Stat(final); err == nil && have.Size() == size {
		return b, errors.Join(os.Chtimes(final, now, now), os.Remove(path))
	}
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return Blob{}, err
	}
	if err := os.Rename(path, final); err != nil {
		return Blob{}, err
	}
	return b, errors.Join(os.Chtimes(final, now, now), syncFolder(filepath.Dir(final)))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open implements Store.
func (f *Folder) Open(_ context.Context, sha string) (io.ReadSeekCloser, error) {
	path, err := f.path(sha)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoFile.Because(err)
	}
	if err != nil {
		return nil, diskFault(err)
	}
	return file, nil
}

// Remove implements Store.
func (f *Folder) Remove(_ context.Context, sha string) error {
	path, err := f.path(sha)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err)
	}
	return nil
}

// Each implements Store.
func (f *Folder) Each(ctx context.Context, fn func(sha string, put time.Time) error) error {
	return filepath.WalkDir(f.root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case e.IsDir() && path == f.incoming:
			return fs.SkipDir
		case e.IsDir() || !isSHA(e.Name()):
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since the folder was listed
		}
		if err != nil {
			return err
		}
		return fn(e.Name(), info.ModTime())
	})
}

// Space implements Store.
func (f *Folder) Space(context.Context) (Space, error) { return volumeSpace(f.root) }

// withContext ends a copy when its context does.
type withContext struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (w withContext) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(p)
}
