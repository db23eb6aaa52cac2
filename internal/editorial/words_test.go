package editorial_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryLineHasItsWords reads this room's sources: whatever pre-flight may
// say, the interface can say in both languages.
func TestEveryLineHasItsWords(t *testing.T) {
	files, err := filepath.Glob("preflight*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"preflight\.([a-z_]+[a-z])"`)
	for _, lang := range []string{"fr", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "web", "src", "locales", lang, "composer.json"))
		if err != nil {
			t.Fatal(err)
		}
		var composer struct{ Line map[string]string }
		if err := json.Unmarshal(raw, &composer); err != nil {
			t.Fatal(err)
		}
		said := composer.Line
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllStringSubmatch(string(src), -1) {
				if said[m[1]] == "" && said[m[1]+"_other"] == "" {
					t.Errorf("%s: no %s words for %q", f, lang, m[1])
				}
			}
		}
	}
}
