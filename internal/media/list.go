package media

import (
	"context"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Filter says which assets to list.
type Filter struct {
	Query  string // words that all appear in name, text, credit or tags, whatever case and accents
	Kind   string // image, video, or "" for both
	Binned bool   // what is in the bin instead of what is not
	Used   *bool  // only what posts show, or only what none shows
}

func (f Filter) words() []string {
	words := strings.Fields(fold(f.Query))
	return words[:min(len(words), 10)]
}

// Listed is an asset with the number of posts that show it.
type Listed struct {
	Asset
	Uses int
}

// List gives assets, newest first, from after a cursor ("" for the first page);
// next is "" on the last.
func (s *Service) List(ctx context.Context, ws identity.WorkspaceID, f Filter, cursor string, limit int) (items []Listed, next string, err error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return nil, "", err
	}
	const rounds = 20 // of a filter that drops nearly everything, before a page is given short
	q := s.DB.Reader()
	for range rounds {
		page, err := selectPage(ctx, q, ws, f, cursor, limit+1)
		if err != nil {
			return nil, "", err
		}
		more := len(page) > limit
		page = page[:min(len(page), limit)]
		listed, err := s.withUsesTx(ctx, q, ws, page)
		if err != nil {
			return nil, "", err
		}
		for _, l := range listed {
			cursor = string(l.ID)
			if f.Used == nil || *f.Used == (l.Uses > 0) {
				if items = append(items, l); len(items) == limit {
					break
				}
			}
		}
		if !more && (len(listed) == 0 || cursor == string(listed[len(listed)-1].ID)) {
			return items, "", nil
		}
		if len(items) == limit {
			break
		}
	}
	return items, cursor, nil
}

func (s *Service) withUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, page []Asset) ([]Listed, error) {
	out := make([]Listed, len(page))
	ids := make([]AssetID, len(page))
	for i, a := range page {
		out[i].Asset, ids[i] = a, a.ID
	}
	uses, err := s.usesTx(ctx, q, ws, ids)
	for i := range out {
		out[i].Uses = uses[out[i].ID]
	}
	return out, err
}

func (s *Service) usesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []AssetID) (map[AssetID]int, error) {
	if s.Usage == nil || len(ids) == 0 {
		return nil, nil
	}
	return s.Usage.MediaUsesTx(ctx, q, ws, ids)
}

// Uses counts the posts that show one asset.
func (s *Service) Uses(ctx context.Context, ws identity.WorkspaceID, id AssetID) (int, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return 0, err
	}
	uses, err := s.usesTx(ctx, s.DB.Reader(), ws, []AssetID{id})
	return uses[id], err
}

// Level of the disk.
type Level string

// The levels: room enough; warn the one who looks after the server; refuse.
const (
	SpaceOK   Level = "ok"
	SpaceLow  Level = "low"
	SpaceFull Level = "full"
)

// Room is what a workspace uses, and what the disk has left.
type Room struct {
	Used   int64 // bytes, the bin included
	Binned int64
	Quota  int64
	Space  Space
	Level  Level
}

// Room tells how much is used and how much is left.
func (s *Service) Room(ctx context.Context, ws identity.WorkspaceID) (Room, error) {
	if _, err := identity.Require(ctx, ws, identity.MediaRead); err != nil {
		return Room{}, err
	}
	r, err := s.usageTx(ctx, s.DB.Reader(), ws)
	if err != nil {
		return Room{}, err
	}
	r.Space, r.Level, err = s.SpaceLeft(ctx)
	return r, err
}

func (s *Service) usageTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (Room, error) {
	used, binned, err := selectUsed(ctx, q, ws)
	if err != nil {
		return Room{}, err
	}
	quota, err := selectQuota(ctx, q, ws)
	if quota == 0 {
		quota = s.Limits.Quota
	}
	return Room{Used: used, Binned: binned, Quota: quota}, err
}

// GiveRoom sets the quota of a workspace in bytes; 0 goes back to the
// installation's.
func (s *Service) GiveRoom(ctx context.Context, ws identity.WorkspaceID, bytes int64) error {
	if _, err := identity.Require(ctx, ws, identity.WorkspaceManage); err != nil {
		return err
	}
	if bytes < 0 {
		return fault.New(fault.Invalid, "media.quota_negative", "A quota cannot be negative.")
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := upsertQuota(ctx, tx, ws, bytes); err != nil {
			return err
		}
		return s.traceTx(ctx, tx, ws, "quota", string(ws), "")
	})
}

// SpaceLeft tells the level of the disk under the library: low from a tenth or
// WarnFree left, full from Reserve on. For /readyz, doctor and Settings.
func (s *Service) SpaceLeft(ctx context.Context) (Space, Level, error) {
	sp, err := s.Files.Space(ctx)
	switch {
	case err != nil || sp.Total == 0:
		return sp, SpaceOK, err
	case sp.Free <= s.Limits.Reserve:
		return sp, SpaceFull, nil
	case sp.Free <= s.Limits.WarnFree || sp.Free <= sp.Total/10:
		return sp, SpaceLow, nil
	}
	return sp, SpaceOK, nil
}

// checkSpace refuses size more bytes when they would eat into the reserve, which
// the database needs to go on.
func (s *Service) checkSpace(ctx context.Context, size int64) error {
	sp, err := s.Files.Space(ctx)
	if err != nil || sp.Total == 0 || sp.Free-size > s.Limits.Reserve {
		return err
	}
	return fault.Newf(fault.Unavailable, "media.disk_nearly_full",
		"The server's disk is nearly full (%d MB left): no file is taken until there is room. Nothing was lost. Tell whoever looks after the server.",
		sp.Free>>20).With("megabytes", sp.Free>>20)
}
