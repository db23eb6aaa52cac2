package editorial

import (
	"context"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// BinLife is how long, in days, a post stays in the bin before PurgeBin drops it.
const BinLife = 30

// Bin takes the post off the calendar; Unbin brings it back. A post that is
// leaving, or that waits for a person's answer, is refused.
func (s *Service) Bin(ctx context.Context, ws identity.WorkspaceID, id PostID) error {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err := s.lockPost(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if !p.BinnedAt.IsZero() {
			return nil
		}
		if p.Status.IsOut() && p.Status != StatusPublished {
			return errOut.With("status", string(p.Status))
		}
		p.Committed = false
		p.BinnedAt = store.At(s.now())
		p.UpdatedBy, p.UpdatedAt = a.UserID, p.BinnedAt
		if err := updatePost(ctx, tx, p); err != nil {
			return err
		}
		if err := s.bus.EmitTx(ctx, tx, PostBinned{Workspace: ws, Post: id}); err != nil {
			return err
		}
		if err := s.RefreshCardsTx(ctx, tx, ws, []PostID{id}); err != nil {
			return err
		}
		if err := s.feed.AppendTx(ctx, tx, string(ws), "post", string(id)); err != nil {
			return err
		}
		return s.auditTx(ctx, tx, p, "bin", map[string]string{"title": p.Draft.Title})
	})
}

// Unbin restores a post from the bin with all it had; one that was scheduled
// comes back with its date and waits to be scheduled again.
func (s *Service) Unbin(ctx context.Context, ws identity.WorkspaceID, id PostID) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.lockPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if p.BinnedAt.IsZero() {
			return nil
		}
		p.BinnedAt = store.Time{}
		p.UpdatedBy, p.UpdatedAt = a.UserID, store.At(s.now())
		if err := updatePost(ctx, tx, p); err != nil {
			return err
		}
		if err := s.auditTx(ctx, tx, p, "unbin", nil); err != nil {
			return err
		}
		p, err = s.publishCardTx(ctx, tx, p)
		return err
	})
	return p, err
}

// Binned lists what is in the bin, latest first.
func (s *Service) Binned(ctx context.Context, ws identity.WorkspaceID) ([]Post, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	return listBinned(ctx, s.db.Reader(), ws)
}

// Duplicate copies the post as a draft of the person's own, on another date or
// on none.
func (s *Service) Duplicate(ctx context.Context, ws identity.WorkspaceID, id PostID, in When) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		from, err := findPost(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		d := from.Draft.Clean()
		d.State = Written
		date, err := s.dateTx(ctx, tx, ws, d, in.Wall, pickText(in.Zone, from.Date.Zone))
		if err != nil {
			return err
		}
		p, err = s.createTx(ctx, tx, a, ws, d, date)
		return err
	})
	return p, err
}

// PurgeBin drops for good what has been in the bin for BinLife days and was
// never sent anywhere; a beat calls it each night.
func (s *Service) PurgeBin(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return purgeBinned(ctx, tx, s.now().AddDate(0, 0, -BinLife))
	})
}
