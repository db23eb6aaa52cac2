package outbound

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"time"

	"parvis/internal/fault"
)

// Kind says why a request gave no answer.
type Kind string

// The kinds. Only Lost and TimedOut may come with Sent.
const (
	Invalid       Kind = "invalid"        // the request itself cannot be sent
	InTransaction Kind = "in_transaction" // a database transaction is open: a fault of ours
	Paced         Kind = "paced"          // too many for this account now; see Retry
	AddressBarred Kind = "address_barred" // the guard refused the address
	NotDialled    Kind = "not_dialled"    // no connection could be made
	TimedOut      Kind = "timed_out"      // the time given was over
	Cancelled     Kind = "cancelled"      // the caller gave up
	Lost          Kind = "lost"           // a connection was there, no complete answer came
	TooLarge      Kind = "too_large"      // the answer to a read is over its cap
	TooManyHops   Kind = "too_many_hops"  // a read was redirected too often
)

// Error is a request that gave no answer.
type Error struct {
	Kind   Kind
	Sent   bool          // a byte of the request may have left: its effect is unknown
	Method string        // POST
	Origin string        // https://host: never a path or a query
	Status int           // Lost after the header of an answer: its status
	Retry  time.Duration // Paced: when to try again
	err    error
}

// Error names the method, the origin and the cause, and no secret.
func (e *Error) Error() string {
	s := e.Method + " " + e.Origin + ": " + string(e.Kind)
	if e.Sent {
		s += " (may have been sent)"
	}
	if e.err != nil {
		s += ": " + Redact(e.err.Error())
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.err }

// Sent says whether err leaves the effect of a write unknown. An error that is
// not ours counts as sent: only proof says that nothing left.
func Sent(err error) bool {
	var e *Error
	if errors.As(err, &e) {
		return e.Sent
	}
	return err != nil
}

// KindOf gives the kind of an *Error in err's chain, or "".
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

func newError(kind Kind, req *http.Request, err error) *Error {
	return &Error{Kind: kind, Method: req.Method, Origin: Origin(req.URL), err: err}
}

// failed sorts the error of a round trip. connected says that a connection had
// been handed to the request.
func failed(req *http.Request, connected bool, err error) *Error {
	e := newError(NotDialled, req, err)
	e.Sent = connected
	switch {
	case errors.Is(err, errRefused):
		e.Kind = AddressBarred
	case errors.Is(err, context.Canceled):
		e.Kind = Cancelled
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		e.Kind = TimedOut
	case connected:
		e.Kind = Lost
	}
	return e
}

// Fault puts an error of this package into words for a person; another error
// passes unchanged.
func Fault(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	var f *fault.Fault
	if errors.As(e.err, &f) {
		return f
	}
	switch e.Kind {
	case TimedOut:
		return fault.New(fault.Unavailable, "outbound.timed_out", "The server did not answer in time. Try again in a moment.").With("host", e.Origin).Because(err)
	case TooLarge:
		return fault.New(fault.Invalid, "outbound.too_large", "The server's answer is too large.").With("host", e.Origin).Because(err)
	case Paced:
		g := fault.New(fault.RateLimited, "outbound.paced", "Too many requests for this account. Try again in a moment.").Because(err)
		g.Retry = e.Retry
		return g
	case InTransaction, Invalid:
		return err
	}
	return fault.New(fault.Unavailable, "outbound.unreachable", "The server could not be reached. Check the address, or try again in a moment.").With("host", e.Origin).Because(err)
}

// Origin is the part of an address that may be shown: scheme and host.
func Origin(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
