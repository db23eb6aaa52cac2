package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

type firstLoadCommand struct {
	Binary string `default:"bin/parvis" help:"The real program."`
	Web    string `default:"web" help:"Folder of the web application."`
}

// Run counts in Chromium all bytes until the calendar of the sample answers a
// click, as web/scripts/first-load.mjs does.
func (c *firstLoadCommand) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	g, err := newGround(ctx, "sqlite")
	defer g.remove()
	if err != nil {
		return err
	}
	link, stop, err := c.demo(ctx, g)
	if err != nil {
		return err
	}
	defer stop()
	cmd := exec.CommandContext(ctx, "node", "scripts/first-load.mjs", link)
	cmd.Dir, cmd.Stderr = c.Web, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("first-load.mjs: %w", err)
	}
	var counted struct {
		Bytes    int `json:"bytes"`
		Requests int `json:"requests"`
	}
	if err := json.Unmarshal(out, &counted); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s", out)
	report("first-load", fmt.Sprintf("%.0fkB in %d requests", float64(counted.Bytes)/1000, counted.Requests), "250kB", counted.Bytes <= 250_000)
	return nil
}

// demo starts the program with its sample and gives the link that it prints.
func (c *firstLoadCommand) demo(ctx context.Context, g ground) (link string, stop func(), err error) {
	app, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	pages, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, c.Binary, "serve", "--demo")
	cmd.Env = append(os.Environ(), "PARVIS_LISTEN="+app, "PARVIS_PAGE_LISTEN="+pages, "PARVIS_PUBLIC_URL=http://"+app, "PARVIS_PAGE_URL=http://"+pages,
		"PARVIS_DATA="+g.dir, "PARVIS_KEY_FILE="+filepath.Join(g.dir, "parvis.key"), "PARVIS_DATABASE_URL=")
	said, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = process{Cmd: cmd}.stop
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if text := strings.TrimSpace(lines.Text()); strings.HasPrefix(text, "http://") {
			return text, stop, nil
		}
	}
	stop()
	return "", nil, errors.New("the sample printed no link")
}
