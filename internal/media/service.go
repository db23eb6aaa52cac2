package media

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"parvis/internal/change"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/media/picture"
	"parvis/internal/media/video"
	"parvis/internal/outbound"
	"parvis/internal/store"
)

// Usage answers which assets posts show; editorial fills it. A binned post
// still counts: its undo must find its pictures.
type Usage interface {
	// MediaUsesTx counts, for each asset, the posts, revisions and pages that
	// show it; an asset without any is left out.
	MediaUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []AssetID) (map[AssetID]int, error)
}

// Fetcher downloads under the guard; *outbound.Client is one.
type Fetcher interface {
	Download(ctx context.Context, req *http.Request, w io.Writer, limit int64) (*outbound.Response, error)
}

// Auditor keeps the trace of what a responsible person would ask about.
type Auditor interface {
	RecordTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, action, object string, detail map[string]string) error
}

// Limits of the room. A zero field takes its default.
type Limits struct {
	Image    int64         // bytes of a picture (50 MB)
	Video    int64         // bytes of a video (1 GB)
	Quota    int64         // bytes of a workspace (20 GB)
	Reserve  int64         // bytes of the disk that uploads never take (256 MB)
	WarnFree int64         // bytes left from which the alarm is raised (1 GB, or a tenth of the disk)
	Bin      time.Duration // how long the bin keeps (30 days)
	Upload   time.Duration // how long an upload in pieces may rest (24 h)
}

func (l Limits) withDefaults() Limits {
	set := func(v *int64, d int64) {
		if *v == 0 {
			*v = d
		}
	}
	set(&l.Image, 50_000_000)
	set(&l.Video, 1_000_000_000)
	set(&l.Quota, 20_000_000_000)
	set(&l.Reserve, 256<<20)
	set(&l.WarnFree, 1<<30)
	if l.Bin == 0 {
		l.Bin = 30 * 24 * time.Hour
	}
	if l.Upload == 0 {
		l.Upload = 24 * time.Hour
	}
	return l
}

// Deps are what the room stands on. Usage, Audit, Fetch and Tool may be nil:
// nothing is in use, nothing is kept, no address can be read, videos have a
// placeholder for a picture.
type Deps struct {
	DB       *store.DB
	Feed     *change.Feed
	Files    Store
	Incoming string // folder for files that are not whole, on the store's volume; empty: the Folder's own
	Usage    Usage
	Audit    Auditor
	Fetch    Fetcher
	Tool     *video.Tool
	Limits   Limits
	SignKey  []byte // of the addresses that SignedURL makes; never shown
	PageURL  string // origin that serves files by their hash
	Now      func() time.Time
	Log      *slog.Logger
}

// Service is the room's use cases.
type Service struct {
	Deps
	dark *picture.Darkroom
	once singleflight.Group // one making per rendition
	// kept is held for reading from the moment a file is kept until a row names
	// it, and for writing while files that nobody names are removed.
	kept sync.RWMutex
	// pieces holds one lock per upload in pieces.
	pieces sync.Map
}

// New makes the service.
func New(d Deps) *Service {
	d.Limits = d.Limits.withDefaults()
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if f, ok := d.Files.(*Folder); ok && d.Incoming == "" {
		d.Incoming = f.Incoming()
	}
	o := picture.Options{}
	if d.Tool != nil {
		o.AVIF = d.Tool.StillPNG
	}
	return &Service{Deps: d, dark: picture.New(o)}
}

var errNotFound = fault.New(fault.NotFound, "media.not_found", "This file is not in the library, or you may not see it.")

func found(a Asset, err error) (Asset, error) {
	if errors.Is(err, store.ErrNotFound) {
		return a, errNotFound
	}
	return a, err
}

// traceTx tells browsers and the audit trail of a change.
func (s *Service) traceTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, verb, id, name string) error {
	if err := s.Feed.AppendTx(ctx, tx, string(ws), "media", id); err != nil || s.Audit == nil {
		return err
	}
	return s.Audit.RecordTx(ctx, tx, ws, "media."+verb, id, map[string]string{"name": name})
}

// Find gives one asset, binned or not.
func (s *Service) Find(ctx context.Context, ws identity.WorkspaceID, id AssetID) (Asset, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return Asset{}, err
	}
	return found(selectAsset(ctx, s.DB.Reader(), ws, id))
}

// FindTx gives the assets named by ids, binned ones included, in that order;
// what does not exist is left out. For rooms above, inside their transaction.
func (s *Service) FindTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []AssetID) ([]Asset, error) {
	rows, err := selectAssets(ctx, q, ws, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[AssetID]Asset, len(rows))
	for _, a := range rows {
		byID[a.ID] = a
	}
	out := make([]Asset, 0, len(ids))
	for _, id := range ids {
		if a, ok := byID[id]; ok {
			out = append(out, a)
		}
	}
	return out, nil
}

// Describe changes what is said of an asset: name, text for those who do not
// see it, credit, tags, focal point.
func (s *Service) Describe(ctx context.Context, ws identity.WorkspaceID, id AssetID, e Edit) (Asset, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaWrite); err != nil {
		return Asset{}, err
	}
	var out Asset
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		a, err := found(selectAssetForUpdate(ctx, tx, ws, id))
		if err != nil {
			return err
		}
		if a, err = e.onto(a); err != nil {
			return err
		}
		a.UpdatedAt = store.At(s.Now())
		if err := updateAsset(ctx, tx, ws, a); err != nil {
			return err
		}
		out = a
		return s.traceTx(ctx, tx, ws, "edit", string(id), a.Name)
	})
	return out, err
}

// Open reads a kept file of the workspace: an asset, or a rendition of one.
func (s *Service) Open(ctx context.Context, ws identity.WorkspaceID, sha string) (io.ReadSeekCloser, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return nil, err
	}
	ok, err := ownsFile(ctx, s.DB.Reader(), ws, sha)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errNotFound
	}
	return s.Files.Open(ctx, sha)
}

// removeQuietly forgets a temporary file.
func removeQuietly(path string) { _ = os.Remove(path) } // the hourly tidying takes what is left
