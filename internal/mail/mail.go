package mail

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"net/textproto"

	gomail "github.com/wneessen/go-mail"

	"parvis/internal/fault"
	"parvis/internal/outbound"
)

// Message is one letter. HTML is optional and says the same as Text.
type Message struct {
	To      string // an address, with or without a name
	Subject string
	Text    string
	HTML    string
	ID      string // stable for a retried job: becomes the Message-ID; may be empty
	// Unsubscribe is an address of the interface where this kind of letter is
	// turned off; empty for those that a person has asked for.
	Unsubscribe string
}

// Sender sends letters. It is safe for concurrent use.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Dial opens the connection to the server: outbound.Client.GuardDial.
type Dial func(ctx context.Context, network, addr string) (net.Conn, error)

// Error is a letter that did not go out.
type Error struct {
	Temporary bool // trying again later may help
	Code      int  // the server's reply code; 0: none
	err       error
}

// Error names the cause; credentials are never in it.
func (e *Error) Error() string { return "mail: " + outbound.Redact(e.err.Error()) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.err }

// IsPermanent says that no further try will send the letter.
func IsPermanent(err error) bool {
	var e *Error
	return errors.As(err, &e) && !e.Temporary
}

func permanent(err error) *Error { return &Error{err: err} }

// classify sorts what the library and the server said. Only a 5xx or a faulty
// letter is permanent: everything else may be better later.
func classify(err error) *Error {
	var send *gomail.SendError
	if errors.As(err, &send) && send.ErrorCode() > 0 {
		return &Error{Temporary: send.IsTemp(), Code: send.ErrorCode(), err: err}
	}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return &Error{Temporary: reply.Code < 500, Code: reply.Code, err: err}
	}
	var refused *fault.Fault
	if errors.As(err, &refused) && refused.Kind == fault.Invalid {
		return permanent(err)
	}
	return &Error{Temporary: true, err: err}
}

// New makes the sender of PARVIS_SMTP_URL (smtp://, smtps://; see ParseURL), or
// one that only logs where raw is empty. host names this machine to the server
// and is the domain of the default From.
func New(raw, host string, dial Dial, log *slog.Logger) (Sender, error) {
	if raw == "" {
		return logOnly{log}, nil
	}
	s, err := ParseURL(raw, host)
	if err != nil {
		return nil, err
	}
	return &smtpSender{server: s, dial: dial}, nil
}

// IsConfigured says whether s really sends.
func IsConfigured(s Sender) bool {
	_, only := s.(logOnly)
	return !only
}

type logOnly struct{ log *slog.Logger }

// Send says that no letter left; texts may hold capability links and are not
// logged.
func (l logOnly) Send(_ context.Context, m Message) error {
	if _, err := mail.ParseAddress(m.To); err != nil {
		return permanent(err)
	}
	l.log.Warn("no mail sent: PARVIS_SMTP_URL is not set", "to", m.To, "subject", m.Subject)
	return nil
}
