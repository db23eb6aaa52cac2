package channels

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

const columns = `id, workspace_id, network, remote_id, name, handle, url, avatar, zone, settings, secrets, health, health_reason,
	checked_at, expires_at, created_at, created_by, updated_at, removed_at`

// findTx gives a connected channel; a removed one does not exist.
func findTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id ChannelID) (row, error) {
	var r row
	err := store.Get(ctx, q, &r, "SELECT "+columns+" FROM channel WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL", string(ws), string(id))
	if errors.Is(err, store.ErrNotFound) {
		return r, errNotFound
	}
	return r, err
}

func listRows(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]row, error) {
	var out []row
	err := store.Select(ctx, q, &out, "SELECT "+columns+" FROM channel WHERE workspace_id = $1 AND removed_at IS NULL ORDER BY LOWER(name), id", string(ws))
	return out, err
}

// named gives id, network, name and removal of channels, removed ones too.
func named(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ChannelID) ([]row, error) {
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var out []row
	err = store.Select(ctx, q, &out, "SELECT id, network, name, removed_at FROM channel WHERE workspace_id = $1 AND "+store.InList(q.Dialect(), "id", "$2"), string(ws), string(list))
	return out, err
}

// connected looks across workspaces for dispatch, which sends for them all; the
// caller holds each row against the workspace it asked for.
func connected(ctx context.Context, q store.Querier, ids []ChannelID) ([]sealed, error) {
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var out []sealed
	err = store.Select(ctx, q, &out, "SELECT id, workspace_id, remote_id, settings, secrets FROM channel WHERE removed_at IS NULL AND "+store.InList(q.Dialect(), "id", "$1"), string(list))
	return out, err
}

// pageOfChannels and everyChannel look across workspaces: the check and the
// restored copy concern them all.
func pageOfChannels(ctx context.Context, q store.Querier, after ChannelID, limit int) ([]row, error) {
	var out []row
	err := store.Select(ctx, q, &out, "SELECT "+columns+" FROM channel WHERE removed_at IS NULL AND id > $1 ORDER BY id LIMIT $2", string(after), limit)
	return out, err
}

func everyChannel(ctx context.Context, q store.Querier) ([]row, error) {
	var out []row
	err := store.Select(ctx, q, &out, "SELECT id, workspace_id FROM channel WHERE removed_at IS NULL ORDER BY workspace_id, id")
	return out, err
}

func workspacesTx(ctx context.Context, tx *store.Tx) ([]identity.WorkspaceID, error) {
	var out []identity.WorkspaceID
	err := store.Select(ctx, tx, &out, "SELECT DISTINCT workspace_id FROM channel WHERE removed_at IS NULL ORDER BY workspace_id")
	return out, err
}

func insertTx(ctx context.Context, tx *store.Tx, r row) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO channel ("+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, NULL)`,
		string(r.ID), string(r.Workspace), r.Network, r.RemoteID, r.Name, r.Handle, r.URL, r.Avatar, r.Zone, r.Settings, r.Secrets,
		string(r.Health), r.Reason, r.CheckedAt, r.ExpiresAt, r.CreatedAt, string(r.CreatedBy), r.UpdatedAt)
	return err
}

func updateLinkTx(ctx context.Context, tx *store.Tx, r row) error {
	_, err := store.Exec(ctx, tx, `UPDATE channel SET handle = $3, url = $4, avatar = $5, settings = $6, secrets = $7, health = $8,
		health_reason = $9, checked_at = $10, expires_at = $11, updated_at = $12 WHERE workspace_id = $1 AND id = $2`,
		string(r.Workspace), string(r.ID), r.Handle, r.URL, r.Avatar, r.Settings, r.Secrets, string(r.Health), r.Reason, r.CheckedAt, r.ExpiresAt, r.UpdatedAt)
	return err
}

func updateFaceTx(ctx context.Context, tx *store.Tx, r row) error {
	_, err := store.Exec(ctx, tx, "UPDATE channel SET name = $3, zone = $4, updated_at = $5 WHERE workspace_id = $1 AND id = $2",
		string(r.Workspace), string(r.ID), r.Name, r.Zone, r.UpdatedAt)
	return err
}

func updateHealthTx(ctx context.Context, tx *store.Tx, r row) error {
	_, err := store.Exec(ctx, tx, "UPDATE channel SET health = $3, health_reason = $4, expires_at = $5, checked_at = $6 WHERE workspace_id = $1 AND id = $2",
		string(r.Workspace), string(r.ID), string(r.Health), r.Reason, r.ExpiresAt, r.CheckedAt)
	return err
}

// removeTx destroys the secrets with the link.
func removeTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id ChannelID, at time.Time) error {
	if _, err := store.Exec(ctx, tx, "DELETE FROM channel_group_member WHERE workspace_id = $1 AND channel_id = $2", string(ws), string(id)); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, "UPDATE channel SET removed_at = $3, updated_at = $3, secrets = NULL WHERE workspace_id = $1 AND id = $2",
		string(ws), string(id), store.At(at))
	return err
}

func forgetSecretsTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	_, err := store.Exec(ctx, tx, "UPDATE channel SET secrets = NULL WHERE workspace_id = $1", string(ws))
	return err
}

// rewrapTx replaces secrets unless they were changed meanwhile.
func rewrapTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id ChannelID, was, now []byte) error {
	_, err := store.Exec(ctx, tx, "UPDATE channel SET secrets = $4 WHERE workspace_id = $1 AND id = $2 AND secrets = $3", string(ws), string(id), was, now)
	return err
}
