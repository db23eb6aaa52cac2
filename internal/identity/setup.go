package identity

import (
	"context"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// SetupInput makes the first account and its workspace.
type SetupInput struct {
	Link      string // of parvis serve or parvis owner-link; "" for the owner of a sample, who came by such a link
	Name      string
	Email     string
	Password  string
	Locale    string
	Workspace WorkspaceInput
	From      Client
}

// SetupState is what the first page asks before it shows itself.
type SetupState struct {
	Needed bool // nobody can sign in yet
	Sample bool // a sample workspace is there
}

// SetupState says whether this installation still waits for its first account.
func (s *Service) SetupState(ctx context.Context) (SetupState, error) {
	people, err := listPeople(ctx, s.DB.Reader())
	if err != nil {
		return SetupState{}, err
	}
	all, err := listWorkspaces(ctx, s.DB.Reader())
	out := SetupState{Needed: len(people) == 0}
	for _, w := range all {
		out.Sample = out.Sample || w.Sample
	}
	return out, err
}

// Setup makes an owner with a workspace of their own and signs them in. It
// needs the one-time link printed on the machine; the owner of a sample, who
// came by such a link, needs none. A used link is NotFound, a known address
// Conflict.
func (s *Service) Setup(ctx context.Context, in SetupInput) (NewSession, Workspace, error) {
	person, err := s.newPerson(in.Email, in.Name, in.Password, in.Locale)
	if err != nil {
		return NewSession{}, Workspace{}, err
	}
	if err := s.take(ctx, addressBucket("link", in.From.Address)); err != nil {
		return NewSession{}, Workspace{}, err
	}
	hash, err := s.hash.Hash(ctx, in.Password)
	if err != nil {
		return NewSession{}, Workspace{}, err
	}
	var session NewSession
	var w Workspace
	err = s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.allowSetupTx(ctx, tx, in.Link); err != nil {
			return err
		}
		if err := addPersonTx(ctx, tx, person, hash); err != nil {
			return emailFault(err)
		}
		if w, _, err = s.addWorkspaceTx(ctx, tx, person.ID, in.Workspace, false); err != nil {
			return err
		}
		if err := uncountTx(ctx, tx, addressBucket("link", in.From.Address).name); err != nil {
			return err
		}
		opened, err := s.openSessionTx(ctx, tx, person.ID, in.From)
		if err == nil {
			session = *opened
		}
		return err
	})
	return session, w, err
}

func (s *Service) allowSetupTx(ctx context.Context, tx *store.Tx, link string) error {
	if link != "" {
		_, err := useLinkTx(ctx, tx, linkOwner, link, s.Now())
		return linkFault(err)
	}
	p, ok := PrincipalOf(ctx)
	if !ok || p.SessionID == "" {
		return errLinkUnknown
	}
	person, err := findPerson(ctx, tx, p.UserID)
	if err != nil {
		return err
	}
	places, err := membershipsTx(ctx, tx, p.UserID)
	if err != nil {
		return err
	}
	for _, m := range places {
		if person.Sample() && m.Sample && m.Role == Owner {
			_, err := dropSessionTx(ctx, tx, p.UserID, p.SessionID) // they go on as themselves
			return err
		}
	}
	return errLinkUnknown
}

// newPerson checks what every account begins with.
func (s *Service) newPerson(email, name, password, locale string) (Person, error) {
	var c fault.Collect
	p := Person{ID: store.NewID[UserID]("usr"), CreatedAt: store.At(s.Now()), Name: name}
	p.Email = checkEmail(&c, "email", email)
	checkName(&c, "name", p.Name)
	checkPassword(&c, "password", password, p.Email)
	p.Locale = checkLocale(&c, "locale", locale)
	return p, c.Err()
}

var errEmailTaken = fault.New(fault.Conflict, "identity.email_taken", "There is already an account for this address: sign in with it.")

func emailFault(err error) error {
	if store.IsConflict(err) {
		return errEmailTaken.WithField("email", "identity.email_taken", errEmailTaken.Message).Because(err)
	}
	return err
}
