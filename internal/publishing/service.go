package publishing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"parvis/internal/change"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// KindPost is the kind under which posts are dispatched.
const KindPost = "post"

// Approvals is what governance knows of revisions; a *governance.Service is one.
type Approvals interface {
	// ApprovedTx says which of the refs are approved at this moment.
	ApprovedTx(ctx context.Context, q store.Querier, refs []governance.Ref) (map[governance.Ref]bool, error)
}

// ChannelNames gives names for the sentences people read.
type ChannelNames interface {
	ChannelNamesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []string) (map[string]string, error)
}

// Deps is what the room stands on.
type Deps struct {
	DB        *store.DB
	Feed      *change.Feed
	Now       func() time.Time
	Editorial *editorial.Service
	Dispatch  *dispatch.Service
	Notify    *notify.Service
	Approvals Approvals
	Channels  ChannelNames
}

// Service is the room's listeners and its Kind.
type Service struct{ Deps }

// New makes the service; Listen joins it to the bus.
func New(d Deps) *Service { return &Service{d} }

// sendTx replaces a post's waiting deliveries by those of an approved revision.
// A channel on which the post is out already, or on its way, gets no second one.
func (s *Service) sendTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id editorial.PostID, rev editorial.RevisionID, at time.Time) error {
	if _, _, err := s.Dispatch.WithdrawTx(ctx, tx, ws, string(id), "replaced"); err != nil {
		return err
	}
	post, err := s.Editorial.FindTx(ctx, tx, ws, id)
	if err != nil {
		return err
	}
	revision, err := s.Editorial.RevisionTx(ctx, tx, ws, rev)
	if err != nil {
		return err
	}
	sums, err := s.Dispatch.SummariesTx(ctx, tx, ws, []string{string(id)})
	if err != nil {
		return err
	}
	out := map[string]bool{}
	for _, d := range sums[string(id)].Deliveries {
		if d.State != dispatch.Cancelled {
			out[d.Channel] = true
		}
	}
	var news []dispatch.NewDelivery
	for _, c := range revision.Frozen.Channels {
		if out[string(c.Channel)] {
			continue
		}
		news = append(news, dispatch.NewDelivery{Workspace: ws, Channel: string(c.Channel), Network: c.Network, Kind: KindPost,
			Subject: string(id), Revision: string(rev), Hash: revision.Hash, Campaign: string(post.Draft.Links.Campaign),
			Fingerprint: fingerprint(c), DueAt: at, Late: time.Duration(post.Draft.Late) * time.Minute})
	}
	if len(news) == 0 {
		return nil
	}
	if _, err := s.Dispatch.ScheduleTx(ctx, tx, news); err != nil {
		return err
	}
	return s.Editorial.RefreshCardsTx(ctx, tx, ws, []editorial.PostID{id})
}

// withdrawTx stops what has not started.
func (s *Service) withdrawTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id editorial.PostID, why string) error {
	_, _, err := s.Dispatch.WithdrawTx(ctx, tx, ws, string(id), why)
	return err
}

// moveTx gives the waiting deliveries another time.
func (s *Service) moveTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id editorial.PostID, at time.Time) error {
	post, err := s.Editorial.FindTx(ctx, tx, ws, id)
	if err != nil {
		return err
	}
	_, err = s.Dispatch.MoveTx(ctx, tx, ws, string(id), at, time.Duration(post.Draft.Late)*time.Minute)
	return err
}

// fingerprint is equal for what a reader would call the same message: letters
// and digits of the texts, and the pictures.
func fingerprint(c editorial.FrozenChannel) string {
	h := sha256.New()
	for _, seg := range c.Segments {
		h.Write([]byte(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, seg.Text)))
		for _, m := range seg.Media {
			h.Write([]byte{0})
			h.Write([]byte(m.SHA256))
		}
		h.Write([]byte{1})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// CheckTx implements dispatch.Kind: only an approved hash may leave.
func (s *Service) CheckTx(ctx context.Context, tx *store.Tx, ds []dispatch.Delivery) (map[dispatch.DeliveryID]*networks.Reason, error) {
	asked := make([]governance.Ref, len(ds))
	for i, d := range ds {
		asked[i] = governance.Ref{Workspace: d.Workspace, Hash: d.Hash}
	}
	approved, err := s.Approvals.ApprovedTx(ctx, tx, asked)
	if err != nil {
		return nil, err
	}
	out := map[dispatch.DeliveryID]*networks.Reason{}
	for i, d := range ds {
		if !approved[asked[i]] {
			out[d.ID] = &networks.Reason{Code: "publishing.not_approved", Message: "Its approval was taken back, so nothing was sent."}
		}
	}
	return out, nil
}

// Load implements dispatch.Kind: the approved revision, hashed again.
func (s *Service) Load(ctx context.Context, ds []dispatch.Delivery) (map[dispatch.DeliveryID]dispatch.Payload, error) {
	wanted := map[identity.WorkspaceID][]editorial.RevisionID{}
	for _, d := range ds {
		wanted[d.Workspace] = append(wanted[d.Workspace], editorial.RevisionID(d.Revision))
	}
	found := map[editorial.RevisionID]editorial.Revision{}
	for ws, ids := range wanted {
		list, err := s.Editorial.RevisionsTx(ctx, s.DB.Reader(), ws, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			found[r.ID] = r
		}
	}
	out := make(map[dispatch.DeliveryID]dispatch.Payload, len(ds))
	for _, d := range ds {
		r, ok := found[editorial.RevisionID(d.Revision)]
		if !ok {
			continue
		}
		content, err := s.Editorial.ForChannel(r, editorial.ChannelID(d.Channel))
		if err != nil {
			continue // damaged or not for this channel: dispatch fails it as unreadable
		}
		out[d.ID] = dispatch.Payload{Revision: content, Hash: r.Hash}
	}
	return out, nil
}
