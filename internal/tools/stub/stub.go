// Package stub is a webhook receiver that misbehaves on purpose. It is the
// other side of the chaos test and the benches, and it alone knows what
// really happened: effects are counted here.
//
// Faults follow what networks do: an answer lost after the effect, a request
// lost before it, a 500 on either side of the effect, 429, 307, an effect that
// appears seconds after the connection died, listings that lag and rewrite
// texts, keys that are only remembered once the effect is committed.
package stub

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Faults are probabilities and delays; the zero value behaves.
type Faults struct {
	LoseAnswer float64       // effect, then the connection dies
	LoseBefore float64       // the connection dies, no effect
	Error      float64       // 500: half before, half after the effect
	TooMany    float64       // 429, Retry-After 1
	Redirect   float64       // 307 to the same address
	CommitLag  time.Duration // effects of a dead connection appear up to so much later
	ListLag    time.Duration // effects show in the listing up to so much later
	Latency    time.Duration // of every answer
}

// Chaos is what the issue asks of the chaos test.
var Chaos = Faults{LoseAnswer: 0.10, LoseBefore: 0.05, Error: 0.06, TooMany: 0.03, Redirect: 0.02,
	CommitLag: 5 * time.Second, ListLag: 10 * time.Second}

// Effect is one post that the receiver holds.
type Effect struct {
	ID      string    `json:"id"`
	Channel string    `json:"channel"`
	Text    string    `json:"text"`
	At      time.Time `json:"at"`
	seen    time.Time // from when the listing shows it
}

type container struct {
	text      string
	published string // effect id
}

// Server is the receiver: one channel per path, its class in the query.
type Server struct {
	Faults Faults
	mu     sync.Mutex
	rng    *rand.Rand
	next   int
	posts  map[string][]*Effect // by channel, oldest first
	keys   map[string]string    // key → effect id, once committed
	boxes  map[string]*container
	hits   int64
}

// New makes a receiver whose faults follow seed.
func New(f Faults, seed uint64) *Server {
	return &Server{Faults: f, rng: rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15)), posts: map[string][]*Effect{},
		keys: map[string]string{}, boxes: map[string]*container{}}
}

type request struct {
	Type      string `json:"type"`
	Key       string `json:"key"`
	Container string `json:"container"`
	Text      string `json:"text"`
}

// ServeHTTP answers /hook/{channel}?class=… and, for the test, /effects.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/effects":
		s.effects(w)
	case r.Method == http.MethodGet:
		s.look(w, r)
	default:
		s.write(w, r)
	}
}

// fate is what happens to one write.
type fate int

const (
	behaves fate = iota
	losesAnswer
	losesBefore
	errorBefore
	errorAfter
	tooMany
	redirects
)

func (s *Server) draw() (fate, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, x := s.Faults, s.rng.Float64()
	var late time.Duration
	if f.CommitLag > 0 {
		late = time.Duration(s.rng.Int64N(int64(f.CommitLag)))
	}
	for _, c := range []struct {
		p float64
		f fate
	}{{f.LoseAnswer, losesAnswer}, {f.LoseBefore, losesBefore}, {f.Error / 2, errorBefore}, {f.Error / 2, errorAfter}, {f.TooMany, tooMany}, {f.Redirect, redirects}} {
		if x < c.p {
			return c.f, late
		}
		x -= c.p
	}
	return behaves, late
}

func (s *Server) write(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	var q request
	if err != nil || json.Unmarshal(body, &q) != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	if s.Faults.Latency > 0 {
		time.Sleep(s.Faults.Latency)
	}
	if q.Type == "test" {
		answer(w, "", "")
		return
	}
	channel := strings.TrimPrefix(r.URL.Path, "/hook/")
	fate, late := s.draw()
	switch fate {
	case losesBefore:
		die(w)
	case errorBefore:
		http.Error(w, "oops", http.StatusInternalServerError)
	case tooMany:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "slow down", http.StatusTooManyRequests)
	case redirects:
		w.Header().Set("Location", r.URL.RequestURI())
		w.WriteHeader(http.StatusTemporaryRedirect)
	case losesAnswer:
		die(w)
		time.AfterFunc(late, func() { s.commit(channel, q) })
	case errorAfter:
		s.commit(channel, q)
		http.Error(w, "oops", http.StatusInternalServerError)
	default:
		id := s.commit(channel, q)
		answer(w, id, "http://127.0.0.1/posts/"+id)
	}
}

// commit makes the effect and gives its id. A key is honoured once it has been
// committed, never while it is on its way; a container may be published twice.
func (s *Server) commit(channel string, q request) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits++
	if q.Key != "" && q.Container == "" && q.Type == "publish" {
		if id, ok := s.keys[q.Key]; ok {
			return id
		}
	}
	s.next++
	id := "p" + strconv.Itoa(s.next)
	text := q.Text
	if q.Type == "prepare" {
		id = "c" + strconv.Itoa(s.next)
		s.boxes[id] = &container{text: q.Text}
		return id
	}
	if q.Container != "" {
		box := s.boxes[q.Container]
		if box == nil {
			return ""
		}
		box.published, text = id, box.text
	}
	now := time.Now()
	e := &Effect{ID: id, Channel: channel, Text: text, At: now, seen: now}
	if s.Faults.ListLag > 0 {
		e.seen = now.Add(time.Duration(s.rng.Int64N(int64(s.Faults.ListLag))))
	}
	s.posts[channel] = append(s.posts[channel], e)
	if q.Key != "" {
		s.keys[q.Key] = id
	}
	return id
}

// die closes the connection without an answer.
func die(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
		return
	}
	panic(http.ErrAbortHandler) // HTTP/2: resets the stream
}

func answer(w http.ResponseWriter, id, url string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"id":%q,"url":%q}`, id, url)
}

// look answers by key, by container or by listing, as the class allows.
func (s *Server) look(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch class := q.Get("class"); {
	case class == "exact" && q.Has("key"):
		id, ok := s.keys[q.Get("key")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		answer(w, id, "")
	case class == "two_phase" && q.Has("container"):
		box := s.boxes[q.Get("container")]
		if box == nil {
			http.NotFound(w, r)
			return
		}
		status := "ready"
		if box.published != "" {
			status = "published"
		}
		_, _ = fmt.Fprintf(w, `{"id":%q,"status":%q}`, box.published, status)
	case class == "look_up":
		s.list(w, strings.TrimPrefix(r.URL.Path, "/hook/"), q.Get("cursor"))
	default:
		http.Error(w, "no", http.StatusMethodNotAllowed)
	}
}

// list gives pages of 20, newest first, with texts as a network rewrites them.
func (s *Server) list(w http.ResponseWriter, channel, cursor string) {
	type item struct {
		ID        string    `json:"id"`
		Text      string    `json:"text"`
		CreatedAt time.Time `json:"createdAt"`
	}
	skip, _ := strconv.Atoi(cursor)
	var page struct {
		Items []item `json:"items"`
		Next  string `json:"next"`
	}
	now := time.Now()
	var shown []*Effect
	for _, e := range s.posts[channel] {
		if !e.seen.After(now) {
			shown = append(shown, e)
		}
	}
	sort.Slice(shown, func(i, j int) bool { return shown[i].At.After(shown[j].At) })
	for i := skip; i < len(shown) && i < skip+20; i++ {
		page.Items = append(page.Items, item{shown[i].ID, Rewrite(shown[i].Text), shown[i].At})
	}
	if skip+20 < len(shown) {
		page.Next = strconv.Itoa(skip + 20)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(page)
}

// Rewrite is what a network does to a text: entities, curly quotes, shortened
// links, folded spaces.
func Rewrite(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		if strings.HasPrefix(f, "http") {
			fields[i] = "https://s.example/" + strconv.Itoa(len(f))
		}
	}
	return "<p>" + strings.NewReplacer("&", "&amp;", "'", "’", "<", "&lt;").Replace(strings.Join(fields, " ")) + "</p>"
}

func (s *Server) effects(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*Effect
	for _, list := range s.posts {
		all = append(all, list...)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all)
}
