package notify

import (
	"context"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// MailID names one mail to one person ("mail_…").
type MailID string

// State of a mail.
type State string

// The states: waiting and sending go on, the others are the end.
const (
	MailWaiting State = "waiting"
	MailSending State = "sending"
	MailSent    State = "sent"
	MailDropped State = "dropped" // nobody to send it to, or nothing left to say
	MailFailed  State = "failed"  // refused for good, or given up after two days
)

const (
	// A send ends with its job, in five minutes; past twice that, the program
	// that claimed the mail is dead.
	claimLife = 10 * time.Minute
	giveUp    = 48 * time.Hour
	keep      = 90 * 24 * time.Hour
)

// MailArgs sends one mail.
type MailArgs struct {
	Workspace identity.WorkspaceID `json:"workspace"`
	Mail      MailID               `json:"mail"`
}

// Kind implements jobs.Args.
func (MailArgs) Kind() string { return "notify.mail" }

// sendMail claims the mail, sends it outside any transaction, records. An error
// is the mail server's: River tries again.
func (s *Service) sendMail(ctx context.Context, a MailArgs) error {
	claimed := false
	err := s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		now := s.Now()
		claimed, err = claimMail(ctx, tx, a.Workspace, a.Mail, store.At(now), store.At(now.Add(-claimLife)))
		return err
	})
	if err != nil || !claimed {
		return fault.Op("notify.sendMail", err)
	}
	letter, ok, err := s.compose(ctx, a.Workspace, a.Mail)
	state, trouble := MailSent, ""
	switch {
	case err == nil && !ok:
		state = MailDropped
	case err == nil:
		err = s.Mail.Send(ctx, letter)
	}
	switch {
	case mail.IsPermanent(err): // no other try would help: Settings shows why
		state, trouble, err = MailFailed, reasonOf(err), nil
	case err != nil:
		state, trouble = MailWaiting, reasonOf(err)
	}
	// What happened is recorded even when the program is stopping.
	recorded := s.DB.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *store.Tx) error {
		return recordMail(ctx, tx, a.Workspace, a.Mail, state, trouble, store.At(s.Now()))
	})
	if err == nil {
		err = recorded
	}
	return fault.Op("notify.sendMail", err)
}

// reasonOf is what Settings shows of a mail that did not leave: the server's
// own sentence, which is what the owner of the server needs.
func reasonOf(err error) string {
	const limit = 300
	r := []rune(err.Error())
	if len(r) > limit {
		r = append(r[:limit], '…')
	}
	return string(r)
}

// compose reads what the mail says now; false when there is nobody to send it
// to any more, or a digest whose notices were all read meanwhile.
func (s *Service) compose(ctx context.Context, ws identity.WorkspaceID, id MailID) (mail.Message, bool, error) {
	q := s.DB.Reader()
	m, err := findMail(ctx, q, ws, id)
	if err != nil {
		return mail.Message{}, false, err
	}
	place, err := s.People.WorkspaceTx(ctx, q, ws)
	if fault.KindOf(err) == fault.NotFound {
		return mail.Message{}, false, nil
	}
	if err != nil {
		return mail.Message{}, false, err
	}
	people, err := s.recipientsTx(ctx, q, ws, Notice{To: []identity.UserID{m.UserID}})
	if err != nil || len(people) == 0 || people[0].Email == "" || !s.MailReady() {
		return mail.Message{}, false, err
	}
	notices, err := noticesOfMail(ctx, q, ws, id, m.Day != nil)
	if err != nil || len(notices) == 0 {
		return mail.Message{}, false, err
	}
	settings, err := findSettings(ctx, q, ws, []identity.UserID{m.UserID})
	if err != nil {
		return mail.Message{}, false, err
	}
	w := writer{url: s.PublicURL, place: place, zone: settings[m.UserID].location(place), to: people[0]}
	if s.Words != nil {
		if w.reasons, err = s.Words(localeOf(w.to.Locale)); err != nil {
			return mail.Message{}, false, err
		}
	}
	l, err := w.letter(notices, m.Day != nil)
	l.ID = string(id)
	return l, true, err
}

// Trouble is a mail that has not left, for Settings.
type Trouble struct {
	MailID    MailID          `db:"id"`
	UserID    identity.UserID `db:"user_id"`
	State     State           `db:"state"`
	Error     string          `db:"error"`
	Tries     int             `db:"tries"`
	CreatedAt store.Time      `db:"created_at"`
}

// Troubles gives the mails of the last two weeks that met an error and have not
// left, newest first.
func (s *Service) Troubles(ctx context.Context, ws identity.WorkspaceID) ([]Trouble, error) {
	if _, err := identity.Require(ctx, ws, identity.WorkspaceManage); err != nil {
		return nil, err
	}
	list, err := listTroubles(ctx, s.DB.Reader(), ws, store.At(s.Now().Add(-14*24*time.Hour)))
	return list, fault.Op("notify.Troubles", err)
}

// MailReady says whether there is a mail server to send through.
func (s *Service) MailReady() bool { return s.Mail != nil && mail.IsConfigured(s.Mail) }
