// Package page is the network "page": the brand's own public page, served by
// Parvis itself and reached like any other network, over HTTP.
//
// Each write is an idempotent upsert by key, so every operation is Exact: the
// page keeps its keys as long as its posts, an answer that was lost is read
// back by key, and "absent" is the page's own word, not a guess. Requests are
// signed with the site's publishing key; wire.go is the whole protocol, which
// the room site speaks on the other end.
package page
