package editorial

import (
	"time"

	"parvis/internal/identity"
)

// PostScheduled: the post leaves at At with this approved revision. Emitted when
// a person schedules an approved post, and when a post that waits for its
// approval receives it.
type PostScheduled struct {
	Workspace identity.WorkspaceID
	Post      PostID
	Revision  RevisionID
	At        time.Time
}

// PublishNow is PostScheduled for this very moment.
type PublishNow struct {
	Workspace identity.WorkspaceID
	Post      PostID
	Revision  RevisionID
	At        time.Time
}

// PostMoved: a scheduled post has another date; its approval stands.
type PostMoved struct {
	Workspace identity.WorkspaceID
	Post      PostID
	At        time.Time
}

// PostUnscheduled: the post no longer leaves; its date stays as a plan.
type PostUnscheduled struct {
	Workspace identity.WorkspaceID
	Post      PostID
}

// PostCancelled: the post will not leave and stays on the calendar, struck out.
type PostCancelled struct {
	Workspace identity.WorkspaceID
	Post      PostID
}

// PostBinned: the post was put in the bin.
type PostBinned struct {
	Workspace identity.WorkspaceID
	Post      PostID
}

// PostEdited: what would be sent changed. An approval given before is void;
// governance takes it back in this transaction.
type PostEdited struct {
	Workspace identity.WorkspaceID
	Post      PostID
	By        identity.UserID
}
