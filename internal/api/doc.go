// Package api is the roof: what every HTTP request passes through before a room
// hears of it, and how a room's answer leaves.
//
// NewServer joins the registrations given by app (one per room, explicit) to a
// net/http mux behind one chain: request id, access log, security headers,
// body caps, cross-origin protection, compression, credentials, idempotency.
// The chain puts an identity.Actor into the context of each request under
// /api/v1/workspaces/{workspace}/ and rewrites a slug there to the id, so that
// handlers and use cases only ever see ids.
//
// Errors leave through Problem (RFC 9457) with the one status table. Wire types
// live in internal/api/<room>, apart from the rooms' own.
//
// Owns the table idempotency_key (in the migration of identity).
package api
