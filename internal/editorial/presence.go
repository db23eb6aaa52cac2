package editorial

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// PresenceLife is how long a beat lasts.
const PresenceLife = 15 * time.Second

// Presence is a person who has the post open, and the field they are in.
type Presence struct {
	User   identity.UserID `db:"user_id"`
	Field  string          `db:"field"`
	SeenAt store.Time      `db:"seen_at"`
}

const maxField = 100

var errField = fault.New(fault.Invalid, "editorial.bad_field", "The name of a field is at most 100 bytes.")

// Beat says that the person still has the post open, and gives everyone who
// has, themselves included.
func (s *Service) Beat(ctx context.Context, ws identity.WorkspaceID, id PostID, field string) ([]Presence, error) {
	a, err := identity.Require(ctx, ws, identity.PostRead)
	if err != nil {
		return nil, err
	}
	if len(field) > maxField {
		return nil, errField
	}
	var out []Presence
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := findPost(ctx, tx, ws, id); err != nil {
			return err
		}
		dead := s.now().Add(-PresenceLife)
		known, err := listPresence(ctx, tx, ws, id, dead)
		if err != nil {
			return err
		}
		if err := dropPresence(ctx, tx, ws, dead); err != nil {
			return err
		}
		if err := writePresence(ctx, tx, ws, id, a.UserID, field, s.now()); err != nil {
			return err
		}
		if out, err = listPresence(ctx, tx, ws, id, dead); err != nil {
			return err
		}
		if len(out) == len(known) {
			return nil // nobody came: browsers need not ask again
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "presence", string(id))
	})
	return out, err
}

// Leave says that the person closed the post.
func (s *Service) Leave(ctx context.Context, ws identity.WorkspaceID, id PostID) error {
	a, err := identity.Require(ctx, ws, identity.PostRead)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := findPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := leavePresence(ctx, tx, ws, id, a.UserID); err != nil {
			return err
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "presence", string(id))
	})
}
