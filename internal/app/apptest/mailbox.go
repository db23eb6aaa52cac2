package apptest

import (
	"io"
	"mime"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// Letter is a mail that arrived.
type Letter struct{ To, Subject, Raw string }

// Mailbox is a mail server on loopback that keeps what it is given.
type Mailbox struct {
	URL string // for Options.SMTP

	mu      sync.Mutex
	letters []Letter
	down    bool
	refused int
}

// Refuse has the server answer that it is out of order, or work again.
func (m *Mailbox) Refuse(down bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = down
}

// Refused counts the letters turned away meanwhile.
func (m *Mailbox) Refused() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refused
}

// NewMailbox starts one; it ends with the test.
func NewMailbox(t *testing.T) *Mailbox {
	t.Helper()
	m := &Mailbox{}
	l := listen(t)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &visit{box: m}, nil }))
	server.Domain = "mail.test"
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	m.URL = "smtp://" + l.Addr().String() + "?tls=none&from=parvis@brume.test"
	return m
}

// Letters gives what has arrived.
func (m *Mailbox) Letters() []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Letter(nil), m.letters...)
}

// visit is one connection.
type visit struct {
	box *Mailbox
	to  []string
}

func (v *visit) Reset()                               { v.to = nil }
func (v *visit) Logout() error                        { return nil }
func (v *visit) Mail(string, *smtp.MailOptions) error { return nil }

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.box.mu.Lock()
	defer v.box.mu.Unlock()
	if v.box.down {
		v.box.refused++
		return &smtp.SMTPError{Code: 451, Message: "out of order"}
	}
	v.to = append(v.to, to)
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	subject := ""
	if m, err := netmail.ReadMessage(strings.NewReader(string(raw))); err == nil {
		subject, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	}
	v.box.mu.Lock()
	defer v.box.mu.Unlock()
	v.box.letters = append(v.box.letters, Letter{To: strings.Join(v.to, ", "), Subject: subject, Raw: string(raw)})
	return nil
}
