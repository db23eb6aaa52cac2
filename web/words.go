package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed src/locales/*/errors-*.json
var errorWords embed.FS

// ErrorWords gives the sentence of every error code in a language (fr, en), as
// the interface shows them, so that the command line says the same. Values to
// fill in stand in double braces.
func ErrorWords(locale string) (map[string]string, error) {
	names, err := fs.Glob(errorWords, "src/locales/"+locale+"/errors-*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, name := range names {
		raw, err := errorWords.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var words map[string]string
		if err := json.Unmarshal(raw, &words); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimPrefix(name, "src/"), err)
		}
		for code, sentence := range words {
			all[code] = sentence
		}
	}
	return all, nil
}
