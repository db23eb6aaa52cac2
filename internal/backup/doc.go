// Package backup writes a whole installation into one file and reads it back:
// every row of every room, every stored file and, where a passphrase encrypts
// them (age), the keys that open the secrets.
//
// The rows are written as JSON in an order that references allow, from one
// snapshot, while the program runs; the same file can be restored on SQLite or
// PostgreSQL. Left out: schema bookkeeping, jobs (a restored copy must not mail
// again what the original mailed) and the change feed.
//
// A restored copy is another installation. Restore gives the database a new id
// and leaves the folder the old one: at its first start Parvis sees that the two
// disagree, holds every channel and looks for what may have left since
// (house.md §5, restored copies).
package backup
