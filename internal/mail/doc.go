// Package mail sends letters: to approve, failed, needs a person, invitation,
// password reset. New gives an SMTP sender for PARVIS_SMTP_URL, or, where it is
// empty, one that writes to the log that nothing was sent.
//
// The server is reached through outbound's guard. A letter that fails is an
// *Error, which says whether to try again; rooms send from jobs, which do.
package mail
