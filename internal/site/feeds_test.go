package site

import (
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestFeeds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		image := b.files.jpeg(t, 1800, 1200, 10)
		thread := post("", "Premier message du fil.\n\nSuite.", image)
		thread.Segments = append(thread.Segments, networks.Segment{Text: "Deuxième"})
		made := map[string]networks.Result{}
		for _, p := range []struct {
			key string
			r   networks.Revision
		}{
			{"plain", post("Laver son ciré", "De l’eau tiède & une éponge < 30 °C.")},
			{"hostile", post(`<b>"Titre" & ]]></b>`, hostile)},
			{"thread", thread},
		} {
			b.now = b.now.Add(time.Hour)
			made[p.key] = b.publish(t, p.key, p.r)
		}
		guids := map[string]string{}
		for _, name := range []string{"feed.xml", "atom.xml", "feed.json"} {
			res, body := b.get(t, "/@les-ateliers-brume/"+name)
			feed, err := gofeed.NewParser().ParseString(body)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, body)
			}
			if res.StatusCode != 200 || feed.Title != "Les Ateliers Brume" || feed.Link != b.server.URL+"/@les-ateliers-brume" || len(feed.Items) != 3 {
				t.Fatalf("%s: %d %q %q %d items", name, res.StatusCode, feed.Title, feed.Link, len(feed.Items))
			}
			first, second, third := feed.Items[0], feed.Items[1], feed.Items[2]
			if first.Link != made["thread"].Permalink || !first.PublishedParsed.Equal(b.now) {
				t.Errorf("%s: %s at %s", name, first.Link, first.Published)
			}
			if html := first.Content; !strings.Contains(html, "<hr>") || !strings.Contains(html, "Deuxième") || !strings.Contains(html, `<img src="`+b.server.URL+"/@") {
				t.Errorf("%s: the content is not whole: %s", name, html)
			}
			if len(first.Enclosures) != 1 || first.Enclosures[0].URL != b.server.URL+"/@les-ateliers-brume/media/"+image.SHA256+".jpg" || first.Enclosures[0].Type != "image/jpeg" {
				t.Errorf("%s: enclosures %+v", name, first.Enclosures)
			}
			if second.Title != `<b>"Titre" & ]]></b>` {
				t.Errorf("%s: title %q", name, second.Title)
			}
			nodes(t, second.Content)
			if !strings.Contains(third.Content, "l’eau tiède &amp; une éponge &lt; 30") {
				t.Errorf("%s: %s", name, third.Content)
			}
			for i, item := range feed.Items {
				key := string(rune('a' + i))
				if guids[key] == "" {
					guids[key] = item.GUID
				}
				if item.GUID == "" || item.GUID != guids[key] {
					t.Errorf("%s: guid %q, elsewhere %q", name, item.GUID, guids[key])
				}
			}
		}
		// An edit changes the words of the address, never the guid.
		out := b.net.Edit(t.Context(), b.account, made["plain"].RemoteID, networks.Write{Revision: post("Autre titre", "x")})
		if out.Kind != networks.Accepted {
			t.Fatal(out.Reason)
		}
		_, body := b.get(t, "/@les-ateliers-brume/feed.xml")
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil || feed.Items[2].GUID != guids["c"] || feed.Items[2].Title != "Autre titre" {
			t.Errorf("after an edit: %+v, %v", feed.Items[2], err)
		}
		if _, body := b.get(t, "/@les-ateliers-brume/sitemap.xml"); strings.Count(body, "<loc>") != 4 {
			t.Errorf("site map: %s", body)
		}
	})
}
