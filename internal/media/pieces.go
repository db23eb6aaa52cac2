package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/picture"
	"parvis/internal/store"
)

// UploadID names an upload in pieces ("upl_…").
type UploadID string

// Piece is the size that clients are asked to cut at.
const Piece = 8 << 20

// maxOpen is how many uploads of a workspace may be under way.
const maxOpen = 50

// Pieces is an upload that comes in pieces and survives a broken connection, a
// closed lid and a restart: the client asks how much was received and goes on.
type Pieces struct {
	ID        UploadID        `db:"id"`
	Name      string          `db:"name"`
	Size      int64           `db:"size"` // declared
	Received  int64           `db:"received"`
	CreatedAt store.Time      `db:"created_at"`
	CreatedBy identity.UserID `db:"created_by"`
	UpdatedAt store.Time      `db:"updated_at"`
}

var (
	errNoUpload = fault.New(fault.NotFound, "media.upload_missing", "This upload ended or was given up. Start it again.")
	errTooMany  = fault.New(fault.Conflict, "media.too_many_uploads", "Too many uploads are under way. Wait for one to end.")
	errNotWhole = fault.New(fault.Conflict, "media.upload_incomplete", "A part of the file is still missing: send the rest first.")
)

func wrongOffset(received int64) error {
	return fault.Newf(fault.Conflict, "media.upload_offset", "Go on from byte %d.", received).With("received", received)
}

// Begin opens an upload of size bytes. What cannot fit is refused here.
func (s *Service) Begin(ctx context.Context, ws identity.WorkspaceID, name string, size int64) (Pieces, error) {
	actor, err := identity.Require(ctx, ws, identity.MediaWrite)
	if err != nil {
		return Pieces{}, err
	}
	if err := s.admit(ctx, ws, max(size, 0)); err != nil {
		return Pieces{}, err
	}
	now := store.At(s.Now())
	p := Pieces{ID: store.NewID[UploadID]("upl"), Name: tidy(name), Size: size, CreatedAt: now, CreatedBy: actor.UserID, UpdatedAt: now}
	return p, s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := countUploads(ctx, tx, ws)
		if err != nil {
			return err
		}
		if n >= maxOpen {
			return errTooMany
		}
		return insertUpload(ctx, tx, ws, p)
	})
}

// Progress tells how much of an upload was received: the sender goes on there.
func (s *Service) Progress(ctx context.Context, ws identity.WorkspaceID, id UploadID) (Pieces, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return Pieces{}, err
	}
	p, err := selectUpload(ctx, s.DB.Reader(), ws, id)
	if errors.Is(err, store.ErrNotFound) {
		return Pieces{}, errNoUpload
	}
	return p, err
}

func (s *Service) partPath(id UploadID) string {
	return filepath.Join(s.Incoming, "part-"+strings.ReplaceAll(string(id), string(filepath.Separator), ""))
}

// lockPieces lets one piece of an upload be written at a time.
func (s *Service) lockPieces(id UploadID) func() {
	m, _ := s.pieces.LoadOrStore(id, &sync.Mutex{})
	mu := m.(*sync.Mutex)
	mu.Lock()
	return mu.Unlock
}

// Append adds a piece at offset, which must be what Progress said: any other is
// a Conflict that tells where to go on. A piece cut short counts for nothing
// and is sent again.
func (s *Service) Append(ctx context.Context, ws identity.WorkspaceID, id UploadID, offset int64, body io.Reader) (Pieces, error) {
	if _, err := s.Progress(ctx, ws, id); err != nil {
		return Pieces{}, err
	}
	defer s.lockPieces(id)()
	p, err := s.Progress(ctx, ws, id)
	if err != nil {
		return Pieces{}, err
	}
	if offset != p.Received {
		return p, wrongOffset(p.Received)
	}
	if err := s.checkSpace(ctx, min(p.Size-p.Received, Piece)); err != nil {
		return p, err
	}
	n, err := s.writePiece(ctx, p, body)
	if err != nil {
		return p, fault.Op("media.append", err)
	}
	p.Received += n
	p.UpdatedAt = store.At(s.Now())
	return p, s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return updateUpload(ctx, tx, ws, p) })
}

func (s *Service) writePiece(ctx context.Context, p Pieces, body io.Reader) (n int64, err error) {
	f, err := os.OpenFile(s.partPath(p.ID), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return 0, diskFault(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err := f.Stat(); err != nil || info.Size() < p.Received {
		return 0, errNoUpload // another machine has the rest, or it was tidied away
	}
	if err := f.Truncate(p.Received); err != nil {
		return 0, diskFault(err)
	}
	if _, err := f.Seek(p.Received, io.SeekStart); err != nil {
		return 0, err
	}
	n, err = io.Copy(f, io.LimitReader(readFault{withContext{ctx, body}}, p.Size-p.Received+1))
	if err == nil && n > p.Size-p.Received {
		err = fault.New(fault.Invalid, "media.upload_too_long", "More came than was announced: start this upload again.")
	}
	if err == nil && p.Received == 0 {
		err = s.looksRight(f, p, n)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		_ = f.Truncate(p.Received) // a full disk gets its room back at once
		return 0, diskFault(err)
	}
	return n, nil
}

// looksRight reads the type in the first piece: nobody sends a gigabyte to hear
// that it is an archive.
func (s *Service) looksRight(f io.ReaderAt, p Pieces, n int64) error {
	head := make([]byte, min(n, picture.SniffLen))
	if n < picture.SniffLen && n < p.Size {
		return nil // too little to tell
	}
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	format, err := picture.Sniff(head)
	if err == nil && format.IsImage() && p.Size > s.Limits.Image {
		return tooLarge(s.Limits.Image, false)
	}
	return err
}

// Complete takes a whole upload into the library.
func (s *Service) Complete(ctx context.Context, ws identity.WorkspaceID, id UploadID) (Added, error) {
	if _, err := s.Progress(ctx, ws, id); err != nil {
		return Added{}, err
	}
	defer s.lockPieces(id)()
	p, err := s.Progress(ctx, ws, id)
	if err != nil {
		return Added{}, err
	}
	if p.Received != p.Size {
		return Added{}, errNotWhole.With("received", p.Received)
	}
	f, err := os.Open(s.partPath(id))
	if err != nil {
		return Added{}, errNoUpload.Because(fmt.Errorf("open parts: %w", err))
	}
	out, err := s.Add(ctx, ws, Upload{Name: p.Name, Size: p.Size, Body: f})
	_ = f.Close() // it was only read
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return out, err // the disk or the database: the client may try again
	}
	return out, errors.Join(err, s.Abandon(ctx, ws, id))
}

// Abandon gives an upload up.
func (s *Service) Abandon(ctx context.Context, ws identity.WorkspaceID, id UploadID) error {
	if _, err := s.Progress(ctx, ws, id); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return deleteUpload(ctx, tx, ws, id) })
	if err == nil {
		removeQuietly(s.partPath(id))
		s.pieces.Delete(id)
	}
	return err
}
