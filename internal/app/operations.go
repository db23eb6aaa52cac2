package app

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	apichannels "parvis/internal/api/channels"
	apidispatch "parvis/internal/api/dispatch"
	apieditorial "parvis/internal/api/editorial"
	apigovernance "parvis/internal/api/governance"
	apiidentity "parvis/internal/api/identity"
	apimedia "parvis/internal/api/media"
	apinotify "parvis/internal/api/notify"
	apisite "parvis/internal/api/site"
	apistrategy "parvis/internal/api/strategy"
	"parvis/internal/editorial"
	"parvis/internal/identity"
)

// Version of the program.
const Version = "0.1.0"

// operations registers every room's operations, in the order of the document.
func (a *App) operations() []func(huma.API) {
	return []func(huma.API){
		func(h huma.API) { apiidentity.Register(h, a.Identity, a.Audit, a.cookies()) },
		func(h huma.API) { apistrategy.Register(h, a.Strategy) },
		func(h huma.API) { apinotify.Register(h, a.Notify) },
		func(h huma.API) { apimedia.Register(h, a.Media) },
		func(h huma.API) { apichannels.Register(h, a.Channels) },
		func(h huma.API) { apieditorial.Register(h, a.Editorial) },
		func(h huma.API) { apigovernance.Register(h, a.Governance) },
		func(h huma.API) { apidispatch.Register(h, a.Dispatch, a.Publishing, a.Now) },
		func(h huma.API) { apisite.Register(h, a.Site) },
	}
}

// losses names what a workspace's removal takes away.
func (a *App) losses() []identity.LossCounter {
	return []identity.LossCounter{
		{Kind: "posts", Count: func(ctx context.Context, ws identity.WorkspaceID) (int, error) {
			counts, err := a.Editorial.Counts(ctx, ws, editorial.Filter{})
			total := 0
			for _, n := range counts {
				total += n
			}
			return total, err
		}},
		{Kind: "channels", Count: func(ctx context.Context, ws identity.WorkspaceID) (int, error) {
			list, err := a.Channels.List(ctx, ws)
			return len(list), err
		}},
	}
}

// OpenAPI gives the description of the API, in YAML.
func (a *App) OpenAPI() ([]byte, error) {
	return a.server().API.OpenAPI().YAML()
}
