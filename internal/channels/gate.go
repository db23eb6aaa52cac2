package channels

import (
	"context"
	"errors"
	"slices"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// LockGatesTx reads the gates of the workspaces, and the one of everything, FOR
// SHARE until the end of tx: no stop of theirs can be placed meanwhile. It gives
// their epochs.
func (s *Service) LockGatesTx(ctx context.Context, tx *store.Tx, workspaces []identity.WorkspaceID) (map[identity.WorkspaceID]int64, error) {
	want := append([]identity.WorkspaceID{everywhere}, workspaces...)
	slices.Sort(want)
	want = slices.Compact(want)
	got, err := lockGatesTx(ctx, tx, want)
	if err != nil || len(got) == len(want) {
		return got, err
	}
	// A row that is not there cannot be locked: make it, then read again.
	if err := makeGatesTx(ctx, tx, want); err != nil {
		return nil, err
	}
	return lockGatesTx(ctx, tx, want)
}

// HoldsTx locks the gates of the workspaces (LockGatesTx) and then gives every
// hold in force on them and on everything. It is dispatch's, inside an intent.
func (s *Service) HoldsTx(ctx context.Context, tx *store.Tx, workspaces []identity.WorkspaceID) ([]Hold, error) {
	if _, err := s.LockGatesTx(ctx, tx, workspaces); err != nil {
		return nil, err
	}
	return activeHolds(ctx, tx, workspaces)
}

// BumpTx locks and changes the gate of a workspace, for a stop that is not a hold
// (an approval taken back): an intent that runs beside it ends first, the next
// one sees what this transaction wrote.
func (s *Service) BumpTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error {
	return bumpGateTx(ctx, tx, ws)
}

// ActiveHoldsTx gives the holds in force on a workspace and on everything,
// without locking: for what is shown.
func (s *Service) ActiveHoldsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Hold, error) {
	return activeHolds(ctx, q, []identity.WorkspaceID{ws})
}

// HeldTx gives the hold that stops what a campaign ("" for none) sends to a
// channel, nil when nothing does.
func (s *Service) HeldTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, channel ChannelID, campaign string) (*Hold, error) {
	holds, err := activeHolds(ctx, q, []identity.WorkspaceID{ws})
	for i := range holds {
		if holds[i].Stops(ws, channel, campaign) {
			return &holds[i], err
		}
	}
	return nil, err
}

// PlaceHold stops a channel, a campaign or the workspace (hold.manage). When it
// has answered nothing more of that scope starts; Started is what already had.
func (s *Service) PlaceHold(ctx context.Context, ws identity.WorkspaceID, in HoldInput) (Placed, error) {
	actor, err := identity.Require(ctx, ws, identity.HoldManage)
	if err != nil {
		return Placed{}, err
	}
	if in.Reason == "" {
		in.Reason = ReasonPause
	}
	in.Note = strings.TrimSpace(in.Note)
	if err := in.validate(); err != nil {
		return Placed{}, err
	}
	if in.Scope == ScopeEverything && !actor.System {
		return Placed{}, errEverything
	}
	var out Placed
	err = s.DB.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) error {
		if in.Scope == ScopeChannel {
			if _, err := findTx(ctx, tx, ws, ChannelID(in.Target)); err != nil {
				return err
			}
		}
		out, err = s.placeHoldTx(ctx, tx, actor, in)
		return err
	})
	return out, fault.Op("channels.PlaceHold", err)
}

// placeHoldTx: the gate first, since its lock is what orders stops and intents.
func (s *Service) placeHoldTx(ctx context.Context, tx *store.Tx, actor identity.Actor, in HoldInput) (Placed, error) {
	h := Hold{ID: store.NewID[HoldID]("hold"), Workspace: actor.WorkspaceID, Scope: in.Scope, Target: in.Target, Reason: in.Reason, Note: in.Note,
		PlacedBy: actor.UserID, PlacedAt: store.At(s.Now())}
	if in.Scope == ScopeEverything {
		h.Workspace = everywhere
	}
	if err := bumpGateTx(ctx, tx, h.Workspace); err != nil {
		return Placed{}, err
	}
	if err := insertHoldTx(ctx, tx, h); err != nil {
		return Placed{}, err
	}
	out := Placed{Hold: h}
	if s.Started != nil {
		var err error
		if out.Started, err = s.Started.StartedTx(ctx, tx, h); err != nil {
			return Placed{}, err
		}
	}
	if err := s.tellTx(ctx, tx, actor, "hold", string(h.ID), "hold", map[string]string{"scope": string(h.Scope), "target": h.Target, "reason": h.Reason}); err != nil {
		return Placed{}, err
	}
	return out, s.Bus.EmitTx(ctx, tx, HoldPlaced{Workspace: h.Workspace, Hold: h})
}

// ReleaseHold lifts a stop (hold.manage); what waited leaves if it is not stale.
func (s *Service) ReleaseHold(ctx context.Context, ws identity.WorkspaceID, id HoldID) (Hold, error) {
	actor, err := identity.Require(ctx, ws, identity.HoldManage)
	if err != nil {
		return Hold{}, err
	}
	var h Hold
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		h, err = findHoldTx(ctx, tx, ws, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return errHoldNotFound
		case err != nil:
			return err
		case !h.ReleasedAt.IsZero():
			return errHoldReleased
		case h.Scope == ScopeEverything && !actor.System:
			return errEverything
		}
		return s.releaseTx(ctx, tx, actor, &h)
	})
	return h, fault.Op("channels.ReleaseHold", err)
}

// releaseTx leaves the gate alone: an intent that still sees the hold is only
// held, and put back by HoldReleased.
func (s *Service) releaseTx(ctx context.Context, tx *store.Tx, actor identity.Actor, h *Hold) error {
	h.ReleasedBy, h.ReleasedAt = actor.UserID, store.At(s.Now())
	if err := markReleasedTx(ctx, tx, *h); err != nil {
		return err
	}
	if err := s.tellTx(ctx, tx, actor, "hold", string(h.ID), "release_hold", map[string]string{"scope": string(h.Scope), "target": h.Target, "reason": h.Reason}); err != nil {
		return err
	}
	workspaces := []identity.WorkspaceID{h.Workspace}
	if h.Workspace == everywhere {
		var err error
		if workspaces, err = workspacesTx(ctx, tx); err != nil {
			return err
		}
	}
	for _, ws := range workspaces {
		if err := s.Bus.EmitTx(ctx, tx, HoldReleased{Workspace: ws, Hold: *h}); err != nil {
			return err
		}
	}
	return nil
}

// Holds lists the stops of a workspace (channel.read), newest first; those of
// everything included. past also gives the last hundred lifted ones.
func (s *Service) Holds(ctx context.Context, ws identity.WorkspaceID, past bool) ([]Hold, error) {
	if _, err := identity.Require(ctx, ws, identity.ChannelRead); err != nil {
		return nil, err
	}
	holds, err := listHolds(ctx, s.DB.Reader(), ws, past)
	return holds, fault.Op("channels.Holds", err)
}

// HoldRestoredTx holds every channel of every workspace because this is a
// restored copy: each is resumed by itself, by a person who has seen what was
// due. It gives the number of channels held.
func (s *Service) HoldRestoredTx(ctx context.Context, tx *store.Tx) (int, error) {
	all, err := everyChannel(ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, r := range all {
		actor := identity.Actor{WorkspaceID: r.Workspace, System: true}
		if _, err := s.placeHoldTx(ctx, tx, actor, HoldInput{Scope: ScopeChannel, Target: string(r.ID), Reason: ReasonRestoredCopy}); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
