package editorial

import (
	"slices"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Post is what the team writes, with its date and where its review stands.
type Post struct {
	ID          PostID
	Workspace   identity.WorkspaceID
	Draft       Draft
	ContentHash string // of Draft, see contentHash
	Version     int    // of Draft: grows with every save
	Date        Date
	Committed   bool // a person decided that it leaves at Date, once approved
	Cancelled   bool
	Review      ReviewState
	// Revision is the one under review or approved; "" when none is.
	Revision RevisionID
	// ReviewedHash is the ContentHash of that revision's draft.
	ReviewedHash string
	Status       Status // as its card shows it
	Author       identity.UserID
	CreatedAt    store.Time
	UpdatedBy    identity.UserID
	UpdatedAt    store.Time
	BinnedAt     store.Time
}

// ReviewState is where governance stands with a post.
type ReviewState string

// The states of a review.
const (
	NotReviewed  ReviewState = ""
	ToReview     ReviewState = "to_review"
	ChangesAsked ReviewState = "changes_asked"
	Approved     ReviewState = "approved"
)

// Status is the one word that calendar and lists show.
type Status string

// The statuses, in the order of a post's life.
const (
	StatusIdea         Status = "idea"
	StatusDraft        Status = "draft"
	StatusToReview     Status = "to_review"
	StatusChangesAsked Status = "changes_asked"
	StatusApproved     Status = "approved"
	StatusScheduled    Status = "scheduled"
	StatusHeld         Status = "held"
	StatusPublishing   Status = "publishing"
	StatusPublished    Status = "published"
	StatusPartial      Status = "partial"
	StatusFailed       Status = "failed"
	StatusNeedsPerson  Status = "needs_person"
	StatusMissed       Status = "missed"
	StatusCancelled    Status = "cancelled"
)

// Statuses lists every status.
var Statuses = []Status{StatusIdea, StatusDraft, StatusToReview, StatusChangesAsked, StatusApproved, StatusScheduled, StatusHeld,
	StatusPublishing, StatusPublished, StatusPartial, StatusFailed, StatusNeedsPerson, StatusMissed, StatusCancelled}

// Base is the status that the post has by itself, before its deliveries speak.
func (p Post) Base() Status {
	switch {
	case p.Cancelled:
		return StatusCancelled
	case p.Review == ToReview:
		return StatusToReview
	case p.Review == ChangesAsked:
		return StatusChangesAsked
	case p.Review == Approved && p.Committed:
		return StatusScheduled
	case p.Review == Approved:
		return StatusApproved
	case p.Draft.State == Idea:
		return StatusIdea
	}
	return StatusDraft
}

// joined is the status once the word of the deliveries is known: "" without
// any, and withdrawn deliveries ("cancelled") leave the post's own status.
func joined(base, delivered Status) Status {
	if delivered == "" || delivered == StatusCancelled {
		return base
	}
	return delivered
}

// IsOut says that some of the post has left, or may have: its content is then
// what the public saw, and is no longer changed, moved or sent again from here.
func (s Status) IsOut() bool {
	return slices.Contains([]Status{StatusPublishing, StatusPublished, StatusPartial, StatusNeedsPerson}, s)
}

// IsReviewStale says that the content changed since it was sent to review.
func (p Post) IsReviewStale() bool { return p.Revision != "" && p.ReviewedHash != p.ContentHash }

var (
	errOut    = fault.New(fault.Conflict, "editorial.already_out", "This post has left, wholly or in part: duplicate it to write another.")
	errBinned = fault.New(fault.Conflict, "editorial.in_bin", "This post is in the bin: restore it first.")
	errNoPost = fault.New(fault.NotFound, "editorial.no_post", "This post does not exist, or you may not see it.")
)

// mayChange refuses what is in the bin or has left.
func (p Post) mayChange() error {
	switch {
	case !p.BinnedAt.IsZero():
		return errBinned
	case p.Status.IsOut():
		return errOut.With("status", string(p.Status))
	}
	return nil
}
