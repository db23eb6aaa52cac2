package editorial

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Label is a word that a team puts on posts, with a colour.
type Label struct {
	ID     LabelID `db:"id"`
	Name   string  `db:"name"`
	Colour string  `db:"colour"` // "#1f7a8c"
	Posts  int     `db:"posts"`
}

var (
	colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	errNoLabel = fault.New(fault.NotFound, "editorial.no_label", "This label does not exist.")
)

// MaxLabelName is the longest name, in code points.
const MaxLabelName = 40

func (l Label) validate() error {
	var c fault.Collect
	n := utf8.RuneCountInString(l.Name)
	c.Check(n >= 1 && n <= MaxLabelName, "name", "editorial.label_name", "A label has a name of 1 to 40 characters.")
	c.Check(colourForm.MatchString(l.Colour), "colour", "editorial.colour", "A colour is written #RRGGBB.")
	return c.Err()
}

// Labels lists the labels of the workspace by name, with how many posts bear each.
func (s *Service) Labels(ctx context.Context, ws identity.WorkspaceID) ([]Label, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	return listLabels(ctx, s.db.Reader(), ws)
}

// SaveLabel makes a label (no id) or changes one. A name that exists is a
// conflict.
func (s *Service) SaveLabel(ctx context.Context, ws identity.WorkspaceID, l Label) (Label, error) {
	if _, err := identity.Require(ctx, ws, identity.PostWrite); err != nil {
		return Label{}, err
	}
	l.Name, l.Colour = strings.TrimSpace(l.Name), strings.ToLower(l.Colour)
	if err := l.validate(); err != nil {
		return Label{}, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		made := l.ID == ""
		if made {
			l.ID = store.NewID[LabelID]("lab")
		}
		n, err := writeLabel(ctx, tx, ws, l, made)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoLabel
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "label", string(l.ID))
	})
	return l, err
}

// RemoveLabel takes the label off every post, and away.
func (s *Service) RemoveLabel(ctx context.Context, ws identity.WorkspaceID, id LabelID) error {
	if _, err := identity.Require(ctx, ws, identity.PostWrite); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		n, err := deleteLabel(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNoLabel
		}
		return s.feed.AppendTx(ctx, tx, string(ws), "label", string(id))
	})
}
