package governance

import (
	"parvis/internal/editorial"
	"parvis/internal/identity"
)

// ReviewRequested: a revision waits for somebody's word.
type ReviewRequested struct {
	Workspace identity.WorkspaceID
	Post      editorial.PostID
	Review    ReviewID
	Revision  editorial.RevisionID
}

// RevisionApproved: what this hash covers may leave.
type RevisionApproved struct {
	Workspace identity.WorkspaceID
	Post      editorial.PostID
	Revision  editorial.RevisionID
	Hash      string
	By        identity.UserID
	// Automatic: scheduling it was enough.
	Automatic bool
}

// ChangesAsked: somebody wants a change before they approve.
type ChangesAsked struct {
	Workspace identity.WorkspaceID
	Post      editorial.PostID
	Review    ReviewID
	By        identity.UserID
}

// ApprovalRevoked: nothing of this post may leave any more; what waits is
// withdrawn in this transaction.
type ApprovalRevoked struct {
	Workspace identity.WorkspaceID
	Post      editorial.PostID
	Hash      string
	By        identity.UserID
	Why       string // edited, moved, revoked
}
