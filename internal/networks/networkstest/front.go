package networkstest

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// fault is what the front does to the next write.
type fault int

const (
	none        fault = iota
	loseAnswer        // the fake is asked, then the connection dies
	loseRequest       // the request is read, then the connection dies
	answer            // the fake is not asked: a status instead
	answerAfter       // the fake is asked, then a status instead of its answer
	redirect          // 307 to the same address, every time
	hang              // nothing, until the caller leaves
)

// front stands between the network and its fake.
type front struct {
	fake   http.Handler
	say    func(w http.ResponseWriter, status int, echo string)
	url    string
	roots  *x509.CertPool
	client *http.Client

	mu       sync.Mutex
	next     fault
	status   int
	always   bool // the fault strikes reads too, and stays
	extra    bool // answers gain fields nobody announced
	writes   int
	requests int
	arrived  chan struct{} // closed when a hanging request came
}

type connKey struct{}

func newFront(t T, fake http.Handler, proto string, say func(http.ResponseWriter, int, string)) *front {
	f := &front{fake: fake, say: say, arrived: make(chan struct{})}
	s := httptest.NewUnstartedServer(f)
	s.EnableHTTP2 = proto == "HTTP/2.0"
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // dying connections are the point
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { return context.WithValue(ctx, connKey{}, c) }
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	f.url, f.client = s.URL, s.Client()
	f.roots = x509.NewCertPool()
	f.roots.AddCert(s.Certificate())
	return f
}

// strike arms one fault for the next write.
func (f *front) strike(what fault, status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next, f.status, f.always = what, status, false
}

// strikeAll answers everything with a status from now on.
func (f *front) strikeAll(status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next, f.status, f.always = answer, status, true
}

func (f *front) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writes
}

func (f *front) total() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.requests
}

// take counts a request and gives what is to happen to it.
func (f *front) take(r *http.Request) (fault, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests++
	isWrite := r.Method != http.MethodGet && r.Method != http.MethodHead
	if isWrite {
		f.writes++
	}
	if !isWrite && !f.always {
		return none, 0
	}
	what, status := f.next, f.status
	if !f.always && what != redirect {
		f.next = none
	}
	return what, status
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's way to cut an answer short
	}
	what, status := f.take(r)
	echo := echoOf(r, body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch what {
	case loseAnswer:
		f.fake.ServeHTTP(httptest.NewRecorder(), r)
		kill(r)
	case loseRequest:
		kill(r)
	case answer:
		f.refuse(w, status, echo)
	case answerAfter:
		f.fake.ServeHTTP(httptest.NewRecorder(), r)
		f.refuse(w, status, echo)
	case redirect:
		w.Header().Set("Location", r.URL.RequestURI())
		w.WriteHeader(http.StatusTemporaryRedirect)
	case hang:
		close(f.arrived)
		<-r.Context().Done()
	default:
		f.pass(w, r)
	}
}

// kill ends the connection as a dying server does: no answer, no goodbye.
func kill(r *http.Request) {
	if c, ok := r.Context().Value(connKey{}).(net.Conn); ok {
		_ = c.Close()
	}
	panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's way to cut an answer short
}

func (f *front) refuse(w http.ResponseWriter, status int, echo string) {
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "7")
	}
	if f.say != nil {
		f.say(w, status, echo)
		return
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, echo)
}

// echoOf is the request as some servers throw it back in their errors, with the
// credentials in it.
func echoOf(r *http.Request, body []byte) string {
	var b strings.Builder
	b.WriteString(r.Method + " " + r.URL.RequestURI() + "\n")
	_ = r.Header.Write(&b)
	b.Write(body[:min(len(body), 2048)])
	return b.String()
}

func (f *front) pass(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	extra := f.extra
	f.mu.Unlock()
	if !extra {
		f.fake.ServeHTTP(w, r)
		return
	}
	rec := httptest.NewRecorder()
	f.fake.ServeHTTP(rec, r)
	for k, v := range rec.Header() {
		if k != "Content-Length" {
			w.Header()[k] = v
		}
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(withExtra(rec.Body.Bytes()))
}

// withExtra adds a field to a JSON object and to the objects of its lists.
func withExtra(body []byte) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	grow(v)
	out, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return out
}

func grow(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, child := range v {
			if list, ok := child.([]any); ok {
				grow(list)
			}
		}
		v["xAnnouncedTomorrow"] = map[string]any{"list": []any{1, "two", nil}}
	case []any:
		for _, child := range v {
			grow(child)
		}
	}
}
