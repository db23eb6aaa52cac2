package editorial

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// When is a date that a person chose. Zone "" is the zone the post has, or its
// channel's, or the workspace's.
type When struct {
	Wall Wall
	Zone string
	// Reopen accepts that the approval is asked again when the date moves
	// further than the workspace allows.
	Reopen bool
}

var (
	errNoDate      = fault.New(fault.Invalid, "editorial.no_date", "Choose a date first.")
	errReviewFirst = fault.New(fault.Conflict, "editorial.review_first", "This post must be approved before it leaves: send it to review.")
	errReopens     = fault.New(fault.Conflict, "editorial.move_reopens",
		"The approval does not cover this date: moving the post asks for it again.")
	errUnchecked = fault.New(fault.Invalid, "editorial.preflight", "The pre-flight check found something that must be mended first.")
	errNotOnWay  = fault.New(fault.Conflict, "editorial.not_scheduled", "This post is not scheduled.")
)

// dateTx resolves what a person chose for d. No wall time is no date; a date
// that has passed is refused.
func (s *Service) dateTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, d Draft, wall Wall, zone string) (Date, error) {
	if wall == "" {
		return Date{}, nil
	}
	if zone == "" {
		var err error
		if zone, err = s.zoneTx(ctx, q, ws, d); err != nil {
			return Date{}, err
		}
	}
	date, err := ResolveWall(wall, zone)
	if err != nil {
		return Date{}, err
	}
	return date, s.notPast(date)
}

// zoneTx is the zone of a post whose writer named none: that of the one channel
// it goes to, else the workspace's.
func (s *Service) zoneTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, d Draft) (string, error) {
	if len(d.Variants) == 1 {
		list, err := s.channels.ChannelsTx(ctx, q, ws)
		if err != nil {
			return "", err
		}
		for _, c := range list {
			if c.ID == d.Variants[0].Channel && c.Zone != "" {
				return c.Zone, nil
			}
		}
	}
	w, err := s.workspaces.WorkspaceTx(ctx, q, ws)
	return w.Zone, err
}

func (s *Service) notPast(d Date) error {
	now := s.now()
	// A date is chosen to the minute: the minute that runs is not past.
	if d.At.Before(now.Truncate(time.Minute)) {
		return errPast.With("date", string(d.Wall)).With("zone", d.Zone).With("now", now.UTC().Format(time.RFC3339))
	}
	return nil
}

// Schedule commits the post to a date: it leaves then, once approved. When the
// person may approve it, or nobody has to, that happens here; otherwise it is
// sent to review and Post.Review says so. What pre-flight blocks is refused.
func (s *Service) Schedule(ctx context.Context, ws identity.WorkspaceID, id PostID, in When) (Post, error) {
	return s.commit(ctx, ws, id, func(ctx context.Context, q store.Querier, p Post) (Date, error) {
		if in.Wall == "" {
			in.Wall, in.Zone = p.Date.Wall, pickText(in.Zone, p.Date.Zone)
		}
		if in.Wall == "" {
			return Date{}, errNoDate
		}
		return s.dateTx(ctx, q, ws, p.Draft, in.Wall, pickText(in.Zone, p.Date.Zone))
	}, false)
}

// PublishNow lets the post leave at once. Unlike Schedule it does not wait for
// somebody else's approval: errReviewFirst when one is needed.
func (s *Service) PublishNow(ctx context.Context, ws identity.WorkspaceID, id PostID) (Post, error) {
	return s.commit(ctx, ws, id, func(ctx context.Context, q store.Querier, p Post) (Date, error) {
		zone := p.Date.Zone
		if zone == "" {
			var err error
			if zone, err = s.zoneTx(ctx, q, ws, p.Draft); err != nil {
				return Date{}, err
			}
		}
		return WallAt(s.now(), zone)
	}, true)
}

type chooseDate func(ctx context.Context, q store.Querier, p Post) (Date, error)

// commit checks, freezes, asks governance, and lets the post go.
func (s *Service) commit(ctx context.Context, ws identity.WorkspaceID, id PostID, choose chooseDate, now bool) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostSchedule)
	if err != nil {
		return Post{}, err
	}
	p, err := findPost(ctx, s.db.Reader(), ws, id)
	if err != nil {
		return Post{}, err
	}
	if err := p.mayChange(); err != nil {
		return Post{}, err
	}
	if p.Date, err = choose(ctx, s.db.Reader(), p); err != nil {
		return Post{}, err
	}
	if err := s.refuseBlocked(ctx, p); err != nil {
		return Post{}, err
	}
	r, err := s.Freeze(ctx, ws, id)
	if err != nil {
		return Post{}, err
	}
	date := p.Date
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.lockPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := p.mayChange(); err != nil {
			return err
		}
		if p.ContentHash != r.ContentHash {
			return errStale
		}
		p, err = s.commitTx(ctx, tx, a, p, r, date, now)
		return err
	})
	return p, err
}

func (s *Service) commitTx(ctx context.Context, tx *store.Tx, a identity.Actor, p Post, r Revision, date Date, now bool) (Post, error) {
	p.Date, p.Committed, p.Cancelled = date, true, false
	p.Draft.State = Written
	p.UpdatedBy, p.UpdatedAt = a.UserID, store.At(s.now())
	state, err := s.approvals.ClearTx(ctx, tx, a, p, r)
	if err != nil {
		return p, err
	}
	if now && state != Approved {
		return p, errReviewFirst
	}
	p.Review, p.Revision, p.ReviewedHash = state, r.ID, r.ContentHash
	if err := updatePost(ctx, tx, p); err != nil {
		return p, err
	}
	if state == Approved {
		var e any = PostScheduled{Workspace: p.Workspace, Post: p.ID, Revision: r.ID, At: date.At.Time}
		if now {
			e = PublishNow{Workspace: p.Workspace, Post: p.ID, Revision: r.ID, At: date.At.Time}
		}
		if err := s.bus.EmitTx(ctx, tx, e); err != nil {
			return p, err
		}
	}
	action := "schedule"
	if now {
		action = "publish_now"
	}
	detail := map[string]string{"at": date.At.Format(time.RFC3339), "hash": r.Hash, "review": string(state)}
	if err := s.auditTx(ctx, tx, p, action, detail); err != nil {
		return p, err
	}
	return s.publishCardTx(ctx, tx, p)
}

// Move gives the post another date, or takes its plan away when in.Wall is ""
// and it is not scheduled. An approval that does not reach that far refuses
// (code editorial.move_reopens) unless in.Reopen asks for it again.
func (s *Service) Move(ctx context.Context, ws identity.WorkspaceID, id PostID, in When) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostSchedule)
	if err != nil {
		return Post{}, err
	}
	var p Post
	again := false
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		again = false
		if p, err = s.lockPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := p.mayChange(); err != nil {
			return err
		}
		date, err := s.dateTx(ctx, tx, ws, p.Draft, in.Wall, pickText(in.Zone, p.Date.Zone))
		if err != nil {
			return err
		}
		if date.IsZero() && p.Committed {
			return errNoDate
		}
		p, again, err = s.moveTx(ctx, tx, a, p, date, in.Reopen)
		return err
	})
	if err == nil && again {
		return s.Schedule(ctx, ws, id, When{})
	}
	return p, err
}

// moveTx moves p; again says that it was scheduled under an approval that does
// not cover the date, and must be cleared anew.
func (s *Service) moveTx(ctx context.Context, tx *store.Tx, a identity.Actor, p Post, date Date, reopen bool) (Post, bool, error) {
	again := false
	if p.Review == Approved {
		stands, err := s.approvals.MayMoveTx(ctx, tx, p, date)
		switch {
		case err != nil:
			return p, false, err
		case !stands && !reopen:
			return p, false, errReopens.With("from", string(p.Date.Wall)).With("to", string(date.Wall))
		case !stands:
			again = p.Committed
			if err := s.approvals.RevokeTx(ctx, tx, a, p); err != nil {
				return p, false, err
			}
			// Governance wrote to the post through SetReviewTx.
			if p, err = s.lockPost(ctx, tx, p.Workspace, p.ID); err != nil {
				return p, false, err
			}
		}
	}
	from := p.Date
	p.Date, p.Cancelled = date, false
	p.UpdatedBy, p.UpdatedAt = a.UserID, store.At(s.now())
	if err := updatePost(ctx, tx, p); err != nil {
		return p, false, err
	}
	if p.Committed && p.Review == Approved {
		if err := s.bus.EmitTx(ctx, tx, PostMoved{Workspace: p.Workspace, Post: p.ID, At: date.At.Time}); err != nil {
			return p, false, err
		}
	}
	if err := s.auditTx(ctx, tx, p, "move", map[string]string{"from": string(from.Wall), "to": string(date.Wall), "zone": date.Zone}); err != nil {
		return p, false, err
	}
	p, err := s.publishCardTx(ctx, tx, p)
	return p, again, err
}

// Unschedule keeps the date as a plan and lets nothing leave.
func (s *Service) Unschedule(ctx context.Context, ws identity.WorkspaceID, id PostID) (Post, error) {
	return s.stop(ctx, ws, id, "unschedule", func(p *Post) (any, error) {
		if !p.Committed {
			return nil, errNotOnWay
		}
		p.Committed = false
		return PostUnscheduled{Workspace: ws, Post: id}, nil
	})
}

// Cancel gives the post up: it stays on the calendar, struck out, and leaves
// only if it is scheduled again.
func (s *Service) Cancel(ctx context.Context, ws identity.WorkspaceID, id PostID) (Post, error) {
	return s.stop(ctx, ws, id, "cancel", func(p *Post) (any, error) {
		p.Committed, p.Cancelled = false, true
		return PostCancelled{Workspace: ws, Post: id}, nil
	})
}

// stop is what Unschedule and Cancel share; change edits the post and gives the
// event.
func (s *Service) stop(ctx context.Context, ws identity.WorkspaceID, id PostID, action string, change func(*Post) (any, error)) (Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostSchedule)
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.lockPost(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := p.mayChange(); err != nil {
			return err
		}
		e, err := change(&p)
		if err != nil {
			return err
		}
		p.UpdatedBy, p.UpdatedAt = a.UserID, store.At(s.now())
		if err := updatePost(ctx, tx, p); err != nil {
			return err
		}
		if err := s.bus.EmitTx(ctx, tx, e); err != nil {
			return err
		}
		if err := s.auditTx(ctx, tx, p, action, nil); err != nil {
			return err
		}
		p, err = s.publishCardTx(ctx, tx, p)
		return err
	})
	return p, err
}

func pickText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
