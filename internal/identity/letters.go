package identity

import (
	"context"
	"fmt"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// What a letter is about.
const (
	mailInvitation = "invitation"
	mailReset      = "reset"
)

// write sends the letter a use case asked for. What is no longer wanted (a
// revoked invitation, a removed account) is dropped; a mail server that fails
// has the job tried again.
func (s *Service) write(ctx context.Context, args mailArgs) error {
	var letter mail.Message
	var err error
	switch args.About {
	case mailInvitation:
		letter, err = s.invitationLetter(ctx, args.Workspace, InvitationID(args.ID))
	case mailReset:
		letter, err = s.resetLetter(ctx, UserID(args.ID))
	default:
		return fmt.Errorf("identity: no letter about %q", args.About)
	}
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil || s.Mail == nil {
		return err
	}
	err = s.Mail.Send(ctx, letter)
	if mail.IsPermanent(err) { // no try will do better: the link can still be copied
		s.Log.WarnContext(ctx, "letter refused", "about", args.About, "id", args.ID, "error", err)
		return nil
	}
	return err
}

func (s *Service) invitationLetter(ctx context.Context, ws WorkspaceID, id InvitationID) (mail.Message, error) {
	secret := newSecret()
	var i Invitation
	var w Workspace
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if i, err = findInvitation(ctx, tx, ws, id); err != nil {
			return err
		}
		if err := i.open(s.Now()); err != nil {
			return err
		}
		if w, err = findWorkspace(ctx, tx, ws); err != nil {
			return err
		}
		return setMailedLinkTx(ctx, tx, ws, id, secret)
	})
	if err != nil {
		return mail.Message{}, err
	}
	link, until := s.address("invitation", secret), date(i.ExpiresAt, i.Locale)
	if i.Locale == "en" {
		return mail.Message{To: i.Email, Subject: fmt.Sprintf("%s invites you to %s", i.Inviter, w.Name),
			Text: fmt.Sprintf("Hello,\n\n%s invites you to work on the social media of %s with Parvis.\n\nTo accept, open this link (it serves once, until %s):\n\n%s\n\nIf you were not expecting this, do nothing.\n", i.Inviter, w.Name, until, link)}, nil
	}
	return mail.Message{To: i.Email, Subject: fmt.Sprintf("%s vous invite à rejoindre %s", i.Inviter, w.Name),
		Text: fmt.Sprintf("Bonjour,\n\n%s vous invite à travailler sur les réseaux sociaux de %s avec Parvis.\n\nPour accepter, ouvrez ce lien (il sert une seule fois, jusqu’au %s)\u00a0:\n\n%s\n\nSi vous n’attendiez pas ce message, ne faites rien.\n", i.Inviter, w.Name, until, link)}, nil
}

func (s *Service) resetLetter(ctx context.Context, user UserID) (mail.Message, error) {
	var person Person
	var secret string
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if person, err = findPerson(ctx, tx, user); err != nil {
			return err
		}
		if err := dropLinksTx(ctx, tx, linkReset, user); err != nil {
			return err
		}
		secret, err = s.newLinkTx(ctx, tx, linkReset, user, resetLinkLife)
		return err
	})
	if err != nil {
		return mail.Message{}, err
	}
	link := s.address("reset-password", secret)
	if person.Locale == "en" {
		return mail.Message{To: person.Email, Subject: "A new password for Parvis",
			Text: fmt.Sprintf("Hello %s,\n\nTo choose a new password, open this link within the hour (it serves once):\n\n%s\n\nIf you did not ask for it, do nothing: your password stays as it is.\n", person.Name, link)}, nil
	}
	return mail.Message{To: person.Email, Subject: "Un nouveau mot de passe pour Parvis",
		Text: fmt.Sprintf("Bonjour %s,\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans l’heure (il sert une seule fois)\u00a0:\n\n%s\n\nSi vous n’avez rien demandé, ne faites rien\u00a0: votre mot de passe ne change pas.\n", person.Name, link)}, nil
}

var frenchMonths = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")

// date writes a day the way people of a language do.
func date(t store.Time, locale string) string {
	if locale == "en" {
		return t.Format("2 January 2006")
	}
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, frenchMonths[t.Month()-1], t.Year())
}
