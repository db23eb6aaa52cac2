package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"
)

// freshPostgres makes a database: empty, or a copy of the one at template.
func freshPostgres(ctx context.Context, template string) (string, func(), error) {
	server := os.Getenv("PARVIS_TEST_POSTGRES_URL")
	if server == "" {
		return "", nil, fmt.Errorf("PARVIS_TEST_POSTGRES_URL names no server: make bench starts one")
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("parvis_bench_%d", time.Now().UnixNano())
	create := "CREATE DATABASE " + name
	if template != "" {
		from, err := url.Parse(template)
		if err != nil {
			return "", nil, err
		}
		create += " TEMPLATE " + strings.TrimPrefix(from.Path, "/")
	}
	if err := onServer(ctx, server, create); err != nil {
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
