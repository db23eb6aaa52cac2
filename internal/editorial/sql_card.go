package editorial

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

var cardRecord = []store.Column{{Name: "post_id", Type: "text"}, {Name: "workspace_id", Type: "text"}, {Name: "due_at", Type: "bigint"},
	{Name: "day", Type: "text"}, {Name: "status", Type: "text"}, {Name: "base_status", Type: "text"}, {Name: "channels", Type: "text"},
	{Name: "networks", Type: "text"}, {Name: "labels", Type: "text"},
	{Name: "pillar_id", Type: "text"}, {Name: "campaign_id", Type: "text"}, {Name: "objective_id", Type: "text"},
	{Name: "audience_id", Type: "text"}, {Name: "stage", Type: "text"}, {Name: "author_id", Type: "text"},
	{Name: "updated_at", Type: "bigint"}, {Name: "body", Type: "text"}, {Name: "search", Type: "text"}}

const cardColumns = `post_id, workspace_id, due_at, day, status, base_status, channels, networks, labels, pillar_id, campaign_id, objective_id,
	audience_id, stage, author_id, updated_at, body, search`

// replaceCards writes rows and drops the cards of gone.
func replaceCards(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, rows []cardRow, gone []PostID) error {
	if len(gone) > 0 {
		_, err := store.Exec(ctx, tx, `DELETE FROM card WHERE workspace_id = $1 AND `+store.InList(tx.Dialect(), "post_id", "$2"), ws, jsonList(texts(gone)))
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	arg, err := jsonRows(rows)
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, `INSERT INTO card (`+cardColumns+`) SELECT `+cardColumns+` FROM `+
		store.Records(tx.Dialect(), "x", "$1", cardRecord...)+` WHERE true
		ON CONFLICT (post_id) DO UPDATE SET workspace_id = excluded.workspace_id, due_at = excluded.due_at, day = excluded.day, status = excluded.status,
		base_status = excluded.base_status, channels = excluded.channels, networks = excluded.networks, labels = excluded.labels, pillar_id = excluded.pillar_id,
		campaign_id = excluded.campaign_id, objective_id = excluded.objective_id, audience_id = excluded.audience_id,
		stage = excluded.stage, author_id = excluded.author_id, updated_at = excluded.updated_at, body = excluded.body, search = excluded.search`, arg)
	return err
}

// replacePrints writes the fingerprints and the assets of posts anew.
func replacePrints(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, posts []PostID, prints []printRow, assets []assetRow) error {
	d, list := tx.Dialect(), jsonList(texts(posts))
	if _, err := store.Exec(ctx, tx, `DELETE FROM post_print WHERE workspace_id = $1 AND `+store.InList(d, "post_id", "$2"), ws, list); err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, `DELETE FROM post_asset WHERE workspace_id = $1 AND `+store.InList(d, "post_id", "$2"), ws, list); err != nil {
		return err
	}
	if len(prints) > 0 {
		arg, err := jsonRows(prints)
		if err != nil {
			return err
		}
		_, err = store.Exec(ctx, tx, `INSERT INTO post_print (workspace_id, channel_id, print, post_id, due_at) SELECT `+asText(d, "$1")+`, channel_id, print, post_id, due_at FROM `+
			store.Records(d, "x", "$2", store.Column{Name: "channel_id", Type: "text"}, store.Column{Name: "print", Type: "text"},
				store.Column{Name: "post_id", Type: "text"}, store.Column{Name: "due_at", Type: "bigint"}), ws, arg)
		if err != nil {
			return err
		}
	}
	if len(assets) == 0 {
		return nil
	}
	arg, err := jsonRows(assets)
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, `INSERT INTO post_asset (workspace_id, asset_id, post_id) SELECT `+asText(d, "$1")+`, asset_id, post_id FROM `+
		store.Records(d, "x", "$2", store.Column{Name: "asset_id", Type: "text"}, store.Column{Name: "post_id", Type: "text"}), ws, arg)
	return err
}

// asText gives a placeholder its type where PostgreSQL cannot infer it.
func asText(d store.Dialect, ph string) string {
	if d == store.Postgres {
		return ph + "::text"
	}
	return ph
}

// setStatuses is on the way of every delivery: one statement, whatever their
// number.
func setStatuses(ctx context.Context, tx *store.Tx, list []DeliveryStatus) error {
	b := store.Batch{Columns: []store.Column{{Name: "workspace_id", Type: "text"}, {Name: "post_id", Type: "text"}, {Name: "status", Type: "text"}}}
	for _, s := range list {
		b.Rows = append(b.Rows, []any{string(s.Workspace), string(s.Post), string(s.Status)})
	}
	return store.RunBatch(ctx, tx, b, `UPDATE card SET status = CASE WHEN x.status IN ('', 'cancelled') THEN card.base_status ELSE x.status END FROM x WHERE card.post_id = x.post_id AND card.workspace_id = x.workspace_id`)
}

func findCards(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []PostID) ([]cardRow, error) {
	var out []cardRow
	err := store.Select(ctx, q, &out, `SELECT `+cardColumns+` FROM card WHERE workspace_id = $1 AND `+
		store.InList(q.Dialect(), "post_id", "$2"), ws, jsonList(texts(ids)))
	return out, err
}

// writeCardsDue is the calendar: one indexed range of one table.
func writeCardsDue(ctx context.Context, q store.Querier, ws identity.WorkspaceID, from, to time.Time, f Filter, limit int, buf *bytes.Buffer) (int, error) {
	where, args := f.where(q.Dialect(), []any{ws, from.UnixMilli(), to.UnixMilli()})
	n, _, _, err := writeCards(ctx, q, buf, `SELECT status, body, post_id, due_at FROM card WHERE workspace_id = $1 AND due_at >= $2 AND due_at < $3`+
		where+fmt.Sprintf(" ORDER BY due_at, post_id LIMIT %d", limit), args...)
	return n, err
}

// writeCardPage writes one page and gives the cursor of the next.
func writeCardPage(ctx context.Context, q store.Querier, ws identity.WorkspaceID, f Filter, page Page, at int64, id string, buf *bytes.Buffer) (string, error) {
	column, compare, direction := "updated_at", "<", "DESC"
	if page.Order == ByDate {
		column, compare, direction = "due_at", ">", "ASC"
	}
	where, args := f.where(q.Dialect(), []any{ws})
	query := `SELECT status, body, post_id, ` + column + ` FROM card WHERE workspace_id = $1` + where
	if page.Order == ByDate {
		query += " AND due_at IS NOT NULL"
	} else if page.Undated {
		query += " AND due_at IS NULL"
	}
	if id != "" {
		n := len(args)
		query += fmt.Sprintf(" AND (%s %s $%d OR %s = $%d AND post_id %s $%d)", column, compare, n+1, column, n+1, compare, n+2)
		args = append(args, at, id)
	}
	query += fmt.Sprintf(" ORDER BY %s %s, post_id %s LIMIT %d", column, direction, direction, page.Limit)
	n, lastID, lastAt, err := writeCards(ctx, q, buf, query, args...)
	if err != nil || n < page.Limit {
		return "", err
	}
	return makeCursor(lastAt, lastID), nil
}

// writeCards copies rows of (status, body, post, instant) into buf as a JSON
// array, without decoding them, and gives their number and the last one's keys.
func writeCards(ctx context.Context, q store.Querier, buf *bytes.Buffer, query string, args ...any) (n int, id string, at int64, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, "", 0, store.Translate(err)
	}
	defer func() { _ = rows.Close() }()
	var status, body, post sql.RawBytes
	buf.WriteByte('[')
	for ; rows.Next(); n++ {
		if err := rows.Scan(&status, &body, &post, &at); err != nil {
			return n, id, at, store.Translate(err)
		}
		if n > 0 {
			buf.WriteByte(',')
		}
		buf.WriteString(`{"status":"`)
		buf.Write(status)
		buf.WriteString(`",`)
		buf.Write(body[1:])
		id = string(post)
	}
	buf.WriteByte(']')
	return n, id, at, store.Translate(rows.Err())
}

func countByStatus(ctx context.Context, q store.Querier, ws identity.WorkspaceID, f Filter) (map[Status]int, error) {
	where, args := f.where(q.Dialect(), []any{ws})
	var rows []struct {
		Status Status `db:"status"`
		N      int    `db:"n"`
	}
	if err := store.Select(ctx, q, &rows, `SELECT status, COUNT(*) AS n FROM card WHERE workspace_id = $1`+where+` GROUP BY status`, args...); err != nil {
		return nil, err
	}
	out := map[Status]int{}
	for _, r := range rows {
		out[r.Status] = r.N
	}
	return out, nil
}

// plannedRow is how many posts share a day, a pillar, networks and a status.
type plannedRow struct {
	Day      string   `db:"day"`
	Pillar   PillarID `db:"pillar_id"`
	Networks string   `db:"networks"`
	Status   Status   `db:"status"`
	N        int      `db:"n"`
}

func countPlanned(ctx context.Context, q store.Querier, ws identity.WorkspaceID, from, to string) ([]plannedRow, error) {
	var out []plannedRow
	err := store.Select(ctx, q, &out, `SELECT day, pillar_id, networks, status, COUNT(*) AS n FROM card
		WHERE workspace_id = $1 AND day >= $2 AND day <= $3 AND status <> 'cancelled'
		GROUP BY day, pillar_id, networks, status ORDER BY day, pillar_id, networks, status`, ws, from, to)
	return out, err
}

// countLinked counts the posts that carry an item of the strategy, in the bin
// or not: links is a piece of the draft's JSON such as "pillar":"pil_1".
func countLinked(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind, id string) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM post WHERE workspace_id = $1 AND draft LIKE '%"' || $2 || '":"' || $3 || '"%' ESCAPE '\'`,
		ws, kind, store.EscapeLike(id))
	return n, err
}

func postsShowing(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id AssetID) ([]PostID, error) {
	var out []PostID
	err := store.Select(ctx, q, &out, `SELECT post_id FROM post_asset WHERE workspace_id = $1 AND asset_id = $2 ORDER BY post_id`, ws, id)
	return out, err
}

// twin is another post with the same text on the same channel.
type twin struct {
	Channel ChannelID  `db:"channel_id"`
	Print   string     `db:"print"`
	Post    PostID     `db:"post_id"`
	DueAt   store.Time `db:"due_at"`
}

// findTwins gives the posts that say the same as prints within the span.
func findTwins(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post PostID, prints []printRow, from, to time.Time) ([]twin, error) {
	if len(prints) == 0 {
		return nil, nil
	}
	arg, err := jsonRows(prints)
	if err != nil {
		return nil, err
	}
	var out []twin
	err = store.Select(ctx, q, &out, `SELECT p.channel_id, p.print, p.post_id, p.due_at FROM post_print p JOIN `+
		store.Records(q.Dialect(), "x", "$2", store.Column{Name: "channel_id", Type: "text"}, store.Column{Name: "print", Type: "text"})+`
		ON p.channel_id = x.channel_id AND p.print = x.print
		WHERE p.workspace_id = $1 AND p.post_id <> $3 AND p.due_at >= $4 AND p.due_at < $5
		AND NOT EXISTS (SELECT 1 FROM card c WHERE c.workspace_id = p.workspace_id AND c.post_id = p.post_id AND c.status = 'cancelled')
		ORDER BY p.due_at`, ws, arg, post, from.UnixMilli(), to.UnixMilli())
	return out, err
}
