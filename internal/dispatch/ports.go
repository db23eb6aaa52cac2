package dispatch

import (
	"context"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// Kind is what a room registers to have something sent.
type Kind interface {
	// CheckTx runs inside the intent's transaction and names the deliveries
	// that may not leave (approval gone, content replaced), with the reason.
	CheckTx(ctx context.Context, tx *store.Tx, ds []Delivery) (map[DeliveryID]*networks.Reason, error)
	// Load gives what to send for each delivery it can; it opens no
	// transaction. A delivery left out fails with its reason "unreadable".
	Load(ctx context.Context, ds []Delivery) (map[DeliveryID]Payload, error)
}

// Payload is the bytes of a delivery: Hash is computed again from Revision when
// it is loaded, and must equal Delivery.Hash.
type Payload struct {
	Revision networks.Revision
	Hash     string
}

// Hold is an active stop, as dispatch needs it.
type Hold struct {
	Workspace identity.WorkspaceID // "" for everything
	Channel   string               // set: this channel only
	Campaign  string               // set: this campaign only
	Reason    string               // code, for the person: "crisis", "restored_copy"
}

func (h Hold) stops(d Delivery) bool {
	switch {
	case h.Workspace != "" && h.Workspace != d.Workspace:
		return false
	case h.Channel != "":
		return h.Channel == d.Channel
	case h.Campaign != "":
		return h.Campaign == d.Campaign
	}
	return true
}

// Gate makes stops and sends exclude each other.
type Gate interface {
	// HoldsTx locks the gates of the workspaces, and the one of everything, for
	// share until the end of tx, then gives the active holds. A stop changes
	// the same rows in the transaction that places its hold.
	HoldsTx(ctx context.Context, tx *store.Tx, workspaces []identity.WorkspaceID) ([]Hold, error)
}

// Accounts opens connected accounts.
type Accounts interface {
	// Accounts gives the account of each delivery's channel, by channel id,
	// its secrets opened. A channel that was removed is left out.
	Accounts(ctx context.Context, ds []Delivery) (map[string]networks.Account, error)
}

// Reasons that dispatch itself gives; the interface translates the codes.
func reasonHeld(code string) *networks.Reason {
	return &networks.Reason{Code: "dispatch.held", Message: "Publishing is suspended.", Args: map[string]string{"reason": code}}
}

func reasonStale() *networks.Reason {
	return &networks.Reason{Code: "dispatch.missed", Message: "It could not leave in time. Choose: send it now, move it, or give up."}
}

func reasonUnreadable() *networks.Reason {
	return &networks.Reason{Code: "dispatch.unreadable", Message: "What was approved can no longer be read, so nothing was sent. Approve it again."}
}

func reasonAltered() *networks.Reason {
	return &networks.Reason{Code: "dispatch.altered", Message: "What would leave is not what was approved, so nothing was sent. Approve it again."}
}

func reasonNoChannel() *networks.Reason {
	return &networks.Reason{Code: "dispatch.channel_removed", Message: "The channel was removed."}
}

func reasonTwin() *networks.Reason {
	return &networks.Reason{Code: "dispatch.twin", Message: "The same text is still being settled on this channel; this one waits for it."}
}

func reasonLostSender() *networks.Reason {
	return &networks.Reason{Code: "dispatch.lost_sender", Message: "The program stopped while sending. Parvis looks for the post before anything else."}
}

func reasonCannotTell() *networks.Reason {
	return &networks.Reason{Code: "dispatch.cannot_tell", Message: "The network cannot say whether the post is there. Look at the channel and answer."}
}

func reasonTwiceAbsent() *networks.Reason {
	return &networks.Reason{Code: "dispatch.twice_absent", Message: "It was sent twice and found neither time. Look at the channel and answer."}
}

func reasonTwoTwins() *networks.Reason {
	return &networks.Reason{Code: "dispatch.two_twins", Message: "Two equal messages have an unknown end on this channel: a person must say which is which."}
}
