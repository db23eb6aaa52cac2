// Package channels serves the channels room over HTTP: its wire types, apart
// from the room's own, and one thin handler per use case.
package channels

import (
	"maps"
	"slices"
	"time"

	room "parvis/internal/channels"
	"parvis/internal/networks"
)

// Field is one input of a connect form or one option of the composer.
type Field struct {
	Name     string   `json:"name" doc:"Key in the form; its label is networks.<network>.<name>"`
	Kind     string   `json:"kind" enum:"text,secret,url,choice,boolean,number"`
	Choices  []string `json:"choices"`
	Default  string   `json:"default"`
	Required bool     `json:"required"`
}

// Source of a declared fact.
type Source struct {
	URL  string `json:"url"`
	AsOf string `json:"asOf"`
}

// TextLimits of one segment; 0 is no limit.
type TextLimits struct {
	Max      int    `json:"max"`
	Unit     string `json:"unit" enum:"graphemes,code_points,utf8_bytes,utf16"`
	URLCost  int    `json:"urlCost" doc:"What a link counts; 0: as written"`
	MaxTitle int    `json:"maxTitle"`
	Source   Source `json:"source"`
}

// MediaLimits of one segment; 0 is no limit, but for images and videos: none.
type MediaLimits struct {
	Images             int      `json:"images"`
	Videos             int      `json:"videos"`
	Mixed              bool     `json:"mixed"`
	ImageTypes         []string `json:"imageTypes"`
	VideoTypes         []string `json:"videoTypes"`
	MaxImageBytes      int64    `json:"maxImageBytes"`
	MaxVideoBytes      int64    `json:"maxVideoBytes"`
	MaxWidth           int      `json:"maxWidth"`
	MaxHeight          int      `json:"maxHeight"`
	MaxDurationSeconds int      `json:"maxDurationSeconds"`
	AltText            bool     `json:"altText"`
	MaxAlt             int      `json:"maxAlt"`
	Required           bool     `json:"required"`
	Source             Source   `json:"source"`
}

// Operation says how a lost answer to one kind of write is settled.
type Operation struct {
	Name                 string `json:"name"`
	Class                string `json:"class" enum:"exact,two_phase,look_up,none"`
	KeyLifeSeconds       int    `json:"keyLifeSeconds"`
	VisibilityLagSeconds int    `json:"visibilityLagSeconds"`
	Source               Source `json:"source"`
}

// Limits is what a network takes; of one account where they differ.
type Limits struct {
	Text       TextLimits  `json:"text"`
	Media      MediaLimits `json:"media"`
	Threads    bool        `json:"threads"`
	MaxThread  int         `json:"maxThread"`
	LinkCards  bool        `json:"linkCards"`
	Titles     bool        `json:"titles"`
	CanEdit    bool        `json:"canEdit"`
	CanDelete  bool        `json:"canDelete"`
	PerDay     int         `json:"perDay" doc:"Posts a day; 0: no declared limit"`
	PerHour    int         `json:"perHour"`
	Operations []Operation `json:"operations"`
	Options    []Field     `json:"options"`
}

// Network is what a network declares of itself.
type Network struct {
	Name        string  `json:"name"`
	Title       string  `json:"title"`
	Connectable bool    `json:"connectable" doc:"People connect accounts with the form; else the program does"`
	Connect     []Field `json:"connect"`
	Limits      Limits  `json:"limits"`
}

// Reason says why, in a code that the interface translates.
type Reason struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Args    map[string]string `json:"args,omitempty"`
	Detail  string            `json:"detail,omitempty" doc:"What the network said"`
}

// Hold is a stop on what leaves.
type Hold struct {
	ID         string     `json:"id"`
	Scope      string     `json:"scope" enum:"channel,campaign,workspace,everything"`
	Target     string     `json:"target" doc:"Id of the channel or the campaign, or empty"`
	Reason     string     `json:"reason" doc:"pause, crisis, restored_copy, clock"`
	Note       string     `json:"note"`
	PlacedBy   string     `json:"placedBy" doc:"Id of the person; empty: the program itself"`
	PlacedAt   time.Time  `json:"placedAt"`
	ReleasedBy string     `json:"releasedBy,omitempty"`
	ReleasedAt *time.Time `json:"releasedAt" nullable:"true"`
}

// Channel is a connected account.
type Channel struct {
	ID           string            `json:"id"`
	Network      string            `json:"network"`
	RemoteID     string            `json:"remoteId"`
	Name         string            `json:"name"`
	Handle       string            `json:"handle"`
	URL          string            `json:"url"`
	Avatar       string            `json:"avatar"`
	Zone         string            `json:"zone" doc:"IANA name; empty: the workspace's"`
	Settings     map[string]string `json:"settings" doc:"Of the connect form, without secrets"`
	Health       string            `json:"health" enum:"ok,expiring,reconnect,down"`
	HealthReason *Reason           `json:"healthReason,omitempty"`
	CheckedAt    *time.Time        `json:"checkedAt" nullable:"true"`
	ExpiresAt    *time.Time        `json:"expiresAt" nullable:"true" doc:"null: does not expire"`
	ConnectedAt  time.Time         `json:"connectedAt"`
	Groups       []string          `json:"groups"`
	Held         bool              `json:"held" doc:"A stop of this channel alone is in force"`
	Holds        []Hold            `json:"holds"`
	Limits       Limits            `json:"limits"`
}

// Connection is a fresh channel.
type Connection struct {
	Channel Channel           `json:"channel"`
	Shown   map[string]string `json:"shown" doc:"Secrets that the network made: they are shown this once"`
}

// ConnectFields is a filled connect form.
type ConnectFields struct {
	Network string            `json:"network"`
	Name    string            `json:"name" required:"false" doc:"Empty: as the network knows it"`
	Zone    string            `json:"zone" required:"false"`
	Form    map[string]string `json:"form" required:"false"`
}

// ReconnectFields is the form again; what is left empty is kept.
type ReconnectFields struct {
	Form map[string]string `json:"form" required:"false"`
}

// ChangeFields is what may be set; an absent field is left.
type ChangeFields struct {
	Name *string `json:"name,omitempty"`
	Zone *string `json:"zone,omitempty"`
}

// Departure is a delivery that has started, or that waits.
type Departure struct {
	Delivery  string     `json:"delivery"`
	Channel   string     `json:"channel"`
	Post      string     `json:"post"`
	State     string     `json:"state"`
	DueAt     time.Time  `json:"dueAt"`
	StartedAt *time.Time `json:"startedAt" nullable:"true"`
}

// Removal is what becomes of what waits on a channel.
type Removal struct {
	Cancelled []Departure `json:"cancelled"`
}

// HoldFields is a stop to place.
type HoldFields struct {
	Scope  string `json:"scope" enum:"channel,campaign,workspace"`
	Target string `json:"target" required:"false"`
	Reason string `json:"reason" required:"false" enum:"pause,crisis"`
	Note   string `json:"note" required:"false" maxLength:"2000"`
}

// Placed is the answer to a stop.
type Placed struct {
	Hold    Hold        `json:"hold"`
	Started []Departure `json:"started" doc:"Had started before the stop: it could not hold them"`
}

// Group is channels that are chosen together.
type Group struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Channels []string `json:"channels"`
}

// GroupFields is a group as a person writes it.
type GroupFields struct {
	Name     string   `json:"name"`
	Channels []string `json:"channels"`
}

func fieldsOut(list []networks.Field) []Field {
	out := make([]Field, len(list))
	for i, f := range list {
		out[i] = Field{Name: f.Name, Kind: f.Kind, Choices: filled(f.Choices), Default: f.Default, Required: f.Required}
	}
	return out
}

func limitsOut(n networks.Info) Limits {
	out := Limits{
		Text: TextLimits{Max: n.Text.Max, Unit: n.Text.Unit, URLCost: n.Text.URLCost, MaxTitle: n.Text.MaxTitle, Source: Source(n.Text.Source)},
		Media: MediaLimits{Images: n.Media.Images, Videos: n.Media.Videos, Mixed: n.Media.Mixed, ImageTypes: filled(n.Media.ImageTypes), VideoTypes: filled(n.Media.VideoTypes),
			MaxImageBytes: n.Media.MaxImage, MaxVideoBytes: n.Media.MaxVideo, MaxWidth: n.Media.MaxWidth, MaxHeight: n.Media.MaxHeight,
			MaxDurationSeconds: int(n.Media.MaxDuration.Seconds()), AltText: n.Media.AltText, MaxAlt: n.Media.MaxAlt, Required: n.Media.Required, Source: Source(n.Media.Source)},
		Threads: n.Threads, MaxThread: n.MaxThread, LinkCards: n.LinkCards, Titles: n.Titles, CanEdit: n.CanEdit, CanDelete: n.CanDelete,
		PerDay: n.Pace.PerDay, PerHour: n.Pace.PerHour, Options: fieldsOut(n.Options), Operations: []Operation{},
	}
	for _, name := range slices.Sorted(maps.Keys(n.Operations)) {
		op := n.Operations[name]
		out.Operations = append(out.Operations, Operation{Name: string(name), Class: string(op.Class), KeyLifeSeconds: int(op.KeyLife.Seconds()),
			VisibilityLagSeconds: int(op.VisibilityLag.Seconds()), Source: Source(op.Source)})
	}
	return out
}

func networkOut(n networks.Info, connectable bool) Network {
	return Network{Name: n.Name, Title: n.Title, Connectable: connectable, Connect: fieldsOut(n.Connect), Limits: limitsOut(n)}
}

func channelOut(c room.Channel) Channel {
	out := Channel{
		ID: string(c.ID), Network: c.Network, RemoteID: c.RemoteID, Name: c.Name, Handle: c.Handle, URL: c.URL, Avatar: c.Avatar, Zone: c.Zone,
		Settings: c.Settings, Health: string(c.Health.State), CheckedAt: instant(c.CheckedAt), ExpiresAt: instant(c.Health.Expires), ConnectedAt: c.CreatedAt,
		Groups: texts(c.Groups), Held: len(c.Holds) > 0, Holds: each(c.Holds, holdOut), Limits: limitsOut(c.Info),
	}
	if r := c.Health.Reason; r != nil {
		out.HealthReason = &Reason{Code: r.Code, Message: r.Message, Args: r.Args, Detail: r.Detail}
	}
	if out.Settings == nil {
		out.Settings = map[string]string{}
	}
	return out
}

func connectionOut(c room.Connection) Connection {
	return Connection{Channel: channelOut(c.Channel), Shown: c.Shown}
}

func holdOut(h room.Hold) Hold {
	return Hold{ID: string(h.ID), Scope: string(h.Scope), Target: h.Target, Reason: h.Reason, Note: h.Note, PlacedBy: string(h.PlacedBy),
		PlacedAt: h.PlacedAt.Time, ReleasedBy: string(h.ReleasedBy), ReleasedAt: instant(h.ReleasedAt.Time)}
}

func departureOut(d room.Departure) Departure {
	return Departure{Delivery: d.Delivery, Channel: string(d.Channel), Post: d.Subject, State: d.State, DueAt: d.DueAt, StartedAt: instant(d.StartedAt)}
}

func groupOut(g room.Group) Group {
	return Group{ID: string(g.ID), Name: g.Name, Channels: texts(g.Channels)}
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// each, texts and filled never give null.
func each[D, W any](list []D, out func(D) W) []W {
	all := make([]W, len(list))
	for i, d := range list {
		all[i] = out(d)
	}
	return all
}

func texts[T ~string](list []T) []string {
	return each(list, func(t T) string { return string(t) })
}

func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
