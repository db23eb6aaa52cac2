package governance

import (
	"context"
	"strings"
	"unicode/utf8"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// ReviewID names a review ("rvw_…").
type ReviewID string

// State of a review.
type State string

// The states of a review.
const (
	Open       State = "to_review"
	ChangesAsk State = "changes_asked"
	Approved   State = "approved"
	Withdrawn  State = "withdrawn"
)

// MaxComment is the longest note, answer or comment, in code points.
const MaxComment = 2000

// States lists every state.
var States = []State{Open, ChangesAsk, Approved, Withdrawn}

// Review is a request for an approval of one revision.
type Review struct {
	ID          ReviewID             `db:"id"`
	Post        editorial.PostID     `db:"post_id"`
	Revision    editorial.RevisionID `db:"revision_id"`
	Hash        string               `db:"hash"`
	ContentHash string               `db:"content_hash"`
	State       State                `db:"state"`
	Note        string               `db:"note"`
	RequestedBy identity.UserID      `db:"requested_by"`
	RequestedAt store.Time           `db:"requested_at"`
	SettledAt   store.Time           `db:"settled_at"`
	Decisions   []Decision           `db:"-"`
}

// Decision is one answer.
type Decision struct {
	Review  ReviewID        `db:"review_id"`
	Hash    string          `db:"hash"`
	Kind    State           `db:"kind"` // Approved or ChangesAsk
	Comment string          `db:"comment"`
	By      identity.UserID `db:"by_user"`
	At      store.Time      `db:"at"`
}

var (
	errRole        = fault.New(fault.Forbidden, "governance.role", "Your role does not approve in this workspace.")
	errOwn         = fault.New(fault.Forbidden, "governance.own_post", "You wrote a part of this post: somebody else must approve it.")
	errNotApproved = fault.New(fault.Conflict, "governance.not_approved", "This post is not approved, or has left already.")
	errSettled     = fault.New(fault.Conflict, "governance.settled", "This review has been answered already.")
	errOther       = fault.New(fault.Conflict, "governance.other_version", "A newer version was sent to review in the meantime: read it first.")
	errChanged     = fault.New(fault.Conflict, "governance.content_changed", "The post has changed since it was sent to review: read the new version first.")
	errComment     = fault.New(fault.Invalid, "governance.comment_required", "Say what should change.").WithField("comment", "governance.comment_required", "Say what should change.")
	errLong        = fault.New(fault.Invalid, "governance.too_long", "At most 2,000 characters.").WithField("comment", "governance.too_long", "At most 2,000 characters.")
	errNoReview    = fault.New(fault.NotFound, "governance.no_review", "This review does not exist, or you may not see it.")
	errNotWaiting  = fault.New(fault.Conflict, "governance.not_in_review", "This post has left, is in the bin, or was cancelled: it is not sent to review.")
)

// Approve says yes to a hash: the one that the person has read. Another version
// in the review, or a post that changed since, is a conflict that says so.
func (s *Service) Approve(ctx context.Context, ws identity.WorkspaceID, id ReviewID, hash, comment string) (Review, error) {
	return s.decide(ctx, ws, id, hash, comment, func(ctx context.Context, tx *store.Tx, a identity.Actor, p editorial.Post, r *Review) error {
		if err := s.checkCurrent(ctx, tx, p, *r); err != nil {
			return err
		}
		policy, err := findPolicy(ctx, tx, ws)
		if err != nil {
			return err
		}
		editors, err := s.Editorial.EditorsTx(ctx, tx, ws, p.ID)
		if err != nil {
			return err
		}
		if err := s.mayDecide(ctx, tx, ws, policy, a, editors); err != nil {
			return err
		}
		rev, err := s.Editorial.RevisionTx(ctx, tx, ws, r.Revision)
		if err != nil {
			return err
		}
		if err := rev.Verify(); err != nil {
			return err
		}
		r.State = Approved
		if err := s.approveTx(ctx, tx, a, p, rev, r.ContentHash, false); err != nil {
			return err
		}
		rev.ContentHash = r.ContentHash
		_, err = s.Editorial.SetReviewTx(ctx, tx, ws, p.ID, editorial.Approved, rev)
		return err
	})
}

// AskChange sends the post back with what should change.
func (s *Service) AskChange(ctx context.Context, ws identity.WorkspaceID, id ReviewID, hash, comment string) (Review, error) {
	if strings.TrimSpace(comment) == "" {
		return Review{}, errComment
	}
	return s.decide(ctx, ws, id, hash, comment, func(ctx context.Context, tx *store.Tx, a identity.Actor, p editorial.Post, r *Review) error {
		policy, err := findPolicy(ctx, tx, ws)
		if err != nil {
			return err
		}
		if err := s.mayDecide(ctx, tx, ws, policy, a, nil); err != nil {
			return err
		}
		r.State = ChangesAsk
		rev, err := s.Editorial.RevisionTx(ctx, tx, ws, r.Revision)
		if err != nil {
			return err
		}
		rev.ContentHash = r.ContentHash
		if _, err := s.Editorial.SetReviewTx(ctx, tx, ws, p.ID, editorial.ChangesAsked, rev); err != nil {
			return err
		}
		c := Comment{ID: store.NewID[CommentID]("cmt"), Post: p.ID, Author: a.UserID, Body: comment, Decision: string(ChangesAsk), CreatedAt: store.At(s.Now())}
		if err := insertComment(ctx, tx, ws, c); err != nil {
			return err
		}
		if err := s.settleTx(ctx, tx, ws, p.ID, notify.ToApprove); err != nil {
			return err
		}
		if err := s.tellTx(ctx, tx, ws, notify.Notice{Kind: notify.ChangesAsked, Subject: string(p.ID), Title: titleOf(p), Key: string(r.ID) + "/" + r.Hash,
			Args: map[string]string{notify.ArgBy: a.Name, notify.ArgComment: comment},
			To:   []identity.UserID{r.RequestedBy, p.Author}, Except: a.UserID}); err != nil {
			return err
		}
		return s.Bus.EmitTx(ctx, tx, ChangesAsked{Workspace: ws, Post: p.ID, Review: r.ID, By: a.UserID})
	})
}

type answer func(ctx context.Context, tx *store.Tx, a identity.Actor, p editorial.Post, r *Review) error

// decide is what both answers share: the review is open, it holds what the
// person read, and their answer is kept.
func (s *Service) decide(ctx context.Context, ws identity.WorkspaceID, id ReviewID, hash, comment string, do answer) (Review, error) {
	a, err := identity.Require(ctx, ws, identity.ReviewDecide)
	if err != nil {
		return Review{}, err
	}
	if comment, err = checkComment(comment); err != nil {
		return Review{}, err
	}
	var r Review
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if r, err = findReview(ctx, tx, ws, id); err != nil {
			return err
		}
		p, err := s.Editorial.LockTx(ctx, tx, ws, r.Post)
		if err != nil {
			return err
		}
		// Read again: the lock on the post orders those who answer at once.
		if r, err = findReview(ctx, tx, ws, id); err != nil {
			return err
		}
		switch {
		case r.State != Open:
			return errSettled.With("state", string(r.State))
		case r.Hash != hash:
			return errOther.With("hash", r.Hash)
		case !p.BinnedAt.IsZero():
			return errNotWaiting
		}
		if err := do(ctx, tx, a, p, &r); err != nil {
			return err
		}
		r.SettledAt = store.At(s.Now())
		if err := updateReview(ctx, tx, ws, r); err != nil {
			return err
		}
		d := Decision{Review: id, Hash: hash, Kind: r.State, Comment: comment, By: a.UserID, At: r.SettledAt}
		if err := insertDecision(ctx, tx, ws, d); err != nil {
			return err
		}
		r.Decisions = append(r.Decisions, d)
		if r.State == ChangesAsk {
			if err := s.auditTx(ctx, tx, ws, "ask_change", string(p.ID), map[string]string{"hash": hash}); err != nil {
				return err
			}
		}
		return s.announceTx(ctx, tx, ws, id)
	})
	return r, err
}

// checkCurrent refuses an answer to what the post no longer is, and says what
// changed: texts, media, channels, options, language.
func (s *Service) checkCurrent(ctx context.Context, q store.Querier, p editorial.Post, r Review) error {
	if p.ContentHash == r.ContentHash {
		return nil
	}
	rev, err := s.Editorial.RevisionTx(ctx, q, p.Workspace, r.Revision)
	if err != nil {
		return err
	}
	return errChanged.With("changed", strings.Join(changedSince(p.Draft, rev.Frozen), " "))
}

func checkComment(s string) (string, error) {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > MaxComment {
		return "", errLong
	}
	return s, nil
}

// titleOf is how a person recognises the post.
func titleOf(p editorial.Post) string {
	if p.Draft.Title != "" {
		return p.Draft.Title
	}
	for _, seg := range p.Draft.Segments {
		if seg.Text != "" {
			return editorial.FirstWords(seg.Text)
		}
	}
	return ""
}
