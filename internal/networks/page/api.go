package page

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// document is the revision as the page keeps it.
func document(w networks.Write) Document {
	d := Document{Title: w.Revision.Title, Language: w.Revision.Language, PublishedAt: w.FrozenAt}
	for _, s := range w.Revision.Segments {
		out := Segment{Text: s.Text}
		for _, m := range s.Media {
			out.Media = append(out.Media, file(m))
		}
		if s.Link != nil {
			out.Link = &Link{URL: s.Link.URL, Title: s.Link.Title, Description: s.Link.Description}
			if s.Link.Image != nil {
				image := file(*s.Link.Image)
				out.Link.Image = &image
			}
		}
		d.Segments = append(d.Segments, out)
	}
	return d
}

func file(m networks.Media) File {
	return File{SHA256: m.SHA256, MIME: m.MIME, Name: m.Name, Alt: m.Alt, Width: m.Width, Height: m.Height, DurationMS: m.DurationMS, Size: m.Size}
}

func result(step networks.Step, rec Record) networks.Result {
	return networks.Result{Step: step, RemoteID: rec.ID, Permalink: rec.URL}
}

func (n *Network) request(ctx context.Context, a networks.Account, method, path string, body []byte) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, n.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	sign(req, a.RemoteID, a.Secrets["key"], n.now(), body)
	return req, nil
}

func (n *Network) read(ctx context.Context, a networks.Account, path string) (*outbound.Response, error) {
	req, err := n.request(ctx, a, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	req.Body = nil
	return n.client.Read(ctx, req)
}

// write sends one signed request and says what it came to. mine tells our
// record from an answer that is about something else.
func (n *Network) write(ctx context.Context, a networks.Account, method, path string, body []byte, mine func(Record) bool, step networks.Step) networks.Outcome {
	req, err := n.request(ctx, a, method, path, body)
	if err != nil {
		return networks.Outcome{Kind: networks.Refused, Reason: &networks.Reason{Code: "page.address", Message: "The address of the page's server is not valid.", Detail: detail(err.Error())}}
	}
	res, err := n.client.Write(ctx, req)
	if err != nil {
		return lost(err, n.now())
	}
	if rec, ok := recordOf(res); ok && mine(rec) {
		return networks.Outcome{Kind: networks.Accepted, Result: result(step, rec)}
	}
	return answered(res, method, step, n.now())
}

// lost is a request without an answer: deferred when no byte of it left.
func lost(err error, now time.Time) networks.Outcome {
	reason := &networks.Reason{Code: "page.out_of_reach", Message: "The page's server does not answer.", Detail: detail(err.Error())}
	if outbound.Sent(err) {
		return networks.Outcome{Kind: networks.Unknown, Reason: reason}
	}
	out := networks.Outcome{Kind: networks.Deferred, Reason: reason}
	var e *outbound.Error
	if errors.As(err, &e) && e.Retry > 0 {
		out.Until = now.Add(e.Retry)
	}
	return out
}

func recordOf(res *outbound.Response) (Record, bool) {
	var rec Record
	ok := (res.Status == http.StatusOK || res.Status == http.StatusCreated) && !res.Truncated &&
		json.Unmarshal(res.Body, &rec) == nil && rec.ID != ""
	return rec, ok
}

// retryAfter reads the header in seconds; zero when it says nothing.
func retryAfter(res *outbound.Response, now time.Time) time.Time {
	if s, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && s > 0 {
		return now.Add(time.Duration(min(s, 3600)) * time.Second)
	}
	return time.Time{}
}
