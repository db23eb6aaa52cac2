package storetest

import "database/sql"

// openAdmin is a bare connection for CREATE and DROP DATABASE, which need no schema.
func openAdmin(server string) (*sql.DB, error) { return sql.Open("pgx", server) }
