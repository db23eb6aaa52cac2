package editorial

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Merge brings together two drafts written from base, field by field and, in
// texts, word by word. overlaps names the fields that both changed to different
// things: of a text both writings are kept, of any other field mine.
func Merge(base, mine, theirs Draft) (merged Draft, overlaps []string) {
	m := merger{}
	out := Draft{
		State:    choose(&m, "state", base.State, mine.State, theirs.State),
		Title:    m.text("title", base.Title, mine.Title, theirs.Title),
		Language: choose(&m, "language", base.Language, mine.Language, theirs.Language),
		Late:     choose(&m, "late", base.Late, mine.Late, theirs.Late),
		Labels:   mergeSet(base.Labels, mine.Labels, theirs.Labels),
		Links: Links{
			Objective: choose(&m, "links.objective", base.Links.Objective, mine.Links.Objective, theirs.Links.Objective),
			Campaign:  choose(&m, "links.campaign", base.Links.Campaign, mine.Links.Campaign, theirs.Links.Campaign),
			Pillar:    choose(&m, "links.pillar", base.Links.Pillar, mine.Links.Pillar, theirs.Links.Pillar),
			Audience:  choose(&m, "links.audience", base.Links.Audience, mine.Links.Audience, theirs.Links.Audience),
			Stage:     choose(&m, "links.stage", base.Links.Stage, mine.Links.Stage, theirs.Links.Stage),
		},
		Segments: m.segments("segments", base.Segments, mine.Segments, theirs.Segments),
		Variants: m.variants(base.Variants, mine.Variants, theirs.Variants),
	}
	return out.Clean(), m.overlaps
}

type merger struct{ overlaps []string }

func (m *merger) text(path, base, mine, theirs string) string {
	merged, overlap := MergeText(base, mine, theirs)
	if overlap {
		m.overlaps = append(m.overlaps, path)
	}
	return merged
}

func choose[T comparable](m *merger, path string, base, mine, theirs T) T {
	if mine != base && theirs != base && mine != theirs {
		m.overlaps = append(m.overlaps, path)
	}
	return pick(base, mine, theirs)
}

// segments merges two threads. A segment that one removed and the other rewrote
// stays: its words are somebody's.
func (m *merger) segments(path string, base, mine, theirs []Segment) []Segment {
	byID := func(list []Segment) map[string]Segment {
		out := make(map[string]Segment, len(list))
		for _, s := range list {
			out[s.ID] = s
		}
		return out
	}
	inBase, inMine, inTheirs := byID(base), byID(mine), byID(theirs)
	var out []Segment
	for _, id := range mergeOrder(segmentIDs(base), segmentIDs(mine), segmentIDs(theirs)) {
		b, wasThere := inBase[id]
		a, kept := inMine[id]
		c, keptByThem := inTheirs[id]
		switch {
		case kept && keptByThem:
			out = append(out, m.segment(fmt.Sprintf("%s.%d", path, len(out)), b, a, c))
		case kept && (!wasThere || !reflect.DeepEqual(a, b)):
			out = append(out, a)
		case keptByThem && (!wasThere || !reflect.DeepEqual(c, b)):
			out = append(out, c)
		}
	}
	return out
}

func (m *merger) segment(path string, base, mine, theirs Segment) Segment {
	return Segment{
		ID:    mine.ID,
		Text:  m.text(path+".text", base.Text, mine.Text, theirs.Text),
		Media: m.media(path+".media", base.Media, mine.Media, theirs.Media),
		Link:  m.link(path+".link", base.Link, mine.Link, theirs.Link),
	}
}

func (m *merger) media(path string, base, mine, theirs []Media) []Media {
	byAsset := func(list []Media) (map[AssetID]string, []AssetID) {
		alt, order := map[AssetID]string{}, make([]AssetID, 0, len(list))
		for _, f := range list {
			alt[f.Asset] = f.Alt
			order = append(order, f.Asset)
		}
		return alt, order
	}
	altBase, orderBase := byAsset(base)
	altMine, orderMine := byAsset(mine)
	altTheirs, orderTheirs := byAsset(theirs)
	out := []Media{}
	for _, id := range mergeSet(orderBase, orderMine, orderTheirs) {
		a, kept := altMine[id]
		b, keptByThem := altTheirs[id]
		if !kept {
			a = altBase[id]
		}
		if !keptByThem {
			b = altBase[id]
		}
		out = append(out, Media{Asset: id, Alt: m.text(path+"."+string(id), altBase[id], a, b)})
	}
	return out
}

func (m *merger) link(path string, base, mine, theirs *Link) *Link {
	switch {
	case reflect.DeepEqual(mine, base):
		return theirs
	case !reflect.DeepEqual(theirs, base) && !reflect.DeepEqual(mine, theirs):
		m.overlaps = append(m.overlaps, path)
	}
	return mine
}

// variants merges the channels a post goes to, and the form for each.
func (m *merger) variants(base, mine, theirs []Variant) []Variant {
	byChannel := func(list []Variant) (map[ChannelID]Variant, []ChannelID) {
		out, order := map[ChannelID]Variant{}, make([]ChannelID, 0, len(list))
		for _, v := range list {
			out[v.Channel] = v
			order = append(order, v.Channel)
		}
		return out, order
	}
	inBase, orderBase := byChannel(base)
	inMine, orderMine := byChannel(mine)
	inTheirs, orderTheirs := byChannel(theirs)
	var out []Variant
	for _, id := range mergeOrder(orderBase, orderMine, orderTheirs) {
		b, wasThere := inBase[id]
		a, kept := inMine[id]
		c, keptByThem := inTheirs[id]
		switch {
		case kept && keptByThem:
			out = append(out, m.variant("variants."+string(id), b, a, c))
		case kept && (!wasThere || !reflect.DeepEqual(a, b)):
			out = append(out, a)
		case keptByThem && (!wasThere || !reflect.DeepEqual(c, b)):
			out = append(out, c)
		}
	}
	return out
}

func (m *merger) variant(path string, base, mine, theirs Variant) Variant {
	v := Variant{
		Channel: mine.Channel,
		Custom:  m.custom(path, base, mine, theirs),
		Title:   m.text(path+".title", base.Title, mine.Title, theirs.Title),
		Options: map[string]string{},
	}
	keys := maps.Clone(mine.Options)
	if keys == nil {
		keys = map[string]string{}
	}
	maps.Copy(keys, theirs.Options)
	for k := range keys {
		v.Options[k] = choose(m, path+".options."+k, base.Options[k], mine.Options[k], theirs.Options[k])
	}
	if v.Custom {
		switch {
		case !mine.Custom:
			v.Segments = theirs.Segments
		case !theirs.Custom:
			v.Segments = mine.Segments
		default:
			v.Segments = m.segments(path+".segments", base.Segments, mine.Segments, theirs.Segments)
		}
	}
	return v
}

// custom says whether the variant keeps segments of its own. One who returns to
// the original does not take away what the other is writing there.
func (m *merger) custom(path string, base, mine, theirs Variant) bool {
	rewritten := mine.Custom && !reflect.DeepEqual(mine.Segments, base.Segments) ||
		theirs.Custom && !reflect.DeepEqual(theirs.Segments, base.Segments)
	if mine.Custom != theirs.Custom && rewritten {
		if base.Custom {
			m.overlaps = append(m.overlaps, path+".custom")
		}
		return true
	}
	return pick(base.Custom, mine.Custom, theirs.Custom)
}

// mergeSet merges lists in which each thing is once: what one added is in, what
// one removed is out, in mine's order with theirs' additions where they put them.
func mergeSet[T comparable](base, mine, theirs []T) []T {
	out := []T{}
	for _, id := range mergeOrder(base, mine, theirs) {
		inBase, inMine, inTheirs := slices.Contains(base, id), slices.Contains(mine, id), slices.Contains(theirs, id)
		if inMine && inTheirs || !inBase {
			out = append(out, id)
		}
	}
	return out
}

// mergeOrder lists everything in mine or theirs once. The order is that of the
// side that changed it, mine when both did; what only the other side has comes
// after the neighbour that precedes it there.
func mergeOrder[T comparable](base, mine, theirs []T) []T {
	first, second := mine, theirs
	if slices.Equal(mine, base) {
		first, second = theirs, mine
	}
	out := slices.Clone(first)
	for i, id := range second {
		if slices.Contains(out, id) {
			continue
		}
		at := 0
		for k := i - 1; k >= 0; k-- {
			if n := slices.Index(out, second[k]); n >= 0 {
				at = n + 1
				break
			}
		}
		out = slices.Insert(out, at, id)
	}
	return out
}

func segmentIDs(list []Segment) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.ID
	}
	return out
}
