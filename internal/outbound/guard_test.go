package outbound

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"parvis/internal/fault"
)

func TestIsPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"93.184.216.34": true, "8.8.8.8": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1111": true,
		"127.0.0.1": false, "127.255.255.254": false, "0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false,
		"172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "100.100.100.200": false, "168.63.129.16": false, "224.0.0.1": false, "239.1.1.1": false,
		"255.255.255.255": false, "198.18.0.1": false, "192.0.0.192": false, "192.88.99.1": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:8.8.8.8": true, "::127.0.0.1": false,
		"64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "2002:7f00:1::": false, "2001::1": false,
		"2001:db8::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false,
		"fec0::1": false, "ff02::1": false, "100::1": false,
	} {
		if got := isPublic(netip.MustParseAddr(addr)); got != want {
			t.Errorf("isPublic(%s) = %v, want %v", addr, got, want)
		}
	}
}

// nameServer answers every name's A question with the next of its addresses, the
// last one for ever, and says how often it was asked.
func nameServer(t *testing.T, answers ...[4]byte) (*net.Resolver, *atomic.Int64) {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	asked := &atomic.Int64{}
	go func() {
		buf := make([]byte, 512)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			_, _ = pc.WriteTo(reply(buf[:n], answers, asked), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}, asked
}

func reply(question []byte, answers [][4]byte, asked *atomic.Int64) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil {
		return nil
	}
	m.Response, m.Additionals = true, nil
	q := m.Questions[0]
	if q.Type == dnsmessage.TypeA {
		n := int(asked.Add(1)) - 1
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: answers[min(n, len(answers)-1)]},
		}}
	}
	out, _ := m.Pack()
	return out
}

// A name that is public when it is looked at and 127.0.0.1 when it is dialled.
func TestRebindingIsRefused(t *testing.T) {
	var hits atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	resolver, asked := nameServer(t, [4]byte{93, 184, 216, 34}, [4]byte{127, 0, 0, 1})
	c := newClient(t, Options{Allow: []string{"10.9.9.9"}, resolver: resolver})
	address := "http://rebind.example:" + port + "/"

	if _, err := c.Check(t.Context(), address); err != nil {
		t.Fatalf("the first answer is public: %v", err)
	}
	_, err := c.Write(t.Context(), request(t, "POST", address, "x", ""))
	var e *Error
	if !errors.As(err, &e) || e.Kind != AddressBarred || e.Sent {
		t.Errorf("got %v, want the guard's refusal, nothing sent", err)
	}
	if fault.Of(Fault(err)).Code != "outbound.address_refused" {
		t.Errorf("a person is told %v", Fault(err))
	}
	if asked.Load() < 2 || hits.Load() != 0 {
		t.Errorf("asked %d times, %d requests reached the private server", asked.Load(), hits.Load())
	}
}

func TestRedirectToAPrivateAddressIsRefused(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	defer inside.Close()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(inside.URL, "127.0.0.1", "127.0.0.2", 1), http.StatusFound)
	}))
	defer front.Close()
	_, err := newClient(t, Options{}).Read(t.Context(), request(t, "GET", front.URL, "", ""))
	if KindOf(err) != AddressBarred {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestRedirectKeepsCredentialsAtHome(t *testing.T) {
	var seen http.Header
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.Header }))
	defer other.Close()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusFound)
	}))
	defer front.Close()
	req := request(t, "GET", front.URL, "", "")
	req.Header.Set("Authorization", "Bearer abcdef")
	req.Header.Set("X-Api-Key", "abcdef")
	req.Header.Set("Accept", "text/plain")
	if _, err := newClient(t, Options{}).Read(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if seen.Get("Authorization") != "" || seen.Get("X-Api-Key") != "" || seen.Get("Accept") != "text/plain" {
		t.Errorf("another origin received %v", seen)
	}
}

func TestExceptions(t *testing.T) {
	for _, c := range []struct {
		allow, host, ip, port string
		want                  bool
	}{
		{"10.0.0.0/8", "", "10.1.2.3", "80", true},
		{"10.0.0.0/8", "", "192.168.0.1", "80", false},
		{"192.168.1.7:9000", "", "192.168.1.7", "9000", true},
		{"192.168.1.7:9000", "", "192.168.1.7", "80", false},
		{"[::1]:25", "", "::1", "25", true},
		{"Minio.lan", "minio.lan", "", "9000", true},
		{".lan", "a.b.lan", "", "80", true},
		{".lan", "plan", "", "80", false},
		{"mail.lan:25", "mail.lan", "", "587", false},
	} {
		d, err := NewDialer([]string{c.allow})
		if err != nil {
			t.Fatal(err)
		}
		got := c.host != "" && d.mayReachHost(c.host, c.port)
		if c.ip != "" {
			got = d.mayReach(netip.MustParseAddr(c.ip), c.port)
		}
		if got != c.want {
			t.Errorf("%s allows %s%s:%s = %v, want %v", c.allow, c.host, c.ip, c.port, got, c.want)
		}
	}
	if _, err := NewDialer([]string{"http://x/"}); fault.Of(err).Code != "outbound.allow_invalid" {
		t.Errorf("a faulty entry gives %v", err)
	}
}

func TestReadCapsItsAnswer(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range 20 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	defer s.Close()
	c := newClient(t, Options{})
	if _, err := c.Read(t.Context(), request(t, "GET", s.URL, "", "")); KindOf(err) != TooLarge {
		t.Errorf("Read of 20 MiB: %v", err)
	}
	var got bytes.Buffer
	if _, err := c.Download(t.Context(), request(t, "GET", s.URL, "", ""), &got, 1<<20); KindOf(err) != TooLarge || got.Len() > 1<<20+1 {
		t.Errorf("Download of 20 MiB: %v after %d bytes", err, got.Len())
	}
	res, err := c.Write(t.Context(), request(t, "POST", s.URL, "x", ""))
	if err != nil || !res.Truncated || len(res.Body) != maxWriteAnswer {
		t.Errorf("Write keeps the status of a long answer: %v", err)
	}
}

func TestPace(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	c := newClient(t, Options{})
	ctx := WithPace(t.Context(), Pace{Key: "a", Every: time.Hour, Burst: 2})
	for range 2 {
		if _, err := c.Write(ctx, request(t, "POST", s.URL, "x", "")); err != nil {
			t.Fatal(err)
		}
	}
	_, err := c.Write(ctx, request(t, "POST", s.URL, "x", ""))
	var e *Error
	if !errors.As(err, &e) || e.Kind != Paced || e.Sent || e.Retry < 50*time.Minute {
		t.Errorf("got %+v, want a pace of about an hour with nothing sent", e)
	}
	other := WithPace(t.Context(), Pace{Key: "b", Every: time.Hour, Burst: 1})
	if _, err := c.Write(other, request(t, "POST", s.URL, "x", "")); err != nil {
		t.Errorf("another account was held up: %v", err)
	}
}

func TestNothingSecretInErrorsAndLogs(t *testing.T) {
	const secret = "s3cr3t-value-0123456789"
	gone := httptest.NewServer(nil)
	gone.Close()
	req := request(t, "POST", gone.URL+"/services/"+secret+"?access_token="+secret, "x", "")
	req.Header.Set("Authorization", "Bearer "+secret)
	_, err := newClient(t, Options{}).Write(t.Context(), req)
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: RedactAttr}))
	log.Error("failed", "error", err, "cookie", secret, "url", req.URL, "said", "password="+secret+" Bearer "+secret)
	for what, text := range map[string]string{
		"error": err.Error(), "log": out.String(),
		"json":    Redact(`{"access_token":"` + secret + `"}`),
		"address": Redact("see https://user:" + secret + "@host/a?sig=" + secret),
		"link":    Redact("https://host/r/" + strings.ReplaceAll(secret, "-", "") + "abcdef"),
		"given":   Redact("it said "+secret, secret),
	} {
		if strings.Contains(text, "0123456789") {
			t.Errorf("%s shows the secret: %s", what, text)
		}
	}
}
