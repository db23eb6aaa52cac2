package networkstest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// lie is one way of not being what the model network says.
type lie string

const (
	honest        lie = ""
	drops         lie = "says yes and does nothing"
	losesAlt      lie = "loses descriptions"
	joins         lie = "sends only the first of a thread"
	plansAnything lie = "plans what is over the limit"
	retries       lie = "tries again by itself"
	proves        lie = "takes a 500 for a no"
	follows       lie = "takes a redirect for a yes"
	leaks         lie = "quotes the server's answer"
	neverThere    lie = "calls absent what is there"
	firstPage     lie = "looks at the first page only"
	boasts        lie = "says that it deletes"
	strict        lie = "chokes on a new field"
	unauthorised  lie = "calls a 401 unknown"
	impatient     lie = "forgets Retry-After"
	deaf          lie = "does not hear a cancel"
	keyless       lie = "is exact without a key"
)

// model is a small network of class exact (a key) or look-up (a list).
type model struct {
	lie   lie
	class networks.Class
	out   *outbound.Client
	base  string
}

var modelSource = networks.Source{URL: "https://model.example/docs", AsOf: "2026-11-22"}

func (m *model) Info() networks.Info {
	return networks.Info{Name: "model", Title: "Model", CanDelete: m.lie == boasts, Threads: true, MaxThread: 5,
		Connect:    []networks.Field{{Name: "token", Kind: "secret", Required: true}},
		Text:       networks.TextLimits{Max: 200, Unit: "code_points", Source: modelSource},
		Media:      networks.MediaLimits{Images: 2, ImageTypes: []string{"image/png"}, AltText: true, Source: modelSource},
		Operations: map[networks.Operation]networks.OperationInfo{"publish": {Class: m.class, KeyLife: time.Hour, VisibilityLag: time.Millisecond, Source: modelSource}},
	}
}

func (m *model) Connect(ctx context.Context, form map[string]string) (networks.Connected, error) {
	a := networks.Account{Secrets: map[string]string{"token": form["token"]}}
	if h, _ := m.Check(ctx, a); h.State != networks.HealthOK {
		return networks.Connected{}, &networks.Refusal{Field: "token", Reason: *h.Reason}
	}
	return networks.Connected{RemoteID: "me", Name: "Brume", Secrets: a.Secrets}, nil
}

func (m *model) Check(ctx context.Context, a networks.Account) (networks.Health, error) {
	res, err := m.out.Read(ctx, m.request("GET", "/me", a, ""))
	if err != nil {
		return networks.Health{State: networks.HealthDown}, err
	}
	if res.Status != http.StatusOK {
		return networks.Health{State: networks.HealthReconnect, Reason: m.said("model.token", res.Body)}, nil
	}
	return networks.Health{State: networks.HealthOK}, nil
}

func (m *model) request(method, path string, a networks.Account, body string) *http.Request {
	req, err := http.NewRequest(method, m.base+path, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header.Set("Authorization", "Bearer "+a.Secrets["token"])
	return req
}

func (m *model) said(code string, body []byte) *networks.Reason {
	r := &networks.Reason{Code: code, Message: "The network refused."}
	if m.lie == leaks {
		r.Detail = string(body)
	}
	return r
}

func (m *model) Plan(_ networks.Account, r networks.Revision) ([]networks.Step, error) {
	if err := networks.CheckLimits(m.Info(), r); err != nil && m.lie != plansAnything {
		return nil, err
	}
	return []networks.Step{{Op: "publish", Media: -1, Visible: true}}, nil
}

// entry is the model's own form of a post.
type entry struct {
	ID       string `json:"id"`
	Key      string `json:"key,omitempty"`
	Messages []note `json:"messages"`
}

type note struct {
	Text string   `json:"text"`
	Alts []string `json:"alts"`
}

func (m *model) Do(ctx context.Context, a networks.Account, w networks.Write) networks.Outcome {
	e := entry{}
	for _, s := range w.Revision.Segments {
		n := note{Text: s.Text, Alts: []string{}}
		for _, f := range s.Media {
			alt := f.Alt
			if m.lie == losesAlt {
				alt = ""
			}
			n.Alts = append(n.Alts, alt)
		}
		e.Messages = append(e.Messages, n)
	}
	if m.lie == joins {
		e.Messages = e.Messages[:1]
	}
	if m.lie == drops {
		return networks.Outcome{Kind: networks.Accepted, Result: networks.Result{RemoteID: "p1"}}
	}
	if m.lie == deaf {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 6*time.Second)
		defer cancel()
		ctx = late
	}
	body, _ := json.Marshal(e)
	send := func() (*outbound.Response, error) {
		req := m.request("POST", "/posts", a, string(body))
		if m.class == networks.Exact && m.lie != keyless {
			req.Header.Set("Idempotency-Key", w.Key)
		}
		return m.out.Write(ctx, req)
	}
	res, err := send()
	if err != nil && m.lie == retries {
		res, err = send()
	}
	return m.judge(res, err)
}

func (m *model) judge(res *outbound.Response, err error) networks.Outcome {
	switch {
	case err != nil && !outbound.Sent(err):
		return networks.Outcome{Kind: networks.Deferred, Reason: &networks.Reason{Code: "model.unreachable"}}
	case err != nil:
		return networks.Outcome{Kind: networks.Unknown, Reason: &networks.Reason{Code: "model.lost"}}
	case m.lie == follows && res.Status == http.StatusTemporaryRedirect:
		return networks.Outcome{Kind: networks.Accepted, Result: networks.Result{RemoteID: "p1"}}
	case res.Status == http.StatusOK:
		var e entry
		if !m.decode(res.Body, &e) {
			return networks.Outcome{Kind: networks.Unknown}
		}
		return networks.Outcome{Kind: networks.Accepted, Result: networks.Result{RemoteID: e.ID}}
	case res.Status == http.StatusUnauthorized && m.lie != unauthorised:
		return networks.Outcome{Kind: networks.Deferred, Reconnect: true, Reason: m.said("model.token", res.Body)}
	case res.Status == http.StatusTooManyRequests:
		o := networks.Outcome{Kind: networks.Deferred, Reason: m.said("model.slow", res.Body)}
		if m.lie != impatient {
			o.Until = time.Now().Add(m.out.RetryAfter(res.Header))
		}
		return o
	case m.lie == proves:
		return networks.Outcome{Kind: networks.Refused, Reason: m.said("model.refused", res.Body)}
	}
	return networks.Outcome{Kind: networks.Unknown, Reason: m.said("model.error", res.Body)}
}

func (m *model) decode(body []byte, into any) bool {
	d := json.NewDecoder(strings.NewReader(string(body)))
	if m.lie == strict {
		d.DisallowUnknownFields()
	}
	return d.Decode(into) == nil
}

func (m *model) Find(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	for page := 0; ; page++ {
		res, err := m.out.Read(ctx, m.request("GET", "/posts?page="+strconv.Itoa(page), a, ""))
		var list struct {
			Items []entry `json:"items"`
			More  bool    `json:"more"`
		}
		if err != nil || res.Status != http.StatusOK || !m.decode(res.Body, &list) {
			return networks.Finding{Verdict: networks.CannotTell}
		}
		for _, e := range list.Items {
			if m.class == networks.Exact && e.Key == l.Key || m.class == networks.LookUp && e.Messages[0].Text == l.Revision.Segments[0].Text {
				if m.lie != neverThere {
					return networks.Finding{Verdict: networks.Found, Result: networks.Result{Step: l.Step, RemoteID: e.ID}}
				}
			}
		}
		if !list.More || m.lie == firstPage {
			return networks.Finding{Verdict: networks.Absent}
		}
	}
}

// provider is the model's fake.
type provider struct {
	mu      sync.Mutex
	posts   []entry
	ordinal int
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer model-token-123" && !strings.HasPrefix(r.URL.Path, "/public/") {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	switch {
	case r.URL.Path == "/me":
		_, _ = w.Write([]byte(`{"id":"me"}`))
	case r.Method == "POST":
		var e entry
		if json.NewDecoder(r.Body).Decode(&e) != nil || len(e.Messages) == 0 {
			http.Error(w, "bad", http.StatusBadRequest)
			return
		}
		e.Key = r.Header.Get("Idempotency-Key")
		for _, was := range p.posts {
			if e.Key != "" && was.Key == e.Key {
				_ = json.NewEncoder(w).Encode(was)
				return
			}
		}
		_ = json.NewEncoder(w).Encode(p.keep(e))
	case r.URL.Path == "/posts":
		p.list(w, r)
	default:
		id := strings.TrimPrefix(r.URL.Path, "/public/")
		for _, e := range p.posts {
			if e.ID == id {
				_ = json.NewEncoder(w).Encode(e)
				return
			}
		}
		http.NotFound(w, r)
	}
}

func (p *provider) keep(e entry) entry {
	p.ordinal++
	e.ID = fmt.Sprintf("p%d", p.ordinal)
	p.posts = append(p.posts, e)
	return e
}

// list gives pages of 20, newest first.
func (p *provider) list(w http.ResponseWriter, r *http.Request) {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	items := []entry{}
	for i := len(p.posts) - 1 - 20*page; i >= 0 && len(items) < 20; i-- {
		items = append(items, p.posts[i])
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"items": items, "more": 20*(page+1) < len(p.posts)})
}

func (p *provider) Fill(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range n {
		p.keep(entry{Messages: []note{{Text: fmt.Sprint("d’une autre ", i)}}})
	}
}

func (p *provider) Posts() []Post {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]Post, len(p.posts))
	for i, e := range p.posts {
		out[i] = e.post()
	}
	return out
}

func (e entry) post() Post {
	p := Post{ID: e.ID}
	for _, m := range e.Messages {
		p.Segments = append(p.Segments, Segment{Text: m.Text, Images: len(m.Alts), Alts: m.Alts})
	}
	return p
}

func suite(l lie, class networks.Class) Suite {
	return Suite{
		New: func(out *outbound.Client, base string) networks.Network {
			return &model{lie: l, class: class, out: out, base: base}
		},
		Account: func(string) networks.Account {
			return networks.Account{ChannelID: "ch_1", RemoteID: "me", Secrets: map[string]string{"token": "model-token-123"}}
		},
		Form: func(string) map[string]string { return map[string]string{"token": "model-token-123"} },
		Fake: func() Fake { return &provider{} },
		Read: func(ctx context.Context, client *http.Client, base, id string) (Post, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/public/"+id, nil)
			if err != nil {
				return Post{}, err
			}
			res, err := client.Do(req)
			if err != nil {
				return Post{}, err
			}
			defer func() { _ = res.Body.Close() }()
			if res.StatusCode != http.StatusOK {
				return Post{}, fmt.Errorf("status %d", res.StatusCode)
			}
			var e entry
			err = json.NewDecoder(res.Body).Decode(&e)
			return e.post(), err
		},
	}
}

func TestAnHonestNetworkPasses(t *testing.T) {
	t.Run("exact", func(t *testing.T) { Run(t, suite(honest, networks.Exact)) })
	t.Run("look-up", func(t *testing.T) { Run(t, suite(honest, networks.LookUp)) })
}

// recorder is a T that only notes.
type recorder struct {
	*testing.T
	mu     sync.Mutex
	failed []string
	after  []func()
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = append(r.failed, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Cleanup(fn func()) { r.after = append(r.after, fn) }

// judge runs every check against a liar and gives what was noticed.
func judge(t *testing.T, s Suite, proto string) []string {
	var noticed []string
	for _, c := range checks {
		r := &recorder{T: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.run(r, newBench(r, s, proto))
		}()
		<-done
		for i := len(r.after) - 1; i >= 0; i-- {
			r.after[i]()
		}
		for _, f := range r.failed {
			noticed = append(noticed, c.name+": "+f)
		}
	}
	return noticed
}

func TestEveryLieIsNoticed(t *testing.T) {
	for _, l := range []lie{drops, losesAlt, joins, plansAnything, retries, proves, follows, leaks, neverThere, firstPage, boasts, strict, unauthorised, impatient, deaf, keyless} {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			class := networks.LookUp
			if l == keyless {
				class = networks.Exact
			}
			noticed := judge(t, suite(l, class), "HTTP/1.1")
			if len(noticed) == 0 {
				t.Error("nobody noticed")
			}
			t.Log(strings.Join(noticed, "\n"))
		})
	}
}
