package api

import (
	_ "embed" // access.csv
	"encoding/csv"
	"fmt"
	"strings"
)

//go:embed access.csv
var accessCSV string

// AccessMatrix is the hand-written table of who may call what: operation →
// caller (a role, or "anonymous") → allowed. Package accesstest walks it; an
// operation that is not in it fails.
func AccessMatrix() (map[string]map[string]bool, error) {
	rows, err := csv.NewReader(strings.NewReader(accessCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("access.csv: %w", err)
	}
	matrix := map[string]map[string]bool{}
	head := rows[0]
	for n, row := range rows[1:] {
		name := row[0]
		if matrix[name] != nil {
			return nil, fmt.Errorf("access.csv: %s stands twice", name)
		}
		matrix[name] = map[string]bool{}
		for i, word := range row[1:] {
			if word != "allow" && word != "deny" {
				return nil, fmt.Errorf("access.csv: line %d, %s: %q is neither allow nor deny", n+2, head[i+1], word)
			}
			matrix[name][head[i+1]] = word == "allow"
		}
	}
	return matrix, nil
}
