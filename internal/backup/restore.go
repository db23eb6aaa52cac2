package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Target is where a backup is restored: an empty database and an empty folder.
type Target struct {
	DB      *store.DB
	Data    string // folder of the installation
	KeyFile string
}

// Restored says what was read back.
type Restored struct {
	From  string // the original's installation id
	Rows  int
	Files int
	Key   bool // the keys were inside and are in place
}

// Restore reads a backup into t. Anything that does not fit leaves the database
// as it was: rows go in one transaction.
func Restore(ctx context.Context, t Target, r io.Reader, passphrase string) (Restored, error) {
	var out Restored
	plain, err := opened(r, passphrase)
	if err != nil {
		return out, err
	}
	zipped, err := gzip.NewReader(plain)
	if err != nil {
		return out, errNotABackup.Because(err)
	}
	archive := tar.NewReader(zipped)
	head, err := t.head(ctx, archive)
	if err != nil {
		return out, err
	}
	out.From = head.Installation
	err = t.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return t.entries(ctx, tx, archive, head, &out)
	})
	return out, err
}

// opened decrypts where the file is encrypted.
func opened(r io.Reader, passphrase string) (io.Reader, error) {
	b := bufio.NewReader(r)
	magic, err := b.Peek(len("age-encryption.org/"))
	if err != nil || !bytes.HasPrefix(magic, []byte("age-encryption.org/")) {
		return b, nil //nolint:nilerr // too short to be encrypted: what it is is found out next
	}
	if passphrase == "" {
		return nil, errNeedsPass
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	plain, err := age.Decrypt(b, identity)
	if err != nil {
		return nil, errPassphrase.Because(err)
	}
	return plain, nil
}

func (t Target) head(ctx context.Context, archive *tar.Reader) (manifest, error) {
	var m manifest
	h, err := archive.Next()
	if err != nil || h.Name != manifestEntry {
		return m, errNotABackup.Because(err)
	}
	if err := json.NewDecoder(archive).Decode(&m); err != nil || m.Format != format {
		return m, errNotABackup.Because(err)
	}
	_, want, err := t.DB.SchemaVersion(ctx)
	if err != nil {
		return m, err
	}
	if m.Schema != want {
		return m, errOtherSchema.With("backup", m.Schema).With("program", want)
	}
	var spaces int
	if err := store.Get(ctx, t.DB.Reader(), &spaces, "SELECT COUNT(*) FROM workspace"); err != nil {
		return m, err
	}
	if spaces > 0 {
		return m, errNotEmpty
	}
	return m, nil
}

// entries reads tables, key and files. The database gets an id of its own; the
// folder keeps the original's, which tells the first start that this is a copy.
func (t Target) entries(ctx context.Context, tx *store.Tx, archive *tar.Reader, head manifest, out *Restored) error {
	if tx.Dialect() == store.SQLite {
		if _, err := store.Exec(ctx, tx, "PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
	}
	if err := clear(ctx, tx, head.Tables); err != nil {
		return err
	}
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errNotABackup.Because(err)
		}
		switch name := h.Name; {
		case strings.HasPrefix(name, tablePrefix):
			table := strings.TrimSuffix(strings.TrimPrefix(name, tablePrefix), ".jsonl")
			n, err := load(ctx, tx, table, archive)
			if err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
			out.Rows += n
		case name == keyEntry:
			if err := writeFile(t.KeyFile, archive); err != nil {
				return err
			}
			out.Key = true
		case strings.HasPrefix(name, mediaPrefix):
			path, err := inside(filepath.Join(t.Data, "media"), strings.TrimPrefix(name, mediaPrefix))
			if err != nil {
				return err
			}
			if err := writeFile(path, archive); err != nil {
				return err
			}
			out.Files++
		}
	}
	if _, err := store.Exec(ctx, tx, "UPDATE installation SET id = $1", store.NewID[string]("ins")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.Data, "installation"), []byte(head.Installation+"\n"), 0o600)
}

// clear empties what a fresh installation wrote by itself.
func clear(ctx context.Context, tx *store.Tx, tables []string) error {
	for i := len(tables) - 1; i >= 0; i-- {
		if _, err := store.Exec(ctx, tx, `DELETE FROM "`+quoted(tables[i])+`"`); err != nil {
			return err
		}
	}
	return nil
}

const rowsAtOnce = 100

// load inserts a table's lines.
func load(ctx context.Context, tx *store.Tx, table string, r io.Reader) (int, error) {
	lines := bufio.NewReaderSize(r, 1<<16)
	first, err := lines.ReadBytes('\n')
	if err != nil {
		return 0, errNotABackup.Because(err)
	}
	var columns []string
	if err := json.Unmarshal(first, &columns); err != nil {
		return 0, errNotABackup.Because(err)
	}
	total := 0
	var batch [][]any
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		query, args := insertion(tx.Dialect(), table, columns, batch)
		total += len(batch)
		batch = batch[:0]
		_, err := store.Exec(ctx, tx, query, args...)
		return err
	}
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil {
			return total, errNotABackup.Because(err)
		}
		row, err := decodeRow(line)
		if err != nil || len(row) != len(columns) {
			return total, errNotABackup.Because(err)
		}
		if batch = append(batch, row); len(batch) == rowsAtOnce {
			if err := flush(); err != nil {
				return total, err
			}
		}
	}
	if err := flush(); err != nil {
		return total, err
	}
	return total, advance(ctx, tx, table)
}

func insertion(d store.Dialect, table string, columns []string, rows [][]any) (string, []any) {
	var b strings.Builder
	b.WriteString(`INSERT INTO "` + quoted(table) + `" (`)
	for i, c := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(`"` + quoted(c) + `"`)
	}
	b.WriteString(")")
	if d == store.Postgres {
		b.WriteString(" OVERRIDING SYSTEM VALUE") // auto-numbered keys keep their numbers
	}
	b.WriteString(" VALUES ")
	args := make([]any, 0, len(rows)*len(columns))
	for i, row := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(")
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			args = append(args, v)
			b.WriteString("$" + strconv.Itoa(len(args)))
		}
		b.WriteString(")")
	}
	return b.String(), args
}

// advance moves an auto-numbered key past what was inserted; SQLite does so by
// itself.
func advance(ctx context.Context, tx *store.Tx, table string) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	var columns []string
	if err := store.Select(ctx, tx, &columns, `SELECT column_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1 AND is_identity = 'YES'`, table); err != nil {
		return err
	}
	for _, c := range columns {
		if _, err := store.Exec(ctx, tx, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%s', '%s'), COALESCE((SELECT MAX("%s") FROM "%s"), 0) + 1, false)`,
			quoted(table), quoted(c), quoted(c), quoted(table))); err != nil {
			return err
		}
	}
	return nil
}

// quoted keeps a name of the archive from ending its quotes.
func quoted(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r == '\'' || r == 0 {
			return -1
		}
		return r
	}, name)
}

// inside refuses names that would leave the folder.
func inside(folder, name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", fault.Op("backup", errNotABackup.With("name", name))
	}
	return filepath.Join(folder, filepath.FromSlash(name)), nil
}

func writeFile(path string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}
