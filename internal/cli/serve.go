package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"parvis/internal/app"
)

// Serve starts Parvis.
type Serve struct {
	Demo bool `help:"On an empty database, start with the sample of a fictional brand and print the link that signs in as its owner."`
}

// Run serves until it is told to stop. It prints where to go: the set-up link
// while nobody can sign in, the sample's link with --demo.
func (c Serve) Run(ctx context.Context, out io.Writer, open OpenApp, l Locale) error {
	a, err := open(ctx, app.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	ears, err := a.Listen(ctx)
	if err != nil {
		return err
	}
	if err := c.welcome(ctx, out, a, l); err != nil {
		return errors.Join(err, ears.App.Close(), ears.Pages.Close())
	}
	return a.Run(ctx, ears)
}

func (c Serve) welcome(ctx context.Context, out io.Writer, a *app.App, l Locale) error {
	say := func(english, french, link string) error {
		_, err := fmt.Fprintf(out, "\n  %s\n\n    %s\n\n", l.say(english, french), link)
		return err
	}
	if c.Demo {
		link, err := a.Demo(ctx)
		if err != nil {
			return err
		}
		if link != "" {
			return say("Parvis is ready, with a sample brand. Open this link (once, within the hour):",
				"Parvis est prêt, avec une marque d’exemple. Ouvrez ce lien (une fois, dans l’heure)\u00a0:", link)
		}
	}
	state, err := a.Identity.SetupState(ctx)
	if err != nil {
		return err
	}
	if !state.Needed {
		return say("Parvis is ready:", "Parvis est prêt\u00a0:", a.Config.PublicURL)
	}
	link, err := a.Identity.Operator().NewOwnerLink(ctx)
	if err != nil {
		return err
	}
	return say("Parvis is ready. Open this link to create the owner's account (once, within 24 hours):",
		"Parvis est prêt. Ouvrez ce lien pour créer le compte propriétaire (une fois, sous 24 heures)\u00a0:", link)
}
