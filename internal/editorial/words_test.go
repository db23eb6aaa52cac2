package editorial_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCodeHasItsWords reads this room's sources: what it may answer, the
// interface can say in both languages.
func TestEveryCodeHasItsWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?:fault\.New\([a-zA-Z.]+,|\.(?:Check|Add)\([^"]*(?:"[a-z]+"|path|at\+"[a-z.]+"|path\+"[a-z]+"),) "(editorial\.[a-z_]+)"|"(preflight\.[a-z_]+)"`)
	for _, lang := range []string{"fr", "en"} {
		errors, lines := words(t, lang, "errors-editorial"), words(t, lang, "preflight")
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllStringSubmatch(string(src), -1) {
				key, in := m[1], errors
				if key == "" {
					key, in = strings.TrimPrefix(m[2], "preflight."), lines
				}
				if in[key] == "" && in[key+"_other"] == "" && key != "passed_" {
					t.Errorf("%s: no %s words for %q", f, lang, key)
				}
			}
		}
	}
}

func words(t *testing.T, lang, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "web", "src", "locales", lang, file+".json"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
