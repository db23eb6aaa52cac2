// Package storetest gives tests a migrated, empty database of their own, on
// SQLite always and on PostgreSQL where PARVIS_TEST_POSTGRES_URL names a server
// (make test starts one; make check runs on SQLite alone).
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"parvis/internal/store"
)

// Each runs fn once per engine, as subtests named sqlite and postgres.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	if os.Getenv("PARVIS_TEST_POSTGRES_URL") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
	}
}

var template struct {
	once sync.Once
	file []byte
	err  error
}

// SQLite opens a fresh embedded database in a folder of the test.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	template.once.Do(func() {
		dir, err := os.MkdirTemp("", "parvis-template-*")
		if err != nil {
			template.err = err
			return
		}
		defer func() { _ = os.RemoveAll(dir) }()
		db, err := store.Open(context.Background(), store.Options{DataDir: dir})
		if err != nil {
			template.err = err
			return
		}
		if template.err = db.Close(); template.err == nil {
			template.file, template.err = os.ReadFile(filepath.Join(dir, "parvis.db"))
		}
	})
	if template.err != nil {
		t.Fatal(template.err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "parvis.db"), template.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, store.Options{DataDir: dir})
}

// Postgres creates a database of its own on the test server and drops it after.
// The first caller of a process migrates a template that the others copy.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return open(t, store.Options{URL: PostgresURL(t), MaxConns: 8})
}

var pgTemplate struct {
	once sync.Once
	name string
	err  error
}

// PostgresURL creates an empty migrated database and gives its address.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("PARVIS_TEST_POSTGRES_URL")
	if server == "" {
		t.Skip("PARVIS_TEST_POSTGRES_URL is not set: make test starts a PostgreSQL and sets it")
	}
	pgTemplate.once.Do(func() {
		pgTemplate.name = "parvis_template_" + random()
		if pgTemplate.err = admin(server, "CREATE DATABASE "+pgTemplate.name); pgTemplate.err != nil {
			return
		}
		db, err := store.Open(context.Background(), store.Options{URL: withDatabase(server, pgTemplate.name)})
		if err != nil {
			pgTemplate.err = err
			return
		}
		pgTemplate.err = db.Close()
	})
	if pgTemplate.err != nil {
		t.Fatal(pgTemplate.err)
	}
	name := "parvis_test_" + random()
	if err := admin(server, "CREATE DATABASE "+name+" TEMPLATE "+pgTemplate.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Logf("drop %s: %v", name, err)
		}
	})
	return withDatabase(server, name)
}

func open(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func admin(server, statement string) error {
	db, err := openAdmin(server)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

func random() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
