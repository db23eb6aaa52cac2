package sample

import (
	"context"
	"slices"

	"parvis/internal/editorial"
	"parvis/internal/governance"
)

// post takes one post as far as its state says, by the people whose job it is.
func (p *planting) post(ctx context.Context, s post) error {
	author := p.as(ctx, s.by)
	made, err := p.Editorial.Create(author, p.ws, editorial.CreateInput{Draft: p.draft(s), Wall: editorial.Wall(p.day(s.day) + "T" + s.hour), Zone: Brand.Zone})
	if err != nil {
		return err
	}
	if s.comment != "" && s.state != changesAsked {
		if _, err := p.Governance.AddComment(p.as(ctx, samia), p.ws, made.ID, governance.NewComment{Body: s.comment}); err != nil {
			return err
		}
	}
	switch s.state {
	case idea, draft:
		return nil
	case toReview, changesAsked, approved:
		if _, err := p.Governance.Send(author, p.ws, made.ID, ""); err != nil || s.state == toReview {
			return err
		}
		return p.decide(ctx, made.ID, s)
	case cancelled:
		_, err := p.Editorial.Cancel(author, p.ws, made.ID)
		return err
	}
	scheduled, err := p.Editorial.Schedule(author, p.ws, made.ID, editorial.When{})
	if err != nil || scheduled.Review == editorial.Approved {
		return err
	}
	return p.decide(ctx, made.ID, s)
}

// decide is the approver's word on the review that waits.
func (p *planting) decide(ctx context.Context, id editorial.PostID, s post) error {
	by := samia
	if s.by == maelle {
		by = yann
	}
	approver := p.as(ctx, by)
	waiting, _, err := p.Governance.Reviews(approver, p.ws, governance.Filter{Post: id, Limit: 1})
	if err != nil || len(waiting) == 0 {
		return err
	}
	r := waiting[0].Review
	if s.state == changesAsked {
		_, err = p.Governance.AskChange(approver, p.ws, r.ID, r.Hash, s.comment)
		return err
	}
	if _, err = p.Governance.Approve(approver, p.ws, r.ID, r.Hash, ""); err != nil || s.state != approved {
		return err
	}
	// Approved, and nobody has decided yet that it leaves.
	_, err = p.Editorial.Unschedule(p.as(ctx, s.by), p.ws, id)
	return err
}

// draft is the post as its author wrote it.
func (p *planting) draft(s post) editorial.Draft {
	d := editorial.Draft{State: editorial.Written, Title: s.title, Language: "fr", Late: editorial.DefaultLate,
		Links: editorial.Links{Stage: editorial.Stage(s.stage)}}
	if s.state == idea {
		d.State = editorial.Idea
	}
	first := editorial.Segment{Text: s.text, Media: []editorial.Media{}}
	for _, name := range s.pictures {
		first.Media = append(first.Media, editorial.Media{Asset: p.assets[name]})
	}
	d.Segments = []editorial.Segment{first}
	for _, part := range s.more {
		d.Segments = append(d.Segments, editorial.Segment{Text: part, Media: []editorial.Media{}})
	}
	d.Links.Pillar = editorial.PillarID(p.pillars[s.pillar])
	if s.campaign != none {
		d.Links.Campaign = editorial.CampaignID(p.camps[s.campaign])
	}
	if s.objective != none {
		d.Links.Objective = editorial.ObjectiveID(p.goals[s.objective])
	}
	if s.audience != none {
		d.Links.Audience = editorial.AudienceID(p.targets[s.audience])
	}
	if s.label != "" {
		d.Labels = []editorial.LabelID{p.labels[s.label]}
	}
	onlyWindow := []state{failed, unanswered}
	if !slices.Contains(onlyWindow, s.state) {
		d.Variants = append(d.Variants, editorial.Variant{Channel: p.page, Title: s.title})
	}
	if slices.Contains(onlyWindow, s.state) || s.state == partial {
		d.Variants = append(d.Variants, editorial.Variant{Channel: p.window})
	}
	return d
}
