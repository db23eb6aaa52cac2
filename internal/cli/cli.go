package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"parvis/internal/app"
	"parvis/internal/config"
	"parvis/internal/fault"
	"parvis/internal/identity"
)

// grammar is the whole command line. A setting's flag stands before its
// environment variable.
type grammar struct {
	Settings `embed:""`

	Serve     Serve     `cmd:"" help:"Start Parvis."`
	Migrate   Migrate   `cmd:"" help:"Bring the database to this version, after a copy of it."`
	User      User      `cmd:"" help:"Accounts: add, reset-password, list."`
	Token     Token     `cmd:"" help:"API tokens: create, list, revoke."`
	OwnerLink OwnerLink `cmd:"" name:"owner-link" help:"Print the one-time link that makes an owner."`
	Backup    Backup    `cmd:"" help:"Write everything into one file, while Parvis runs."`
	Restore   Restore   `cmd:"" help:"Read a backup into an empty installation."`
	Doctor    Doctor    `cmd:"" help:"Check the installation; --repair mends what can be rebuilt."`
	OpenAPI   OpenAPI   `cmd:"" name:"openapi" hidden:"" help:"Print the description of the API."`
}

// Settings are the flags that stand for PARVIS_ variables.
type Settings struct {
	Listen     string `help:"Address that the application listens on (PARVIS_LISTEN)." placeholder:"127.0.0.1:8080"`
	PageListen string `help:"Address that public pages listen on (PARVIS_PAGE_LISTEN)." placeholder:"127.0.0.1:8081"`
	PublicURL  string `name:"public-url" help:"Address of the application as people type it (PARVIS_PUBLIC_URL)."`
	PageURL    string `name:"page-url" help:"Address of public pages (PARVIS_PAGE_URL)."`
	Data       string `help:"Folder of the database and the media (PARVIS_DATA)."`
	KeyFile    string `help:"File of the keys that seal secrets (PARVIS_KEY_FILE)."`
	Say        string `name:"say-in" help:"Language of messages: fr or en; the system's by default." enum:",fr,en" default:""`
}

func (s Settings) load() (config.Config, error) {
	flags := map[string]string{}
	for variable, value := range map[string]string{"PARVIS_LISTEN": s.Listen, "PARVIS_PAGE_LISTEN": s.PageListen, "PARVIS_PUBLIC_URL": s.PublicURL,
		"PARVIS_PAGE_URL": s.PageURL, "PARVIS_DATA": s.Data, "PARVIS_KEY_FILE": s.KeyFile} {
		if value != "" {
			flags[variable] = value
		}
	}
	return config.Load(config.Over(flags, config.Environment), os.Environ())
}

// Run parses args, runs the verb and gives the process's exit status. What goes
// wrong is said in the person's language on stderr.
func Run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var g grammar
	parser, err := kong.New(&g, kong.Name("parvis"), kong.Writers(out, errOut), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(in, (*io.Reader)(nil)), kong.BindTo(out, (*io.Writer)(nil)),
		kong.Description("The studio of the social media manager. Parvis keeps everything in its data folder; docs/guide says more."))
	if err != nil {
		_, _ = fmt.Fprintln(errOut, err)
		return 2
	}
	k, err := parser.Parse(args)
	if err != nil {
		_, _ = fmt.Fprintln(errOut, "parvis:", err)
		return 2
	}
	l := localeOf(g.Say)
	log := slog.New(slog.NewTextHandler(errOut, &slog.HandlerOptions{Level: slog.LevelInfo}))
	open := func(ctx context.Context, o app.Options) (*app.App, error) {
		c, err := g.load()
		if err != nil {
			return nil, err
		}
		o.Log = log
		return app.Open(ctx, c, o)
	}
	k.Bind(l, g.Settings, log, OpenApp(open), OpenIdentity(func(ctx context.Context) (*identity.Service, func() error, error) {
		a, err := open(ctx, app.Options{NoLock: true})
		if err != nil {
			return nil, nil, err
		}
		return a.Identity, a.Close, nil
	}))
	if err := k.Run(); err != nil && !errors.Is(err, context.Canceled) {
		l.complain(errOut, err)
		return 1
	}
	return 0
}

// OpenApp opens the installation that the settings name.
type OpenApp func(ctx context.Context, o app.Options) (*app.App, error)

// Migrate brings the database to this version.
type Migrate struct{}

// Run migrates: opening the installation does it.
func (Migrate) Run(ctx context.Context, out io.Writer, open OpenApp, l Locale) error {
	a, err := open(ctx, app.Options{})
	if err != nil {
		return err
	}
	have, _, err := a.DB.SchemaVersion(ctx)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	_, err = fmt.Fprintf(out, l.say("The database is up to date (schema %d).\n", "La base de données est à jour (schéma %d).\n"), have)
	return errors.Join(err, a.Close())
}

// OpenAPI prints the description of the API; the committed openapi.yaml is its
// output.
type OpenAPI struct{}

// Run prints it. It opens a throw-away installation.
func (OpenAPI) Run(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "parvis-openapi-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c, err := config.Load(config.Over(map[string]string{"PARVIS_DATA": dir}, func(string) (string, bool) { return "", false }), nil)
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c, app.Options{Now: func() time.Time { return time.Unix(0, 0).UTC() }})
	if err != nil {
		return err
	}
	description, err := a.OpenAPI()
	if err == nil {
		_, err = out.Write(description)
	}
	return errors.Join(err, a.Close())
}

// Doctor checks an installation.
type Doctor struct {
	Repair bool `help:"Rebuild what can be rebuilt."`
}

var errSick = fault.New(fault.Conflict, "cli.doctor", "The installation needs care: see above.")

// Run prints what is well and what is not; a fault found makes it fail.
func (c Doctor) Run(ctx context.Context, out io.Writer, open OpenApp, l Locale) error {
	a, err := open(ctx, app.Options{NoLock: true})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	findings, err := a.Examine(ctx, c.Repair)
	if err != nil {
		return err
	}
	sick := false
	for _, f := range findings {
		mark := "ok  "
		if !f.OK {
			mark, sick = "!!  ", true
		}
		if f.Warning {
			mark = "warn"
		}
		if _, err := fmt.Fprintf(out, "%s  %s\n", mark, l.say(f.English, f.French)); err != nil {
			return err
		}
	}
	if sick {
		return errSick
	}
	return nil
}
