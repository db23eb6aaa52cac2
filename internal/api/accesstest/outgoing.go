package accesstest

import (
	"net/http"
	"testing"
)

// Dispatch is the fixtures of the room dispatch. Nothing is sent during a walk:
// a delivery waits for its date, and an answer about it comes too early
// (Conflict), which shows that the caller was let in.
func Dispatch() Fixtures {
	delivery := func(t *testing.T, w *World, s Side, _ string) Case {
		post := w.post(t, s)
		w.Make(t, s, http.MethodPost, "/posts/"+post+"/schedule", later())
		for _, item := range w.items(t, s, "/deliveries?post="+post) {
			return Case{Path: map[string]string{"delivery": item["id"].(string)}}
		}
		t.Fatal("the post has no delivery")
		return Case{}
	}
	return Fixtures{
		"getDelivery": delivery,
		"resolveDelivery": func(t *testing.T, w *World, s Side, caller string) Case {
			c := delivery(t, w, s, caller)
			c.Body, c.OK = object{"answer": "give_up"}, []int{http.StatusConflict}
			return c
		},
	}
}

// Site is the fixtures of the room site.
func Site() Fixtures {
	return Fixtures{
		"updateSite": func(t *testing.T, w *World, s Side, _ string) Case {
			face := w.Make(t, s, http.MethodGet, "/site", nil)
			edit := object{"baseVersion": face["version"], "avatarId": w.asset(t, s), "headline": "Sous la pluie"}
			for _, field := range []string{"slug", "name", "bio", "imprint", "language", "zone", "tone", "links", "open"} {
				edit[field] = face[field]
			}
			return Case{Body: edit, Foreign: true}
		},
	}
}
