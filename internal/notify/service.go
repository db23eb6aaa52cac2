package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/internal/change"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// People answers who is to be told; *identity.Service is one.
type People interface {
	MembersTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, removed bool) ([]identity.Member, error)
	WorkspaceTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (identity.Workspace, error)
}

// Jobs enqueues; a *jobs.Runner does.
type Jobs interface {
	EnqueueTx(ctx context.Context, tx *store.Tx, args jobs.Args) error
}

// Deps are what the room stands on. Where Mail is nil or has no server,
// notices stay in the application.
type Deps struct {
	DB        *store.DB
	Feed      *change.Feed
	Jobs      Jobs
	People    People
	Mail      mail.Sender
	PublicURL string // of the application, without a final slash
	// Words gives the interface's sentence for each code, in a language. nil:
	// reasons stay in English.
	Words func(locale string) (map[string]string, error)
	Now   func() time.Time
}

// Service is the room's use cases.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// topic of the change feed.
const topic = "notification"

// SendTx tells n to its people, inside the transaction of the thing it tells
// of: a row for each, and a mail job for each who wants it at once. Who was
// told the same (kind and key) before is not told again.
func (s *Service) SendTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n Notice) error {
	if !slices.Contains(Kinds, n.Kind) {
		return fault.Op("notify.SendTx", fmt.Errorf("unknown kind %q", n.Kind))
	}
	people, err := s.recipientsTx(ctx, tx, ws, n)
	if err != nil {
		return fault.Op("notify.SendTx", err)
	}
	ids := make([]identity.UserID, len(people))
	for i, p := range people {
		ids[i] = p.UserID
	}
	settings, err := findSettings(ctx, tx, ws, ids)
	if err != nil {
		return fault.Op("notify.SendTx", err)
	}
	for _, p := range people {
		if err := s.tellTx(ctx, tx, ws, n, p, settings[p.UserID].Choice(n.Kind)); err != nil {
			return fault.Op("notify.SendTx", err)
		}
	}
	return nil
}

// recipientsTx gives the members of today whom n is for.
func (s *Service) recipientsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, n Notice) ([]identity.Member, error) {
	members, err := s.People.MembersTx(ctx, q, ws, false)
	return slices.DeleteFunc(members, func(m identity.Member) bool {
		return m.UserID == n.Except || !slices.Contains(n.To, m.UserID) && !slices.Contains(n.Roles, m.Role)
	}), err
}

func (s *Service) tellTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, n Notice, to identity.Member, c Choice) error {
	if to.Email == "" || !s.MailReady() {
		c.Mail = MailNever
	}
	if !c.InApp && c.Mail == MailNever {
		return nil
	}
	now := store.At(s.Now())
	id := store.NewID[NoticeID]("ntf")
	fresh, err := insertNotice(ctx, tx, ws, to.UserID, id, n, c, now)
	if err != nil || !fresh {
		return err
	}
	if c.InApp {
		if err := s.Feed.AppendTx(ctx, tx, string(ws), topic, string(id)); err != nil {
			return err
		}
	}
	if c.Mail != MailNow {
		return nil
	}
	letter := store.NewID[MailID]("mail")
	if _, err := insertMail(ctx, tx, ws, to.UserID, letter, nil, now); err != nil {
		return err
	}
	if err := putInMail(ctx, tx, ws, letter, id); err != nil {
		return err
	}
	return s.Jobs.EnqueueTx(ctx, tx, MailArgs{ws, letter})
}

// SettleTx marks read, for everybody, the notices of some kinds about a subject
// that no longer wait: a post approved by one needs no other approver, and does
// not come up in tomorrow's digest.
func (s *Service) SettleTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, kinds ...Kind) error {
	for _, k := range kinds {
		ids, err := settle(ctx, tx, ws, subject, k, store.At(s.Now()))
		if err != nil {
			return fault.Op("notify.SettleTx", err)
		}
		if err := s.Feed.AppendTx(ctx, tx, string(ws), topic, ids...); err != nil {
			return err
		}
	}
	return nil
}

// List gives a page of what the person who asks was told, newest first, below
// before ("" from the newest), with how many are unread in all.
func (s *Service) List(ctx context.Context, ws identity.WorkspaceID, unreadOnly bool, before NoticeID, limit int) (page []Told, unread int, err error) {
	a, err := identity.Require(ctx, ws, identity.WorkspaceRead)
	if err != nil {
		return nil, 0, err
	}
	q := s.DB.Reader()
	if unread, err = countUnread(ctx, q, ws, a.UserID); err != nil {
		return nil, 0, fault.Op("notify.List", err)
	}
	page, err = listNotices(ctx, q, ws, a.UserID, unreadOnly, before, limit)
	return page, unread, fault.Op("notify.List", err)
}

// MarkRead marks some notices of the person who asks, all of them when ids is
// nil, and gives how many are left unread. The ids of others are left alone.
func (s *Service) MarkRead(ctx context.Context, ws identity.WorkspaceID, ids []NoticeID) (unread int, err error) {
	a, err := identity.Require(ctx, ws, identity.WorkspaceRead)
	if err != nil {
		return 0, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		marked, err := markRead(ctx, tx, ws, a.UserID, ids, store.At(s.Now()))
		if err != nil {
			return err
		}
		if unread, err = countUnread(ctx, tx, ws, a.UserID); err != nil {
			return err
		}
		return s.Feed.AppendTx(ctx, tx, string(ws), topic, marked...)
	})
	return unread, fault.Op("notify.MarkRead", err)
}
