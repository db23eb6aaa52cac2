package editorial

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/text"
)

// State is how far the writing itself is.
type State string

// The states of writing; a review and deliveries add theirs (Status).
const (
	Idea    State = "idea"
	Written State = "draft"
)

// Draft is everything a person writes in a post, saved as a whole and merged
// field by field (Merge).
type Draft struct {
	State    State     `json:"state"`
	Title    string    `json:"title"`    // for the team; never sent
	Language string    `json:"language"` // BCP 47
	Segments []Segment `json:"segments"` // the original text
	Variants []Variant `json:"variants"` // one per channel it goes to
	Labels   []LabelID `json:"labels"`
	Links    Links     `json:"links"`
	Late     int       `json:"late"` // minutes late at which a person is asked instead
}

// Links tie a post to the strategy, so that any figure walks back to its
// reason. It is strategy.Refs as JSON.
type Links struct {
	Objective ObjectiveID `json:"objective,omitempty"`
	Campaign  CampaignID  `json:"campaign,omitempty"`
	Pillar    PillarID    `json:"pillar,omitempty"`
	Audience  AudienceID  `json:"audience,omitempty"`
	Stage     Stage       `json:"stage,omitempty"`
}

// Segment is one message: the post itself, or one part of a thread. ID is
// stable while the segment moves within its thread; the writer's client makes
// it, or Clean does.
type Segment struct {
	ID    string  `json:"id"`
	Text  string  `json:"text"` // NFC
	Media []Media `json:"media"`
	Link  *Link   `json:"link,omitempty"`
}

// Media attaches an asset. Alt, when set, replaces the asset's own text.
type Media struct {
	Asset AssetID `json:"asset"`
	Alt   string  `json:"alt,omitempty"`
}

// Link is the preview card of an address.
type Link struct {
	URL         string  `json:"url"`
	Title       string  `json:"title,omitempty"`
	Description string  `json:"description,omitempty"`
	Image       AssetID `json:"image,omitempty"`
}

// Variant is the form of the post for one channel. A linked variant follows
// the original; a customised one has segments of its own.
type Variant struct {
	Channel  ChannelID         `json:"channel"`
	Custom   bool              `json:"custom"`
	Title    string            `json:"title,omitempty"` // networks that show one
	Segments []Segment         `json:"segments,omitempty"`
	Options  map[string]string `json:"options,omitempty"`
}

// Limits that keep a post a post; a network's own are checked by Preflight.
const (
	MaxTitle    = 200
	MaxText     = 50_000 // code points of one segment
	MaxSegments = 100
	MaxMedia    = 40 // of one segment
	MaxVariants = 200
	MaxLabels   = 50
	MaxLate     = 7 * 24 * 60
	DefaultLate = 30
)

// SegmentsFor gives what goes to v: its own segments or the original's.
func (d Draft) SegmentsFor(v Variant) []Segment {
	if v.Custom {
		return v.Segments
	}
	return d.Segments
}

// Channels lists the channels that d goes to, in order.
func (d Draft) Channels() []ChannelID {
	out := make([]ChannelID, len(d.Variants))
	for i, v := range d.Variants {
		out[i] = v.Channel
	}
	return out
}

// Assets lists every asset that d shows, once, first one first.
func (d Draft) Assets() []AssetID {
	var out []AssetID
	seen := map[AssetID]bool{"": true}
	add := func(id AssetID) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	each := func(list []Segment) {
		for _, s := range list {
			for _, m := range s.Media {
				add(m.Asset)
			}
			if s.Link != nil {
				add(s.Link.Image)
			}
		}
	}
	each(d.Segments)
	for _, v := range d.Variants {
		if v.Custom {
			each(v.Segments)
		}
	}
	return out
}

// Clean brings d to its one stored form: NFC, no nil lists, ids on segments,
// each channel and label once. Two drafts that mean the same are then equal.
func (d Draft) Clean() Draft {
	if d.State == "" {
		d.State = Written
	}
	d.Title = strings.TrimSpace(text.Normalize(d.Title))
	d.Segments = cleanSegments(d.Segments, "s")
	if len(d.Segments) == 0 {
		d.Segments = []Segment{{ID: "s1", Media: []Media{}}}
	}
	seen := map[ChannelID]bool{}
	variants := make([]Variant, 0, len(d.Variants))
	for _, v := range d.Variants {
		if seen[v.Channel] {
			continue
		}
		seen[v.Channel] = true
		v.Title = strings.TrimSpace(text.Normalize(v.Title))
		v.Options = cleanOptions(v.Options)
		if v.Custom {
			v.Segments = cleanSegments(v.Segments, "s")
		} else {
			v.Segments = nil
		}
		variants = append(variants, v)
	}
	d.Variants = variants
	labels := make([]LabelID, 0, len(d.Labels))
	for _, l := range d.Labels {
		if !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	d.Labels = labels
	return d
}

func cleanSegments(list []Segment, prefix string) []Segment {
	out := make([]Segment, 0, len(list))
	used := map[string]bool{}
	for _, s := range list {
		used[s.ID] = true
	}
	given := map[string]bool{}
	next := 0
	for _, s := range list {
		if s.ID == "" || given[s.ID] {
			for s.ID = ""; s.ID == "" || used[s.ID]; {
				next++
				s.ID = fmt.Sprintf("%s%d", prefix, next)
			}
			used[s.ID] = true
		}
		given[s.ID] = true
		s.Text = text.Normalize(s.Text)
		s.Media = cleanMedia(s.Media)
		if s.Link != nil {
			link := *s.Link
			link.URL = strings.TrimSpace(link.URL)
			if s.Link = &link; link.URL == "" {
				s.Link = nil
			}
		}
		out = append(out, s)
	}
	return out
}

func cleanMedia(list []Media) []Media {
	out := make([]Media, 0, len(list))
	for _, m := range list {
		if m.Asset != "" && !slices.ContainsFunc(out, func(o Media) bool { return o.Asset == m.Asset }) {
			out = append(out, Media{Asset: m.Asset, Alt: text.Normalize(m.Alt)})
		}
	}
	return out
}

func cleanOptions(o map[string]string) map[string]string {
	o = maps.Clone(o)
	maps.DeleteFunc(o, func(_, v string) bool { return v == "" })
	if len(o) == 0 {
		return nil
	}
	return o
}

// Validate says what a person must mend before d can be kept at all. What only
// a network forbids is kept: work in progress is never refused for it.
func (d Draft) Validate() error {
	var c fault.Collect
	c.Check(d.State == Idea || d.State == Written, "state", "editorial.bad_state", "A post is an idea or a draft.")
	c.Check(utf8.RuneCountInString(d.Title) <= MaxTitle, "title", "editorial.title_too_long", "The title is longer than 200 characters.")
	c.Check(len(d.Language) <= 35, "language", "editorial.bad_language", "This is not a language tag.")
	c.Check(len(d.Variants) <= MaxVariants, "variants", "editorial.too_many_channels", "A post goes to 200 channels at most.")
	c.Check(len(d.Labels) <= MaxLabels, "labels", "editorial.too_many_labels", "A post has 50 labels at most.")
	c.Check(d.Late >= 0 && d.Late <= MaxLate, "late", "editorial.bad_late", "The tolerance is between 0 minutes and 7 days.")
	checkSegments(&c, "segments", d.Segments)
	for i, v := range d.Variants {
		path := fmt.Sprintf("variants.%d.", i)
		c.Check(v.Channel != "", path+"channel", "editorial.no_channel", "A variant names its channel.")
		c.Check(len(v.Options) <= 50, path+"options", "editorial.too_many_options", "Too many options.")
		checkSegments(&c, path+"segments", v.Segments)
	}
	return c.Err()
}

func checkSegments(c *fault.Collect, path string, list []Segment) {
	c.Check(len(list) <= MaxSegments, path, "editorial.too_many_segments", "A thread has 100 segments at most.")
	for i, s := range list {
		at := fmt.Sprintf("%s.%d.", path, i)
		c.Check(utf8.ValidString(s.Text), at+"text", "editorial.bad_text", "This text is not valid UTF-8.")
		c.Check(utf8.RuneCountInString(s.Text) <= MaxText, at+"text", "editorial.text_too_long", "This text is longer than 50,000 characters.")
		c.Check(len(s.Media) <= MaxMedia, at+"media", "editorial.too_many_media", "At most 40 files in one message.")
		if s.Link != nil {
			u, err := url.Parse(s.Link.URL)
			ok := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
			c.Check(ok, at+"link.url", "editorial.bad_link", "A link starts with https:// and names a site.")
		}
	}
}

// contentHash covers what a revision would hold, before anything is resolved:
// when it changes, what was approved is no longer what would be sent.
func (d Draft) contentHash() string {
	type target struct {
		Channel  ChannelID
		Title    string
		Segments []Segment
		Options  map[string]string
	}
	targets := make([]target, len(d.Variants))
	for i, v := range d.Variants {
		targets[i] = target{v.Channel, v.Title, d.SegmentsFor(v), v.Options}
	}
	slices.SortFunc(targets, func(a, b target) int { return strings.Compare(string(a.Channel), string(b.Channel)) })
	if len(targets) == 0 {
		targets = []target{{Segments: d.Segments}}
	}
	return hashOf(struct {
		Language string
		Targets  []target
	}{d.Language, targets})
}

// canonical is the one encoding that hashes cover: fields in order of
// declaration, map keys sorted, no escaping of <, > and &.
func canonical(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("editorial: cannot encode %T: %v", v, err)) //nolint:forbidigo // plain structs of strings, numbers and lists always encode: a bug of this file
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func hashOf(v any) string {
	sum := sha256.Sum256(canonical(v))
	return hex.EncodeToString(sum[:])
}
