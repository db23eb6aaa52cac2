package editorial

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Version is one entry of a post's history.
type Version struct {
	Version int
	Author  identity.UserID
	At      store.Time
	Draft   Draft
	Content bool // it changed what would be sent
	Shown   bool // listed; others are kept a day as bases for merging
	Cause   Cause
}

// Cause says why a version exists, when it is not plain writing.
type Cause string

// The causes.
const (
	CauseCreated    Cause = "created"
	CauseDuplicated Cause = "duplicated"
	CauseRestored   Cause = "restored"
)

const (
	// coalesce: saves of one author within one such span are one entry.
	coalesce = 2 * time.Minute
	// baseLife: how long the saves behind an entry serve as bases.
	baseLife = 24 * time.Hour
)

var (
	errNoVersion = fault.New(fault.NotFound, "editorial.no_version", "This version is not kept any more.")
	errTooOld    = fault.New(fault.Conflict, "editorial.base_too_old",
		"This page has been open for too long: copy what you have written, and load the post again.")
)

// recordVersionTx keeps the draft of p. A save that follows another of the same
// author within the same two minutes takes its place in the list.
func (s *Service) recordVersionTx(ctx context.Context, tx *store.Tx, p Post, content bool, cause Cause) error {
	v := Version{Version: p.Version, Author: p.UpdatedBy, At: p.UpdatedAt, Content: content, Shown: true, Cause: cause}
	last, err := findVersion(ctx, tx, p.Workspace, p.ID, p.Version-1)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if cause == "" && last.Cause == "" && last.Author == v.Author && last.At.Truncate(coalesce).Equal(v.At.Truncate(coalesce)) {
		v.Content = v.Content || last.Content
		if err := hideVersion(ctx, tx, p.Workspace, p.ID, last.Version); err != nil {
			return err
		}
	}
	if err := insertVersion(ctx, tx, p, v); err != nil {
		return err
	}
	return dropBases(ctx, tx, p.Workspace, p.ID, p.UpdatedAt.Add(-baseLife))
}

// baseOf gives the draft that a save was made from.
func (s *Service) baseOf(ctx context.Context, tx *store.Tx, p Post, version int) (Draft, error) {
	if version == p.Version {
		return p.Draft, nil
	}
	v, err := findVersion(ctx, tx, p.Workspace, p.ID, version)
	if fault.KindOf(err) == fault.NotFound {
		return Draft{}, errTooOld.With("version", version)
	}
	return v.Draft, err
}

// History lists the kept versions, newest first, without their drafts. before 0
// starts at the newest.
func (s *Service) History(ctx context.Context, ws identity.WorkspaceID, id PostID, before, limit int) ([]Version, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	if _, err := findPost(ctx, s.db.Reader(), ws, id); err != nil {
		return nil, err
	}
	return listVersions(ctx, s.db.Reader(), ws, id, before, limit)
}

// FindVersion gives one version with its draft.
func (s *Service) FindVersion(ctx context.Context, ws identity.WorkspaceID, id PostID, version int) (Version, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return Version{}, err
	}
	v, err := findVersion(ctx, s.db.Reader(), ws, id, version)
	if fault.KindOf(err) == fault.NotFound {
		return Version{}, errNoVersion
	}
	return v, err
}

// RestoreVersion makes an earlier draft the newest one. Nothing in between is
// lost: it is a version like any other.
func (s *Service) RestoreVersion(ctx context.Context, ws identity.WorkspaceID, id PostID, version int) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.lockPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := p.mayChange(); err != nil {
			return err
		}
		v, err := findVersion(ctx, tx, ws, id, version)
		if fault.KindOf(err) == fault.NotFound {
			return errNoVersion
		}
		if err != nil {
			return err
		}
		p, err = s.saveTx(ctx, tx, a, p, v.Draft.Clean(), CauseRestored)
		return err
	})
	return p, err
}
