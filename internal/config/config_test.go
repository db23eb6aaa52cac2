package config

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/fault"
)

func load(t *testing.T, env map[string]string) (Config, error) {
	t.Helper()
	if env["PARVIS_DATA"] == "" {
		env["PARVIS_DATA"] = t.TempDir()
	}
	var names []string
	for k := range env {
		names = append(names, k+"="+env[k])
	}
	return Load(func(v string) (string, bool) { s, ok := env[v]; return s, ok }, names)
}

func TestDefaults(t *testing.T) {
	c, err := load(t, map[string]string{"PARVIS_DATA": "/srv/brume"})
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Listen: "127.0.0.1:8080", PageListen: "127.0.0.1:8081", PublicURL: "http://127.0.0.1:8080", PageURL: "http://127.0.0.1:8081",
		Data: "/srv/brume", KeyFile: "/srv/brume/parvis.key"}
	c.NetworkURLs = nil
	if d := cmp.Diff(want, c, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); d != "" {
		t.Error(d)
	}
	if !c.IsLoopback() {
		t.Error("the defaults are reached from outside")
	}
}

func TestEverythingSet(t *testing.T) {
	c, err := load(t, map[string]string{
		"PARVIS_LISTEN": ":80", "PARVIS_PAGE_LISTEN": "0.0.0.0:81",
		"PARVIS_PUBLIC_URL": "https://parvis.brume.example/", "PARVIS_PAGE_URL": "https://pages.brume.example",
		"PARVIS_DATABASE_URL": "postgres://u:p@h/d", "PARVIS_ALLOW_NETWORKS": "10.0.0.0/8, minio.lan:9000",
		"PARVIS_TRUSTED_PROXIES": "10.1.2.3, 192.168.0.0/16", "PARVIS_SMTP_URL": "smtp://u:p@h?from=a@b.example",
		"PARVIS_NETWORK_MASTODON_URL": "http://127.0.0.1:9/", "PARVIS_TEST_POSTGRES_URL": "x", "PARVIS_BACKUP_PASSPHRASE": "x",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.PublicURL != "https://parvis.brume.example" || len(c.AllowNetworks) != 2 || len(c.TrustedProxies) != 2 ||
		c.TrustedProxies[0].String() != "10.1.2.3/32" || c.NetworkURLs["mastodon"].String() != "http://127.0.0.1:9" || c.IsLoopback() {
		t.Errorf("%+v", c)
	}
}

func TestFaultsNameTheirVariable(t *testing.T) {
	for _, c := range []struct{ variable, value, code string }{
		{"PARVIS_LISTEN", "8080", "config.listen"},
		{"PARVIS_LISTEN", "127.0.0.1:http", "config.listen"},
		{"PARVIS_PAGE_LISTEN", "127.0.0.1:8080", "config.same_listen"},
		{"PARVIS_PUBLIC_URL", "parvis.example.fr", "config.origin"},
		{"PARVIS_PUBLIC_URL", "https://example.fr/parvis", "config.origin"},
		{"PARVIS_PAGE_URL", "http://127.0.0.1:8080", "config.same_origin"},
		{"PARVIS_DATA", "/etc/hostname", "config.folder"},
		{"PARVIS_DATABASE_URL", "mysql://u:s3cret@h/d", "config.database"},
		{"PARVIS_ALLOW_NETWORKS", "http://x/y", "config.networks"},
		{"PARVIS_TRUSTED_PROXIES", "proxy", "config.proxies"},
		{"PARVIS_SMTP_URL", "smtp:s3cret", "config.smtp"},
		{"PARVIS_NETWORK_BLUESKY_URL", "bluesky", "config.network_url"},
		{"PARVIS_LISTENS", "x", "config.unknown"},
	} {
		_, err := load(t, map[string]string{c.variable: c.value})
		f := fault.Of(err)
		if f == nil || len(f.Fields) != 1 || f.Fields[0].Path != c.variable || f.Fields[0].Code != c.code {
			t.Errorf("%s=%s: %+v", c.variable, c.value, f)
			continue
		}
		for _, locale := range []string{"en", "fr_FR.UTF-8"} {
			s := Sentences(err, locale)
			if len(s) != 1 || !strings.Contains(s[0], c.variable) || strings.Contains(s[0], "s3cret") || strings.ContainsAny(s[0], "{}") {
				t.Errorf("%s: %q", locale, s)
			}
		}
	}
}

func TestPublicNeedsTwoHosts(t *testing.T) {
	for page, code := range map[string]string{
		"https://parvis.example.fr:8443": "config.same_host",
		"":                               "config.page_url_needed",
		"https://pages.example.fr":       "",
	} {
		_, err := load(t, map[string]string{"PARVIS_PUBLIC_URL": "https://parvis.example.fr", "PARVIS_PAGE_URL": page})
		got := ""
		if f := fault.Of(err); f != nil {
			got = f.Fields[0].Code
		}
		if got != code {
			t.Errorf("pages at %q: %s, want %s", page, got, code)
		}
	}
}

func TestFlagsComeFirst(t *testing.T) {
	from := Over(map[string]string{"PARVIS_LISTEN": "127.0.0.1:1"}, func(string) (string, bool) { return "127.0.0.1:2", true })
	if v, _ := from("PARVIS_LISTEN"); v != "127.0.0.1:1" {
		t.Errorf("got %s", v)
	}
	if v, _ := from("PARVIS_PAGE_LISTEN"); v != "127.0.0.1:2" {
		t.Errorf("got %s", v)
	}
}

func TestLocale(t *testing.T) {
	for lang, want := range map[string]string{"fr_FR.UTF-8": "fr", "C.UTF-8": "en", "": "en"} {
		if got := Locale(func(v string) (string, bool) { return lang, v == "LANG" }); got != want {
			t.Errorf("LANG=%s: %s", lang, got)
		}
	}
}
