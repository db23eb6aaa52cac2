package app

import (
	"context"

	"parvis/internal/identity"
)

// plantSample makes the fictional brand.
func (a *App) plantSample(ctx context.Context) error {
	_, _, err := a.Identity.CreateSample(ctx, identity.SampleInput{Name: "Les Ateliers Brume", Slug: "brume", Zone: "Europe/Paris", Locale: "fr",
		Members: []identity.SampleMember{{Name: "Maëlle Le Goff", Role: identity.Owner}}})
	return err
}
