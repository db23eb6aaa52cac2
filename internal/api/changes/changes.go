// Package changes streams what changed to browsers, as server-sent events.
//
// One stream per browser and workspace: each event bears its sequence number as
// id, so that a browser that comes back resumes after the last one it saw
// (Last-Event-ID). An event names a topic and an id, never content. The right to
// look is asked again every half minute: a person who was removed, or whose
// session ended, stops receiving.
package changes

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"parvis/internal/change"
	"parvis/internal/identity"
)

// Pattern is the route; the server has put the actor into the context.
const Pattern = "GET /api/v1/workspaces/{workspace}/changes"

const (
	batch   = 200
	beat    = 15 * time.Second // a comment that keeps proxies from closing
	recheck = 30 * time.Second
	longest = 2000 // further behind than this, the browser reads everything again
)

// Guard says whether the caller of r may still look at its workspace.
type Guard func(r *http.Request) bool

// Handler serves the stream. poll is how often it reads without being woken: on
// PostgreSQL another node may have written.
func Handler(feed *change.Feed, still Guard, poll time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, ok := identity.ActorOf(r.Context())
		if !ok {
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		s := &stream{feed: feed, w: w, out: http.NewResponseController(w), workspace: string(actor.WorkspaceID)}
		if err := s.begin(r); err != nil {
			return // the browser left
		}
		s.run(r, still, poll)
	})
}

type stream struct {
	feed      *change.Feed
	w         http.ResponseWriter
	out       *http.ResponseController
	workspace string
	seq       int64
}

// begin finds where to start: after the last event seen, or now.
func (s *stream) begin(r *http.Request) error {
	last, err := s.feed.Last(r.Context())
	if err != nil {
		return err
	}
	s.seq = last
	seen := r.Header.Get("Last-Event-ID")
	if seen == "" {
		seen = r.URL.Query().Get("after")
	}
	after, err := strconv.ParseInt(seen, 10, 64)
	tooFar := err == nil && after >= 0 && last-after > longest
	if err == nil && after >= 0 && after <= last && !tooFar {
		s.seq = after
	}
	h := s.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	s.w.WriteHeader(http.StatusOK)
	if tooFar {
		return s.send("event: stale\nid: %d\ndata: {}\n\n", last)
	}
	return s.send("id: %d\nevent: ready\ndata: {}\n\n", s.seq)
}

func (s *stream) run(r *http.Request, still Guard, poll time.Duration) {
	woken, stop := s.feed.Listen()
	defer stop()
	polls, beats, checks := time.NewTicker(poll), time.NewTicker(beat), time.NewTicker(recheck)
	defer polls.Stop()
	defer beats.Stop()
	defer checks.Stop()
	for {
		if err := s.drain(r.Context()); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-woken:
		case <-polls.C:
		case <-beats.C:
			if s.send(": beat\n\n") != nil {
				return
			}
		case <-checks.C:
			if !still(r) {
				return
			}
		}
	}
}

// drain sends everything after seq.
func (s *stream) drain(ctx context.Context) error {
	for {
		list, err := s.feed.Since(ctx, s.workspace, s.seq, batch)
		if err != nil {
			return err
		}
		for _, c := range list {
			body, err := json.Marshal(struct {
				Seq   int64  `json:"seq"`
				Topic string `json:"topic"`
				ID    string `json:"id"`
			}{c.Seq, c.Topic, c.ID})
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(s.w, "id: %d\ndata: %s\n\n", c.Seq, body); err != nil {
				return err
			}
			s.seq = c.Seq
		}
		if len(list) > 0 {
			if err := s.out.Flush(); err != nil {
				return err
			}
		}
		if len(list) < batch {
			return nil
		}
	}
}

func (s *stream) send(format string, args ...any) error {
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		return err
	}
	return s.out.Flush()
}
