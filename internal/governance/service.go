package governance

import (
	"context"
	"time"

	"parvis/internal/change"
	"parvis/internal/editorial"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// People knows who belongs to a workspace; a *identity.Service is one.
type People interface {
	MembersTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, removed bool) ([]identity.Member, error)
}

// Notices tells people what waits for them; a *notify.Service is one.
type Notices interface {
	SendTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n notify.Notice) error
	SettleTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, kinds ...notify.Kind) error
}

// Gate makes stops and sends exclude each other; channels owns it.
type Gate interface {
	// BumpTx locks and changes the gate of the workspace: an intent that runs
	// beside it ends first, the next one sees what this transaction wrote.
	BumpTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID) error
}

// ChannelNames names channels for those who read a review.
type ChannelNames interface {
	ChannelNamesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []string) (map[string]string, error)
}

// Deps is what the room stands on. Gate, Channels, Notices and Audit may be nil
// in tests.
type Deps struct {
	DB        *store.DB
	Bus       *event.Bus
	Feed      *change.Feed
	Now       func() time.Time
	Editorial *editorial.Service
	People    People
	Notices   Notices
	Gate      Gate
	Channels  ChannelNames
	Audit     editorial.Auditor
}

// Service is the use cases of the room. It is safe for concurrent use, and is
// editorial.Approvals.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// Listen joins the room to what editorial tells.
func (s *Service) Listen(bus *event.Bus) {
	event.On(bus, "governance.edited", func(ctx context.Context, tx *store.Tx, e editorial.PostEdited) error {
		return s.revokeTx(ctx, tx, e.Workspace, e.Post, e.By, "edited")
	})
	event.On(bus, "governance.binned", func(ctx context.Context, tx *store.Tx, e editorial.PostBinned) error {
		return s.closeTx(ctx, tx, e.Workspace, e.Post)
	})
	event.On(bus, "governance.cancelled", func(ctx context.Context, tx *store.Tx, e editorial.PostCancelled) error {
		return s.closeTx(ctx, tx, e.Workspace, e.Post)
	})
}

func (s *Service) auditTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, action, object string, detail map[string]string) error {
	if s.Audit == nil {
		return nil
	}
	return s.Audit.RecordTx(ctx, tx, ws, "governance."+action, object, detail)
}

func (s *Service) tellTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n notify.Notice) error {
	if s.Notices == nil {
		return nil
	}
	return s.Notices.SendTx(ctx, tx, ws, n)
}

// settleTx takes notices that no longer wait out of people's way.
func (s *Service) settleTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post editorial.PostID, kinds ...notify.Kind) error {
	if s.Notices == nil {
		return nil
	}
	return s.Notices.SettleTx(ctx, tx, ws, string(post), kinds...)
}

// announceTx tells browsers that a review changed.
func (s *Service) announceTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id ReviewID) error {
	return s.Feed.AppendTx(ctx, tx, string(ws), "review", string(id))
}
