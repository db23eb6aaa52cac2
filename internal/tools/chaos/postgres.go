package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
)

// freshPostgres makes an empty database on the test server.
func freshPostgres(ctx context.Context) (string, error) {
	server := os.Getenv("PARVIS_TEST_POSTGRES_URL")
	if server == "" {
		return "", fmt.Errorf("PARVIS_TEST_POSTGRES_URL names no server: make chaos starts one")
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	name := fmt.Sprintf("parvis_chaos_%d", time.Now().UnixNano())
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
