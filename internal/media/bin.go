package media

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

var (
	errInUse     = fault.New(fault.Conflict, "media.in_use", "Posts still show this file. It stays in the bin until none does.")
	errNotBinned = fault.New(fault.Conflict, "media.not_binned", "Put this file in the bin first.")
)

// Bin puts an asset in the bin. Posts that show it keep it.
func (s *Service) Bin(ctx context.Context, ws identity.WorkspaceID, id AssetID) (Asset, error) {
	return s.move(ctx, ws, id, "bin", store.At(s.Now()))
}

// Restore takes an asset out of the bin.
func (s *Service) Restore(ctx context.Context, ws identity.WorkspaceID, id AssetID) (Asset, error) {
	return s.move(ctx, ws, id, "restore", store.Time{})
}

func (s *Service) move(ctx context.Context, ws identity.WorkspaceID, id AssetID, verb string, binned store.Time) (Asset, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return Asset{}, err
	}
	var out Asset
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := found(selectAssetForUpdate(ctx, tx, ws, id))
		if err != nil {
			return err
		}
		if out = a; a.Binned() == !binned.IsZero() {
			return nil
		}
		a.BinnedAt, a.UpdatedAt = binned, store.At(s.Now())
		if err := updateAsset(ctx, tx, ws, a); err != nil {
			return err
		}
		out = a
		return s.traceTx(ctx, tx, ws, verb, string(id), a.Name)
	})
	return out, err
}

// Erase removes a binned asset for good, now. One that a post shows is a
// Conflict; so is one that is not in the bin.
func (s *Service) Erase(ctx context.Context, ws identity.WorkspaceID, id AssetID) error {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := found(selectAssetForUpdate(ctx, tx, ws, id))
		if err != nil {
			return err
		}
		if !a.Binned() {
			return errNotBinned
		}
		uses, err := s.usesTx(ctx, tx, ws, []AssetID{id})
		if err != nil {
			return err
		}
		if uses[id] > 0 {
			return errInUse.With("count", uses[id])
		}
		if err := deleteAsset(ctx, tx, ws, id); err != nil {
			return err
		}
		return s.traceTx(ctx, tx, ws, "erase", string(id), a.Name)
	})
}

// Tidied counts what one tidying did.
type Tidied struct {
	Assets int // left the bin for good
	Files  int // that nobody named
	Parts  int // of uploads that never ended
}

// Tidy ends what has had its time: assets in the bin that no post shows,
// abandoned uploads, files that nothing names any more. It is the installation's
// own work and is safe to run at any moment.
func (s *Service) Tidy(ctx context.Context) (Tidied, error) {
	var t Tidied
	var err error
	if t.Assets, err = s.emptyBins(ctx); err != nil {
		return t, fault.Op("media.tidy", err)
	}
	if t.Parts, err = s.dropParts(ctx); err != nil {
		return t, fault.Op("media.tidy", err)
	}
	if t.Files, err = s.sweep(ctx); err != nil {
		return t, fault.Op("media.tidy", err)
	}
	if sp, level, err := s.SpaceLeft(ctx); err == nil && level != SpaceOK {
		s.Log.WarnContext(ctx, "the disk under the library is nearly full", "level", string(level), "free_mb", sp.Free>>20, "total_mb", sp.Total>>20)
	}
	return t, nil
}

// emptyBins erases one asset per transaction: none waits long for the writer.
func (s *Service) emptyBins(ctx context.Context) (int, error) {
	const batch = 100
	erased, after := 0, ""
	before := store.At(s.Now().Add(-s.Limits.Bin))
	for {
		list, err := selectEnded(ctx, s.DB.Reader(), before, after, batch)
		if err != nil {
			return erased, err
		}
		for _, e := range list {
			after = string(e.ID)
			err := s.Erase(identity.AsSystem(ctx, e.Workspace), e.Workspace, e.ID)
			switch fault.KindOf(err) {
			case "":
				erased++
			case fault.Conflict, fault.NotFound: // still shown, or taken out meanwhile
			default:
				return erased, err
			}
		}
		if len(list) < batch {
			return erased, nil
		}
	}
}

// dropParts removes uploads and temporary files that rested too long.
func (s *Service) dropParts(ctx context.Context) (int, error) {
	limit := s.Now().Add(-s.Limits.Upload)
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return deleteRestingUploads(ctx, tx, store.At(limit))
	})
	if err != nil {
		return 0, err
	}
	n, err := removeOlder(s.Incoming, limit)
	if f, ok := s.Files.(*Folder); ok && err == nil && f.Incoming() != s.Incoming {
		var more int
		more, err = removeOlder(f.Incoming(), limit)
		n += more
	}
	return n, err
}

// removeOlder empties a folder of what has not been written to since limit.
func removeOlder(folder string, limit time.Time) (int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, fmt.Errorf("read incoming: %w", err)
	}
	n := 0
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.ModTime().After(limit) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, e.Name())); err == nil {
			n++
		}
	}
	return n, nil
}

// young: a file put less than this ago may be about to be named by another node.
const young = time.Hour

// sweep removes files that no row names.
func (s *Service) sweep(ctx context.Context) (int, error) {
	const batch = 500
	removed := 0
	var shas []string
	flush := func() error {
		n, err := s.removeUnnamed(ctx, shas)
		removed += n
		shas = shas[:0]
		return err
	}
	err := s.Files.Each(ctx, func(sha string, put time.Time) error {
		if s.Now().Sub(put) < young {
			return nil
		}
		if shas = append(shas, sha); len(shas) == batch {
			return flush()
		}
		return nil
	})
	if err != nil {
		return removed, err
	}
	return removed, flush()
}

func (s *Service) removeUnnamed(ctx context.Context, shas []string) (int, error) {
	if len(shas) == 0 {
		return 0, nil
	}
	s.kept.Lock() // nothing is between its file and its row
	defer s.kept.Unlock()
	unnamed, err := unnamedFiles(ctx, s.DB.Reader(), shas)
	if err != nil {
		return 0, err
	}
	for i, sha := range unnamed {
		if err := s.Files.Remove(ctx, sha); err != nil {
			return i, err
		}
	}
	return len(unnamed), nil
}
