// Command soak lives through the nights on which the clocks change, with the
// sample brand, in minutes: an injected clock runs fast, posts fall due every
// quarter of an hour on the wall clock of Paris, each must leave once, at its
// instant, and memory must stay flat.
//
//	soak --seconds 600
package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	_ "time/tzdata" // Europe/Paris, whatever the machine carries

	"parvis/internal/tools/stub"
)

func main() {
	var cli struct {
		Seconds int `default:"600" help:"Real time for both nights together."`
	}
	kong.Parse(&cli)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	nights := []struct {
		name string
		from string // UTC, the evening before
	}{{"autumn", "2026-10-24T18:00:00Z"}, {"spring", "2027-03-27T19:00:00Z"}}
	bad := false
	for _, n := range nights {
		from, err := time.Parse(time.RFC3339, n.from)
		if err != nil {
			panic(err)
		}
		r, err := night(ctx, from, time.Duration(cli.Seconds)*time.Second/time.Duration(len(nights)))
		if err != nil {
			fmt.Fprintf(os.Stderr, "soak: %s: %v\n", n.name, err)
			os.Exit(1)
		}
		fmt.Printf("soak %s %s\n", n.name, r)
		bad = bad || !r.good()
	}
	if bad {
		os.Exit(1)
	}
}

// result of one night.
type result struct {
	due, sent, twice, missing int
	latest                    time.Duration // on the injected clock
	refused                   int           // wall times that do not exist, refused as they must
	middle, end               int64         // resident memory, bytes
}

func (r result) good() bool {
	return r.twice == 0 && r.missing == 0 && r.sent == r.due && float64(r.end) <= 1.2*float64(r.middle)
}

// String is the printed form.
func (r result) String() string {
	word := "ok"
	if !r.good() {
		word = "FAILED"
	}
	return fmt.Sprintf("due=%d sent=%d twice=%d missing=%d refused_hours=%d latest=%s rss_middle=%dMB rss_end=%dMB %s",
		r.due, r.sent, r.twice, r.missing, r.refused, r.latest.Round(time.Second), r.middle>>20, r.end>>20, word)
}

const span = 14 * time.Hour // from the evening to the morning after

// night runs one night in the given real time.
func night(ctx context.Context, from time.Time, lasts time.Duration) (result, error) {
	receiver := httptest.NewServer(stub.New(stub.Faults{}, 1))
	defer receiver.Close()
	clock := &fast{from: from, speed: float64(span) / float64(lasts)}
	h, err := open(ctx, clock, receiver.URL)
	if err != nil {
		return result{}, err
	}
	defer h.close()
	var r result
	if r.due, r.refused, err = h.plan(ctx); err != nil {
		return r, err
	}
	clock.start()
	if err := h.wait(ctx, from.Add(span/2)); err != nil {
		return r, err
	}
	r.middle = resident()
	if err := h.wait(ctx, from.Add(span)); err != nil {
		return r, err
	}
	r.end = resident()
	err = h.count(ctx, &r)
	return r, err
}

// resident is this process's memory after a collection, as the system sees it.
func resident() int64 {
	runtime.GC()
	debug.FreeOSMemory()
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}
