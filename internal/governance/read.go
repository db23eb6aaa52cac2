package governance

import (
	"context"
	"slices"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Filter narrows the queue of reviews; empty fields do not.
type Filter struct {
	States      []State
	Post        editorial.PostID
	RequestedBy identity.UserID
	// Mine: only those that the person may answer.
	Mine   bool
	Before ReviewID // page: older than this one
	Limit  int
}

// Item is a review as the queue shows it.
type Item struct {
	Review
	Card      editorial.Card // zero when the post is in the bin
	MayDecide bool
	WhyNot    string // the code of why the person may not; "" when they may
	// Stale: the post changed since; Refresh puts the new version in.
	Stale bool
}

// Detail is a review with all that a person needs to answer it.
type Detail struct {
	Item
	Revision editorial.Revision
	// Before is the last approved revision before this one; nil without one.
	Before      *editorial.Revision
	Differences []Difference // from Before; empty without one
	Names       map[string]string
}

// Reviews lists reviews, newest first, and gives the last one read, from which
// the next page goes on; "" at the end.
func (s *Service) Reviews(ctx context.Context, ws identity.WorkspaceID, f Filter) ([]Item, ReviewID, error) {
	a, err := identity.Require(ctx, ws, identity.PostRead)
	if err != nil {
		return nil, "", err
	}
	q := s.DB.Reader()
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	list, err := listReviews(ctx, q, ws, f)
	if err != nil {
		return nil, "", err
	}
	last := ReviewID("")
	if len(list) == f.Limit {
		last = list[len(list)-1].ID
	}
	items, err := s.items(ctx, q, ws, a, list, f.Mine)
	return items, last, err
}

func (s *Service) items(ctx context.Context, q store.Querier, ws identity.WorkspaceID, a identity.Actor, list []Review, onlyMine bool) ([]Item, error) {
	posts := make([]editorial.PostID, len(list))
	reviews := make([]ReviewID, len(list))
	for i, r := range list {
		posts[i], reviews[i] = r.Post, r.ID
	}
	cards, err := s.Editorial.CardsTx(ctx, q, ws, posts)
	if err != nil {
		return nil, err
	}
	decisions, err := listDecisions(ctx, q, ws, reviews)
	if err != nil {
		return nil, err
	}
	policy, err := findPolicy(ctx, q, ws)
	if err != nil {
		return nil, err
	}
	editors, err := s.Editorial.EditorsOfTx(ctx, q, ws, posts)
	if err != nil {
		return nil, err
	}
	out := make([]Item, 0, len(list))
	for _, r := range list {
		it := Item{Review: r, Card: cards[r.Post]}
		it.Decisions = decisions[r.ID]
		it.Stale = slices.Contains(it.Card.Flags, editorial.FlagStaleReview) && r.State == Open
		if it.WhyNot, err = s.whyNot(ctx, q, ws, policy, a, r, editors[r.Post]); err != nil {
			return nil, err
		}
		if it.MayDecide = it.WhyNot == ""; it.MayDecide || !onlyMine {
			out = append(out, it)
		}
	}
	return out, nil
}

// whyNot gives the code of why a may not answer r, a review of what editors wrote.
func (s *Service) whyNot(ctx context.Context, q store.Querier, ws identity.WorkspaceID, p Policy, a identity.Actor, r Review, editors []identity.UserID) (string, error) {
	if r.State != Open {
		return errSettled.Code, nil
	}
	err := s.mayDecide(ctx, q, ws, p, a, editors)
	if fault.KindOf(err) == fault.Forbidden {
		return fault.Of(err).Code, nil
	}
	return "", err
}

// FindReview gives one review in full.
func (s *Service) FindReview(ctx context.Context, ws identity.WorkspaceID, id ReviewID) (Detail, error) {
	a, err := identity.Require(ctx, ws, identity.PostRead)
	if err != nil {
		return Detail{}, err
	}
	q := s.DB.Reader()
	r, err := findReview(ctx, q, ws, id)
	if err != nil {
		return Detail{}, err
	}
	items, err := s.items(ctx, q, ws, a, []Review{r}, false)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Item: items[0]}
	if d.Revision, err = s.Editorial.RevisionTx(ctx, q, ws, r.Revision); err != nil {
		return Detail{}, err
	}
	before, err := lastApproved(ctx, q, ws, r.Post, r.Hash)
	switch {
	case err == nil:
		rev, err := s.Editorial.RevisionTx(ctx, q, ws, before)
		if err != nil {
			return Detail{}, err
		}
		d.Before, d.Differences = &rev, Differ(rev.Frozen, d.Revision.Frozen)
	case fault.KindOf(err) != fault.NotFound:
		return Detail{}, err
	}
	d.Names, err = s.channelNames(ctx, q, ws, d)
	return d, err
}

func (s *Service) channelNames(ctx context.Context, q store.Querier, ws identity.WorkspaceID, d Detail) (map[string]string, error) {
	if s.Channels == nil {
		return map[string]string{}, nil
	}
	var ids []string
	for _, c := range d.Revision.Frozen.Channels {
		ids = append(ids, string(c.Channel))
	}
	if d.Before != nil {
		for _, c := range d.Before.Frozen.Channels {
			ids = append(ids, string(c.Channel))
		}
	}
	slices.Sort(ids)
	return s.Channels.ChannelNamesTx(ctx, q, ws, slices.Compact(ids))
}
