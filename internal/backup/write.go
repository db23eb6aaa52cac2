package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"parvis/internal/store"
)

// Source is the installation to write.
type Source struct {
	DB           *store.DB
	Installation string
	Media        string // folder of the stored files
	KeyFile      string
	Version      string
	Now          func() time.Time
}

// Write puts the installation into w. With a passphrase the whole file is
// encrypted and holds the keys; without one the keys are left out: the secrets
// inside (tokens of connected accounts) then open only with the key file, kept
// apart.
func Write(ctx context.Context, s Source, w io.Writer, passphrase string) (err error) {
	out := w
	if passphrase != "" {
		recipient, err := age.NewScryptRecipient(passphrase)
		if err != nil {
			return err
		}
		sealed, err := age.Encrypt(w, recipient)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, sealed.Close()) }()
		out = sealed
	}
	zipped := gzip.NewWriter(out)
	archive := tar.NewWriter(zipped)
	if err := s.fill(ctx, archive, passphrase != ""); err != nil {
		return err
	}
	return errors.Join(archive.Close(), zipped.Close())
}

func (s Source) fill(ctx context.Context, to *tar.Writer, withKey bool) error {
	tx, end, err := s.DB.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer end()
	tables, err := tablesInOrder(ctx, tx, s.DB.Dialect())
	if err != nil {
		return err
	}
	schema, _, err := s.DB.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	head, err := json.MarshalIndent(manifest{Format: format, Version: s.Version, Schema: schema, Installation: s.Installation, At: s.Now().UTC(),
		Tables: tables, Key: withKey}, "", "  ")
	if err != nil {
		return err
	}
	if err := s.entry(to, manifestEntry, head); err != nil {
		return err
	}
	for _, table := range tables {
		if err := s.table(ctx, tx, to, table); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	if withKey {
		key, err := os.ReadFile(s.KeyFile)
		if err != nil {
			return fmt.Errorf("key file: %w", err)
		}
		if err := s.entry(to, keyEntry, key); err != nil {
			return err
		}
	}
	return s.files(ctx, to)
}

func (s Source) entry(to *tar.Writer, name string, body []byte) error {
	if err := to.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(body)), ModTime: s.Now()}); err != nil {
		return err
	}
	_, err := to.Write(body)
	return err
}

// table writes one table through a temporary file, since an entry of the
// archive says its size first.
func (s Source) table(ctx context.Context, tx *sql.Tx, to *tar.Writer, table string) error {
	tmp, err := os.CreateTemp("", "parvis-backup-*")
	if err != nil {
		return err
	}
	defer func() { _ = tmp.Close(); _ = os.Remove(tmp.Name()) }()
	lines := bufio.NewWriter(tmp)
	if err := dump(ctx, tx, table, lines); err != nil {
		return err
	}
	if err := lines.Flush(); err != nil {
		return err
	}
	size, err := tmp.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := tmp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := to.WriteHeader(&tar.Header{Name: tablePrefix + table + ".jsonl", Mode: 0o600, Size: size, ModTime: s.Now()}); err != nil {
		return err
	}
	_, err = io.Copy(to, tmp)
	return err
}

// dump writes a line of column names, then a line per row.
func dump(ctx context.Context, tx *sql.Tx, table string, w io.Writer) error {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM "`+table+`"`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	kept := keptColumns(columns)
	head, err := json.Marshal(names(columns, kept))
	if err != nil {
		return err
	}
	if _, err := w.Write(append(head, '\n')); err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		line := make([]any, 0, len(kept))
		for _, i := range kept {
			line = append(line, values[i])
		}
		encoded, err := encodeRow(line)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(encoded, '\n')); err != nil {
			return err
		}
	}
	return rows.Err()
}

// keptColumns leaves out what belongs to one database only.
func keptColumns(columns []string) (kept []int) {
	for i, c := range columns {
		if c != "xid" {
			kept = append(kept, i)
		}
	}
	return kept
}

func names(columns []string, kept []int) []string {
	out := make([]string, len(kept))
	for i, k := range kept {
		out[i] = columns[k]
	}
	return out
}

// files writes the stored files. They never change once stored; one that is
// removed meanwhile is passed over.
func (s Source) files(ctx context.Context, to *tar.Writer) error {
	return filepath.WalkDir(s.Media, func(path string, e fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if !e.Type().IsRegular() {
			return nil
		}
		relative, err := filepath.Rel(s.Media, path)
		if err != nil || strings.HasPrefix(filepath.Base(path), ".") {
			return err
		}
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if err := to.WriteHeader(&tar.Header{Name: mediaPrefix + filepath.ToSlash(relative), Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
			return err
		}
		_, err = io.CopyN(to, f, info.Size())
		return err
	})
}
