package governance

import (
	"context"
	"strings"
	"time"
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

// Send freezes the post and asks for an approval of it. What pre-flight blocks
// is refused. A review that is open already takes the new version.
func (s *Service) Send(ctx context.Context, ws identity.WorkspaceID, id editorial.PostID, note string) (editorial.Post, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return editorial.Post{}, err
	}
	if note, err = checkComment(note); err != nil {
		return editorial.Post{}, err
	}
	if err := s.Editorial.RefuseBlocked(ctx, ws, id); err != nil {
		return editorial.Post{}, err
	}
	return s.send(ctx, ws, a, id, note)
}

// Refresh puts the post as it is now into its open review, so that an approver
// may read and approve a version corrected meanwhile.
func (s *Service) Refresh(ctx context.Context, ws identity.WorkspaceID, id ReviewID) (Review, error) {
	a, err := identity.Require(ctx, ws, identity.ReviewDecide)
	if fault.KindOf(err) == fault.Forbidden {
		a, err = identity.Require(ctx, ws, identity.PostWrite)
	}
	if err != nil {
		return Review{}, err
	}
	r, err := findReview(ctx, s.DB.Reader(), ws, id)
	if err != nil {
		return Review{}, err
	}
	if r.State != Open {
		return Review{}, errSettled
	}
	if _, err := s.send(ctx, ws, a, r.Post, r.Note); err != nil {
		return Review{}, err
	}
	return findReview(ctx, s.DB.Reader(), ws, id)
}

func (s *Service) send(ctx context.Context, ws identity.WorkspaceID, a identity.Actor, id editorial.PostID, note string) (editorial.Post, error) {
	rev, err := s.Editorial.Freeze(ctx, ws, id)
	if err != nil {
		return editorial.Post{}, err
	}
	var p editorial.Post
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.Editorial.LockTx(ctx, tx, ws, id); err != nil {
			return err
		}
		switch {
		case !p.BinnedAt.IsZero() || p.Cancelled || p.Status.IsOut():
			return errNotWaiting
		case p.ContentHash != rev.ContentHash:
			return errChanged
		}
		if err := s.revokeTx(ctx, tx, ws, id, a.UserID, "revoked"); err != nil {
			return err
		}
		if _, err := s.openTx(ctx, tx, a, p, rev, note); err != nil {
			return err
		}
		p, err = s.Editorial.SetReviewTx(ctx, tx, ws, id, editorial.ToReview, rev)
		return err
	})
	return p, err
}

// openTx opens a review of rev, or puts rev into the one that is open. The
// caller marks the post.
func (s *Service) openTx(ctx context.Context, tx *store.Tx, a identity.Actor, p editorial.Post, rev editorial.Revision, note string) (Review, error) {
	r, err := openReview(ctx, tx, p.Workspace, p.ID)
	switch {
	case err == nil:
		r.Revision, r.Hash, r.ContentHash = rev.ID, rev.Hash, rev.ContentHash
		if note != "" {
			r.Note = note
		}
		err = updateReview(ctx, tx, p.Workspace, r)
	case fault.KindOf(err) == fault.NotFound:
		r = Review{ID: store.NewID[ReviewID]("rvw"), Post: p.ID, Revision: rev.ID, Hash: rev.Hash, ContentHash: rev.ContentHash,
			State: Open, Note: note, RequestedBy: a.UserID, RequestedAt: store.At(s.Now())}
		err = insertReview(ctx, tx, p.Workspace, r)
	}
	if err != nil {
		return Review{}, err
	}
	if err := s.askTx(ctx, tx, a, p, r); err != nil {
		return Review{}, err
	}
	if err := s.announceTx(ctx, tx, p.Workspace, r.ID); err != nil {
		return Review{}, err
	}
	if err := s.auditTx(ctx, tx, p.Workspace, "send_to_review", string(p.ID), map[string]string{"hash": rev.Hash}); err != nil {
		return Review{}, err
	}
	return r, s.Bus.EmitTx(ctx, tx, ReviewRequested{Workspace: p.Workspace, Post: p.ID, Review: r.ID, Revision: rev.ID})
}

// askTx tells those who may approve: the roles of the policy without those who
// wrote the post, unless the workspace lets them.
func (s *Service) askTx(ctx context.Context, tx *store.Tx, a identity.Actor, p editorial.Post, r Review) error {
	policy, err := findPolicy(ctx, tx, p.Workspace)
	if err != nil {
		return err
	}
	except := []identity.UserID{a.UserID}
	if !policy.Own {
		editors, err := s.Editorial.EditorsTx(ctx, tx, p.Workspace, p.ID)
		if err != nil {
			return err
		}
		except = append(except, editors...)
	}
	to, err := s.deciders(ctx, tx, p.Workspace, policy, except)
	if err != nil || len(to) == 0 {
		return err
	}
	args := map[string]string{notify.ArgBy: a.Name, notify.ArgComment: r.Note}
	if !p.Date.IsZero() {
		args[notify.ArgDue] = p.Date.At.Format(time.RFC3339)
	}
	if err := s.settleTx(ctx, tx, p.Workspace, p.ID, notify.ChangesAsked); err != nil {
		return err
	}
	return s.tellTx(ctx, tx, p.Workspace, notify.Notice{Kind: notify.ToApprove, Subject: string(p.ID), Title: titleOf(p), Args: args,
		Key: string(r.ID) + "/" + r.Hash, To: to, Except: a.UserID})
}

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

// Withdraw takes the post out of review; it is a draft again.
func (s *Service) Withdraw(ctx context.Context, ws identity.WorkspaceID, id ReviewID) (editorial.Post, error) {
	if _, err := identity.Require(ctx, ws, identity.PostWrite); err != nil {
		return editorial.Post{}, err
	}
	var p editorial.Post
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findReview(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if r.State != Open {
			return errSettled.With("state", string(r.State))
		}
		if err := s.closeTx(ctx, tx, ws, r.Post); err != nil {
			return err
		}
		if err := s.auditTx(ctx, tx, ws, "withdraw", string(r.Post), nil); err != nil {
			return err
		}
		p, err = s.Editorial.FindTx(ctx, tx, ws, r.Post)
		return err
	})
	return p, err
}

// closeTx withdraws the open review of a post, if there is one.
func (s *Service) closeTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post editorial.PostID) error {
	r, err := openReview(ctx, tx, ws, post)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if err := settleReview(ctx, tx, ws, post, Withdrawn, s.Now()); err != nil {
		return err
	}
	if err := s.settleTx(ctx, tx, ws, post, notify.ToApprove); err != nil {
		return err
	}
	if _, err := s.Editorial.SetReviewTx(ctx, tx, ws, post, editorial.NotReviewed, editorial.Revision{}); err != nil {
		return err
	}
	return s.announceTx(ctx, tx, ws, r.ID)
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
