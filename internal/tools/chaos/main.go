// Command chaos proves the fence: a receiver in a process of its own misbehaves
// while workers are killed and stopped, and what arrived is counted there.
//
//	chaos run    one line per class and database (make chaos)
//	chaos stub   the receiver
//	chaos worker a sender
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

type runCommand struct {
	Classes    []string      `name:"class" default:"exact,two_phase,look_up,none" help:"Classes of operation."`
	Databases  []string      `name:"db" default:"sqlite,postgres" help:"Databases; postgres needs PARVIS_TEST_POSTGRES_URL."`
	Deliveries int           `default:"1000"`
	Channels   int           `default:"25"`
	Kills      int           `default:"20"`
	Stops      int           `default:"5"`
	Spread     time.Duration `default:"60s" help:"Time over which deliveries fall due."`
	Lease      time.Duration `default:"30s"`
	Seed       uint64        `help:"0: from the clock."`
	Limit      time.Duration `default:"20m" help:"Longest time for one line."`
}

// Run prints a line per class and database and fails on any duplicate or loss.
func (c *runCommand) Run(ctx context.Context) error {
	if c.Seed == 0 {
		c.Seed = uint64(time.Now().UnixNano())
	}
	bad := false
	for _, db := range c.Databases {
		for _, class := range c.Classes {
			r, err := runOne(ctx, c, class, db)
			if err != nil {
				return fmt.Errorf("%s %s: %w", class, db, err)
			}
			fmt.Println(r)
			bad = bad || !r.good()
		}
	}
	if bad {
		return fmt.Errorf("the fence has a hole: see the lines above (seed %d)", c.Seed)
	}
	return nil
}

func main() {
	var cli struct {
		Run    runCommand    `cmd:""`
		Stub   stubCommand   `cmd:""`
		Worker workerCommand `cmd:""`
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&cli, kong.BindTo(ctx, (*context.Context)(nil)))
	k.FatalIfErrorf(k.Run())
}
