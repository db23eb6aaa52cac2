package identity

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/event"
	"parvis/internal/fault"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// Sealer encrypts what must be read again (TOTP seeds); secret.Keeper is one.
type Sealer interface {
	Seal(plain []byte, aad string) ([]byte, error)
	Open(sealed []byte, aad string) ([]byte, error)
}

// Deps is what identity stands on.
type Deps struct {
	DB        *store.DB
	Now       func() time.Time
	Events    *event.Bus
	Feed      *change.Feed
	Jobs      Enqueuer
	Mail      mail.Sender
	Audit     Auditor
	Seal      Sealer
	Log       *slog.Logger
	PublicURL string        // where links lead: https://parvis.example.fr
	Losses    []LossCounter // what a workspace's removal takes away, counted by the rooms
}

// Service holds the use cases.
type Service struct {
	Deps
	hash *hasher
}

// New makes the service. Jobs, Mail, Audit, Feed and Events may be nil in
// tests: what they would do is left out.
func New(d Deps) *Service {
	d.PublicURL = strings.TrimSuffix(d.PublicURL, "/")
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d, hash: newHasher()}
}

// Client is where a request comes from; sessions show it to their owner.
type Client struct {
	Address   netip.Addr
	UserAgent string
}

func (c Client) agent() string {
	if len(c.UserAgent) > maxUserAgent {
		return strings.ToValidUTF8(c.UserAgent[:maxUserAgent], "")
	}
	return c.UserAgent
}

// emitTx, changedTx and recordTx say in the transaction what was done: to the
// rooms above, to browsers and to the audit.
func (s *Service) emitTx(ctx context.Context, tx *store.Tx, e any) error {
	return s.Events.EmitTx(ctx, tx, e)
}

func (s *Service) changedTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, topic string, ids ...string) error {
	if s.Feed == nil {
		return nil
	}
	return s.Feed.AppendTx(ctx, tx, string(ws), topic, ids...)
}

func (s *Service) recordTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, by UserID, action, object string, detail map[string]string) error {
	if s.Audit == nil {
		return nil
	}
	if by == "" {
		by = "system" // the command line
	}
	return s.Audit.RecordTx(ctx, tx, audit.Entry{Workspace: string(ws), Actor: string(by), Action: "identity." + action, Object: object, Detail: detail})
}

// recordPersonTx records what a person did to their own account in each
// workspace they belong to: its owners answer for who can enter.
func (s *Service) recordPersonTx(ctx context.Context, tx *store.Tx, user UserID, action string) error {
	places, err := membershipsTx(ctx, tx, user)
	if err != nil {
		return err
	}
	for _, m := range places {
		if err := s.recordTx(ctx, tx, m.ID, user, action, string(user), nil); err != nil {
			return err
		}
	}
	return nil
}

// person gives the signed-in person, who must hold a session: a token acts in
// its workspace and never on its owner's account.
func (s *Service) person(ctx context.Context, q store.Querier) (Person, Principal, error) {
	p, ok := PrincipalOf(ctx)
	if !ok {
		return Person{}, p, errSignIn
	}
	if p.SessionID == "" {
		return Person{}, p, errNeedsSession
	}
	person, err := findPerson(ctx, q, p.UserID)
	return person, p, err
}

var errSamplePerson = fault.New(fault.Forbidden, "identity.sample_person", "A sample's members have no account. Create your own with the set-up page.")
