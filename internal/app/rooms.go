package app

import (
	"context"
	"net/http"
	"os"
	"strings"

	"parvis/internal/audit"
	"parvis/internal/change"
	"parvis/internal/channels"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/event"
	"parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/media/video"
	"parvis/internal/networks"
	"parvis/internal/networks/page"
	"parvis/internal/networks/webhook"
	"parvis/internal/notify"
	"parvis/internal/outbound"
	"parvis/internal/publishing"
	"parvis/internal/site"
	"parvis/internal/store"
	"parvis/internal/strategy"
	"parvis/web"
)

// wire makes the rooms from the lowest floor up. What a lower room needs of a
// higher one is an adapter over the App, called only once everything runs.
func (a *App) wire() error {
	a.Feed = change.New(a.DB, a.Now)
	a.Audit = audit.New(audit.Deps{DB: a.DB, Keys: a.Keys, Now: a.Now, Log: a.Log})
	a.Identity = identity.New(identity.Deps{DB: a.DB, Now: a.Now, Events: a.Bus, Feed: a.Feed, Jobs: a.Jobs, Mail: a.Mail,
		Audit: a.Audit, Seal: a.Keys, Log: a.Log, PublicURL: a.Config.PublicURL, Losses: a.losses()})
	a.Strategy = strategy.New(strategy.Deps{DB: a.DB, Feed: a.Feed, Events: a.Bus, Audit: roomAudit{a}, People: a.Identity,
		Uses: strategyUses{a}, Counter: strategyUses{a}, Now: a.Now})
	a.Notify = notify.New(notify.Deps{DB: a.DB, Feed: a.Feed, Jobs: a.Jobs, People: a.Identity, Mail: a.Mail, PublicURL: a.Config.PublicURL,
		Words: web.ErrorWords, Now: a.Now})
	if err := a.wireMedia(); err != nil {
		return err
	}
	if err := a.wireNetworks(); err != nil {
		return err
	}
	a.Channels = channels.New(channels.Deps{DB: a.DB, Networks: a.Networks, Seal: a.Keys, Bus: a.Bus, Feed: a.Feed, Audit: a.Audit,
		Notify: a.Notify, Started: started{a}, Log: a.Log, Now: a.Now})
	a.Dispatch = dispatch.New(a.DB, a.Bus, a.recordTx, a.Now, func() { a.Engine.Wake() })
	a.Editorial = editorial.New(editorial.Deps{DB: a.DB, Bus: a.Bus, Feed: a.Feed, Now: a.Now, Channels: editorialChannels{a},
		Library: library{a}, Deliveries: deliveries{a}, Workspaces: a.Identity, Strategy: a.Strategy, Audit: roomAudit{a}})
	a.Governance = governance.New(governance.Deps{DB: a.DB, Bus: a.Bus, Feed: a.Feed, Now: a.Now, Editorial: a.Editorial, People: a.Identity,
		Notices: a.Notify, Gate: a.Channels, Channels: a.Channels, Audit: roomAudit{a}})
	a.Editorial.UseApprovals(a.Governance)
	a.Publishing = publishing.New(publishing.Deps{DB: a.DB, Feed: a.Feed, Now: a.Now, Editorial: a.Editorial, Dispatch: a.Dispatch,
		Notify: a.Notify, Approvals: a.Governance, Channels: a.Channels})
	a.wireEngine()
	a.listen()
	a.handleJobs()
	return nil
}

func (a *App) wireMedia() (err error) {
	for _, folder := range []string{"media", "incoming", "cache"} {
		if err := os.MkdirAll(a.path(folder), 0o700); err != nil {
			return cannotWrite(a.path(folder), err)
		}
	}
	files, err := media.NewFolder(a.path("media"))
	if err != nil {
		return cannotWrite(a.path("media"), err)
	}
	key, err := a.Keys.Derive(a.Keys.Current(), "media.signed_url")
	if err != nil {
		return err
	}
	a.Media = media.New(media.Deps{DB: a.DB, Feed: a.Feed, Files: files, Incoming: a.path("incoming"), Usage: mediaUses{a}, Audit: roomAudit{a},
		Fetch: a.Out, Tool: video.FindTool(a.path("cache")), SignKey: key, PageURL: a.Config.PageURL, Now: a.Now, Log: a.Log})
	a.Site, err = site.New(site.Deps{DB: a.DB, Feed: a.Feed, Audit: a.Audit, Keys: a.Keys, Files: site.Library{Media: a.Media}, Pictures: site.Library{Media: a.Media},
		PageURL: a.Config.PageURL, CacheDir: a.path("cache"), Now: a.Now, Log: a.Log})
	return err
}

// wireNetworks is the explicit list of networks.
func (a *App) wireNetworks() error {
	base := a.Config.PageURL
	if u := a.Config.NetworkURLs["page"]; u != nil {
		base = strings.TrimSuffix(u.String(), "/")
	}
	// The page is our own origin, on loopback as a rule: it has a way out of its
	// own that may reach that origin and nothing else that is private.
	own, err := outbound.New(outbound.Options{Allow: append(ownOrigin(base), a.Config.AllowNetworks...), Now: a.Now})
	if err != nil {
		return err
	}
	a.closers = append(a.closers, own.Close)
	a.Networks = networks.Registry{
		"page":    page.New(page.Options{BaseURL: base, Client: own, Now: a.Now}),
		"webhook": webhook.New(a.Out, a.Now),
	}
	return nil
}

func (a *App) wireEngine() {
	a.Engine = dispatch.NewEngine(dispatch.Options{DB: a.DB, Networks: a.Networks, Gate: gate{a}, Accounts: accounts{a},
		Kinds: map[string]dispatch.Kind{publishing.KindPost: a.Publishing}, Bus: a.Bus, Log: a.Log, Now: a.Now,
		Node: store.NewID[string]("node"), Workers: a.Workers, Lease: a.Lease, InjectedClock: a.InjectedClock})
}

// listen joins rooms to what others tell.
func (a *App) listen() {
	a.Channels.Listen(a.Bus)
	a.Governance.Listen(a.Bus)
	a.Publishing.Listen(a.Bus)
	a.Site.Listen(a.Bus)
	event.On(a.Bus, "site.first", a.givePageTx)
	event.On(a.Bus, "dispatch.released", func(ctx context.Context, tx *store.Tx, e channels.HoldReleased) error {
		return a.Dispatch.ReleaseTx(ctx, tx, e.Workspace)
	})
	event.On(a.Bus, "dispatch.reconnected", func(ctx context.Context, tx *store.Tx, e channels.ChannelConnected) error {
		return a.Dispatch.ReleaseTx(ctx, tx, e.Workspace)
	})
	event.On(a.Bus, "dispatch.channel_removed", func(ctx context.Context, tx *store.Tx, e channels.ChannelRemoved) error {
		_, err := a.Dispatch.CancelChannelTx(ctx, tx, e.Workspace, string(e.Channel))
		return err
	})
	event.On(a.Bus, "channels.refused", a.reportRefusalTx)
}

func (a *App) handleJobs() {
	a.Identity.Handle(a.Jobs)
	a.Notify.Register(a.Jobs)
	a.Media.Jobs(a.Jobs)
	a.Channels.Jobs(a.Jobs)
	a.handleUpkeep()
}

// givePageTx gives every new workspace its public page, as a channel.
func (a *App) givePageTx(ctx context.Context, tx *store.Tx, e identity.WorkspaceCreated) error {
	w, err := a.Identity.WorkspaceTx(ctx, tx, e.Workspace)
	if err != nil {
		return err
	}
	if _, err := a.Site.EnsureTx(ctx, tx, e.Workspace, w.Name, w.Locale, w.Zone); err != nil {
		return err
	}
	connected, err := a.Site.ConnectedTx(ctx, tx, e.Workspace)
	if err != nil {
		return err
	}
	_, err = a.Channels.ConnectTx(ctx, tx, identity.Actor{WorkspaceID: e.Workspace, UserID: e.Owner, Role: identity.Owner}, "page", connected)
	return err
}

// Pages is the handler of the page origin: public pages, feeds and files.
func (a *App) Pages() http.Handler {
	if a.pages == nil {
		mux := http.NewServeMux()
		mux.Handle(media.PublicPath, a.Media.FileHandler(nil))
		mux.Handle("/", a.Site.Handler())
		a.pages = mux
	}
	return a.pages
}
