package notify

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// DigestArgs gathers the digests that are due.
type DigestArgs struct{}

// Kind implements jobs.Args.
func (DigestArgs) Kind() string { return "notify.digest" }

// SweepArgs looks after mails left behind and forgets old notices.
type SweepArgs struct{}

// Kind implements jobs.Args.
func (SweepArgs) Kind() string { return "notify.sweep" }

// Register gives the room's jobs to r. Call it before r starts.
func (s *Service) Register(r *jobs.Runner) {
	jobs.Handle(r, s.sendMail)
	jobs.Handle(r, s.gatherDigests)
	jobs.Handle(r, s.sweep)
	r.Every(5*time.Minute, DigestArgs{})
	r.Every(time.Hour, SweepArgs{})
}

// gatherDigests makes one mail for each person whose clock passed eight and who
// was told something before that. One transaction each: a long list never holds
// the writer.
func (s *Service) gatherDigests(ctx context.Context, _ DigestArgs) error {
	waiting, err := digestsWaiting(ctx, s.DB.Reader())
	if err != nil {
		return fault.Op("notify.gatherDigests", err)
	}
	for _, w := range waiting {
		if err := s.gatherDigest(ctx, w.Workspace, w.User); err != nil {
			return fault.Op("notify.gatherDigests", err)
		}
	}
	return nil
}

func (s *Service) gatherDigest(ctx context.Context, ws identity.WorkspaceID, user identity.UserID) error {
	place, err := s.People.WorkspaceTx(ctx, s.DB.Reader(), ws)
	if fault.KindOf(err) == fault.NotFound {
		return nil // the workspace is gone: sweep forgets its notices with time
	}
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		settings, err := findSettings(ctx, tx, ws, []identity.UserID{user})
		if err != nil {
			return err
		}
		day, cut, due := digestCut(s.Now(), settings[user].location(place))
		if !due {
			return nil
		}
		n, err := countForDigest(ctx, tx, ws, user, store.At(cut))
		if err != nil || n == 0 {
			return err
		}
		id := store.NewID[MailID]("mail")
		fresh, err := insertMail(ctx, tx, ws, user, id, &day, store.At(s.Now()))
		if err != nil || !fresh {
			return err // another node did it, or today's has left
		}
		if err := putDigestInMail(ctx, tx, ws, user, id, store.At(cut)); err != nil {
			return err
		}
		return s.Jobs.EnqueueTx(ctx, tx, MailArgs{ws, id})
	})
}

// sweep gives a new job to each mail that has none left (River gives up after
// eight tries, a claim can outlive its program), gives mails up after two days,
// and forgets notices after three months. Small transactions: others write in
// between.
func (s *Service) sweep(ctx context.Context, _ SweepArgs) error {
	now := s.Now()
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return failOldMails(ctx, tx, store.At(now.Add(-giveUp)), store.At(now))
	})
	if err != nil {
		return fault.Op("notify.sweep", err)
	}
	open, err := mailsLeftBehind(ctx, s.DB.Reader(), store.At(now.Add(-2*time.Hour)))
	if err != nil {
		return fault.Op("notify.sweep", err)
	}
	for _, m := range open {
		err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return s.Jobs.EnqueueTx(ctx, tx, MailArgs(m))
		})
		if err != nil {
			return fault.Op("notify.sweep", err)
		}
	}
	return fault.Op("notify.sweep", s.forget(ctx, store.At(now.Add(-keep))))
}

func (s *Service) forget(ctx context.Context, before store.Time) error {
	const chunk = 1000
	for {
		left := int64(0)
		err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			left, err = forget(ctx, tx, before, chunk)
			return err
		})
		if err != nil || left < chunk {
			return err
		}
	}
}
