package app

import (
	"context"
	"errors"
	"io"

	"parvis/internal/backup"
	"parvis/internal/config"
	"parvis/internal/store"
)

// Backup writes the whole installation into w; it may run beside a server.
func (a *App) Backup(ctx context.Context, w io.Writer, passphrase string) error {
	return backup.Write(ctx, backup.Source{DB: a.DB, Installation: a.Installation, Media: a.path("media"), KeyFile: a.Config.KeyFile,
		Version: Version, Now: a.Now}, w, passphrase)
}

// Restore reads a backup into the empty installation that c names. It opens the
// database itself: there is nothing to wire yet.
func Restore(ctx context.Context, c config.Config, r io.Reader, passphrase string) (out backup.Restored, err error) {
	unlock, err := dataFolder(c.Data)
	if err != nil {
		return out, err
	}
	defer unlock()
	db, err := store.Open(ctx, store.Options{URL: c.DatabaseURL, DataDir: c.Data})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return backup.Restore(ctx, backup.Target{DB: db, Data: c.Data, KeyFile: c.KeyFile}, r, passphrase)
}
