package main

import (
	"context"
	"time"
)

type allCommand struct {
	Best       int           `default:"5" help:"Runs of each ratio; the best counts."`
	Deliveries int           `default:"10000"`
	After      time.Duration `default:"5m" help:"How long after the start the memory at rest is read."`
}

// Run measures every goal, in the order of the issue.
func (c *allCommand) Run(ctx context.Context) error {
	both := []string{"sqlite", "postgres"}
	for _, goal := range []interface{ Run(context.Context) error }{
		&publishCommand{DB: both, Deliveries: c.Deliveries, Channels: []int{1000, 50}, Best: c.Best, Slow: true},
		&latenessCommand{DB: both},
		&calendarCommand{DB: both, Posts: 200_000, Reads: 100, Best: c.Best},
		&restCommand{Binary: "bin/parvis", Posts: 10_000, Thumbs: 200, After: c.After, Best: c.Best},
		&firstLoadCommand{Binary: "bin/parvis", Web: "web"},
	} {
		if err := goal.Run(ctx); err != nil {
			return err
		}
	}
	return nil
}
