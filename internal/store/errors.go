package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/georgysavva/scany/v2/dbscan"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"parvis/internal/fault"
)

// ErrNotFound is what Get returns for no row.
var ErrNotFound = fault.New(fault.NotFound, "not_found", "This does not exist, or you may not see it.")

// errUnique, errReference: a constraint of the schema stood in the way.
var (
	errUnique    = fault.New(fault.Conflict, "already_exists", "This already exists.")
	errReference = fault.New(fault.Conflict, "still_used", "Something else still refers to this.")
	errFull      = fault.New(fault.Unavailable, "disk_full", "The disk is full: free some space, nothing was lost.")
	errReadOnly  = fault.New(fault.Unavailable, "read_only", "The data folder cannot be written: check its rights.")
	errBusy      = fault.New(fault.Unavailable, "database_unavailable", "The database does not answer. Try again in a moment.")
)

// Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
const (
	sqliteBusy       = 5
	sqliteReadOnly   = 8
	sqliteFull       = 13
	sqliteConstraint = 19
	sqliteForeignKey = 787
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
)

// Translate turns a driver's error into a fault of ours; others pass unchanged.
func Translate(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) || dbscan.NotFound(err) {
		return ErrNotFound.Because(err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return translateSQLite(lite, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return translatePostgres(pg, err)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return errBusy.Because(err)
	}
	return err
}

func translateSQLite(lite *sqlite.Error, err error) error {
	switch lite.Code() {
	case sqliteUnique, sqlitePrimaryKey:
		return errUnique.Because(err)
	case sqliteForeignKey:
		return errReference.Because(err)
	}
	switch lite.Code() & 0xff {
	case sqliteFull:
		return errFull.Because(err)
	case sqliteReadOnly:
		return errReadOnly.Because(err)
	case sqliteBusy:
		return errBusy.Because(err)
	}
	return err
}

// SQLSTATE classes: https://www.postgresql.org/docs/15/errcodes-appendix.html
func translatePostgres(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "23505":
		return errUnique.Because(err)
	case "23503":
		return errReference.Because(err)
	case "53100":
		return errFull.Because(err)
	case "25006":
		return errReadOnly.Because(err)
	case "57P01", "57P02", "57P03", "53300":
		return errBusy.Because(err)
	}
	return err
}

// IsConflict says whether err is a unique or foreign-key conflict.
func IsConflict(err error) bool { return fault.KindOf(err) == fault.Conflict }

// isRetryable: PostgreSQL gave up on this transaction, another try may pass.
func isRetryable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	return false
}

// IsOutOfReach says whether the database itself cannot be reached or written
// (as against a statement that failed).
func IsOutOfReach(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	return fault.KindOf(Translate(err)) == fault.Unavailable || errors.Is(err, sql.ErrConnDone)
}
