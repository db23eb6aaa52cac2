package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store/storetest"
)

// console types commands at a database that stays open between them.
type console struct {
	t      *testing.T
	people *identity.Service
	input  string
}

func (c *console) run(line string) (string, error) {
	c.t.Helper()
	var verbs struct {
		OwnerLink OwnerLink `cmd:""`
		User      User      `cmd:""`
		Token     Token     `cmd:""`
	}
	var out bytes.Buffer
	open := OpenIdentity(func(context.Context) (*identity.Service, func() error, error) {
		return c.people, func() error { return nil }, nil
	})
	parser, err := kong.New(&verbs, kong.BindTo(c.t.Context(), (*context.Context)(nil)), kong.BindTo(&out, (*io.Writer)(nil)),
		kong.BindTo(strings.NewReader(c.input), (*io.Reader)(nil)), kong.Bind(open, Locale("en")))
	if err != nil {
		c.t.Fatal(err)
	}
	parsed, err := parser.Parse(strings.Fields(line))
	if err != nil {
		c.t.Fatal(err)
	}
	err = parsed.Run()
	return out.String(), err
}

func (c *console) must(line string) string {
	c.t.Helper()
	out, err := c.run(line)
	if err != nil {
		c.t.Fatalf("parvis %s: %v", line, err)
	}
	return out
}

func TestIdentityVerbs(t *testing.T) {
	c := &console{t: t, people: identity.New(identity.Deps{DB: storetest.SQLite(t), Now: time.Now, PublicURL: "https://parvis.test"})}
	link := c.must("owner-link")
	if !strings.Contains(link, "https://parvis.test/start#") {
		t.Fatalf("owner-link printed %q", link)
	}
	name := "Brume"
	_, _, err := c.people.Setup(t.Context(), identity.SetupInput{Link: strings.TrimSpace(link[strings.Index(link, "#")+1:]), Name: "Ada",
		Email: "ada@example.fr", Password: "correct horse battery", Workspace: identity.WorkspaceInput{Name: &name}})
	if err != nil {
		t.Fatal(err)
	}
	if out := c.must("user add Bob@Example.fr --workspace brume --role approver"); !strings.Contains(out, "/reset-password#") {
		t.Errorf("user add printed %q", out)
	}
	if _, err := c.run("user add bob@example.fr --workspace brume"); fault.Of(err).Code != "identity.already_member" {
		t.Errorf("a second time: %v", err)
	}
	c.input = "short\n"
	_, err = c.run("user reset-password bob@example.fr --password-stdin")
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("a short password: %v", err)
	}
	if said := Say(err, "fr"); !strings.Contains(said, "password: Un mot de passe compte au moins 10 caractères.") {
		t.Errorf("in French: %q", said)
	}
	c.input = "long enough to pass\n"
	c.must("user reset-password bob@example.fr --password-stdin --drop-second-factor")
	if out := c.must("user list"); strings.Count(out, "example.fr") != 2*2-1 { // Bob has no name but his address
		t.Errorf("user list printed %q", out)
	}
	token := strings.TrimSpace(c.must("token create bob@example.fr --workspace brume --scope post.read"))
	if _, err := c.people.Authenticate(t.Context(), identity.Credentials{Token: token}); err != nil || !strings.HasPrefix(token, "pv_") {
		t.Errorf("token %q: %v", token, err)
	}
	if _, err := c.run("token create bob@example.fr --workspace brume --scope member.manage"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a scope beyond the role: %v", err)
	}
	list := c.must("token list --workspace brume")
	if strings.Contains(list, token) {
		t.Error("the list shows a secret")
	}
	id := strings.Fields(strings.Split(list, "\n")[1])[0]
	c.must("token revoke " + id + " --workspace brume")
	if _, err := c.people.Authenticate(t.Context(), identity.Credentials{Token: token}); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a revoked token: %v", err)
	}
}
