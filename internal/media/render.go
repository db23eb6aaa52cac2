package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/picture"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// Rendition is a kept file made of an asset by a recipe.
type Rendition struct {
	SHA256 string `db:"sha256"`
	MIME   string `db:"mime"`
	Width  int    `db:"width"`
	Height int    `db:"height"`
	Size   int64  `db:"size"`
}

var (
	errVideoHeavy = fault.New(fault.Invalid, "media.video_too_heavy_for_network", "This video is heavier than this network takes. Export a lighter one.")
	errNoVideos   = fault.New(fault.Invalid, "media.no_videos_here", "This network takes no video here.")
	errNoPoster   = fault.New(fault.Unavailable, "media.no_poster", "The server cannot draw a picture of this video: it has no ffmpeg.")
)

// RecipeFor is what a network that declares limits takes of an asset.
func RecipeFor(a Asset, l networks.MediaLimits) Recipe {
	if a.IsVideo() {
		return Recipe{MaxBytes: l.MaxVideo, Types: append([]string{}, l.VideoTypes...)}
	}
	return Recipe{MaxWidth: l.MaxWidth, MaxHeight: l.MaxHeight, MaxBytes: l.MaxImage, Types: append([]string{}, l.ImageTypes...)}
}

// RenditionFor gives the file that the recipe makes of an asset, making it the
// first time. Once given it is pinned: the same asset and recipe answer the same
// bytes for as long as the asset exists. A picture that cannot meet the recipe
// is an Invalid fault. It must not be called inside a transaction.
func (s *Service) RenditionFor(ctx context.Context, ws identity.WorkspaceID, id AssetID, r Recipe) (Rendition, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return Rendition{}, err
	}
	if err := r.Validate(); err != nil {
		return Rendition{}, err
	}
	have, err := s.RenditionTx(ctx, s.DB.Reader(), ws, id, r.ID())
	if err == nil || !errors.Is(err, errNotFound) {
		return have, err
	}
	a, err := found(selectAsset(ctx, s.DB.Reader(), ws, id))
	if err != nil {
		return Rendition{}, err
	}
	made, err, _ := s.once.Do(string(id)+" "+r.ID(), func() (any, error) {
		return s.makeRendition(context.WithoutCancel(ctx), ws, a, r) // others wait for it too
	})
	if err != nil {
		return Rendition{}, fault.Op("media.rendition", err)
	}
	return made.(Rendition), nil
}

// RenditionTx gives a rendition already made, by its recipe's id; NotFound when
// there is none. For rooms that hold a revision.
func (s *Service) RenditionTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id AssetID, recipeID string) (Rendition, error) {
	r, err := selectRendition(ctx, q, ws, id, recipeID)
	if errors.Is(err, store.ErrNotFound) {
		return r, errNotFound
	}
	return r, err
}

func (s *Service) makeRendition(ctx context.Context, ws identity.WorkspaceID, a Asset, r Recipe) (Rendition, error) {
	s.kept.RLock()
	defer s.kept.RUnlock()
	var out Rendition
	var err error
	if a.IsVideo() && (r.Takes(a.MIME) || !takesPictures(r)) {
		out, err = wholeVideo(a, r)
	} else {
		out, err = s.makePicture(ctx, a, r)
	}
	if err != nil {
		return out, err
	}
	row := rendition{Rendition: out, AssetID: a.ID, Recipe: r.ID(), CreatedAt: store.At(s.Now())}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := insertRendition(ctx, tx, ws, row); err != nil {
			return err
		}
		var err error // another node may have been first: its bytes are the pinned ones
		out, err = selectRendition(ctx, tx, ws, a.ID, row.Recipe)
		return err
	})
	return out, err
}

func takesPictures(r Recipe) bool {
	return r.Takes(picture.JPEG.MIME()) || r.Takes(picture.PNG.MIME())
}

// wholeVideo: a video goes out as it is, or not at all.
func wholeVideo(a Asset, r Recipe) (Rendition, error) {
	switch {
	case !r.Takes(a.MIME):
		return Rendition{}, errNoVideos
	case r.MaxBytes > 0 && a.Size > r.MaxBytes:
		return Rendition{}, errVideoHeavy
	}
	return Rendition{SHA256: a.SHA256, MIME: a.MIME, Width: a.Width, Height: a.Height, Size: a.Size}, nil
}

func (s *Service) makePicture(ctx context.Context, a Asset, r Recipe) (Rendition, error) {
	data, err := s.still(ctx, a)
	if err != nil {
		return Rendition{}, err
	}
	p, err := s.dark.Render(ctx, data, r)
	if err != nil {
		return Rendition{}, err
	}
	b, err := s.put(ctx, p.Data)
	if err != nil {
		return Rendition{}, err
	}
	return Rendition{SHA256: b.SHA256, MIME: p.MIME, Width: p.Width, Height: p.Height, Size: b.Size}, nil
}

// still is the picture of an asset: the file itself, or a frame of a film.
func (s *Service) still(ctx context.Context, a Asset) ([]byte, error) {
	f, err := s.Files.Open(ctx, a.SHA256)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if !a.IsVideo() {
		return io.ReadAll(f)
	}
	local, ok := f.(*os.File)
	if !ok || s.Tool == nil {
		return nil, errNoPoster
	}
	return s.Tool.Frame(ctx, local.Name(), min(time.Duration(a.DurationMS)*time.Millisecond/4, time.Second))
}

func (s *Service) put(ctx context.Context, data []byte) (Blob, error) {
	if err := s.checkSpace(ctx, int64(len(data))); err != nil {
		return Blob{}, err
	}
	return s.Files.Put(ctx, bytes.NewReader(data))
}

// Thumb gives a small picture of an asset for a box about width pixels wide: the
// one of 320 or that of 960. A film without a picture is a NotFound fault,
// "media.no_thumb": the caller shows a placeholder.
func (s *Service) Thumb(ctx context.Context, ws identity.WorkspaceID, id AssetID, width int) (Rendition, error) {
	side := largeThumb
	if width <= smallThumb {
		side = smallThumb
	}
	r, err := s.RenditionFor(ctx, ws, id, thumbRecipe(side))
	if errors.Is(err, errNoPoster) || err != nil && fault.KindOf(err) == fault.Internal {
		return Rendition{}, errNoThumb.Because(err)
	}
	return r, err
}

var errNoThumb = fault.New(fault.NotFound, "media.no_thumb", "There is no picture of this video.")
