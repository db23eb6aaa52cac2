package networkstest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"

	"parvis/internal/networks"
	"parvis/internal/text"
)

func revision(segments ...networks.Segment) networks.Revision {
	r := networks.Revision{ID: "rev_1", Language: "fr", Segments: segments, Options: map[string]string{}}
	var all strings.Builder
	for _, s := range segments {
		all.WriteString(s.Text)
	}
	sum := sha256.Sum256([]byte(all.String()))
	r.Hash = hex.EncodeToString(sum[:])
	return r
}

// plain is a revision of one message, with media where the network wants some.
func (b *bench) plain(words string) networks.Revision {
	s := networks.Segment{Text: words}
	if b.info.Media.Required {
		s.Media = []networks.Media{b.picture(0)}
	}
	return revision(s)
}

// picture is a tiny image of the first type that the network takes.
func (b *bench) picture(n int) networks.Media {
	b.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 2+n, 2), color.Palette{color.Black, color.RGBA{R: 200, G: 30, B: 30, A: 255}})
	var out bytes.Buffer
	var mime string
	for _, mime = range b.info.Media.ImageTypes {
		var err error
		switch mime {
		case "image/png":
			err = png.Encode(&out, img)
		case "image/jpeg":
			err = jpeg.Encode(&out, img, nil)
		case "image/gif":
			err = gif.Encode(&out, img, nil)
		default:
			continue
		}
		if err != nil {
			b.Fatalf("picture: %v", err)
		}
		break
	}
	sum := sha256.Sum256(out.Bytes())
	raw, sha := out.Bytes(), hex.EncodeToString(sum[:])
	m := networks.Media{SHA256: sha, MIME: mime, Name: "brume.img", Alt: "Un imperméable jaune, " + sha[:6], Width: 2 + n, Height: 2, Size: int64(len(raw)),
		URL:  "https://pages.example/m/" + sha,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }}
	if k, ok := b.fake.(Keeper); ok {
		k.Keep(m, raw)
	}
	return m
}

// holds compares what was asked for with the state and with another endpoint's
// word: the lie test.
func (b *bench) holds(r networks.Revision, remoteID string) {
	b.Helper()
	posts := b.fake.Posts()
	i := slices.IndexFunc(posts, func(p Post) bool { return p.ID == remoteID })
	if i < 0 {
		b.Errorf("the network says it made %q, the provider holds no such post", remoteID)
		return
	}
	b.same("the provider's state", r, posts[i])
	read, err := b.Read(b.Context(), b.front.client, b.front.url, remoteID)
	if err != nil {
		b.Errorf("reading %q back: %v", remoteID, err)
		return
	}
	b.same("the post read back", r, read)
}

func (b *bench) same(where string, r networks.Revision, p Post) {
	b.Helper()
	if len(p.Segments) != len(r.Segments) {
		b.Errorf("%s has %d messages, %d were sent", where, len(p.Segments), len(r.Segments))
		return
	}
	for i, s := range r.Segments {
		got := p.Segments[i]
		if got.Text != s.Text {
			b.Errorf("%s says %.60q, sent was %.60q", where, got.Text, s.Text)
		}
		if got.Images+got.Videos != len(s.Media) {
			b.Errorf("%s holds %d media, %d were sent", where, got.Images+got.Videos, len(s.Media))
		}
		for n, m := range s.Media {
			if b.info.Media.AltText && (n >= len(got.Alts) || got.Alts[n] != m.Alt) {
				b.Errorf("%s lost a description", where)
			}
		}
	}
}

// textOf is a text that counts exactly n in every unit.
func textOf(n int) string {
	words := []byte(strings.Repeat("brume ", n/6+1)[:n])
	words[n-1] = 'x' // no space at the end, which some trim
	return string(words)
}

func publishesText(_ T, b *bench) {
	words := "Les beaux jours reviennent, la brume aussi. 🌧️ Été à Lorient — n° 12"
	if b.info.Text.Max > 0 && text.Count(text.Unit(b.info.Text.Unit), b.info.Text.URLCost, words) < b.info.Text.Max {
		b.published(b.plain(textOf(b.info.Text.Max)), "dlv_limit")
	}
	b.published(b.plain(words), "dlv_text")
}

// published sends a revision and holds the network to what it says it did.
func (b *bench) published(r networks.Revision, key string) networks.Result {
	b.Helper()
	before := len(b.fake.Posts())
	res := b.plan(key, r).all(b.Context())
	if n := len(b.fake.Posts()) - before; n != 1 {
		b.Errorf("%d posts appeared at the provider, want 1", n)
	}
	b.holds(r, res.RemoteID)
	return res
}

func publishesMedia(_ T, b *bench) {
	if b.info.Media.Images == 0 {
		return
	}
	s := networks.Segment{Text: "Deux images, décrites."}
	for n := range min(b.info.Media.Images, 2) {
		s.Media = append(s.Media, b.picture(n))
	}
	b.published(revision(s), "dlv_media")
}

func publishesThread(_ T, b *bench) {
	if !b.info.Threads || b.info.Media.Required {
		return
	}
	b.published(revision(networks.Segment{Text: "Un"}, networks.Segment{Text: "Deux"}, networks.Segment{Text: "Trois"}), "dlv_thread")
}

func refusesOverLimit(_ T, b *bench) {
	over := map[string]networks.Revision{"nothing at all": revision()}
	if n := b.info.Text.Max; n > 0 {
		over["text"] = b.plain(textOf(n + 1))
	}
	if n := b.info.Media.Images; n > 0 {
		s := networks.Segment{Text: "x"}
		for i := range n + 1 {
			s.Media = append(s.Media, b.picture(i))
		}
		over["images"] = revision(s)
	}
	if n := b.info.MaxThread; n > 0 {
		over["thread"] = revision(slices.Repeat([]networks.Segment{{Text: "x"}}, n+1)...)
	}
	if b.info.Media.Required {
		over["no media"] = revision(networks.Segment{Text: "x"})
	}
	for what, r := range over {
		steps, err := b.publisher().Plan(b.account, r)
		var refusal *networks.Refusal
		if !errors.As(err, &refusal) || refusal.Reason.Code == "" || refusal.Reason.Message == "" {
			b.Errorf("%s: planned %d steps, %v; want a refusal that says why", what, len(steps), err)
		}
	}
	if n := b.front.total(); n != 0 {
		b.Errorf("%d requests reached the provider", n)
	}
}

func edits(_ T, b *bench) {
	editor, ok := b.network.(networks.Editor)
	if ok != b.info.CanEdit {
		b.Errorf("CanEdit is %v, being an Editor is %v", b.info.CanEdit, ok)
	}
	if !ok {
		return
	}
	res := b.published(b.plain("Avant"), "dlv_edit")
	after := b.plain("Après")
	d := b.plan("dlv_edit2", after)
	out := editor.Edit(b.Context(), b.account, res.RemoteID, d.write(0))
	b.quiet("the outcome", out)
	if out.Kind != networks.Accepted {
		b.Fatalf("edit: %s %+v", out.Kind, out.Reason)
	}
	b.holds(after, res.RemoteID)
	if n := len(b.fake.Posts()); n != 1 {
		b.Errorf("%d posts after an edit, want 1", n)
	}
}

func deletes(_ T, b *bench) {
	deleter, ok := b.network.(networks.Deleter)
	if ok != b.info.CanDelete {
		b.Errorf("CanDelete is %v, being a Deleter is %v", b.info.CanDelete, ok)
	}
	if !ok {
		return
	}
	kept := b.published(b.plain("À garder"), "dlv_keep")
	res := b.published(b.plain("À retirer"), "dlv_delete")
	for _, when := range []string{"", ", again"} {
		out := deleter.Delete(b.Context(), b.account, res.RemoteID)
		b.quiet("the outcome", out)
		if out.Kind != networks.Accepted {
			b.Errorf("delete%s: %s %+v", when, out.Kind, out.Reason)
		}
	}
	if posts := b.fake.Posts(); len(posts) != 1 || posts[0].ID != kept.RemoteID {
		b.Errorf("the provider holds %d posts after one of two was deleted", len(posts))
	}
	if p, err := b.Read(b.Context(), b.front.client, b.front.url, res.RemoteID); err == nil {
		b.Errorf("the deleted post is still read: %+v", p)
	}
}

// quiet fails when a secret of the account stands in something said.
func (b *bench) quiet(what string, said any) {
	b.Helper()
	var words string
	if err, ok := said.(error); ok && err != nil {
		words = err.Error()
	}
	if raw, err := json.Marshal(said); err == nil {
		words += string(raw)
	}
	for name, secret := range b.account.Secrets {
		if len(secret) >= 8 && strings.Contains(words, secret) {
			b.Errorf("%s shows the secret %q", what, name)
		}
	}
}
