package accesstest

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// Anonymous is the caller without credentials.
const Anonymous = "anonymous"

// Password of every person of a World.
const Password = "correct horse battery"

// World is a running API with two workspaces, and a sample.
type World struct {
	API      huma.API
	Handler  http.Handler
	DB       *store.DB
	Identity *identity.Service
	Now      func() time.Time
	Receiver string // address that answers 2xx, to connect webhooks at; "" leaves channels out

	Mine, Other, Sample Side
	serial              int
}

// Side is one workspace with a member of each role.
type Side struct {
	Workspace identity.WorkspaceID
	Name      string
	Members   map[string]identity.Member // by role
	sessions  map[string]string
}

// Build peoples the world; the fields up to Now are set by the caller.
func (w *World) Build(t *testing.T) {
	t.Helper()
	w.Mine = w.NewSide(t)
	w.Other = w.NewSide(t)
	ws, members, err := w.Identity.CreateSample(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	w.Sample = w.sideOf(t, ws.ID, ws.Name, members)
}

func sample() identity.SampleInput {
	in := identity.SampleInput{Name: "Échantillon", Slug: "echantillon", Zone: "Europe/Paris", Locale: "fr"}
	for _, r := range identity.Roles {
		in.Members = append(in.Members, identity.SampleMember{Name: "Sample " + string(r), Role: r})
	}
	return in
}

// NewSide makes a workspace with a member of each role.
func (w *World) NewSide(t *testing.T) Side {
	t.Helper()
	n := w.Unique()
	name := "Marque " + n
	link, err := w.Identity.Operator().NewOwnerLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, secret, _ := strings.Cut(link, "#")
	_, ws, err := w.Identity.Setup(t.Context(), identity.SetupInput{Link: secret, Name: "Owner " + n, Email: "owner@" + n + ".example", Password: Password,
		Workspace: identity.WorkspaceInput{Name: &name}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range identity.Roles[1:] {
		_, err := w.Identity.Operator().AddUser(t.Context(), identity.AddUserInput{Email: string(r) + "@" + n + ".example", Name: string(r) + " " + n,
			Password: Password, Workspace: string(ws.ID), Role: r})
		if err != nil {
			t.Fatal(err)
		}
	}
	members, err := w.Identity.ListMembers(identity.AsSystem(t.Context(), ws.ID), ws.ID)
	if err != nil {
		t.Fatal(err)
	}
	return w.sideOf(t, ws.ID, name, members)
}

func (w *World) sideOf(t *testing.T, id identity.WorkspaceID, name string, members []identity.Member) Side {
	t.Helper()
	s := Side{Workspace: id, Name: name, Members: map[string]identity.Member{}, sessions: map[string]string{}}
	for _, m := range members {
		s.Members[string(m.Role)] = m
	}
	w.signAllIn(t, s)
	return s
}

func (w *World) signAllIn(t *testing.T, s Side) {
	t.Helper()
	for role, m := range s.Members {
		s.sessions[role] = w.SignIn(t, m.UserID)
	}
}

// Unique gives a word not given before, for names and addresses.
func (w *World) Unique() string {
	w.serial++
	b := make([]byte, 3)
	_, _ = rand.Read(b) // never fails
	return "n" + hex.EncodeToString(b)
}

// SignIn opens a session straight in the table: a walk signs in too often for
// argon2id.
func (w *World) SignIn(t *testing.T, user identity.UserID) string {
	t.Helper()
	secret := "walk-" + w.Unique() + w.Unique()
	sum := sha256.Sum256([]byte(secret))
	now := w.Now()
	err := w.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `INSERT INTO session (id, user_id, secret_hash, address, user_agent, created_at, last_seen_at, expires_at)
			VALUES ($1, $2, $3, '', $6, $4, $4, $5)`, store.NewID[string]("ses"), user, hex.EncodeToString(sum[:]), store.At(now), store.At(now.Add(time.Hour)), secret)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// Case says how to call an operation on one side's objects.
type Case struct {
	Path    map[string]string // path parameters but {workspace}
	Query   url.Values
	Body    any    // marshalled as JSON; []byte is sent as it is
	Type    string // Content-Type of a []byte body
	Foreign bool   // Body or Query hold ids of the side: from elsewhere they are 404 (or 422, naming the field)
	Quiet   bool   // a write that leaves the database as it is
	OK      []int  // besides 2xx, statuses that show the caller was let in (a rule of the room stands in the way)
	Side    *Side  // call here instead: a sample, or a workspace to be ruined
	Header  http.Header
}

// Fixture makes fresh objects in a side and says how to call one operation on
// them as caller (a role, or Anonymous).
type Fixture func(t *testing.T, w *World, s Side, caller string) Case

// Fixtures by operation id.
type Fixtures map[string]Fixture

// Call sends a request as a session and gives status and body.
func (w *World) Call(t *testing.T, session, method, path string, c Case) (int, []byte) {
	t.Helper()
	var body io.Reader
	kind := c.Type
	switch b := c.Body.(type) {
	case nil:
	case []byte:
		body = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		body, kind = bytes.NewReader(raw), "application/json"
	}
	if len(c.Query) > 0 {
		path += "?" + c.Query.Encode()
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, body)
	r.RemoteAddr = "[2001:db8::" + hex.EncodeToString([]byte(w.Unique())[3:5]) + "]:1"
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for k, v := range c.Header {
		r.Header[k] = v
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: "parvis", Value: session})
	}
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, r)
	return rec.Code, rec.Body.Bytes()
}

// Make calls as the side's owner under its workspace and gives the decoded
// answer; anything but a success ends the test.
func (w *World) Make(t *testing.T, s Side, method, path string, body any) map[string]any {
	t.Helper()
	status, raw := w.Call(t, s.sessions[string(identity.Owner)], method, "/api/v1/workspaces/"+string(s.Workspace)+path, Case{Body: body})
	if status/100 != 2 {
		t.Fatalf("making a fixture: %s %s: %d %s", method, path, status, raw)
	}
	out := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatalf("making a fixture: %s %s: %v in %s", method, path, err, raw)
		}
	}
	return out
}

// MakeID is Make that gives the new object's "id".
func (w *World) MakeID(t *testing.T, s Side, method, path string, body any) string {
	t.Helper()
	id, ok := w.Make(t, s, method, path, body)["id"].(string)
	if !ok {
		t.Fatalf("making a fixture: %s %s answered no id", method, path)
	}
	return id
}

func idOf(t *testing.T, status int, raw []byte) string {
	t.Helper()
	var out struct{ ID string }
	if err := json.Unmarshal(raw, &out); err != nil || status/100 != 2 || out.ID == "" {
		t.Fatalf("making a fixture: %d %s", status, raw)
	}
	return out.ID
}
