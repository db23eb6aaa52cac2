package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"parvis/internal/fault"
)

const timeout = 30 * time.Second

// Server is a parsed PARVIS_SMTP_URL.
type Server struct {
	Host     string
	Port     int
	User     string
	password string
	From     string // an address, with or without a name
	Implicit bool   // TLS from the first byte (smtps)
	Policy   gomail.TLSPolicy
	helo     string
	roots    *x509.CertPool
}

var errURL = fault.New(fault.Invalid, "mail.url_invalid",
	"PARVIS_SMTP_URL must look like smtp://user:password@mail.example.fr:587?from=parvis@example.fr (or smtps://).")

// ParseURL reads smtp://user:pass@host:587 or smtps://user:pass@host:465. Query:
// from (address of the sender; default the user when it is an address, else
// parvis@host), tls: required (default with a user), try (default without) or
// none. A faulty one is the fault mail.url_invalid, which does not repeat it.
func ParseURL(raw, host string) (Server, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return Server{}, errURL // the address holds a password: it is not wrapped
	}
	s := Server{Host: u.Hostname(), User: u.User.Username(), Implicit: u.Scheme == "smtps", helo: host}
	s.password, _ = u.User.Password()
	if s.Port, err = port(u); err != nil {
		return Server{}, errURL
	}
	if s.Policy, err = policy(u.Query().Get("tls"), s.User != ""); err != nil {
		return Server{}, err
	}
	if s.helo == "" {
		s.helo = "localhost"
	}
	s.From = u.Query().Get("from")
	if s.From == "" {
		s.From = "Parvis <parvis@" + s.helo + ">"
		if strings.Contains(s.User, "@") {
			s.From = s.User
		}
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		return Server{}, errURL
	}
	return s, nil
}

func port(u *url.URL) (int, error) {
	switch {
	case u.Port() != "":
		return strconv.Atoi(u.Port())
	case u.Scheme == "smtps":
		return 465, nil
	}
	return 587, nil
}

func policy(word string, credentials bool) (gomail.TLSPolicy, error) {
	switch {
	case word == "required", word == "" && credentials:
		return gomail.TLSMandatory, nil
	case word == "try", word == "":
		return gomail.TLSOpportunistic, nil
	case word == "none":
		return gomail.NoTLS, nil
	}
	return 0, errURL
}

type smtpSender struct {
	server Server
	dial   Dial
}

// Send makes one SMTP conversation. Letters are few: a connection is not kept.
func (s *smtpSender) Send(ctx context.Context, m Message) error {
	letter, err := s.compose(m)
	if err != nil {
		return permanent(err)
	}
	client, err := gomail.NewClient(s.server.Host, s.options()...)
	if err != nil {
		return permanent(err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, letter); err != nil {
		return classify(err)
	}
	return nil
}

func (s *smtpSender) options() []gomail.Option {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithTimeout(timeout), gomail.WithHELO(s.server.helo),
		gomail.WithDialContextFunc(s.connect), gomail.WithTLSConfig(s.tls()), gomail.WithoutNoop(),
	}
	if s.server.Implicit {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(s.server.Policy))
	}
	if s.server.User == "" {
		return options
	}
	options = append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.password))
	if !s.server.Implicit && s.server.Policy == gomail.NoTLS {
		return append(options, gomail.WithSMTPAuth(gomail.SMTPAuthPlainNoEnc)) // the operator asked for it: tls=none
	}
	return append(options, gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthCramMD5))
}

func (s *smtpSender) tls() *tls.Config {
	return &tls.Config{ServerName: s.server.Host, MinVersion: tls.VersionTLS12, RootCAs: s.server.roots}
}

// connect dials through the guard; the library leaves implicit TLS to it.
func (s *smtpSender) connect(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := s.dial(ctx, network, addr)
	if err != nil || !s.server.Implicit {
		return conn, err
	}
	secure := tls.Client(conn, s.tls())
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secure, nil
}

func (s *smtpSender) compose(m Message) (*gomail.Msg, error) {
	letter := gomail.NewMsg()
	if err := letter.From(s.server.From); err != nil {
		return nil, err
	}
	if err := letter.To(m.To); err != nil {
		return nil, err
	}
	letter.Subject(strings.Join(strings.Fields(m.Subject), " ")) // no line break reaches a header
	letter.SetDate()
	if m.ID == "" {
		letter.SetMessageID()
	} else {
		letter.SetMessageIDWithValue(m.ID + "@" + s.server.helo)
	}
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Unsubscribe != "" {
		letter.SetGenHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
	}
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return letter, nil
}
