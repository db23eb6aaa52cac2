package accesstest

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// Editorial is the fixtures of the room editorial.
func Editorial() Fixtures {
	days := func(*testing.T, *World, Side, string) Case {
		return Case{Query: url.Values{"from": {"2026-11-01"}, "to": {"2026-11-30"}}}
	}
	return Fixtures{
		"getCalendar": days,
		"listNotes":   days,
		"listPosts": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Query: url.Values{"label": {w.label(t, s)}, "channel": {w.page(t, s)}}, Foreign: true}
		},
		"createPost": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Body: object{"draft": w.draft(t, s)}, Foreign: true}
		},
		"getPost":         onPost(nil),
		"preflightPost":   onPost(nil),
		"listPostHistory": onPost(nil),
		"savePost":        onPost(object{"baseVersion": 1, "title": "Relu"}),
		"binPost":         onPost(nil),
		"restorePost":     onPost(nil, "DELETE "),
		"duplicatePost":   onPost(object{}),
		"schedulePost":    onPost(later()),
		"movePost":        onPost(later()),
		"unschedulePost":  onPost(nil, "POST /schedule"),
		"cancelPost":      onPost(nil, "POST /schedule"),
		"publishPostNow":  onPost(nil),
		"beatPresence":    onPost(object{}),
		"leavePost": func(t *testing.T, w *World, s Side, caller string) Case {
			c := onPost(nil)(t, w, s, caller)
			c.Quiet = true // nobody was there
			return c
		},
		"getPostVersion": version,
		"restorePostVersion": func(t *testing.T, w *World, s Side, caller string) Case {
			c := version(t, w, s, caller)
			w.Make(t, s, http.MethodPatch, "/posts/"+c.Path["post"], object{"baseVersion": 1, "title": "Relu"})
			return c
		},
		"createLabel": func(_ *testing.T, w *World, _ Side, _ string) Case {
			return Case{Body: object{"name": w.Unique(), "colour": "#112233"}}
		},
		"editLabel": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"label": w.label(t, s)}, Body: object{"name": w.Unique(), "colour": "#445566"}}
		},
		"removeLabel": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"label": w.label(t, s)}}
		},
		"createNote": body(note()),
		"editNote": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"note": w.MakeID(t, s, http.MethodPost, "/notes", note())}, Body: note()}
		},
		"removeNote": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"note": w.MakeID(t, s, http.MethodPost, "/notes", note())}}
		},
	}
}

func note() object { return object{"day": "2026-11-24", "body": "Salon", "colour": "#112233"} }

// later is a date to come, on the clock of Paris.
func later() object {
	return object{"wall": time.Now().AddDate(0, 0, 3).Format("2006-01-02T15:04"), "zone": "Europe/Paris"}
}

func version(t *testing.T, w *World, s Side, caller string) Case {
	t.Helper()
	c := onPost(nil)(t, w, s, caller)
	c.Path["version"] = "1"
	return c
}

// onPost calls an operation on a new post, after steps such as "POST /schedule".
func onPost(b any, steps ...string) Fixture {
	return func(t *testing.T, w *World, s Side, _ string) Case {
		post := w.post(t, s)
		for _, step := range steps {
			method, path := http.MethodPost, ""
			_, _ = fmt.Sscanf(step, "%s %s", &method, &path) // "DELETE " has no path
			var with any
			if path != "" {
				with = later()
			}
			w.Make(t, s, method, "/posts/"+post+path, with)
		}
		return Case{Path: map[string]string{"post": post}, Body: b}
	}
}

func (w *World) draft(t *testing.T, s Side) object {
	t.Helper()
	return object{"title": "Pluie", "segments": []object{{"text": "Un ciré " + w.Unique() + w.Unique()}}, "variants": []object{{"channel": w.page(t, s)}}}
}

// post is written by the side's creator, so that others may approve it.
func (w *World) post(t *testing.T, s Side) string {
	t.Helper()
	status, raw := w.Call(t, s.sessions["creator"], http.MethodPost, "/api/v1/workspaces/"+string(s.Workspace)+"/posts", Case{Body: object{"draft": w.draft(t, s)}})
	return idOf(t, status, raw)
}

func (w *World) label(t *testing.T, s Side) string {
	t.Helper()
	return w.MakeID(t, s, http.MethodPost, "/labels", object{"name": w.Unique(), "colour": "#112233"})
}

// page is the channel that every workspace is born with.
func (w *World) page(t *testing.T, s Side) string {
	t.Helper()
	for _, item := range w.items(t, s, "/channels") {
		if item["network"] == "page" {
			return item["id"].(string)
		}
	}
	t.Fatal("the workspace has no page")
	return ""
}

// items reads a list as the owner.
func (w *World) items(t *testing.T, s Side, path string) []object {
	t.Helper()
	list, ok := w.Make(t, s, http.MethodGet, path, nil)["items"].([]any)
	if !ok {
		t.Fatalf("%s is not a list", path)
	}
	out := make([]object, len(list))
	for i, item := range list {
		out[i] = item.(object)
	}
	return out
}
