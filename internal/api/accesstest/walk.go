package accesstest

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	"parvis/internal/identity"
)

// operation is one line of the API's description.
type operation struct {
	*huma.Operation
	write bool
}

func operations(a huma.API) map[string]operation {
	out := map[string]operation{}
	for path, item := range a.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
			http.MethodPatch: item.Patch, http.MethodDelete: item.Delete} {
			if op == nil {
				continue
			}
			known := *op
			known.Path, known.Method = path, method
			out[op.OperationID] = operation{&known, method != http.MethodGet}
		}
	}
	return out
}

// Walk calls every operation of w.API as every caller and holds the answers
// against the matrix, which must name them all and nothing else.
func Walk(t *testing.T, w *World, fixtures Fixtures) {
	t.Helper()
	all := operations(w.API)
	for name := range matrix(t) {
		if _, ok := all[name]; !ok {
			t.Errorf("access.csv: %s names no operation", name)
		}
	}
	w.walkAll(t, all, fixtures)
}

// WalkRoom is Walk for the operations that bear one tag, for a room's own test:
// rows of other rooms are not looked at.
func WalkRoom(t *testing.T, w *World, tag string, fixtures Fixtures) {
	t.Helper()
	all := operations(w.API)
	maps.DeleteFunc(all, func(_ string, op operation) bool { return !slices.Contains(op.Tags, tag) })
	w.walkAll(t, all, fixtures)
}

func (w *World) walkAll(t *testing.T, all map[string]operation, fixtures Fixtures) {
	t.Helper()
	known := matrix(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		callers, ok := known[name]
		if !ok {
			t.Errorf("access.csv: %s is missing", name)
			continue
		}
		t.Run(name, func(t *testing.T) { w.walk(t, all[name], fixtures[name], callers) })
	}
}

// WalkRaw looks at a route that is no operation (a stream): nobody enters
// without credentials, nor an owner the other workspace. Those who may enter are
// the route's own tests' to try: a stream does not end.
func WalkRaw(t *testing.T, w *World, method, path string) {
	t.Helper()
	path = strings.ReplaceAll(path, "{workspace}", string(w.Other.Workspace))
	for session, want := range map[string]int{"": http.StatusUnauthorized, w.Mine.sessions[string(identity.Owner)]: http.StatusNotFound} {
		if status, body := w.Call(t, session, method, path, Case{}); status != want {
			t.Errorf("%s %s: got %d %s, want %d", method, path, status, clip(body), want)
		}
	}
}

func matrix(t *testing.T) map[string]map[string]bool {
	t.Helper()
	m, err := api.AccessMatrix()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *World) walk(t *testing.T, op operation, fixture Fixture, callers map[string]bool) {
	t.Helper()
	if fixture == nil {
		fixture = func(*testing.T, *World, Side, string) Case { return Case{} }
	}
	for _, parameter := range op.Parameters {
		if parameter.In != "path" || parameter.Name == "workspace" {
			continue
		}
		if c := fixture(t, w, w.Mine, string(identity.Owner)); c.Path[parameter.Name] == "" {
			t.Fatalf("no fixture gives {%s}: add it to this package's file of the room", parameter.Name)
		}
	}
	w.walkDenied(t, op, fixture, callers)
	w.walkForeign(t, op, fixture)
	for _, caller := range slices.Sorted(maps.Keys(callers)) {
		if callers[caller] {
			w.walkAllowed(t, op, fixture, caller)
		}
	}
}

// side is where a case is called, and as whom.
func (c Case) side(s Side) Side {
	if c.Side != nil {
		return *c.Side
	}
	return s
}

func (op operation) at(s Side, c Case) string {
	path := strings.ReplaceAll(op.Path, "{workspace}", string(s.Workspace))
	for name, value := range c.Path {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

// walkDenied: nothing happens for those who may not.
func (w *World) walkDenied(t *testing.T, op operation, fixture Fixture, callers map[string]bool) {
	t.Helper()
	for _, caller := range slices.Sorted(maps.Keys(callers)) {
		if callers[caller] {
			continue
		}
		status, body := w.unchanged(t, caller, func() call {
			c := fixture(t, w, w.Mine, caller)
			s := c.side(w.Mine)
			return func() (int, []byte) { return w.Call(t, s.sessions[caller], op.Method, op.at(s, c), c) }
		})
		if status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusNotFound {
			t.Errorf("%s must be denied, got %d %s", caller, status, clip(body))
		}
	}
}

// walkForeign: the other workspace's things do not exist, even for an owner.
func (w *World) walkForeign(t *testing.T, op operation, fixture Fixture) {
	t.Helper()
	if !strings.Contains(op.Path, "{workspace}") {
		return
	}
	owner := string(identity.Owner)
	theirs := fixture(t, w, w.Other, owner)
	if theirs.Side != nil {
		return // a side of its own: there is no other to confuse it with
	}
	at := func(s Side) func() call {
		return func() call {
			c := fixture(t, w, w.Other, owner)
			return func() (int, []byte) { return w.Call(t, w.Mine.sessions[owner], op.Method, op.at(s, c), c) }
		}
	}
	status, body := w.unchanged(t, "an owner of elsewhere", at(w.Other))
	if status != http.StatusNotFound {
		t.Errorf("in the other workspace: got %d %s, want 404", status, clip(body))
	}
	if len(theirs.Path) == 0 && !theirs.Foreign {
		return
	}
	status, body = w.unchanged(t, "ids of elsewhere", at(w.Mine))
	named := theirs.Foreign && status == http.StatusUnprocessableEntity
	filtered := theirs.Foreign && !op.write && status == http.StatusOK
	if status != http.StatusNotFound && !named && !filtered {
		t.Errorf("the other workspace's ids: got %d %s, want 404", status, clip(body))
	}
	w.noLeak(t, "ids of elsewhere", body)
}

// walkAllowed: those who may are let in, and a write is seen.
func (w *World) walkAllowed(t *testing.T, op operation, fixture Fixture, caller string) {
	t.Helper()
	c := fixture(t, w, w.Mine, caller)
	s := c.side(w.Mine)
	session := ""
	if caller != Anonymous {
		session = w.SignIn(t, s.Members[caller].UserID) // of its own: some operations end it
	}
	before := w.written(t)
	status, body := w.Call(t, session, op.Method, op.at(s, c), c)
	after := w.written(t)
	if !strings.Contains(op.Path, "{workspace}") {
		w.signAllIn(t, w.Mine) // an operation on accounts may have ended sessions
	}
	if slices.Contains(c.OK, status) {
		return
	}
	if status/100 != 2 {
		t.Errorf("%s must be allowed, got %d %s", caller, status, clip(body))
		return
	}
	if op.write && !c.Quiet && before == after {
		t.Errorf("%s was allowed, and nothing was written", caller)
	}
	w.noLeak(t, caller, body)
}

// noLeak: an answer in one workspace says nothing of the other.
func (w *World) noLeak(t *testing.T, caller string, body []byte) {
	t.Helper()
	if bytes.Contains(body, []byte(w.Other.Workspace)) || bytes.Contains(body, []byte(w.Other.Name)) {
		t.Errorf("%s: the answer holds something of the other workspace: %s", caller, clip(body))
	}
}

func clip(body []byte) string {
	if len(body) > 300 {
		body = body[:300]
	}
	return string(body)
}
