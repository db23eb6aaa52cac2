package webhook

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"strconv"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// Operations of the network.
const (
	opPublish networks.Operation = "publish"
	opPrepare networks.Operation = "prepare"
)

// Settings of an account, as strings in networks.Account.Settings.
const (
	settingURL     = "url"
	settingClass   = "class"
	settingKeyLife = "keyLifeHours"
	settingLag     = "visibilityLagSeconds"
	settingMax     = "maxText"
	secretSigning  = "secret"
)

const (
	defaultKeyLife = 24 * time.Hour
	defaultLag     = 30 * time.Second
	defaultMax     = 10_000
)

// Network is the webhook network.
type Network struct {
	out *outbound.Client
	now func() time.Time
}

// New makes the network over a guarded client.
func New(out *outbound.Client, now func() time.Time) *Network { return &Network{out: out, now: now} }

var source = networks.Source{URL: "docs/guide/en/webhook.md", AsOf: "2026-11-22"}

// Info declares the network with its default class; InfoFor the account's own.
func (n *Network) Info() networks.Info { return n.InfoFor(networks.Account{}) }

// InfoFor declares what the receiver's owner said of it.
func (n *Network) InfoFor(a networks.Account) networks.Info {
	publish := networks.OperationInfo{Class: classOf(a), KeyLife: hours(a, settingKeyLife, defaultKeyLife),
		VisibilityLag: seconds(a, settingLag, defaultLag), Source: source}
	prepare := publish
	prepare.Class, prepare.Harmless = networks.TwoPhase, true
	return networks.Info{
		Name: "webhook", Title: "Webhook",
		Connect: []networks.Field{
			{Name: "name", Kind: "text", Required: true},
			{Name: settingURL, Kind: "url", Required: true},
			{Name: settingClass, Kind: "choice", Default: string(networks.None),
				Choices: []string{string(networks.Exact), string(networks.TwoPhase), string(networks.LookUp), string(networks.None)}},
			{Name: settingKeyLife, Kind: "number", Default: "24"},
			{Name: settingLag, Kind: "number", Default: "30"},
			{Name: settingMax, Kind: "number", Default: strconv.Itoa(defaultMax)},
			{Name: secretSigning, Kind: "secret"},
		},
		Text:       networks.TextLimits{Max: number(a, settingMax, defaultMax), Unit: "code_points", MaxTitle: 300, Source: source},
		Media:      mediaLimits(),
		Threads:    true,
		MaxThread:  100,
		LinkCards:  true,
		Titles:     true,
		Operations: map[networks.Operation]networks.OperationInfo{opPublish: publish, opPrepare: prepare},
	}
}

func mediaLimits() networks.MediaLimits {
	return networks.MediaLimits{Images: 20, Videos: 4, Mixed: true, ImageTypes: []string{"image/jpeg", "image/png", "image/gif"},
		VideoTypes: []string{"video/mp4"}, MaxWidth: 2048, MaxHeight: 2048, AltText: true, MaxAlt: 2000, Source: source}
}

func classOf(a networks.Account) networks.Class {
	switch c := networks.Class(a.Settings[settingClass]); c {
	case networks.Exact, networks.TwoPhase, networks.LookUp:
		return c
	}
	return networks.None
}

func number(a networks.Account, key string, otherwise int) int {
	n, err := strconv.Atoi(a.Settings[key])
	if err != nil || n <= 0 {
		return otherwise
	}
	return n
}

func seconds(a networks.Account, key string, otherwise time.Duration) time.Duration {
	return time.Duration(number(a, key, int(otherwise/time.Second))) * time.Second
}

func hours(a networks.Account, key string, otherwise time.Duration) time.Duration {
	return time.Duration(number(a, key, int(otherwise/time.Hour))) * time.Hour
}

// Connect checks the form, makes a signing secret where none was given, and
// sends the receiver a signed test that it must answer with a 2xx.
func (n *Network) Connect(ctx context.Context, form map[string]string) (networks.Connected, error) {
	u, err := url.Parse(form[settingURL])
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return networks.Connected{}, &networks.Refusal{Field: settingURL, Reason: networks.Reason{Code: "webhook.url",
			Message: "Give the full address of the receiver, starting with https://."}}
	}
	secret := form[secretSigning]
	if secret == "" {
		b := make([]byte, 32)
		if _, err := rand.Read(b); err != nil {
			return networks.Connected{}, err
		}
		secret = "whsec_" + hex.EncodeToString(b)
	}
	account := networks.Account{Settings: map[string]string{}, Secrets: map[string]string{secretSigning: secret}}
	for _, key := range []string{settingURL, settingClass, settingKeyLife, settingLag, settingMax} {
		if form[key] != "" {
			account.Settings[key] = form[key]
		}
	}
	if health := n.test(ctx, account); health.Reason != nil {
		return networks.Connected{}, &networks.Refusal{Field: settingURL, Reason: *health.Reason}
	}
	name := form["name"]
	if name == "" {
		name = u.Host
	}
	return networks.Connected{RemoteID: u.String(), Name: name, Handle: u.Host, Settings: account.Settings, Secrets: account.Secrets}, nil
}

// Check sends the receiver a signed test.
func (n *Network) Check(ctx context.Context, a networks.Account) (networks.Health, error) {
	return n.test(ctx, a), nil
}

// Plan gives one write, or two for a receiver that prepares and then publishes.
// A thread is one message to a receiver: it gets every segment at once.
func (n *Network) Plan(a networks.Account, r networks.Revision) ([]networks.Step, error) {
	info := n.InfoFor(a)
	if err := networks.CheckLimits(info, r); err != nil {
		return nil, err
	}
	publish := networks.Step{Op: opPublish, Media: -1, Visible: true}
	if classOf(a) != networks.TwoPhase {
		return []networks.Step{publish}, nil
	}
	publish.N = 1
	return []networks.Step{{Op: opPrepare, Media: -1}, publish}, nil
}
