// Package editorial serves posts and the calendar over HTTP: wire types apart
// from the room's own, and one thin handler per use case.
package editorial

import (
	"time"

	room "parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Media attaches a file of the library.
type Media struct {
	Asset string `json:"asset"`
	Alt   string `json:"alt,omitempty" doc:"Replaces the file's own text alternative in this post"`
}

// Link is the preview card of an address.
type Link struct {
	URL         string `json:"url"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Image       string `json:"image,omitempty" doc:"Id of a file of the library"`
}

// Segment is one message: the post, or one part of a thread.
type Segment struct {
	ID    string  `json:"id" required:"false" doc:"Stable while the part moves within its thread; made when empty"`
	Text  string  `json:"text"`
	Media []Media `json:"media" required:"false"`
	Link  *Link   `json:"link,omitempty"`
}

// Variant is the form of the post for one channel.
type Variant struct {
	Channel  string            `json:"channel"`
	Custom   bool              `json:"custom" required:"false" doc:"False: follows the original"`
	Title    string            `json:"title,omitempty" doc:"For networks that show one"`
	Segments []Segment         `json:"segments,omitempty" doc:"When customised"`
	Options  map[string]string `json:"options,omitempty"`
}

// Links tie a post to the strategy; each may be empty.
type Links struct {
	Objective string `json:"objective" required:"false"`
	Campaign  string `json:"campaign" required:"false"`
	Pillar    string `json:"pillar" required:"false"`
	Audience  string `json:"audience" required:"false"`
	Stage     string `json:"stage" required:"false" doc:"awareness, consideration, conversion, loyalty or empty"`
}

// DraftInput is what a save writes; absent fields stay as they are.
type DraftInput struct {
	State    *string    `json:"state,omitempty" enum:"idea,draft"`
	Title    *string    `json:"title,omitempty" doc:"For the team; never sent"`
	Language *string    `json:"language,omitempty" doc:"BCP 47"`
	Segments *[]Segment `json:"segments,omitempty" doc:"The original"`
	Variants *[]Variant `json:"variants,omitempty" doc:"One per channel the post goes to"`
	Labels   *[]string  `json:"labels,omitempty"`
	Links    *Links     `json:"links,omitempty"`
	Late     *int       `json:"late,omitempty" doc:"Minutes late at which a person is asked instead of sending"`
}

// Draft is what a person writes in a post.
type Draft struct {
	State    string    `json:"state" enum:"idea,draft"`
	Title    string    `json:"title"`
	Language string    `json:"language"`
	Segments []Segment `json:"segments"`
	Variants []Variant `json:"variants"`
	Labels   []string  `json:"labels"`
	Links    Links     `json:"links"`
	Late     int       `json:"late"`
}

// Post is a post as its editor sees it.
type Post struct {
	ID          string     `json:"id"`
	Version     int        `json:"version" doc:"Send it back as baseVersion to save"`
	Draft       Draft      `json:"draft"`
	Wall        string     `json:"wall" doc:"2026-11-24T18:15 as the clock of zone shows it; empty without a date"`
	Zone        string     `json:"zone" doc:"IANA name"`
	Due         *time.Time `json:"due" nullable:"true"`
	Twice       bool       `json:"twice" doc:"The clocks go back and this hour exists twice: due is the first"`
	Committed   bool       `json:"committed" doc:"It leaves at due, once approved"`
	Review      string     `json:"review" enum:",to_review,changes_asked,approved"`
	ReviewStale bool       `json:"reviewStale" doc:"Changed since it was sent to review"`
	Revision    string     `json:"revision" doc:"Under review or approved; empty"`
	Status      string     `json:"status" enum:"idea,draft,to_review,changes_asked,approved,scheduled,held,publishing,published,partial,failed,needs_person,missed,cancelled"`
	Author      string     `json:"author" doc:"Id of the user"`
	CreatedAt   time.Time  `json:"createdAt"`
	UpdatedBy   string     `json:"updatedBy"`
	UpdatedAt   time.Time  `json:"updatedAt"`
	BinnedAt    *time.Time `json:"binnedAt" nullable:"true"`
}

// Saved is the answer to a save.
type Saved struct {
	Post     Post     `json:"post"`
	Merged   bool     `json:"merged" doc:"Somebody else had saved since baseVersion; post holds both writings"`
	Overlaps []string `json:"overlaps" doc:"Fields that both had changed: texts keep both, others yours"`
	Revoked  bool     `json:"revoked" doc:"The post was approved and no longer is"`
}

// Card is what calendar and lists show of a post.
type Card struct {
	Status    string     `json:"status" enum:"idea,draft,to_review,changes_asked,approved,scheduled,held,publishing,published,partial,failed,needs_person,missed,cancelled"`
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Words     string     `json:"words" doc:"How the text begins"`
	Due       *time.Time `json:"due" nullable:"true"`
	Wall      string     `json:"wall"`
	Zone      string     `json:"zone"`
	Channels  []string   `json:"channels"`
	Networks  []string   `json:"networks"`
	Thumb     string     `json:"thumb" doc:"Id of the first file; empty"`
	Media     int        `json:"media"`
	Segments  int        `json:"segments" doc:"Above 1: a thread"`
	Labels    []string   `json:"labels"`
	Objective string     `json:"objective"`
	Campaign  string     `json:"campaign"`
	Pillar    string     `json:"pillar"`
	Audience  string     `json:"audience"`
	Stage     string     `json:"stage"`
	Author    string     `json:"author"`
	Committed bool       `json:"committed"`
	Flags     []string   `json:"flags" doc:"no_channel, empty, stale_review, not_cleared"`
	Version   int        `json:"version"`
}

// Calendar is the cards of a span of days, in order of time.
type Calendar struct {
	Items []Card `json:"items"`
}

// Cards is one page of a list.
type Cards struct {
	Items []Card  `json:"items"`
	Next  *string `json:"next" nullable:"true"`
}

// Counts gives the number of posts per status; a status without posts is absent.
type Counts struct {
	Counts map[string]int `json:"counts"`
}

// Line is one finding of the pre-flight check.
type Line struct {
	Severity string            `json:"severity" enum:"blocking,advice,passed"`
	Code     string            `json:"code" doc:"Translated by the interface"`
	Args     map[string]string `json:"args"`
	Channel  string            `json:"channel" doc:"Empty: the whole post"`
	Segment  string            `json:"segment"`
	Asset    string            `json:"asset"`
	Fix      *Fix              `json:"fix,omitempty"`
}

// Fix is what one click may do about a line.
type Fix struct {
	Kind string `json:"kind" enum:"write,shorten,describe_image,remove_media,add_media,choose_date,reconnect,release_hold,replace_word,open_channel,choose_channel,remove_channel,open_post"`
	Text string `json:"text,omitempty" doc:"replace_word: the word as written"`
	With string `json:"with,omitempty" doc:"replace_word: what the charter prefers"`
	Hold string `json:"hold,omitempty"`
	Post string `json:"post,omitempty"`
}

// Preflight is the panel.
type Preflight struct {
	Blocking int    `json:"blocking"`
	Advice   int    `json:"advice"`
	Passed   int    `json:"passed"`
	Lines    []Line `json:"lines"`
}

// Version is one entry of the history.
type Version struct {
	Version int       `json:"version"`
	Author  string    `json:"author"`
	At      time.Time `json:"at"`
	Content bool      `json:"content" doc:"It changed what would be sent"`
	Cause   string    `json:"cause" enum:",created,duplicated,restored"`
}

// VersionDraft is one entry with what was written then.
type VersionDraft struct {
	Version
	Draft Draft `json:"draft"`
}

// History is a page of versions, newest first.
type History struct {
	Items []Version `json:"items"`
	Next  *string   `json:"next" nullable:"true"`
}

// Presence is a person who has the post open.
type Presence struct {
	User   string    `json:"user"`
	Field  string    `json:"field" doc:"Where they are writing; empty"`
	SeenAt time.Time `json:"seenAt"`
}

// Label is a word on posts, with a colour.
type Label struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Colour string `json:"colour" doc:"#rrggbb"`
	Posts  int    `json:"posts"`
}

// LabelInput makes or changes a label.
type LabelInput struct {
	Name   string `json:"name"`
	Colour string `json:"colour"`
}

// Note is something written on days of the calendar.
type Note struct {
	ID        string    `json:"id"`
	Day       string    `json:"day" doc:"2026-11-24"`
	Until     string    `json:"until" doc:"Last day; the same for a single one"`
	Body      string    `json:"body"`
	Colour    string    `json:"colour"`
	Author    string    `json:"author"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// NoteInput makes or changes a note.
type NoteInput struct {
	Day    string `json:"day"`
	Until  string `json:"until" required:"false"`
	Body   string `json:"body"`
	Colour string `json:"colour" required:"false"`
}

// Items is a whole list.
type Items[T any] struct {
	Items []T `json:"items"`
}

func instant(t store.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

// PostOut is a post on the wire; governance answers with it too.
func PostOut(p room.Post) Post {
	return Post{ID: string(p.ID), Version: p.Version, Draft: draftOut(p.Draft), Wall: string(p.Date.Wall), Zone: p.Date.Zone,
		Due: instant(p.Date.At), Twice: p.Date.IsTwice(), Committed: p.Committed, Review: string(p.Review), ReviewStale: p.IsReviewStale(),
		Revision: string(p.Revision), Status: string(p.Status), Author: string(p.Author), CreatedAt: p.CreatedAt.Time,
		UpdatedBy: string(p.UpdatedBy), UpdatedAt: p.UpdatedAt.Time, BinnedAt: instant(p.BinnedAt)}
}

func draftOut(d room.Draft) Draft {
	out := Draft{State: string(d.State), Title: d.Title, Language: d.Language, Segments: segmentsOut(d.Segments), Variants: []Variant{},
		Labels: []string{}, Late: d.Late, Links: Links{Objective: string(d.Links.Objective), Campaign: string(d.Links.Campaign),
			Pillar: string(d.Links.Pillar), Audience: string(d.Links.Audience), Stage: string(d.Links.Stage)}}
	for _, v := range d.Variants {
		w := Variant{Channel: string(v.Channel), Custom: v.Custom, Title: v.Title, Options: v.Options}
		if v.Custom {
			w.Segments = segmentsOut(v.Segments)
		}
		out.Variants = append(out.Variants, w)
	}
	for _, l := range d.Labels {
		out.Labels = append(out.Labels, string(l))
	}
	return out
}

func segmentsOut(list []room.Segment) []Segment {
	out := make([]Segment, len(list))
	for i, s := range list {
		out[i] = Segment{ID: s.ID, Text: s.Text, Media: []Media{}}
		for _, m := range s.Media {
			out[i].Media = append(out[i].Media, Media{Asset: string(m.Asset), Alt: m.Alt})
		}
		if s.Link != nil {
			out[i].Link = &Link{URL: s.Link.URL, Title: s.Link.Title, Description: s.Link.Description, Image: string(s.Link.Image)}
		}
	}
	return out
}

func segmentsIn(list []Segment) []room.Segment {
	out := make([]room.Segment, len(list))
	for i, s := range list {
		out[i] = room.Segment{ID: s.ID, Text: s.Text}
		for _, m := range s.Media {
			out[i].Media = append(out[i].Media, room.Media{Asset: room.AssetID(m.Asset), Alt: m.Alt})
		}
		if s.Link != nil {
			out[i].Link = &room.Link{URL: s.Link.URL, Title: s.Link.Title, Description: s.Link.Description, Image: room.AssetID(s.Link.Image)}
		}
	}
	return out
}

func (d DraftInput) patch() room.Patch {
	p := room.Patch{State: (*room.State)(d.State), Title: d.Title, Language: d.Language, Late: d.Late}
	if d.Segments != nil {
		list := segmentsIn(*d.Segments)
		p.Segments = &list
	}
	if d.Variants != nil {
		list := make([]room.Variant, len(*d.Variants))
		for i, v := range *d.Variants {
			list[i] = room.Variant{Channel: room.ChannelID(v.Channel), Custom: v.Custom, Title: v.Title, Segments: segmentsIn(v.Segments), Options: v.Options}
		}
		p.Variants = &list
	}
	if d.Labels != nil {
		list := idsIn[room.LabelID](*d.Labels)
		p.Labels = &list
	}
	if l := d.Links; l != nil {
		p.Links = &room.Links{Objective: room.ObjectiveID(l.Objective), Campaign: room.CampaignID(l.Campaign),
			Pillar: room.PillarID(l.Pillar), Audience: room.AudienceID(l.Audience), Stage: room.Stage(l.Stage)}
	}
	return p
}

func idsIn[T ~string](list []string) []T {
	out := make([]T, len(list))
	for i, s := range list {
		out[i] = T(s)
	}
	return out
}

func preflightOut(lines []room.Line) Preflight {
	out := Preflight{Lines: make([]Line, len(lines))}
	for i, l := range lines {
		switch l.Severity {
		case room.Blocking:
			out.Blocking++
		case room.Advice:
			out.Advice++
		case room.Passed:
			out.Passed++
		}
		w := Line{Severity: string(l.Severity), Code: l.Code, Args: l.Args, Channel: string(l.Channel), Segment: l.Segment, Asset: string(l.Asset)}
		if w.Args == nil {
			w.Args = map[string]string{}
		}
		if f := l.Fix; f != nil {
			w.Fix = &Fix{Kind: string(f.Kind), Text: f.Text, With: f.With, Hold: f.Hold, Post: string(f.Post)}
		}
		out.Lines[i] = w
	}
	return out
}

func versionOut(v room.Version) Version {
	return Version{Version: v.Version, Author: string(v.Author), At: v.At.Time, Content: v.Content, Cause: string(v.Cause)}
}

func labelOut(l room.Label) Label {
	return Label{ID: string(l.ID), Name: l.Name, Colour: l.Colour, Posts: l.Posts}
}

func noteOut(n room.Note) Note {
	return Note{ID: string(n.ID), Day: n.Day, Until: n.Until, Body: n.Body, Colour: n.Colour, Author: string(n.Author), UpdatedAt: n.UpdatedAt.Time}
}

func presenceOut(list []room.Presence) Items[Presence] {
	out := Items[Presence]{Items: []Presence{}}
	for _, p := range list {
		out.Items = append(out.Items, Presence{User: string(p.User), Field: p.Field, SeenAt: p.SeenAt.Time})
	}
	return out
}

func workspace(s string) identity.WorkspaceID { return identity.WorkspaceID(s) }
