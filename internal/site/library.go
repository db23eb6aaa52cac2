package site

import (
	"context"
	"io"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/networks/page"
	"parvis/internal/store"
)

// Library is the media room as this room needs it: Files and Pictures.
type Library struct{ Media *media.Service }

// Open reads a file for whoever reads the page: what a page shows is public, so
// the program asks in its own name.
func (l Library) Open(ctx context.Context, ws identity.WorkspaceID, sha256 string) (io.ReadSeekCloser, error) {
	return l.Media.Open(identity.AsSystem(ctx, ws), ws, sha256)
}

// Picture gives an asset in a type and a size that every browser shows.
func (l Library) Picture(ctx context.Context, ws identity.WorkspaceID, asset string) (Picture, error) {
	a, err := l.Media.Find(ctx, ws, media.AssetID(asset))
	if err != nil {
		return Picture{}, err
	}
	if a.IsVideo() {
		return Picture{}, errPictureType
	}
	r, err := l.Media.RenditionFor(ctx, ws, a.ID, media.Recipe{MaxWidth: page.MaxWidth, MaxHeight: page.MaxWidth, Types: sortedImageTypes()})
	return Picture{Asset: asset, SHA256: r.SHA256, MIME: r.MIME, Width: r.Width, Height: r.Height, Alt: a.Alt}, err
}

func sortedImageTypes() []string {
	return []string{"image/gif", "image/jpeg", "image/png", "image/webp"}
}

// MediaUsesTx counts the uses of assets by the face of the page; posts count
// through their revisions, which editorial knows.
func (s *Service) MediaUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []media.AssetID) (map[media.AssetID]int, error) {
	site, err := siteOfWorkspace(ctx, q, ws)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	uses := map[media.AssetID]int{}
	for _, p := range []*Picture{site.Avatar.V, site.Cover.V} {
		for _, id := range ids {
			if p != nil && p.Asset == string(id) {
				uses[id]++
			}
		}
	}
	return uses, nil
}
