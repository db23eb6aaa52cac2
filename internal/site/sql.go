package site

import (
	"context"
	"encoding/json"

	"parvis/internal/identity"
	"parvis/internal/networks/page"
	"parvis/internal/store"
)

const siteColumns = `id, workspace_id, version, slug, name, headline, bio, imprint, language, zone, tone, avatar, cover, links,
	is_open, publish_key, created_at, updated_at, changed_at`

func siteOfWorkspace(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (Site, error) {
	var s Site
	err := store.Get(ctx, q, &s, "SELECT "+siteColumns+" FROM site WHERE workspace_id = $1", ws)
	return s, err
}

// The reader of a page has no workspace: the address says which it is. The rows
// that follow are read under the site's own workspace_id.
func siteBySlug(ctx context.Context, q store.Querier, slug string) (Site, error) {
	var s Site
	err := store.Get(ctx, q, &s, "SELECT "+siteColumns+" FROM site WHERE slug = $1", slug)
	return s, err
}

// The signed endpoint names the site; its key then proves the workspace.
func siteByID(ctx context.Context, q store.Querier, id ID) (Site, error) {
	var s Site
	err := store.Get(ctx, q, &s, "SELECT "+siteColumns+" FROM site WHERE id = $1", id)
	return s, err
}

// lockSite serialises the writes of one page.
func lockSite(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id ID) error {
	var got ID
	return store.Get(ctx, tx, &got, "SELECT id FROM site WHERE workspace_id = $1 AND id = $2"+store.ForUpdate(tx.Dialect()), ws, id)
}

// onlySlugs gives up to two addresses of open pages, whatever their workspace:
// enough to know whether the server has just one page to lead its root to.
func onlySlugs(ctx context.Context, q store.Querier) ([]string, error) {
	var out []string
	err := store.Select(ctx, q, &out, "SELECT slug FROM site WHERE is_open AND workspace_id <> '' ORDER BY created_at LIMIT 2")
	return out, err
}

func formerSlug(ctx context.Context, q store.Querier, slug string) (string, error) {
	var now string
	err := store.Get(ctx, q, &now, `SELECT s.slug FROM site_former_slug f
		JOIN site s ON s.id = f.site_id AND s.workspace_id = f.workspace_id WHERE f.slug = $1`, slug)
	return now, err
}

func isSlugFree(ctx context.Context, q store.Querier, slug string, ws identity.WorkspaceID) (bool, error) {
	var n int
	err := store.Get(ctx, q, &n, "SELECT COUNT(*) FROM site WHERE slug = $1 AND workspace_id <> $2", slug, ws)
	return n == 0, err
}

func insertSite(ctx context.Context, tx *store.Tx, s Site) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO site ("+siteColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		s.ID, s.WorkspaceID, s.Version, s.Slug, s.Name, s.Headline, s.Bio, s.Imprint, s.Language, s.Zone, s.Tone,
		s.Avatar, s.Cover, s.Links, s.Open, s.PublishKey, s.CreatedAt, s.UpdatedAt, s.ChangedAt)
	return err
}

// updateSite writes the face when the row is still at version from; 0 rows else.
func updateSite(ctx context.Context, tx *store.Tx, s Site, from int64) (int64, error) {
	return store.Exec(ctx, tx, `UPDATE site SET version = $3, slug = $4, name = $5, headline = $6, bio = $7, imprint = $8,
		language = $9, zone = $10, tone = $11, avatar = $12, cover = $13, links = $14, is_open = $15, updated_at = $16, changed_at = $16
		WHERE workspace_id = $1 AND version = $2`,
		s.WorkspaceID, from, s.Version, s.Slug, s.Name, s.Headline, s.Bio, s.Imprint, s.Language, s.Zone, s.Tone,
		s.Avatar, s.Cover, s.Links, s.Open, s.UpdatedAt)
}

// moveSlug remembers the old address and takes the new one out of the memory,
// whoever had it.
func moveSlug(ctx context.Context, tx *store.Tx, s Site, old string) error {
	if _, err := store.Exec(ctx, tx, "DELETE FROM site_former_slug WHERE slug = $1 AND workspace_id <> ''", s.Slug); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, "INSERT INTO site_former_slug (slug, workspace_id, site_id) VALUES ($1, $2, $3)", old, s.WorkspaceID, s.ID)
	return err
}

func setPublishKey(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, sealed []byte) error {
	_, err := store.Exec(ctx, tx, "UPDATE site SET publish_key = $2 WHERE workspace_id = $1", ws, sealed)
	return err
}

func closeSite(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	_, err := store.Exec(ctx, tx, "UPDATE site SET is_open = FALSE WHERE workspace_id = $1", ws)
	return err
}

func touchSite(ctx context.Context, tx *store.Tx, s Site, at store.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE site SET changed_at = $3 WHERE workspace_id = $1 AND id = $2", s.WorkspaceID, s.ID, at)
	return err
}

const postColumns = "id, post_key, key_hash, short_id, slug, hash, title, language, segments, published_at, updated_at, removed_at"

func postBy(ctx context.Context, q store.Querier, s Site, column, value string) (Post, error) {
	var p Post
	err := store.Get(ctx, q, &p, "SELECT "+postColumns+" FROM site_post WHERE workspace_id = $1 AND site_id = $2 AND "+column+" = $3",
		s.WorkspaceID, s.ID, value)
	return p, err
}

func insertPost(ctx context.Context, tx *store.Tx, s Site, p Post) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO site_post (workspace_id, site_id, "+postColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		s.WorkspaceID, s.ID, p.ID, p.Key, p.KeyHash, p.ShortID, p.Slug, p.Hash, p.Title, p.Language, p.Segments, p.PublishedAt, p.UpdatedAt, p.RemovedAt)
	return err
}

func updatePost(ctx context.Context, tx *store.Tx, s Site, p Post) error {
	_, err := store.Exec(ctx, tx, `UPDATE site_post SET hash = $4, title = $5, language = $6, segments = $7, updated_at = $8, removed_at = $9, slug = $10
		WHERE workspace_id = $1 AND site_id = $2 AND id = $3`,
		s.WorkspaceID, s.ID, p.ID, p.Hash, p.Title, p.Language, p.Segments, p.UpdatedAt, p.RemovedAt, p.Slug)
	return err
}

func shownPosts(ctx context.Context, q store.Querier, s Site, offset, limit int) ([]Post, error) {
	var out []Post
	err := store.Select(ctx, q, &out, "SELECT "+postColumns+` FROM site_post
		WHERE workspace_id = $1 AND site_id = $2 AND removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT $3 OFFSET $4`,
		s.WorkspaceID, s.ID, limit, offset)
	return out, err
}

// address is a post of the site map.
type address struct {
	Slug      string     `db:"slug"`
	UpdatedAt store.Time `db:"updated_at"`
}

func shownAddresses(ctx context.Context, q store.Querier, s Site, limit int) ([]address, error) {
	var out []address
	err := store.Select(ctx, q, &out, `SELECT slug, updated_at FROM site_post
		WHERE workspace_id = $1 AND site_id = $2 AND removed_at IS NULL ORDER BY published_at DESC, id DESC LIMIT $3`, s.WorkspaceID, s.ID, limit)
	return out, err
}

func countPosts(ctx context.Context, q store.Querier, s Site) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, "SELECT COUNT(*) FROM site_post WHERE workspace_id = $1 AND site_id = $2 AND removed_at IS NULL", s.WorkspaceID, s.ID)
	return n, err
}

// neighbours gives the shown posts just before and just after p; the zero Post
// where there is none.
func neighbours(ctx context.Context, q store.Querier, s Site, p Post) (older, newer Post, err error) {
	side := func(cmp, order string) (Post, error) {
		var out []Post
		err := store.Select(ctx, q, &out, "SELECT "+postColumns+` FROM site_post
			WHERE workspace_id = $1 AND site_id = $2 AND removed_at IS NULL AND (published_at, id) `+cmp+` ($3, $4)
			ORDER BY published_at `+order+", id "+order+" LIMIT 1", s.WorkspaceID, s.ID, p.PublishedAt, p.ID)
		if err != nil || len(out) == 0 {
			return Post{}, err
		}
		return out[0], nil
	}
	if older, err = side("<", "DESC"); err != nil {
		return Post{}, Post{}, err
	}
	newer, err = side(">", "ASC")
	return older, newer, err
}

// setFiles replaces the files that owner (a post's id, or faceOwner) shows.
func setFiles(ctx context.Context, tx *store.Tx, s Site, owner string, files []page.File) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM site_file WHERE workspace_id = $1 AND site_id = $2 AND post_id = $3", s.WorkspaceID, s.ID, owner)
	if err != nil || len(files) == 0 {
		return err
	}
	rows, err := json.Marshal(files)
	if err != nil {
		return err
	}
	from := store.Records(tx.Dialect(), "f", "$4", store.Column{Name: "sha256", Type: "text"}, store.Column{Name: "mime", Type: "text"},
		store.Column{Name: "width", Type: "bigint"}, store.Column{Name: "height", Type: "bigint"})
	_, err = store.Exec(ctx, tx, `INSERT INTO site_file (workspace_id, site_id, post_id, sha256, mime, width, height)
		SELECT $1, $2, $3, f.sha256, f.mime, COALESCE(f.width, 0), COALESCE(f.height, 0) FROM `+from,
		s.WorkspaceID, s.ID, owner, string(rows))
	return err
}

// shownFile finds a file that the page shows; NotFound otherwise.
func shownFile(ctx context.Context, q store.Querier, s Site, sha string) (page.File, error) {
	var row struct {
		MIME   string `db:"mime"`
		Width  int    `db:"width"`
		Height int    `db:"height"`
	}
	err := store.Get(ctx, q, &row, "SELECT mime, width, height FROM site_file WHERE workspace_id = $1 AND site_id = $2 AND sha256 = $3 LIMIT 1",
		s.WorkspaceID, s.ID, sha)
	return page.File{SHA256: sha, MIME: row.MIME, Width: row.Width, Height: row.Height}, err
}
