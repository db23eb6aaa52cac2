package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
)

// OpenIdentity opens the installation's people; close ends it. The database's
// own locks suffice: these verbs work while parvis serve runs.
type OpenIdentity func(ctx context.Context) (people *identity.Service, closeAll func() error, err error)

// as runs fn with the operator's verbs.
func (open OpenIdentity) as(ctx context.Context, fn func(identity.Operator) error) (err error) {
	people, closeAll, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if closing := closeAll(); err == nil {
			err = closing
		}
	}()
	return fn(people.Operator())
}

// OwnerLink prints the one-time link that makes an owner and a workspace.
type OwnerLink struct{}

// Run prints the link.
func (OwnerLink) Run(ctx context.Context, out io.Writer, open OpenIdentity, l Locale) error {
	return open.as(ctx, func(o identity.Operator) error {
		link, err := o.NewOwnerLink(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n\n  %s\n", l.say("Open this link to create the owner's account (once, within 24 hours):",
			"Ouvrez ce lien pour créer le compte propriétaire (une fois, sous 24 heures)\u00a0:"), link)
		return err
	})
}

// User groups the verbs on accounts.
type User struct {
	Add           UserAdd           `cmd:"" help:"Add an account, or make an existing one a member of a workspace."`
	ResetPassword UserResetPassword `cmd:"" help:"Print a link to choose a new password, or set one."`
	List          UserList          `cmd:"" help:"List the accounts."`
}

// UserAdd adds an account.
type UserAdd struct {
	Email         string `arg:"" help:"The person's address."`
	Name          string `help:"The person's name; the address by default."`
	Workspace     string `help:"Slug of a workspace to join."`
	Role          string `help:"Their role there." enum:"owner,manager,creator,approver,community,analyst,guest" default:"creator"`
	Language      string `help:"fr or en." enum:"fr,en" default:"fr"`
	PasswordStdin bool   `help:"Read the password from standard input; else a link to choose one is printed."`
}

// Run adds the account. Without a password it prints the link to choose one.
func (c UserAdd) Run(ctx context.Context, in io.Reader, out io.Writer, open OpenIdentity, l Locale) error {
	add := identity.AddUserInput{Email: strings.ToLower(strings.TrimSpace(c.Email)), Name: c.Name, Locale: c.Language, Workspace: c.Workspace, Role: identity.Role(c.Role)}
	if add.Name == "" {
		add.Name = add.Email
	}
	if c.PasswordStdin {
		var err error
		if add.Password, err = readPassword(in); err != nil {
			return err
		}
	}
	return open.as(ctx, func(o identity.Operator) error {
		added, err := o.AddUser(ctx, add)
		if err != nil {
			return err
		}
		if !added.New || add.Password != "" {
			_, err = fmt.Fprintf(out, l.say("%s can sign in.\n", "%s peut se connecter.\n"), added.Email)
			return err
		}
		return printResetLink(ctx, out, o, added.Email, l)
	})
}

// UserResetPassword lets someone in again.
type UserResetPassword struct {
	Email            string `arg:"" help:"The person's address."`
	PasswordStdin    bool   `help:"Set the password read from standard input instead of printing a link."`
	DropSecondFactor bool   `help:"Forget the authenticator too (a lost phone)."`
}

// Run prints a link, or sets the password and ends every session.
func (c UserResetPassword) Run(ctx context.Context, in io.Reader, out io.Writer, open OpenIdentity, l Locale) error {
	email := strings.ToLower(strings.TrimSpace(c.Email))
	password := ""
	if c.PasswordStdin {
		var err error
		if password, err = readPassword(in); err != nil {
			return err
		}
	}
	return open.as(ctx, func(o identity.Operator) error {
		if c.DropSecondFactor {
			if err := o.DropSecondFactor(ctx, email); err != nil {
				return err
			}
		}
		if password == "" {
			return printResetLink(ctx, out, o, email, l)
		}
		if err := o.SetPassword(ctx, email, password); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out, l.say("Done. Every session of theirs has ended.", "C’est fait. Toutes ses sessions sont terminées."))
		return err
	})
}

func printResetLink(ctx context.Context, out io.Writer, o identity.Operator, email string, l Locale) error {
	link, err := o.NewResetLink(ctx, email)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n\n  %s\n", fmt.Sprintf(l.say("Give %s this link to choose a password (once, within the hour):",
		"Donnez ce lien à %s pour choisir un mot de passe (une fois, dans l’heure)\u00a0:"), email), link)
	return err
}

var errNoPassword = fault.New(fault.Invalid, "identity.password_stdin", "Standard input held no password.")

func readPassword(in io.Reader) (string, error) {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errNoPassword
	}
	return line, nil
}

// UserList lists the accounts.
type UserList struct{}

// Run prints one line per account.
func (UserList) Run(ctx context.Context, out io.Writer, open OpenIdentity, l Locale) error {
	return open.as(ctx, func(o identity.Operator) error {
		people, err := o.ListUsers(ctx)
		if err != nil {
			return err
		}
		return table(out, l.say("ADDRESS\tNAME\tSECOND FACTOR\tSINCE", "ADRESSE\tNOM\tDOUBLE AUTHENTIFICATION\tDEPUIS"), len(people), func(w io.Writer, i int) {
			p := people[i]
			factor := l.say("no", "non")
			if !p.TOTPSince.IsZero() {
				factor = l.say("yes", "oui")
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.Email, p.Name, factor, p.CreatedAt.Format(time.DateOnly)) //nolint:errcheck // the flush tells
		})
	})
}

// Token groups the verbs on API tokens.
type Token struct {
	Create TokenCreate `cmd:"" help:"Make a token that acts for a member."`
	List   TokenList   `cmd:"" help:"List a workspace's tokens."`
	Revoke TokenRevoke `cmd:"" help:"Revoke a token."`
}

// TokenCreate makes a token.
type TokenCreate struct {
	Email     string   `arg:"" help:"The member it acts for."`
	Workspace string   `help:"Slug of the workspace." required:""`
	Name      string   `help:"What it is for." default:"parvis token create"`
	Scope     []string `help:"What it may do, such as post.read; all of the member's role by default."`
	Days      int      `help:"Days until it expires; 0: never." default:"90"`
}

// Run prints the token alone, so that a script can take it.
func (c TokenCreate) Run(ctx context.Context, out io.Writer, open OpenIdentity) error {
	in := identity.TokenInput{Name: c.Name}
	for _, scope := range c.Scope {
		in.Scopes = append(in.Scopes, identity.Permission(scope))
	}
	if c.Days > 0 {
		in.ExpiresAt = time.Now().AddDate(0, 0, c.Days)
	}
	return open.as(ctx, func(o identity.Operator) error {
		t, err := o.CreateToken(ctx, strings.ToLower(strings.TrimSpace(c.Email)), c.Workspace, in)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, t.Secret)
		return err
	})
}

// TokenList lists a workspace's tokens.
type TokenList struct {
	Workspace string `help:"Slug of the workspace." required:""`
}

// Run prints one line per token; never a secret.
func (c TokenList) Run(ctx context.Context, out io.Writer, open OpenIdentity, l Locale) error {
	return open.as(ctx, func(o identity.Operator) error {
		tokens, err := o.ListTokens(ctx, c.Workspace)
		if err != nil {
			return err
		}
		return table(out, l.say("ID\tNAME\tOF\tENDS IN\tEXPIRES\tLAST USED", "ID\tNOM\tDE\tFINIT PAR\tEXPIRE\tDERNIER USAGE"), len(tokens), func(w io.Writer, i int) {
			t := tokens[i]
			fmt.Fprintf(w, "%s\t%s\t%s\t…%s\t%s\t%s\n", t.ID, t.Name, t.UserName, t.Hint, day(t.ExpiresAt.Time), day(t.LastUsedAt.Time)) //nolint:errcheck // the flush tells
		})
	})
}

// TokenRevoke revokes a token.
type TokenRevoke struct {
	ID        string `arg:"" help:"The token's id, from parvis token list."`
	Workspace string `help:"Slug of the workspace." required:""`
}

// Run revokes the token.
func (c TokenRevoke) Run(ctx context.Context, out io.Writer, open OpenIdentity, l Locale) error {
	return open.as(ctx, func(o identity.Operator) error {
		if err := o.RevokeToken(ctx, c.Workspace, identity.TokenID(c.ID)); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out, l.say("Revoked.", "Révoqué."))
		return err
	})
}

func table(out io.Writer, head string, n int, row func(w io.Writer, i int)) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	if _, err := fmt.Fprintln(w, head); err != nil {
		return err
	}
	for i := range n {
		row(w, i)
	}
	return w.Flush()
}

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}
