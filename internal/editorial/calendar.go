package editorial

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Filter narrows a calendar or a list; an empty field does not. Within a field
// any value fits, between fields all must.
type Filter struct {
	Channels   []ChannelID
	Statuses   []Status
	Labels     []LabelID
	Pillars    []PillarID
	Campaigns  []CampaignID
	Objectives []ObjectiveID
	Audiences  []AudienceID
	Stages     []Stage
	Authors    []identity.UserID
	Query      string // words, in any order, accents and case apart
}

// where gives the conditions of f, and its arguments after args.
func (f Filter) where(d store.Dialect, args []any) (string, []any) {
	var b strings.Builder
	place := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	in := func(column string, values []string) {
		if len(values) > 0 {
			b.WriteString(" AND " + store.InList(d, column, place(jsonList(values))))
		}
	}
	anyToken := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = fmt.Sprintf("%s LIKE '%%|' || %s || '|%%' ESCAPE '\\'", column, place(store.EscapeLike(v)))
		}
		b.WriteString(" AND (" + strings.Join(parts, " OR ") + ")")
	}
	anyToken("channels", texts(f.Channels))
	anyToken("labels", texts(f.Labels))
	in("status", texts(f.Statuses))
	in("pillar_id", texts(f.Pillars))
	in("campaign_id", texts(f.Campaigns))
	in("objective_id", texts(f.Objectives))
	in("audience_id", texts(f.Audiences))
	in("stage", texts(f.Stages))
	in("author_id", texts(f.Authors))
	for i, w := range strings.Fields(fold(f.Query)) {
		if i == 10 {
			break
		}
		fmt.Fprintf(&b, " AND search LIKE '%%' || %s || '%%' ESCAPE '\\'", place(store.EscapeLike(w)))
	}
	return b.String(), args
}

// Range is a span of local days, both included.
type Range struct {
	From, To string // "2026-11-01"
	Zone     string // "" is the workspace's
}

const (
	maxRange = 400 * 24 * time.Hour
	maxCards = 20_000
)

var errRange = fault.New(fault.Invalid, "editorial.bad_range", "A calendar goes from one day to a later one, 400 days at most.")

func (r Range) instants() (from, to time.Time, err error) {
	loc, err := time.LoadLocation(r.Zone)
	if err != nil || r.Zone == "" {
		return from, to, errZone.With("zone", r.Zone)
	}
	from, err = time.ParseInLocation("2006-01-02", r.From, loc)
	if err != nil {
		return from, to, errRange.Because(err)
	}
	to, err = time.ParseInLocation("2006-01-02", r.To, loc)
	if err != nil {
		return from, to, errRange.Because(err)
	}
	to = to.AddDate(0, 0, 1)
	if !to.After(from) || to.Sub(from) > maxRange {
		return from, to, errRange
	}
	return from, to, nil
}

// Calendar writes the cards due in the range, in order of time, as a JSON array
// into buf: the stored bodies are copied as they are. It gives their number,
// 20,000 at most.
func (s *Service) Calendar(ctx context.Context, ws identity.WorkspaceID, r Range, f Filter, buf *bytes.Buffer) (int, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return 0, err
	}
	q := s.db.Reader()
	if r.Zone == "" {
		w, err := s.workspaces.WorkspaceTx(ctx, q, ws)
		if err != nil {
			return 0, err
		}
		r.Zone = w.Zone
	}
	from, to, err := r.instants()
	if err != nil {
		return 0, err
	}
	return writeCardsDue(ctx, q, ws, from, to, f, maxCards, buf)
}

// Order of a list.
type Order string

// The orders: last changed first; by date, nearest past or future first to last.
const (
	ByUpdate Order = "updated"
	ByDate   Order = "due"
)

// Page asks for a part of a list.
type Page struct {
	Order   Order
	Undated bool // only posts without a date
	Cursor  string
	Limit   int
}

var errCursor = fault.New(fault.Invalid, "bad_cursor", "This place in the list is not valid any more: start again from the top.")

// List writes one page of cards as a JSON array into buf and gives the cursor
// of the next page, "" at the end. By date, posts without one are left out.
func (s *Service) List(ctx context.Context, ws identity.WorkspaceID, f Filter, page Page, buf *bytes.Buffer) (string, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return "", err
	}
	at, id, err := readCursor(page.Cursor)
	if err != nil {
		return "", err
	}
	if page.Limit <= 0 || page.Limit > 200 {
		page.Limit = 50
	}
	return writeCardPage(ctx, s.db.Reader(), ws, f, page, at, id, buf)
}

func makeCursor(at int64, id string) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", at, id))
}

func readCursor(c string) (at int64, id string, err error) {
	if c == "" {
		return 0, "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(c)
	if err != nil {
		return 0, "", errCursor.Because(err)
	}
	ms, id, ok := strings.Cut(string(raw), " ")
	if at, err = strconv.ParseInt(ms, 10, 64); err != nil || !ok || id == "" {
		return 0, "", errCursor.Because(err)
	}
	return at, id, nil
}

// Counts gives the number of posts per status.
func (s *Service) Counts(ctx context.Context, ws identity.WorkspaceID, f Filter) (map[Status]int, error) {
	if _, err := identity.Require(ctx, ws, identity.PostRead); err != nil {
		return nil, err
	}
	return countByStatus(ctx, s.db.Reader(), ws, f)
}

// PostsShowingTx names the posts outside the bin that show an asset.
func (s *Service) PostsShowingTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id AssetID) ([]PostID, error) {
	return postsShowing(ctx, q, ws, id)
}

// CardsTx gives the cards of posts, without their status; one in the bin has
// none.
func (s *Service) CardsTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, posts []PostID) (map[PostID]Card, error) {
	rows, err := findCards(ctx, q, ws, posts)
	if err != nil {
		return nil, err
	}
	out := make(map[PostID]Card, len(rows))
	for _, r := range rows {
		var c Card
		if err := json.Unmarshal([]byte(r.Body), &c); err != nil {
			return nil, fault.Op("editorial.CardsTx", err)
		}
		out[r.Post] = c
	}
	return out, nil
}
