package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"parvis/internal/tools/stub"
)

type stubCommand struct {
	Latency time.Duration
}

// Run serves a well-behaved receiver and prints its address.
func (c *stubCommand) Run(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	server := &http.Server{Handler: stub.New(stub.Faults{Latency: c.Latency}, 1), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// startStub runs the receiver in a process of its own.
func startStub(latency time.Duration) (address string, stop func(), err error) {
	p := exec.Command(os.Args[0], "stub", "--latency", latency.String())
	out, err := p.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := p.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { _ = p.Process.Kill(); _ = p.Wait() }
	lines := bufio.NewReader(out)
	for range 2 { // the machine, then the address
		if address, err = lines.ReadString('\n'); err != nil {
			stop()
			return "", nil, err
		}
	}
	return strings.TrimSpace(address), stop, nil
}
