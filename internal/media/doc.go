// Package media is the library of a workspace: pictures and videos, clean,
// described, and cut to what each network takes.
//
// Owns: media_asset, media_rendition, media_upload, media_quota, and the files
// under PARVIS_DATA/media, named by the sha256 of their bytes.
// Jobs: media.tidy (each hour: ended bin time, abandoned uploads, files that
// nobody names, the space left). Topic of changes: media. Audited: media.add,
// media.edit, media.bin, media.restore, media.erase, media.quota.
//
// Who may call: readers need media.read, writers media.write; the quota asks for
// workspace.manage. Rooms above read with FindTx, make what they send with
// RenditionFor, and open it with Open.
//
// Invariants:
//   - what is kept holds no place, no name of a device, no comment of a camera;
//   - a file is renamed to its hash once it is whole and on disk: what has the
//     name is the content, and a failed write leaves nothing;
//   - a rendition, once made, never changes: (asset, recipe) always opens the
//     same bytes, so a revision can be hashed over the asset's file and the
//     recipe's id;
//   - nothing that a post shows is erased: Usage is asked first.
package media
