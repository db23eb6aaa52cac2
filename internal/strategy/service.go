package strategy

import (
	"context"
	"slices"
	"time"

	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// People answers who somebody is; *identity.Service is one.
type People interface {
	MembersTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, removed bool) ([]identity.Member, error)
}

// Uses answers whether the calendar points at an item. editorial fills it.
type Uses interface {
	// StrategyUsesTx gives the number of posts, binned ones included, that
	// carry the item.
	StrategyUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind Kind, id string) (int, error)
}

// Counter answers what the calendar holds. editorial fills it.
type Counter interface {
	// StrategyCounts counts the posts whose wall date lies from..to, both included.
	StrategyCounts(ctx context.Context, ws identity.WorkspaceID, from, to Date) (Counts, error)
}

// Auditor keeps the trace of what a responsible person would ask about; who did
// it is in the context.
type Auditor interface {
	RecordTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, action, object string, detail map[string]string) error
}

// Deps are what the room stands on. Uses, Counter and Audit may be nil where
// nothing above exists: nothing is in use, nothing is planned, nothing is kept.
type Deps struct {
	DB      *store.DB
	Feed    *change.Feed
	Events  *event.Bus
	Audit   Auditor
	People  People
	Uses    Uses
	Counter Counter
	Now     func() time.Time
}

// Service is the room's use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// link is a reference from an item to another, with the field that holds it.
type link struct {
	path string
	kind Kind
	id   string
}

var (
	errChanged  = fault.New(fault.Conflict, "strategy.changed_meanwhile", "Somebody changed this while you were writing: read it again, nothing was overwritten.")
	errArchived = fault.New(fault.Conflict, "strategy.archived", "This is archived: restore it before you change it.")
	errInUse    = fault.New(fault.Conflict, "strategy.in_use", "Posts or campaigns still use this: archive it instead, the past keeps its name.")
)

// changed says who made the version that stands in the way.
func (s *Service) changed(ctx context.Context, q store.Querier, ws identity.WorkspaceID, version int, by identity.UserID, at store.Time) error {
	name := "Parvis"
	if by != "" {
		names, err := s.namesTx(ctx, q, ws)
		if err != nil {
			return err
		}
		if name = names[by]; name == "" {
			name = "?"
		}
	}
	return errChanged.With("who", name).With("version", version).With("at", at.UTC().Format(time.RFC3339))
}

// Names gives the names of those who may have touched the strategy, former
// members included.
func (s *Service) Names(ctx context.Context, ws identity.WorkspaceID) (map[identity.UserID]string, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		return nil, err
	}
	return s.namesTx(ctx, s.DB.Reader(), ws)
}

func (s *Service) namesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (map[identity.UserID]string, error) {
	members, err := s.People.MembersTx(ctx, q, ws, true)
	names := make(map[identity.UserID]string, len(members))
	for _, m := range members {
		names[m.UserID] = m.Name
	}
	return names, fault.Op("strategy.names", err)
}

// isMemberTx says whether id belongs to ws today.
func (s *Service) isMemberTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id identity.MemberID) (bool, error) {
	members, err := s.People.MembersTx(ctx, q, ws, false)
	return slices.ContainsFunc(members, func(m identity.Member) bool { return m.ID == id }), err
}

// traceTx tells browsers and the audit trail of a change.
func (s *Service) traceTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, verb, topic, id, name string) error {
	if err := s.Feed.AppendTx(ctx, tx, string(ws), topic, id); err != nil {
		return err
	}
	if s.Audit == nil {
		return nil
	}
	return s.Audit.RecordTx(ctx, tx, ws, "strategy."+verb+"_"+topic, id, map[string]string{"name": name})
}

// LabelsTx gives the label of every item of the workspace, archived ones
// included: a card of last year still has its colour.
func (s *Service) LabelsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (Labels, error) {
	rows, err := selectLabels(ctx, q, ws)
	if err != nil {
		return nil, fault.Op("strategy.LabelsTx", err)
	}
	out := make(Labels, len(rows))
	for _, r := range rows {
		out[r.ID] = Label{ID: r.ID, Kind: r.Kind, Name: r.Name, Colour: r.Colour, Archived: !r.ArchivedAt.IsZero()}
	}
	return out, nil
}

// CheckRefsTx says whether a post may carry refs: each is of its kind, in this
// workspace, and not archived unless the post had it before (was). An Invalid
// fault names every field that is wrong: objective, campaign, pillar, audience,
// stage.
func (s *Service) CheckRefsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, refs, was Refs) error {
	c := &check{}
	c.Check(refs.Stage == "" || refs.Stage.IsKnown(), "stage", "strategy.choice", "Choose one of the values offered.")
	links := refs.links()
	if err := checkLinks(ctx, q, ws, c, links, was.links()); err != nil {
		return err
	}
	return c.Err()
}

func (r Refs) links() []link {
	var out []link
	for _, l := range []link{{"objective", KindObjective, string(r.Objective)}, {"campaign", KindCampaign, string(r.Campaign)},
		{"pillar", KindPillar, string(r.Pillar)}, {"audience", KindAudience, string(r.Audience)}} {
		if l.id != "" {
			out = append(out, l)
		}
	}
	return out
}

// checkLinks records each link that points at nothing of its kind, or at
// something archived that was not there before.
func checkLinks(ctx context.Context, q store.Querier, ws identity.WorkspaceID, c *check, links, was []link) error {
	if len(links) == 0 {
		return nil
	}
	rows, err := selectKinds(ctx, q, ws, each(links, func(l link) string { return l.id }))
	if err != nil {
		return err
	}
	found := map[string]row{}
	for _, r := range rows {
		found[r.ID] = r
	}
	had := map[string]bool{}
	for _, l := range was {
		had[l.id] = true
	}
	for _, l := range links {
		r, ok := found[l.id]
		switch {
		case !ok || r.Kind != l.kind:
			c.Add(l.path, "strategy.unknown", "This does not exist, or you may not see it.")
		case !r.ArchivedAt.IsZero() && !had[l.id]:
			c.Add(l.path, "strategy.archived_choice", "This is archived: choose another one, or restore it.")
		}
	}
	return nil
}
