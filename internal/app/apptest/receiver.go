package apptest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Body is one message that a receiver was sent, tests of the connection apart.
type Body struct {
	Path      string
	Type      string // publish, prepare
	Text      string // of what was prepared, for the publishing of a container
	Key       string
	Container string
	ID        string    `json:"-"` // that this receiver gives it
	At        time.Time // when its last byte had been read
}

// Receiver is an HTTP server that keeps every message in the order it came.
type Receiver struct {
	URL string
	// Answer decides what a message gets; nil is 200 and an id of its own. It is
	// set before the first message.
	Answer func(w http.ResponseWriter, b Body)

	mu     sync.Mutex
	bodies []Body
	boxes  map[string]string // container → text
}

// NewReceiver starts one; it ends with the test.
func NewReceiver(t *testing.T) *Receiver {
	t.Helper()
	r := &Receiver{boxes: map[string]string{}}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// Bodies gives what has come.
func (r *Receiver) Bodies() []Body {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Body(nil), r.bodies...)
}

// ServeHTTP implements http.Handler.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method == http.MethodGet { // a look: this receiver offers none
		http.Error(w, "{}", http.StatusNotImplemented)
		return
	}
	raw, err := io.ReadAll(req.Body)
	b := Body{Path: req.URL.Path, At: time.Now()}
	if err != nil || json.Unmarshal(raw, &b) != nil {
		http.Error(w, "{}", http.StatusBadRequest)
		return
	}
	if b.Type == "test" {
		_, _ = io.WriteString(w, "{}")
		return
	}
	r.keep(&b)
	if r.Answer != nil {
		r.Answer(w, b)
		return
	}
	_, _ = fmt.Fprintf(w, `{"id":%q,"status":"ready"}`, b.ID)
}

func (r *Receiver) keep(b *Body) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b.ID = fmt.Sprintf("r%d", len(r.bodies)+1)
	if b.Type == "prepare" {
		r.boxes[b.ID] = b.Text
	}
	if b.Container != "" {
		b.Text = r.boxes[b.Container]
	}
	r.bodies = append(r.bodies, *b)
}
