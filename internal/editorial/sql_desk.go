package editorial

import (
	"context"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

func listLabels(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Label, error) {
	out := []Label{}
	err := store.Select(ctx, q, &out, `SELECT l.id, l.name, l.colour, (SELECT COUNT(*) FROM card c
		WHERE c.workspace_id = l.workspace_id AND c.labels LIKE '%|' || l.id || '|%') AS posts
		FROM label l WHERE l.workspace_id = $1 ORDER BY l.name`, ws)
	return out, err
}

func countLabels(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []LabelID) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM label WHERE workspace_id = $1 AND `+store.InList(q.Dialect(), "id", "$2"), ws, jsonList(texts(ids)))
	return n, err
}

func writeLabel(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, l Label, made bool) (int64, error) {
	if made {
		return store.Exec(ctx, tx, `INSERT INTO label (id, workspace_id, name, colour) VALUES ($1, $2, $3, $4)`, l.ID, ws, l.Name, l.Colour)
	}
	return store.Exec(ctx, tx, `UPDATE label SET name = $3, colour = $4 WHERE workspace_id = $1 AND id = $2`, ws, l.ID, l.Name, l.Colour)
}

func deleteLabel(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id LabelID) (int64, error) {
	return store.Exec(ctx, tx, `DELETE FROM label WHERE workspace_id = $1 AND id = $2`, ws, id)
}

func listNotes(ctx context.Context, q store.Querier, ws identity.WorkspaceID, from, to string) ([]Note, error) {
	out := []Note{}
	err := store.Select(ctx, q, &out, `SELECT id, day, until_day, body, colour, author_id, updated_at FROM note
		WHERE workspace_id = $1 AND day <= $3 AND until_day >= $2 ORDER BY day, id`, ws, from, to)
	return out, err
}

func writeNote(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n Note, made bool) (int64, error) {
	if made {
		return store.Exec(ctx, tx, `INSERT INTO note (id, workspace_id, day, until_day, body, colour, author_id, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, n.ID, ws, n.Day, n.Until, n.Body, n.Colour, n.Author, n.UpdatedAt)
	}
	return store.Exec(ctx, tx, `UPDATE note SET day = $3, until_day = $4, body = $5, colour = $6, author_id = $7, updated_at = $8
		WHERE workspace_id = $1 AND id = $2`, ws, n.ID, n.Day, n.Until, n.Body, n.Colour, n.Author, n.UpdatedAt)
}

func deleteNote(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id NoteID) (int64, error) {
	return store.Exec(ctx, tx, `DELETE FROM note WHERE workspace_id = $1 AND id = $2`, ws, id)
}

func listPresence(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID, after time.Time) ([]Presence, error) {
	out := []Presence{}
	err := store.Select(ctx, q, &out, `SELECT user_id, field, seen_at FROM presence
		WHERE workspace_id = $1 AND post_id = $2 AND seen_at > $3 ORDER BY user_id`, ws, id, after.UnixMilli())
	return out, err
}

func writePresence(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID, user identity.UserID, field string, at time.Time) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO presence (workspace_id, post_id, user_id, field, seen_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (post_id, user_id) DO UPDATE SET field = excluded.field, seen_at = excluded.seen_at`, ws, id, user, field, at.UnixMilli())
	return err
}

func dropPresence(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, before time.Time) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM presence WHERE workspace_id = $1 AND seen_at <= $2`, ws, before.UnixMilli())
	return err
}

func leavePresence(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID, user identity.UserID) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM presence WHERE workspace_id = $1 AND post_id = $2 AND user_id = $3`, ws, id, user)
	return err
}
