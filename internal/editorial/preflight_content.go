package editorial

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/text"
)

// checkContent holds what goes to one channel against what its network takes.
func (p *panel) checkContent(ch Channel, v Variant) {
	list := p.in.Post.Draft.SegmentsFor(v)
	info := ch.Info
	if isEmpty(list) {
		p.add("text", Line{Severity: Blocking, Code: "preflight.empty", Channel: ch.ID, Fix: &Fix{Kind: FixWrite}})
		return
	}
	switch {
	case len(list) > 1 && !info.Threads:
		p.block("text", ch, "", "preflight.no_threads", FixShorten, "count", len(list))
	case info.MaxThread > 0 && len(list) > info.MaxThread:
		p.block("text", ch, "", "preflight.thread_too_long", FixShorten, "count", len(list), "max", info.MaxThread)
	}
	if limit := info.Text.MaxTitle; info.Titles && limit > 0 && utf8.RuneCountInString(v.Title) > limit {
		p.block("text", ch, "", "preflight.title_too_long", FixShorten, "count", utf8.RuneCountInString(v.Title), "max", limit)
	}
	for i, s := range list {
		if i > 0 && isEmpty([]Segment{s}) {
			p.block("text", ch, s.ID, "preflight.empty_segment", FixWrite, "number", i+1)
			continue
		}
		p.checkText(ch, s)
		p.checkMedia(ch, s)
	}
	if info.Media.Required && !slices.ContainsFunc(list, func(s Segment) bool { return len(s.Media) > 0 }) {
		p.block("media", ch, "", "preflight.media_required", FixAddMedia)
	}
}

func isEmpty(list []Segment) bool {
	return !slices.ContainsFunc(list, func(s Segment) bool {
		return strings.TrimSpace(s.Text) != "" || len(s.Media) > 0
	})
}

// block adds a blocking line about a channel; args are name, value pairs.
func (p *panel) block(subject string, ch Channel, segment, code string, fix FixKind, args ...any) {
	p.add(subject, Line{Severity: Blocking, Code: code, Channel: ch.ID, Segment: segment, Args: sentence(ch, args), Fix: &Fix{Kind: fix}})
}

func sentence(ch Channel, pairs []any) map[string]string {
	out := map[string]string{"name": ch.Name}
	for i := 0; i+1 < len(pairs); i += 2 {
		key := pairs[i].(string)
		switch v := pairs[i+1].(type) {
		case int:
			out[key] = strconv.Itoa(v)
		case int64:
			out[key] = strconv.FormatInt(v, 10)
		case string:
			out[key] = v
		}
	}
	return out
}

func (p *panel) checkText(ch Channel, s Segment) {
	limits := ch.Info.Text
	if limits.Max == 0 {
		return
	}
	if n := text.Count(text.Unit(limits.Unit), limits.URLCost, sentText(s, ch.Info)); n > limits.Max {
		p.block("text", ch, s.ID, "preflight.text_too_long", FixShorten, "over", n-limits.Max, "count", n, "max", limits.Max, "unit", limits.Unit)
	}
}

func isVideo(a Asset) bool { return strings.HasPrefix(a.MIME, "video/") }

func (p *panel) checkMedia(ch Channel, s Segment) {
	limits := ch.Info.Media
	images, videos := 0, 0
	for _, m := range s.Media {
		a, ok := p.in.Assets[m.Asset]
		if !ok || a.Binned {
			p.media(ch, s, m.Asset, "preflight.asset_gone")
			continue
		}
		if isVideo(a) {
			videos++
			p.checkVideo(ch, s, a)
		} else {
			images++
		}
		if n := utf8.RuneCountInString(altOf(m, a)); limits.MaxAlt > 0 && n > limits.MaxAlt {
			p.add("alt", Line{Severity: Blocking, Code: "preflight.alt_too_long", Channel: ch.ID, Segment: s.ID, Asset: a.ID,
				Args: sentence(ch, []any{"count", n, "max", limits.MaxAlt}), Fix: &Fix{Kind: FixDescribe}})
		}
	}
	switch {
	case images > limits.Images && limits.Images == 0:
		p.block("media", ch, s.ID, "preflight.no_images", FixRemoveMedia)
	case images > limits.Images:
		p.block("media", ch, s.ID, "preflight.too_many_images", FixRemoveMedia, "count", images, "max", limits.Images)
	}
	switch {
	case videos > limits.Videos && limits.Videos == 0:
		p.block("media", ch, s.ID, "preflight.no_videos", FixRemoveMedia)
	case videos > limits.Videos:
		p.block("media", ch, s.ID, "preflight.too_many_videos", FixRemoveMedia, "count", videos, "max", limits.Videos)
	case images > 0 && videos > 0 && !limits.Mixed:
		p.block("media", ch, s.ID, "preflight.mixed_media", FixRemoveMedia)
	}
}

// checkVideo looks at what no rendition mends: pictures are resized and
// converted to what the network takes, videos are sent as they are.
func (p *panel) checkVideo(ch Channel, s Segment, a Asset) {
	limits := ch.Info.Media
	if limits.Videos == 0 {
		return // said once, for all
	}
	if len(limits.VideoTypes) > 0 && !slices.Contains(limits.VideoTypes, a.MIME) {
		p.media(ch, s, a.ID, "preflight.video_type", "type", a.MIME)
	}
	if limits.MaxVideo > 0 && a.Size > limits.MaxVideo {
		p.media(ch, s, a.ID, "preflight.video_too_big", "size", a.Size, "max", limits.MaxVideo)
	}
	length := time.Duration(a.DurationMS) * time.Millisecond
	if limits.MaxDuration > 0 && length > limits.MaxDuration {
		p.media(ch, s, a.ID, "preflight.video_too_long", "seconds", int(length.Seconds()), "max", int(limits.MaxDuration.Seconds()))
	}
}

func (p *panel) media(ch Channel, s Segment, asset AssetID, code string, args ...any) {
	p.add("media", Line{Severity: Blocking, Code: code, Channel: ch.ID, Segment: s.ID, Asset: asset, Args: sentence(ch, args), Fix: &Fix{Kind: FixRemoveMedia}})
}
