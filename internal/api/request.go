package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"parvis/internal/fault"
)

// request is what the chain learns of one request; the inner links fill what
// the outer ones log.
type request struct {
	id      string
	address netip.Addr
	pattern string
	actor   string
	ws      string
}

type requestKey struct{}

func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{}
}

// RequestID gives the id under which the request is logged, "" outside one.
func RequestID(ctx context.Context) string { return requestOf(ctx).id }

// ClientAddress gives the caller's address: the connection's, or what a trusted
// proxy says of it.
func ClientAddress(ctx context.Context) netip.Addr { return requestOf(ctx).address }

// identify gives the request its id and the caller's address.
func identify(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := make([]byte, 8)
		_, _ = rand.Read(b) // never fails
		info := &request{id: hex.EncodeToString(b), address: clientAddress(r, trusted)}
		w.Header().Set("X-Request-Id", info.id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, info)))
	})
}

// clientAddress walks X-Forwarded-For from the right while the hop that wrote
// it is trusted; a header sent by the client itself is never believed.
func clientAddress(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && isTrusted(address, trusted); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address
}

func isTrusted(address netip.Addr, trusted []netip.Prefix) bool {
	for _, p := range trusted {
		if p.Contains(address) {
			return true
		}
	}
	return false
}

// logRequests writes one line per request: the route's pattern, never the path
// or the query, which may hold a capability.
func logRequests(log *slog.Logger, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := now()
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, r)
		info := requestOf(r.Context())
		level := slog.LevelInfo
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			level = slog.LevelDebug
		}
		log.Log(r.Context(), level, "request", "request", info.id, "method", r.Method, "route", info.pattern,
			"status", rec.code(), "bytes", rec.bytes, "ms", now().Sub(start).Milliseconds(),
			"workspace", info.ws, "actor", info.actor, "address", info.address.String())
	})
}

// recoverPanics answers 500 for a panic, logged with its stack.
func recoverPanics(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { //nolint:errorlint // a panic's value, compared as net/http does
				panic(v) //nolint:forbidigo // net/http's own way to cut an answer short
			}
			log.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "value", v, "stack", string(debug.Stack()))
			WriteProblem(r.Context(), log, w, fault.New(fault.Internal, "internal", "Something went wrong on our side. It has been logged."))
		}()
		next.ServeHTTP(w, r)
	})
}

// recorder counts what is sent.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(code int) {
	if r.status == 0 {
		r.status = code
	}
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// Unwrap lets http.ResponseController reach Flush and the deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
