package audit

import (
	"context"
	"errors"
	"strings"
	"time"

	"parvis/internal/store"
)

// listed is a row with what lies beside it.
type listed struct {
	record
	Salt     string     `db:"salt"`
	Detail   string     `db:"detail"`
	ErasedAt store.Time `db:"erased_at"`
}

const (
	rowColumns   = "a.seq, a.workspace_id, a.at, a.actor, a.action, a.object, a.payload_hash, a.digest, a.batch"
	withPayload  = rowColumns + ", COALESCE(p.salt, '') AS salt, COALESCE(p.detail, '') AS detail, p.erased_at"
	joined       = " FROM audit a LEFT JOIN audit_payload p ON p.seq = a.seq AND p.workspace_id = a.workspace_id"
	batchColumns = "workspace_id, n, sealed_at, first_seq, last_seq, rows, root, key_id, mac"
)

func insertTx(ctx context.Context, tx *store.Tx, r record) (int64, error) {
	var seq int64
	err := store.Get(ctx, tx, &seq, `INSERT INTO audit (workspace_id, at, actor, action, object, payload_hash, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING seq`, r.WorkspaceID, r.At, r.Actor, r.Action, r.Object, r.PayloadHash, r.Digest)
	return seq, err
}

func insertPayloadTx(ctx context.Context, tx *store.Tx, ws string, seq int64, person string, p payload) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO audit_payload (seq, workspace_id, person, salt, detail) VALUES ($1, $2, $3, $4, $5)",
		seq, ws, person, p.Salt, p.Detail)
	return err
}

func eraseTx(ctx context.Context, tx *store.Tx, ws, person string, at time.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE audit_payload SET salt = '', detail = '', erased_at = $1
		WHERE workspace_id = $2 AND person = $3 AND erased_at IS NULL`, store.At(at), ws, person)
	return err
}

func list(ctx context.Context, q store.Querier, ws string, f Filter) ([]listed, error) {
	action, room := f.Action, ""
	if strings.HasSuffix(action, ".") {
		action, room = "", store.EscapeLike(action)+"%"
	}
	var out []listed
	err := store.Select(ctx, q, &out, "SELECT "+withPayload+joined+` WHERE a.workspace_id = $1
		AND ($2 = 0 OR a.seq < $2) AND ($3 = '' OR a.actor = $3) AND ($4 = '' OR a.object = $4)
		AND ($5 = '' OR a.action = $5) AND ($6 = '' OR a.action LIKE $6 ESCAPE '\')
		ORDER BY a.seq DESC LIMIT $7`, ws, f.Before, f.Actor, f.Object, action, room, f.Limit+1)
	return out, err
}

// unsealedWorkspaces looks across workspaces: the sealer serves them all.
func unsealedWorkspaces(ctx context.Context, q store.Querier) ([]string, error) {
	var out []string
	err := store.Select(ctx, q, &out, "SELECT DISTINCT workspace_id FROM audit WHERE batch = 0")
	return out, err
}

func lastBatchTx(ctx context.Context, tx *store.Tx, ws string) (Head, error) {
	var h Head
	err := store.Get(ctx, tx, &h, "SELECT "+batchColumns+" FROM audit_batch WHERE workspace_id = $1 ORDER BY n DESC LIMIT 1"+store.ForUpdate(tx.Dialect()), ws)
	if errors.Is(err, store.ErrNotFound) {
		return Head{}, nil
	}
	return h, err
}

func takeUnsealedTx(ctx context.Context, tx *store.Tx, ws string, batch int64) ([]record, error) {
	var out []record
	err := store.Select(ctx, tx, &out, `UPDATE audit SET batch = $1 WHERE workspace_id = $2 AND batch = 0
		AND seq IN (SELECT seq FROM audit WHERE workspace_id = $2 AND batch = 0 ORDER BY seq LIMIT $3)
		RETURNING seq, digest`, batch, ws, perBatch)
	return out, err
}

func insertBatchTx(ctx context.Context, tx *store.Tx, h Head) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO audit_batch ("+batchColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		h.Workspace, h.N, h.SealedAt, h.FirstSeq, h.LastSeq, h.Rows, h.Root, string(h.KeyID), h.MAC)
	return err
}

func batchesAfter(ctx context.Context, q store.Querier, ws string, n int64) ([]Head, error) {
	var out []Head
	err := store.Select(ctx, q, &out, "SELECT "+batchColumns+" FROM audit_batch WHERE workspace_id = $1 AND n > $2 ORDER BY n LIMIT 100", ws, n)
	return out, err
}

func heads(ctx context.Context, q store.Querier, ws string, limit int) ([]Head, error) {
	var out []Head
	err := store.Select(ctx, q, &out, "SELECT "+batchColumns+" FROM audit_batch WHERE workspace_id = $1 ORDER BY n DESC LIMIT $2", ws, limit)
	return out, err
}

func rowsOfBatch(ctx context.Context, q store.Querier, ws string, n int64) ([]listed, error) {
	var out []listed
	err := store.Select(ctx, q, &out, "SELECT "+withPayload+joined+" WHERE a.workspace_id = $1 AND a.batch = $2 ORDER BY a.seq", ws, n)
	return out, err
}

// sealedBeyond finds rows that claim a batch that the chain does not have.
func sealedBeyond(ctx context.Context, q store.Querier, ws string, n int64) ([]record, error) {
	var out []record
	err := store.Select(ctx, q, &out, "SELECT "+rowColumns+" FROM audit a WHERE a.workspace_id = $1 AND a.batch > $2 ORDER BY a.seq LIMIT 100", ws, n)
	return out, err
}

func countUnsealed(ctx context.Context, q store.Querier, ws string) (int64, error) {
	var n int64
	err := store.Get(ctx, q, &n, "SELECT COUNT(*) FROM audit WHERE workspace_id = $1 AND batch = 0", ws)
	return n, err
}
