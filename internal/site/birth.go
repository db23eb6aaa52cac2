package site

import (
	"context"
	"strconv"
	"strings"
	"time"

	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Listen closes the page of a removed workspace at once: its rows go later.
// Giving a new one its page, and connecting it, is for whoever holds both rooms:
// see EnsureTx and ConnectedTx.
func (s *Service) Listen(bus *event.Bus) {
	event.On(bus, "site.close", func(ctx context.Context, tx *store.Tx, e identity.WorkspaceRemoved) error {
		return closeSite(ctx, tx, e.Workspace)
	})
}

// EnsureTx gives the workspace's page, made now if it has none: named after the
// workspace, at the first free address. It joins the transaction that makes the
// workspace and asks for no permission.
func (s *Service) EnsureTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, name, language, zone string) (Site, error) {
	site, err := siteOfWorkspace(ctx, tx, ws)
	if fault.KindOf(err) != fault.NotFound {
		return site, err
	}
	at := store.At(s.Now())
	site = Site{ID: store.NewID[ID]("site"), WorkspaceID: ws, Version: 1, Name: name, Language: language, Zone: zone,
		Tone: Ultramarine, Links: store.AsJSON([]Link{}), Open: true, CreatedAt: at, UpdatedAt: at, ChangedAt: at}
	site.normalize()
	site.fallBack()
	if site.Slug, err = freeSlug(ctx, tx, ws, site.Name); err != nil {
		return Site{}, err
	}
	if site.PublishKey, err = s.sealNewKey(site.ID); err != nil {
		return Site{}, err
	}
	if err := insertSite(ctx, tx, site); err != nil {
		return Site{}, fault.Op("site.EnsureTx", err)
	}
	return site, s.Feed.AppendTx(ctx, tx, string(ws), "site", string(site.ID))
}

// fallBack mends what a workspace may have that a page may not: a language we
// have no words for, an odd zone, a very long name.
func (s *Site) fallBack() {
	if s.Language != "en" {
		s.Language = "fr"
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		s.Zone = "Europe/Paris"
	}
	if r := []rune(s.Name); len(r) > MaxName {
		s.Name = strings.TrimSpace(string(r[:MaxName]))
	}
	if s.Name == "" {
		s.Name = "Parvis"
	}
}

func freeSlug(ctx context.Context, q store.Querier, ws identity.WorkspaceID, name string) (string, error) {
	base := slugOf(name, 34)
	var c fault.Collect
	if checkSlug(&c, base); c.Err() != nil {
		base = strings.TrimSuffix("page-"+base, "-")
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		if free, err := isSlugFree(ctx, q, slug, ws); free || err != nil {
			return slug, err
		}
	}
}
