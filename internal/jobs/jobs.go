// Package jobs runs work later, once or on a beat, over River.
//
// Arguments are typed and hold ids only; Kind is "room.verb" and is frozen by a
// golden file, since rows of it wait in databases. A handler may run more than
// once and must be idempotent. EnqueueTx joins the transaction of a use case:
// no commit, no job. Deliveries do not go through here: dispatch is its own
// queue of record (house.md §5).
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"parvis/internal/store"
)

// Args are a job's arguments: a small struct of ids.
type Args interface{ Kind() string }

// Runner enqueues jobs and, once started, works them.
type Runner struct {
	db       *store.DB
	log      *slog.Logger
	handlers map[string]func(ctx context.Context, raw []byte) error
	beats    []*river.PeriodicJob
	client   *river.Client[*sql.Tx]
}

// envelope is the one River job type: our kinds are routed by name, so that
// adding a job never touches River's generics.
type envelope struct {
	Name string          `json:"name" river:"unique"`
	Args json.RawMessage `json:"args" river:"unique"`
}

func (envelope) Kind() string { return "parvis" }

// New makes a runner on db and brings River's own tables up to date.
func New(ctx context.Context, db *store.DB, log *slog.Logger) (*Runner, error) {
	r := &Runner{db: db, log: log, handlers: map[string]func(context.Context, []byte) error{}}
	migrator, err := rivermigrate.New(r.driver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, store.Translate(fmt.Errorf("jobs: %w", err))
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, store.Translate(fmt.Errorf("jobs: migrate: %w", err))
	}
	return r, r.connect(0)
}

func (r *Runner) driver() riverdriver.Driver[*sql.Tx] {
	if r.db.Dialect() == store.Postgres {
		return riverdatabasesql.New(r.db.Writer())
	}
	return riversqlite.New(r.db.Writer())
}

// connect makes the River client; without workers it can only enqueue.
func (r *Runner) connect(workers int) error {
	cfg := &river.Config{
		Logger:            slog.New(slog.DiscardHandler), // a failed job is logged by work, once
		FetchPollInterval: 500 * time.Millisecond,
		JobTimeout:        5 * time.Minute,
		MaxAttempts:       8,
	}
	if workers > 0 {
		set := river.NewWorkers()
		river.AddWorker(set, &worker{r: r})
		cfg.Workers = set
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
		cfg.PeriodicJobs = r.beats
	}
	client, err := river.NewClient(r.driver(), cfg)
	if err != nil {
		return store.Translate(fmt.Errorf("jobs: %w", err))
	}
	r.client = client
	return nil
}

// Handle says what to do for jobs of A's kind. Call it before Start.
func Handle[A Args](r *Runner, fn func(ctx context.Context, args A) error) {
	var zero A
	r.handlers[zero.Kind()] = func(ctx context.Context, raw []byte) error {
		var args A
		if err := json.Unmarshal(raw, &args); err != nil {
			return fmt.Errorf("arguments: %w", err)
		}
		return fn(ctx, args)
	}
}

// Every runs args once per period on one node at a time, the first time soon
// after the start. Call it before Start.
func (r *Runner) Every(period time.Duration, args Args) {
	r.beats = append(r.beats, river.NewPeriodicJob(river.PeriodicInterval(period),
		func() (river.JobArgs, *river.InsertOpts) {
			e, err := wrap(args)
			if err != nil {
				return nil, nil
			}
			return e, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
				rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled}}}
		}, &river.PeriodicJobOpts{RunOnStart: true}))
}

// EnqueueTx adds a job that becomes visible when tx commits.
func (r *Runner) EnqueueTx(ctx context.Context, tx *store.Tx, args Args) error {
	return r.EnqueueAtTx(ctx, tx, args, time.Time{})
}

// EnqueueAtTx is EnqueueTx for a job due at an instant.
func (r *Runner) EnqueueAtTx(ctx context.Context, tx *store.Tx, args Args, at time.Time) error {
	e, err := wrap(args)
	if err != nil {
		return err
	}
	_, err = r.client.InsertTx(ctx, tx.Tx, e, &river.InsertOpts{ScheduledAt: at})
	return store.Translate(err)
}

func wrap(args Args) (envelope, error) {
	raw, err := json.Marshal(args)
	return envelope{Name: args.Kind(), Args: raw}, err
}

// Kinds lists the kinds that have a handler, sorted.
func (r *Runner) Kinds() []string {
	out := make([]string, 0, len(r.handlers))
	for k := range r.handlers {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// Start works jobs with the given number of workers until Stop.
func (r *Runner) Start(ctx context.Context, workers int) error {
	if err := r.connect(workers); err != nil {
		return err
	}
	return r.client.Start(ctx)
}

// Stop lets running jobs end, at most until ctx ends.
func (r *Runner) Stop(ctx context.Context) error { return r.client.Stop(ctx) }

// Drain works every due job in this goroutine until none is left; for tests
// and command-line verbs.
func (r *Runner) Drain(ctx context.Context) error {
	if err := r.connect(2); err != nil {
		return err
	}
	if err := r.client.Start(ctx); err != nil {
		return err
	}
	defer func() { _ = r.client.Stop(context.WithoutCancel(ctx)) }()
	for {
		var waiting int
		err := store.Get(ctx, r.db.Reader(), &waiting,
			"SELECT COUNT(*) FROM river_job WHERE state IN ('available', 'running')")
		if err != nil || waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

type worker struct {
	river.WorkerDefaults[envelope]
	r *Runner
}

// Work routes a job to its handler; an unknown kind waits for a newer program.
func (w *worker) Work(ctx context.Context, job *river.Job[envelope]) error {
	fn, ok := w.r.handlers[job.Args.Name]
	if !ok {
		return river.JobSnooze(time.Hour)
	}
	err := fn(ctx, job.Args.Args)
	if err != nil && !errors.Is(err, context.Canceled) {
		w.r.log.Error("job failed", "kind", job.Args.Name, "attempt", job.Attempt, "error", err)
	}
	return err
}
