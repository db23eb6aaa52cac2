package house

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every code that a fault, a faulty field or a network's reason bears has its
// sentence in French and in English, and both sentences use the same values.
func TestEveryCodeHasItsWords(t *testing.T) {
	french, english := words(t, "fr"), words(t, "en")
	for code, where := range codes(t) {
		if french[code] == "" || english[code] == "" {
			t.Errorf("%s: %s has no sentence in web/src/locales/{fr,en}/errors-%s.json", where, code, strings.SplitN(code, ".", 2)[0])
		}
	}
	for code, sentence := range french {
		if other, ok := english[code]; !ok || !slices.Equal(values(sentence), values(other)) {
			t.Errorf("%s: the two sentences do not say the same values: %q, %q", code, sentence, other)
		}
	}
	for code := range english {
		if _, ok := french[code]; !ok {
			t.Errorf("%s has no French sentence", code)
		}
	}
}

// words reads every errors-*.json of a language.
func words(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../web/src/locales/" + language + "/errors-*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no words in %s: %v", language, err)
	}
	out := map[string]string{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]string
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for code, sentence := range m {
			if out[code] != "" {
				t.Errorf("%s: %s stands twice", file, code)
			}
			out[code] = sentence
		}
	}
	return out
}

var value = regexp.MustCompile(`\{\{\s*(\w+)`)

func values(sentence string) []string {
	var out []string
	for _, m := range value.FindAllStringSubmatch(sentence, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A code of ours is room.word; bare words ("invalid", "disk_full") are the
// ground's.
var codeForm = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// codeOf gives the literal that stands where a code is expected: the argument of
// fault.New, of a faulty field, of a network's helper, or Reason{Code: …}.
func codeOf(n ast.Node) *ast.BasicLit {
	switch n := n.(type) {
	case *ast.CallExpr:
		if at := codeAt(n); at >= 0 && at < len(n.Args) {
			literal, _ := n.Args[at].(*ast.BasicLit)
			return literal
		}
	case *ast.CompositeLit:
		name, ok := n.Type.(*ast.Ident)
		if sel, isSel := n.Type.(*ast.SelectorExpr); isSel {
			name, ok = sel.Sel, true
		}
		if !ok || name.Name != "Reason" {
			return nil
		}
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Code" {
				literal, _ := kv.Value.(*ast.BasicLit)
				return literal
			}
		}
	}
	return nil
}

func codeAt(call *ast.CallExpr) int {
	if name, ok := call.Fun.(*ast.Ident); ok && slices.Contains([]string{"reason", "refuse", "refused", "cannotTell"}, name.Name) {
		return 0
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return -1
	}
	switch name := sel.Sel.Name; {
	case name == "New" || name == "Newf":
		if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "fault" {
			return 1
		}
	case name == "Add" && len(call.Args) == 3, name == "WithField":
		return 1
	case name == "Check" && len(call.Args) == 4:
		return 2
	}
	return -1
}

// codes finds the codes written in the program, with where each stands first.
func codes(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/tools/") {
			return err
		}
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			literal := codeOf(n)
			if literal == nil {
				return true
			}
			code, err := strconv.Unquote(literal.Value)
			if err == nil && codeForm.MatchString(code) && out[code] == "" {
				out[code] = fset.Position(n.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
