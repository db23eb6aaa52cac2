package config

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"parvis/internal/mail"
	"parvis/internal/outbound"
)

// Config is a checked configuration.
type Config struct {
	Listen         string              // address of the application
	PageListen     string              // address of public pages and user files
	PublicURL      string              // origin of the application, no trailing slash
	PageURL        string              // origin of public pages, no trailing slash
	Data           string              // folder of the database, media and caches
	KeyFile        string              // the keys that seal secrets
	DatabaseURL    string              // PostgreSQL; empty: SQLite in Data
	AllowNetworks  []string            // exceptions of the outbound guard
	TrustedProxies []netip.Prefix      // whose X-Forwarded-For is believed
	SMTPURL        string              // empty: mail is only logged
	NetworkURLs    map[string]*url.URL // base address per network, by lower-case name
}

// Setting is one variable as help and documentation show it.
type Setting struct {
	Variable string
	Flag     string // without the dashes
	Default  string // as shown; "" when there is none
	Secret   bool   // never printed
	English  string
	French   string
}

// Settings lists every variable, in the order of the guide.
var Settings = []Setting{
	{"PARVIS_LISTEN", "listen", "127.0.0.1:8080", false, "Address that the application listens on.", "Adresse d’écoute de l’application."},
	{"PARVIS_PAGE_LISTEN", "page-listen", "127.0.0.1:8081", false, "Address that public pages listen on.", "Adresse d’écoute des pages publiques."},
	{"PARVIS_PUBLIC_URL", "public-url", "http://127.0.0.1:8080", false, "Address of the application as people type it.", "Adresse de l’application telle qu’on la saisit."},
	{"PARVIS_PAGE_URL", "page-url", "http://127.0.0.1:8081", false, "Address of public pages; another host than the application.", "Adresse des pages publiques ; un autre hôte que l’application."},
	{"PARVIS_DATA", "data", "~/.local/share/parvis", false, "Folder of the database and the media.", "Dossier de la base de données et des médias."},
	{"PARVIS_KEY_FILE", "key-file", "parvis.key in the data folder", false, "File of the keys that seal secrets; keep it apart from backups.", "Fichier des clés qui scellent les secrets ; à garder à part des sauvegardes."},
	{"PARVIS_DATABASE_URL", "database-url", "", true, "PostgreSQL address; empty: SQLite in the data folder.", "Adresse PostgreSQL ; vide : SQLite dans le dossier de données."},
	{"PARVIS_ALLOW_NETWORKS", "allow-networks", "", false, "Private hosts and networks that may be reached, separated by commas.", "Hôtes et réseaux privés joignables, séparés par des virgules."},
	{"PARVIS_TRUSTED_PROXIES", "trusted-proxies", "", false, "Proxies whose X-Forwarded-For is believed, separated by commas.", "Mandataires dont l’en-tête X-Forwarded-For fait foi, séparés par des virgules."},
	{"PARVIS_SMTP_URL", "smtp-url", "", true, "Mail server: smtp://user:password@host:587?from=address.", "Serveur de messagerie : smtp://nom:motdepasse@hôte:587?from=adresse."},
}

const networkPrefix, networkSuffix = "PARVIS_NETWORK_", "_URL"

// Source gives the value of a variable and whether it is set at all.
type Source func(variable string) (string, bool)

// Environment is the process's variables.
func Environment(variable string) (string, bool) { return os.LookupEnv(variable) }

// Over puts flags, by variable, before another source.
func Over(flags map[string]string, next Source) Source {
	return func(variable string) (string, bool) {
		if v, ok := flags[variable]; ok {
			return v, true
		}
		return next(variable)
	}
}

// Load reads and checks the configuration. names are the variables that are set
// (os.Environ), among which it looks for PARVIS_NETWORK_<NAME>_URL and for
// misspelt ones. Its error is an Invalid fault with one field per variable;
// Sentences puts it into words.
func Load(from Source, names []string) (Config, error) {
	r := &reader{from: from}
	c := Config{
		Listen:     r.listen("PARVIS_LISTEN", "127.0.0.1:8080"),
		PageListen: r.listen("PARVIS_PAGE_LISTEN", "127.0.0.1:8081"),
		Data:       r.folder("PARVIS_DATA"),
	}
	c.PublicURL = r.origin("PARVIS_PUBLIC_URL", "http://"+browsable(c.Listen))
	c.PageURL = r.origin("PARVIS_PAGE_URL", "http://"+browsable(c.PageListen))
	c.KeyFile = r.text("PARVIS_KEY_FILE", filepath.Join(c.Data, "parvis.key"))
	c.DatabaseURL = r.database("PARVIS_DATABASE_URL")
	c.AllowNetworks = r.list("PARVIS_ALLOW_NETWORKS")
	if _, err := outbound.NewDialer(c.AllowNetworks); err != nil {
		r.fault("PARVIS_ALLOW_NETWORKS", "config.networks", strings.Join(c.AllowNetworks, ", "))
	}
	c.TrustedProxies = r.prefixes("PARVIS_TRUSTED_PROXIES")
	c.SMTPURL = r.text("PARVIS_SMTP_URL", "")
	if c.SMTPURL != "" {
		if _, err := mail.ParseURL(c.SMTPURL, ""); err != nil {
			r.fault("PARVIS_SMTP_URL", "config.smtp", "")
		}
	}
	c.NetworkURLs = r.networks(names)
	r.unknown(names)
	if len(r.faults.Fields) == 0 {
		r.origins(c)
	}
	return c, r.err()
}

// browsable is a listening address as a browser takes it.
func browsable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip, err := netip.ParseAddr(host); host == "" || (err == nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// origins holds the two origins against each other: what a visitor's page runs
// must never share the application's cookies, which ignore ports.
func (r *reader) origins(c Config) {
	public, page := hostOf(c.PublicURL), hostOf(c.PageURL)
	switch {
	case c.Listen == c.PageListen && !strings.HasSuffix(c.Listen, ":0"):
		r.fault("PARVIS_PAGE_LISTEN", "config.same_listen", c.PageListen)
	case c.PublicURL == c.PageURL:
		r.fault("PARVIS_PAGE_URL", "config.same_origin", c.PageURL)
	case isLoopback(public):
		return
	case public == page:
		r.fault("PARVIS_PAGE_URL", "config.same_host", c.PageURL)
	case isLoopback(page):
		r.fault("PARVIS_PAGE_URL", "config.page_url_needed", c.PageURL)
	}
}

func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (err == nil && ip.IsLoopback())
}

// IsLoopback says whether only this machine can reach the application.
func (c Config) IsLoopback() bool { return isLoopback(hostOf(c.PublicURL)) }
