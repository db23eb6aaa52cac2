package webhook

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// message is the JSON that a receiver gets. Key is there only for receivers
// that honour it (exact, two-phase): nothing of ours marks the message of a
// look-up or none receiver.
type message struct {
	Type      string            `json:"type"` // publish, prepare, test
	Key       string            `json:"key,omitempty"`
	Container string            `json:"container,omitempty"`
	Title     string            `json:"title,omitempty"`
	Text      string            `json:"text,omitempty"` // the first segment's
	Language  string            `json:"language,omitempty"`
	Segments  []segment         `json:"segments,omitempty"`
	Options   map[string]string `json:"options,omitempty"`
}

type segment struct {
	Text  string  `json:"text"`
	Media []media `json:"media,omitempty"`
	Link  *link   `json:"link,omitempty"`
}

type media struct {
	URL    string `json:"url,omitempty"`
	SHA256 string `json:"sha256"`
	MIME   string `json:"mime"`
	Name   string `json:"name,omitempty"`
	Alt    string `json:"alt,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

type link struct {
	URL         string `json:"url"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// reply is what a receiver answers to a write or to a question by key or container.
type reply struct {
	ID     string `json:"id"`
	URL    string `json:"url"`
	Status string `json:"status"` // containers: ready, publishing, published, expired
}

// Do performs one write.
func (n *Network) Do(ctx context.Context, a networks.Account, w networks.Write) networks.Outcome {
	class := classOf(a)
	m := message{Type: string(opPublish)}
	switch {
	case w.Step.Op == opPrepare:
		m = content(w.Revision)
		m.Type, m.Key = string(opPrepare), w.Key
	case class == networks.TwoPhase:
		m.Container, m.Key = containerOf(w.Done), w.Key
		if m.Container == "" {
			return refused("webhook.no_container", "The receiver gave no id for what was prepared.")
		}
	default:
		m = content(w.Revision)
		m.Type = string(opPublish)
		if class == networks.Exact {
			m.Key = w.Key
		}
	}
	res, err := n.post(ctx, a, m)
	if err != nil {
		return outcomeOf(err)
	}
	return n.judge(res, w)
}

// content is a revision as a receiver sees it.
func content(r networks.Revision) message {
	m := message{Title: r.Title, Language: r.Language, Options: r.Options}
	for _, s := range r.Segments {
		out := segment{Text: s.Text}
		for _, f := range s.Media {
			out.Media = append(out.Media, media{URL: f.URL, SHA256: f.SHA256, MIME: f.MIME, Name: f.Name, Alt: f.Alt, Width: f.Width, Height: f.Height, Size: f.Size})
		}
		if s.Link != nil {
			out.Link = &link{URL: s.Link.URL, Title: s.Link.Title, Description: s.Link.Description}
		}
		m.Segments = append(m.Segments, out)
	}
	if len(m.Segments) > 0 {
		m.Text = m.Segments[0].Text
	}
	return m
}

func containerOf(done []networks.Result) string {
	for _, r := range done {
		if r.Step.Op == opPrepare {
			return r.RemoteID
		}
	}
	return ""
}

// post signs and sends a message: one write.
func (n *Network) post(ctx context.Context, a networks.Account, m message) (*outbound.Response, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	req, err := newRequest(http.MethodPost, a.Settings[settingURL], body)
	if err != nil {
		return nil, err
	}
	if m.Key != "" {
		req.Header.Set("Idempotency-Key", m.Key)
	}
	sign(req, a.Secrets[secretSigning], n.now(), string(body))
	return n.out.Write(ctx, req)
}

// judge reads the answer to a write.
func (n *Network) judge(res *outbound.Response, w networks.Write) networks.Outcome {
	switch {
	case res.Status >= 200 && res.Status < 300:
		var r reply
		_ = json.Unmarshal(res.Body, &r) // a receiver may answer "ok": the post is there all the same
		out := networks.Result{Step: w.Step, RemoteID: r.ID, Permalink: safeLink(r.URL)}
		if w.Step.Op == opPrepare && r.ID == "" {
			return refused("webhook.no_container", "The receiver gave no id for what was prepared.")
		}
		if res.Status == http.StatusAccepted && w.Step.Op == opPublish && r.ID != "" && r.Status == "publishing" {
			return networks.Outcome{Kind: networks.Pending, Result: networks.Result{Step: w.Step}}
		}
		return networks.Outcome{Kind: networks.Accepted, Result: out}
	case res.Status == http.StatusUnauthorized || res.Status == http.StatusForbidden:
		return networks.Outcome{Kind: networks.Deferred, Reconnect: true, Reason: reason("webhook.unauthorized", "The receiver refuses our signature: connect the channel again.", res)}
	case res.Status == http.StatusTooManyRequests:
		return networks.Outcome{Kind: networks.Deferred, Until: retryAfter(res, n.now()), Reason: reason("webhook.too_many", "The receiver asks for a pause.", res)}
	case res.Status >= 400 && res.Status < 500 && res.Status != http.StatusRequestTimeout && res.Status != http.StatusConflict && res.Status != http.StatusTooEarly:
		return networks.Outcome{Kind: networks.Refused, Reason: reason("webhook.refused", "The receiver refused the post.", res)}
	}
	return networks.Outcome{Kind: networks.Unknown, Reason: reason("webhook.unclear", "The receiver's answer does not say whether the post is there.", res)}
}

func refused(code, message string) networks.Outcome {
	return networks.Outcome{Kind: networks.Refused, Reason: &networks.Reason{Code: code, Message: message}}
}

// outcomeOf sorts a request that got no answer.
func outcomeOf(err error) networks.Outcome {
	kind := networks.Unknown
	r := &networks.Reason{Code: "webhook.no_answer", Message: "The receiver did not answer."}
	if !outbound.Sent(err) {
		kind = networks.Deferred
		switch outbound.KindOf(err) {
		case outbound.AddressBarred, outbound.Invalid:
			kind = networks.Refused
			r = &networks.Reason{Code: "webhook.address_barred", Message: "This address may not be reached from here. An administrator can allow it with PARVIS_ALLOW_NETWORKS."}
		case outbound.NotDialled:
			r = &networks.Reason{Code: "webhook.down", Message: "The receiver cannot be reached."}
		}
	}
	return networks.Outcome{Kind: kind, Reason: r}
}

// retryAfter reads the header in seconds or as a date; zero when there is none.
func retryAfter(res *outbound.Response, now time.Time) time.Time {
	v := res.Header.Get("Retry-After")
	if s, err := strconv.Atoi(v); err == nil && s >= 0 {
		return now.Add(time.Duration(s) * time.Second)
	}
	if at, err := http.ParseTime(v); err == nil {
		return at
	}
	return time.Time{}
}

// test sends a signed test message.
func (n *Network) test(ctx context.Context, a networks.Account) networks.Health {
	res, err := n.post(ctx, a, message{Type: "test"})
	if err != nil {
		return networks.Health{State: networks.HealthDown, Reason: outcomeOf(err).Reason}
	}
	switch {
	case res.Status >= 200 && res.Status < 300:
		return networks.Health{State: networks.HealthOK}
	case res.Status == http.StatusUnauthorized || res.Status == http.StatusForbidden:
		return networks.Health{State: networks.HealthReconnect, Reason: reason("webhook.unauthorized", "The receiver refuses our signature: connect the channel again.", res)}
	}
	return networks.Health{State: networks.HealthDown, Reason: reason("webhook.bad_test", "The receiver did not accept the test message.", res)}
}
