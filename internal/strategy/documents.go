package strategy

import (
	"context"
	"encoding/json"
	"fmt"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Version says which version of a document one reads, and who wrote it when.
// Number 0 means that nobody has written any.
type Version struct {
	Number    int
	CreatedAt store.Time
	CreatedBy identity.UserID
}

// PlatformVersion is the brand platform at one version.
type PlatformVersion struct {
	Version
	Platform
}

// CharterVersion is the charter at one version.
type CharterVersion struct {
	Version
	Charter
}

type document[D any] interface {
	document() string
	normal() D
	validate(*check)
}

// Platform gives a version of the brand platform, 0 for the last. Before the
// first one is written the last is empty, with Number 0.
func (s *Service) Platform(ctx context.Context, ws identity.WorkspaceID, version int) (PlatformVersion, error) {
	v, p, err := readDocument[Platform](ctx, s, ws, version)
	return PlatformVersion{v, p}, err
}

// WritePlatform adds a version after base, the number the writer started from.
// A platform equal to the last one adds nothing.
func (s *Service) WritePlatform(ctx context.Context, ws identity.WorkspaceID, base int, in Platform) (PlatformVersion, error) {
	v, p, err := writeDocument(ctx, s, ws, base, in)
	return PlatformVersion{v, p}, err
}

// PlatformVersions lists the versions, newest first, below before (0: from the
// last).
func (s *Service) PlatformVersions(ctx context.Context, ws identity.WorkspaceID, before, limit int) ([]Version, error) {
	return s.versions(ctx, ws, Platform{}.document(), before, limit)
}

// Charter gives a version of the charter, 0 for the last. Before the first one
// is written the last is empty, with Number 0.
func (s *Service) Charter(ctx context.Context, ws identity.WorkspaceID, version int) (CharterVersion, error) {
	v, c, err := readDocument[Charter](ctx, s, ws, version)
	return CharterVersion{v, c}, err
}

// WriteCharter adds a version after base, the number the writer started from.
// A charter equal to the last one adds nothing.
func (s *Service) WriteCharter(ctx context.Context, ws identity.WorkspaceID, base int, in Charter) (CharterVersion, error) {
	v, c, err := writeDocument(ctx, s, ws, base, in)
	return CharterVersion{v, c}, err
}

// CharterVersions lists the versions, newest first, below before (0: from the
// last).
func (s *Service) CharterVersions(ctx context.Context, ws identity.WorkspaceID, before, limit int) ([]Version, error) {
	return s.versions(ctx, ws, Charter{}.document(), before, limit)
}

// CharterTx gives the charter in force, for pre-flight; empty when none was
// written.
func (s *Service) CharterTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (Charter, error) {
	_, c, err := readDocumentTx[Charter](ctx, q, ws, 0)
	return c, fault.Op("strategy.CharterTx", err)
}

func readDocument[D document[D]](ctx context.Context, s *Service, ws identity.WorkspaceID, version int) (Version, D, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		var none D
		return Version{}, none, err
	}
	v, d, err := readDocumentTx[D](ctx, s.DB.Reader(), ws, version)
	return v, d, fault.Op("strategy.readDocument", err)
}

func readDocumentTx[D document[D]](ctx context.Context, q store.Querier, ws identity.WorkspaceID, version int) (Version, D, error) {
	var d D
	r, err := findDocument(ctx, q, ws, d.document(), version)
	if version == 0 && fault.KindOf(err) == fault.NotFound {
		return Version{}, d.normal(), nil
	}
	if err != nil {
		return Version{}, d, err
	}
	err = json.Unmarshal([]byte(r.Body), &d)
	return Version{r.Version, r.CreatedAt, r.CreatedBy}, d.normal(), err
}

func writeDocument[D document[D]](ctx context.Context, s *Service, ws identity.WorkspaceID, base int, in D) (Version, D, error) {
	var none D
	actor, err := identity.Require(ctx, ws, identity.StrategyWrite)
	if err != nil {
		return Version{}, none, err
	}
	in = in.normal()
	c := &check{}
	in.validate(c)
	if err := c.Err(); err != nil {
		return Version{}, none, err
	}
	body, err := json.Marshal(in)
	if err != nil {
		return Version{}, none, err
	}
	next := documentRow{base + 1, string(body), store.At(s.Now()), actor.UserID}
	out := Version{next.Version, next.CreatedAt, next.CreatedBy}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		last, err := findDocument(ctx, tx, ws, in.document(), 0)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if last.Version != base {
			return s.changed(ctx, tx, ws, last.Version, last.CreatedBy, last.CreatedAt)
		}
		if base > 0 && last.Body == next.Body {
			out = Version{last.Version, last.CreatedAt, last.CreatedBy}
			return nil
		}
		if err := insertDocument(ctx, tx, ws, in.document(), next); err != nil {
			return err
		}
		return s.traceTx(ctx, tx, ws, "write", in.document(), in.document(), fmt.Sprintf("version %d", next.Version))
	})
	if store.IsConflict(err) && fault.Of(err).Code != errChanged.Code {
		// Two wrote at the same instant and the other committed first: the
		// transaction is over, so its name is read afresh.
		last, lastErr := findDocument(ctx, s.DB.Reader(), ws, in.document(), 0)
		if lastErr == nil {
			err = s.changed(ctx, s.DB.Reader(), ws, last.Version, last.CreatedBy, last.CreatedAt)
		}
	}
	return out, in, fault.Op("strategy.writeDocument", err)
}

func (s *Service) versions(ctx context.Context, ws identity.WorkspaceID, document string, before, limit int) ([]Version, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		return nil, err
	}
	rows, err := listDocuments(ctx, s.DB.Reader(), ws, document, before, limit)
	return each(rows, func(r documentRow) Version { return Version{r.Version, r.CreatedAt, r.CreatedBy} }), fault.Op("strategy.versions", err)
}

// Balance lays the plan beside the calendar, from..to, both included, at most a
// year.
func (s *Service) Balance(ctx context.Context, ws identity.WorkspaceID, from, to Date) (Balance, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		return Balance{}, err
	}
	c := &check{}
	start, ok := from.Time()
	c.Check(ok, "from", "strategy.date", "This is not a date: write it as 2026-12-31.")
	end, ok2 := to.Time()
	c.Check(ok2, "to", "strategy.date", "This is not a date: write it as 2026-12-31.")
	if ok && ok2 {
		c.Check(!end.Before(start), "to", "strategy.dates_order", "The period ends before it starts.")
		c.Check(end.Before(start.AddDate(1, 0, 1)), "to", "strategy.period", "A period is at most a year.")
	}
	if err := c.Err(); err != nil {
		return Balance{}, err
	}
	q := s.DB.Reader()
	var pillars []Pillar
	for in := (List{Limit: 200}); ; {
		page, next, err := listTx[PillarFields](ctx, q, ws, in)
		if err != nil {
			return Balance{}, err
		}
		pillars = append(pillars, each(page, pillar)...)
		if in.After = next; next == "" {
			break
		}
	}
	charter, err := s.CharterTx(ctx, q, ws)
	if err != nil {
		return Balance{}, err
	}
	var counts Counts
	if s.Counter != nil {
		if counts, err = s.Counter.StrategyCounts(ctx, ws, from, to); err != nil {
			return Balance{}, fault.Op("strategy.Balance", err)
		}
	}
	return Weigh(from, to, pillars, charter, counts), nil
}
