package publishing

import (
	"context"

	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/notify"
	"parvis/internal/store"
)

// Listen joins the room to what the rooms below tell.
func (s *Service) Listen(bus *event.Bus) {
	event.On(bus, "publishing.schedule", func(ctx context.Context, tx *store.Tx, e editorial.PostScheduled) error {
		return s.sendTx(ctx, tx, e.Workspace, e.Post, e.Revision, e.At)
	})
	event.On(bus, "publishing.now", func(ctx context.Context, tx *store.Tx, e editorial.PublishNow) error {
		return s.sendTx(ctx, tx, e.Workspace, e.Post, e.Revision, e.At)
	})
	event.On(bus, "publishing.move", func(ctx context.Context, tx *store.Tx, e editorial.PostMoved) error {
		return s.moveTx(ctx, tx, e.Workspace, e.Post, e.At)
	})
	event.On(bus, "publishing.unschedule", func(ctx context.Context, tx *store.Tx, e editorial.PostUnscheduled) error {
		return s.withdrawTx(ctx, tx, e.Workspace, e.Post, "unscheduled")
	})
	event.On(bus, "publishing.cancel", func(ctx context.Context, tx *store.Tx, e editorial.PostCancelled) error {
		return s.withdrawTx(ctx, tx, e.Workspace, e.Post, "cancelled")
	})
	event.On(bus, "publishing.bin", func(ctx context.Context, tx *store.Tx, e editorial.PostBinned) error {
		return s.withdrawTx(ctx, tx, e.Workspace, e.Post, "binned")
	})
	event.On(bus, "publishing.edited", func(ctx context.Context, tx *store.Tx, e editorial.PostEdited) error {
		return s.withdrawTx(ctx, tx, e.Workspace, e.Post, "edited")
	})
	event.On(bus, "publishing.revoked", func(ctx context.Context, tx *store.Tx, e governance.ApprovalRevoked) error {
		return s.withdrawTx(ctx, tx, e.Workspace, e.Post, "approval_revoked")
	})
	event.On(bus, "publishing.cards", s.refreshTx)
	event.On(bus, "publishing.news", s.tellTx)
}

// words joins dispatch's states to those of a post.
var words = map[dispatch.State]editorial.Status{
	dispatch.Scheduled: editorial.StatusScheduled, dispatch.Held: editorial.StatusHeld, dispatch.Claimed: editorial.StatusPublishing,
	dispatch.Sending: editorial.StatusPublishing, dispatch.Pending: editorial.StatusPublishing, dispatch.Unknown: editorial.StatusPublishing,
	dispatch.Partial: editorial.StatusPartial, dispatch.NeedsPerson: editorial.StatusNeedsPerson, dispatch.Published: editorial.StatusPublished,
	dispatch.Failed: editorial.StatusFailed, dispatch.Missed: editorial.StatusMissed, dispatch.Cancelled: editorial.StatusCancelled,
}

// Word is the post's status for a state of its deliveries.
func Word(s dispatch.State) editorial.Status { return words[s] }

// refreshTx puts the deliveries' word on the posts' cards.
func (s *Service) refreshTx(ctx context.Context, tx *store.Tx, e dispatch.Changed) error {
	if err := s.Editorial.LockCardsTx(ctx, tx, e.Workspace, e.Subjects); err != nil {
		return err
	}
	states, err := s.Dispatch.StatesTx(ctx, tx, e.Workspace, e.Subjects)
	if err != nil {
		return err
	}
	list := make([]editorial.DeliveryStatus, 0, len(states))
	for subject, state := range states {
		list = append(list, editorial.DeliveryStatus{Workspace: e.Workspace, Post: editorial.PostID(subject), Status: words[state]})
	}
	if err := s.Editorial.RefreshStatusTx(ctx, tx, list); err != nil {
		return err
	}
	return s.Feed.AppendTx(ctx, tx, string(e.Workspace), "card", e.Subjects...)
}

// news is what a person is told for a state; the others are silent.
var news = map[dispatch.State]notify.Kind{
	dispatch.Failed: notify.Failed, dispatch.Partial: notify.Failed, dispatch.NeedsPerson: notify.NeedsPerson,
	dispatch.Missed: notify.Missed,
} // an account to connect again is channels' business to tell

// tellTx tells the author and those who answer for publishing.
func (s *Service) tellTx(ctx context.Context, tx *store.Tx, e dispatch.Settled) error {
	for _, d := range e.Deliveries {
		kind, ok := news[d.State]
		if !ok {
			continue
		}
		if err := s.tellOneTx(ctx, tx, e.Workspace, kind, d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellOneTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, kind notify.Kind, d dispatch.Delivery) error {
	names, err := s.Channels.ChannelNamesTx(ctx, tx, ws, []string{d.Channel})
	if err != nil {
		return err
	}
	n := notify.Notice{Kind: kind, Subject: d.Subject, Key: string(d.ID) + "/" + string(d.State), Roles: []identity.Role{identity.Owner, identity.Manager},
		Args: map[string]string{notify.ArgChannel: names[d.Channel], notify.ArgDue: d.DueAt.UTC().Format("2006-01-02T15:04:05Z")}}
	if d.Reason.Reason != nil {
		n.Because(d.Reason.Code, d.Reason.Message, d.Reason.Args)
	}
	post, err := s.Editorial.FindTx(ctx, tx, ws, editorial.PostID(d.Subject))
	if err != nil {
		return err
	}
	n.Title, n.To = titleOf(post), []identity.UserID{post.Author}
	return s.Notify.SendTx(ctx, tx, ws, n)
}

// titleOf is how a person recognises the post.
func titleOf(p editorial.Post) string {
	if p.Draft.Title != "" {
		return p.Draft.Title
	}
	for _, seg := range p.Draft.Segments {
		if r := []rune(seg.Text); len(r) > 80 {
			return string(r[:80]) + "…"
		} else if len(r) > 0 {
			return seg.Text
		}
	}
	return ""
}

// Titles gives how a person recognises each post; one that is gone is left out.
func (s *Service) Titles(ctx context.Context, ws identity.WorkspaceID, posts []string) (map[string]string, error) {
	out := make(map[string]string, len(posts))
	for _, id := range posts {
		if _, seen := out[id]; seen {
			continue
		}
		p, err := s.Editorial.FindTx(ctx, s.DB.Reader(), ws, editorial.PostID(id))
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[id] = titleOf(p)
	}
	return out, nil
}
