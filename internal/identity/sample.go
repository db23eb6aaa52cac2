package identity

import (
	"context"

	"parvis/internal/store"
)

// SampleMember is one fictional person.
type SampleMember struct {
	Name   string
	Role   Role
	Preset string
}

// SampleInput describes a sample workspace; the first member owns it.
type SampleInput struct {
	Name, Slug, Zone, Locale string
	Members                  []SampleMember
}

// CreateSample makes a workspace marked as a sample with its fictional members,
// none of whom has credentials. For serve --demo; it asks for no right and no
// route leads to it.
func (s *Service) CreateSample(ctx context.Context, in SampleInput) (Workspace, []Member, error) {
	var w Workspace
	var members []Member
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for n, m := range in.Members {
			person := Person{ID: store.NewID[UserID]("usr"), Name: m.Name, Locale: in.Locale, CreatedAt: store.At(s.Now())}
			if err := addPersonTx(ctx, tx, person, ""); err != nil {
				return err
			}
			if n == 0 {
				var err error
				w, _, err = s.addWorkspaceTx(ctx, tx, person.ID, WorkspaceInput{Name: &in.Name, Slug: &in.Slug, Zone: &in.Zone, Locale: &in.Locale}, true)
				if err != nil {
					return err
				}
			}
			if _, err := s.joinTx(ctx, tx, w.ID, person.ID, m.Role, m.Preset, person.ID); err != nil {
				return err
			}
		}
		var err error
		members, err = listMembers(ctx, tx, w.ID, false)
		return err
	})
	return w, members, err
}

// SampleLink makes the link that signs in as a sample's owner, once; serve
// --demo prints it. There is none without a sample (NotFound).
func (s *Service) SampleLink(ctx context.Context) (string, error) {
	var link string
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		all, err := listWorkspaces(ctx, tx)
		if err != nil {
			return err
		}
		for _, w := range all {
			if !w.Sample {
				continue
			}
			owner, err := firstOwner(ctx, tx, w.ID)
			if err != nil {
				return err
			}
			secret, err := s.newLinkTx(ctx, tx, linkSignIn, owner, signLinkLife)
			link = s.address("enter", secret)
			return err
		}
		return errNotFound
	})
	return link, err
}

func firstOwner(ctx context.Context, q store.Querier, ws WorkspaceID) (UserID, error) {
	members, err := listMembers(ctx, q, ws, false)
	if err != nil {
		return "", err
	}
	for _, m := range members {
		if m.Role == Owner {
			return m.UserID, nil
		}
	}
	return "", errNotFound
}
