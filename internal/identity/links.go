package identity

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Kinds of one-time links.
const (
	linkOwner      = "owner"       // a first start: makes an owner and a workspace
	linkSignIn     = "sign_in"     // a sample's door, printed by serve --demo
	linkReset      = "reset"       // a lost password
	linkSecondStep = "second_step" // between password and code; never shown as a link
)

const (
	ownerLinkLife = 24 * time.Hour
	signLinkLife  = 24 * time.Hour
	resetLinkLife = time.Hour
)

// newLinkTx makes a link; the secret is given back once and kept as a hash.
func (s *Service) newLinkTx(ctx context.Context, tx *store.Tx, kind string, user UserID, life time.Duration) (string, error) {
	secret, now := newSecret(), s.Now()
	return secret, addLinkTx(ctx, tx, kind, secret, user, now, now.Add(life))
}

// linkFault tells a link that will not serve from a database that does not
// answer.
func linkFault(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return errLinkOver
	}
	return err
}

// address is where a link leads. The secret is behind the #, which browsers
// send to nobody: not to us in a request line, not to a proxy's log.
func (s *Service) address(page, secret string) string { return s.PublicURL + "/" + page + "#" + secret }

// EnterByLink exchanges a sign-in link for a session, once.
func (s *Service) EnterByLink(ctx context.Context, secret string, from Client) (NewSession, error) {
	if err := s.take(ctx, addressBucket("link", from.Address)); err != nil {
		return NewSession{}, err
	}
	var out NewSession
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		user, err := useLinkTx(ctx, tx, linkSignIn, secret, s.Now())
		if err != nil {
			return linkFault(err)
		}
		if err := uncountTx(ctx, tx, addressBucket("link", from.Address).name); err != nil {
			return err
		}
		session, err := s.openSessionTx(ctx, tx, user, from)
		if err == nil {
			out = *session
		}
		return err
	})
	return out, err
}
