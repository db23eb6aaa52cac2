package outbound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"parvis/internal/fault"
)

var (
	errInTransaction = errors.New("outbound: a database transaction is open")
	errAddress       = fault.New(fault.Invalid, "outbound.address_invalid", "Enter a full address, beginning with https://.")
	errHops          = errors.New("outbound: redirected too often")
)

// Read sends a GET or HEAD, following at most five redirects, each through the
// guard; credentials stay with the origin they were meant for. net/http may
// repeat it. An answer over 16 MiB is an *Error of kind TooLarge.
func (c *Client) Read(ctx context.Context, req *http.Request) (*Response, error) {
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	res, err := c.follow(ctx, req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if req.Method == http.MethodHead {
		return answer(res, nil), nil
	}
	body, more, err := readUpTo(res, maxReadAnswer)
	if err != nil {
		return nil, failed(req, true, err)
	}
	if more {
		return nil, newError(TooLarge, req, nil)
	}
	return answer(res, body), nil
}

// Download is Read that copies the body of a 200 to w as it comes, at most limit
// bytes (TooLarge beyond); the Response of another status has a Body instead.
// The caller's context bounds its time: without a deadline it has ten minutes.
func (c *Client) Download(ctx context.Context, req *http.Request, w io.Writer, limit int64) (*Response, error) {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
	}
	res, err := c.follow(ctx, req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		body, _, err := readUpTo(res, maxWriteAnswer)
		if err != nil {
			return nil, failed(req, true, err)
		}
		return answer(res, body), nil
	}
	if res.ContentLength > limit {
		return nil, newError(TooLarge, req, nil)
	}
	n, err := io.Copy(w, io.LimitReader(res.Body, limit+1))
	if err != nil {
		return nil, failed(req, true, err)
	}
	if n > limit {
		return nil, newError(TooLarge, req, nil)
	}
	return answer(res, nil), nil
}

func answer(res *http.Response, body []byte) *Response {
	return &Response{Status: res.StatusCode, Proto: res.Proto, Header: res.Header, Body: body, URL: res.Request.URL}
}

func (c *Client) follow(ctx context.Context, req *http.Request) (*http.Response, error) {
	if req.Method == "" {
		req.Method = http.MethodGet
	}
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		return nil, newError(Invalid, req, fmt.Errorf("outbound: %s is not a read", req.Method))
	}
	for hop := 0; ; hop++ {
		if err := c.prepare(ctx, req); err != nil {
			return nil, err
		}
		var connected bool
		traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }})
		res, err := c.transport.RoundTrip(req.WithContext(traced))
		if err != nil {
			return nil, failed(req, connected, err)
		}
		next := location(res)
		if next == nil {
			return res, nil
		}
		_, _ = io.CopyN(io.Discard, res.Body, 2<<10) // a short body read to its end keeps the connection
		_ = res.Body.Close()
		if hop == maxHops {
			return nil, newError(TooManyHops, req, errHops)
		}
		req = redirected(req, next)
	}
}

// location gives where an answer redirects to, nil when it does not.
func location(res *http.Response) *url.URL {
	switch res.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	u, err := res.Location()
	if err != nil {
		return nil
	}
	return u
}

// redirected is the next hop's request. To another origin go only headers that
// say nothing of who asks.
func redirected(req *http.Request, to *url.URL) *http.Request {
	next := &http.Request{Method: req.Method, URL: to, Header: http.Header{}, Host: to.Host}
	if Origin(req.URL) == Origin(to) {
		next.Header = req.Header
		return next
	}
	for _, name := range []string{"Accept", "Accept-Language", "If-Modified-Since", "If-None-Match", "Range", "User-Agent"} {
		if v, ok := req.Header[name]; ok {
			next.Header[name] = v
		}
	}
	return next
}

// Check refuses an address that is not http(s), does not resolve or leads to a
// private network: an early word for a form. A later dial checks for itself.
func (c *Client) Check(ctx context.Context, raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" {
		return nil, errAddress
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u, c.dialer.Check(ctx, u.Hostname(), port)
}

// RetryAfter reads the header of a 429 or 503 (seconds or a date); 0 when it is
// absent or past.
func (c *Client) RetryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(v); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 7*24*3600)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(at.Sub(c.now()), 0)
	}
	return 0
}

func parseHostIP(u *url.URL) (netip.Addr, error) { return netip.ParseAddr(u.Hostname()) }
