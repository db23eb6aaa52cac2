package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"parvis/internal/app"
	"parvis/internal/fault"
)

// passphraseVariable gives the passphrase of a backup without a terminal.
const passphraseVariable = "PARVIS_BACKUP_PASSPHRASE"

// Backup writes everything into one file.
type Backup struct {
	File  string `arg:"" help:"The file to write; - for standard output."`
	Plain bool   `help:"Do not encrypt, and leave the keys out."`
}

var errNoPassphrase = fault.New(fault.Invalid, "cli.no_passphrase",
	"Give a passphrase in PARVIS_BACKUP_PASSPHRASE, or --plain for a file without the keys.")

// Run writes the backup: encrypted with a passphrase and then with the keys, or
// plain and without them, which it says.
func (c Backup) Run(ctx context.Context, in io.Reader, out io.Writer, open OpenApp, l Locale) (err error) {
	passphrase := ""
	if !c.Plain {
		if passphrase, err = askPassphrase(in, out, l.say("Passphrase of the backup: ", "Phrase de passe de la sauvegarde : ")); err != nil {
			return err
		}
		if passphrase == "" {
			return errNoPassphrase
		}
	}
	a, err := open(ctx, app.Options{NoLock: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.File == "-" {
		return a.Backup(ctx, out, passphrase)
	}
	if err := writeWhole(c.File, func(w io.Writer) error { return a.Backup(ctx, w, passphrase) }); err != nil {
		return err
	}
	if c.Plain {
		_, err = fmt.Fprintln(out, l.say("Written without the keys: the tokens of connected accounts inside open only with "+a.Config.KeyFile+". Keep a copy of it elsewhere, or every account must be connected again after a restore.",
			"Écrite sans les clés\u00a0: les jetons des comptes qu’elle contient ne s’ouvrent qu’avec "+a.Config.KeyFile+". Gardez-en une copie ailleurs, sinon chaque compte sera à reconnecter après une restauration."))
	} else {
		_, err = fmt.Fprintln(out, l.say("Written, encrypted, keys included: without the passphrase nothing can be read back.",
			"Écrite et chiffrée, clés comprises\u00a0: sans la phrase de passe, rien ne pourra être relu."))
	}
	return err
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(path string, fill func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".parvis-backup-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	b := bufio.NewWriterSize(tmp, 1<<20)
	if err := errors.Join(fill(b), b.Flush(), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// Restore reads a backup into an empty installation.
type Restore struct {
	File string `arg:"" help:"The file to read; - for standard input."`
}

// Run restores, and says what a restored copy does at its first start.
func (c Restore) Run(ctx context.Context, in io.Reader, out io.Writer, s Settings, l Locale) error {
	cfg, err := s.load()
	if err != nil {
		return err
	}
	from := in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if errors.Is(err, fs.ErrNotExist) {
			return fault.Newf(fault.NotFound, "cli.no_file", "There is no file %s.", c.File).With("file", c.File)
		}
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		from = f
	}
	passphrase := os.Getenv(passphraseVariable)
	restored, err := app.Restore(ctx, cfg, from, passphrase)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, l.say("%d rows and %d files are back in %s.\n", "%d lignes et %d fichiers sont de retour dans %s.\n"), restored.Rows, restored.Files, cfg.Data)
	if err == nil {
		_, err = fmt.Fprintln(out, l.say("This is a copy: at its first start every channel is held and Parvis looks for what left since the backup. A person reads that list and resumes each channel.",
			"Ceci est une copie\u00a0: à son premier démarrage chaque compte est suspendu et Parvis cherche ce qui est parti depuis la sauvegarde. Une personne lit cette liste et relance chaque compte."))
	}
	if err == nil && !restored.Key {
		_, err = fmt.Fprintln(out, l.say("The keys were not inside: put the original key file at "+cfg.KeyFile+" before starting.",
			"Les clés n’y étaient pas\u00a0: placez le fichier de clés d’origine en "+cfg.KeyFile+" avant de démarrer."))
	}
	return err
}

// askPassphrase reads it from the environment, or from a terminal without echo.
func askPassphrase(in io.Reader, out io.Writer, question string) (string, error) {
	if p := os.Getenv(passphraseVariable); p != "" {
		return p, nil
	}
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", nil
	}
	if _, err := fmt.Fprint(out, question); err != nil {
		return "", err
	}
	p, err := term.ReadPassword(int(f.Fd()))
	_, _ = fmt.Fprintln(out)
	return strings.TrimSpace(string(p)), err
}
