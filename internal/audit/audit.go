package audit

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"parvis/internal/secret"
	"parvis/internal/store"
)

// Keys gives the sealing key; secret.Keeper does.
type Keys interface {
	Current() secret.KeyID
	Derive(id secret.KeyID, purpose string) ([]byte, error)
}

// Deps of the log.
type Deps struct {
	DB   *store.DB
	Keys Keys
	Now  func() time.Time
	Log  *slog.Logger
}

// Log records, seals and reads.
type Log struct{ Deps }

// New makes the log.
func New(d Deps) *Log { return &Log{d} }

// RecordTx adds an unsealed row: one insert, two where there is a Detail.
func (l *Log) RecordTx(ctx context.Context, tx *store.Tx, e Entry) error {
	p, err := newPayload(e.Detail)
	if err != nil {
		return err
	}
	r := record{WorkspaceID: e.Workspace, At: store.At(l.Now()), Actor: e.Actor, Action: e.Action, Object: e.Object, PayloadHash: p.hash()}
	r.Digest = r.digest()
	seq, err := insertTx(ctx, tx, r)
	if err != nil || p.Detail == "" {
		return err
	}
	person := e.Person
	if person == "" {
		person = e.Actor
	}
	return insertPayloadTx(ctx, tx, e.Workspace, seq, person, p)
}

// EraseTx empties what rows of the workspace say of a person. The chain still
// holds: it covers a hash whose salt is gone with the text.
func (l *Log) EraseTx(ctx context.Context, tx *store.Tx, workspace, person string) error {
	return eraseTx(ctx, tx, workspace, person, l.Now())
}

// Filter of a list. Empty fields do not filter.
type Filter struct {
	Actor  string
	Object string
	Action string // exact, or a room with a dot: "editorial."
	Before int64  // rows below this number; 0: the newest
	Limit  int    // 1 to 200; 0: 50
}

// List gives rows, newest first, and the Before of the next page (0: no more).
// The caller has required audit.read.
func (l *Log) List(ctx context.Context, workspace string, f Filter) ([]Row, int64, error) {
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	found, err := list(ctx, l.DB.Reader(), workspace, f)
	if err != nil {
		return nil, 0, err
	}
	var next int64
	if len(found) > f.Limit {
		found = found[:f.Limit]
		next = found[f.Limit-1].Seq
	}
	rows := make([]Row, len(found))
	for i, r := range found {
		rows[i] = r.row()
	}
	return rows, next, nil
}

func (r listed) row() Row {
	out := Row{Seq: r.Seq, At: r.At.Time, Actor: r.Actor, Action: r.Action, Object: r.Object,
		Sealed: r.Batch > 0, Erased: !r.ErasedAt.IsZero()}
	if r.Detail != "" {
		_ = json.Unmarshal([]byte(r.Detail), &out.Detail) // written by us; a damaged one is for Verify to tell
	}
	return out
}
