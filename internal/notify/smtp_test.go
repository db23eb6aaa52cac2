package notify

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store/storetest"
)

// mailbox is an SMTP server on loopback that keeps what it is given.
type mailbox struct {
	mu      sync.Mutex
	letters []string
	answer  error // to RCPT
}

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return m, nil }
func (m *mailbox) Reset()                                      {}
func (m *mailbox) Logout() error                               { return nil }
func (m *mailbox) Mail(string, *smtp.MailOptions) error        { return nil }
func (m *mailbox) Rcpt(string, *smtp.RcptOptions) error        { return m.answer }

func (m *mailbox) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters = append(m.letters, string(raw))
	return err
}

func serve(t *testing.T, box *mailbox) mail.Sender {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(box)
	server.Domain = "mail.test"
	go func() { _ = server.Serve(ln) }()
	t.Cleanup(func() { _ = server.Close() })
	s, err := mail.New("smtp://"+ln.Addr().String()+"?tls=none", "parvis.test", (&net.Dialer{}).DialContext, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// From the use case to the mailbox, through the real queue and a real server.
func TestMailArrives(t *testing.T) {
	db := storetest.SQLite(t)
	b := setup(t, db)
	box := &mailbox{}
	b.Mail = serve(t, box)
	runner, err := jobs.New(context.Background(), db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	b.Jobs = runner
	jobs.Handle(runner, b.sendMail)
	b.tell(t, Notice{Kind: Failed, Subject: "post_1", Title: "Le ciré qui sèche en une nuit", Key: "dlv_1", To: []identity.UserID{"usr_hugo"},
		Args: map[string]string{ArgChannel: "Page de Brume", ArgReason: "L’image est trop lourde."}})
	if err := runner.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	if len(box.letters) != 1 {
		t.Fatalf("%d letters", len(box.letters))
	}
	l, err := netmail.ReadMessage(strings.NewReader(box.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(l.Header.Get("Subject"))
	if err != nil || !strings.HasSuffix(subject, "Le ciré qui sèche en une nuit") {
		t.Errorf("subject %q, %v", subject, err)
	}
	media, _, err := mime.ParseMediaType(l.Header.Get("Content-Type"))
	if err != nil || media != "multipart/alternative" {
		t.Errorf("type %q, %v", media, err)
	}
	if id := l.Header.Get("Message-ID"); !strings.HasPrefix(id, "<mail_") {
		t.Errorf("Message-ID %q does not come from the row", id)
	}
	if to := l.Header.Get("To"); !strings.Contains(to, "hugo@brume.test") {
		t.Errorf("to %q", to)
	}
}

func TestARefusedAddressIsNotTriedAgain(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	b.Mail = serve(t, &mailbox{answer: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}})
	b.tell(t, Notice{Kind: Failed, Subject: "post_1", Title: "T", To: []identity.UserID{"usr_ada"}})
	if errs := b.work(t); errs != nil {
		t.Fatalf("River would try again: %v", errors.Join(errs...))
	}
	list, err := b.Troubles(as("usr_ada", identity.Owner), brume)
	if err != nil || len(list) != 1 || list[0].State != MailFailed || !strings.Contains(list[0].Error, "no such mailbox") {
		t.Errorf("%+v, %v", list, err)
	}
}
