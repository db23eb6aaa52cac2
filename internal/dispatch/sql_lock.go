package dispatch

import (
	"context"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// Whoever changes a delivery on PostgreSQL locks its lane first, before gates,
// approvals, deliveries and cards, and several lanes in the order of their ids.
// It keeps the engine and people's use cases from waiting for each other in a
// circle, and a lane's next_at from being reckoned on a snapshot that lacks a
// delivery which another transaction was adding: that one would never leave.
// SQLite has one writer.
const inOrder = ` ORDER BY l.channel_id FOR UPDATE OF l`

func lockLanesTx(ctx context.Context, tx *store.Tx, channels []string) error {
	if tx.Dialect() != store.Postgres || len(channels) == 0 {
		return nil
	}
	var locked []string
	return store.Select(ctx, tx, &locked, `SELECT l.channel_id FROM lane l WHERE `+store.InList(store.Postgres, "l.channel_id", "$1")+inOrder, asJSON(channels))
}

// lockSubjectTx locks the lanes of a subject's deliveries that are not over.
func lockSubjectTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string) error {
	return lockLanesOfTx(ctx, tx, `workspace_id = $1 AND subject_id = $2 AND state NOT IN ('published', 'cancelled')`, string(ws), subject)
}

// lockWorkspaceTx locks every lane of a workspace. A hold that ends needs all of
// them: an intent beside it, which still sees the hold, would hold its delivery
// after the held ones were put back, and nobody would come for that one.
func lockWorkspaceTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	var locked []string
	return store.Select(ctx, tx, &locked, `SELECT l.channel_id FROM lane l WHERE l.workspace_id = $1`+inOrder, string(ws))
}

func lockDeadTx(ctx context.Context, tx *store.Tx, everything bool) error {
	return lockLanesOfTx(ctx, tx, `state IN ('claimed', 'sending') AND `+dead(everything))
}

func lockLanesOfTx(ctx context.Context, tx *store.Tx, where string, args ...any) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	var locked []string
	return store.Select(ctx, tx, &locked, `SELECT l.channel_id FROM lane l WHERE l.channel_id IN (SELECT channel_id FROM delivery WHERE `+where+`)`+inOrder, args...)
}
