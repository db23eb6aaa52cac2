package identity

import (
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Invitation asks someone into a workspace. Its link serves once, for a week.
type Invitation struct {
	ID          InvitationID `db:"id"`
	WorkspaceID WorkspaceID  `db:"workspace_id"`
	Email       string       `db:"email"`
	Role        Role         `db:"role"`
	Preset      string       `db:"preset"`
	Locale      string       `db:"locale"`
	InvitedBy   UserID       `db:"invited_by"`
	Inviter     string       `db:"inviter"` // their name
	CreatedAt   store.Time   `db:"created_at"`
	ExpiresAt   store.Time   `db:"expires_at"`
	AcceptedAt  store.Time   `db:"accepted_at"`
	RevokedAt   store.Time   `db:"revoked_at"`
}

// InvitationID names an invitation ("inv_…").
type InvitationID string

// InviteInput asks for an invitation.
type InviteInput struct {
	Email  string
	Role   Role
	Preset string
	Locale string // of the mail; "": the workspace's
	Mail   bool   // send it; the link is given back either way
}

const invitationLife = 7 * 24 * time.Hour

var (
	errLinkUnknown       = fault.New(fault.NotFound, "identity.link_unknown", "This link is not known. Ask for a new one.")
	errLinkOver          = fault.New(fault.NotFound, "identity.link_over", "This link has expired or has already been used. Ask for a new one.")
	errInvitationSignIn  = fault.New(fault.Conflict, "identity.invitation_sign_in", "There is an account for this address: sign in, then open the link again.")
	errInvitationOther   = fault.New(fault.Conflict, "identity.invitation_other", "This invitation is for another address: sign out, then open the link again.")
	errAlreadyMember     = fault.New(fault.Conflict, "identity.already_member", "This person is already a member of the workspace.")
	errInvitationPending = fault.New(fault.Conflict, "identity.invitation_pending", "An invitation to this address is already waiting: revoke it or copy a new link.")
)

// open says why an invitation can no longer be accepted, or nil.
func (i Invitation) open(now time.Time) error {
	if !i.AcceptedAt.IsZero() || !i.RevokedAt.IsZero() || !now.Before(i.ExpiresAt.Time) {
		return errLinkOver
	}
	return nil
}
