// Package secret keeps what must be read again (tokens of networks, TOTP seeds)
// unreadable to whoever holds the database without the key file.
//
// Envelope encryption: each secret has a data key of its own (XChaCha20-
// Poly1305), which the master key wraps. The envelope names the master key, so
// that rotation only adds a key: old envelopes open as before, and Rewrap turns
// one over without touching its secret. The caller's associated data ("channel:
// ch_01…") is bound in: a sealed value copied to another row does not open.
//
// The key file holds one key per line, the current one first. It lies outside
// backups (house.md §8). The database remembers the ids of the keys in use, so
// that a missing or foreign key file is told at start and never answered with a
// new key.
package secret
