package page

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// canned answers every request with the same thing.
type canned struct {
	status int
	body   string
	header http.Header
	err    error
	seen   *http.Request
}

func (c *canned) Read(ctx context.Context, r *http.Request) (*outbound.Response, error) {
	return c.Write(ctx, r)
}

func (c *canned) Write(_ context.Context, r *http.Request) (*outbound.Response, error) {
	c.seen = r
	if c.err != nil {
		return nil, c.err
	}
	return &outbound.Response{Status: c.status, Body: []byte(c.body), Header: c.header}, nil
}

var at = time.Date(2026, 11, 24, 17, 15, 0, 0, time.UTC)

func network(c *canned) *Network {
	return New(Options{BaseURL: "https://pages.example/", Client: c, Now: func() time.Time { return at }})
}

var account = networks.Account{RemoteID: "site_1", Secrets: map[string]string{"key": strings.Repeat("5", 64)}}

func TestOutcomes(t *testing.T) {
	write := networks.Write{Key: "dlv_1.0", FrozenAt: at, Revision: networks.Revision{Segments: []networks.Segment{{Text: "Bonjour"}}}}
	record := `{"id":"pp_1","key":"dlv_1.0","url":"https://pages.example/@a/x"}`
	tests := []struct {
		name   string
		answer canned
		want   networks.OutcomeKind
		code   string
	}{
		{"made", canned{status: 201, body: record}, networks.Accepted, ""},
		{"already there", canned{status: 200, body: record}, networks.Accepted, ""},
		{"a field we do not know", canned{status: 200, body: strings.Replace(record, "{", `{"new":1,`, 1)}, networks.Accepted, ""},
		{"another key", canned{status: 200, body: strings.Replace(record, "dlv_1", "dlv_2", 1)}, networks.Unknown, "page.unexpected"},
		{"not JSON", canned{status: 200, body: "<html>"}, networks.Unknown, "page.unexpected"},
		{"empty", canned{status: 204}, networks.Unknown, "page.unexpected"},
		{"redirect", canned{status: 307}, networks.Unknown, "page.unexpected"},
		{"key reused", canned{status: 409, body: `{"code":"page.key_reused"}`}, networks.Refused, CodeKeyReused},
		{"a limit", canned{status: 422, body: `{"code":"page.invalid","args":{"field":"text"}}`}, networks.Refused, CodeInvalid},
		{"a proxy's 409", canned{status: 409, body: `{"code":"other"}`}, networks.Unknown, "page.unexpected"},
		{"a proxy's 404", canned{status: 404, body: "not found"}, networks.Unknown, "page.unexpected"},
		{"wrong key", canned{status: 401, body: `{"code":"page.signature"}`}, networks.Deferred, CodeSignature},
		{"clocks", canned{status: 401, body: `{"code":"page.expired"}`}, networks.Deferred, CodeExpired},
		{"too many", canned{status: 429, header: http.Header{"Retry-After": {"30"}}}, networks.Deferred, "page.unexpected"},
		{"our 500", canned{status: 500, body: `{"code":"page.internal"}`}, networks.Unknown, "page.internal"},
		{"503", canned{status: 503}, networks.Unknown, "page.unexpected"},
		{"not dialled", canned{err: &outbound.Error{Kind: outbound.NotDialled}}, networks.Deferred, "page.out_of_reach"},
		{"lost", canned{err: &outbound.Error{Kind: outbound.Lost, Sent: true}}, networks.Unknown, "page.out_of_reach"},
		{"an error that proves nothing", canned{err: errors.New("x")}, networks.Unknown, "page.out_of_reach"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := network(&tt.answer).Do(t.Context(), account, write)
			if out.Kind != tt.want {
				t.Errorf("got %s, want %s", out.Kind, tt.want)
			}
			if tt.code != "" && (out.Reason == nil || out.Reason.Code != tt.code) {
				t.Errorf("reason %+v, want %s", out.Reason, tt.code)
			}
			if tt.want == networks.Accepted && (out.Result.RemoteID != "pp_1" || out.Result.Permalink != "https://pages.example/@a/x") {
				t.Errorf("result %+v", out.Result)
			}
			if out.Reconnect != (tt.code == CodeSignature) {
				t.Errorf("reconnect is %t", out.Reconnect)
			}
			raw, err := json.Marshal(out)
			if err != nil || strings.Contains(string(raw), account.Secrets["key"]) {
				t.Errorf("the outcome tells the key: %s", raw)
			}
		})
	}
	limited := canned{status: 429, header: http.Header{"Retry-After": {"30"}}}
	if out := network(&limited).Do(t.Context(), account, write); !out.Until.Equal(at.Add(30 * time.Second)) {
		t.Errorf("wait until %s", out.Until)
	}
}

func TestFindings(t *testing.T) {
	look := networks.Look{Write: networks.Write{Key: "dlv_1.0"}}
	tests := []struct {
		name   string
		answer canned
		want   networks.Verdict
	}{
		{"found", canned{status: 200, body: `{"id":"pp_1","key":"dlv_1.0","url":"u"}`}, networks.Found},
		{"absent, in the page's words", canned{status: 404, body: `{"code":"page.absent","args":{"key":"dlv_1.0"}}`}, networks.Absent},
		{"absent, of another key", canned{status: 404, body: `{"code":"page.absent","args":{"key":"dlv_2.0"}}`}, networks.CannotTell},
		{"a bare 404", canned{status: 404}, networks.CannotTell},
		{"refused", canned{status: 401, body: `{"code":"page.signature"}`}, networks.CannotTell},
		{"out of reach", canned{err: errors.New("x")}, networks.CannotTell},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if f := network(&tt.answer).Find(t.Context(), account, look); f.Verdict != tt.want {
				t.Errorf("got %s, want %s", f.Verdict, tt.want)
			}
		})
	}
}

func TestSignatureCoversTheRequest(t *testing.T) {
	c := &canned{status: 500}
	network(c).Do(t.Context(), account, networks.Write{Key: "a/b c", Revision: networks.Revision{Segments: []networks.Segment{{Text: "x"}}}})
	if c.seen.Method != http.MethodPut || c.seen.URL.String() != "https://pages.example/_parvis/v1/posts/a%2Fb%20c" {
		t.Errorf("%s %s", c.seen.Method, c.seen.URL)
	}
	body := []byte(`{"publishedAt":"0001-01-01T00:00:00Z","segments":[{"text":"x"}]}`)
	if p := Verify(account.Secrets["key"], c.seen, body, at); p != nil {
		t.Errorf("our own signature: %+v", p)
	}
	c.seen.URL.Path = "/prefix" + c.seen.URL.Path
	c.seen.URL.RawPath = "/prefix" + c.seen.URL.RawPath
	if p := Verify(account.Secrets["key"], c.seen, body, at); p != nil {
		t.Errorf("behind a proxy that adds a prefix: %+v", p)
	}
	if p := Verify(account.Secrets["key"], c.seen, append(body, ' '), at); p == nil {
		t.Error("an altered body passes")
	}
}

// The hash is what a key is bound to in databases: it must never change by
// itself.
func TestHashIsFrozen(t *testing.T) {
	d := Document{Title: "Titre", Language: "fr", PublishedAt: at, Segments: []Segment{{Text: "Bonjour", Media: []File{{SHA256: "ab", MIME: "image/png", Alt: "x", Width: 1, Height: 2, Size: 3}}}}}
	const want = "b54d8b1fc08b3ad28fa36878442521526516136693f7c317a13471590edd0e55"
	if got := d.Hash(); got != want {
		t.Errorf("Hash = %s", got)
	}
	if d.PublishedAt = at.Add(time.Hour); d.Hash() != want {
		t.Error("the date is in the hash")
	}
}
