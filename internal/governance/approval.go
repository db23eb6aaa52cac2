package governance

import (
	"context"
	"slices"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// ApprovalID names an approval ("apv_…").
type ApprovalID string

// approval is somebody's yes to a hash.
type approval struct {
	ID          ApprovalID           `db:"id"`
	Post        editorial.PostID     `db:"post_id"`
	Revision    editorial.RevisionID `db:"revision_id"`
	Hash        string               `db:"hash"`
	ContentHash string               `db:"content_hash"`
	DueAt       store.Time           `db:"due_at"`
	Day         string               `db:"day"`
	Automatic   bool                 `db:"automatic"`
	By          identity.UserID      `db:"approved_by"`
	At          store.Time           `db:"approved_at"`
	RevokedBy   identity.UserID      `db:"revoked_by"`
	RevokedAt   store.Time           `db:"revoked_at"`
}

// approveTx puts an approval in force, in place of any other of the post: what
// was approved before is not what leaves now.
func (s *Service) approveTx(ctx context.Context, tx *store.Tx, by identity.Actor, p editorial.Post, r editorial.Revision, contentHash string, automatic bool) error {
	now := store.At(s.Now())
	if err := revokeApprovals(ctx, tx, p.Workspace, p.ID, by.UserID, now); err != nil {
		return err
	}
	a := approval{ID: store.NewID[ApprovalID]("apv"), Post: p.ID, Revision: r.ID, Hash: r.Hash, ContentHash: contentHash,
		DueAt: p.Date.At, Day: p.Date.Day(), Automatic: automatic, By: by.UserID, At: now}
	if err := insertApproval(ctx, tx, p.Workspace, a); err != nil {
		return err
	}
	if err := s.auditTx(ctx, tx, p.Workspace, "approve", string(p.ID), map[string]string{"hash": r.Hash, "revision": string(r.ID)}); err != nil {
		return err
	}
	if err := s.settleTx(ctx, tx, p.Workspace, p.ID, notify.ToApprove, notify.ChangesAsked); err != nil {
		return err
	}
	return s.Bus.EmitTx(ctx, tx, RevisionApproved{Workspace: p.Workspace, Post: p.ID, Revision: r.ID, Hash: r.Hash, By: by.UserID, Automatic: automatic})
}

// revokeTx takes back the approval in force, if there is one.
func (s *Service) revokeTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id editorial.PostID, by identity.UserID, why string) error {
	a, err := approvalInForce(ctx, tx, ws, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if s.Gate != nil {
		if err := s.Gate.BumpTx(ctx, tx, ws); err != nil {
			return err
		}
	}
	if err := revokeApprovals(ctx, tx, ws, id, by, store.At(s.Now())); err != nil {
		return err
	}
	if _, err := s.Editorial.SetReviewTx(ctx, tx, ws, id, editorial.NotReviewed, editorial.Revision{}); err != nil {
		return err
	}
	if err := s.auditTx(ctx, tx, ws, "revoke", string(id), map[string]string{"hash": a.Hash, "why": why}); err != nil {
		return err
	}
	return s.Bus.EmitTx(ctx, tx, ApprovalRevoked{Workspace: ws, Post: id, Hash: a.Hash, By: by, Why: why})
}

// Revoke takes an approval back: whoever may decide may change their mind, for
// as long as nothing has left.
func (s *Service) Revoke(ctx context.Context, ws identity.WorkspaceID, id editorial.PostID) (editorial.Post, error) {
	a, err := identity.Require(ctx, ws, identity.ReviewDecide)
	if err != nil {
		return editorial.Post{}, err
	}
	var p editorial.Post
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if p, err = s.Editorial.LockTx(ctx, tx, ws, id); err != nil {
			return err
		}
		if p.Review != editorial.Approved || p.Status.IsOut() {
			return errNotApproved
		}
		if err := s.revokeTx(ctx, tx, ws, id, a.UserID, "revoked"); err != nil {
			return err
		}
		p, err = s.Editorial.FindTx(ctx, tx, ws, id)
		return err
	})
	return p, err
}

// ClearTx implements editorial.Approvals.
func (s *Service) ClearTx(ctx context.Context, tx *store.Tx, by identity.Actor, p editorial.Post, r editorial.Revision) (editorial.ReviewState, error) {
	policy, err := findPolicy(ctx, tx, p.Workspace)
	if err != nil {
		return "", err
	}
	a, err := approvalInForce(ctx, tx, p.Workspace, p.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	if err == nil && a.Hash == r.Hash && policy.Margin.covers(a, p.Date) {
		return editorial.Approved, nil
	}
	if policy.Required {
		editors, err := s.Editorial.EditorsTx(ctx, tx, p.Workspace, p.ID)
		if err != nil {
			return "", err
		}
		err = s.mayDecide(ctx, tx, p.Workspace, policy, by, editors)
		if fault.KindOf(err) == fault.Forbidden {
			// What was approved for another date must not leave at it.
			if err := s.revokeTx(ctx, tx, p.Workspace, p.ID, by.UserID, "moved"); err != nil {
				return "", err
			}
			_, err := s.openTx(ctx, tx, by, p, r, "")
			return editorial.ToReview, err
		}
		if err != nil {
			return "", err
		}
	}
	if err := settleReview(ctx, tx, p.Workspace, p.ID, Approved, s.Now()); err != nil {
		return "", err
	}
	return editorial.Approved, s.approveTx(ctx, tx, by, p, r, r.ContentHash, true)
}

// MayMoveTx implements editorial.Approvals.
func (s *Service) MayMoveTx(ctx context.Context, q store.Querier, p editorial.Post, to editorial.Date) (bool, error) {
	policy, err := findPolicy(ctx, q, p.Workspace)
	if err != nil {
		return false, err
	}
	a, err := approvalInForce(ctx, q, p.Workspace, p.ID)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil && (!policy.Required || policy.Margin.covers(a, to)), err
}

// RevokeTx implements editorial.Approvals.
func (s *Service) RevokeTx(ctx context.Context, tx *store.Tx, by identity.Actor, p editorial.Post) error {
	return s.revokeTx(ctx, tx, p.Workspace, p.ID, by.UserID, "moved")
}

// Ref names what may leave.
type Ref struct {
	Workspace identity.WorkspaceID `db:"workspace_id" json:"workspace_id"`
	Hash      string               `db:"hash" json:"hash"`
}

// ApprovedTx says which of refs are approved, in one statement. In a write
// transaction it locks them for share until its end: an approval taken back
// beside it waits, or is seen.
func (s *Service) ApprovedTx(ctx context.Context, q store.Querier, refs []Ref) (map[Ref]bool, error) {
	out := make(map[Ref]bool, len(refs))
	if len(refs) == 0 {
		return out, nil
	}
	found, err := findApproved(ctx, q, slices.Clone(refs))
	for _, r := range found {
		out[r] = true
	}
	return out, err
}
