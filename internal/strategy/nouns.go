package strategy

import (
	"context"

	"parvis/internal/identity"
)

// The four nouns behave alike (items.go); each has here the use cases that its
// callers name.

// CreateObjective adds an objective.
func (s *Service) CreateObjective(ctx context.Context, ws identity.WorkspaceID, in ObjectiveFields) (Objective, error) {
	it, err := create(ctx, s, ws, in)
	return objective(it), err
}

// EditObjective writes in over version; Conflict when it is no longer the last.
func (s *Service) EditObjective(ctx context.Context, ws identity.WorkspaceID, id ObjectiveID, version int, in ObjectiveFields) (Objective, error) {
	it, err := edit(ctx, s, ws, string(id), version, in)
	return objective(it), err
}

// FindObjective gives one objective.
func (s *Service) FindObjective(ctx context.Context, ws identity.WorkspaceID, id ObjectiveID) (Objective, error) {
	it, err := find[ObjectiveFields](ctx, s, ws, string(id))
	return objective(it), err
}

// Objectives gives a page of objectives and the id to go on after.
func (s *Service) Objectives(ctx context.Context, ws identity.WorkspaceID, in List) ([]Objective, string, error) {
	items, next, err := list[ObjectiveFields](ctx, s, ws, in)
	return each(items, objective), next, err
}

// CreateAudience adds an audience.
func (s *Service) CreateAudience(ctx context.Context, ws identity.WorkspaceID, in AudienceFields) (Audience, error) {
	it, err := create(ctx, s, ws, in)
	return audience(it), err
}

// EditAudience writes in over version; Conflict when it is no longer the last.
func (s *Service) EditAudience(ctx context.Context, ws identity.WorkspaceID, id AudienceID, version int, in AudienceFields) (Audience, error) {
	it, err := edit(ctx, s, ws, string(id), version, in)
	return audience(it), err
}

// FindAudience gives one audience.
func (s *Service) FindAudience(ctx context.Context, ws identity.WorkspaceID, id AudienceID) (Audience, error) {
	it, err := find[AudienceFields](ctx, s, ws, string(id))
	return audience(it), err
}

// Audiences gives a page of audiences and the id to go on after.
func (s *Service) Audiences(ctx context.Context, ws identity.WorkspaceID, in List) ([]Audience, string, error) {
	items, next, err := list[AudienceFields](ctx, s, ws, in)
	return each(items, audience), next, err
}

// CreatePillar adds a pillar.
func (s *Service) CreatePillar(ctx context.Context, ws identity.WorkspaceID, in PillarFields) (Pillar, error) {
	it, err := create(ctx, s, ws, in)
	return pillar(it), err
}

// EditPillar writes in over version; Conflict when it is no longer the last.
func (s *Service) EditPillar(ctx context.Context, ws identity.WorkspaceID, id PillarID, version int, in PillarFields) (Pillar, error) {
	it, err := edit(ctx, s, ws, string(id), version, in)
	return pillar(it), err
}

// FindPillar gives one pillar.
func (s *Service) FindPillar(ctx context.Context, ws identity.WorkspaceID, id PillarID) (Pillar, error) {
	it, err := find[PillarFields](ctx, s, ws, string(id))
	return pillar(it), err
}

// Pillars gives a page of pillars and the id to go on after.
func (s *Service) Pillars(ctx context.Context, ws identity.WorkspaceID, in List) ([]Pillar, string, error) {
	items, next, err := list[PillarFields](ctx, s, ws, in)
	return each(items, pillar), next, err
}

// CreateCampaign adds a campaign.
func (s *Service) CreateCampaign(ctx context.Context, ws identity.WorkspaceID, in CampaignFields) (Campaign, error) {
	it, err := create(ctx, s, ws, in)
	return campaign(it), err
}

// EditCampaign writes in over version; Conflict when it is no longer the last.
func (s *Service) EditCampaign(ctx context.Context, ws identity.WorkspaceID, id CampaignID, version int, in CampaignFields) (Campaign, error) {
	it, err := edit(ctx, s, ws, string(id), version, in)
	return campaign(it), err
}

// FindCampaign gives one campaign.
func (s *Service) FindCampaign(ctx context.Context, ws identity.WorkspaceID, id CampaignID) (Campaign, error) {
	it, err := find[CampaignFields](ctx, s, ws, string(id))
	return campaign(it), err
}

// Campaigns gives a page of campaigns and the id to go on after.
func (s *Service) Campaigns(ctx context.Context, ws identity.WorkspaceID, in List) ([]Campaign, string, error) {
	items, next, err := list[CampaignFields](ctx, s, ws, in)
	return each(items, campaign), next, err
}

// CopyCampaign makes a draft from a campaign used as a template, archived or
// not. What it points at must still be in use: an archived pillar or audience
// is left behind.
func (s *Service) CopyCampaign(ctx context.Context, ws identity.WorkspaceID, id CampaignID, name string, starts Date) (Campaign, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyWrite); err != nil {
		return Campaign{}, err
	}
	from, err := find[CampaignFields](ctx, s, ws, string(id))
	if err != nil {
		return Campaign{}, err
	}
	labels, err := s.LabelsTx(ctx, s.DB.Reader(), ws)
	if err != nil {
		return Campaign{}, err
	}
	in := from.fields.copied(name, starts)
	if labels[string(in.Objective)].Archived {
		in.Objective = ""
	}
	in.Audiences, in.Pillars = inUse(labels, in.Audiences), inUse(labels, in.Pillars)
	it, err := create(ctx, s, ws, in)
	return campaign(it), err
}

func inUse[T ~string](labels Labels, ids []T) []T {
	var out []T
	for _, id := range ids {
		if l, ok := labels[string(id)]; ok && !l.Archived {
			out = append(out, id)
		}
	}
	return out
}

func objective(it item[ObjectiveFields]) Objective {
	return Objective{ObjectiveID(it.id), it.Record, it.fields}
}

func audience(it item[AudienceFields]) Audience {
	return Audience{AudienceID(it.id), it.Record, it.fields}
}

func pillar(it item[PillarFields]) Pillar { return Pillar{PillarID(it.id), it.Record, it.fields} }

func campaign(it item[CampaignFields]) Campaign {
	return Campaign{CampaignID(it.id), it.Record, it.fields}
}
