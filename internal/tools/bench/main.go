// Command bench measures Parvis's speed and memory goals, each as a ratio to a
// baseline of the same run, and prints one line a goal (make bench):
//
//	bench <name> <figure> goal <goal> ok|short
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// report prints one goal's line.
func report(name, figure, goal string, ok bool) {
	word := "short"
	if ok {
		word = "ok"
	}
	fmt.Printf("bench %s %s goal %s %s\n", name, figure, goal, word)
}

// machine is the first line: what the figures were taken on.
func machine() string {
	model := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if name, found := strings.CutPrefix(line, "model name"); found {
				model = strings.TrimSpace(strings.TrimLeft(name, " \t:"))
				break
			}
		}
	}
	return fmt.Sprintf("machine %s, %d cores, %s/%s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

func main() {
	var cli struct {
		Publish   publishCommand   `cmd:"" help:"Publish rate against the bare client."`
		Lateness  latenessCommand  `cmd:"" help:"How late posts leave, on an idle system and a busy one."`
		Calendar  calendarCommand  `cmd:"" help:"A month of the calendar against a static body."`
		Rest      restCommand      `cmd:"" help:"Memory at rest and time to start, of the real program."`
		FirstLoad firstLoadCommand `cmd:"" help:"Bytes that a browser takes until the calendar answers."`
		All       allCommand       `cmd:"" help:"Everything, in this order."`
		Stub      stubCommand      `cmd:"" hidden:""`
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&cli, kong.BindTo(ctx, (*context.Context)(nil)))
	fmt.Println(machine())
	k.FatalIfErrorf(k.Run())
}
