package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"parvis/internal/config"
)

// localeOf is the language asked for, else the system's, else English.
func localeOf(asked string) Locale {
	if asked != "" {
		return Locale(asked)
	}
	for _, variable := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(variable); v != "" {
			if strings.HasPrefix(v, "fr") {
				return "fr"
			}
			return "en"
		}
	}
	return "en"
}

// complain says what went wrong, one line per fault of the configuration.
func (l Locale) complain(w io.Writer, err error) {
	lines := config.Sentences(err, string(l))
	if lines == nil {
		lines = []string{Say(err, string(l))}
	}
	for _, line := range lines {
		_, _ = fmt.Fprintln(w, "parvis:", line)
	}
}
