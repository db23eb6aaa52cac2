package accesstest

import (
	"net/http"
	"testing"

	"parvis/internal/identity"
)

// Governance is the fixtures of the room governance.
func Governance() Fixtures {
	return Fixtures{
		"setApprovalPolicy": body(openPolicy()),
		"sendToReview":      onPost(object{}),
		"revokeApproval": func(t *testing.T, w *World, s Side, _ string) Case {
			post, review, hash := w.review(t, s)
			w.Make(t, s, http.MethodPost, "/reviews/"+review+"/approve", object{"hash": hash})
			return Case{Path: map[string]string{"post": post}}
		},
		"getReview": onReview(nil),
		"refreshReview": func(t *testing.T, w *World, s Side, _ string) Case {
			post, review, _ := w.review(t, s)
			w.Make(t, s, http.MethodPatch, "/posts/"+post, object{"baseVersion": 1, "segments": []object{{"text": "Autre " + w.Unique()}}})
			return Case{Path: map[string]string{"review": review}}
		},
		"withdrawReview": onReview(nil),
		"approveReview":  onReview(object{}),
		"askChange":      onReview(object{"comment": "Plus court"}),
		"listComments":   onPost(nil),
		"addComment":     onPost(object{"text": "Bravo"}),
		"editComment":    onComment(object{"text": "Bravo !"}),
		"resolveComment": onComment(object{"resolved": true}),
		"removeComment":  onComment(nil),
	}
}

// openPolicy lets posts leave unread, so that dates can be walked alone.
func openPolicy() object {
	return object{"required": false, "ownApproval": false, "roles": []string{"owner", "manager", "approver"}, "margin": "same_day"}
}

// Open lets posts of both workspaces leave without an approval.
func (w *World) Open(t *testing.T) {
	t.Helper()
	for _, s := range []Side{w.Mine, w.Other} {
		w.Make(t, s, http.MethodPut, "/approval-policy", openPolicy())
	}
}

// review sends a new post to review and gives what the answer needs.
func (w *World) review(t *testing.T, s Side) (post, review, hash string) {
	t.Helper()
	post = w.post(t, s)
	w.Make(t, s, http.MethodPost, "/posts/"+post+"/review", object{})
	for _, item := range w.items(t, s, "/reviews?post="+post) {
		return post, item["id"].(string), item["hash"].(string)
	}
	t.Fatal("the post has no review")
	return "", "", ""
}

// onReview calls an operation on a new review; an object body is given its hash.
func onReview(b object) Fixture {
	return func(t *testing.T, w *World, s Side, _ string) Case {
		_, review, hash := w.review(t, s)
		c := Case{Path: map[string]string{"review": review}}
		if b != nil {
			with := object{"hash": hash}
			for k, v := range b {
				with[k] = v
			}
			c.Body = with
		}
		return c
	}
}

// onComment calls an operation on a comment of the caller's own, or of the
// owner where the caller may not comment.
func onComment(b any) Fixture {
	return func(t *testing.T, w *World, s Side, caller string) Case {
		if !identity.Role(caller).May(identity.CommentWrite) {
			caller = "owner"
		}
		status, raw := w.Call(t, s.sessions[caller], http.MethodPost, "/api/v1/workspaces/"+string(s.Workspace)+"/posts/"+w.post(t, s)+"/comments",
			Case{Body: object{"text": "Bravo"}})
		return Case{Path: map[string]string{"comment": idOf(t, status, raw)}, Body: b}
	}
}
