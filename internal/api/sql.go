package api

import (
	"context"
	"time"

	"parvis/internal/store"
)

// The table idempotency_key belongs to a person, not to a workspace: the
// request's hash holds the path, and with it the workspace.

func dropOldAnswersTx(ctx context.Context, tx *store.Tx, before time.Time) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM idempotency_key WHERE created_at < $1", store.At(before))
	return err
}

func claimKeyTx(ctx context.Context, tx *store.Tx, actor, key, hash string, now time.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, `INSERT INTO idempotency_key (actor_id, key, request_hash, status, content_type, kept, created_at)
		VALUES ($1, $2, $3, 0, '', FALSE, $4) ON CONFLICT (actor_id, key) DO NOTHING`, actor, key, hash, store.At(now))
	return n == 1, err
}

func findAnswerTx(ctx context.Context, tx *store.Tx, actor, key string) (answer, error) {
	var a answer
	err := store.Get(ctx, tx, &a, `SELECT request_hash, status, content_type, body, kept FROM idempotency_key
		WHERE actor_id = $1 AND key = $2`, actor, key)
	return a, err
}

func keepAnswerTx(ctx context.Context, tx *store.Tx, actor, key string, a answer) error {
	_, err := store.Exec(ctx, tx, `UPDATE idempotency_key SET status = $3, content_type = $4, body = $5, kept = $6
		WHERE actor_id = $1 AND key = $2`, actor, key, a.Status, a.Type, a.Body, a.Kept)
	return err
}

func freeKeyTx(ctx context.Context, tx *store.Tx, actor, key string) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM idempotency_key WHERE actor_id = $1 AND key = $2", actor, key)
	return err
}
