package strategy

import (
	"context"
	"encoding/json"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// row is one line of strategy_item.
type row struct {
	ID         string          `db:"id"`
	Kind       Kind            `db:"kind"`
	Name       string          `db:"name"`
	Colour     string          `db:"colour"`
	Body       string          `db:"body"`
	Version    int             `db:"version"`
	CreatedAt  store.Time      `db:"created_at"`
	CreatedBy  identity.UserID `db:"created_by"`
	UpdatedAt  store.Time      `db:"updated_at"`
	UpdatedBy  identity.UserID `db:"updated_by"`
	ArchivedAt store.Time      `db:"archived_at"`
}

func (r row) record() Record {
	return Record{Version: r.Version, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy,
		UpdatedAt: r.UpdatedAt, UpdatedBy: r.UpdatedBy, ArchivedAt: r.ArchivedAt}
}

const columns = `id, kind, name, colour, body, version, created_at, created_by, updated_at, updated_by, archived_at`

func findRow(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind Kind, id string) (row, error) {
	var r row
	err := store.Get(ctx, q, &r, `SELECT `+columns+` FROM strategy_item
		WHERE workspace_id = $1 AND kind = $2 AND id = $3`, ws, kind, id)
	return r, err
}

// listRows gives items of a kind after an id, oldest first. archived: nil for
// both, else only those that are, or are not.
func listRows(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind Kind, archived *bool, after string, limit int) ([]row, error) {
	only := ""
	switch {
	case archived != nil && *archived:
		only = " AND archived_at IS NOT NULL"
	case archived != nil:
		only = " AND archived_at IS NULL"
	}
	var out []row
	err := store.Select(ctx, q, &out, `SELECT `+columns+` FROM strategy_item
		WHERE workspace_id = $1 AND kind = $2 AND id > $3`+only+` ORDER BY id LIMIT $4`, ws, kind, after, limit)
	return out, err
}

func insertRow(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r row) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO strategy_item
		(workspace_id, id, kind, name, colour, body, version, created_at, created_by, updated_at, updated_by)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $7, $8)`,
		ws, r.ID, r.Kind, r.Name, r.Colour, r.Body, r.CreatedAt, r.CreatedBy)
	return err
}

// updateRow writes a new version over r.Version; false when it is no longer the last.
func updateRow(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r row) (bool, error) {
	n, err := store.Exec(ctx, tx, `UPDATE strategy_item
		SET name = $1, colour = $2, body = $3, version = version + 1, updated_at = $4, updated_by = $5
		WHERE workspace_id = $6 AND kind = $7 AND id = $8 AND version = $9`,
		r.Name, r.Colour, r.Body, r.UpdatedAt, r.UpdatedBy, ws, r.Kind, r.ID, r.Version)
	return n == 1, err
}

func setArchived(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, kind Kind, id string, at, now store.Time, by identity.UserID) error {
	_, err := store.Exec(ctx, tx, `UPDATE strategy_item
		SET archived_at = $1, version = version + 1, updated_at = $2, updated_by = $3
		WHERE workspace_id = $4 AND kind = $5 AND id = $6`, at, now, by, ws, kind, id)
	return err
}

func deleteRow(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, kind Kind, id string) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM strategy_item WHERE workspace_id = $1 AND kind = $2 AND id = $3`, ws, kind, id)
	return err
}

// replaceLinks makes targets the only things that item points at.
func replaceLinks(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, item string, targets []link) error {
	if _, err := store.Exec(ctx, tx, `DELETE FROM strategy_link WHERE workspace_id = $1 AND item_id = $2`, ws, item); err != nil {
		return err
	}
	for _, t := range targets {
		if _, err := store.Exec(ctx, tx, `INSERT INTO strategy_link (workspace_id, item_id, target_id) VALUES ($1, $2, $3)`,
			ws, item, t.id); err != nil {
			return err
		}
	}
	return nil
}

func countLinks(ctx context.Context, q store.Querier, ws identity.WorkspaceID, target string) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM strategy_link WHERE workspace_id = $1 AND target_id = $2`, ws, target)
	return n, err
}

func selectLabels(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]row, error) {
	var out []row
	err := store.Select(ctx, q, &out, `SELECT id, kind, name, colour, archived_at FROM strategy_item WHERE workspace_id = $1`, ws)
	return out, err
}

func selectKinds(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []string) ([]row, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var out []row
	err = store.Select(ctx, q, &out, `SELECT id, kind, archived_at FROM strategy_item
		WHERE workspace_id = $1 AND `+store.InList(q.Dialect(), "id", "$2"), ws, string(list))
	return out, err
}

// documentRow is one line of strategy_document.
type documentRow struct {
	Version   int             `db:"version"`
	Body      string          `db:"body"`
	CreatedAt store.Time      `db:"created_at"`
	CreatedBy identity.UserID `db:"created_by"`
}

// findDocument gives one version; version 0 is the last one.
func findDocument(ctx context.Context, q store.Querier, ws identity.WorkspaceID, document string, version int) (documentRow, error) {
	var r documentRow
	err := store.Get(ctx, q, &r, `SELECT version, body, created_at, created_by FROM strategy_document
		WHERE workspace_id = $1 AND document = $2 AND ($3 = 0 OR version = $3) ORDER BY version DESC LIMIT 1`, ws, document, version)
	return r, err
}

func insertDocument(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, document string, r documentRow) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO strategy_document (workspace_id, document, version, body, created_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6)`, ws, document, r.Version, r.Body, r.CreatedAt, r.CreatedBy)
	return err
}

func listDocuments(ctx context.Context, q store.Querier, ws identity.WorkspaceID, document string, before, limit int) ([]documentRow, error) {
	var out []documentRow
	err := store.Select(ctx, q, &out, `SELECT version, created_at, created_by FROM strategy_document
		WHERE workspace_id = $1 AND document = $2 AND ($3 = 0 OR version < $3) ORDER BY version DESC LIMIT $4`, ws, document, before, limit)
	return out, err
}
