package store

import (
	"fmt"
	"strings"
)

// Column is one field of a batch given to a statement as JSON.
type Column struct{ Name, Type string } // Type: text, bigint or boolean

// Records is the dialect's fragment that reads placeholder ph (a JSON array of
// objects, TEXT) as a table with the given columns, for a batch in one
// statement:
//
//	UPDATE delivery SET state = x.state FROM `+store.Records(d, "x", "$1", cols...)+` WHERE delivery.id = x.id
func Records(d Dialect, alias, ph string, cols ...Column) string {
	parts := make([]string, len(cols))
	if d == Postgres {
		for i, c := range cols {
			parts[i] = c.Name + " " + c.Type
		}
		return fmt.Sprintf("jsonb_to_recordset(%s::jsonb) AS %s(%s)", ph, alias, strings.Join(parts, ", "))
	}
	for i, c := range cols {
		parts[i] = fmt.Sprintf("json_extract(value, '$.%s') AS %s", c.Name, c.Name)
	}
	return fmt.Sprintf("(SELECT %s FROM json_each(%s)) AS %s", strings.Join(parts, ", "), ph, alias)
}

// InList is the dialect's fragment for `column IN (…)` where placeholder ph
// holds a JSON array of strings.
func InList(d Dialect, column, ph string) string {
	if d == Postgres {
		return fmt.Sprintf("%s IN (SELECT jsonb_array_elements_text(%s::jsonb))", column, ph)
	}
	return fmt.Sprintf("%s IN (SELECT value FROM json_each(%s))", column, ph)
}

// ForShare and ForUpdate lock the rows a SELECT reads; SQLite has one writer
// and needs neither.
func ForShare(d Dialect) string {
	if d == Postgres {
		return " FOR SHARE"
	}
	return ""
}

// ForUpdate locks the rows that a SELECT reads until the end of the transaction.
func ForUpdate(d Dialect) string {
	if d == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked is ForUpdate that leaves out rows another node holds.
func SkipLocked(d Dialect, of string) string {
	if d == Postgres {
		return " FOR UPDATE OF " + of + " SKIP LOCKED"
	}
	return ""
}

// Match is the dialect's case-insensitive "column contains placeholder".
func Match(d Dialect, column, ph string) string {
	op := "LIKE"
	if d == Postgres {
		op = "ILIKE"
	}
	return fmt.Sprintf("%s %s '%%' || %s || '%%' ESCAPE '\\'", column, op, ph)
}

// EscapeLike makes s a literal for Match.
func EscapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
