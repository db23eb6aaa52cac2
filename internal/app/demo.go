package app

import (
	"context"

	"parvis/internal/fault"
)

// Demo makes sure that an empty installation has the sample brand, and gives
// the one-time link that signs in as its owner. It gives "" where there is no
// sample: the installation has real workspaces, or the sample was removed.
func (a *App) Demo(ctx context.Context) (string, error) {
	spaces, err := a.Identity.Operator().ListWorkspaces(ctx)
	if err != nil {
		return "", err
	}
	if len(spaces) == 0 {
		if err := a.plantSample(ctx); err != nil {
			return "", fault.Op("app.Demo", err)
		}
	}
	link, err := a.Identity.SampleLink(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return link, err
}
