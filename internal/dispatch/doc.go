// Package dispatch sends what is due, once and only once.
//
// It owns deliveries, their steps and attempts, lanes, claims, leases and
// reconciliation (house.md §5). It knows a channel, the hash of a revision and
// an instant; what the bytes are is the business of the Kind that a room
// registers (publishing registers "post").
//
// Tables: delivery, step, attempt, lane. Events: Changed, Settled.
// Callers: publishing (ScheduleTx, MoveTx, WithdrawTx), editorial through
// SummariesTx, app (Engine), api/dispatch (Resolve, Find…).
//
// Invariants:
//   - a remote write is preceded by a durable intent (state sending) in a
//     transaction that saw the gate open, the hash approved and no twin on its
//     way; a hold that has been answered therefore precedes every later send;
//   - a delivery found in sending by anyone but its living sender becomes
//     unknown and is never sent again before it has been looked for;
//   - one delivery per channel is on its way at a time, on any node;
//   - (channel, remote id) belongs to one delivery.
package dispatch
