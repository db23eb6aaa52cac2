package governance

import (
	"cmp"
	"maps"
	"slices"

	"parvis/internal/editorial"
)

// Difference is what changed on one channel between two revisions.
type Difference struct {
	Channel  editorial.ChannelID
	Kind     DifferenceKind
	Title    []editorial.Piece   // empty when it is the same
	Segments [][]editorial.Piece // one per segment, in order; a removed one is all Removed
	Added    []editorial.AssetID // files
	Removed  []editorial.AssetID
	Options  []string // names of those that changed
	Other    bool     // alternative texts, order of files, link cards
}

// DifferenceKind says what became of a channel.
type DifferenceKind string

// The kinds.
const (
	ChannelSame    DifferenceKind = "same"
	ChannelChanged DifferenceKind = "changed"
	ChannelAdded   DifferenceKind = "added"
	ChannelRemoved DifferenceKind = "removed"
)

// Differ compares two revisions of a post, channel by channel.
func Differ(before, after editorial.Frozen) []Difference {
	var out []Difference
	find := func(f editorial.Frozen, id editorial.ChannelID) (editorial.FrozenChannel, bool) {
		i := slices.IndexFunc(f.Channels, func(c editorial.FrozenChannel) bool { return c.Channel == id })
		if i < 0 {
			return editorial.FrozenChannel{}, false
		}
		return f.Channels[i], true
	}
	for _, now := range after.Channels {
		was, ok := find(before, now.Channel)
		d := differChannel(was, now)
		if !ok {
			d.Kind = ChannelAdded
		}
		out = append(out, d)
	}
	for _, was := range before.Channels {
		if _, ok := find(after, was.Channel); !ok {
			d := differChannel(was, editorial.FrozenChannel{Channel: was.Channel})
			d.Kind = ChannelRemoved
			out = append(out, d)
		}
	}
	return out
}

func differChannel(was, now editorial.FrozenChannel) Difference {
	d := Difference{Channel: now.Channel, Kind: ChannelSame}
	if was.Title != now.Title {
		d.Title, d.Kind = editorial.Compare(was.Title, now.Title), ChannelChanged
	}
	for i := range max(len(was.Segments), len(now.Segments)) {
		var from, to string
		if i < len(was.Segments) {
			from = was.Segments[i].Text
		}
		if i < len(now.Segments) {
			to = now.Segments[i].Text
		}
		if from != to || len(was.Segments) != len(now.Segments) {
			d.Kind = ChannelChanged
		}
		d.Segments = append(d.Segments, editorial.Compare(from, to))
	}
	d.Added, d.Removed = lacking(files(now), files(was)), lacking(files(was), files(now))
	keys := maps.Clone(was.Options)
	if keys == nil {
		keys = map[string]string{}
	}
	maps.Copy(keys, now.Options)
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if was.Options[k] != now.Options[k] {
			d.Options = append(d.Options, k)
		}
	}
	d.Other = !slices.EqualFunc(was.Segments, now.Segments, sameDress)
	if len(d.Added)+len(d.Removed)+len(d.Options) > 0 || d.Other {
		d.Kind = ChannelChanged
	}
	return d
}

// sameDress says whether two segments are alike in all but their words.
func sameDress(a, b editorial.FrozenSegment) bool {
	alike := func(x, y editorial.FrozenMedia) bool { return x == y }
	if !slices.EqualFunc(a.Media, b.Media, alike) || (a.Link == nil) != (b.Link == nil) {
		return false
	}
	if a.Link == nil {
		return true
	}
	l, m := *a.Link, *b.Link
	if (l.Image == nil) != (m.Image == nil) || l.Image != nil && *l.Image != *m.Image {
		return false
	}
	l.Image, m.Image = nil, nil
	return l == m
}

func files(c editorial.FrozenChannel) []editorial.AssetID {
	var out []editorial.AssetID
	for _, s := range c.Segments {
		for _, m := range s.Media {
			if !slices.Contains(out, m.Asset) {
				out = append(out, m.Asset)
			}
		}
	}
	return out
}

func lacking(list, in []editorial.AssetID) []editorial.AssetID {
	var out []editorial.AssetID
	for _, id := range list {
		if !slices.Contains(in, id) {
			out = append(out, id)
		}
	}
	return out
}

// changedSince names what of a draft is no longer as a revision holds it:
// channels, text, media, options, language. It never answers with nothing.
func changedSince(d editorial.Draft, f editorial.Frozen) []string {
	var out []string
	say := func(what string, changed bool) {
		if changed && !slices.Contains(out, what) {
			out = append(out, what)
		}
	}
	say("language", d.Language != f.Language)
	now := d.Channels()
	slices.SortFunc(now, func(a, b editorial.ChannelID) int { return cmp.Compare(a, b) })
	say("channels", !slices.EqualFunc(now, f.Channels, func(id editorial.ChannelID, c editorial.FrozenChannel) bool { return c.Channel == id }))
	for _, v := range d.Variants {
		i := slices.IndexFunc(f.Channels, func(c editorial.FrozenChannel) bool { return c.Channel == v.Channel })
		if i < 0 {
			continue
		}
		was, segments := f.Channels[i], d.SegmentsFor(v)
		say("title", v.Title != was.Title)
		say("options", !maps.Equal(v.Options, was.Options))
		say("text", len(segments) != len(was.Segments))
		for k := range min(len(segments), len(was.Segments)) {
			s, w := segments[k], was.Segments[k]
			say("text", s.Text != w.Text && (s.Link == nil || w.Link != nil))
			say("media", !slices.EqualFunc(s.Media, w.Media, func(m editorial.Media, f editorial.FrozenMedia) bool { return m.Asset == f.Asset }))
		}
	}
	if len(out) == 0 {
		out = []string{"details"} // alternative texts, a link card
	}
	return out
}
