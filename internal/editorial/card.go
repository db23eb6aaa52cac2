package editorial

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Card is what calendar and lists show of a post. It is stored ready to be
// sent, without its status, which is put in front when it is read: what
// dispatch changes a thousand times a minute is one column.
type Card struct {
	ID        PostID          `json:"id"`
	Title     string          `json:"title"`
	Words     string          `json:"words"` // how the text begins
	Due       store.Time      `json:"due"`
	Wall      Wall            `json:"wall"`
	Zone      string          `json:"zone"`
	Channels  []ChannelID     `json:"channels"`
	Networks  []string        `json:"networks"` // each once
	Thumb     AssetID         `json:"thumb"`
	Media     int             `json:"media"`    // files of the original
	Segments  int             `json:"segments"` // above 1: a thread
	Labels    []LabelID       `json:"labels"`
	Objective ObjectiveID     `json:"objective"`
	Campaign  CampaignID      `json:"campaign"`
	Pillar    PillarID        `json:"pillar"`
	Audience  AudienceID      `json:"audience"`
	Stage     Stage           `json:"stage"`
	Author    identity.UserID `json:"author"`
	Committed bool            `json:"committed"`
	Flags     []Flag          `json:"flags"`
	Version   int             `json:"version"`
}

// Flag is a warning mark on a card.
type Flag string

// The flags.
const (
	FlagNoChannel   Flag = "no_channel"
	FlagEmpty       Flag = "empty"
	FlagStaleReview Flag = "stale_review" // changed since it was sent to review
	FlagNotCleared  Flag = "not_cleared"  // has a date it will not leave at, for want of an approval
)

// cardRow is a card as it is stored.
type cardRow struct {
	Post      PostID               `db:"post_id" json:"post_id"`
	Workspace identity.WorkspaceID `db:"workspace_id" json:"workspace_id"`
	DueAt     *int64               `db:"due_at" json:"due_at"`
	Day       string               `db:"day" json:"day"`
	Status    Status               `db:"status" json:"status"`
	Base      Status               `db:"base_status" json:"base_status"`
	Channels  string               `db:"channels" json:"channels"`
	Networks  string               `db:"networks" json:"networks"`
	Labels    string               `db:"labels" json:"labels"`
	Pillar    PillarID             `db:"pillar_id" json:"pillar_id"`
	Campaign  CampaignID           `db:"campaign_id" json:"campaign_id"`
	Objective ObjectiveID          `db:"objective_id" json:"objective_id"`
	Audience  AudienceID           `db:"audience_id" json:"audience_id"`
	Stage     Stage                `db:"stage" json:"stage"`
	Author    identity.UserID      `db:"author_id" json:"author_id"`
	UpdatedAt int64                `db:"updated_at" json:"updated_at"`
	Body      string               `db:"body" json:"body"`
	Search    string               `db:"search" json:"search"`
}

// printRow is the fingerprint of what goes to one channel.
type printRow struct {
	Channel ChannelID `json:"channel_id"`
	Print   string    `json:"print"`
	Post    PostID    `json:"post_id"`
	DueAt   *int64    `json:"due_at"`
}

// assetRow says that a post shows an asset.
type assetRow struct {
	Asset AssetID `json:"asset_id"`
	Post  PostID  `json:"post_id"`
}

const wordsOnCard = 90 // graphemes

func (p Post) card(networkOf map[ChannelID]string) Card {
	c := Card{ID: p.ID, Title: p.Draft.Title, Words: FirstWords(p.firstText()),
		Due: p.Date.At, Wall: p.Date.Wall, Zone: p.Date.Zone, Channels: p.Draft.Channels(), Networks: []string{},
		Segments: len(p.Draft.Segments), Labels: p.Draft.Labels, Objective: p.Draft.Links.Objective, Campaign: p.Draft.Links.Campaign,
		Pillar: p.Draft.Links.Pillar, Audience: p.Draft.Links.Audience, Stage: p.Draft.Links.Stage, Author: p.Author,
		Committed: p.Committed, Flags: p.flags(), Version: p.Version}
	for _, id := range c.Channels {
		if n := networkOf[id]; n != "" && !slices.Contains(c.Networks, n) {
			c.Networks = append(c.Networks, n)
		}
	}
	if assets := p.Draft.Assets(); len(assets) > 0 {
		c.Thumb, c.Media = assets[0], len(assets)
	}
	return c
}

// FirstWords is how s begins, on one line: what a card shows.
func FirstWords(s string) string { return text.Cut(strings.Join(strings.Fields(s), " "), wordsOnCard) }

func (p Post) firstText() string {
	for _, s := range p.Draft.Segments {
		if strings.TrimSpace(s.Text) != "" {
			return s.Text
		}
	}
	for _, v := range p.Draft.Variants {
		for _, s := range v.Segments {
			if strings.TrimSpace(s.Text) != "" {
				return s.Text
			}
		}
	}
	return ""
}

func (p Post) flags() []Flag {
	out := []Flag{}
	if len(p.Draft.Variants) == 0 && p.Draft.State != Idea {
		out = append(out, FlagNoChannel)
	}
	if p.firstText() == "" && len(p.Draft.Assets()) == 0 {
		out = append(out, FlagEmpty)
	}
	if p.IsReviewStale() && p.Review != NotReviewed {
		out = append(out, FlagStaleReview)
	}
	if p.Committed && p.Review != Approved {
		out = append(out, FlagNotCleared)
	}
	return out
}

func (p Post) cardRow(networkOf map[ChannelID]string, delivered Status) cardRow {
	base, card := p.Base(), p.card(networkOf)
	return cardRow{Post: p.ID, Workspace: p.Workspace, DueAt: millis(p.Date.At), Day: p.Date.Day(), Status: joined(base, delivered), Base: base,
		Channels: tokens(card.Channels), Networks: tokens(card.Networks), Labels: tokens(p.Draft.Labels), Pillar: p.Draft.Links.Pillar,
		Campaign: p.Draft.Links.Campaign, Objective: p.Draft.Links.Objective, Audience: p.Draft.Links.Audience,
		Stage: p.Draft.Links.Stage, Author: p.Author, UpdatedAt: p.UpdatedAt.UnixMilli(),
		Body: string(canonical(card)), Search: p.searchText()}
}

// searchText is everything a person may remember of the post, folded.
func (p Post) searchText() string {
	parts := []string{p.Draft.Title}
	add := func(list []Segment) {
		for _, s := range list {
			parts = append(parts, s.Text)
			if s.Link != nil {
				parts = append(parts, s.Link.URL, s.Link.Title)
			}
		}
	}
	add(p.Draft.Segments)
	for _, v := range p.Draft.Variants {
		parts = append(parts, v.Title)
		add(v.Segments)
	}
	return fold(strings.Join(parts, "\n"))
}

// prints are the fingerprints of p: of each channel's text, blanks and case
// apart. A post without words has none.
func (p Post) prints() []printRow {
	var out []printRow
	for _, v := range p.Draft.Variants {
		if print := printOf(p.Draft.SegmentsFor(v)); print != "" {
			out = append(out, printRow{Channel: v.Channel, Print: print, Post: p.ID, DueAt: millis(p.Date.At)})
		}
	}
	return out
}

func printOf(list []Segment) string {
	var b strings.Builder
	for _, s := range list {
		for _, w := range strings.Fields(strings.ToLower(s.Text)) {
			b.WriteString(w + " ")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}

// tokens writes ids so that LIKE '%|id|%' finds one.
func tokens[T ~string](ids []T) string {
	if len(ids) == 0 {
		return ""
	}
	return "|" + strings.Join(texts(ids), "|") + "|"
}

// fold makes s comparable: lower case, without accents, blanks as one space.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			space = true
		default:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

func millis(t store.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// LockCardsTx comes before the deliveries of posts are read for their cards: on
// PostgreSQL two channels of one post settle at once, and a card written from
// what was read before the other's commit would say that nothing has left.
func (s *Service) LockCardsTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, posts []string) error {
	if tx.Dialect() != store.Postgres {
		return nil
	}
	return lockCards(ctx, tx, ws, posts)
}

// RefreshCardsTx rebuilds the cards of posts, and drops those of posts in the
// bin. Every change of a post, in this room or above it, ends here; so does a
// channel's change of name or network, through the event's handler.
func (s *Service) RefreshCardsTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, posts []PostID) error {
	if len(posts) == 0 {
		return nil
	}
	if err := s.LockCardsTx(ctx, tx, ws, texts(posts)); err != nil {
		return err
	}
	rows, gone, list, err := s.buildCards(ctx, tx, ws, posts)
	if err != nil {
		return err
	}
	var prints []printRow
	var assets []assetRow
	for _, p := range list {
		prints = append(prints, p.prints()...)
		for _, a := range p.Draft.Assets() {
			assets = append(assets, assetRow{a, p.ID})
		}
	}
	if err := replaceCards(ctx, tx, ws, rows, gone); err != nil {
		return err
	}
	return replacePrints(ctx, tx, ws, posts, prints, assets)
}

// buildCards makes the cards of posts as they should be; gone are those that
// have none.
func (s *Service) buildCards(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []PostID) (rows []cardRow, gone []PostID, live []Post, err error) {
	posts, err := findPosts(ctx, q, ws, ids)
	if err != nil {
		return nil, nil, nil, err
	}
	var channels []ChannelID
	for _, p := range posts {
		if p.BinnedAt.IsZero() {
			live = append(live, p)
			channels = append(channels, p.Draft.Channels()...)
		}
	}
	slices.Sort(channels)
	networkOf, err := s.channels.NetworksTx(ctx, q, ws, slices.Compact(channels))
	if err != nil {
		return nil, nil, nil, err
	}
	delivered, err := s.deliveries.SummariesTx(ctx, q, ws, ids)
	if err != nil {
		return nil, nil, nil, err
	}
	have := map[PostID]bool{}
	for _, p := range live {
		have[p.ID] = true
		rows = append(rows, p.cardRow(networkOf, delivered[p.ID]))
	}
	for _, id := range ids {
		if !have[id] {
			gone = append(gone, id)
		}
	}
	return rows, gone, live, nil
}

// DeliveryStatus is the word that dispatch has for a post.
type DeliveryStatus struct {
	Workspace identity.WorkspaceID `json:"workspace_id"`
	Post      PostID               `json:"post_id"`
	Status    Status               `json:"status"`
}

// RefreshStatusTx puts the words of dispatch on cards, all in one statement: it
// is on the way of every delivery. It does not tell browsers; the caller does,
// with its own changes.
func (s *Service) RefreshStatusTx(ctx context.Context, tx *store.Tx, list []DeliveryStatus) error {
	if len(list) == 0 {
		return nil
	}
	return setStatuses(ctx, tx, list)
}

// RebuildCards compares every card of the workspace with what it should be and
// names the posts whose card is wrong or missing; with repair it mends them.
// parvis doctor calls it.
func (s *Service) RebuildCards(ctx context.Context, ws identity.WorkspaceID, repair bool) ([]PostID, error) {
	const chunk = 200 // keeps each write short
	var wrong []PostID
	after := PostID("")
	for {
		ids, err := listPostIDs(ctx, s.db.Reader(), ws, after, chunk)
		if err != nil || len(ids) == 0 {
			return wrong, err
		}
		after = ids[len(ids)-1]
		bad, err := s.compareCards(ctx, ws, ids)
		if err != nil {
			return wrong, err
		}
		wrong = append(wrong, bad...)
		if repair && len(bad) > 0 {
			err := s.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.RefreshCardsTx(ctx, tx, ws, bad) })
			if err != nil {
				return wrong, err
			}
		}
	}
}

func (s *Service) compareCards(ctx context.Context, ws identity.WorkspaceID, ids []PostID) ([]PostID, error) {
	want, gone, _, err := s.buildCards(ctx, s.db.Reader(), ws, ids)
	if err != nil {
		return nil, err
	}
	stored, err := findCards(ctx, s.db.Reader(), ws, ids)
	if err != nil {
		return nil, err
	}
	have := map[PostID]cardRow{}
	for _, r := range stored {
		have[r.Post] = r
	}
	var bad []PostID
	for _, w := range want {
		h, ok := have[w.Post]
		if !ok || !sameCard(h, w) {
			bad = append(bad, w.Post)
		}
	}
	for _, id := range gone {
		if _, ok := have[id]; ok {
			bad = append(bad, id)
		}
	}
	return bad, nil
}

func sameCard(a, b cardRow) bool {
	if (a.DueAt == nil) != (b.DueAt == nil) || a.DueAt != nil && *a.DueAt != *b.DueAt {
		return false
	}
	a.DueAt, b.DueAt = nil, nil
	return a == b
}
