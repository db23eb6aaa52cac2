// Package outbound is the only way out of Parvis: every request to a network, a
// webhook, a feed, a store of files or a mail server goes through it.
//
// Two promises (house.md §4):
//
// A write leaves once. net/http by itself re-sends a request that it believes
// harmless to repeat: one with an Idempotency-Key whose kept-alive connection
// died, one without a body whose HTTP/2 stream was reset. Client.Write makes
// both impossible (see once), follows no redirect, retries nothing and uses no
// connection that was idle for more than 5 s. What it could not settle it
// reports as an *Error whose Sent field says whether a byte may have left.
//
// Nothing private is reached. The address really dialled is checked in
// net.Dialer.Control, after name resolution, on each dial and so on each
// redirect: a name that answers a public address first and 127.0.0.1 next gains
// nothing. Exceptions are the operator's, in PARVIS_ALLOW_NETWORKS.
//
// A request made while a database transaction is open is refused. Errors and
// logs name the scheme and host of an address only: paths and queries may be
// capabilities (Redact).
//
// A Client is safe for concurrent use; make one per process.
package outbound
