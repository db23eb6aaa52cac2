// Package editorialtest stands in for the rooms around editorial in tests.
package editorialtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// House stands for every room that editorial asks. Its fields are what those
// rooms would answer; a test sets them.
type House struct {
	Channels []editorial.Channel
	Holds    []editorial.Hold
	Assets   map[editorial.AssetID]editorial.Asset
	Charter  strategy.Charter
	Words    map[editorial.PostID]editorial.Status // of deliveries
	Verdict  editorial.ReviewState                 // what governance answers to a schedule
	Stands   bool                                  // whether an approval covers another date
	Revoked  int                                   // approvals taken back because a date moved
}

// ChannelsTx gives Channels.
func (h *House) ChannelsTx(context.Context, store.Querier, identity.WorkspaceID) ([]editorial.Channel, error) {
	return h.Channels, nil
}

// HoldsTx gives Holds.
func (h *House) HoldsTx(context.Context, store.Querier, identity.WorkspaceID) ([]editorial.Hold, error) {
	return h.Holds, nil
}

// NetworksTx names the networks of Channels.
func (h *House) NetworksTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.ChannelID) (map[editorial.ChannelID]string, error) {
	out := map[editorial.ChannelID]string{}
	for _, id := range ids {
		for _, c := range h.Channels {
			if c.ID == id {
				out[id] = c.Network
			}
		}
	}
	return out, nil
}

// AssetsTx finds among Assets.
func (h *House) AssetsTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.AssetID) ([]editorial.Asset, error) {
	var out []editorial.Asset
	for _, id := range ids {
		if a, ok := h.Assets[id]; ok {
			out = append(out, a)
		}
	}
	return out, nil
}

// Render gives a rendition that depends on the source and on the limits.
func (h *House) Render(_ context.Context, _ identity.WorkspaceID, id editorial.AssetID, l networks.MediaLimits) (editorial.Rendition, error) {
	a := h.Assets[id]
	sum := sha256.Sum256([]byte(a.SHA256 + l.Source.AsOf))
	return editorial.Rendition{Recipe: "fit", SHA256: hex.EncodeToString(sum[:]), MIME: a.MIME, Width: a.Width, Height: a.Height, Size: a.Size}, nil
}

// Open gives the name of the bytes as the bytes.
func (h *House) Open(_ context.Context, _ identity.WorkspaceID, sum string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(sum)), nil
}

// PublicURL gives an address on a made-up page origin.
func (h *House) PublicURL(_ identity.WorkspaceID, sum, _ string) string {
	return "https://page.example/f/" + sum
}

// CheckRefsTx refuses the campaign cmp_other alone.
func (h *House) CheckRefsTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, refs, _ strategy.Refs) error {
	if refs.Campaign == "cmp_other" {
		return fault.New(fault.Invalid, "invalid", "no").WithField("campaign", "strategy.unknown", "no")
	}
	return nil
}

// CharterTx gives Charter.
func (h *House) CharterTx(context.Context, store.Querier, identity.WorkspaceID) (strategy.Charter, error) {
	return h.Charter, nil
}

// LockTx does nothing: nothing leaves this house.
func (h *House) LockTx(context.Context, *store.Tx, identity.WorkspaceID, editorial.PostID) error {
	return nil
}

// SummariesTx gives Words.
func (h *House) SummariesTx(_ context.Context, _ store.Querier, _ identity.WorkspaceID, ids []editorial.PostID) (map[editorial.PostID]editorial.Status, error) {
	return h.Words, nil
}

// ClearTx answers Verdict.
func (h *House) ClearTx(context.Context, *store.Tx, identity.Actor, editorial.Post, editorial.Revision) (editorial.ReviewState, error) {
	return h.Verdict, nil
}

// MayMoveTx answers Stands.
func (h *House) MayMoveTx(context.Context, store.Querier, editorial.Post, editorial.Date) (bool, error) {
	return h.Stands, nil
}

// RevokeTx counts.
func (h *House) RevokeTx(context.Context, *store.Tx, identity.Actor, editorial.Post) error {
	h.Revoked++
	return nil
}

// WorkspaceTx gives a workspace that lives in Paris.
func (h *House) WorkspaceTx(context.Context, store.Querier, identity.WorkspaceID) (identity.Workspace, error) {
	return identity.Workspace{Zone: "Europe/Paris"}, nil
}

// NewHouse gives a house with two channels, ch_page (network page, no limit)
// and ch_short (40 graphemes), and three files: ast_boots (described), ast_coat
// (not described) and ast_film (a video of 90 s). Governance says yes.
func NewHouse() *House {
	return &House{
		Channels: []editorial.Channel{Channel("ch_page", "page", 0), Channel("ch_short", "short", 40)},
		Assets: map[editorial.AssetID]editorial.Asset{
			"ast_boots": {ID: "ast_boots", SHA256: "aa", MIME: "image/jpeg", Name: "bottes.jpg", Alt: "Des bottes rouges", Width: 1200, Height: 1500, Size: 90_000},
			"ast_coat":  {ID: "ast_coat", SHA256: "bb", MIME: "image/png", Name: "ciré.png", Width: 800, Height: 800, Size: 70_000},
			"ast_film":  {ID: "ast_film", SHA256: "cc", MIME: "video/mp4", Name: "atelier.mp4", DurationMS: 90_000, Size: 9_000_000},
		},
		Verdict: editorial.Approved, Stands: true}
}

// Channel makes a healthy channel whose network takes texts up to limit.
func Channel(id editorial.ChannelID, network string, limit int) editorial.Channel {
	return editorial.Channel{ID: id, Network: network, Name: string(id), Health: networks.HealthOK, Info: networks.Info{Name: network,
		Threads: true, LinkCards: network == "page", Titles: network == "page",
		Text:  networks.TextLimits{Max: limit, Unit: "graphemes"},
		Media: networks.MediaLimits{Images: 4, Videos: 1, VideoTypes: []string{"video/mp4"}, MaxDuration: time.Minute, AltText: true}}}
}
