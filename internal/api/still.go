package api

import (
	"net/http"

	"parvis/internal/identity"
)

// StillIn says whether the caller of a long request may go on: their session or
// token is valid, and they are the same member of the same workspace as when it
// began. Streams ask it again and again.
func StillIn(auth Authenticator, cookies Cookies) func(r *http.Request) bool {
	return func(r *http.Request) bool {
		was, ok := identity.ActorOf(r.Context())
		if !ok {
			return false
		}
		in, err := cookies.credentials(r)
		if err != nil {
			return false
		}
		p, err := auth.Authenticate(r.Context(), in)
		if err != nil {
			return false
		}
		now, err := auth.ActorIn(r.Context(), p, string(was.WorkspaceID))
		return err == nil && now.MemberID == was.MemberID
	}
}
