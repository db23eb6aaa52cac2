// Package house keeps the direction of dependencies: arrows only go down
// (docs/adr, AGENTS.md). It has no code, only this test.
package house

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors lists the packages under internal/ from the ground up. A package may
// import those of lower floors and, on the ground and outside, of its own.
var floors = [][]string{
	{"fault", "config", "store", "secret", "outbound", "jobs", "audit", "text", "mail", "event", "change"},
	{"networks"},
	{"identity"},
	{"notify", "strategy", "media"},
	{"channels"},
	{"dispatch"},
	{"editorial"},
	{"governance"},
	{"publishing", "site", "backup"},
	{"api", "sample"},
	{"app"},
	{"cli"},
	{"tools"},
}

// sharing floors may import beside themselves.
const sharing = 1

func floorOf(room string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, room) })
}

func TestArrowsOnlyGoDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "parvis/internal/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		from := room(words[0])
		if from == "house" {
			continue
		}
		if floorOf(from) < 0 {
			t.Errorf("%s is on no floor: add it to the table", words[0])
			continue
		}
		for _, imported := range words[1:] {
			to := room(imported)
			if to == "" || to == from {
				continue
			}
			switch a, b := floorOf(from), floorOf(to); {
			case b > a:
				t.Errorf("%s imports %s, which is above it", words[0], imported)
			case a == b && a > sharing:
				t.Errorf("%s imports %s, on its own floor", words[0], imported)
			}
		}
	}
}

// room is the first folder under internal/; "" for another module.
func room(path string) string {
	rest, ok := strings.CutPrefix(path, "parvis/internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}
