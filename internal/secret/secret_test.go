package secret

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/internal/fault"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func keeper(t *testing.T) (*Keeper, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sub", "key")
	k, err := LoadOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestSealOpens(t *testing.T) {
	k, _ := keeper(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		aad := rapid.String().Draw(t, "aad")
		sealed, err := k.Seal(plain, aad)
		if err != nil {
			t.Fatal(err)
		}
		if len(plain) > 7 && bytes.Contains(sealed, plain) {
			t.Error("the plain text stands in the sealed value")
		}
		got, err := k.Open(sealed, aad)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("got %x, %v", got, err)
		}
		if _, err := k.Open(sealed, aad+"x"); err == nil {
			t.Error("opened for something else")
		}
		flip := bytes.Clone(sealed)
		flip[rapid.IntRange(0, len(flip)-1).Draw(t, "at")] ^= 1
		if _, err := k.Open(flip, aad); err == nil {
			t.Error("a changed value opened")
		}
	})
}

func TestKeyFileIsPrivate(t *testing.T) {
	_, path := keeper(t)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	k, err := Load(path)
	if err != nil || len(k.Warnings()) != 1 || k.Warnings()[0].Code != "secret.key_file_open" {
		t.Errorf("%v %v", k.Warnings(), err)
	}
}

func TestRotation(t *testing.T) {
	k, path := keeper(t)
	old, err := k.Seal([]byte("token"), "a")
	if err != nil {
		t.Fatal(err)
	}
	k2, err := Rotate(path)
	if err != nil {
		t.Fatal(err)
	}
	if k2.Current() == k.Current() || len(k2.IDs()) != 2 {
		t.Fatalf("keys %v after %v", k2.IDs(), k.IDs())
	}
	turned, changed, err := k2.Rewrap(old)
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	for _, sealed := range [][]byte{old, turned} {
		if got, err := k2.Open(sealed, "a"); err != nil || string(got) != "token" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if _, err := k.Open(turned, "a"); fault.Of(err).Code != "secret.key_missing" {
		t.Errorf("the old keeper opened it: %v", err)
	}
	if reloaded, err := Load(path); err != nil || reloaded.Current() != k2.Current() {
		t.Errorf("%v", err)
	}
}

func TestOpenHoldsTheFileAgainstTheDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		path := filepath.Join(t.TempDir(), "key")
		for range 2 {
			if _, err := Open(t.Context(), db, path, time.Now); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), db, path, time.Now); fault.Of(err).Code != "secret.key_file_missing" {
			t.Errorf("missing file: %v", err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("a new key was made over sealed data")
		}
		if _, err := LoadOrCreate(path); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), db, path, time.Now); fault.Of(err).Code != "secret.key_other" {
			t.Errorf("foreign file: %v", err)
		}
	})
}

func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte("# nothing\nabc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadOrCreate(path); fault.Of(err).Code != "secret.key_file_invalid" {
		t.Errorf("got %v", err)
	}
}
