package accesstest

import (
	"maps"
	"net/http"
	"net/url"
	"testing"
)

// Strategy is the fixtures of the room strategy.
func Strategy() Fixtures {
	out := Fixtures{
		"copyCampaign": func(t *testing.T, w *World, s Side, _ string) Case {
			id := w.MakeID(t, s, http.MethodPost, "/strategy/campaigns", object{"name": "Hiver"})
			return Case{Path: map[string]string{"id": id}, Body: object{"name": "Printemps"}}
		},
		"writePlatform": document("/strategy/platform", object{}),
		"writeCharter":  document("/strategy/charter", object{"emoji": object{"policy": "free"}}),
		"getBalance": func(*testing.T, *World, Side, string) Case {
			return Case{Query: url.Values{"from": {"2026-11-01"}, "to": {"2026-11-30"}}}
		},
	}
	items := map[string]struct {
		path   string
		fields func(t *testing.T, w *World, s Side) object
	}{
		"Objective": {"/strategy/objectives", func(_ *testing.T, _ *World, s Side) object {
			return object{"title": "Vendre", "goal": "sales", "kpis": []object{{"name": "Ventes"}}, "owner": s.Members["owner"].ID}
		}},
		"Audience": {"/strategy/audiences", func(*testing.T, *World, Side) object { return object{"name": "Randonneuse"} }},
		"Pillar":   {"/strategy/pillars", func(*testing.T, *World, Side) object { return object{"name": "Atelier", "colour": "#2A3BBF"} }},
		"Campaign": {"/strategy/campaigns", func(t *testing.T, w *World, s Side) object {
			pillar := w.MakeID(t, s, http.MethodPost, "/strategy/pillars", object{"name": "Atelier", "colour": "#2A3BBF"})
			return object{"name": "Hiver", "pillars": []string{pillar}}
		}},
	}
	for name, it := range items {
		refers := name == "Objective" || name == "Campaign"
		made := func(t *testing.T, w *World, s Side) (Case, object) {
			fields := it.fields(t, w, s)
			return Case{Path: map[string]string{"id": w.MakeID(t, s, http.MethodPost, it.path, fields)}}, fields
		}
		one := func(t *testing.T, w *World, s Side, _ string) Case {
			c, _ := made(t, w, s)
			return c
		}
		out["get"+name], out["archive"+name], out["remove"+name] = one, one, one
		out["create"+name] = func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Body: it.fields(t, w, s), Foreign: refers}
		}
		out["edit"+name] = func(t *testing.T, w *World, s Side, _ string) Case {
			c, fields := made(t, w, s)
			edit := maps.Clone(fields)
			edit["baseVersion"], edit["description"] = 1, w.Unique()
			if name == "Audience" {
				edit["place"] = "Brest"
			}
			c.Body = edit
			return c
		}
		out["restore"+name] = func(t *testing.T, w *World, s Side, _ string) Case {
			c, _ := made(t, w, s)
			w.Make(t, s, http.MethodPost, it.path+"/"+c.Path["id"]+"/archive", nil)
			return c
		}
	}
	return out
}

// document writes a text that was not there before over the last version.
func document(path string, fields object) Fixture {
	return func(t *testing.T, w *World, s Side, _ string) Case {
		version, _ := w.Make(t, s, http.MethodGet, path, nil)["version"].(map[string]any)
		edit := maps.Clone(fields)
		edit["baseVersion"] = version["number"]
		if path == "/strategy/platform" {
			edit["mission"] = w.Unique()
		} else {
			edit["use"] = []string{w.Unique()}
		}
		return Case{Body: edit}
	}
}
