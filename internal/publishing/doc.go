// Package publishing makes posts leave: it stands between what the team decided
// (editorial, governance) and what sends (dispatch).
//
// It owns no table. It turns an approved, dated post into deliveries, one per
// channel, withdraws them when the post changes, is moved, cancelled or binned,
// hands dispatch the bytes of the approved revision, and tells people and cards
// what became of it.
//
// Listens to: editorial.PostScheduled, PublishNow, PostMoved, PostUnscheduled,
// PostCancelled, PostBinned, PostEdited; governance.ApprovalRevoked;
// channels.HoldReleased, ChannelConnected, ChannelRemoved; dispatch.Changed, Settled.
//
// Invariants: a delivery exists only for a revision that governance approved;
// whatever voids the approval withdraws, in the same transaction, every delivery
// that has not started.
package publishing
