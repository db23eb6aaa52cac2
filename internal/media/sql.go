package media

import (
	"context"
	"encoding/json"

	"parvis/internal/identity"
	"parvis/internal/store"
)

const assetColumns = `id, name, source_sha256, sha256, mime, size, width, height, duration_ms, animated, video_codec, audio_codec,
	fast_start, alt, credit, tags, focal_x, focal_y, created_at, created_by, updated_at, binned_at`

func selectAsset(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id AssetID) (a Asset, err error) {
	err = store.Get(ctx, q, &a, `SELECT `+assetColumns+` FROM media_asset WHERE workspace_id = $1 AND id = $2`, ws, id)
	return a, err
}

func selectAssetForUpdate(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id AssetID) (a Asset, err error) {
	err = store.Get(ctx, tx, &a, `SELECT `+assetColumns+` FROM media_asset WHERE workspace_id = $1 AND id = $2`+store.ForUpdate(tx.Dialect()), ws, id)
	return a, err
}

func selectAssetBySource(ctx context.Context, q store.Querier, ws identity.WorkspaceID, source string) (a Asset, err error) {
	err = store.Get(ctx, q, &a, `SELECT `+assetColumns+` FROM media_asset WHERE workspace_id = $1 AND source_sha256 = $2`, ws, source)
	return a, err
}

func selectAssets(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []AssetID) ([]Asset, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var out []Asset
	err = store.Select(ctx, q, &out, `SELECT `+assetColumns+` FROM media_asset
		WHERE workspace_id = $1 AND `+store.InList(q.Dialect(), "id", "$2"), ws, string(list))
	return out, err
}

// selectPage gives assets older than the cursor, newest first (ids are in order
// of time).
func selectPage(ctx context.Context, q store.Querier, ws identity.WorkspaceID, f Filter, after string, limit int) ([]Asset, error) {
	where, args := `workspace_id = $1 AND ($2 = '' OR id < $2)`, []any{ws, after, limit}
	add := func(condition func(ph string) string, value any) {
		args = append(args, value)
		where += " AND " + condition(placeholder(len(args)))
	}
	if f.Binned {
		where += " AND binned_at IS NOT NULL"
	} else {
		where += " AND binned_at IS NULL"
	}
	for _, w := range f.words() {
		add(func(ph string) string { return store.Match(q.Dialect(), "words", ph) }, store.EscapeLike(w))
	}
	if prefix := map[string]string{"image": "image/", "video": "video/"}[f.Kind]; prefix != "" {
		add(func(ph string) string { return "mime LIKE " + ph + " || '%'" }, prefix)
	}
	var out []Asset
	err := store.Select(ctx, q, &out, `SELECT `+assetColumns+` FROM media_asset WHERE `+where+` ORDER BY id DESC LIMIT $3`, args...)
	return out, err
}

func placeholder(n int) string {
	const digits = "0123456789"
	if n < 10 {
		return "$" + digits[n:n+1]
	}
	return "$" + digits[n/10:n/10+1] + digits[n%10:n%10+1]
}

// insertAsset says false when the workspace has this very file already.
func insertAsset(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, a Asset) (bool, error) {
	n, err := store.Exec(ctx, tx, `INSERT INTO media_asset (workspace_id, `+assetColumns+`, words)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
		ON CONFLICT (workspace_id, source_sha256) DO NOTHING`,
		ws, a.ID, a.Name, a.SourceSHA256, a.SHA256, a.MIME, a.Size, a.Width, a.Height, a.DurationMS, a.Animated, a.VideoCodec, a.AudioCodec,
		a.FastStart, a.Alt, a.Credit, a.Tags, a.FocalX, a.FocalY, a.CreatedAt, a.CreatedBy, a.UpdatedAt, a.BinnedAt, a.words())
	return n == 1, err
}

func updateAsset(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, a Asset) error {
	_, err := store.Exec(ctx, tx, `UPDATE media_asset SET name = $3, alt = $4, credit = $5, tags = $6, focal_x = $7, focal_y = $8, words = $9,
		updated_at = $10, binned_at = $11 WHERE workspace_id = $1 AND id = $2`,
		ws, a.ID, a.Name, a.Alt, a.Credit, a.Tags, a.FocalX, a.FocalY, a.words(), a.UpdatedAt, a.BinnedAt)
	return err
}

func deleteAsset(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id AssetID) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM media_asset WHERE workspace_id = $1 AND id = $2 AND binned_at IS NOT NULL`, ws, id)
	return err
}

// rendition is one line of media_rendition.
type rendition struct {
	Rendition
	AssetID   AssetID
	Recipe    string
	CreatedAt store.Time
}

func insertRendition(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r rendition) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO media_rendition (workspace_id, asset_id, recipe, sha256, mime, width, height, size, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (asset_id, recipe) DO NOTHING`,
		ws, r.AssetID, r.Recipe, r.SHA256, r.MIME, r.Width, r.Height, r.Size, r.CreatedAt)
	return err
}

func selectRendition(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id AssetID, recipe string) (r Rendition, err error) {
	err = store.Get(ctx, q, &r, `SELECT sha256, mime, width, height, size FROM media_rendition
		WHERE workspace_id = $1 AND asset_id = $2 AND recipe = $3`, ws, id, recipe)
	return r, err
}

// ownsFile says whether a file belongs to something of the workspace.
func ownsFile(ctx context.Context, q store.Querier, ws identity.WorkspaceID, sha string) (bool, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT (SELECT COUNT(*) FROM media_asset WHERE workspace_id = $1 AND sha256 = $2)
		+ (SELECT COUNT(*) FROM media_rendition WHERE workspace_id = $1 AND sha256 = $2)`, ws, sha)
	return n > 0, err
}

// unnamedFiles gives those of shas that no row names, in any workspace: files
// are shared by their content.
func unnamedFiles(ctx context.Context, q store.Querier, shas []string) ([]string, error) {
	list, err := json.Marshal(shas)
	if err != nil {
		return nil, err
	}
	var named []string
	err = store.Select(ctx, q, &named, `SELECT sha256 FROM media_asset WHERE `+store.InList(q.Dialect(), "sha256", "$1")+`
		UNION SELECT sha256 FROM media_rendition WHERE `+store.InList(q.Dialect(), "sha256", "$1"), string(list))
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(named))
	for _, sha := range named {
		known[sha] = true
	}
	var out []string
	for _, sha := range shas {
		if !known[sha] {
			out = append(out, sha)
		}
	}
	return out, nil
}

// sizes of a workspace: each file counted once, the bin included.
func selectUsed(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (used, binned int64, err error) {
	var row struct {
		Used   int64 `db:"used"`
		Binned int64 `db:"binned"`
	}
	err = store.Get(ctx, q, &row, `SELECT
		(SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM (
			SELECT sha256, size FROM media_asset WHERE workspace_id = $1
			UNION SELECT sha256, size FROM media_rendition WHERE workspace_id = $1) AS files) AS used,
		(SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM media_asset WHERE workspace_id = $1 AND binned_at IS NOT NULL) AS binned`, ws)
	return row.Used, row.Binned, err
}

func selectQuota(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (bytes int64, err error) {
	err = store.Get(ctx, q, &bytes, `SELECT CAST(COALESCE(MAX(bytes), 0) AS BIGINT) FROM media_quota WHERE workspace_id = $1`, ws)
	return bytes, err
}

func upsertQuota(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, bytes int64) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO media_quota (workspace_id, bytes) VALUES ($1, $2)
		ON CONFLICT (workspace_id) DO UPDATE SET bytes = $2`, ws, bytes)
	return err
}

// ended is an asset whose time in the bin is over.
type ended struct {
	Workspace identity.WorkspaceID `db:"workspace_id"`
	ID        AssetID              `db:"id"`
	Name      string               `db:"name"`
}

// selectEnded looks across workspaces: the tidying is the installation's.
func selectEnded(ctx context.Context, q store.Querier, before store.Time, after string, limit int) (out []ended, err error) {
	err = store.Select(ctx, q, &out, `SELECT workspace_id, id, name FROM media_asset
		WHERE binned_at < $1 AND id > $2 ORDER BY id LIMIT $3`, before, after, limit)
	return out, err
}

const uploadColumns = `id, name, size, received, created_at, created_by, updated_at`

func selectUpload(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id UploadID) (p Pieces, err error) {
	err = store.Get(ctx, q, &p, `SELECT `+uploadColumns+` FROM media_upload WHERE workspace_id = $1 AND id = $2`, ws, id)
	return p, err
}

func countUploads(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (n int, err error) {
	err = store.Get(ctx, q, &n, `SELECT COUNT(*) FROM media_upload WHERE workspace_id = $1`, ws)
	return n, err
}

func insertUpload(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, p Pieces) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO media_upload (workspace_id, `+uploadColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		ws, p.ID, p.Name, p.Size, p.Received, p.CreatedAt, p.CreatedBy, p.UpdatedAt)
	return err
}

func updateUpload(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, p Pieces) error {
	_, err := store.Exec(ctx, tx, `UPDATE media_upload SET received = $3, updated_at = $4 WHERE workspace_id = $1 AND id = $2`,
		ws, p.ID, p.Received, p.UpdatedAt)
	return err
}

func deleteUpload(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id UploadID) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM media_upload WHERE workspace_id = $1 AND id = $2`, ws, id)
	return err
}

// deleteRestingUploads ends abandoned uploads of every workspace.
func deleteRestingUploads(ctx context.Context, tx *store.Tx, before store.Time) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM media_upload WHERE updated_at < $1`, before)
	return err
}
