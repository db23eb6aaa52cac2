package secret

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"parvis/internal/fault"
)

const fileHead = `# Parvis: the keys that seal tokens and other secrets, the current one first.
# Keep a copy apart from the backups. Without this file they cannot be read.
`

// LoadOrCreate reads the key file, and makes one with a fresh key where there
// is none. Open also holds it against the database; a program uses that.
func LoadOrCreate(path string) (*Keeper, error) {
	k, err := Load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	return create(path)
}

// Load reads the key file; a missing one is the fault secret.key_file_missing,
// which wraps fs.ErrNotExist.
func Load(path string) (*Keeper, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	k := &Keeper{}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(key) != keySize {
			return nil, faultInvalid(path)
		}
		k.keys = append(k.keys, newKey(key))
	}
	if len(k.keys) == 0 {
		return nil, faultInvalid(path)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		k.warnings = append(k.warnings, fault.Newf(fault.Invalid, "secret.key_file_open",
			"Others on this machine may read the key file %s: run chmod 600 on it.", path).With("path", path))
	}
	return k, nil
}

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Newf(fault.Unavailable, "secret.key_file_missing",
			"The key file %s is missing. Put it back, or name it with PARVIS_KEY_FILE.", path).With("path", path).Because(err)
	}
	return fault.Newf(fault.Unavailable, "secret.key_file_unreadable", "The key file %s cannot be read: check its rights.", path).With("path", path).Because(err)
}

func faultInvalid(path string) error {
	return fault.Newf(fault.Invalid, "secret.key_file_invalid", "The key file %s is damaged: put back a copy of it.", path).With("path", path)
}

// create writes a new file; another process that was first wins.
func create(path string) (*Keeper, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, notWritten(path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return Load(path)
	}
	if err != nil {
		return nil, notWritten(path, err)
	}
	key := newKey(randomBytes(keySize))
	if err := writeKeys(f, []masterKey{key}); err != nil {
		return nil, notWritten(path, errors.Join(err, os.Remove(path)))
	}
	return &Keeper{keys: []masterKey{key}}, nil
}

func writeKeys(f *os.File, keys []masterKey) error {
	var b strings.Builder
	b.WriteString(fileHead)
	for _, m := range keys {
		fmt.Fprintln(&b, base64.StdEncoding.EncodeToString(m.key))
	}
	_, err := f.WriteString(b.String())
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func notWritten(path string, err error) error {
	return fault.Newf(fault.Unavailable, "secret.key_file_unwritable",
		"The key file %s cannot be written: check the folder's rights and its free space.", path).With("path", path).Because(err)
}

// Rotate adds a fresh key in front of the file's, which stay to open what they
// sealed, and gives the keeper of all. The file is replaced in one step.
func Rotate(path string) (*Keeper, error) {
	k, err := Load(path)
	if err != nil {
		return nil, err
	}
	keys := append([]masterKey{newKey(randomBytes(keySize))}, k.keys...)
	f, err := os.CreateTemp(filepath.Dir(path), ".parvis-key-*") // made with rights 0600
	if err != nil {
		return nil, notWritten(path, err)
	}
	err = writeKeys(f, keys)
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return nil, notWritten(path, errors.Join(err, os.Remove(f.Name())))
	}
	return &Keeper{keys: keys, warnings: k.warnings}, nil
}
