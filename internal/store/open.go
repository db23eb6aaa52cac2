package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
	_ "modernc.org/sqlite"             // the "sqlite" driver
)

// Options say which database to open.
type Options struct {
	URL       string // postgres://…; empty: SQLite in DataDir
	DataDir   string // folder of parvis.db
	MaxConns  int    // PostgreSQL: connections of this node (default 20)
	NoMigrate bool   // fail instead of migrating
}

// Open opens the database and brings its schema to this binary's version. A
// database written by a newer Parvis is refused (Conflict, "database_newer").
func Open(ctx context.Context, o Options) (*DB, error) {
	db, err := connect(o)
	if err != nil {
		return nil, Translate(err)
	}
	if err := db.Ping(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	if err := db.migrate(ctx, o); err != nil {
		_ = db.Close()
		return nil, err
	}
	// A file that can only be read is said here, in words of ours: the next to
	// write is a library that swallows the reason.
	if err := db.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := Exec(ctx, tx, "DELETE FROM goose_db_version WHERE version_id < 0")
		return err
	}); err != nil {
		_ = db.Close()
		return nil, err
	}
	if db.dialect == SQLite {
		// Without statistics SQLite takes a workspace for ten rows and would
		// rather read it whole than look up keys. Only speed hangs on it.
		_, _ = db.write.ExecContext(ctx, "PRAGMA optimize = 0x10002")
	}
	return db, nil
}

func connect(o Options) (*DB, error) {
	if o.URL != "" {
		return connectPostgres(o)
	}
	path := filepath.Join(o.DataDir, "parvis.db")
	write, err := sql.Open("sqlite", sqliteDSN(path, "_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", sqliteDSN(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return &DB{dialect: SQLite, write: write, read: read, lanes: &lanes{}, path: path,
		toWrite: newStatements(write), toRead: newStatements(read)}, nil
}

// sqliteDSN: the busy time-out comes first, or the pragmas after it can fail.
func sqliteDSN(path, extra string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_pragma=mmap_size(0)&" + extra
}

func connectPostgres(o Options) (*DB, error) {
	pool, err := sql.Open("pgx", o.URL)
	if err != nil {
		return nil, fmt.Errorf("PARVIS_DATABASE_URL: %w", err)
	}
	max := o.MaxConns
	if max == 0 {
		max = 20
	}
	pool.SetMaxOpenConns(max)
	pool.SetMaxIdleConns(max)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{dialect: Postgres, write: pool, read: pool}, nil
}
