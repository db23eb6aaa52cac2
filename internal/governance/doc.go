// Package governance owns who says yes: the approval policy of a workspace,
// reviews, approvals of a revision's hash, and what people remark on a post.
//
// Tables: approval_policy, review, review_decision, approval, comment.
//
// Events: ReviewRequested, RevisionApproved, ChangesAsked, ApprovalRevoked. No
// jobs. Listens to editorial.PostEdited, PostBinned and PostCancelled (Listen).
//
// Called by editorial through its interface Approvals (ClearTx, MayMoveTx,
// RevokeTx), by publishing (ApprovedTx, inside dispatch's intent), and by the
// API.
//
// Invariants:
//   - an approval is of a hash: content that changes afterwards has none, and
//     the change takes the approval back in its own transaction;
//   - nobody approves what they wrote any part of, unless the workspace says so
//     or nobody else in it could;
//   - an approval is never deleted: it is in force, or revoked by somebody at
//     some time;
//   - at most one review of a post is open.
package governance
