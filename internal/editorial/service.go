package editorial

import (
	"context"
	"reflect"
	"slices"
	"time"

	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// Deps is what the room is made of.
type Deps struct {
	DB         *store.DB
	Bus        *event.Bus
	Feed       *change.Feed
	Now        func() time.Time
	Channels   Channels
	Library    Library
	Deliveries Deliveries
	Approvals  Approvals
	Workspaces Workspaces
	Strategy   Strategy
	Audit      Auditor
}

// Service is the use cases of the room. It is safe for concurrent use.
type Service struct {
	db         *store.DB
	bus        *event.Bus
	feed       *change.Feed
	now        func() time.Time
	channels   Channels
	library    Library
	deliveries Deliveries
	approvals  Approvals
	workspaces Workspaces
	strategy   Strategy
	audit      Auditor
}

// New makes the service. Approvals may be given later with UseApprovals, since
// governance stands on this room.
func New(d Deps) *Service {
	return &Service{db: d.DB, bus: d.Bus, feed: d.Feed, now: d.Now, channels: d.Channels, library: d.Library,
		deliveries: d.Deliveries, approvals: d.Approvals, workspaces: d.Workspaces, strategy: d.Strategy, audit: d.Audit}
}

// UseApprovals names who approves; app calls it once, before anything runs.
func (s *Service) UseApprovals(a Approvals) { s.approvals = a }

// CreateInput starts a post. Wall "" leaves it without a date; Zone "" takes
// the zone of its only channel, or the workspace's.
type CreateInput struct {
	Draft Draft
	Wall  Wall
	Zone  string
}

// Create makes a new post, planned when a date is given, never yet scheduled.
func (s *Service) Create(ctx context.Context, ws identity.WorkspaceID, in CreateInput) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Post{}, err
	}
	d := in.Draft.Clean()
	if err := d.Validate(); err != nil {
		return Post{}, err
	}
	var p Post
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.checkReferences(ctx, tx, ws, Draft{}, d); err != nil {
			return err
		}
		date, err := s.dateTx(ctx, tx, ws, d, in.Wall, in.Zone)
		if err != nil {
			return err
		}
		p, err = s.createTx(ctx, tx, a, ws, d, date)
		return err
	})
	return p, err
}

func (s *Service) createTx(ctx context.Context, tx *store.Tx, a identity.Actor, ws identity.WorkspaceID, d Draft, date Date) (Post, error) {
	now := store.At(s.now())
	p := Post{ID: store.NewID[PostID]("post"), Workspace: ws, Draft: d, ContentHash: d.contentHash(), Version: 1, Date: date,
		Author: a.UserID, CreatedAt: now, UpdatedBy: a.UserID, UpdatedAt: now}
	if err := insertPost(ctx, tx, p); err != nil {
		return Post{}, err
	}
	if err := insertVersion(ctx, tx, p, Version{Version: 1, Author: a.UserID, At: now, Content: true, Shown: true, Cause: CauseCreated}); err != nil {
		return Post{}, err
	}
	return s.publishCardTx(ctx, tx, p)
}

// publishCardTx rebuilds the card of p, tells browsers, and gives p with its
// new status.
func (s *Service) publishCardTx(ctx context.Context, tx *store.Tx, p Post) (Post, error) {
	if err := s.RefreshCardsTx(ctx, tx, p.Workspace, []PostID{p.ID}); err != nil {
		return Post{}, err
	}
	if err := s.feed.AppendTx(ctx, tx, string(p.Workspace), "post", string(p.ID)); err != nil {
		return Post{}, err
	}
	return findPost(ctx, tx, p.Workspace, p.ID)
}

// Find gives one post, also from the bin.
func (s *Service) Find(ctx context.Context, ws identity.WorkspaceID, id PostID) (Post, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return Post{}, err
	}
	return findPost(ctx, s.db.Reader(), ws, id)
}

// FindTx gives one post inside a transaction of another room.
func (s *Service) FindTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID) (Post, error) {
	return findPost(ctx, q, ws, id)
}

// LockTx is FindTx that keeps others from changing the post until the end of
// the transaction.
func (s *Service) LockTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID) (Post, error) {
	return s.lockPost(ctx, tx, ws, id)
}

// lockPost reads a post that this transaction will change. Its deliveries are
// locked before it is read: a post that the answer says has not left does not
// start to leave before the transaction has had its way.
func (s *Service) lockPost(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID) (Post, error) {
	if err := lockPostRow(ctx, tx, ws, id); err != nil {
		return Post{}, err
	}
	if err := s.deliveries.LockTx(ctx, tx, ws, id); err != nil {
		return Post{}, err
	}
	return findPost(ctx, tx, ws, id)
}

// EditorsTx names everyone who wrote something of what the post would send.
func (s *Service) EditorsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id PostID) ([]identity.UserID, error) {
	return editorsOf(ctx, q, ws, id)
}

// EditorsOfTx is EditorsTx for many posts, in one statement.
func (s *Service) EditorsOfTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, posts []PostID) (map[PostID][]identity.UserID, error) {
	return editorsOfMany(ctx, q, ws, posts)
}

// Patch is what a save changes; nil fields stay as they are.
type Patch struct {
	State    *State
	Title    *string
	Language *string
	Segments *[]Segment
	Variants *[]Variant
	Labels   *[]LabelID
	Links    *Links
	Late     *int
}

// NewDraft is the draft of a post that starts with c.
func (c Patch) NewDraft() Draft { return c.apply(Draft{Late: DefaultLate}) }

func (c Patch) apply(d Draft) Draft {
	set(&d.State, c.State)
	set(&d.Title, c.Title)
	set(&d.Language, c.Language)
	set(&d.Segments, c.Segments)
	set(&d.Variants, c.Variants)
	set(&d.Labels, c.Labels)
	set(&d.Links, c.Links)
	set(&d.Late, c.Late)
	return d.Clean()
}

func set[T any](dst *T, v *T) {
	if v != nil {
		*dst = *v
	}
}

// Saved is the answer to a save.
type Saved struct {
	Post Post
	// Merged: somebody else had saved since Base, and Post holds both.
	Merged bool
	// Overlaps names the fields that both had changed to different things.
	Overlaps []string
	// Revoked: the post was approved, and no longer is.
	Revoked bool
}

// Save writes a patch made from version base of the draft. When the draft has
// moved on, the two are merged (Merge): nobody's words are lost. A save that
// changes what would be sent takes an approval back.
func (s *Service) Save(ctx context.Context, ws identity.WorkspaceID, id PostID, base int, patch Patch) (Saved, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Saved{}, err
	}
	var out Saved
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err := s.lockPost(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if !p.BinnedAt.IsZero() {
			return errBinned
		}
		from, err := s.baseOf(ctx, tx, p, base)
		if err != nil {
			return err
		}
		mine := patch.apply(from)
		if err := mine.Validate(); err != nil {
			return err
		}
		if err := s.checkReferences(ctx, tx, ws, from, mine); err != nil {
			return err
		}
		out = Saved{Merged: base != p.Version}
		if out.Merged {
			mine, out.Overlaps = Merge(from, mine, p.Draft)
		}
		wasApproved := p.Review == Approved
		out.Post, err = s.saveTx(ctx, tx, a, p, mine, "")
		out.Revoked = wasApproved && out.Post.Review != Approved
		return err
	})
	return out, err
}

// saveTx stores d as the next version of p.
func (s *Service) saveTx(ctx context.Context, tx *store.Tx, a identity.Actor, p Post, d Draft, cause Cause) (Post, error) {
	if reflect.DeepEqual(d, p.Draft) {
		return p, nil
	}
	hash := d.contentHash()
	content := hash != p.ContentHash
	if content && p.Status.IsOut() {
		return p, errOut.With("status", string(p.Status))
	}
	p.Draft, p.ContentHash, p.Version = d, hash, p.Version+1
	p.UpdatedBy, p.UpdatedAt = a.UserID, store.At(s.now())
	if err := updatePost(ctx, tx, p); err != nil {
		return p, err
	}
	if err := s.recordVersionTx(ctx, tx, p, content, cause); err != nil {
		return p, err
	}
	if content {
		if err := s.bus.EmitTx(ctx, tx, PostEdited{Workspace: p.Workspace, Post: p.ID, By: a.UserID}); err != nil {
			return p, err
		}
	}
	return s.publishCardTx(ctx, tx, p)
}

// LeaveOnceApprovedTx commits a post to its date, if it has one to come: what
// sending a dated post to review means.
func (s *Service) LeaveOnceApprovedTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID) error {
	p, err := s.lockPost(ctx, tx, ws, id)
	if err != nil || p.Date.IsZero() || s.notPast(p.Date) != nil {
		return err
	}
	p.Committed = true
	return updatePost(ctx, tx, p)
}

// SetReviewTx is governance's word on a post: which revision is under review or
// approved ("" for none). An approval that a person was waiting for to let the
// post leave schedules it.
func (s *Service) SetReviewTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id PostID, state ReviewState, r Revision) (Post, error) {
	p, err := s.lockPost(ctx, tx, ws, id)
	if err != nil {
		return Post{}, err
	}
	p.Review, p.Revision, p.ReviewedHash = state, r.ID, r.ContentHash
	p.UpdatedAt = store.At(s.now())
	leaves := state == Approved && p.Committed
	if leaves && !p.Date.At.After(s.now().Add(-p.lateness())) {
		p.Committed, leaves = false, false // too late: a person chooses another date
	}
	if err := updatePost(ctx, tx, p); err != nil {
		return Post{}, err
	}
	if leaves {
		e := PostScheduled{Workspace: ws, Post: id, Revision: r.ID, At: p.Date.At.Time}
		if err := s.bus.EmitTx(ctx, tx, e); err != nil {
			return Post{}, err
		}
	}
	return s.publishCardTx(ctx, tx, p)
}

func (p Post) lateness() time.Duration { return time.Duration(p.Draft.Late) * time.Minute }

// checkReferences refuses what d points at and was does not, and that this
// workspace does not have.
func (s *Service) checkReferences(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, was, d Draft) error {
	var c fault.Collect
	if ids := added(was.Channels(), d.Channels()); len(ids) > 0 {
		known, err := s.channels.ChannelsTx(ctx, tx, ws)
		if err != nil {
			return err
		}
		for _, id := range ids {
			ok := slices.ContainsFunc(known, func(ch Channel) bool { return ch.ID == id })
			c.Check(ok, "variants", "editorial.unknown_channel", "This channel does not exist.")
		}
	}
	if ids := added(was.Assets(), d.Assets()); len(ids) > 0 {
		found, err := s.library.AssetsTx(ctx, tx, ws, ids)
		if err != nil {
			return err
		}
		c.Check(len(found) == len(ids), "segments", "editorial.unknown_asset", "A file does not exist in the library.")
	}
	if ids := added(was.Labels, d.Labels); len(ids) > 0 {
		n, err := countLabels(ctx, tx, ws, ids)
		if err != nil {
			return err
		}
		c.Check(n == len(ids), "labels", "editorial.unknown_label", "This label does not exist.")
	}
	if err := c.Err(); err != nil || d.Links == was.Links {
		return err
	}
	return s.strategy.CheckRefsTx(ctx, tx, ws, strategy.Refs(d.Links), strategy.Refs(was.Links))
}

func added[T comparable](was, now []T) []T {
	have := make(map[T]bool, len(was))
	for _, id := range was {
		have[id] = true
	}
	var out []T
	for _, id := range now {
		if !have[id] {
			out = append(out, id)
		}
	}
	return out
}

func (s *Service) auditTx(ctx context.Context, tx *store.Tx, p Post, action string, detail map[string]string) error {
	if s.audit == nil {
		return nil
	}
	return s.audit.RecordTx(ctx, tx, p.Workspace, "editorial."+action, string(p.ID), detail)
}
