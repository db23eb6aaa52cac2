package outbound

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"parvis/internal/store"
)

func newClient(t testing.TB, o Options) *Client {
	t.Helper()
	if o.Allow == nil {
		o.Allow = []string{"127.0.0.1"}
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// writes are the shapes of request that net/http treats differently.
var writes = map[string]func(t *testing.T, url string) *http.Request{
	"POST with a key":           func(t *testing.T, u string) *http.Request { return request(t, "POST", u, "text", "Idempotency-Key") },
	"POST with the other key":   func(t *testing.T, u string) *http.Request { return request(t, "POST", u, "text", "X-Idempotency-Key") },
	"POST empty with a key":     func(t *testing.T, u string) *http.Request { return request(t, "POST", u, "", "Idempotency-Key") },
	"PUT":                       func(t *testing.T, u string) *http.Request { return request(t, "PUT", u, "text", "") },
	"PUT with a key":            func(t *testing.T, u string) *http.Request { return request(t, "PUT", u, "text", "Idempotency-Key") },
	"DELETE without a body":     func(t *testing.T, u string) *http.Request { return request(t, "DELETE", u, "", "") },
	"DELETE empty with a key":   func(t *testing.T, u string) *http.Request { return request(t, "DELETE", u, "", "Idempotency-Key") },
	"PATCH empty, no body, key": func(t *testing.T, u string) *http.Request { return request(t, "PATCH", u, "", "Idempotency-Key") },
}

func request(t *testing.T, method, url, body, key string) *http.Request {
	t.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, r)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		req.Header.Set(key, "k1")
	}
	return req
}

// dropper is an HTTP/1.1 server that answers the first request of a connection
// and, having read the second to its end and counted it, closes without a word.
func dropper(t *testing.T) (url string, effects *atomic.Int64) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	effects = &atomic.Int64{}
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go dropSecond(conn, effects)
		}
	}()
	return "http://" + ln.Addr().String() + "/post", effects
}

func dropSecond(conn net.Conn, effects *atomic.Int64) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	for n := 1; ; n++ {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		if req.Method == http.MethodGet {
			n = 0 // a warming request
		} else {
			effects.Add(1)
		}
		if n > 1 || (n == 1 && req.Method != http.MethodGet) {
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	}
}

// The reason for this package. If this test fails, net/http has changed: read
// once again.
func TestNetHTTPSendsAPostTwice(t *testing.T) {
	url, effects := dropper(t)
	client := &http.Client{Transport: &http.Transport{}}
	warm(t, client, url)
	res, err := client.Do(request(t, "POST", url, "text", "Idempotency-Key"))
	if err == nil {
		_ = res.Body.Close()
	}
	if effects.Load() < 2 {
		t.Fatalf("net/http sent it %d time(s): the hazard this package guards against is gone", effects.Load())
	}
}

func warm(t *testing.T, client *http.Client, url string) {
	t.Helper()
	res, err := client.Do(request(t, "GET", url, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
}

func TestWriteLeavesOnceHTTP1(t *testing.T) {
	for name, make := range writes {
		t.Run(name, func(t *testing.T) {
			url, effects := dropper(t)
			c := newClient(t, Options{})
			if _, err := c.Read(t.Context(), request(t, "GET", url, "", "")); err != nil {
				t.Fatal(err)
			}
			_, err := c.Write(t.Context(), make(t, url))
			wantLost(t, err)
			if n := effects.Load(); n != 1 {
				t.Errorf("%d effects at the server, want 1", n)
			}
		})
	}
}

func wantLost(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || !e.Sent || e.Kind != Lost {
		t.Errorf("got %v, want a lost answer with Sent", err)
	}
}

// h2Server speaks HTTP/2 frame by frame: it answers the warming request and
// then lets end say how the second stream of the connection dies.
func h2Server(t *testing.T, end func(fr *http2.Framer, conn net.Conn, stream uint32)) (url string, effects *atomic.Int64, pool *x509.CertPool) {
	t.Helper()
	effects = &atomic.Int64{}
	donor := httptest.NewUnstartedServer(nil)
	donor.StartTLS()
	cert := donor.TLS.Certificates[0]
	pool = x509.NewCertPool()
	pool.AddCert(donor.Certificate())
	donor.Close()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go serveH2(conn, effects, end)
		}
	}()
	return "https://" + ln.Addr().String() + "/post", effects, pool
}

func serveH2(conn net.Conn, effects *atomic.Int64, end func(*http2.Framer, net.Conn, uint32)) {
	defer func() { _ = conn.Close() }()
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	fr := http2.NewFramer(conn, conn)
	fr.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	_ = fr.WriteSettings()
	reading := map[uint32]bool{}
	for {
		f, err := fr.ReadFrame()
		if err != nil {
			return
		}
		switch f := f.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				_ = fr.WriteSettingsAck()
			}
		case *http2.MetaHeadersFrame:
			if f.PseudoValue("method") == http.MethodGet {
				answerH2(fr, f.StreamID)
				continue
			}
			reading[f.StreamID] = true
			if f.StreamEnded() {
				effects.Add(1)
				end(fr, conn, f.StreamID)
			}
		case *http2.DataFrame:
			if f.StreamEnded() && reading[f.StreamID] {
				effects.Add(1)
				end(fr, conn, f.StreamID)
			}
		}
	}
}

func answerH2(fr *http2.Framer, stream uint32) {
	var b bytes.Buffer
	_ = hpack.NewEncoder(&b).WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	_ = fr.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: b.Bytes(), EndHeaders: true, EndStream: true})
}

func TestWriteLeavesOnceHTTP2(t *testing.T) {
	ends := map[string]func(*http2.Framer, net.Conn, uint32){
		"connection dies": func(_ *http2.Framer, conn net.Conn, _ uint32) { _ = conn.Close() },
		"refused stream":  func(fr *http2.Framer, _ net.Conn, s uint32) { _ = fr.WriteRSTStream(s, http2.ErrCodeRefusedStream) },
		"protocol error":  func(fr *http2.Framer, _ net.Conn, s uint32) { _ = fr.WriteRSTStream(s, http2.ErrCodeProtocol) },
		"go away": func(fr *http2.Framer, conn net.Conn, _ uint32) {
			_ = fr.WriteGoAway(1, http2.ErrCodeNo, nil)
			time.Sleep(20 * time.Millisecond)
			_ = conn.Close()
		},
	}
	for ending, end := range ends {
		for name, make := range writes {
			t.Run(ending+"/"+name, func(t *testing.T) {
				t.Parallel()
				url, effects, pool := h2Server(t, end)
				c := newClient(t, Options{RootCAs: pool})
				res, err := c.Read(t.Context(), request(t, "GET", url, "", ""))
				if err != nil || res.Proto != "HTTP/2.0" {
					t.Fatalf("warming: %v %v", res, err)
				}
				_, err = c.Write(t.Context(), make(t, url))
				wantLost(t, err)
				if n := effects.Load(); n != 1 {
					t.Errorf("%d effects at the server, want 1", n)
				}
			})
		}
	}
}

func TestWriteFollowsNoRedirect(t *testing.T) {
	var hits atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		http.Redirect(w, r, "/again", http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	res, err := newClient(t, Options{}).Write(t.Context(), request(t, "POST", s.URL, "text", ""))
	if err != nil || res.Status != http.StatusTemporaryRedirect || hits.Load() != 1 {
		t.Errorf("got %v, %v after %d requests; want the 307 itself, once", res, err, hits.Load())
	}
}

func TestErrorSaysWhetherItLeft(t *testing.T) {
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the client leave
		<-r.Context().Done()
	}))
	defer slow.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	brief, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		url  string
		kind Kind
		sent bool
	}{
		"nobody listens":         {t.Context(), gone.URL, NotDialled, false},
		"context over before":    {over, slow.URL, Cancelled, false},
		"deadline while waiting": {brief, slow.URL, TimedOut, true},
		"private address":        {t.Context(), "http://127.0.0.2/x", AddressBarred, false},
		"not an address":         {t.Context(), "ftp://example.com/x", Invalid, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newClient(t, Options{}).Write(c.ctx, request(t, "POST", c.url, "x", ""))
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || e.Sent != c.sent {
				t.Errorf("got %+v, want kind %s sent %v", e, c.kind, c.sent)
			}
		})
	}
}

func TestRefusedInsideATransaction(t *testing.T) {
	// store.Write marks its context; the mark is all that outbound sees.
	db, err := store.Open(t.Context(), store.Options{DataDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	c := newClient(t, Options{})
	err = db.Write(t.Context(), func(ctx context.Context, _ *store.Tx) error {
		_, err := c.Write(ctx, request(t, "POST", "http://127.0.0.1:1/", "x", ""))
		return err
	})
	if KindOf(err) != InTransaction || Sent(err) {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestEmptyWriteOnTheWire(t *testing.T) {
	var got http.Request
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = *r }))
	defer s.Close()
	if _, err := newClient(t, Options{}).Write(t.Context(), request(t, "DELETE", s.URL, "", "")); err != nil {
		t.Fatal(err)
	}
	if len(got.TransferEncoding) != 0 || got.ContentLength != 0 {
		t.Errorf("DELETE went out with %v %d", got.TransferEncoding, got.ContentLength)
	}
}

func TestIdleConnectionIsNotReused(t *testing.T) {
	if testing.Short() {
		t.Skip("waits six seconds")
	}
	t.Parallel()
	var mu sync.Mutex
	conns := map[string]bool{}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		conns[r.RemoteAddr] = true
	}))
	defer s.Close()
	c := newClient(t, Options{})
	for _, pause := range []time.Duration{0, 0, 6 * time.Second} {
		time.Sleep(pause)
		if _, err := c.Write(t.Context(), request(t, "POST", s.URL, "x", "")); err != nil {
			t.Fatal(err)
		}
	}
	if len(conns) != 2 {
		t.Errorf("%d connections, want 2: one reused at once, one after the idle time", len(conns))
	}
}

func BenchmarkWrite(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }))
	defer s.Close()
	c := newClient(b, Options{})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequestWithContext(b.Context(), "POST", s.URL, strings.NewReader("text"))
			if _, err := c.Write(b.Context(), req); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkNetHTTP(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }))
	defer s.Close()
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1024}}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequestWithContext(b.Context(), "POST", s.URL, strings.NewReader("text"))
			res, err := c.Do(req)
			if err != nil {
				b.Error(err)
				continue
			}
			_, _ = io.ReadAll(res.Body)
			_ = res.Body.Close()
		}
	})
}
