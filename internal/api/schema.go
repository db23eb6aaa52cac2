package api

import (
	"path"
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

var genericArgument = regexp.MustCompile(`\[(.*)\]$`)

// schemaName names a wire type in the description: the room, then the type, so
// that two rooms may both have a Settings (StrategySettings, SiteSettings). The
// types of this package stand alone: Page[editorial.Post] is PageEditorialPost.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Name() == "" || t.PkgPath() == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	name := t.Name()
	argument := ""
	if m := genericArgument.FindStringSubmatch(name); m != nil {
		name = strings.TrimSuffix(name, m[0])
		if i := strings.LastIndex(m[1], "."); i >= 0 {
			argument = inRoom(m[1][:i], m[1][i+1:])
		} else {
			argument = capital(m[1])
		}
	}
	return inRoom(t.PkgPath(), name) + argument
}

func inRoom(pkg, name string) string {
	room := capital(path.Base(pkg))
	name = capital(name)
	if room == "Api" || strings.HasPrefix(name, room) {
		return name
	}
	return room + name
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
