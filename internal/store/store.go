package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/georgysavva/scany/v2/sqlscan"
)

// Dialect is the engine behind a DB.
type Dialect string

// The two engines.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Querier runs SQL: a read snapshot or a Tx.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	Dialect() Dialect
}

// DB is an open database with its migrations applied.
type DB struct {
	dialect Dialect
	write   *sql.DB
	read    *sql.DB
	lanes   *lanes // SQLite only: the one writer, dispatch first
	path    string
	observe func(time.Duration)

	toWrite, toRead *statements // SQLite only
}

// Dialect names the engine.
func (db *DB) Dialect() Dialect { return db.dialect }

// Path is the SQLite file, or "" on PostgreSQL.
func (db *DB) Path() string { return db.path }

// Writer is the pool that writes; for River and migrations only.
func (db *DB) Writer() *sql.DB { return db.write }

// ObserveWrites calls fn with the duration of each write transaction (metrics).
func (db *DB) ObserveWrites(fn func(time.Duration)) { db.observe = fn }

// Close closes both pools.
func (db *DB) Close() error { return errors.Join(db.read.Close(), db.write.Close()) }

// Ping says whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return Translate(db.read.PingContext(ctx)) }

type reader struct {
	*sql.DB
	d          Dialect
	statements *statements
}

func (r reader) Dialect() Dialect { return r.d }

// Reader gives a Querier for reads outside a transaction; on SQLite it refuses
// writes. Each statement sees its own snapshot.
func (db *DB) Reader() Querier { return reader{db.read, db.dialect, db.toRead} }

// Tx is an open write transaction.
type Tx struct {
	*sql.Tx
	dialect    Dialect
	after      []func()
	statements *statements
	unprepared []string
}

// Dialect names the engine.
func (tx *Tx) Dialect() Dialect { return tx.dialect }

// OnCommit runs fn once the transaction has committed; never when it rolls back.
func (tx *Tx) OnCommit(fn func()) { tx.after = append(tx.after, fn) }

type txKey struct{}

// InTransaction says whether ctx belongs to an open write transaction.
func InTransaction(ctx context.Context) bool { return ctx.Value(txKey{}) != nil }

// Write runs fn in one write transaction. fn may run more than once (PostgreSQL
// reports a deadlock or a serialization failure), so it must have no effect
// outside the transaction; use OnCommit for those. The context given to fn is
// marked: outbound refuses it.
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return db.writeIn(ctx, laneRooms, fn)
}

// WriteFirst is Write in the lane that overtakes every waiting Write on SQLite.
// It is dispatch's: sending on time comes before anything else.
func (db *DB) WriteFirst(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return db.writeIn(ctx, laneDispatch, fn)
}

func (db *DB) writeIn(ctx context.Context, lane int, fn func(ctx context.Context, tx *Tx) error) error {
	if InTransaction(ctx) {
		return errors.New("store: a transaction is already open: join it with a …Tx function")
	}
	const tries = 4
	for try := 1; ; try++ {
		err := db.writeOnce(ctx, lane, fn)
		if err == nil || try == tries || !isRetryable(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(try) * 10 * time.Millisecond):
		}
	}
}

func (db *DB) writeOnce(ctx context.Context, lane int, fn func(ctx context.Context, tx *Tx) error) (err error) {
	if db.lanes != nil {
		if err := db.lanes.acquire(ctx, lane); err != nil {
			return Translate(err)
		}
		defer db.lanes.release()
	}
	start := time.Now()
	sqlTx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return Translate(fmt.Errorf("begin: %w", err))
	}
	tx := &Tx{Tx: sqlTx, dialect: db.dialect, statements: db.toWrite}
	done := false
	defer func() {
		if !done {
			_ = sqlTx.Rollback() // fn failed or panicked: its error says more
		}
	}()
	if err := fn(context.WithValue(ctx, txKey{}, true), tx); err != nil {
		return Translate(err)
	}
	if err := sqlTx.Commit(); err != nil {
		return Translate(fmt.Errorf("commit: %w", err))
	}
	done = true
	if db.observe != nil {
		db.observe(time.Since(start))
	}
	if len(tx.unprepared) > 0 {
		db.toWrite.keep(ctx, tx)
	}
	for _, fn := range tx.after {
		fn()
	}
	return nil
}

// Select scans every row of query into dst, a pointer to a slice of structs
// (fields tagged db) or of scalars.
func Select(ctx context.Context, q Querier, dst any, query string, args ...any) error {
	return Translate(sqlscan.Select(ctx, prepared(q), dst, query, args...))
}

// Get scans the one row of query into dst; no row is a NotFound fault.
func Get(ctx context.Context, q Querier, dst any, query string, args ...any) error {
	return Translate(sqlscan.Get(ctx, prepared(q), dst, query, args...))
}

// Exec runs query and gives the number of rows it touched.
func Exec(ctx context.Context, q Querier, query string, args ...any) (int64, error) {
	res, err := prepared(q).ExecContext(ctx, query, args...)
	if err != nil {
		return 0, Translate(err)
	}
	n, err := res.RowsAffected()
	return n, Translate(err)
}

// Snapshot opens a read-only transaction that sees one state of the database
// until end is called: for backups. It holds back no writer.
func (db *DB) Snapshot(ctx context.Context) (tx *sql.Tx, end func(), err error) {
	o := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err = db.read.BeginTx(ctx, o)
	if err != nil {
		return nil, nil, Translate(err)
	}
	return tx, func() { _ = tx.Rollback() }, nil
}
