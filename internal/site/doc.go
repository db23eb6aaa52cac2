// Package site is the brand's own public page: /@slug on the page origin, with
// its posts, links, feeds and site map.
//
// Owns: the face of the page (address, name, headline, bio, links, pictures,
// language), the posts that the network "page" put there, and the pictures cut
// to size for them. One page per workspace.
//
// Tables: site, site_former_slug, site_post, site_file. Events: none of its own;
// it hears WorkspaceRemoved. Jobs: none.
//
// Who may call: people with identity.SiteManage through Service; anyone through
// Handler, which reads only; the network "page" through the signed endpoint of
// Handler (see networks/page, wire.go).
//
// Invariants:
//   - a key is bound to one post for ever: the same content again changes
//     nothing, other content is refused, a removed post is not brought back;
//   - nothing is served that no shown post and no face refers to;
//   - every page works without script and without cookie, and weighs less than
//     60 kB without its pictures;
//   - what was removed answers 410, a changed address leads to the new one.
package site
