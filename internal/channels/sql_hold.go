package channels

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

const holdColumns = "id, workspace_id, scope, target, reason, note, placed_by, placed_at, released_by, released_at"

type gateRow struct {
	Workspace identity.WorkspaceID `db:"workspace_id"`
	Epoch     int64                `db:"epoch"`
}

// lockGatesTx reads in the order of ids, so that two intents never wait for
// each other.
func lockGatesTx(ctx context.Context, tx *store.Tx, ids []identity.WorkspaceID) (map[identity.WorkspaceID]int64, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var rows []gateRow
	err = store.Select(ctx, tx, &rows, "SELECT workspace_id, epoch FROM gate WHERE "+store.InList(tx.Dialect(), "workspace_id", "$1")+
		" ORDER BY workspace_id"+store.ForShare(tx.Dialect()), string(list))
	out := make(map[identity.WorkspaceID]int64, len(rows))
	for _, r := range rows {
		out[r.Workspace] = r.Epoch
	}
	return out, err
}

func makeGatesTx(ctx context.Context, tx *store.Tx, ids []identity.WorkspaceID) error {
	for _, id := range ids {
		if _, err := store.Exec(ctx, tx, "INSERT INTO gate (workspace_id, epoch) VALUES ($1, 0) ON CONFLICT DO NOTHING", string(id)); err != nil {
			return err
		}
	}
	return nil
}

// bumpGateTx takes the row's lock until the end of tx. On PostgreSQL the table's
// lock comes first: row locks do not queue, so that intents which share the row
// one after the other would keep a stop waiting for ever; a table lock makes
// later intents wait behind it. Stops are rare and short.
func bumpGateTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	if tx.Dialect() == store.Postgres {
		if _, err := store.Exec(ctx, tx, "LOCK TABLE gate IN EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	_, err := store.Exec(ctx, tx, "INSERT INTO gate (workspace_id, epoch) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET epoch = gate.epoch + 1", string(ws))
	return err
}

func insertHoldTx(ctx context.Context, tx *store.Tx, h Hold) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO hold (id, workspace_id, scope, target, reason, note, placed_by, placed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		string(h.ID), string(h.Workspace), string(h.Scope), h.Target, h.Reason, h.Note, string(h.PlacedBy), h.PlacedAt)
	return err
}

// activeHolds gives those of the workspaces and those of everything ('*').
func activeHolds(ctx context.Context, q store.Querier, workspaces []identity.WorkspaceID) ([]Hold, error) {
	list, err := json.Marshal(append([]identity.WorkspaceID{everywhere}, workspaces...))
	if err != nil {
		return nil, err
	}
	var out []Hold
	err = store.Select(ctx, q, &out, "SELECT "+holdColumns+" FROM hold WHERE released_at IS NULL AND "+
		store.InList(q.Dialect(), "workspace_id", "$1")+" ORDER BY placed_at, id", string(list))
	return out, err
}

func listHolds(ctx context.Context, q store.Querier, ws identity.WorkspaceID, past bool) ([]Hold, error) {
	var out []Hold
	err := store.Select(ctx, q, &out, "SELECT "+holdColumns+` FROM hold WHERE workspace_id IN ($1, '*') AND (released_at IS NULL OR $2)
		ORDER BY CASE WHEN released_at IS NULL THEN 0 ELSE 1 END, placed_at DESC, id DESC LIMIT 1000`, string(ws), past)
	return out, err
}

func findHoldTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id HoldID) (Hold, error) {
	var h Hold
	err := store.Get(ctx, tx, &h, "SELECT "+holdColumns+" FROM hold WHERE workspace_id IN ($1, '*') AND id = $2", string(ws), string(id))
	return h, err
}

func markReleasedTx(ctx context.Context, tx *store.Tx, h Hold) error {
	_, err := store.Exec(ctx, tx, "UPDATE hold SET released_by = $3, released_at = $4 WHERE workspace_id = $1 AND id = $2",
		string(h.Workspace), string(h.ID), string(h.ReleasedBy), h.ReleasedAt)
	return err
}

type groupRow struct {
	ID   GroupID `db:"id"`
	Name string  `db:"name"`
}

func listGroups(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]groupRow, error) {
	var out []groupRow
	err := store.Select(ctx, q, &out, "SELECT id, name FROM channel_group WHERE workspace_id = $1 ORDER BY LOWER(name), id", string(ws))
	return out, err
}

type memberRow struct {
	Group   GroupID   `db:"group_id"`
	Channel ChannelID `db:"channel_id"`
}

func membersOf(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]memberRow, error) {
	var out []memberRow
	err := store.Select(ctx, q, &out, "SELECT group_id, channel_id FROM channel_group_member WHERE workspace_id = $1 ORDER BY group_id, channel_id", string(ws))
	return out, err
}

func insertGroupTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id GroupID, name string, at time.Time) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO channel_group (id, workspace_id, name, created_at) VALUES ($1, $2, $3, $4)", string(id), string(ws), name, store.At(at))
	return err
}

func renameGroupTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id GroupID, name string) error {
	n, err := store.Exec(ctx, tx, "UPDATE channel_group SET name = $3 WHERE workspace_id = $1 AND id = $2", string(ws), string(id), name)
	if err == nil && n == 0 {
		return store.ErrNotFound
	}
	return err
}

func setMembersTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id GroupID, channels []ChannelID) error {
	if _, err := store.Exec(ctx, tx, "DELETE FROM channel_group_member WHERE workspace_id = $1 AND group_id = $2", string(ws), string(id)); err != nil {
		return err
	}
	for _, c := range channels {
		if _, err := store.Exec(ctx, tx, "INSERT INTO channel_group_member (group_id, channel_id, workspace_id) VALUES ($1, $2, $3)", string(id), string(c), string(ws)); err != nil {
			return err
		}
	}
	return nil
}

func removeGroupTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id GroupID) (int64, error) {
	return store.Exec(ctx, tx, "DELETE FROM channel_group WHERE workspace_id = $1 AND id = $2", string(ws), string(id))
}
