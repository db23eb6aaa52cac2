package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"

	"parvis/internal/app"
	"parvis/internal/identity"
	"parvis/internal/store"
)

type calendarCommand struct {
	DB    []string `default:"sqlite,postgres"`
	Posts int      `default:"200000"`
	Reads int      `default:"100"`
	Best  int      `default:"5"`
}

const months = 100

// Run reads a random month of 2,000 cards over HTTP, a write between two reads,
// against a static body of the same size.
func (c *calendarCommand) Run(ctx context.Context) error {
	for _, db := range c.DB {
		if err := c.on(ctx, db); err != nil {
			return err
		}
	}
	return nil
}

func (c *calendarCommand) on(ctx context.Context, db string) (err error) {
	g, err := newGround(ctx, db)
	defer g.remove()
	if err != nil {
		return err
	}
	h, err := g.open(ctx, app.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	as, ws, err := h.owner(ctx)
	if err != nil {
		return err
	}
	token, err := h.token(as, ws)
	if err != nil {
		return err
	}
	if err := c.fill(ctx, h.DB, ws); err != nil {
		return err
	}
	if h.DB.Dialect() == store.Postgres {
		_, _ = h.DB.Writer().ExecContext(ctx, "ANALYZE card") // as its autovacuum does within a minute
	}
	h.start(ctx)
	bestP50, bestP99 := 1e9, 1e9
	for range c.Best {
		p50, p99, err := c.round(ctx, h, ws, token)
		if err != nil {
			return err
		}
		bestP50, bestP99 = min(bestP50, p50), min(bestP99, p99)
	}
	report("calendar-"+db+"-p50", fmt.Sprintf("%.1fx", bestP50), "25x", bestP50 <= 25)
	report("calendar-"+db+"-p99", fmt.Sprintf("%.1fx", bestP99), "60x", bestP99 <= 60)
	return nil
}

// round reads in turn the calendar and a static body of its size, the same
// client, each from a server of its own on loopback.
func (c *calendarCommand) round(ctx context.Context, h *house, ws identity.WorkspaceID, token string) (p50, p99 float64, err error) {
	var still []byte
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	static := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(still)
	})}
	go func() { _ = static.Serve(l) }()
	defer func() { _ = static.Close() }()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	var live, base []time.Duration
	for range c.Reads {
		n := rand.IntN(c.Posts)
		if err := touchCard(ctx, h.DB, ws, n); err != nil {
			return 0, 0, err
		}
		from := monthOf(rand.IntN(months))
		url := fmt.Sprintf("%s/api/v1/workspaces/%s/calendar?from=%s&to=%s&zone=UTC", h.url, ws, from.Format("2006-01-02"), from.AddDate(0, 1, -1).Format("2006-01-02"))
		body, took, err := fetch(ctx, client, url, token)
		if err != nil {
			return 0, 0, err
		}
		if cards := bytes.Count(body, []byte(`"status"`)); cards < c.Posts/months*9/10 {
			return 0, 0, fmt.Errorf("a month of %d cards", cards)
		}
		live, still = append(live, took), body
		if _, took, err = fetch(ctx, client, "http://"+l.Addr().String(), ""); err != nil {
			return 0, 0, err
		}
		base = append(base, took)
	}
	slices.Sort(live)
	slices.Sort(base)
	ratio := func(at int) float64 { return live[at].Seconds() / base[at].Seconds() }
	return ratio(c.Reads / 2), ratio(c.Reads * 99 / 100), nil
}

func fetch(ctx context.Context, client *http.Client, url, token string) (body []byte, took time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, 0, err
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	start := time.Now()
	res, err := client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err = io.ReadAll(res.Body)
	took = time.Since(start)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s %.200s", url, res.Status, body)
	}
	return body, took, err
}

func monthOf(n int) time.Time { return time.Date(2020, time.Month(1+n), 1, 0, 0, 0, 0, time.UTC) }

func cardID(i int) string { return fmt.Sprintf("post_%026d", i) }

func touchCard(ctx context.Context, db *store.DB, ws identity.WorkspaceID, i int) error {
	return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, "UPDATE card SET status = CASE WHEN status = 'draft' THEN 'scheduled' ELSE 'draft' END WHERE workspace_id = $1 AND post_id = $2", string(ws), cardID(i))
		return err
	})
}

// fill writes cards of three channels, spread over months in no order of time.
func (c *calendarCommand) fill(ctx context.Context, db *store.DB, ws identity.WorkspaceID) error {
	quick(ctx, db)
	const chunk = 5000
	for from := 0; from < c.Posts; from += chunk {
		b := store.Batch{Columns: []store.Column{{Name: "id", Type: "text"}, {Name: "due", Type: "bigint"}, {Name: "body", Type: "text"}}}
		for i := from; i < min(from+chunk, c.Posts); i++ {
			at := monthOf((i*31)%months).AddDate(0, 0, i/months%28).Add(time.Duration(i%24) * time.Hour)
			b.Rows = append(b.Rows, []any{cardID(i), at.UnixMilli(), cardBody(i, at)})
		}
		err := db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			return store.RunBatch(ctx, tx, b, `INSERT INTO card (post_id, workspace_id, due_at, day, status, base_status, channels, networks, labels,
				pillar_id, campaign_id, objective_id, audience_id, stage, author_id, updated_at, body, search)
				SELECT x.id, CAST($1 AS TEXT), x.due, '', 'scheduled', 'scheduled', '|ch_a|ch_b|ch_c|', '|page|webhook|', '', 'pil_1', 'cmp_1', 'obj_1', 'aud_1',
				'awareness', 'usr_1', x.due, x.body, 'coiffez la catherine' FROM x WHERE true`, string(ws))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func cardBody(i int, at time.Time) string {
	return fmt.Sprintf(`{"id":%q,"title":"","words":"Coiffez la Catherine, demain les couturières de l’atelier auront un chapeau","due":%q,`+
		`"wall":"2026-11-24T18:15","zone":"Europe/Paris","channels":["ch_01jd000000000000000000000a","ch_01jd000000000000000000000b","ch_01jd000000000000000000000c"],`+
		`"networks":["page","webhook"],"thumb":"ast_01jd0000000000000000000000","media":3,"segments":1,"labels":["lab_01jd0000000000000000000000"],`+
		`"objective":"obj_1","campaign":"cmp_1","pillar":"pil_1","audience":"aud_1","stage":"awareness","author":"usr_1","committed":true,"flags":[],"version":7}`,
		cardID(i), at.Format(time.RFC3339))
}
