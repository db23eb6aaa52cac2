package accesstest

import (
	"net/http"
	"testing"
)

// Channels is the fixtures of the room channels. Accounts are connected at
// World.Receiver, which answers every test with a 2xx.
func Channels() Fixtures {
	on := func(b any) Fixture {
		return func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"id": w.webhook(t, s)}, Body: b}
		}
	}
	return Fixtures{
		"getChannel":        on(nil),
		"getChannelRemoval": on(nil),
		"connectChannel": func(_ *testing.T, w *World, _ Side, _ string) Case {
			return Case{Body: w.webhookForm()}
		},
		"reconnectChannel": func(t *testing.T, w *World, s Side, _ string) Case {
			form := w.webhookForm()
			id := w.Make(t, s, http.MethodPost, "/channels", form)["channel"].(object)["id"].(string)
			return Case{Path: map[string]string{"id": id}, Body: object{"form": form["form"]}}
		},
		"testChannel":   on(nil),
		"changeChannel": on(object{"name": "Autre"}),
		"removeChannel": on(nil),
		"createChannelGroup": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Body: w.groupOf(t, s), Foreign: true}
		},
		"changeChannelGroup": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"id": w.MakeID(t, s, http.MethodPost, "/channel-groups", w.groupOf(t, s))}, Body: w.groupOf(t, s), Foreign: true}
		},
		"removeChannelGroup": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"id": w.MakeID(t, s, http.MethodPost, "/channel-groups", w.groupOf(t, s))}}
		},
		"placeHold": func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Body: object{"scope": "channel", "target": w.webhook(t, s), "reason": "pause"}, Foreign: true}
		},
		"releaseHold": func(t *testing.T, w *World, s Side, _ string) Case {
			placed := w.Make(t, s, http.MethodPost, "/holds", object{"scope": "channel", "target": w.webhook(t, s), "reason": "pause"})
			return Case{Path: map[string]string{"id": placed["hold"].(object)["id"].(string)}}
		},
	}
}

func (w *World) webhookForm() object {
	return object{"network": "webhook", "form": object{"name": "Crochet", "url": w.Receiver + "/" + w.Unique() + w.Unique(), "class": "exact"}}
}

func (w *World) webhook(t *testing.T, s Side) string {
	t.Helper()
	return w.Make(t, s, http.MethodPost, "/channels", w.webhookForm())["channel"].(object)["id"].(string)
}

func (w *World) groupOf(t *testing.T, s Side) object {
	t.Helper()
	return object{"name": w.Unique(), "channels": []string{w.page(t, s)}}
}
