package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJobKindsAreFrozen: rows of a kind wait in people's databases, so a kind is
// never renamed or dropped in passing. make gen rewrites the golden file.
func TestJobKindsAreFrozen(t *testing.T) {
	a, err := Open(t.Context(), emptyConfig(t, "sqlite"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	got := strings.Join(a.Jobs.Kinds(), "\n") + "\n"
	golden := filepath.Join("testdata", "job_kinds.txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the kinds of jobs changed:\n%s\nwant\n%s", got, want)
	}
}
