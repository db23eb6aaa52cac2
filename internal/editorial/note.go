package editorial

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Note is something written on days of the calendar: a key date, an absence, an
// embargo.
type Note struct {
	ID        NoteID          `db:"id"`
	Day       string          `db:"day"`       // first day, "2026-11-24"
	Until     string          `db:"until_day"` // last day, the same for a single one
	Body      string          `db:"body"`
	Colour    string          `db:"colour"` // "" or "#1f7a8c"
	Author    identity.UserID `db:"author_id"`
	UpdatedAt store.Time      `db:"updated_at"`
}

// MaxNote is the longest note, in code points.
const MaxNote = 500

var errNoNote = fault.New(fault.NotFound, "editorial.no_note", "This note does not exist.")

func (n Note) validate() error {
	var c fault.Collect
	_, err1 := time.Parse("2006-01-02", n.Day)
	_, err2 := time.Parse("2006-01-02", n.Until)
	c.Check(err1 == nil, "day", "editorial.bad_day", "A day is written 2026-11-24.")
	c.Check(err2 == nil && n.Until >= n.Day, "until", "editorial.bad_day", "A note ends on the day it begins, or later.")
	length := utf8.RuneCountInString(n.Body)
	c.Check(length >= 1 && length <= MaxNote, "body", "editorial.note_length", "A note has 1 to 500 characters.")
	c.Check(n.Colour == "" || colourForm.MatchString(n.Colour), "colour", "editorial.colour", "A colour is written #RRGGBB.")
	return c.Err()
}

// Notes lists the notes that touch the days from–to, both included.
func (s *Service) Notes(ctx context.Context, ws identity.WorkspaceID, from, to string) ([]Note, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	if _, _, err := (Range{From: from, To: to, Zone: "UTC"}).instants(); err != nil {
		return nil, err
	}
	return listNotes(ctx, s.db.Reader(), ws, from, to)
}

// SaveNote makes a note (no id) or changes one.
func (s *Service) SaveNote(ctx context.Context, ws identity.WorkspaceID, n Note) (Note, error) {
	a, err := identity.Require(ctx, ws, identity.PostWrite)
	if err != nil {
		return Note{}, err
	}
	n.Body = strings.TrimSpace(n.Body)
	if n.Until == "" {
		n.Until = n.Day
	}
	if err := n.validate(); err != nil {
		return Note{}, err
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		made := n.ID == ""
		if made {
			n.ID = store.NewID[NoteID]("note")
		}
		n.Author, n.UpdatedAt = a.UserID, store.At(s.now())
		count, err := writeNote(ctx, tx, ws, n, made)
		if err != nil {
			return err
		}
		if count == 0 {
			return errNoNote
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "note", string(n.ID))
	})
	return n, err
}

// RemoveNote takes a note off the calendar.
func (s *Service) RemoveNote(ctx context.Context, ws identity.WorkspaceID, id NoteID) error {
	if _, err := identity.Require(ctx, ws, identity.PostWrite); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := deleteNote(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoNote
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "note", string(id))
	})
}
