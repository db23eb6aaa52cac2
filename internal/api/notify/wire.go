// Package notify serves a person's notifications over HTTP.
package notify

import (
	"time"

	room "parvis/internal/notify"
)

// Notification is something the person was told.
type Notification struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind" enum:"to_approve,changes_asked,failed,needs_person,missed,reconnect"`
	Subject string            `json:"subject" doc:"Id of the post, or of the channel to reconnect"`
	Title   string            `json:"title"`
	Args    map[string]string `json:"args" doc:"by, channel, reason, comment, due; each may be missing"`
	At      time.Time         `json:"at"`
	ReadAt  *time.Time        `json:"readAt" nullable:"true"`
}

// Notifications is a page of them, newest first.
type Notifications struct {
	Items  []Notification `json:"items"`
	Next   *string        `json:"next" nullable:"true"`
	Unread int            `json:"unread" doc:"In all, not on this page"`
}

// Read names what to mark as read.
type Read struct {
	IDs []string `json:"ids" required:"false"`
	All bool     `json:"all" required:"false" doc:"Every one, whatever ids says"`
}

// Unread says how many are left.
type Unread struct {
	Unread int `json:"unread"`
}

// Choice is what the person wants of one kind.
type Choice struct {
	Kind  string `json:"kind" enum:"to_approve,changes_asked,failed,needs_person,missed,reconnect"`
	InApp bool   `json:"inApp"`
	Mail  string `json:"mail" enum:"now,digest,never"`
}

// SettingsFields are the choices of the person in this workspace.
type SettingsFields struct {
	Zone    string   `json:"zone" required:"false" doc:"IANA name of where the digest leaves at eight; empty: the workspace's"`
	Choices []Choice `json:"choices" doc:"A kind left out takes its default"`
}

// Settings adds whether mail can leave at all.
type Settings struct {
	SettingsFields
	MailReady bool `json:"mailReady" doc:"false: no mail server is set, notices stay in the application"`
}

// Trouble is a mail that has not left.
type Trouble struct {
	ID     string    `json:"id"`
	UserID string    `json:"userId"`
	State  string    `json:"state" enum:"waiting,sending,failed" doc:"waiting and sending are tried again"`
	Error  string    `json:"error" doc:"What the mail server said"`
	Tries  int       `json:"tries"`
	At     time.Time `json:"at"`
}

// Troubles lists the mails of the last two weeks that have not left.
type Troubles struct {
	Items []Trouble `json:"items"`
}

func notificationOf(t room.Told) Notification {
	n := Notification{ID: string(t.ID), Kind: string(t.Kind), Subject: t.Subject, Title: t.Title, Args: t.Args.V, At: t.CreatedAt.Time}
	if n.Args == nil {
		n.Args = map[string]string{}
	}
	if !t.ReadAt.IsZero() {
		n.ReadAt = &t.ReadAt.Time
	}
	return n
}

func (f SettingsFields) room() room.Settings {
	out := room.Settings{Zone: f.Zone, Choices: map[room.Kind]room.Choice{}}
	for _, c := range f.Choices {
		out.Choices[room.Kind(c.Kind)] = room.Choice{InApp: c.InApp, Mail: room.Mode(c.Mail)}
	}
	return out
}

func settingsOf(s room.Settings, mailReady bool) Settings {
	out := Settings{SettingsFields{Zone: s.Zone}, mailReady}
	for _, k := range room.Kinds {
		c := s.Choice(k)
		out.Choices = append(out.Choices, Choice{string(k), c.InApp, string(c.Mail)})
	}
	return out
}

func troubleOf(t room.Trouble) Trouble {
	return Trouble{string(t.MailID), string(t.UserID), string(t.State), t.Error, t.Tries, t.CreatedAt.Time}
}

func each[A, B any](list []A, fn func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = fn(v)
	}
	return out
}
