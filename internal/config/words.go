package config

import (
	"errors"
	"strings"

	"parvis/internal/fault"
)

// words are the sentences of this package's codes: {v} is the variable, {x} what
// it was set to.
var words = map[string]struct{ en, fr string }{
	"config.listen":          {"{v}: “{x}” is not an address to listen on, such as 127.0.0.1:8080.", "{v} : « {x} » n’est pas une adresse d’écoute, par exemple 127.0.0.1:8080."},
	"config.same_listen":     {"{v}: “{x}” is also PARVIS_LISTEN. Choose another port: public pages never share the application's.", "{v} : « {x} » est aussi PARVIS_LISTEN. Choisissez un autre port : les pages publiques ne partagent jamais celui de l’application."},
	"config.origin":          {"{v}: “{x}” must be a bare address such as https://parvis.example.fr, without a path.", "{v} : « {x} » doit être une adresse nue, par exemple https://parvis.example.fr, sans chemin."},
	"config.same_origin":     {"{v}: “{x}” is also PARVIS_PUBLIC_URL. Public pages need an address of their own.", "{v} : « {x} » est aussi PARVIS_PUBLIC_URL. Il faut aux pages publiques une adresse à elles."},
	"config.same_host":       {"{v}: “{x}” has the same host as PARVIS_PUBLIC_URL. Give public pages another host: browsers share cookies between ports.", "{v} : « {x} » a le même hôte que PARVIS_PUBLIC_URL. Donnez aux pages publiques un autre hôte : les navigateurs partagent les cookies entre les ports."},
	"config.page_url_needed": {"{v}: set the address at which visitors reach the public pages; “{x}” only works on this machine.", "{v} : indiquez l’adresse à laquelle les visiteurs joignent les pages publiques ; « {x} » ne marche que sur cette machine."},
	"config.folder":          {"{v}: “{x}” is not a folder.", "{v} : « {x} » n’est pas un dossier."},
	"config.database":        {"{v} must look like postgres://user:password@host/database. Leave it empty for SQLite.", "{v} doit ressembler à postgres://nom:motdepasse@hôte/base. Laissez-la vide pour SQLite."},
	"config.networks":        {"{v}: “{x}” must be hosts, addresses or networks such as 10.0.0.0/8, separated by commas.", "{v} : « {x} » doit être une liste d’hôtes, d’adresses ou de réseaux comme 10.0.0.0/8, séparés par des virgules."},
	"config.proxies":         {"{v}: “{x}” is not an address or a network such as 10.0.0.0/8.", "{v} : « {x} » n’est pas une adresse ni un réseau comme 10.0.0.0/8."},
	"config.smtp":            {"{v} must look like smtp://user:password@mail.example.fr:587?from=parvis@example.fr.", "{v} doit ressembler à smtp://nom:motdepasse@mail.example.fr:587?from=parvis@example.fr."},
	"config.network_url":     {"{v}: “{x}” is not an address such as https://example.fr.", "{v} : « {x} » n’est pas une adresse, par exemple https://example.fr."},
	"config.unknown":         {"{v} is not a setting of Parvis: did you mean {x}?", "{v} n’est pas un réglage de Parvis : vouliez-vous dire {x} ?"},
}

func sentence(locale, variable, code, value string) string {
	w := words[code].en
	if strings.HasPrefix(strings.ToLower(locale), "fr") {
		// French typography: no line break inside « » nor before : and ;
		w = strings.NewReplacer("« ", "«\u00a0", " »", "\u00a0»", " : ", "\u00a0: ", " ; ", "\u202f; ", " ?", "\u202f?").Replace(words[code].fr)
	}
	return strings.NewReplacer("{v}", variable, "{x}", value).Replace(w)
}

// Sentences puts an error of Load into words, one per variable, in the locale
// (fr, fr_FR.UTF-8; anything else is English). It is nil for another error.
func Sentences(err error, locale string) []string {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != "config.invalid" {
		return nil
	}
	out := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		value, _ := field.Args["value"].(string)
		out[i] = sentence(locale, field.Path, field.Code, value)
	}
	return out
}

// Locale is the language of the command line's user, from LC_ALL, LC_MESSAGES
// or LANG: fr or en.
func Locale(from Source) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v, ok := from(name); ok && v != "" {
			if strings.HasPrefix(strings.ToLower(v), "fr") {
				return "fr"
			}
			return "en"
		}
	}
	return "en"
}
