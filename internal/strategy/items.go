package strategy

import (
	"context"
	"encoding/json"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// fields is what the four nouns share: the text of an item, which knows its
// kind, its label, what it points at, and how to tidy and judge itself.
type fields[F any] interface {
	kind() Kind
	label() (name, colour string)
	links() []link
	normal() F
	validate(*check)
}

// item is a row read back: its id, its record and its fields.
type item[F any] struct {
	id string
	Record
	fields F
}

func open[F fields[F]](r row) (item[F], error) {
	it := item[F]{id: r.ID, Record: r.record()}
	err := json.Unmarshal([]byte(r.Body), &it.fields)
	return it, err
}

// List says which items to give: after an id, in use or archived (nil: both).
type List struct {
	Archived *bool
	After    string
	Limit    int // 1 to 200; 0 is 100
}

func (l List) limit() int {
	if l.Limit <= 0 || l.Limit > 200 {
		return 100
	}
	return l.Limit
}

// list gives one page and the id to go on after, "" at the end.
func list[F fields[F]](ctx context.Context, s *Service, ws identity.WorkspaceID, in List) ([]item[F], string, error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		return nil, "", err
	}
	return listTx[F](ctx, s.DB.Reader(), ws, in)
}

func listTx[F fields[F]](ctx context.Context, q store.Querier, ws identity.WorkspaceID, in List) ([]item[F], string, error) {
	var zero F
	n := in.limit()
	rows, err := listRows(ctx, q, ws, zero.kind(), in.Archived, in.After, n+1)
	if err != nil {
		return nil, "", fault.Op("strategy.list", err)
	}
	next := ""
	if len(rows) > n {
		rows, next = rows[:n], rows[n-1].ID
	}
	out := make([]item[F], len(rows))
	for i, r := range rows {
		if out[i], err = open[F](r); err != nil {
			return nil, "", fault.Op("strategy.list "+r.ID, err)
		}
	}
	return out, next, nil
}

func find[F fields[F]](ctx context.Context, s *Service, ws identity.WorkspaceID, id string) (item[F], error) {
	if _, err := identity.Require(ctx, ws, identity.StrategyRead); err != nil {
		return item[F]{}, err
	}
	return findTx[F](ctx, s.DB.Reader(), ws, id)
}

func findTx[F fields[F]](ctx context.Context, q store.Querier, ws identity.WorkspaceID, id string) (item[F], error) {
	var zero F
	r, err := findRow(ctx, q, ws, zero.kind(), id)
	if err != nil {
		return item[F]{}, err
	}
	return open[F](r)
}

// checkTx judges the fields of an item. What it held before (was, zero for a new
// one) it may keep: an archived pillar, an owner who has left.
func checkTx[F fields[F]](ctx context.Context, s *Service, tx *store.Tx, ws identity.WorkspaceID, in, was F) error {
	c := &check{}
	in.validate(c)
	if o, ok := any(in).(ObjectiveFields); ok && o.Owner != "" && o.Owner != any(was).(ObjectiveFields).Owner {
		member, err := s.isMemberTx(ctx, tx, ws, o.Owner)
		if err != nil {
			return err
		}
		c.Check(member, "owner", "strategy.unknown", "This does not exist, or you may not see it.")
	}
	if err := checkLinks(ctx, tx, ws, c, in.links(), was.links()); err != nil {
		return err
	}
	return c.Err()
}

func create[F fields[F]](ctx context.Context, s *Service, ws identity.WorkspaceID, in F) (item[F], error) {
	actor, err := identity.Require(ctx, ws, identity.StrategyWrite)
	if err != nil {
		return item[F]{}, err
	}
	in = in.normal()
	r, err := rowOf(in, store.At(s.Now()), actor)
	if err != nil {
		return item[F]{}, err
	}
	r.ID = store.NewID[string](prefixes[r.Kind])
	var out item[F]
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var none F
		if err := checkTx(ctx, s, tx, ws, in, none); err != nil {
			return err
		}
		if err := insertRow(ctx, tx, ws, r); err != nil {
			return err
		}
		if err := replaceLinks(ctx, tx, ws, r.ID, in.links()); err != nil {
			return err
		}
		if err := s.traceTx(ctx, tx, ws, "create", string(r.Kind), r.ID, r.Name); err != nil {
			return err
		}
		out, err = findTx[F](ctx, tx, ws, r.ID)
		return err
	})
	return out, fault.Op("strategy.create", err)
}

// edit writes in over the given version of an item.
func edit[F fields[F]](ctx context.Context, s *Service, ws identity.WorkspaceID, id string, version int, in F) (item[F], error) {
	actor, err := identity.Require(ctx, ws, identity.StrategyWrite)
	if err != nil {
		return item[F]{}, err
	}
	in = in.normal()
	r, err := rowOf(in, store.At(s.Now()), actor)
	if err != nil {
		return item[F]{}, err
	}
	r.ID, r.Version = id, version
	var out item[F]
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		was, err := findTx[F](ctx, tx, ws, id)
		if err != nil {
			return err
		}
		if was.IsArchived() {
			return errArchived
		}
		if err := checkTx(ctx, s, tx, ws, in, was.fields); err != nil {
			return err
		}
		if err := s.overwriteTx(ctx, tx, ws, r); err != nil {
			return err
		}
		if err := replaceLinks(ctx, tx, ws, id, in.links()); err != nil {
			return err
		}
		if name, colour := was.fields.label(); name != r.Name || colour != r.Colour {
			if err := s.Events.EmitTx(ctx, tx, Relabelled{ws, r.Kind, id}); err != nil {
				return err
			}
		}
		out, err = findTx[F](ctx, tx, ws, id)
		return err
	})
	return out, fault.Op("strategy.edit", err)
}

// overwriteTx writes r as the version after r.Version, or says who was first.
func (s *Service) overwriteTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r row) error {
	ok, err := updateRow(ctx, tx, ws, r)
	if err != nil {
		return err
	}
	if !ok {
		now, err := findRow(ctx, tx, ws, r.Kind, r.ID)
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, ws, now.Version, now.UpdatedBy, now.UpdatedAt)
	}
	return s.traceTx(ctx, tx, ws, "edit", string(r.Kind), r.ID, r.Name)
}

func rowOf[F fields[F]](in F, now store.Time, actor identity.Actor) (row, error) {
	body, err := json.Marshal(in)
	name, colour := in.label()
	return row{Kind: in.kind(), Name: name, Colour: colour, Body: string(body),
		CreatedAt: now, CreatedBy: actor.UserID, UpdatedAt: now, UpdatedBy: actor.UserID}, err
}

// Archive puts an item away. Archiving what is archived does nothing.
func (s *Service) Archive(ctx context.Context, ws identity.WorkspaceID, kind Kind, id string) error {
	return fault.Op("strategy.Archive", s.shelve(ctx, ws, kind, id, "archive", store.At(s.Now()), Archived{ws, kind, id}))
}

// Restore takes an archived item back in use.
func (s *Service) Restore(ctx context.Context, ws identity.WorkspaceID, kind Kind, id string) error {
	return fault.Op("strategy.Restore", s.shelve(ctx, ws, kind, id, "restore", store.Time{}, Restored{ws, kind, id}))
}

func (s *Service) shelve(ctx context.Context, ws identity.WorkspaceID, kind Kind, id, verb string, at store.Time, happened any) error {
	actor, err := identity.Require(ctx, ws, identity.StrategyWrite)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findRow(ctx, tx, ws, kind, id)
		if err != nil || r.ArchivedAt.IsZero() == at.IsZero() {
			return err
		}
		if err := setArchived(ctx, tx, ws, kind, id, at, store.At(s.Now()), actor.UserID); err != nil {
			return err
		}
		if err := s.Events.EmitTx(ctx, tx, happened); err != nil {
			return err
		}
		return s.traceTx(ctx, tx, ws, verb, string(kind), id, r.Name)
	})
}

// Remove deletes an item that nothing uses; else it is a Conflict,
// strategy.in_use, which says how many posts and campaigns do.
func (s *Service) Remove(ctx context.Context, ws identity.WorkspaceID, kind Kind, id string) error {
	if _, err := identity.Require(ctx, ws, identity.StrategyWrite); err != nil {
		return err
	}
	return fault.Op("strategy.Remove", s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		r, err := findRow(ctx, tx, ws, kind, id)
		if err != nil {
			return err
		}
		n, err := s.usesTx(ctx, tx, ws, kind, id)
		if err != nil {
			return err
		}
		if n > 0 {
			return errInUse.With("name", r.Name).With("count", n)
		}
		if err := deleteRow(ctx, tx, ws, kind, id); err != nil {
			return err
		}
		if err := s.Events.EmitTx(ctx, tx, Removed{ws, kind, id}); err != nil {
			return err
		}
		return s.traceTx(ctx, tx, ws, "remove", string(kind), id, r.Name)
	}))
}

func (s *Service) usesTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, kind Kind, id string) (int, error) {
	n, err := countLinks(ctx, tx, ws, id)
	if err != nil || s.Uses == nil {
		return n, err
	}
	posts, err := s.Uses.StrategyUsesTx(ctx, tx, ws, kind, id)
	return n + posts, err
}
