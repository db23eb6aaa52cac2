package editorial

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// postRow is a row of post, with the status of its card.
type postRow struct {
	ID           PostID               `db:"id"`
	Workspace    identity.WorkspaceID `db:"workspace_id"`
	Draft        store.JSON[Draft]    `db:"draft"`
	ContentHash  string               `db:"content_hash"`
	Version      int                  `db:"version"`
	Wall         Wall                 `db:"wall"`
	Zone         string               `db:"zone"`
	DueAt        store.Time           `db:"due_at"`
	Committed    bool                 `db:"committed"`
	Cancelled    bool                 `db:"cancelled"`
	Review       ReviewState          `db:"review"`
	Revision     RevisionID           `db:"revision_id"`
	ReviewedHash string               `db:"reviewed_hash"`
	Author       identity.UserID      `db:"author_id"`
	CreatedAt    store.Time           `db:"created_at"`
	UpdatedBy    identity.UserID      `db:"updated_by"`
	UpdatedAt    store.Time           `db:"updated_at"`
	BinnedAt     store.Time           `db:"binned_at"`
	Status       Status               `db:"status"`
}

const postColumns = `p.id, p.workspace_id, p.draft, p.content_hash, p.version, p.wall, p.zone, p.due_at, p.committed, p.cancelled,
	p.review, p.revision_id, p.reviewed_hash, p.author_id, p.created_at, p.updated_by, p.updated_at, p.binned_at`

const postWithStatus = `SELECT ` + postColumns + `, COALESCE(c.status, '') AS status
	FROM post p LEFT JOIN card c ON c.post_id = p.id AND c.workspace_id = p.workspace_id `

func (r postRow) post() Post {
	p := Post{ID: r.ID, Workspace: r.Workspace, Draft: r.Draft.V, ContentHash: r.ContentHash, Version: r.Version,
		Committed: r.Committed, Cancelled: r.Cancelled, Review: r.Review, Revision: r.Revision, ReviewedHash: r.ReviewedHash,
		Status: r.Status, Author: r.Author, CreatedAt: r.CreatedAt, UpdatedBy: r.UpdatedBy, UpdatedAt: r.UpdatedAt, BinnedAt: r.BinnedAt}
	if r.Wall != "" {
		p.Date = Date{Wall: r.Wall, Zone: r.Zone, At: r.DueAt}
	}
	if p.Status == "" {
		p.Status = p.Base()
	}
	return p
}

func findPost(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID) (Post, error) {
	var r postRow
	err := store.Get(ctx, q, &r, postWithStatus+`WHERE p.workspace_id = $1 AND p.id = $2`, ws, id)
	if fault.KindOf(err) == fault.NotFound {
		return Post{}, errNoPost
	}
	return r.post(), err
}

// lockPostRow keeps others from changing the post until the end of tx.
func lockPostRow(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID) error {
	var locked string
	err := store.Get(ctx, tx, &locked, `SELECT id FROM post WHERE workspace_id = $1 AND id = $2`+store.ForUpdate(tx.Dialect()), ws, id)
	if fault.KindOf(err) == fault.NotFound {
		return errNoPost
	}
	return err
}

func lockCards(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, posts []string) error {
	var locked []string
	return store.Select(ctx, tx, &locked, `SELECT post_id FROM card WHERE workspace_id = $1 AND `+
		store.InList(tx.Dialect(), "post_id", "$2")+` ORDER BY post_id`+store.ForUpdate(tx.Dialect()), ws, jsonList(posts))
}

func findPosts(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []PostID) ([]Post, error) {
	return selectPosts(ctx, q, postWithStatus+`WHERE p.workspace_id = $1 AND `+store.InList(q.Dialect(), "p.id", "$2"), ws, jsonList(texts(ids)))
}

func listBinned(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Post, error) {
	return selectPosts(ctx, q, postWithStatus+`WHERE p.workspace_id = $1 AND p.binned_at IS NOT NULL ORDER BY p.binned_at DESC LIMIT 500`, ws)
}

func selectPosts(ctx context.Context, q store.Querier, query string, args ...any) ([]Post, error) {
	var rows []postRow
	if err := store.Select(ctx, q, &rows, query, args...); err != nil {
		return nil, err
	}
	out := make([]Post, len(rows))
	for i, r := range rows {
		out[i] = r.post()
	}
	return out, nil
}

func listPostIDs(ctx context.Context, q store.Querier, ws identity.WorkspaceID, after PostID, limit int) ([]PostID, error) {
	var out []PostID
	err := store.Select(ctx, q, &out, `SELECT id FROM post WHERE workspace_id = $1 AND id > $2 ORDER BY id LIMIT $3`, ws, after, limit)
	return out, err
}

func insertPost(ctx context.Context, tx *store.Tx, p Post) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO post (id, workspace_id, draft, content_hash, version, wall, zone, due_at, author_id, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.Workspace, store.AsJSON(p.Draft), p.ContentHash, p.Version, p.Date.Wall, p.Date.Zone, p.Date.At, p.Author, p.CreatedAt, p.UpdatedBy, p.UpdatedAt)
	return err
}

func updatePost(ctx context.Context, tx *store.Tx, p Post) error {
	_, err := store.Exec(ctx, tx, `UPDATE post SET draft = $3, content_hash = $4, version = $5, wall = $6, zone = $7, due_at = $8, committed = $9,
		cancelled = $10, review = $11, revision_id = $12, reviewed_hash = $13, updated_by = $14, updated_at = $15, binned_at = $16
		WHERE workspace_id = $1 AND id = $2`,
		p.Workspace, p.ID, store.AsJSON(p.Draft), p.ContentHash, p.Version, p.Date.Wall, p.Date.Zone, p.Date.At, p.Committed,
		p.Cancelled, p.Review, p.Revision, p.ReviewedHash, p.UpdatedBy, p.UpdatedAt, p.BinnedAt)
	return err
}

// purgeBinned drops old posts of the bin that no revision was ever made of; the
// others stay, since deliveries and approvals refer to them.
//
// all workspaces: a beat of the program itself.
func purgeBinned(ctx context.Context, tx *store.Tx, before time.Time) error {
	const old = `SELECT p.id FROM post p WHERE p.workspace_id <> '' AND p.binned_at < $1
		AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.workspace_id = p.workspace_id AND r.post_id = p.id)`
	if _, err := store.Exec(ctx, tx, `DELETE FROM post_version WHERE workspace_id <> '' AND post_id IN (`+old+`)`, before.UnixMilli()); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, `DELETE FROM post WHERE workspace_id <> '' AND id IN (`+old+`)`, before.UnixMilli())
	return err
}

// versionRow is a row of post_version.
type versionRow struct {
	Version int               `db:"version"`
	Author  identity.UserID   `db:"author_id"`
	At      store.Time        `db:"at"`
	Draft   store.JSON[Draft] `db:"draft"`
	Content bool              `db:"content"`
	Shown   bool              `db:"shown"`
	Cause   Cause             `db:"cause"`
}

func (r versionRow) entry() Version {
	return Version{Version: r.Version, Author: r.Author, At: r.At, Draft: r.Draft.V, Content: r.Content, Shown: r.Shown, Cause: r.Cause}
}

func insertVersion(ctx context.Context, tx *store.Tx, p Post, v Version) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO post_version (post_id, version, workspace_id, author_id, at, draft, content, shown, cause)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, p.ID, v.Version, p.Workspace, v.Author, v.At, store.AsJSON(p.Draft), v.Content, v.Shown, v.Cause)
	return err
}

func findVersion(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID, version int) (Version, error) {
	var r versionRow
	err := store.Get(ctx, q, &r, `SELECT version, author_id, at, draft, content, shown, cause FROM post_version
		WHERE workspace_id = $1 AND post_id = $2 AND version = $3`, ws, id, version)
	return r.entry(), err
}

func hideVersion(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID, version int) error {
	_, err := store.Exec(ctx, tx, `UPDATE post_version SET shown = FALSE WHERE workspace_id = $1 AND post_id = $2 AND version = $3`, ws, id, version)
	return err
}

func dropBases(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID, before time.Time) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM post_version WHERE workspace_id = $1 AND post_id = $2 AND NOT shown AND at < $3`, ws, id, before.UnixMilli())
	return err
}

func listVersions(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID, before, limit int) ([]Version, error) {
	if limit <= 0 || limit > 200 {
		limit = 50
	}
	if before <= 0 {
		before = 1 << 30
	}
	var rows []versionRow
	err := store.Select(ctx, q, &rows, `SELECT version, author_id, at, '' AS draft, content, shown, cause FROM post_version
		WHERE workspace_id = $1 AND post_id = $2 AND shown AND version < $3 ORDER BY version DESC LIMIT $4`, ws, id, before, limit)
	out := make([]Version, len(rows))
	for i, r := range rows {
		out[i] = r.entry()
	}
	return out, err
}

func editorsOf(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID) ([]identity.UserID, error) {
	var out []identity.UserID
	err := store.Select(ctx, q, &out, `SELECT DISTINCT author_id FROM post_version WHERE workspace_id = $1 AND post_id = $2 AND content ORDER BY author_id`, ws, id)
	return out, err
}

func editorsOfMany(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []PostID) (map[PostID][]identity.UserID, error) {
	var rows []struct {
		Post   PostID          `db:"post_id"`
		Author identity.UserID `db:"author_id"`
	}
	err := store.Select(ctx, q, &rows, `SELECT DISTINCT post_id, author_id FROM post_version WHERE workspace_id = $1 AND `+
		store.InList(q.Dialect(), "post_id", "$2")+` AND content`, ws, jsonList(texts(ids)))
	out := map[PostID][]identity.UserID{}
	for _, r := range rows {
		out[r.Post] = append(out[r.Post], r.Author)
	}
	return out, err
}

// revisionRow is a row of revision.
type revisionRow struct {
	ID        RevisionID           `db:"id"`
	Workspace identity.WorkspaceID `db:"workspace_id"`
	Post      PostID               `db:"post_id"`
	Hash      string               `db:"hash"`
	Version   int                  `db:"version"`
	Body      string               `db:"body"`
	CreatedBy identity.UserID      `db:"created_by"`
	CreatedAt store.Time           `db:"created_at"`
}

const revisionColumns = `id, workspace_id, post_id, hash, version, body, created_by, created_at`

func (r revisionRow) revision() (Revision, error) {
	f, err := decodeFrozen(r.Body)
	return Revision{ID: r.ID, Workspace: r.Workspace, Post: r.Post, Hash: r.Hash, Version: r.Version, Body: r.Body,
		CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt, Frozen: f}, err
}

func insertRevision(ctx context.Context, tx *store.Tx, r Revision) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO revision (`+revisionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.Workspace, r.Post, r.Hash, r.Version, r.Body, r.CreatedBy, r.CreatedAt)
	return err
}

func findRevisions(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []RevisionID) ([]Revision, error) {
	var rows []revisionRow
	err := store.Select(ctx, q, &rows, `SELECT `+revisionColumns+` FROM revision WHERE workspace_id = $1 AND `+
		store.InList(q.Dialect(), "id", "$2"), ws, jsonList(texts(ids)))
	if err != nil {
		return nil, err
	}
	out := make([]Revision, len(rows))
	for i, r := range rows {
		if out[i], err = r.revision(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func findRevisionByHash(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post PostID, hash string) (Revision, error) {
	var r revisionRow
	err := store.Get(ctx, q, &r, `SELECT `+revisionColumns+` FROM revision WHERE workspace_id = $1 AND post_id = $2 AND hash = $3`, ws, post, hash)
	if err != nil {
		return Revision{}, err
	}
	return r.revision()
}

// jsonList is the argument of store.InList.
func jsonList(ids []string) string {
	if ids == nil {
		ids = []string{}
	}
	return string(canonical(ids))
}

// jsonRows is the argument of store.Records.
func jsonRows[T any](rows []T) (string, error) {
	if rows == nil {
		rows = []T{}
	}
	b, err := json.Marshal(rows)
	return string(b), err
}
