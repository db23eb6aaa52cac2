// Package store is the only door to the database: SQLite (embedded, one
// process) or PostgreSQL (many nodes), with the same SQL on both.
//
// SQL is written by hand with $1 placeholders, which both engines take, and is
// scanned by scany (struct fields tagged `db:"column"`). Instants are BIGINT
// Unix milliseconds (Time), JSON is TEXT (JSON[T]), booleans are BOOLEAN.
//
// Only a use case opens a transaction, with Write; a function that joins one
// takes a *Tx and ends in Tx. Write marks the context, so that outbound can
// refuse to reach a network while a transaction is open.
package store
