package site

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// words of the page, by its language. They are few and shown to readers, not to
// members: the interface's own words live in web/.
var words = map[string]map[string]string{
	"fr": {
		"posts": "Le carnet", "links": "Liens", "networks": "Ailleurs", "feeds": "Flux",
		"older": "Plus ancien", "newer": "Plus récent", "pages": "Pages", "neighbours": "Autres billets", "read": "Lire la suite",
		"thread": "Fil", "thread_of": "Fil en %d messages", "video": "Vidéo", "pictures": "%d images", "back": "Retour à la page",
		"empty": "Rien n’est encore paru ici.", "empty_more": "Le premier billet arrivera bientôt ; les flux ci-dessus vous préviendront.",
		"404": "Cette page n’existe pas.", "404_more": "L’adresse est peut-être incomplète, ou mal recopiée.",
		"410": "Cette page a été retirée.", "410_more": "Elle a existé, mais n’est plus publiée.",
		"served": "servi par Parvis, sans traceur", "page_n": "page %d", "skip": "Aller au contenu", "enlarge": "Voir l’image en grand",
		"preview": "Aperçu : cette page n’est pas encore ouverte au public.", "edited": "mis à jour le %s",
	},
	"en": {
		"posts": "Journal", "links": "Links", "networks": "Elsewhere", "feeds": "Feeds",
		"older": "Older", "newer": "Newer", "pages": "Pages", "neighbours": "Other posts", "read": "Read on",
		"thread": "Thread", "thread_of": "Thread of %d posts", "video": "Video", "pictures": "%d pictures", "back": "Back to the page",
		"empty": "Nothing has been published here yet.", "empty_more": "The first post is on its way; the feeds above will tell you.",
		"404": "This page does not exist.", "404_more": "The address may be incomplete or mistyped.",
		"410": "This page has been taken down.", "410_more": "It did exist, but is no longer published.",
		"served": "served by Parvis, without trackers", "page_n": "page %d", "skip": "Skip to content", "enlarge": "See the full picture",
		"preview": "Preview: this page is not open to the public yet.", "edited": "updated on %s",
	},
}

func word(language, key string, args ...any) string {
	if len(args) == 0 {
		return words[language][key]
	}
	return fmt.Sprintf(words[language][key], args...)
}

var (
	frDays   = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	frMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
)

// day writes the day of t as a reader of the language would: "mardi 24
// novembre", "dimanche 1ᵉʳ mars 2026", "Tuesday 24 November". The year is left
// out when it is the current one.
func day(language string, t, now time.Time) string {
	year := ""
	if t.Year() != now.Year() {
		year = " " + strconv.Itoa(t.Year())
	}
	if language == "en" {
		return t.Format("Monday 2 January") + year
	}
	number := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		number = "1ᵉʳ"
	}
	return frDays[t.Weekday()] + " " + number + "\u00a0" + frMonths[t.Month()-1] + year
}

var (
	highSigns = regexp.MustCompile(`(\S) ([;?!]+)(\s|$)`)
	lowSigns  = regexp.MustCompile(`(\S) ([:»])([\s\x{a0}\x{202f},.]|$)`)
)

// typeset puts the no-break spaces that French wants around its signs where a
// person typed ordinary ones. Other languages are left as they are.
func typeset(language, s string) string {
	if language != "fr" && !strings.HasPrefix(language, "fr-") {
		return s
	}
	s = highSigns.ReplaceAllString(s, "$1\u202f$2$3")
	s = lowSigns.ReplaceAllString(s, "$1\u00a0$2$3")
	return strings.ReplaceAll(s, "« ", "«\u00a0")
}
