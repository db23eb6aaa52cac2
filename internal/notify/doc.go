// Package notify tells people what waits for them: in the application, and by
// mail at once or in a digest at eight in the morning, as each person chose for
// each kind.
//
// Tables: notify_notice (one row per person told), notify_mail (one row per
// mail), notify_preference.
//
// Jobs: notify.mail sends one mail; notify.digest gathers the digests that are
// due; notify.sweep looks after mails left behind and forgets old notices.
// No events.
//
// Called by the rooms above with SendTx and SettleTx, in their transaction, and
// by the API.
//
// Invariants:
//   - a notice is written with the thing it tells of: no commit, no notice;
//   - the same thing told twice is one row (Notice.Key);
//   - a mail is claimed in its row before it is handed to the server: a job that
//     runs twice sends once. When the program dies between the two, the mail
//     goes again under the same Message-ID;
//   - no notice depends on the mail server: a mail that cannot leave is tried
//     again for two days, shows its error, and the notice stays in the
//     application.
package notify
