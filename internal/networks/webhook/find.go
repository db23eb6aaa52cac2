package webhook

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"parvis/internal/networks"
	"parvis/internal/text"
)

const (
	clockSkew = 2 * time.Minute // a receiver's clock may be off by so much
	maxPages  = 500             // a listing that never ends proves nothing
)

// Find asks the receiver, in the way of its class.
func (n *Network) Find(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	switch classOf(a) {
	case networks.Exact:
		return n.findByKey(ctx, a, l)
	case networks.TwoPhase:
		return n.findContainer(ctx, a, l)
	case networks.LookUp:
		return n.findInList(ctx, a, l)
	}
	return cannotTell("webhook.no_look", "The receiver offers no way to look.")
}

// findByKey is an authoritative read: 404 means that the key was never seen. A
// receiver without it (405, 501…) cannot tell, and the key makes replay safe.
func (n *Network) findByKey(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	var r reply
	status, err := n.get(ctx, a, url.Values{"key": {l.Key}}, &r)
	switch {
	case err == nil && status == http.StatusOK && r.ID != "":
		return found(l, r)
	case err == nil && status == http.StatusNotFound:
		return networks.Finding{Verdict: networks.Absent}
	}
	return cannotTell("webhook.look_failed", "The receiver did not answer the look.")
}

// findContainer reads the state of what was prepared.
func (n *Network) findContainer(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	var r reply
	status, err := n.get(ctx, a, url.Values{"container": {containerOf(l.Done)}}, &r)
	if err != nil || status != http.StatusOK {
		return cannotTell("webhook.look_failed", "The receiver did not answer the look.")
	}
	switch r.Status {
	case "published":
		return found(l, r)
	case "publishing":
		return networks.Finding{Verdict: networks.InProgress}
	case "ready":
		return networks.Finding{Verdict: networks.Absent}
	}
	return cannotTell("webhook.container_expired", "What was prepared has expired at the receiver.")
}

// item is one post of a receiver's listing, newest first.
type item struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	URL       string    `json:"url"`
	CreatedAt time.Time `json:"createdAt"`
}

type page struct {
	Items []item `json:"items"`
	Next  string `json:"next"`
}

// findInList reads the listing down to before the first attempt and compares
// texts. Posts that answer for other deliveries are passed over; two that could
// be ours go to a person.
func (n *Network) findInList(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	since := l.FirstSent.Add(-clockSkew)
	wanted := canonical(whole(l.Revision))
	mine := map[string]item{} // pages may overlap while posts arrive
	cursor := ""
	for range maxPages {
		var p page
		q := url.Values{"since": {since.UTC().Format(time.RFC3339Nano)}}
		if cursor != "" {
			q.Set("cursor", cursor)
		}
		status, err := n.get(ctx, a, q, &p)
		if err != nil || status != http.StatusOK {
			return cannotTell("webhook.look_failed", "The receiver did not answer the look.")
		}
		past := false
		for _, i := range p.Items {
			if i.CreatedAt.Before(since) {
				past = true
				continue
			}
			if i.ID != "" && canonical(i.Text) == wanted && !l.Bound(i.ID) {
				mine[i.ID] = i
			}
		}
		if past || p.Next == "" || p.Next == cursor {
			return one(l, mine)
		}
		cursor = p.Next
	}
	return cannotTell("webhook.endless_list", "The receiver's list does not end.")
}

func one(l networks.Look, mine map[string]item) networks.Finding {
	if len(mine) > 1 {
		return cannotTell("webhook.several", "Several posts of the receiver could be this one.")
	}
	for _, i := range mine {
		return found(l, reply{ID: i.ID, URL: i.URL})
	}
	return networks.Finding{Verdict: networks.Absent}
}

func found(l networks.Look, r reply) networks.Finding {
	return networks.Finding{Verdict: networks.Found, Result: networks.Result{Step: l.Step, RemoteID: r.ID, Permalink: safeLink(r.URL)}}
}

func cannotTell(code, message string) networks.Finding {
	return networks.Finding{Verdict: networks.CannotTell, Reason: &networks.Reason{Code: code, Message: message}}
}

// get asks the receiver a signed question and decodes a JSON answer.
func (n *Network) get(ctx context.Context, a networks.Account, q url.Values, into any) (int, error) {
	u, err := url.Parse(a.Settings[settingURL])
	if err != nil {
		return 0, err
	}
	all := u.Query()
	for k, v := range q {
		all[k] = v
	}
	u.RawQuery = all.Encode()
	req, err := newRequest(http.MethodGet, u.String(), nil)
	if err != nil {
		return 0, err
	}
	req.Body = http.NoBody
	sign(req, a.Secrets[secretSigning], n.now(), u.RequestURI())
	res, err := n.out.Read(ctx, req)
	if err != nil {
		return 0, err
	}
	if res.Status == http.StatusOK {
		return res.Status, json.Unmarshal(res.Body, into)
	}
	return res.Status, nil
}

func whole(r networks.Revision) string {
	parts := make([]string, len(r.Segments))
	for i, s := range r.Segments {
		parts[i] = s.Text
	}
	return strings.Join(parts, "\n")
}

var links = regexp.MustCompile(`https?://\S+`)
var tags = regexp.MustCompile(`<[^<>]*>`)

// canonical is a text without what receivers rewrite: mark-up, links (shortened
// on the way), case, spaces and punctuation. A text of signs alone keeps them.
func canonical(s string) string {
	s = text.Normalize(html.UnescapeString(tags.ReplaceAllString(s, " ")))
	s = links.ReplaceAllString(s, " ")
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return strings.Join(strings.Fields(s), " ")
	}
	return b.String()
}
