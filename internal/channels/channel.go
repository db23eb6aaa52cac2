package channels

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
)

// ChannelID names a connected account ("ch_…").
type ChannelID string

const (
	maxName      = 80
	expiresSoon  = 7 * 24 * time.Hour
	maxFieldText = 4000
)

// Channel is a connected account, without its secrets.
type Channel struct {
	ID        ChannelID
	Workspace identity.WorkspaceID
	Network   string
	RemoteID  string // the network's own id of the account
	Name      string // the person may change it
	Handle    string
	URL       string
	Avatar    string
	Zone      string            // IANA; "" is the workspace's
	Settings  map[string]string // of the connect form
	Health    networks.Health
	CheckedAt time.Time
	CreatedAt time.Time
	CreatedBy identity.UserID
	RemovedAt time.Time // zero: connected
	Groups    []GroupID
	Holds     []Hold        // those in force on this channel alone
	Info      networks.Info // as the network is for this account
}

var (
	errNotFound     = fault.New(fault.NotFound, "channels.not_found", "This account is not connected here.")
	errNetwork      = fault.New(fault.Invalid, "channels.unknown_network", "This network is not known.")
	errNoConnect    = fault.New(fault.Invalid, "channels.cannot_connect", "This network makes its own accounts: they are not connected by hand.")
	errAlready      = fault.New(fault.Conflict, "channels.already_connected", "This account is already connected in this workspace.")
	errOther        = fault.New(fault.Conflict, "channels.other_account", "This is another account than the one to reconnect. Connect it as a new one.")
	errUnreachable  = fault.New(fault.Unavailable, "channels.network_unreachable", "The network did not answer. Try again in a moment.")
	errUnknownIDs   = fault.New(fault.Invalid, "channels.unknown_channel", "One of these accounts does not exist.")
	errHoldNotFound = fault.New(fault.NotFound, "channels.hold_not_found", "This stop does not exist.")
	errHoldReleased = fault.New(fault.Conflict, "channels.hold_released", "This stop has already been lifted.")
	errEverything   = fault.New(fault.Forbidden, "channels.everything", "Only the administrator may stop every workspace at once, from the command line.")
)

// checkName and checkZone hold what a person may set.
func checkName(c *fault.Collect, name string) {
	n := utf8.RuneCountInString(name)
	c.Check(n >= 1 && n <= maxName, "name", "channels.name", "Give a name of 1 to 80 characters.")
}

func checkZone(c *fault.Collect, zone string) {
	if zone == "" {
		return
	}
	_, err := time.LoadLocation(zone)
	c.Check(err == nil && zone != "Local", "zone", "channels.zone", "This time zone is not known: use a name such as Europe/Paris.")
}

// checkForm holds a filled form against the fields that the network declares,
// and gives it with defaults and without keys of its own invention.
func checkForm(fields []networks.Field, form map[string]string) (map[string]string, error) {
	var c fault.Collect
	out := map[string]string{}
	for _, f := range fields {
		path := "form." + f.Name
		v := strings.TrimSpace(form[f.Name])
		if v == "" {
			v = f.Default
		}
		if v == "" {
			c.Check(!f.Required, path, "channels.field_required", "This field is needed.")
			continue
		}
		c.Check(len(v) <= maxFieldText, path, "channels.field_too_long", "This is too long.")
		checkField(&c, path, f, v)
		out[f.Name] = v
	}
	return out, c.Err()
}

func checkField(c *fault.Collect, path string, f networks.Field, v string) {
	switch f.Kind {
	case "url":
		u, err := url.Parse(v)
		c.Check(err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "", path, "channels.field_url", "Enter a full address, beginning with https://.")
	case "choice":
		c.Check(slices.Contains(f.Choices, v), path, "channels.field_choice", "Choose one of the values offered.")
	case "boolean":
		c.Check(v == "true" || v == "false", path, "channels.field_choice", "Choose one of the values offered.")
	case "number":
		_, err := strconv.ParseFloat(v, 64)
		c.Check(err == nil, path, "channels.field_number", "Enter a number.")
	}
}

// worsened is health with what the calendar says: an account in order that
// expires within a week is to be renewed.
func worsened(h networks.Health, now time.Time) networks.Health {
	if h.State == "" {
		h.State = networks.HealthOK
	}
	if h.Expires.IsZero() || h.State == networks.HealthDown {
		return h
	}
	switch {
	case !h.Expires.After(now):
		h.State = networks.HealthReconnect
		if h.Reason == nil {
			h.Reason = &networks.Reason{Code: "channels.expired", Message: "The connection has expired: connect the account again."}
		}
	case h.State == networks.HealthOK && h.Expires.Before(now.Add(expiresSoon)):
		h.State = networks.HealthExpiring
	}
	return h
}

// account is the channel as its network sees it.
func (r row) account(secrets map[string]string) networks.Account {
	return networks.Account{ChannelID: string(r.ID), RemoteID: r.RemoteID, Settings: r.Settings.V, Secrets: secrets}
}

func (r row) channel(reg networks.Registry) Channel {
	c := Channel{
		ID: r.ID, Workspace: r.Workspace, Network: r.Network, RemoteID: r.RemoteID, Name: r.Name, Handle: r.Handle, URL: r.URL, Avatar: r.Avatar,
		Zone: r.Zone, Settings: r.Settings.V, CheckedAt: r.CheckedAt.Time, CreatedAt: r.CreatedAt.Time, CreatedBy: r.CreatedBy, RemovedAt: r.RemovedAt.Time,
		Health: r.health(),
	}
	if n := reg.Find(r.Network); n != nil {
		c.Info = networks.InfoFor(n, r.account(nil))
	}
	return c
}

func (r row) health() networks.Health {
	return networks.Health{State: r.Health, Reason: r.Reason.V, Expires: r.ExpiresAt.Time}
}

// aad binds sealed secrets to their channel.
func aad(ws identity.WorkspaceID, id ChannelID) string {
	return "channel:" + string(ws) + ":" + string(id)
}

// row is a channel as it is stored.
type row struct {
	ID        ChannelID                     `db:"id"`
	Workspace identity.WorkspaceID          `db:"workspace_id"`
	Network   string                        `db:"network"`
	RemoteID  string                        `db:"remote_id"`
	Name      string                        `db:"name"`
	Handle    string                        `db:"handle"`
	URL       string                        `db:"url"`
	Avatar    string                        `db:"avatar"`
	Zone      string                        `db:"zone"`
	Settings  store.JSON[map[string]string] `db:"settings"`
	Secrets   []byte                        `db:"secrets"`
	Health    networks.HealthState          `db:"health"`
	Reason    store.JSON[*networks.Reason]  `db:"health_reason"`
	CheckedAt store.Time                    `db:"checked_at"`
	ExpiresAt store.Time                    `db:"expires_at"`
	CreatedAt store.Time                    `db:"created_at"`
	CreatedBy identity.UserID               `db:"created_by"`
	UpdatedAt store.Time                    `db:"updated_at"`
	RemovedAt store.Time                    `db:"removed_at"`
}
