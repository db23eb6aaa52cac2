package identity

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// mailArgs asks for a letter. It holds ids only: the link in the letter is made
// when the job runs.
type mailArgs struct {
	About     string      `json:"about"`
	Workspace WorkspaceID `json:"workspace,omitempty"`
	ID        string      `json:"id"`
}

// Kind implements jobs.Args.
func (mailArgs) Kind() string { return "identity.mail" }

// eraseArgs asks that a removed workspace's rows be deleted.
type eraseArgs struct {
	Workspace WorkspaceID `json:"workspace"`
}

// Kind implements jobs.Args.
func (eraseArgs) Kind() string { return "identity.erase" }

// sweepArgs drops what has expired.
type sweepArgs struct{}

// Kind implements jobs.Args.
func (sweepArgs) Kind() string { return "identity.sweep" }

// Handle gives the runner this room's jobs. app calls it before the runner
// starts.
func (s *Service) Handle(r *jobs.Runner) {
	jobs.Handle(r, s.write)
	jobs.Handle(r, s.erase)
	jobs.Handle(r, s.sweep)
	r.Every(6*time.Hour, sweepArgs{})
}

func (s *Service) enqueueMailTx(ctx context.Context, tx *store.Tx, args mailArgs) error {
	if s.Jobs == nil {
		return nil
	}
	return s.Jobs.EnqueueTx(ctx, tx, args)
}

const eraseChunk = 500 // rows per transaction: other writers pass in between

// erase deletes every row of a removed workspace, whichever room's, then the
// workspace itself and the fictional people it leaves behind. It may run again.
func (s *Service) erase(ctx context.Context, args eraseArgs) error {
	_, err := findWorkspace(ctx, s.DB.Reader(), args.Workspace)
	if fault.KindOf(err) != fault.NotFound {
		return err // nil: it is not removed, nothing is deleted
	}
	if err := s.DB.EraseWorkspace(ctx, string(args.Workspace), eraseChunk); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := dropWorkspaceTx(ctx, tx, args.Workspace); err != nil {
			return err
		}
		return dropSamplePeopleTx(ctx, tx)
	})
}

func (s *Service) sweep(ctx context.Context, _ sweepArgs) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return sweepTx(ctx, tx, s.Now()) })
}
