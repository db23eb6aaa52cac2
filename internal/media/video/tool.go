package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"parvis/internal/fault"
)

// Limits of one run of ffmpeg.
const (
	toolTime   = 20 * time.Second
	toolOutput = 64 << 20 // bytes of the picture it may write
	toolSide   = 1920     // pixels of a frame it draws
)

// Tool is ffmpeg on this machine.
type Tool struct {
	path  string
	work  string // where each run gets a folder of its own
	turns chan struct{}
}

// FindTool looks for ffmpeg on the path; nil when there is none. work is an
// existing folder for temporary files.
func FindTool(work string) *Tool {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil
	}
	return &Tool{path: path, work: work, turns: make(chan struct{}, 1)}
}

// ErrNoFrame: ffmpeg could not draw the file.
var ErrNoFrame = errors.New("no frame could be drawn")

// Frame draws one frame of the MP4 at path as PNG, at an instant, or the first
// when the film is shorter. It fails with ErrNoFrame when ffmpeg cannot.
func (t *Tool) Frame(ctx context.Context, path string, at time.Duration) ([]byte, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	scale := fmt.Sprintf("scale='min(%d,iw)':'min(%d,ih)':force_original_aspect_ratio=decrease", toolSide, toolSide)
	seek := strconv.FormatFloat(at.Seconds(), 'f', 3, 64)
	out, err := t.run(ctx, []string{"-ss", seek, "-i", "file:" + abs, "-vf", scale})
	if at > 0 && err != nil && ctx.Err() == nil {
		return t.run(ctx, []string{"-i", "file:" + abs, "-vf", scale})
	}
	return out, err
}

// StillPNG turns an AVIF picture into a PNG.
func (t *Tool) StillPNG(ctx context.Context, avif []byte) ([]byte, error) {
	dir, err := os.MkdirTemp(t.work, "still-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	name := filepath.Join(dir, "in.avif")
	if err := os.WriteFile(name, avif, 0o600); err != nil {
		return nil, err
	}
	out, err := t.run(ctx, []string{"-i", "file:" + name})
	if errors.Is(err, ErrNoFrame) {
		return nil, fault.New(fault.Invalid, "media.broken", "This picture is damaged or incomplete. Export it again, or send it again.").Because(err)
	}
	return out, err
}

// run starts ffmpeg with one input in a folder of its own: local files only, the
// MOV demuxer whatever the name says (it reads MP4 and AVIF and no playlist),
// no reference to other files, one thread, one frame, and a time.
func (t *Tool) run(ctx context.Context, input []string) ([]byte, error) {
	select {
	case t.turns <- struct{}{}:
		defer func() { <-t.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp(t.work, "ffmpeg-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ctx, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	args := append([]string{"-nostdin", "-hide_banner", "-v", "error", "-threads", "1", "-protocol_whitelist", "file",
		"-f", "mov", "-enable_drefs", "0", "-max_pixels", "80000000"}, input...)
	args = append(args, "-map", "0:v:0", "-an", "-sn", "-dn", "-frames:v", "1", "-map_metadata", "-1", "-threads", "1",
		"-fs", strconv.Itoa(toolOutput), "-c:v", "png", "-f", "image2", "-update", "1", "-y", "out.png")
	cmd := exec.CommandContext(ctx, t.path, args...)
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C", "HOME=" + dir} // nothing of ours
	cmd.WaitDelay = 2 * time.Second
	var said bytes.Buffer
	cmd.Stderr = &capped{w: &said, left: 2000}
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %w: %s", ErrNoFrame, err, said.String())
	}
	out, err := os.ReadFile(filepath.Join(dir, "out.png"))
	if err != nil || len(out) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrNoFrame, said.String())
	}
	return out, nil
}

// capped keeps the first bytes it is given and drops the rest.
type capped struct {
	w    *bytes.Buffer
	left int
}

// Write never fails.
func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.w.Write(p[:n])
	return len(p), nil
}
