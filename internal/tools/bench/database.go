package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"time"

	"parvis/internal/store"
)

// freshDatabase opens an empty database of its own and gives what removes it.
func freshDatabase(ctx context.Context, kind string) (*store.DB, func(), error) {
	dir, err := os.MkdirTemp("", "parvis-bench-*")
	if err != nil {
		return nil, nil, err
	}
	o := store.Options{DataDir: dir}
	drop := func() {}
	if kind == "postgres" {
		if o.URL, drop, err = freshPostgres(ctx); err != nil {
			return nil, nil, err
		}
	}
	db, err := store.Open(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	return db, func() { _ = db.Close(); drop(); _ = os.RemoveAll(dir) }, nil
}

func freshPostgres(ctx context.Context) (string, func(), error) {
	server := os.Getenv("PARVIS_TEST_POSTGRES_URL")
	if server == "" {
		return "", nil, fmt.Errorf("PARVIS_TEST_POSTGRES_URL names no server: make bench starts one")
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("parvis_bench_%d", time.Now().UnixNano())
	if err := onServer(ctx, server, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() { _ = onServer(context.WithoutCancel(ctx), server, "DROP DATABASE "+name+" WITH (FORCE)") }, nil
}

func onServer(ctx context.Context, server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(ctx, statement)
	return err
}
