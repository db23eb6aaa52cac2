package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"

	"parvis/internal/fault"
	"parvis/internal/outbound"
)

// mailbox is an SMTP server that keeps what it is given.
type mailbox struct {
	mu      sync.Mutex
	letters [][]byte
	user    string
	answer  error // to RCPT
}

type session struct{ box *mailbox }

func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{m}, nil }
func (s *session) Reset()                                      {}
func (s *session) Logout() error                               { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error        { return nil }
func (s *session) Rcpt(string, *smtp.RcptOptions) error        { return s.box.answer }
func (s *session) AuthMechanisms() []string                    { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "p4ssw0rd" {
			return smtp.ErrAuthFailed
		}
		s.box.mu.Lock()
		defer s.box.mu.Unlock()
		s.box.user = user
		return nil
	}), nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.letters = append(s.box.letters, raw)
	return err
}

// serve starts the mailbox on loopback; secure from the first byte, or STARTTLS.
func serve(t *testing.T, box *mailbox, implicit bool) (addr string, roots *x509.CertPool) {
	t.Helper()
	donor := httptest.NewUnstartedServer(nil)
	donor.StartTLS()
	defer donor.Close()
	roots = x509.NewCertPool()
	roots.AddCert(donor.Certificate())
	server := smtp.NewServer(box)
	server.Domain, server.AllowInsecureAuth = "mail.example", true
	server.TLSConfig = &tls.Config{Certificates: donor.TLS.Certificates}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = ln.Addr().String()
	if implicit {
		ln = tls.NewListener(ln, server.TLSConfig)
	}
	go func() { _ = server.Serve(ln) }()
	t.Cleanup(func() { _ = server.Close() })
	return addr, roots
}

func sender(t *testing.T, url string, roots *x509.CertPool) Sender {
	t.Helper()
	out, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(url, "parvis.example", out.GuardDial, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.(*smtpSender).server.roots = roots
	return s
}

func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		url      string
		implicit bool
		user     string
	}{
		"starttls with a user": {"smtp://maelle:p4ssw0rd@ADDR?from=parvis@brume.example", false, "maelle"},
		"implicit tls":         {"smtps://maelle:p4ssw0rd@ADDR?from=parvis@brume.example", true, "maelle"},
		"no user":              {"smtp://ADDR?from=parvis@brume.example", false, ""},
		"in the clear":         {"smtp://maelle:p4ssw0rd@ADDR?from=parvis@brume.example&tls=none", false, "maelle"},
	} {
		t.Run(name, func(t *testing.T) {
			box := &mailbox{}
			addr, roots := serve(t, box, c.implicit)
			s := sender(t, strings.Replace(c.url, "ADDR", addr, 1), roots)
			err := s.Send(t.Context(), Message{To: "Éloïse <eloise@brume.example>", Subject: "À valider\r\nBcc: x@y.z", Text: "Bonjour ☂\n",
				HTML: "<p>Bonjour ☂</p>", ID: "ntf_1", Unsubscribe: "https://parvis.example/settings"})
			if err != nil {
				t.Fatal(err)
			}
			if box.user != c.user || len(box.letters) != 1 {
				t.Fatalf("user %q, %d letters", box.user, len(box.letters))
			}
			checkLetter(t, box.letters[0])
		})
	}
}

func checkLetter(t *testing.T, raw []byte) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"Message-Id": "<ntf_1@parvis.example>", "From": "<parvis@brume.example>", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<https://parvis.example/settings>", "Bcc": "",
	} {
		if got := m.Header.Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/alternative") {
		t.Errorf("content type %q", m.Header.Get("Content-Type"))
	}
}

func TestErrorsSayWhetherToTryAgain(t *testing.T) {
	gone, _ := net.Listen("tcp", "127.0.0.1:0")
	nobody := gone.Addr().String()
	_ = gone.Close()
	for name, c := range map[string]struct {
		url       string
		answer    error
		to        string
		permanent bool
		code      int
	}{
		"mailbox full":   {url: "smtp://ADDR", answer: &smtp.SMTPError{Code: 452, Message: "full"}, to: "a@b.example", code: 452},
		"no such person": {url: "smtp://ADDR", answer: &smtp.SMTPError{Code: 550, Message: "unknown"}, to: "a@b.example", permanent: true, code: 550},
		"wrong password": {url: "smtp://maelle:wrong-one@ADDR", to: "a@b.example", permanent: true, code: 535},
		"nobody listens": {url: "smtp://" + nobody, to: "a@b.example"},
		"no address":     {url: "smtp://ADDR", to: "nobody", permanent: true},
		"barred server":  {url: "smtp://127.0.0.2:25", to: "a@b.example", permanent: true},
	} {
		t.Run(name, func(t *testing.T) {
			addr, roots := serve(t, &mailbox{answer: c.answer}, false)
			err := sender(t, strings.Replace(c.url, "ADDR", addr, 1), roots).Send(t.Context(), Message{To: c.to, Subject: "x", Text: "x"})
			var e *Error
			if !errors.As(err, &e) || IsPermanent(err) != c.permanent || e.Code != c.code {
				t.Fatalf("got %+v (permanent %v), want permanent %v code %d", err, IsPermanent(err), c.permanent, c.code)
			}
			if strings.Contains(err.Error(), "wrong-one") {
				t.Errorf("the password stands in %q", err)
			}
		})
	}
}

func TestLogOnlySaysSo(t *testing.T) {
	var out bytes.Buffer
	s, err := New("", "", nil, slog.New(slog.NewTextHandler(&out, nil)))
	if err != nil || IsConfigured(s) {
		t.Fatal(s, err)
	}
	if err := s.Send(context.Background(), Message{To: "a@b.example", Subject: "Mot de passe", Text: "https://x/secret-link"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "PARVIS_SMTP_URL") || strings.Contains(out.String(), "secret-link") {
		t.Errorf("logged %s", out.String())
	}
}

func TestParseURL(t *testing.T) {
	s, err := ParseURL("smtp://parvis%40brume.example:x@mail.brume.example", "parvis.example")
	if err != nil || s.Port != 587 || s.From != "parvis@brume.example" || s.Policy != gomail.TLSMandatory {
		t.Errorf("%+v %v", s, err)
	}
	if s, err := ParseURL("smtps://mail.brume.example", "parvis.example"); err != nil || s.Port != 465 || s.From != "Parvis <parvis@parvis.example>" {
		t.Errorf("%+v %v", s, err)
	}
	for _, bad := range []string{"mail.example", "http://x", "smtp://", "smtp://h?tls=maybe", "smtp://h?from=nobody", "smtp://u:s3cret@h:port"} {
		_, err := ParseURL(bad, "x")
		if fault.Of(err) == nil || fault.Of(err).Code != "mail.url_invalid" || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
