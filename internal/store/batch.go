package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Batch is rows for one statement. On PostgreSQL they travel together, as JSON;
// on SQLite, in whose process a prepared statement costs a seventh of taking a
// row out of JSON, the statement runs once a row.
type Batch struct {
	Columns []Column
	Rows    [][]any // a value per column
}

// RunBatch runs statement over the rows, which it reads with "FROM x WHERE";
// its own arguments are $1 to $n.
//
//	INSERT INTO attempt (…) SELECT x.id, x.fence, $1 FROM x WHERE true
func RunBatch(ctx context.Context, tx *Tx, b Batch, statement string, args ...any) error {
	if len(b.Rows) == 0 {
		return nil
	}
	if tx.dialect == SQLite {
		return b.eachRow(ctx, tx, statement, args, nil)
	}
	arg, err := b.json()
	if err != nil {
		return err
	}
	_, err = Exec(ctx, tx, b.together(statement, len(args)), append(args, arg)...)
	return err
}

// TouchBatch is RunBatch for an UPDATE, and says which rows changed something.
func TouchBatch(ctx context.Context, tx *Tx, b Batch, statement string, args ...any) ([]bool, error) {
	touched := make([]bool, len(b.Rows))
	if len(b.Rows) == 0 {
		return touched, nil
	}
	if tx.dialect == SQLite {
		return touched, b.eachRow(ctx, tx, statement, args, touched)
	}
	arg, err := b.json()
	if err != nil {
		return nil, err
	}
	var rows []int
	if err := Select(ctx, tx, &rows, b.together(statement, len(args))+" RETURNING x.row_n", append(args, arg)...); err != nil {
		return nil, err
	}
	for _, n := range rows {
		touched[n] = true
	}
	return touched, nil
}

// MatchBatch says for which rows a condition on x's columns holds.
func MatchBatch(ctx context.Context, tx *Tx, b Batch, condition string) ([]bool, error) {
	holds := make([]bool, len(b.Rows))
	if len(b.Rows) == 0 {
		return holds, nil
	}
	if tx.dialect == SQLite {
		return holds, b.matchEach(ctx, tx, condition, holds)
	}
	arg, err := b.json()
	if err != nil {
		return nil, err
	}
	var rows []int
	if err := Select(ctx, tx, &rows, b.together("SELECT x.row_n FROM x WHERE "+condition, 0), arg); err != nil {
		return nil, err
	}
	for _, n := range rows {
		holds[n] = true
	}
	return holds, nil
}

func (b Batch) matchEach(ctx context.Context, tx *Tx, condition string, holds []bool) error {
	stmt, err := b.rowStatement(ctx, tx, "SELECT "+condition, 0)
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }() // the kept one behind it stays
	for i, row := range b.Rows {
		if err := stmt.QueryRowContext(ctx, row...).Scan(&holds[i]); err != nil {
			return Translate(err)
		}
	}
	return nil
}

// rowStatement is statement over one row, whose values follow the first args.
// They stand in the place of x's columns: SQLite would build a table for x.
func (b Batch) rowStatement(ctx context.Context, tx *Tx, statement string, args int) (*sql.Stmt, error) {
	query := field.ReplaceAllStringFunc(strings.Replace(statement, fromRows, " WHERE", 1), func(name string) string {
		i := slices.IndexFunc(b.Columns, func(c Column) bool { return "x."+c.Name == name })
		return "$" + strconv.Itoa(args+1+i)
	})
	if stmt := (preparedTx{tx}).statement(ctx, query); stmt != nil {
		return stmt, nil
	}
	stmt, err := tx.PrepareContext(ctx, query)
	return stmt, Translate(err)
}

const fromRows = " FROM x WHERE"

var field = regexp.MustCompile(`\bx\.[a-z_]+`)

func (b Batch) eachRow(ctx context.Context, tx *Tx, statement string, args []any, touched []bool) error {
	stmt, err := b.rowStatement(ctx, tx, statement, len(args))
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }() // the kept one behind it stays
	values := append(make([]any, 0, len(args)+len(b.Columns)), args...)
	for i, row := range b.Rows {
		res, err := stmt.ExecContext(ctx, append(values, row...)...)
		if err != nil {
			return Translate(err)
		}
		if touched != nil {
			n, err := res.RowsAffected()
			if err != nil {
				return Translate(err)
			}
			touched[i] = n > 0
		}
	}
	return nil
}

// together is statement over all rows, which follow the first args as JSON; each
// has its number in row_n.
func (b Batch) together(statement string, args int) string {
	rows := Records(Postgres, "x", "$"+strconv.Itoa(args+1), append([]Column{{Name: "row_n", Type: "bigint"}}, b.Columns...)...)
	return strings.Replace(statement, fromRows, " FROM "+rows+" WHERE", 1)
}

func (b Batch) json() (string, error) {
	out := make([]map[string]any, len(b.Rows))
	for i, row := range b.Rows {
		o := make(map[string]any, len(row)+1)
		o["row_n"] = i
		for k, c := range b.Columns {
			o[c.Name] = row[k]
		}
		out[i] = o
	}
	raw, err := json.Marshal(out)
	return string(raw), err
}
