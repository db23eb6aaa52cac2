package channels

import (
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// HoldID names a stop ("hold_…").
type HoldID string

// Scope of a stop.
type Scope string

// The scopes, from narrow to wide. Target holds a channel's or a campaign's id.
const (
	ScopeChannel    Scope = "channel"
	ScopeCampaign   Scope = "campaign"
	ScopeWorkspace  Scope = "workspace"
	ScopeEverything Scope = "everything"
)

// Reasons of a stop; the interface has words for each.
const (
	ReasonPause        = "pause"
	ReasonCrisis       = "crisis"
	ReasonRestoredCopy = "restored_copy"
	ReasonClock        = "clock"

	reasonWorkspaceRemoved = "workspace_removed"
)

// everywhere stands for every workspace in hold and gate.
const everywhere = identity.WorkspaceID("*")

// Hold is a stop: nothing of its scope starts while it is in force.
type Hold struct {
	ID         HoldID               `db:"id"`
	Workspace  identity.WorkspaceID `db:"workspace_id"` // "*" for everything
	Scope      Scope                `db:"scope"`
	Target     string               `db:"target"`
	Reason     string               `db:"reason"`
	Note       string               `db:"note"` // in the person's words
	PlacedBy   identity.UserID      `db:"placed_by"`
	PlacedAt   store.Time           `db:"placed_at"`
	ReleasedBy identity.UserID      `db:"released_by"`
	ReleasedAt store.Time           `db:"released_at"`
}

// Stops says whether the hold stops what a campaign sends to a channel.
func (h Hold) Stops(ws identity.WorkspaceID, channel ChannelID, campaign string) bool {
	switch {
	case !h.ReleasedAt.IsZero():
		return false
	case h.Scope == ScopeEverything:
		return true
	case h.Workspace != ws:
		return false
	case h.Scope == ScopeChannel:
		return h.Target == string(channel)
	case h.Scope == ScopeCampaign:
		return h.Target == campaign
	}
	return h.Scope == ScopeWorkspace
}

// HoldInput is a stop to place.
type HoldInput struct {
	Scope  Scope
	Target string // of a channel or a campaign
	Reason string // pause, crisis; "" is pause
	Note   string
}

func (in HoldInput) validate() error {
	var c fault.Collect
	switch in.Scope {
	case ScopeChannel, ScopeCampaign:
		c.Check(in.Target != "", "target", "channels.hold_target", "Say what to stop.")
	case ScopeWorkspace, ScopeEverything:
		c.Check(in.Target == "", "target", "channels.hold_target", "Say what to stop.")
	default:
		c.Add("scope", "channels.hold_scope", "Choose what to stop: an account, a campaign or the workspace.")
	}
	switch in.Reason {
	case ReasonPause, ReasonCrisis, ReasonClock:
	default:
		c.Add("reason", "channels.hold_reason", "Choose a reason.")
	}
	c.Check(len(in.Note) <= 2000, "note", "channels.field_too_long", "This is too long.")
	return c.Err()
}

// Departure is a delivery that can no longer be stopped, or, on removal, one
// that still waits.
type Departure struct {
	Delivery  string
	Channel   ChannelID
	Subject   string // the post
	State     string // dispatch's word
	DueAt     time.Time
	StartedAt time.Time // zero: it waits
}

// Placed is the answer to a stop.
type Placed struct {
	Hold    Hold
	Started []Departure // had started before it
}
