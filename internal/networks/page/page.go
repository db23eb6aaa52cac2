package page

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
	"parvis/internal/text"
)

// Limits of a post, in graphemes and pieces.
const (
	MaxTitle    = 120
	MaxText     = 20000 // of one segment
	MaxImages   = 20    // of one segment
	MaxVideos   = 1
	MaxAlt      = 1500
	MaxSegments = 50
	MaxWidth    = 2400 // pixels of a rendition
)

// The operations.
const (
	OpPublish networks.Operation = "publish"
	OpEdit    networks.Operation = "edit"
	OpDelete  networks.Operation = "delete"
)

// Client is the way out, which outbound.Client is.
type Client interface {
	Read(ctx context.Context, req *http.Request) (*outbound.Response, error)
	Write(ctx context.Context, req *http.Request) (*outbound.Response, error)
}

// Options of the network.
type Options struct {
	BaseURL string // origin of the pages: PARVIS_NETWORK_PAGE_URL, else the page URL
	Client  Client
	Now     func() time.Time
}

// Network is the connector.
type Network struct {
	base   string
	client Client
	now    func() time.Time
}

var _ interface {
	networks.Network
	networks.Connector
	networks.Publisher
	networks.Finder
	networks.Deleter
	networks.Editor
} = (*Network)(nil)

// New makes the network.
func New(o Options) *Network {
	return &Network{base: strings.TrimRight(o.BaseURL, "/"), client: o.Client, now: o.Now}
}

// Info declares the page. The source of every fact is our own protocol.
func (n *Network) Info() networks.Info {
	source := networks.Source{URL: "docs/guide/en/public-page.md", AsOf: "2026-11-22"}
	exact := networks.OperationInfo{
		Class:         networks.Exact,
		KeyLife:       10 * 365 * 24 * time.Hour, // a key lives as long as its post, tombstones included
		VisibilityLag: 500 * time.Millisecond,    // a read sees every commit; this is the length of one
		Source:        source,
	}
	return networks.Info{
		Name:    "page",
		Title:   "Page",
		Connect: []networks.Field{{Name: "key", Kind: "secret", Required: true}},
		Text:    networks.TextLimits{Max: MaxText, Unit: "graphemes", MaxTitle: MaxTitle, Source: source},
		Media: networks.MediaLimits{
			Images: MaxImages, Videos: MaxVideos, Mixed: true,
			ImageTypes: []string{"image/jpeg", "image/png", "image/webp", "image/gif"}, VideoTypes: []string{"video/mp4"},
			MaxWidth: MaxWidth, MaxHeight: MaxWidth, AltText: true, MaxAlt: MaxAlt, Source: source,
		},
		Threads: true, MaxThread: MaxSegments, LinkCards: true, Titles: true, CanEdit: true, CanDelete: true,
		Operations: map[networks.Operation]networks.OperationInfo{OpPublish: exact, OpEdit: exact, OpDelete: exact},
	}
}

// Connect takes the publishing key that the page's settings show.
func (n *Network) Connect(ctx context.Context, form map[string]string) (networks.Connected, error) {
	site, secret, ok := SplitKey(form["key"])
	if !ok {
		return networks.Connected{}, &networks.Refusal{Field: "key", Reason: networks.Reason{Code: "page.key_form",
			Message: "This is not a publishing key: copy the whole line from the settings of the page."}}
	}
	account := networks.Account{RemoteID: site, Secrets: map[string]string{"key": secret}}
	res, err := n.read(ctx, account, PathSite)
	if err != nil {
		return networks.Connected{}, err
	}
	if p := problemOf(res); p != nil && res.Status == http.StatusUnauthorized {
		return networks.Connected{}, &networks.Refusal{Field: "key", Reason: p.reason()}
	}
	var face Face
	if res.Status != http.StatusOK || json.Unmarshal(res.Body, &face) != nil || face.Site != site {
		return networks.Connected{}, fmt.Errorf("page: %s answered %d to a question about the page", n.base, res.Status)
	}
	return face.Connected(secret), nil
}

// Connected is the account behind a face, for those who hold its secret.
func (f Face) Connected(secret string) networks.Connected {
	return networks.Connected{
		RemoteID: f.Site, Name: f.Name, Handle: "@" + f.Slug, URL: f.URL, Avatar: f.Avatar,
		Settings: map[string]string{"site": f.Site}, Secrets: map[string]string{"key": secret},
	}
}

// Check asks the page for its face.
func (n *Network) Check(ctx context.Context, a networks.Account) (networks.Health, error) {
	res, err := n.read(ctx, a, PathSite)
	if err != nil {
		return networks.Health{State: networks.HealthDown, Reason: &networks.Reason{Code: "page.out_of_reach",
			Message: "The page's server does not answer.", Detail: detail(err.Error())}}, nil
	}
	p := problemOf(res)
	switch {
	case res.Status == http.StatusOK:
		return networks.Health{State: networks.HealthOK}, nil
	case res.Status == http.StatusUnauthorized && p != nil:
		reason := p.reason()
		return networks.Health{State: networks.HealthReconnect, Reason: &reason}, nil
	}
	return networks.Health{State: networks.HealthDown, Reason: unexpected(res.Status)}, nil
}

// Plan is one write: a thread is one post of several segments, so it is shown
// whole or not at all.
func (n *Network) Plan(_ networks.Account, r networks.Revision) ([]networks.Step, error) {
	info := n.Info()
	if err := networks.CheckLimits(info, r); err != nil {
		return nil, err
	}
	for _, s := range r.Segments {
		for _, m := range s.Media {
			if !slices.Contains(info.Media.ImageTypes, m.MIME) && !slices.Contains(info.Media.VideoTypes, m.MIME) {
				return nil, &networks.Refusal{Field: "media", Reason: networks.Reason{Code: "page.media_type",
					Message: "The page shows JPEG, PNG, WebP and GIF images and MP4 videos."}}
			}
			if text.Count(text.Graphemes, 0, m.Alt) > MaxAlt {
				return nil, &networks.Refusal{Field: "alt", Reason: networks.Reason{Code: "page.alt_long",
					Message: "A description holds at most 1,500 characters."}}
			}
		}
	}
	return []networks.Step{{N: 0, Op: OpPublish, Segment: 0, Media: -1, Visible: true}}, nil
}

// Do puts the document under its key.
func (n *Network) Do(ctx context.Context, a networks.Account, w networks.Write) networks.Outcome {
	doc, err := json.Marshal(document(w))
	if err != nil {
		return networks.Outcome{Kind: networks.Refused, Reason: &networks.Reason{Code: "page.invalid", Message: "The post cannot be written as JSON."}}
	}
	return n.write(ctx, a, http.MethodPut, PathPosts+url.PathEscape(w.Key), doc, func(rec Record) bool { return rec.Key == w.Key }, w.Step)
}

// Edit replaces what a delivery published.
func (n *Network) Edit(ctx context.Context, a networks.Account, remoteID string, w networks.Write) networks.Outcome {
	doc, err := json.Marshal(document(w))
	if err != nil {
		return networks.Outcome{Kind: networks.Refused, Reason: &networks.Reason{Code: "page.invalid", Message: "The post cannot be written as JSON."}}
	}
	return n.write(ctx, a, http.MethodPut, PathItems+url.PathEscape(remoteID), doc, func(rec Record) bool { return rec.ID == remoteID }, w.Step)
}

// Delete takes a post down; its address answers 410 from then on. A post that
// is already gone is a success.
func (n *Network) Delete(ctx context.Context, a networks.Account, remoteID string) networks.Outcome {
	return n.write(ctx, a, http.MethodDelete, PathItems+url.PathEscape(remoteID), nil,
		func(rec Record) bool { return rec.ID == remoteID && rec.Removed }, networks.Step{Op: OpDelete, Media: -1})
}

// Find reads by key. The page's own "absent" is authoritative: it is said from
// the table that an upsert commits to before it answers.
func (n *Network) Find(ctx context.Context, a networks.Account, l networks.Look) networks.Finding {
	res, err := n.read(ctx, a, PathPosts+url.PathEscape(l.Key))
	if err != nil {
		return networks.Finding{Verdict: networks.CannotTell, Reason: &networks.Reason{Code: "page.out_of_reach",
			Message: "The page's server does not answer.", Detail: detail(err.Error())}}
	}
	if rec, ok := recordOf(res); ok && rec.Key == l.Key {
		return networks.Finding{Verdict: networks.Found, Result: result(l.Step, rec)}
	}
	p := problemOf(res)
	switch {
	case p != nil && res.Status == http.StatusNotFound && p.Code == CodeAbsent && p.Args["key"] == l.Key:
		return networks.Finding{Verdict: networks.Absent}
	case p != nil:
		reason := p.reason()
		return networks.Finding{Verdict: networks.CannotTell, Reason: &reason}
	}
	return networks.Finding{Verdict: networks.CannotTell, Reason: unexpected(res.Status)}
}
