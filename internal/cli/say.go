package cli

import (
	"fmt"
	"strings"

	"parvis/internal/fault"
	"parvis/web"
)

// Say puts an error into the language of whoever typed the command: the words
// of the interface for its code, then one line per faulty field. An error that
// is not a fault is shown as it is: the command line belongs to the operator,
// who needs to know.
func Say(err error, locale string) string {
	f := fault.Of(err)
	if f == nil {
		return ""
	}
	if f.Kind == fault.Internal {
		return err.Error()
	}
	words, readErr := web.ErrorWords(locale)
	if readErr != nil {
		return err.Error()
	}
	var b strings.Builder
	b.WriteString(sentence(words, f.Code, f.Message, f.Args))
	for _, field := range f.Fields {
		fmt.Fprintf(&b, "\n  %s: %s", field.Path, sentence(words, field.Code, field.Message, field.Args))
	}
	return b.String()
}

func sentence(words map[string]string, code, message string, args map[string]any) string {
	s, ok := words[code]
	if !ok {
		return message
	}
	for name, value := range args {
		s = strings.ReplaceAll(s, "{{"+name+"}}", fmt.Sprint(value))
	}
	return s
}

// Locale is the language of the command line's user: fr or en.
type Locale string

// say chooses between two sentences.
func (l Locale) say(en, fr string) string {
	if l == "fr" {
		return fr
	}
	return en
}
