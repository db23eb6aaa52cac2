package audit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"parvis/internal/secret"
	"parvis/internal/store"
)

const (
	purpose     = "audit"
	perBatch    = 500 // keeps the write transaction short
	sealingBeat = time.Second
)

// Head is one link of a chain, as it is exported.
type Head struct {
	Workspace string       `db:"workspace_id" json:"workspace"`
	N         int64        `db:"n" json:"n"`
	SealedAt  store.Time   `db:"sealed_at" json:"sealedAt"`
	FirstSeq  int64        `db:"first_seq" json:"firstSeq"`
	LastSeq   int64        `db:"last_seq" json:"lastSeq"`
	Rows      int          `db:"rows" json:"rows"`
	Root      string       `db:"root" json:"root"`
	KeyID     secret.KeyID `db:"key_id" json:"keyId"`
	MAC       string       `db:"mac" json:"mac"`
}

// mac covers the link and, through previous, every link before it.
func (h Head) mac(key []byte, previous string) string {
	m := hmac.New(sha256.New, key)
	m.Write(hash("batch", previous, h.Workspace, strconv.FormatInt(h.N, 10), strconv.FormatInt(h.SealedAt.UnixMilli(), 10),
		strconv.FormatInt(h.FirstSeq, 10), strconv.FormatInt(h.LastSeq, 10), strconv.Itoa(h.Rows), h.Root, string(h.KeyID)))
	return hex.EncodeToString(m.Sum(nil))
}

// Run seals each second until ctx ends.
func (l *Log) Run(ctx context.Context) {
	beat := time.NewTicker(sealingBeat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
		if err := l.Seal(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("audit: sealing failed, it is tried again", "error", err)
		}
	}
}

// Seal links the unsealed rows of every workspace. Two nodes may call it at the
// same time: the second to link the same batch fails on its number and finds
// the rows sealed at its next beat.
func (l *Log) Seal(ctx context.Context) error {
	waiting, err := unsealedWorkspaces(ctx, l.DB.Reader())
	if err != nil {
		return err
	}
	for _, ws := range waiting {
		if err := l.sealAll(ctx, ws); err != nil && !store.IsConflict(err) {
			return err
		}
	}
	return nil
}

// sealAll links batches of a workspace until one is not full.
func (l *Log) sealAll(ctx context.Context, ws string) error {
	for linked := perBatch; linked == perBatch; {
		err := l.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			linked, err = l.sealTx(ctx, tx, ws)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *Log) sealTx(ctx context.Context, tx *store.Tx, ws string) (int, error) {
	last, err := lastBatchTx(ctx, tx, ws)
	if err != nil {
		return 0, err
	}
	rows, err := takeUnsealedTx(ctx, tx, ws, last.N+1)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	h, err := l.link(ws, last, rows)
	if err != nil {
		return 0, err
	}
	return len(rows), insertBatchTx(ctx, tx, h)
}

func (l *Log) link(ws string, last Head, rows []record) (Head, error) {
	slices.SortFunc(rows, func(a, b record) int { return int(a.Seq - b.Seq) })
	h := Head{Workspace: ws, N: last.N + 1, SealedAt: store.At(l.Now()), FirstSeq: rows[0].Seq, LastSeq: rows[len(rows)-1].Seq,
		Rows: len(rows), Root: rootOf(rows), KeyID: l.Keys.Current()}
	key, err := l.Keys.Derive(h.KeyID, purpose)
	h.MAC = h.mac(key, last.MAC)
	return h, err
}

func rootOf(rows []record) string {
	digests := make([]string, len(rows))
	for i, r := range rows {
		digests[i] = r.Digest
	}
	return merkleRoot(digests)
}
