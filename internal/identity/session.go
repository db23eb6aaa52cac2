package identity

import (
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Session is one signed-in browser.
type Session struct {
	ID         SessionID  `db:"id"`
	UserID     UserID     `db:"user_id"`
	Address    string     `db:"address"`
	UserAgent  string     `db:"user_agent"`
	SeeAs      MemberID   `db:"see_as"`
	CreatedAt  store.Time `db:"created_at"`
	LastSeenAt store.Time `db:"last_seen_at"`
	ExpiresAt  store.Time `db:"expires_at"`
}

// NewSession is a session and its secret, which is shown once: the cookie.
type NewSession struct {
	Session
	Secret string
}

const (
	sessionIdle  = 14 * 24 * time.Hour // without a request
	sessionMost  = 90 * 24 * time.Hour // since the sign-in
	seenEvery    = 10 * time.Minute    // how often last_seen_at is written
	maxUserAgent = 300
)

// expiry of a session that began at start and is used at now.
func expiry(start, now time.Time) time.Time {
	idle, most := now.Add(sessionIdle), start.Add(sessionMost)
	if idle.Before(most) {
		return idle
	}
	return most
}

var (
	errSessionOver  = fault.New(fault.Unauthenticated, "identity.session_over", "You have been signed out: sign in again.")
	errNeedsSession = fault.New(fault.Forbidden, "identity.needs_session", "An API token cannot do this: sign in with a browser.")
)
