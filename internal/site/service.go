package site

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks/page"
	"parvis/internal/store"
)

// Sealer encrypts the publishing key at rest; secret.Keeper is one.
type Sealer interface {
	Seal(plain []byte, aad string) ([]byte, error)
	Open(sealed []byte, aad string) ([]byte, error)
}

// Files gives stored bytes by their hash. A missing file is a NotFound fault.
type Files interface {
	Open(ctx context.Context, ws identity.WorkspaceID, sha256 string) (io.ReadSeekCloser, error)
}

// Pictures turns an asset of the media room into a picture that a page can
// show. An asset that is no image is an Invalid fault.
type Pictures interface {
	Picture(ctx context.Context, ws identity.WorkspaceID, asset string) (Picture, error)
}

// Recorder writes the audit trail; audit.Log is one.
type Recorder interface {
	RecordTx(ctx context.Context, tx *store.Tx, e audit.Entry) error
}

// Deps of the room.
type Deps struct {
	DB       *store.DB
	Feed     *change.Feed
	Audit    Recorder
	Keys     Sealer
	Files    Files
	Pictures Pictures
	PageURL  string // public origin of the pages: https://pages.example
	CacheDir string // folder of the pictures cut to size; may be emptied at any time
	Now      func() time.Time
	Log      *slog.Logger
}

// Service is the room's use cases.
type Service struct {
	Deps
	origin *url.URL
	cutter chan struct{} // one picture is cut at a time: decoding is what costs memory
}

// New makes the service. A page URL without scheme and host is an Invalid fault.
func New(d Deps) (*Service, error) {
	origin, err := url.Parse(strings.TrimRight(d.PageURL, "/"))
	if err != nil || origin.Host == "" || (origin.Scheme != "http" && origin.Scheme != "https") {
		return nil, fault.Newf(fault.Invalid, "site.page_url", "PARVIS_PAGE_URL is %q: write an origin such as https://pages.example.", d.PageURL)
	}
	return &Service{Deps: d, origin: origin, cutter: make(chan struct{}, 1)}, nil
}

// URL is the public address of the page.
func (s *Service) URL(site Site) string { return s.origin.String() + "/@" + site.Slug }

// Find gives the face of the workspace's page.
func (s *Service) Find(ctx context.Context, ws identity.WorkspaceID) (Site, error) {
	if _, err := identity.Require(ctx, ws, identity.WorkspaceRead); err != nil {
		return Site{}, err
	}
	return siteOfWorkspace(ctx, s.DB.Reader(), ws)
}

// Update replaces the face. Version is the one the changes were made from.
type Update struct {
	Version                                            int64
	Slug, Name, Headline, Bio, Imprint, Language, Zone string
	Tone                                               Tone
	Avatar, Cover                                      string // asset ids; empty: none
	Links                                              []Link
	Open                                               bool
}

// Update changes the face of the page. A slug that another page has is a
// Conflict (site.slug_taken), as is a stale version (site.changed_meanwhile).
func (s *Service) Update(ctx context.Context, ws identity.WorkspaceID, in Update) (Site, error) {
	actor, err := identity.Require(ctx, ws, identity.SiteManage)
	if err != nil {
		return Site{}, err
	}
	before, err := siteOfWorkspace(ctx, s.DB.Reader(), ws)
	if err != nil {
		return Site{}, err
	}
	after := in.onto(before)
	after.normalize()
	if err := after.Validate(); err != nil {
		return Site{}, err
	}
	if after.Avatar.V, err = s.picture(ctx, ws, "avatar", in.Avatar, before.Avatar.V); err != nil {
		return Site{}, err
	}
	if after.Cover.V, err = s.picture(ctx, ws, "cover", in.Cover, before.Cover.V); err != nil {
		return Site{}, err
	}
	after.Version = in.Version + 1
	after.UpdatedAt = store.At(s.Now())
	after.ChangedAt = after.UpdatedAt
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return s.updateTx(ctx, tx, actor, before.Slug, after, in.Version)
	})
	return after, err
}

func (s *Service) updateTx(ctx context.Context, tx *store.Tx, actor identity.Actor, oldSlug string, after Site, from int64) error {
	free, err := isSlugFree(ctx, tx, after.Slug, after.WorkspaceID)
	if err != nil {
		return err
	}
	if !free {
		return errSlugTaken.With("slug", after.Slug).WithField("slug", "site.slug_taken", errSlugTaken.Message)
	}
	rows, err := updateSite(ctx, tx, after, from)
	if store.IsConflict(err) { // taken between the look and the write
		return errSlugTaken.With("slug", after.Slug).WithField("slug", "site.slug_taken", errSlugTaken.Message)
	}
	if err != nil {
		return err
	}
	if rows == 0 {
		return errStale
	}
	if after.Slug != oldSlug {
		if err := moveSlug(ctx, tx, after, oldSlug); err != nil {
			return err
		}
	}
	if err := setFiles(ctx, tx, after, faceOwner, after.files()); err != nil {
		return err
	}
	return s.noteTx(ctx, tx, after, actorName(actor), "site.update", string(after.ID), map[string]string{"slug": after.Slug})
}

// faceOwner stands for a post in site_file: the pictures of the face.
const faceOwner = ""

func (s Site) files() []page.File {
	var out []page.File
	for _, p := range []*Picture{s.Avatar.V, s.Cover.V} {
		if p != nil && (len(out) == 0 || out[0].SHA256 != p.SHA256) {
			out = append(out, page.File{SHA256: p.SHA256, MIME: p.MIME, Width: p.Width, Height: p.Height})
		}
	}
	return out
}

// picture resolves an asset, keeping what is there when it has not changed.
func (s *Service) picture(ctx context.Context, ws identity.WorkspaceID, field, asset string, before *Picture) (*Picture, error) {
	switch {
	case asset == "":
		return nil, nil
	case before != nil && before.Asset == asset:
		return before, nil
	}
	p, err := s.Pictures.Picture(ctx, ws, asset)
	if err == nil && imageTypes[p.MIME] == "" {
		err = errPictureType
	}
	if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Invalid {
		f := fault.Of(err)
		return nil, fault.New(fault.Invalid, f.Code, f.Message).WithField(field, f.Code, f.Message)
	}
	if err != nil {
		return nil, err
	}
	p.Asset = asset
	return &p, nil
}

func (in Update) onto(s Site) Site {
	s.Slug, s.Name, s.Headline, s.Bio, s.Imprint = in.Slug, in.Name, in.Headline, in.Bio, in.Imprint
	s.Language, s.Zone, s.Tone, s.Open = in.Language, in.Zone, in.Tone, in.Open
	s.Links = store.AsJSON(append([]Link{}, in.Links...))
	return s
}

// noteTx records what every change to a page leaves behind: the trail, and the
// word to open browsers.
func (s *Service) noteTx(ctx context.Context, tx *store.Tx, site Site, actor, action, object string, detail map[string]string) error {
	e := audit.Entry{Workspace: string(site.WorkspaceID), Actor: actor, Action: action, Object: object, Detail: detail}
	if err := s.Audit.RecordTx(ctx, tx, e); err != nil {
		return err
	}
	return s.Feed.AppendTx(ctx, tx, string(site.WorkspaceID), "site", string(site.ID))
}

func actorName(a identity.Actor) string {
	if a.System {
		return "system"
	}
	return string(a.UserID)
}
