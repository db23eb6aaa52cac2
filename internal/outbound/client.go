package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"parvis/internal/store"
)

// Options of a Client.
type Options struct {
	Allow     []string         // entries of PARVIS_ALLOW_NETWORKS
	Proxy     *url.URL         // nil: none, whatever the environment says
	UserAgent string           // default "Parvis"
	RootCAs   *x509.CertPool   // nil: the system's
	Now       func() time.Time // default time.Now
	resolver  *net.Resolver
}

const (
	defaultTimeout = 30 * time.Second
	longestIdle    = 5 * time.Second
	maxWriteAnswer = 1 << 20
	maxReadAnswer  = 16 << 20
	maxHops        = 5
)

// Client sends requests. See the package for what it promises.
type Client struct {
	transport *http.Transport
	dialer    *Dialer
	pacer     pacer
	agent     string
	now       func() time.Time
}

// New makes a client. A faulty entry of Allow is an Invalid fault.
func New(o Options) (*Client, error) {
	if o.resolver == nil {
		o.resolver = net.DefaultResolver
	}
	dialer, err := newDialer(o.Allow, o.resolver)
	if err != nil {
		return nil, err
	}
	c := &Client{dialer: dialer, agent: o.UserAgent, now: o.Now}
	if c.agent == "" {
		c.agent = "Parvis"
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.transport = &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.RootCAs},
		TLSHandshakeTimeout:    10 * time.Second,
		IdleConnTimeout:        longestIdle,
		MaxIdleConns:           4096,
		MaxIdleConnsPerHost:    1024,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}
	if o.Proxy != nil {
		c.transport.Proxy = http.ProxyURL(o.Proxy)
	}
	return c, nil
}

// GuardDial opens a connection for another protocol (SMTP) under the same guard.
func (c *Client) GuardDial(ctx context.Context, network, addr string) (net.Conn, error) {
	if store.InTransaction(ctx) {
		return nil, errInTransaction
	}
	return c.dialer.DialContext(ctx, network, addr)
}

// Dialer is the guarded dialer, for clients that want one.
func (c *Client) Dialer() *Dialer { return c.dialer }

// Close closes the idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Response is an answer, read to its end.
type Response struct {
	Status    int
	Proto     string // HTTP/1.1, HTTP/2.0
	Header    http.Header
	Body      []byte
	Truncated bool     // the answer to a write was longer than Body
	URL       *url.URL // where a read ended, after redirects
}

// Write sends a POST, PUT, PATCH or DELETE once, and takes req over. Any answer,
// a redirect or a 5xx included, is a Response; no answer is an *Error. A context
// without a deadline gets 30 s.
func (c *Client) Write(ctx context.Context, req *http.Request) (*Response, error) {
	switch req.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return nil, newError(Invalid, req, fmt.Errorf("outbound: %s is not a write", req.Method))
	}
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	if err := c.prepare(ctx, req); err != nil {
		closeBody(req)
		return nil, err
	}
	res, a, err := c.once(ctx, req)
	if err != nil {
		return nil, failed(req, a.connected, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, more, err := readUpTo(res, maxWriteAnswer)
	if err != nil {
		e := failed(req, true, err)
		e.Status = res.StatusCode
		return nil, e
	}
	return &Response{Status: res.StatusCode, Proto: res.Proto, Header: res.Header, Body: body, Truncated: more, URL: req.URL}, nil
}

// attempt watches one round trip: net/http calls the trace in the goroutine of
// RoundTrip, so a plain field will do.
type attempt struct {
	trace     httptrace.ClientTrace
	connected bool
}

func (a *attempt) gotConn(httptrace.GotConnInfo) { a.connected = true }

// once makes a round trip that net/http cannot repeat. Its two retry rules
// (Request.isReplayable for HTTP/1, shouldRetryRequest for HTTP/2) both ask that
// the body be absent or obtainable again with GetBody. So GetBody goes, and a
// request without a body gets an empty one of our own, which is neither nil nor
// http.NoBody. The price: on HTTP/1.1 an empty POST goes out chunked.
func (c *Client) once(ctx context.Context, req *http.Request) (*http.Response, *attempt, error) {
	a := &attempt{}
	a.trace.GotConn = a.gotConn
	out := req.WithContext(httptrace.WithClientTrace(ctx, &a.trace))
	out.GetBody = nil
	if out.Body == nil || out.Body == http.NoBody {
		out.Body, out.ContentLength = empty{}, 0
	}
	res, err := c.transport.RoundTrip(out)
	return res, a, err
}

type empty struct{}

func (empty) Read([]byte) (int, error) { return 0, io.EOF }
func (empty) Close() error             { return nil }

// prepare checks what holds for every request and completes its header.
func (c *Client) prepare(ctx context.Context, req *http.Request) error {
	if store.InTransaction(ctx) {
		return newError(InTransaction, req, errInTransaction)
	}
	if req.URL == nil || (req.URL.Scheme != "https" && req.URL.Scheme != "http") || req.URL.Host == "" {
		return newError(Invalid, req, errAddress)
	}
	if err := ctx.Err(); err != nil {
		return failed(req, false, err)
	}
	retry, err := c.pacer.wait(ctx)
	if err != nil {
		return failed(req, false, err)
	}
	if retry > 0 {
		e := newError(Paced, req, nil)
		e.Retry = retry
		return e
	}
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if _, set := req.Header["User-Agent"]; !set {
		req.Header["User-Agent"] = []string{c.agent}
	}
	if u := req.URL.User; u != nil && req.Header.Get("Authorization") == "" {
		password, _ := u.Password()
		req.SetBasicAuth(u.Username(), password)
	}
	if c.transport.Proxy != nil {
		return c.beforeProxy(req)
	}
	return nil
}

// beforeProxy refuses a private address written as such: behind a proxy the
// dialer sees only the proxy, which has to guard the names it resolves.
func (c *Client) beforeProxy(req *http.Request) error {
	ip, err := parseHostIP(req.URL)
	if err == nil && !c.dialer.mayReach(ip, req.URL.Port()) {
		return newError(AddressBarred, req, errRefused.With("host", ip.String()))
	}
	return nil
}

func withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, defaultTimeout)
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// readUpTo reads at most limit bytes; more says that something was left.
func readUpTo(res *http.Response, limit int64) (body []byte, more bool, err error) {
	if n := res.ContentLength; n >= 0 && n <= limit {
		body = make([]byte, n)
		_, err = io.ReadFull(res.Body, body)
		if err == nil {
			// The end has to be seen for the connection to be kept.
			_, err = io.Copy(io.Discard, res.Body)
		}
		return body, false, err
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	if int64(len(body)) > limit {
		return body[:limit], true, nil
	}
	return body, false, err
}
