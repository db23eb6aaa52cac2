package identity

import (
	"context"

	"parvis/internal/audit"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Auditor keeps what a responsible person would ask about; audit.Log is one.
type Auditor interface {
	RecordTx(ctx context.Context, tx *store.Tx, e audit.Entry) error
}

// Enqueuer adds a job to a transaction; jobs.Runner is one.
type Enqueuer interface {
	EnqueueTx(ctx context.Context, tx *store.Tx, args jobs.Args) error
}

// LossCounter counts one kind of thing that a workspace's removal takes away.
// The interface translates Kind under identity.loss.<kind>.
type LossCounter struct {
	Kind  string
	Count func(ctx context.Context, ws WorkspaceID) (int, error)
}
