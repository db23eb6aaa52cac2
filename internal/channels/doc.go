// Package channels is the connected accounts of a workspace, and the stops on
// what leaves through them.
//
// Owns: tables channel, channel_group, channel_group_member, hold, gate. Emits
// ChannelConnected, ChannelRemoved, HoldPlaced, HoldReleased. Job channels.check,
// every 15 minutes, asks each network how its account is. Notifies
// (notify.Reconnect) when an account must be connected again.
//
// Callers: the API; dispatch through HoldsTx and Accounts; editorial and
// publishing through the …Tx readings; restore through HoldRestoredTx.
//
// Invariants. Secrets are sealed with the channel's id bound in, opened for one
// call, and never in an event, a log or an answer, but for one the network made
// on connecting, shown once. Reconnecting keeps the id, and so posts, deliveries
// and holds; it refuses another account. A hold is written in the transaction
// that bumps the gate's epoch under its row lock: when PlaceHold has answered,
// nothing of its scope starts, and what had started is in the answer.
package channels
