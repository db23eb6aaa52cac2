package editorial

import (
	"context"
	"io"
	"time"

	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// What this room needs of others, as it needs it; app fills each one.

// Channels tells of the connected accounts.
type Channels interface {
	// ChannelsTx lists every channel of the workspace with its network as it is
	// for this account, its health, and the holds that stop it.
	ChannelsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Channel, error)
	// NetworksTx names the network of each channel, removed ones too: a card of
	// the past keeps its mark.
	NetworksTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ChannelID) (map[ChannelID]string, error)
	// HoldsTx lists the holds in force on the workspace, on everything, and on
	// campaigns; those of a channel are on the Channel.
	HoldsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Hold, error)
}

// Channel is a connected account as a writer sees it.
type Channel struct {
	ID      ChannelID
	Network string
	Name    string
	Zone    string // IANA; "" means the workspace's
	Health  networks.HealthState
	Expires time.Time // of the connection; zero: never
	Info    networks.Info
	Holds   []Hold
}

// Hold is a stop on what leaves.
type Hold struct {
	ID       string
	Campaign CampaignID // set when it stops one campaign
	Reason   string
}

// Library gives the files that posts show.
type Library interface {
	// AssetsTx finds assets; ids that do not exist are left out.
	AssetsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []AssetID) ([]Asset, error)
	// Render makes (or finds) the form of an asset that fits the limits, and
	// pins it, so that it can be opened for as long as a revision names it.
	Render(ctx context.Context, ws identity.WorkspaceID, id AssetID, limits networks.MediaLimits) (Rendition, error)
	// Open reads a rendition by the sha256 of its bytes.
	Open(ctx context.Context, ws identity.WorkspaceID, sha256 string) (io.ReadCloser, error)
	// PublicURL is where the page origin serves a rendition; "" when it cannot.
	PublicURL(ws identity.WorkspaceID, sha256, mime string) string
}

// Asset is a file of the library.
type Asset struct {
	ID         AssetID
	SHA256     string // of the source file
	MIME       string
	Name       string
	Alt        string
	Width      int
	Height     int
	DurationMS int64
	Size       int64
	Binned     bool
}

// Rendition is an asset in the form a network takes.
type Rendition struct {
	Recipe string // stable id of how it was made
	SHA256 string // of its bytes
	MIME   string
	Width  int
	Height int
	Size   int64
}

// Strategy is what posts point at and how the brand writes; a
// *strategy.Service is one.
type Strategy interface {
	// CheckRefsTx gives an Invalid fault that names each of refs that a post
	// may not carry, unless it had it before.
	CheckRefsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, refs, was strategy.Refs) error
	// CharterTx gives the charter in force.
	CharterTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (strategy.Charter, error)
}

// Deliveries tells what became of posts that leave; dispatch fills it.
type Deliveries interface {
	// LockTx keeps the post's deliveries from starting until the end of tx.
	LockTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post PostID) error
	// SummariesTx gives one status per post that has deliveries.
	SummariesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, posts []PostID) (map[PostID]Status, error)
}

// Approvals is the say of governance, inside a transaction of this room.
type Approvals interface {
	// ClearTx is asked when a person commits a post to a date. It answers
	// Approved when the revision is approved or the actor may approve it at
	// once; otherwise it opens a review and answers ToReview.
	ClearTx(ctx context.Context, tx *store.Tx, by identity.Actor, p Post, r Revision) (ReviewState, error)
	// MayMoveTx says whether the approval of p still stands at another date.
	MayMoveTx(ctx context.Context, q store.Querier, p Post, to Date) (bool, error)
	// RevokeTx takes an approval back because its date moved too far.
	RevokeTx(ctx context.Context, tx *store.Tx, by identity.Actor, p Post) error
}

// Workspaces gives the default time zone; a *identity.Service is one.
type Workspaces interface {
	WorkspaceTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (identity.Workspace, error)
}

// Auditor keeps the trace of what a responsible person would ask about; who did
// it is in the context.
type Auditor interface {
	RecordTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, action, object string, detail map[string]string) error
}
