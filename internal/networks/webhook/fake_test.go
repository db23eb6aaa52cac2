package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"parvis/internal/networks/networkstest"
)

const testSecret = "whsec_of_the_workshop"

// receiver is a faithful receiver of one class, as README.md describes it.
type receiver struct {
	class string
	now   func() time.Time

	mu         sync.Mutex
	posts      []held
	containers []held
}

// held is a post, or a container that becomes one.
type held struct {
	id, key, post string
	at            time.Time
	message       message
}

func (f *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id, public := strings.CutPrefix(r.URL.Path, "/public/"); public {
		f.show(w, id)
		return
	}
	body, err := io.ReadAll(r.Body)
	payload := string(body)
	if r.Method == http.MethodGet {
		payload = r.URL.RequestURI()
	}
	if err != nil || r.Header.Get("Parvis-Signature") != Signature(testSecret, r.Header.Get("Parvis-Timestamp"), payload) {
		http.Error(w, `{"error":"signature"}`, http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodGet {
		f.answer(w, r)
		return
	}
	f.take(w, r, body)
}

// take holds a message to the contract: known fields, a key only where the class
// honours one, text and files described.
func (f *receiver) take(w http.ResponseWriter, r *http.Request, body []byte) {
	var m message
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		http.Error(w, `{"error":"not the message of the contract"}`, http.StatusBadRequest)
		return
	}
	marked := m.Key != "" || r.Header.Get("Idempotency-Key") != ""
	if m.Type != "test" && marked != (f.class == "exact" || f.class == "two_phase") || r.Header.Get("Idempotency-Key") != m.Key {
		http.Error(w, `{"error":"a key where none belongs, or none where one does"}`, http.StatusBadRequest)
		return
	}
	switch {
	case m.Type == "test":
		say(w, reply{})
	case m.Type == "prepare" && f.class == "two_phase":
		say(w, reply{ID: f.prepare(m), Status: "ready"})
	case m.Type == "publish" && f.class == "two_phase":
		f.release(w, m)
	case m.Type == "publish" && len(m.Segments) > 0:
		say(w, reply{ID: f.publish(m)})
	default:
		http.Error(w, `{"error":"type"}`, http.StatusBadRequest)
	}
}

func (f *receiver) publish(m message) string {
	for _, p := range f.posts {
		if m.Key != "" && p.key == m.Key {
			return p.id
		}
	}
	id := fmt.Sprintf("post-%d", len(f.posts)+1)
	f.posts = append(f.posts, held{id: id, key: m.Key, at: f.now(), message: m})
	return id
}

func (f *receiver) prepare(m message) string {
	for _, c := range f.containers {
		if c.key == m.Key {
			return c.id
		}
	}
	id := fmt.Sprintf("container-%d", len(f.containers)+1)
	f.containers = append(f.containers, held{id: id, key: m.Key, message: m})
	return id
}

func (f *receiver) release(w http.ResponseWriter, m message) {
	for i := range f.containers {
		c := &f.containers[i]
		if c.id != m.Container {
			continue
		}
		if c.post == "" {
			content := c.message
			content.Key = m.Key
			c.post = f.publish(content)
		}
		say(w, reply{ID: c.post})
		return
	}
	http.Error(w, `{"error":"no such container"}`, http.StatusNotFound)
}

// answer serves the looks of each class.
func (f *receiver) answer(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case q.Get("key") != "" && f.class == "exact":
		for _, p := range f.posts {
			if p.key == q.Get("key") {
				say(w, reply{ID: p.id})
				return
			}
		}
		http.Error(w, `{"error":"never seen"}`, http.StatusNotFound)
	case q.Get("container") != "" && f.class == "two_phase":
		for _, c := range f.containers {
			if c.id == q.Get("container") && c.post != "" {
				say(w, reply{ID: c.post, Status: "published"})
				return
			}
		}
		say(w, reply{Status: "ready"})
	case q.Get("since") != "" && f.class == "look_up":
		f.list(w, q.Get("cursor"))
	default:
		http.Error(w, `{"error":"this receiver cannot look"}`, http.StatusNotImplemented)
	}
}

// list gives pages of 20, newest first, texts rewritten as such lists are.
func (f *receiver) list(w http.ResponseWriter, cursor string) {
	from, _ := strconv.Atoi(cursor)
	out := page{Items: []item{}}
	for i := len(f.posts) - 1 - from; i >= 0 && len(out.Items) < 20; i-- {
		p := f.posts[i]
		texts := make([]string, len(p.message.Segments))
		for n, s := range p.message.Segments {
			texts[n] = s.Text
		}
		out.Items = append(out.Items, item{ID: p.id, Text: "<p>" + strings.ToUpper(strings.Join(texts, "<br>\n")) + "</p>", CreatedAt: p.at})
	}
	if next := from + len(out.Items); next < len(f.posts) {
		out.Next = strconv.Itoa(next)
	}
	say(w, out)
}

func (f *receiver) show(w http.ResponseWriter, id string) {
	for _, p := range f.posts {
		if p.id == id {
			say(w, p.message)
			return
		}
	}
	http.NotFound(w, nil)
}

func say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the caller may have gone
}

// Posts implements networkstest.Fake.
func (f *receiver) Posts() []networkstest.Post {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]networkstest.Post, len(f.posts))
	for i, p := range f.posts {
		out[i] = postOf(p.id, p.message)
	}
	return out
}

// Fill implements networkstest.Filler.
func (f *receiver) Fill(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range n {
		f.publish(message{Type: "publish", Segments: []segment{{Text: fmt.Sprint("D’un autre atelier, ", i)}}})
	}
}

func postOf(id string, m message) networkstest.Post {
	p := networkstest.Post{ID: id}
	for _, s := range m.Segments {
		out := networkstest.Segment{Text: s.Text}
		for _, file := range s.Media {
			if strings.HasPrefix(file.MIME, "video/") {
				out.Videos++
			} else {
				out.Images++
			}
			out.Alts = append(out.Alts, file.Alt)
		}
		p.Segments = append(p.Segments, out)
	}
	return p
}
