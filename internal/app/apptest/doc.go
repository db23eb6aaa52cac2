// Package apptest opens the whole application for a test: every room wired, on
// SQLite or PostgreSQL, in a folder of the test, with a workspace that has a
// member of each role, sockets on loopback, and, where asked, a mail server and
// receivers of webhooks that keep what they are sent.
package apptest
