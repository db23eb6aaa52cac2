package house

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every statement of a room is bound to one workspace: an INSERT names the
// column, any other holds it in its conditions. Those that rightly look across
// are listed with a reason in testdata/across.txt, by function or by file.
func TestStatementsNameTheirWorkspace(t *testing.T) {
	listed := readAcross(t)
	used := map[string]bool{}
	files, err := filepath.Glob("../*/sql*.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 5 {
		t.Fatalf("only %d sql files found", len(files))
	}
	for room, paths := range byRoom(files) {
		for _, s := range statements(t, paths) {
			if s.bound() {
				continue
			}
			byFunc, byFile := room+"."+s.function, room+"/"+s.file
			switch {
			case listed[byFunc] != "":
				used[byFunc] = true
			case listed[byFile] != "":
				used[byFile] = true
			default:
				t.Errorf("%s: %s: no workspace_id in its conditions; bind it, or list %s in testdata/across.txt with a reason:\n\t%.200s",
					s.where, s.function, byFunc, strings.Join(strings.Fields(s.text), " "))
			}
		}
	}
	for name := range listed {
		if !used[name] {
			t.Errorf("testdata/across.txt: %s is bound or gone: take the line out", name)
		}
	}
}

// readAcross reads lines "room.function: reason" and "room/file.go: reason".
func readAcross(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/across.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	out := map[string]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, _ := strings.Cut(line, ":")
		if strings.TrimSpace(reason) == "" {
			t.Errorf("testdata/across.txt: %s has no reason", name)
		}
		out[name] = reason
	}
	return out
}

func byRoom(files []string) map[string][]string {
	out := map[string][]string{}
	for _, f := range files {
		if !strings.HasSuffix(f, "_test.go") {
			room := filepath.Base(filepath.Dir(f))
			out[room] = append(out[room], f)
		}
	}
	return out
}

// statement is one SQL text, as far as it can be read without running.
type statement struct {
	where, file, function, text string
}

var (
	sqlVerb   = regexp.MustCompile(`(?i)^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|EXISTS)\b`) // EXISTS: a condition for MatchBatch
	condition = regexp.MustCompile(`(?i)\b(WHERE|ON)\b`)
)

func (s statement) bound() bool {
	if regexp.MustCompile(`(?i)^\s*INSERT\b`).MatchString(s.text) {
		return strings.Contains(s.text, "workspace_id")
	}
	at := condition.FindStringIndex(s.text)
	return at != nil && strings.Contains(s.text[at[1]:], "workspace_id")
}

// statements finds the SQL of a room's files. A text is put together from
// literals, constants of the package and variables of the function; what a call
// gives is left out.
func statements(t *testing.T, paths []string) []statement {
	t.Helper()
	fset := token.NewFileSet()
	constants := map[string]ast.Expr{}
	var files []*ast.File
	for _, path := range paths {
		f, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				collect(g, constants)
			}
		}
	}
	var out []statement
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			r := reader{constants: constants, locals: map[string][]ast.Expr{}}
			r.readLocals(fn.Body)
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !runsSQL(call) {
					return true
				}
				for _, arg := range call.Args {
					if text := r.text(arg, 0); sqlVerb.MatchString(text) {
						at := fset.Position(call.Pos())
						out = append(out, statement{at.String(), filepath.Base(at.Filename), fn.Name.Name, text})
						break
					}
				}
				return true
			})
		}
	}
	return out
}

func collect(g *ast.GenDecl, into map[string]ast.Expr) {
	for _, spec := range g.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok {
			for i, name := range v.Names {
				if i < len(v.Values) {
					into[name.Name] = v.Values[i]
				}
			}
		}
	}
}

// runsSQL: store.Get, Select, Exec and the batches, and the methods of a Querier.
func runsSQL(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Get", "Select", "Exec", "RunBatch", "TouchBatch", "MatchBatch", "QueryContext", "QueryRowContext", "ExecContext"}, sel.Sel.Name)
}

type reader struct {
	constants map[string]ast.Expr
	locals    map[string][]ast.Expr // every text that a variable may hold or have added
}

func (r reader) readLocals(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			for i, left := range s.Lhs {
				if id, ok := left.(*ast.Ident); ok && i < len(s.Rhs) {
					r.locals[id.Name] = append(r.locals[id.Name], s.Rhs[i])
				}
			}
		case *ast.RangeStmt: // for _, q := range []string{…}
			if id, ok := s.Value.(*ast.Ident); ok {
				r.locals[id.Name] = append(r.locals[id.Name], s.X)
			}
		case *ast.GenDecl:
			for _, spec := range s.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for i, name := range v.Names {
						if i < len(v.Values) {
							r.locals[name.Name] = append(r.locals[name.Name], v.Values[i])
						}
					}
				}
			}
		}
		return true
	})
}

func (r reader) text(e ast.Expr, depth int) string {
	if depth > 12 {
		return ""
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return r.text(e.X, depth+1) + r.text(e.Y, depth+1)
		}
	case *ast.ParenExpr:
		return r.text(e.X, depth+1)
	case *ast.CallExpr: // fmt.Sprintf("SELECT …"), strings.ReplaceAll(query, …), a fragment given its placeholders
		var b strings.Builder
		for _, arg := range e.Args {
			b.WriteString(r.text(arg, depth+1))
			b.WriteString(" ")
		}
		return strings.TrimSuffix(b.String(), " ")
	case *ast.CompositeLit:
		var b strings.Builder
		for _, el := range e.Elts {
			b.WriteString(r.text(el, depth+1) + " ")
		}
		return b.String()
	case *ast.Ident:
		if values, ok := r.locals[e.Name]; ok {
			var b strings.Builder
			for _, v := range values {
				b.WriteString(r.text(v, depth+1) + " ")
			}
			return strings.TrimSuffix(b.String(), " ")
		}
		if v, ok := r.constants[e.Name]; ok {
			return r.text(v, depth+1)
		}
	}
	return ""
}
