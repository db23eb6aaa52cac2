package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"parvis/internal/app"
	"parvis/internal/media"
)

type restCommand struct {
	Binary string        `default:"bin/parvis" help:"The real program."`
	Posts  int           `default:"10000"`
	Thumbs int           `default:"200"`
	After  time.Duration `default:"5m" help:"How long after its start the memory is read."`
	Best   int           `default:"5"`
}

// Run measures the real program: its memory at rest after it has served
// thumbnails, and its start against that of a bare server.
func (c *restCommand) Run(ctx context.Context) error {
	g, err := newGround(ctx, "sqlite")
	defer g.remove()
	if err != nil {
		return err
	}
	assets, workspace, token, err := c.fill(ctx, g)
	if err != nil {
		return err
	}
	if err := c.startUp(ctx, g); err != nil {
		return err
	}
	p, err := c.launch(ctx, g)
	if err != nil {
		return err
	}
	defer p.stop()
	started := time.Now()
	for _, id := range assets {
		if _, _, err := fetch(ctx, http.DefaultClient, p.url+"/api/v1/workspaces/"+workspace+"/media/"+id+"/thumb?width=300", token); err != nil {
			return err
		}
	}
	select {
	case <-time.After(c.After - time.Since(started)):
	case <-ctx.Done():
		return ctx.Err()
	}
	mb, err := residentMB(p.Process.Pid)
	if err != nil {
		return err
	}
	report("rest", fmt.Sprintf("%.0fMB", mb), "80MB", mb <= 80)
	return nil
}

// fill plans posts and puts pictures into the library.
func (c *restCommand) fill(ctx context.Context, g ground) (assets []string, workspace, token string, err error) {
	h, err := g.open(ctx, app.Options{})
	if err != nil {
		return nil, "", "", err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	quick(ctx, h.DB)
	as, ws, err := h.owner(ctx)
	if err != nil {
		return nil, "", "", err
	}
	address, stop, err := startStub(0)
	if err != nil {
		return nil, "", "", err
	}
	defer stop()
	if err := h.connect(as, ws, address, 1); err != nil {
		return nil, "", "", err
	}
	if err := h.fill(ctx, address, 1, c.Posts); err != nil {
		return nil, "", "", err
	}
	for i := range c.Thumbs {
		a, err := h.Media.Add(as, ws, media.Upload{Name: "photo-" + strconv.Itoa(i) + ".jpg", Size: -1, Body: bytes.NewReader(picture(i))})
		if err != nil {
			return nil, "", "", err
		}
		assets = append(assets, string(a.ID))
	}
	token, err = h.token(as, ws)
	return assets, string(ws), token, err
}

// picture is a JPEG that differs with i.
func picture(i int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for y := range 600 {
		for x := range 800 {
			m.SetRGBA(x, y, color.RGBA{R: uint8(x + i), G: uint8(y * (i + 1)), B: uint8(x * y / 97), A: 255}) //nolint:gosec // colours wrap around
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, nil) // into memory
	return b.Bytes()
}

// startUp is the time to /readyz against a bare Go server's to its first answer.
func (c *restCommand) startUp(ctx context.Context, g ground) error {
	dir, err := os.MkdirTemp("", "parvis-bare-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	bare, err := buildBare(ctx, dir)
	if err != nil {
		return err
	}
	ours, theirs := time.Hour, time.Hour
	for range c.Best {
		start := time.Now()
		p, err := c.launch(ctx, g)
		if err != nil {
			return err
		}
		ours = min(ours, time.Since(start))
		p.stop()
		address, err := freeAddress()
		if err != nil {
			return err
		}
		start = time.Now()
		q, err := launch(exec.CommandContext(ctx, bare, address), "http://"+address)
		if err != nil {
			return err
		}
		theirs = min(theirs, time.Since(start))
		q.stop()
	}
	ratio := ours.Seconds() / theirs.Seconds()
	report("start", fmt.Sprintf("%.1fx (%s of %s)", ratio, ours.Round(100*time.Microsecond), theirs.Round(100*time.Microsecond)), "10x", ratio <= 10)
	return nil
}

const bareServer = `package main

import (
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	panic(http.ListenAndServe(os.Args[1], nil))
}
`

func buildBare(ctx context.Context, dir string) (string, error) {
	source, program := filepath.Join(dir, "main.go"), filepath.Join(dir, "bare")
	if err := os.WriteFile(source, []byte(bareServer), 0o600); err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, source).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("the bare server does not build: %s", out)
	}
	return program, nil
}

// process is a program that answers at url.
type process struct {
	*exec.Cmd
	url string
}

func (p process) stop() {
	_ = p.Process.Signal(os.Interrupt)
	_ = p.Wait()
}

func (c *restCommand) launch(ctx context.Context, g ground) (process, error) {
	first, err := freeAddress()
	if err != nil {
		return process{}, err
	}
	second, err := freeAddress()
	if err != nil {
		return process{}, err
	}
	cmd := exec.CommandContext(ctx, c.Binary, "serve")
	cmd.Env = append(os.Environ(), "PARVIS_LISTEN="+first, "PARVIS_PAGE_LISTEN="+second, "PARVIS_PUBLIC_URL=http://"+first,
		"PARVIS_PAGE_URL=http://"+second, "PARVIS_DATA="+g.dir, "PARVIS_KEY_FILE="+filepath.Join(g.dir, "parvis.key"), "PARVIS_DATABASE_URL=")
	return launch(cmd, "http://"+first)
}

// launch starts a program and waits until /readyz answers.
func launch(cmd *exec.Cmd, url string) (process, error) {
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return process{}, err
	}
	p := process{cmd, url}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Microsecond) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			continue
		}
		_ = conn.Close()
		res, err := http.Get(url + "/readyz")
		if err != nil {
			continue
		}
		_ = res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return p, nil
		}
	}
	p.stop()
	return process{}, fmt.Errorf("%s does not get ready: %s", cmd.Path, said.String())
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// residentMB reads /proc: the bench runs on Linux.
func residentMB(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}
