package store

import (
	"context"
	"database/sql"
	"sync"
)

// Preparing a statement costs SQLite more than most executions of it; pgx keeps
// statements by itself. Queries whose text varies (filters) fill what is left.
const mostStatements = 400

// statements keeps a pool's prepared statements, by text. A query is prepared
// the second time it is met.
type statements struct {
	pool *sql.DB
	mu   sync.Mutex
	kept map[string]*sql.Stmt // nil: met once
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, kept: map[string]*sql.Stmt{}}
}

// find gives the prepared statement of query, nil without one; wanted says that
// it should be prepared now.
func (s *statements) find(query string) (stmt *sql.Stmt, wanted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stmt, met := s.kept[query]
	if !met && len(s.kept) < mostStatements {
		s.kept[query] = nil
	}
	return stmt, met && stmt == nil
}

// prepare needs a connection of its own: never call it inside a transaction of
// the one writer. It gives nil where the statement cannot be prepared; running
// it will say why.
func (s *statements) prepare(ctx context.Context, query string) *sql.Stmt {
	stmt, err := s.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[query] != nil { // another was first
		_ = stmt.Close()
		return s.kept[query]
	}
	s.kept[query] = stmt
	return stmt
}

// runner runs one statement, its rows read to the end before the next: two
// readings of one prepared statement on one connection would disturb each other.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// prepared gives q with its statements kept, where there is something to win.
func prepared(q Querier) runner {
	switch q := q.(type) {
	case *Tx:
		if q.statements != nil {
			return preparedTx{q}
		}
	case reader:
		if q.statements != nil {
			return preparedReader{q}
		}
	}
	return q
}

type preparedReader struct{ reader }

func (r preparedReader) statement(ctx context.Context, query string) *sql.Stmt {
	stmt, wanted := r.statements.find(query)
	if wanted {
		stmt = r.statements.prepare(ctx, query)
	}
	return stmt
}

func (r preparedReader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := r.statement(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return r.reader.QueryContext(ctx, query, args...)
}

type preparedTx struct{ *Tx }

// statement is nil the first times: the writer is busy with this transaction,
// and prepares once it has ended.
func (t preparedTx) statement(ctx context.Context, query string) *sql.Stmt {
	stmt, wanted := t.statements.find(query)
	if wanted {
		t.unprepared = append(t.unprepared, query)
	}
	if stmt == nil {
		return nil
	}
	return t.StmtContext(ctx, stmt)
}

func (t preparedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := t.statement(ctx, query); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

func (t preparedTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.statement(ctx, query); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// keep prepares what tx met for the second time.
func (s *statements) keep(ctx context.Context, tx *Tx) {
	for _, query := range tx.unprepared {
		s.prepare(ctx, query)
	}
}
