//go:build linux

package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parvis/internal/app/apptest"
	"parvis/internal/store"
)

// program is the real binary, built once per run of the tests, where every user
// of the machine may start it.
func program(t *testing.T) string {
	t.Helper()
	dir := openFolder(t)
	path := filepath.Join(dir, "parvis")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, "parvis/cmd/parvis").CombinedOutput()
	if err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// openFolder is a folder that other users may enter: t.TempDir is not.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "parvis-bad-input-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // another user must enter it
		t.Fatal(err)
	}
	return dir
}

// start is one way to start Parvis that must not work.
type start struct {
	args    []string
	set     []string // variables
	nobody  bool     // as another user than root, who ignores modes
	english string
	french  string
}

// refused starts the program in both languages: it must end by itself, quickly,
// with a status that is not zero and the sentence in the person's language.
func refused(t *testing.T, binary string, s start) {
	t.Helper()
	for language, want := range map[string]string{"en": s.english, "fr": s.french} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, binary, append([]string{"--say-in", language}, s.args...)...)
		cmd.Env = append([]string{"HOME=/nonexistent", "PATH=" + os.Getenv("PATH")}, s.set...)
		if s.nobody && os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var said bytes.Buffer
		cmd.Stderr = &said
		err := cmd.Run()
		var status *exec.ExitError
		if !errors.As(err, &status) || status.ExitCode() != 1 {
			t.Errorf("%s: it ended with %v and said %q", language, err, said.String())
		}
		if !strings.Contains(said.String(), want) || strings.Contains(said.String(), "goroutine") {
			t.Errorf("%s: it said %q, not %q", language, said.String(), want)
		}
	}
}

// TestBadStart: what may be wrong with a machine is said in a sentence, and
// nothing is lost.
func TestBadStart(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the program many times")
	}
	binary := program(t)
	t.Run("variables", func(t *testing.T) { badVariables(t, binary) })
	t.Run("port in use", func(t *testing.T) { portInUse(t, binary) })
	t.Run("read-only folder", func(t *testing.T) { readOnlyFolder(t, binary) })
	t.Run("read-only database", func(t *testing.T) { readOnlyDatabase(t, binary) })
	t.Run("full disk", func(t *testing.T) { fullAtStart(t, binary) })
	t.Run("no database", func(t *testing.T) { noDatabase(t, binary) })
	t.Run("key and schema", func(t *testing.T) { keyAndSchema(t, binary) })
	t.Run("second process", func(t *testing.T) { secondProcess(t, binary) })
}

func badVariables(t *testing.T, binary string) {
	for set, want := range map[string]struct{ en, fr string }{
		"PARVIS_LISTEN=8080":                  {"PARVIS_LISTEN: “8080” is not an address", "PARVIS_LISTEN\u00a0: «\u00a08080\u00a0» n’est pas une adresse d’écoute"},
		"PARVIS_PUBLIC_URL=parvis":            {"PARVIS_PUBLIC_URL: “parvis” must be a bare address", "PARVIS_PUBLIC_URL\u00a0: «\u00a0parvis\u00a0» doit être une adresse nue"},
		"PARVIS_DATA=/etc/hostname":           {"PARVIS_DATA: “/etc/hostname” is not a folder.", "PARVIS_DATA\u00a0: «\u00a0/etc/hostname\u00a0» n’est pas un dossier."},
		"PARVIS_DATABASE_URL=mysql://u:pw@h/": {"PARVIS_DATABASE_URL must look like postgres://", "PARVIS_DATABASE_URL doit ressembler à postgres://"},
		"PARVIS_SMTP_URL=mail":                {"PARVIS_SMTP_URL must look like smtp://", "PARVIS_SMTP_URL doit ressembler à smtp://"},
		"PARVIS_LISTENS=x":                    {"PARVIS_LISTENS is not a setting of Parvis", "PARVIS_LISTENS n’est pas un réglage de Parvis"},
	} {
		vars := []string{set}
		if !strings.HasPrefix(set, "PARVIS_DATA=") {
			vars = append(vars, "PARVIS_DATA="+t.TempDir())
		}
		refused(t, binary, start{args: []string{"serve"}, set: vars, english: want.en, french: want.fr})
	}
}

func portInUse(t *testing.T, binary string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	address := l.Addr().String()
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + t.TempDir(), "PARVIS_LISTEN=" + address},
		english: "Cannot listen on " + address, french: "Impossible d’écouter sur " + address})
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + t.TempDir(), "PARVIS_LISTEN=127.0.0.1:0", "PARVIS_PAGE_LISTEN=" + address},
		english: "Change PARVIS_PAGE_LISTEN", french: "Changez PARVIS_PAGE_LISTEN"})
}

func readOnlyFolder(t *testing.T, binary string) {
	data := filepath.Join(openFolder(t), "data")
	if err := os.Mkdir(data, 0o555); err != nil {
		t.Fatal(err)
	}
	english, french := "The data folder "+data+" cannot be written", "Le dossier de données "+data+" n’est pas accessible en écriture"
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + data}, nobody: true, english: english, french: french})
	inside := filepath.Join(data, "deeper")
	refused(t, binary, start{args: []string{"migrate"}, set: []string{"PARVIS_DATA=" + inside}, nobody: true,
		english: "The data folder " + inside + " cannot be", french: "Le dossier de données " + inside + " n’est pas accessible en écriture"})
}

// readOnlyDatabase: the folder can be written, what is in it belongs to somebody
// else (a backup copied back as root): first its folders, then the database.
func readOnlyDatabase(t *testing.T, binary string) {
	data := filepath.Join(openFolder(t), "data")
	h := apptest.Open(t, apptest.Options{Data: data, Still: true})
	h.Close(t)
	english, french := "cannot be written", "n’est pas accessible en écriture"
	if err := os.Chmod(data, 0o777); err != nil { //nolint:gosec // another user must write there
		t.Fatal(err)
	}
	for _, name := range []string{"parvis.db", "parvis.key", "installation"} {
		if err := os.Chmod(filepath.Join(data, name), 0o444); err != nil { //nolint:gosec // another user must read it
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(data, "lock")); err != nil {
		t.Fatal(err)
	}
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + data}, nobody: true, english: english, french: french})
	err := filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			err = os.Chmod(path, 0o777) //nolint:gosec // another user must write there
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + data}, nobody: true, english: english, french: french})
}

func fullAtStart(t *testing.T, binary string) {
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + volume(t, "64k")},
		english: "The disk is full", french: "Le disque est plein"})
}

func noDatabase(t *testing.T, binary string) {
	refused(t, binary, start{args: []string{"migrate"}, set: []string{"PARVIS_DATA=" + t.TempDir(), "PARVIS_DATABASE_URL=postgres://parvis@127.0.0.1:1/parvis?sslmode=disable"},
		english: "The database does not answer", french: "La base de données ne répond pas"})
}

// keyAndSchema: a lost key file, one from elsewhere, a database of the future.
// The right file put back, everything is there.
func keyAndSchema(t *testing.T, binary string) {
	data := t.TempDir()
	h := apptest.Open(t, apptest.Options{Data: data, Still: true})
	post := h.Workspace.ID
	h.Close(t)
	key := filepath.Join(data, "parvis.key")
	if err := os.Rename(key, key+".kept"); err != nil {
		t.Fatal(err)
	}
	at := []string{"PARVIS_DATA=" + data}
	refused(t, binary, start{args: []string{"serve"}, set: at, english: "The key file " + key + " is missing", french: "Le fichier de clés " + key + " est absent"})
	if _, err := os.Stat(key); !errors.Is(err, os.ErrNotExist) {
		t.Error("a new key file was made beside secrets that it cannot open")
	}
	other := t.TempDir()
	apptest.Open(t, apptest.Options{Data: other, Still: true}).Close(t)
	refused(t, binary, start{args: []string{"serve"}, set: append(at, "PARVIS_KEY_FILE="+filepath.Join(other, "parvis.key")),
		english: "is not the one of this database", french: "n’est pas celui de cette base"})
	if err := os.Rename(key+".kept", key); err != nil {
		t.Fatal(err)
	}

	again := apptest.Open(t, apptest.Options{Data: data, Still: true, Empty: true})
	if _, err := again.Identity.WorkspaceTx(t.Context(), again.DB.Reader(), post); err != nil {
		t.Errorf("the workspace was lost: %v", err)
	}
	err := again.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	again.Close(t)
	refused(t, binary, start{args: []string{"serve"}, set: at, english: "This database was written by a newer Parvis (schema 99999",
		french: "Cette base de données vient d’un Parvis plus récent (schéma 99999"})
}

func secondProcess(t *testing.T, binary string) {
	data := t.TempDir()
	h := apptest.Open(t, apptest.Options{Data: data})
	refused(t, binary, start{args: []string{"serve"}, set: []string{"PARVIS_DATA=" + data},
		english: "Another Parvis already works in " + data, french: "Un autre Parvis travaille déjà dans " + data})
	if err := h.DB.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

// volume mounts a small disk, where the machine lets us.
func volume(t *testing.T, size string) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("not root: a small volume cannot be mounted here")
	}
	dir := t.TempDir()
	if err := syscall.Mount("parvis-test", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small volume cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}
