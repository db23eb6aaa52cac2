package media

import (
	"context"
	"time"

	"parvis/internal/jobs"
)

// TidyArgs ask for one tidying.
type TidyArgs struct{}

// Kind implements jobs.Args.
func (TidyArgs) Kind() string { return "media.tidy" }

// Jobs says how the room's jobs are done. Call it before the runner starts.
func (s *Service) Jobs(r *jobs.Runner) {
	jobs.Handle(r, func(ctx context.Context, _ TidyArgs) error {
		_, err := s.Tidy(ctx)
		return err
	})
	r.Every(time.Hour, TidyArgs{})
}
