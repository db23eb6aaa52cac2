package editorial_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"parvis/internal/editorial"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// BenchmarkCalendar reads a month of 2,000 cards among 200,000, a write between
// two reads, beside a static body of the same size (goal: 25 times its cost).
func BenchmarkCalendar(b *testing.B) {
	db := storetest.SQLite(b)
	t := &testing.T{}
	s := setup(t, db)
	fillCards(b, db, 200_000, 100)
	month := func(n int) editorial.Range {
		from := time.Date(2020, time.Month(1+n%100), 1, 0, 0, 0, 0, time.UTC)
		return editorial.Range{From: from.Format("2006-01-02"), To: from.AddDate(0, 1, -1).Format("2006-01-02"), Zone: "UTC"}
	}
	var body []byte
	serve := func(h http.HandlerFunc) (*httptest.Server, func()) {
		server := httptest.NewServer(h)
		return server, server.Close
	}
	read := func(b *testing.B, url string) {
		r, err := http.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		var buf bytes.Buffer
		if _, err := buf.ReadFrom(r.Body); err != nil {
			b.Fatal(err)
		}
		_ = r.Body.Close()
		body = buf.Bytes()
	}
	n := 0
	live, stop := serve(func(w http.ResponseWriter, r *http.Request) {
		var buf bytes.Buffer
		count, err := s.Calendar(maelle, ws, month(n*37), editorial.Filter{}, &buf)
		if err != nil || count < 1000 {
			b.Errorf("%d cards, %v", count, err)
		}
		_, _ = w.Write(buf.Bytes())
	})
	defer stop()
	b.Run("live", func(b *testing.B) {
		for b.Loop() {
			n++
			if err := db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
				_, err := store.Exec(ctx, tx, "UPDATE card SET status = 'draft' WHERE workspace_id = $1 AND post_id = $2", ws, fmt.Sprintf("post_%d", n))
				return err
			}); err != nil {
				b.Fatal(err)
			}
			read(b, live.URL)
		}
	})
	static, stopStatic := serve(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(body) })
	defer stopStatic()
	kept := bytes.Clone(body)
	b.Run("static", func(b *testing.B) {
		for b.Loop() {
			body = kept
			read(b, static.URL)
		}
		b.ReportMetric(float64(len(kept)), "bytes")
	})
}

// fillCards writes n cards spread over months in no order of time.
func fillCards(b *testing.B, db *store.DB, n, months int) {
	b.Helper()
	const chunk = 5000
	for from := 0; from < n; from += chunk {
		err := db.Write(context.Background(), func(ctx context.Context, tx *store.Tx) error {
			for i := from; i < from+chunk; i++ {
				at := time.Date(2020, time.Month(1+(i*31)%months), 1+i%28, i%24, 0, 0, 0, time.UTC)
				body := fmt.Sprintf(`{"id":"post_%d","title":"","words":"Coiffez la Catherine, demain les couturières de l’atelier auront un chapeau","due":%q,`+
					`"wall":"2026-11-24T18:15","zone":"Europe/Paris","channels":["ch_01jd000000000000000000000a","ch_01jd000000000000000000000b","ch_01jd000000000000000000000c"],`+
					`"networks":["page","webhook","bluesky"],"thumb":"ast_01jd0000000000000000000000","media":3,"segments":1,"labels":["lab_01jd0000000000000000000000"],`+
					`"objective":"obj_1","campaign":"cmp_1","pillar":"pil_1","audience":"aud_1","stage":"awareness","author":"usr_1","committed":true,"flags":[],"version":7}`,
					i, at.Format(time.RFC3339))
				_, err := store.Exec(ctx, tx, `INSERT INTO card (post_id, workspace_id, due_at, day, status, base_status, channels, networks, labels, pillar_id, campaign_id,
					objective_id, audience_id, stage, author_id, updated_at, body, search) VALUES ($1,$2,$3,'','scheduled','scheduled','','','','','','','','','',$3,$4,'coiffez la catherine')`,
					fmt.Sprintf("post_%d", i), ws, at.UnixMilli(), body)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
