package channels

import (
	"context"

	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Events of the room.
type (
	// ChannelConnected: an account is ready. Again: it was connected before and
	// works again, so what waited for it may leave.
	ChannelConnected struct {
		Workspace identity.WorkspaceID
		Channel   ChannelID
		Network   string
		Again     bool
	}
	// ChannelRemoved: nothing may leave through it any more.
	ChannelRemoved struct {
		Workspace identity.WorkspaceID
		Channel   ChannelID
	}
	// HoldPlaced: a stop is in force. Workspace is "*" for everything.
	HoldPlaced struct {
		Workspace identity.WorkspaceID
		Hold      Hold
	}
	// HoldReleased: a stop was lifted; emitted once per workspace concerned.
	HoldReleased struct {
		Workspace identity.WorkspaceID
		Hold      Hold
	}
)

// Listen joins the room to what the rooms below tell.
func (s *Service) Listen(bus *event.Bus) {
	event.On(bus, "channels.workspace_removed", s.closeTx)
}

// closeTx stops a removed workspace and destroys its secrets; the rows go with
// the rest of it.
func (s *Service) closeTx(ctx context.Context, tx *store.Tx, e identity.WorkspaceRemoved) error {
	actor := identity.Actor{WorkspaceID: e.Workspace, System: true}
	if _, err := s.placeHoldTx(ctx, tx, actor, HoldInput{Scope: ScopeWorkspace, Reason: reasonWorkspaceRemoved}); err != nil {
		return err
	}
	return forgetSecretsTx(ctx, tx, e.Workspace)
}
