package notify

import (
	"context"
	"slices"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Mode says when a notice is mailed.
type Mode string

// The modes.
const (
	MailNow    Mode = "now"
	MailDigest Mode = "digest"
	MailNever  Mode = "never"
)

// Modes lists every mode.
var Modes = []Mode{MailNow, MailDigest, MailNever}

// Choice is what a person wants of one kind.
type Choice struct {
	InApp bool `json:"inApp"`
	Mail  Mode `json:"mail"`
}

// Settings are the choices of a person in one workspace. Zone is where eight
// o'clock is eight o'clock; "" follows the workspace.
type Settings struct {
	Zone    string
	Choices map[Kind]Choice
}

// Choice gives what the person wants of k: what failed, waits for an answer, was
// missed or is disconnected is told at once unless they said otherwise.
func (s Settings) Choice(k Kind) Choice {
	if c, ok := s.Choices[k]; ok {
		return c
	}
	switch k {
	case Failed, NeedsPerson, Missed, Reconnect:
		return Choice{InApp: true, Mail: MailNow}
	}
	return Choice{InApp: true, Mail: MailDigest}
}

// location is the person's zone, else the workspace's, else UTC.
func (s Settings) location(w identity.Workspace) *time.Location {
	for _, name := range []string{s.Zone, w.Zone} {
		if l, err := time.LoadLocation(name); err == nil && name != "" {
			return l
		}
	}
	return time.UTC
}

func (s Settings) validate() error {
	var c fault.Collect
	if s.Zone != "" {
		_, err := time.LoadLocation(s.Zone)
		c.Check(err == nil && s.Zone != "Local", "zone", "notify.zone", "This time zone is not known.")
	}
	for k, choice := range s.Choices {
		c.Check(slices.Contains(Kinds, k), "choices."+string(k), "notify.kind", "This kind of notice is not known.")
		c.Check(slices.Contains(Modes, choice.Mail), "choices."+string(k)+".mail", "notify.mode", "Choose now, digest or never.")
	}
	return c.Err()
}

// Settings gives the choices of the person who asks, with every kind.
func (s *Service) Settings(ctx context.Context, ws identity.WorkspaceID) (Settings, error) {
	a, err := identity.Require(ctx, ws, identity.WorkspaceRead)
	if err != nil {
		return Settings{}, err
	}
	all, err := findSettings(ctx, s.DB.Reader(), ws, []identity.UserID{a.UserID})
	return complete(all[a.UserID]), fault.Op("notify.Settings", err)
}

// ChangeSettings replaces the choices of the person who asks. A kind left out
// goes back to its default.
func (s *Service) ChangeSettings(ctx context.Context, ws identity.WorkspaceID, in Settings) (Settings, error) {
	a, err := identity.Require(ctx, ws, identity.WorkspaceRead)
	if err != nil {
		return Settings{}, err
	}
	if err := in.validate(); err != nil {
		return Settings{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return saveSettings(ctx, tx, ws, a.UserID, in, store.At(s.Now()))
	})
	return complete(in), fault.Op("notify.ChangeSettings", err)
}

func complete(s Settings) Settings {
	out := Settings{Zone: s.Zone, Choices: map[Kind]Choice{}}
	for _, k := range Kinds {
		out.Choices[k] = s.Choice(k)
	}
	return out
}
