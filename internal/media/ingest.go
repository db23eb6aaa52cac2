package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/picture"
	"parvis/internal/media/video"
	"parvis/internal/store"
)

// formWords is what a form holds at most beside its file.
const formWords = 1 << 20

// Upload is a file that somebody sends, by drag, paste, address or in pieces.
type Upload struct {
	Name   string
	Size   int64 // as declared; negative: not said
	Form   int64 // length of the form that carries a file without a size of its own; 0: not said
	Alt    string
	Credit string
	Tags   []string
	Body   io.Reader
}

// Added is what became of an upload.
type Added struct {
	Asset
	Known bool // the library had this very file already
}

// Add takes a file in. Its type is read from its bytes. A file that is too
// large is refused from its declared size before a byte is read, and again
// while it comes. The same file twice is one asset; a binned one comes back.
func (s *Service) Add(ctx context.Context, ws identity.WorkspaceID, in Upload) (Added, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return Added{}, err
	}
	declared := in.Size
	if declared < 0 && in.Form > formWords {
		declared = in.Form - formWords
	}
	if err := s.admit(ctx, ws, declared); err != nil {
		return Added{}, err
	}
	f, err := s.receive(ctx, in)
	if err != nil {
		return Added{}, err
	}
	defer removeQuietly(f.path)
	return s.keep(ctx, ws, in, f)
}

var errNothing = fault.New(fault.Invalid, "media.empty", "This file is empty. Choose another one.")

func tooLarge(limit int64, isVideo bool) error {
	code, what := "media.image_too_large", "A picture"
	if isVideo {
		code, what = "media.video_too_large", "A video"
	}
	return fault.Newf(fault.Invalid, code, "%s may weigh %d MB at most.", what, limit/1_000_000).With("megabytes", limit/1_000_000)
}

// admit refuses what cannot fit: the file, the workspace, the disk.
func (s *Service) admit(ctx context.Context, ws identity.WorkspaceID, size int64) error {
	if size > max(s.Limits.Video, s.Limits.Image) {
		return tooLarge(s.Limits.Video, true)
	}
	if size == 0 {
		return errNothing
	}
	if err := s.checkSpace(ctx, max(size, 0)); err != nil {
		return err
	}
	u, err := s.usageTx(ctx, s.DB.Reader(), ws)
	if err != nil {
		return err
	}
	if u.Used+max(size, 0) > u.Quota {
		return fault.Newf(fault.Invalid, "media.quota", "The library is full: %d of %d MB are used. Empty the bin, or ask a manager for more room.",
			u.Used/1_000_000, u.Quota/1_000_000).With("used", u.Used/1_000_000).With("quota", u.Quota/1_000_000)
	}
	return nil
}

// incoming is a received file that is not kept yet.
type incoming struct {
	path   string
	sha    string
	size   int64
	format picture.Format
}

// receive writes the body beside the library, knowing its type from its first
// bytes and stopping at the limit of that type.
func (s *Service) receive(ctx context.Context, in Upload) (incoming, error) {
	head := make([]byte, picture.SniffLen)
	n, err := io.ReadFull(in.Body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return incoming{}, interrupted(err)
	}
	head = head[:n]
	format, err := picture.Sniff(head)
	if err != nil {
		return incoming{}, err
	}
	limit, isVideo := s.Limits.Image, false
	if format == picture.MP4 {
		limit, isVideo = s.Limits.Video, true
	}
	if in.Size > limit {
		return incoming{}, tooLarge(limit, isVideo)
	}
	tmp, err := os.CreateTemp(s.Incoming, "in-*")
	if err != nil {
		return incoming{}, diskFault(err)
	}
	f := incoming{path: tmp.Name(), format: format}
	sum := sha256.New()
	f.size, err = s.copyIn(ctx, io.MultiWriter(sum, tmp), head, in.Body, limit)
	if err = errors.Join(err, diskFault(tmp.Close())); err == nil && f.size > limit {
		err = tooLarge(limit, isVideo)
	}
	if err == nil && in.Size >= 0 && f.size != in.Size {
		err = interrupted(io.ErrUnexpectedEOF)
	}
	if err != nil {
		removeQuietly(f.path)
		return incoming{}, fault.Op("media.receive", err)
	}
	f.sha = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}

// copyIn copies up to one byte past the limit, looking at the disk now and then.
func (s *Service) copyIn(ctx context.Context, to io.Writer, head []byte, body io.Reader, limit int64) (int64, error) {
	const stretch = 32 << 20
	written, err := to.Write(head)
	total := int64(written)
	for err == nil && total <= limit {
		var n int64
		n, err = io.CopyN(to, readFault{withContext{ctx, body}}, min(stretch, limit+1-total))
		total += n
		if err == nil {
			err = s.checkSpace(ctx, 0)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return total, diskFault(err)
}

// interrupted: the sender went away.
func interrupted(err error) error {
	return fault.New(fault.Invalid, "media.interrupted", "The upload was interrupted: only a part of the file came. Send it again.").Because(err)
}

// readFault tells a failure of the sender from one of the disk.
type readFault struct{ io.Reader }

// Read implements io.Reader.
func (r readFault) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		var f *fault.Fault
		if !errors.As(err, &f) {
			err = interrupted(err)
		}
	}
	return n, err
}

// Widths of the small pictures that are made with each asset.
const (
	smallThumb = 320
	largeThumb = 960
)

func thumbRecipe(side int) Recipe {
	return Recipe{MaxWidth: side, MaxHeight: side, Types: []string{"image/jpeg", "image/png"}, Quality: 80}
}

// keep cleans a received file, stores it with its small pictures, and names it.
func (s *Service) keep(ctx context.Context, ws identity.WorkspaceID, in Upload, f incoming) (Added, error) {
	if a, err := s.known(ctx, ws, f.sha); err != nil || a.ID != "" {
		return Added{a, true}, err
	}
	actor, err := identity.Require(ctx, ws, identity.MediaWrite)
	if err != nil {
		return Added{}, err
	}
	now := store.At(s.Now())
	a := Asset{ID: store.NewID[AssetID]("ast"), Name: nameOf(in.Name, f.format), SourceSHA256: f.sha, FastStart: true,
		FocalX: picture.Scale / 2, FocalY: picture.Scale / 2, CreatedAt: now, UpdatedAt: now, CreatedBy: actor.UserID,
		Tags: store.AsJSON([]string{})}
	if a, err = (Edit{Name: &a.Name, Alt: &in.Alt, Credit: &in.Credit, Tags: &in.Tags}).onto(a); err != nil {
		return Added{}, err
	}
	s.kept.RLock()
	defer s.kept.RUnlock()
	var made []rendition
	if f.format == picture.MP4 {
		made, err = s.keepVideo(ctx, &a, f)
	} else {
		made, err = s.keepPicture(ctx, &a, f)
	}
	if err != nil {
		return Added{}, fault.Op("media.keep", err)
	}
	out := Added{Asset: a}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		out = Added{Asset: a}
		inserted, err := insertAsset(ctx, tx, ws, a)
		if err != nil {
			return err
		}
		if !inserted { // the same file was sent twice at once
			out.Known = true
			out.Asset, err = selectAssetBySource(ctx, tx, ws, f.sha)
			return err
		}
		for _, r := range made {
			r.AssetID, r.CreatedAt = a.ID, now
			if err := insertRendition(ctx, tx, ws, r); err != nil {
				return err
			}
		}
		return s.traceTx(ctx, tx, ws, "add", string(a.ID), a.Name)
	})
	return out, err
}

// known gives the asset made of this very file, taken out of the bin; one
// without id when there is none.
func (s *Service) known(ctx context.Context, ws identity.WorkspaceID, source string) (Asset, error) {
	a, err := selectAssetBySource(ctx, s.DB.Reader(), ws, source)
	if errors.Is(err, store.ErrNotFound) {
		return Asset{}, nil
	}
	if err == nil && a.Binned() {
		return s.Restore(ctx, ws, a.ID)
	}
	return a, err
}

func (s *Service) keepPicture(ctx context.Context, a *Asset, f incoming) ([]rendition, error) {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, diskFault(err)
	}
	small, large := thumbRecipe(smallThumb), thumbRecipe(largeThumb)
	p, err := s.dark.Develop(ctx, data, small, large)
	if err != nil {
		return nil, err
	}
	b, err := s.put(ctx, p.Data)
	if err != nil {
		return nil, err
	}
	a.SHA256, a.Size, a.MIME = b.SHA256, b.Size, p.Format.MIME()
	a.Width, a.Height, a.Animated = p.Width, p.Height, p.Animated
	a.Name = renamed(a.Name, f.format, p.Format)
	return s.putRenditions(ctx, p.Renditions, small, large)
}

func (s *Service) putRenditions(ctx context.Context, made []picture.Rendition, recipes ...Recipe) ([]rendition, error) {
	var out []rendition
	for i, m := range made {
		b, err := s.put(ctx, m.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, rendition{Recipe: recipes[i].ID(), Rendition: Rendition{SHA256: b.SHA256, MIME: m.MIME, Width: m.Width, Height: m.Height, Size: b.Size}})
	}
	return out, nil
}

func (s *Service) keepVideo(ctx context.Context, a *Asset, f incoming) ([]rendition, error) {
	info, err := cleanVideo(f)
	if err != nil {
		return nil, err
	}
	a.Width, a.Height, a.DurationMS = info.Width, info.Height, info.Duration.Milliseconds()
	a.VideoCodec, a.AudioCodec, a.FastStart, a.MIME = info.Video, info.Audio, info.FastStart, picture.MP4.MIME()
	small, large := thumbRecipe(smallThumb), thumbRecipe(largeThumb)
	drawn := s.poster(ctx, f.path, info.Duration, small, large) // before the file is moved
	b, err := s.Files.Adopt(ctx, f.path)
	if err != nil {
		return nil, err
	}
	a.SHA256, a.Size = b.SHA256, b.Size
	return s.putRenditions(ctx, drawn, small, large)
}

func cleanVideo(f incoming) (video.Info, error) {
	file, err := os.OpenFile(f.path, os.O_RDWR, 0)
	if err != nil {
		return video.Info{}, diskFault(err)
	}
	info, err := video.Probe(file, f.size)
	if err == nil {
		err = diskFault(video.Clean(file, f.size))
	}
	return info, errors.Join(err, file.Close())
}

// poster draws a film's picture, a little after its start; none when there is no
// tool or it cannot: a placeholder is shown then.
func (s *Service) poster(ctx context.Context, path string, length time.Duration, recipes ...Recipe) []picture.Rendition {
	if s.Tool == nil {
		return nil
	}
	frame, err := s.Tool.Frame(ctx, path, min(length/4, time.Second))
	if err == nil {
		var p picture.Developed
		if p, err = s.dark.Develop(ctx, frame, recipes...); err == nil {
			return p.Renditions
		}
	}
	s.Log.WarnContext(ctx, "no picture could be drawn of a video", "error", err)
	return nil
}
