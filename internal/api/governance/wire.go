// Package governance serves reviews, approvals and comments over HTTP: wire
// types apart from the room's own, and one thin handler per use case.
package governance

import (
	"strconv"
	"time"

	"parvis/internal/editorial"
	room "parvis/internal/governance"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Policy is how a workspace approves.
type Policy struct {
	Required    bool     `json:"required" doc:"Somebody must approve before a post leaves"`
	OwnApproval bool     `json:"ownApproval" doc:"A person may approve what they wrote"`
	Roles       []string `json:"roles" doc:"Who approves"`
	Margin      string   `json:"margin" enum:"none,same_day,any" doc:"How far the date may move without a new approval"`
}

// Media is a file as it will be sent.
type Media struct {
	Asset  string `json:"asset"`
	Alt    string `json:"alt"`
	MIME   string `json:"mime"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Link is a resolved link card.
type Link struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Image       string `json:"image" doc:"Id of a file of the library; empty"`
}

// Segment is one message as it will be sent.
type Segment struct {
	ID    string  `json:"id"`
	Text  string  `json:"text"`
	Media []Media `json:"media"`
	Link  *Link   `json:"link,omitempty"`
}

// Target is what would leave on one channel: exactly what an approval covers.
type Target struct {
	Channel  string            `json:"channel"`
	Network  string            `json:"network"`
	Name     string            `json:"name" doc:"Of the channel; empty when it is gone"`
	Title    string            `json:"title"`
	Segments []Segment         `json:"segments"`
	Options  map[string]string `json:"options"`
}

// Piece is a run of a compared text.
type Piece struct {
	Kind string `json:"kind" enum:"same,added,removed"`
	Text string `json:"text"`
}

// Difference is what changed on one channel since the last approval.
type Difference struct {
	Channel  string    `json:"channel"`
	Kind     string    `json:"kind" enum:"same,changed,added,removed"`
	Title    []Piece   `json:"title"`
	Segments [][]Piece `json:"segments"`
	Added    []string  `json:"added" doc:"Files"`
	Removed  []string  `json:"removed" doc:"Files"`
	Options  []string  `json:"options" doc:"Names of those that changed"`
	Other    bool      `json:"other" doc:"Alternative texts, order of files, link cards"`
}

// Decision is one answer.
type Decision struct {
	Person  string    `json:"person" doc:"Id of the user"`
	Kind    string    `json:"kind" enum:"approved,changes_asked"`
	Comment string    `json:"comment"`
	At      time.Time `json:"at"`
}

// Item is a review as the queue shows it.
type Item struct {
	ID          string     `json:"id"`
	Post        string     `json:"post"`
	Title       string     `json:"title"`
	Words       string     `json:"words"`
	Thumb       string     `json:"thumb"`
	Networks    []string   `json:"networks"`
	Channels    []string   `json:"channels"`
	Campaign    string     `json:"campaign"`
	Pillar      string     `json:"pillar"`
	State       string     `json:"state" enum:"to_review,changes_asked,approved,withdrawn"`
	Hash        string     `json:"hash" doc:"What the review is about; send it back with the answer"`
	Stale       bool       `json:"stale" doc:"The post changed since: refresh the review to read the new version"`
	RequestedBy string     `json:"requestedBy"`
	RequestedAt time.Time  `json:"requestedAt"`
	Note        string     `json:"note"`
	Due         *time.Time `json:"due" nullable:"true"`
	Wall        string     `json:"wall"`
	Zone        string     `json:"zone"`
	Decisions   []Decision `json:"decisions"`
	MayDecide   bool       `json:"mayDecide" doc:"The person who asks may answer"`
}

// Review is a review in full.
type Review struct {
	Item
	WhyNot      string       `json:"whyNot" doc:"Why the person may not answer, as a code; empty when they may"`
	Targets     []Target     `json:"targets"`
	Before      []Target     `json:"before" nullable:"true" doc:"As it was last approved; null when never"`
	Differences []Difference `json:"differences"`
}

// Reviews is a page of the queue.
type Reviews struct {
	Items []Item  `json:"items"`
	Next  *string `json:"next" nullable:"true"`
}

// Comment is a remark on a post.
type Comment struct {
	ID         string     `json:"id"`
	Parent     string     `json:"parent" doc:"The comment it replies to; empty"`
	Author     string     `json:"author"`
	Text       string     `json:"text"`
	Mentions   []string   `json:"mentions" doc:"Ids of users"`
	Anchor     string     `json:"anchor" doc:"What it points at, in the interface's own words; empty"`
	Decision   string     `json:"decision" doc:"changes_asked when it came with that answer; empty"`
	At         time.Time  `json:"at"`
	EditedAt   *time.Time `json:"editedAt" nullable:"true"`
	ResolvedBy string     `json:"resolvedBy"`
	ResolvedAt *time.Time `json:"resolvedAt" nullable:"true"`
}

// Comments is every comment of a post.
type Comments struct {
	Items []Comment `json:"items"`
}

func instant(t store.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

func strs[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func policyOut(p room.Policy) Policy {
	return Policy{Required: p.Required, OwnApproval: p.Own, Roles: strs(p.Roles), Margin: string(p.Margin)}
}

func (p Policy) room() room.Policy {
	out := room.Policy{Required: p.Required, Own: p.OwnApproval, Margin: room.Margin(p.Margin)}
	for _, r := range p.Roles {
		out.Roles = append(out.Roles, identity.Role(r))
	}
	return out
}

func itemOut(it room.Item) Item {
	out := Item{ID: string(it.ID), Post: string(it.Post), Title: it.Card.Title, Words: it.Card.Words, Thumb: string(it.Card.Thumb),
		Networks: strs(it.Card.Networks), Channels: strs(it.Card.Channels), Campaign: string(it.Card.Campaign), Pillar: string(it.Card.Pillar),
		State: string(it.State), Hash: it.Hash, Stale: it.Stale, RequestedBy: string(it.RequestedBy), RequestedAt: it.RequestedAt.Time,
		Note: it.Note, Due: instant(it.Card.Due), Wall: string(it.Card.Wall), Zone: it.Card.Zone, Decisions: []Decision{}, MayDecide: it.MayDecide}
	for _, d := range it.Decisions {
		out.Decisions = append(out.Decisions, Decision{Person: string(d.By), Kind: string(d.Kind), Comment: d.Comment, At: d.At.Time})
	}
	return out
}

func reviewOut(d room.Detail) Review {
	out := Review{Item: itemOut(d.Item), WhyNot: d.WhyNot, Targets: targetsOut(d.Revision.Frozen, d.Names), Differences: []Difference{}}
	if d.Before != nil {
		out.Before = targetsOut(d.Before.Frozen, d.Names)
	}
	for _, c := range d.Differences {
		w := Difference{Channel: string(c.Channel), Kind: string(c.Kind), Title: piecesOut(c.Title), Segments: [][]Piece{}, Added: strs(c.Added),
			Removed: strs(c.Removed), Options: append([]string{}, c.Options...), Other: c.Other}
		for _, s := range c.Segments {
			w.Segments = append(w.Segments, piecesOut(s))
		}
		out.Differences = append(out.Differences, w)
	}
	return out
}

func piecesOut(list []editorial.Piece) []Piece {
	out := make([]Piece, len(list))
	for i, p := range list {
		out[i] = Piece{Kind: string(p.Kind), Text: p.Text}
	}
	return out
}

func targetsOut(f editorial.Frozen, names map[string]string) []Target {
	out := make([]Target, len(f.Channels))
	for i, c := range f.Channels {
		t := Target{Channel: string(c.Channel), Network: c.Network, Name: names[string(c.Channel)], Title: c.Title, Options: c.Options, Segments: []Segment{}}
		for k, s := range c.Segments {
			t.Segments = append(t.Segments, segmentOut(k, s))
		}
		out[i] = t
	}
	return out
}

func segmentOut(n int, s editorial.FrozenSegment) Segment {
	out := Segment{ID: "s" + strconv.Itoa(n+1), Text: s.Text, Media: []Media{}}
	for _, m := range s.Media {
		out.Media = append(out.Media, Media{Asset: string(m.Asset), Alt: m.Alt, MIME: m.MIME, Width: m.Width, Height: m.Height})
	}
	if l := s.Link; l != nil {
		out.Link = &Link{URL: l.URL, Title: l.Title, Description: l.Description}
		if l.Image != nil {
			out.Link.Image = string(l.Image.Asset)
		}
	}
	return out
}

func commentOut(c room.Comment) Comment {
	return Comment{ID: string(c.ID), Parent: string(c.Parent), Author: string(c.Author), Text: c.Body, Mentions: strs(c.Mentions), Anchor: c.Anchor,
		Decision: c.Decision, At: c.CreatedAt.Time, EditedAt: instant(c.EditedAt), ResolvedBy: string(c.ResolvedBy), ResolvedAt: instant(c.ResolvedAt)}
}
