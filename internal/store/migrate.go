package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"parvis/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// dialectFS is the migrations as one engine reads them. A file is written once
// for both; where they differ, `{{serial}}` stands for an auto-numbered primary
// key, and a line that ends in `-- sqlite` or `-- postgres` is kept for that
// engine only.
func dialectFS(d Dialect) (fs.FS, error) {
	serial, other := "INTEGER PRIMARY KEY AUTOINCREMENT", "-- postgres"
	if d == Postgres {
		serial, other = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "-- sqlite"
	}
	out := fstest.MapFS{}
	err := fs.WalkDir(migrations, "migrations", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(migrations, path)
		if err != nil {
			return err
		}
		var lines []string
		for _, line := range strings.Split(string(raw), "\n") {
			if !strings.HasSuffix(strings.TrimRight(line, " "), other) {
				lines = append(lines, strings.ReplaceAll(line, "{{serial}}", serial))
			}
		}
		out[e.Name()] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
		return nil
	})
	return out, err
}

func (db *DB) provider() (*goose.Provider, error) {
	fsys, err := dialectFS(db.dialect)
	if err != nil {
		return nil, err
	}
	d := goose.DialectSQLite3
	if db.dialect == Postgres {
		d = goose.DialectPostgres
	}
	return goose.NewProvider(d, db.write, fsys)
}

// SchemaVersion gives the version the database is at and the one this binary wants.
func (db *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	return p.GetVersions(ctx)
}

func (db *DB) migrate(ctx context.Context, o Options) error {
	p, err := db.provider()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return Translate(fmt.Errorf("schema version: %w", err))
	}
	switch {
	case have > want:
		return fault.Newf(fault.Conflict, "database_newer",
			"This database was written by a newer Parvis (schema %d, this program knows %d): start the newer program, or restore a backup made before the upgrade.", have, want).
			With("have", have).With("want", want)
	case have == want:
		return nil
	case o.NoMigrate:
		return fault.Newf(fault.Conflict, "database_older", "The database is at schema %d, this program wants %d: run parvis migrate.", have, want).
			With("have", have).With("want", want)
	}
	if have > 0 {
		if err := db.backupBeforeMigrating(ctx, have); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return Translate(fmt.Errorf("migrate: %w", err))
	}
	return nil
}

// backupBeforeMigrating keeps a copy of the SQLite file beside it. On
// PostgreSQL the operator's own backups serve: a transaction per migration
// already undoes a failed one.
func (db *DB) backupBeforeMigrating(ctx context.Context, have int64) error {
	if db.dialect != SQLite {
		return nil
	}
	copyTo := fmt.Sprintf("%s.before-%d", db.path, have)
	_, err := db.write.ExecContext(ctx, "VACUUM INTO $1", copyTo)
	if err != nil && !errors.Is(err, fs.ErrExist) && !strings.Contains(err.Error(), "already exists") {
		return Translate(fmt.Errorf("backup before migrating: %w", err))
	}
	return nil
}
