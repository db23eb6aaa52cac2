package governance

import (
	"context"
	"time"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// Send freezes the post and asks for an approval of it. What pre-flight blocks
// is refused. A review that is open already takes the new version. Sent by who
// may schedule, a post with a date leaves at it once approved.
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
	_, err = identity.Require(ctx, ws, identity.PostSchedule)
	return s.send(ctx, ws, a, id, note, err == nil)
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
	if _, err := s.send(ctx, ws, a, r.Post, r.Note, false); err != nil {
		return Review{}, err
	}
	return findReview(ctx, s.DB.Reader(), ws, id)
}

func (s *Service) send(ctx context.Context, ws identity.WorkspaceID, a identity.Actor, id editorial.PostID, note string, leaves bool) (editorial.Post, error) {
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
		if leaves {
			if err := s.Editorial.LeaveOnceApprovedTx(ctx, tx, ws, id); err != nil {
				return err
			}
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
