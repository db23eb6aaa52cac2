package editorial_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/editorial"
	"parvis/internal/editorial/editorialtest"
	"parvis/internal/networks"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/strategy"
)

// sound is a post that passes every check.
func sound() editorial.Checked {
	h := editorialtest.NewHouse()
	date, err := editorial.ResolveWall("2026-11-25T10:00", "Europe/Paris")
	if err != nil {
		panic(err)
	}
	d := editorial.Draft{Segments: []editorial.Segment{{ID: "s1", Text: "Bonjour", Media: []editorial.Media{{Asset: "ast_boots"}}}},
		Variants: []editorial.Variant{{Channel: "ch_page"}, {Channel: "ch_short"}}}
	return editorial.Checked{Post: editorial.Post{ID: "post_1", Draft: d, Date: date}, Now: noon, Channels: h.Channels, Assets: h.Assets}
}

func TestCheck(t *testing.T) {
	first := func(c *editorial.Checked) *editorial.Segment { return &c.Post.Draft.Segments[0] }
	media := func(ids ...editorial.AssetID) []editorial.Media {
		var out []editorial.Media
		for _, id := range ids {
			out = append(out, editorial.Media{Asset: id, Alt: "décrit"})
		}
		return out
	}
	for name, tc := range map[string]struct {
		change func(*editorial.Checked)
		want   []string // severity code channel fix, passed lines left out
	}{
		"nothing to say": {func(c *editorial.Checked) {}, nil},
		"no channel":     {func(c *editorial.Checked) { c.Post.Draft.Variants = nil }, []string{"blocking no_channel  choose_channel"}},
		"empty": {func(c *editorial.Checked) { c.Post.Draft.Segments = []editorial.Segment{{ID: "s1"}} },
			[]string{"blocking empty ch_page write", "blocking empty ch_short write"}},
		"too long":   {func(c *editorial.Checked) { first(c).Text = strings.Repeat("é", 41) }, []string{"blocking text_too_long ch_short shorten"}},
		"just right": {func(c *editorial.Checked) { first(c).Text = strings.Repeat("👩‍👩‍👧", 40) }, nil},
		"a link without card": {func(c *editorial.Checked) {
			first(c).Link = &editorial.Link{URL: "https://brume.example/" + strings.Repeat("a", 30)}
		},
			[]string{"blocking text_too_long ch_short shorten"}},
		"gone": {func(c *editorial.Checked) { c.Channels = c.Channels[:1] }, []string{"blocking channel_gone ch_short remove_channel"}},
		"headline too long": {func(c *editorial.Checked) {
			c.Channels[0].Info.Titles, c.Channels[0].Info.Text.MaxTitle = true, 10
			c.Post.Draft.Variants[0].Title = strings.Repeat("é", 11)
		}, []string{"blocking title_too_long ch_page shorten"}},
		"headline that nothing shows": {func(c *editorial.Checked) {
			c.Channels[1].Info.Titles, c.Channels[1].Info.Text.MaxTitle = false, 10
			c.Post.Draft.Variants[1].Title = strings.Repeat("é", 11)
		}, nil},
		"no threads": {func(c *editorial.Checked) {
			c.Channels[1].Info.Threads = false
			c.Post.Draft.Segments = append(c.Post.Draft.Segments, editorial.Segment{ID: "s2", Text: "suite"})
		}, []string{"blocking no_threads ch_short shorten"}},
		"an empty part": {func(c *editorial.Checked) {
			c.Channels = c.Channels[:1]
			c.Post.Draft.Variants = c.Post.Draft.Variants[:1]
			c.Post.Draft.Segments = append(c.Post.Draft.Segments, editorial.Segment{ID: "s2", Text: " "})
		}, []string{"blocking empty_segment ch_page write"}},
		"undescribed":    {func(c *editorial.Checked) { first(c).Media = []editorial.Media{{Asset: "ast_coat"}} }, []string{"advice no_alt  describe_image"}},
		"described here": {func(c *editorial.Checked) { first(c).Media = media("ast_coat") }, nil},
		"film too long": {func(c *editorial.Checked) { first(c).Media = media("ast_film") },
			[]string{"blocking video_too_long ch_page remove_media", "blocking video_too_long ch_short remove_media"}},
		"mixed": {func(c *editorial.Checked) {
			a := c.Assets["ast_film"]
			a.DurationMS = 1000
			c.Assets["ast_film"] = a
			first(c).Media = media("ast_film", "ast_boots")
			c.Channels[0].Info.Media.Mixed = true
		}, []string{"blocking mixed_media ch_short remove_media"}},
		"too many": {func(c *editorial.Checked) {
			c.Channels[1].Info.Media.Images = 1
			first(c).Media = media("ast_boots", "ast_coat")
		}, []string{"blocking too_many_images ch_short remove_media"}},
		"file gone": {func(c *editorial.Checked) { delete(c.Assets, "ast_boots") },
			[]string{"blocking asset_gone ch_page remove_media", "blocking asset_gone ch_short remove_media"}},
		"media wanted": {func(c *editorial.Checked) {
			c.Channels[0].Info.Media.Required = true
			first(c).Media = nil
		}, []string{"blocking media_required ch_page add_media"}},
		"a word to avoid": {func(c *editorial.Checked) {
			c.Charter.Avoid = []strategy.AvoidedWord{{Word: "bon plan", Suggestion: "offre"}}
			first(c).Text = "Un bon plan"
		}, []string{"advice avoid_instead  replace_word"}},
		"said already": {func(c *editorial.Checked) {
			c.Twins = map[editorial.ChannelID]editorial.Twin{"ch_page": {Post: "post_2", At: noon}}
		}, []string{"advice duplicate ch_page open_post"}},
		"no date": {func(c *editorial.Checked) { c.Post.Date = editorial.Date{} }, []string{"advice no_date  choose_date"}},
		"past":    {func(c *editorial.Checked) { c.Now = noon.AddDate(0, 0, 2) }, []string{"blocking date_in_past  choose_date"}},
		"an hour twice": {func(c *editorial.Checked) {
			c.Post.Date, _ = editorial.ResolveWall("2027-10-31T02:15", "Europe/Paris")
		}, []string{"advice hour_twice  choose_date"}},
		"everything held":       {func(c *editorial.Checked) { c.Holds = []editorial.Hold{{ID: "h", Reason: "crisis"}} }, []string{"advice held  release_hold"}},
		"another campaign held": {func(c *editorial.Checked) { c.Holds = []editorial.Hold{{ID: "h", Campaign: "cmp_2"}} }, nil},
		"its campaign held": {func(c *editorial.Checked) {
			c.Post.Draft.Links.Campaign = "cmp_2"
			c.Holds = []editorial.Hold{{ID: "h", Campaign: "cmp_2"}}
		}, []string{"advice campaign_held  release_hold"}},
		"a channel held": {func(c *editorial.Checked) { c.Channels[0].Holds = []editorial.Hold{{ID: "h"}} }, []string{"advice channel_held ch_page release_hold"}},
		"to reconnect":   {func(c *editorial.Checked) { c.Channels[0].Health = networks.HealthReconnect }, []string{"advice reconnect ch_page reconnect"}},
		"expires before": {func(c *editorial.Checked) { c.Channels[0].Expires = noon.Add(time.Hour) }, []string{"advice expires_before ch_page reconnect"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := sound()
			tc.change(&c)
			var got []string
			for _, l := range editorial.Check(c) {
				if l.Severity == editorial.Passed {
					continue
				}
				got = append(got, strings.Join([]string{string(l.Severity), strings.TrimPrefix(l.Code, "preflight."), string(l.Channel), string(l.Fix.Kind)}, " "))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

func TestPreflightFindsTheSameTextNearby(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	p := b.write(hugo, "Lundi de pluie", "ch_page")
	q := b.write(hugo, "lundi  de PLUIE", "ch_page")
	for id, wall := range map[editorial.PostID]editorial.Wall{p.ID: "2026-11-25T10:00", q.ID: "2026-12-05T10:00"} {
		if _, err := b.Move(hugo, ws, id, editorial.When{Wall: wall}); err != nil {
			t.Fatal(err)
		}
	}
	twin := func() bool {
		t.Helper()
		lines, err := b.Preflight(hugo, ws, q.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			if l.Code == "preflight.duplicate" && l.Fix.Post == p.ID {
				return true
			}
		}
		return false
	}
	if !twin() {
		t.Fatal("ten days apart, and nobody says so")
	}
	if _, err := b.Move(hugo, ws, q.ID, editorial.When{Wall: "2026-12-10T10:00"}); err != nil {
		t.Fatal(err)
	}
	if twin() {
		t.Fatal("fifteen days apart is no duplicate")
	}
}

func TestRevisions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		list := []editorial.Segment{{ID: "s1", Text: "Coiffez", Media: []editorial.Media{{Asset: "ast_boots"}},
			Link: &editorial.Link{URL: "https://brume.example/r", Title: "Règlement", Image: "ast_coat"}}}
		p := b.write(hugo, "x", "ch_short", "ch_page")
		if _, err := b.Save(hugo, ws, p.ID, 1, editorial.Patch{Segments: &list}); err != nil {
			t.Fatal(err)
		}
		one, err := b.Freeze(hugo, ws, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		two, err := b.Freeze(maelle, ws, p.ID)
		if err != nil || two.ID != one.ID || two.Hash != one.Hash {
			t.Fatalf("the same content gave %s, then %s: %v", one.ID, two.ID, err)
		}
		// The date and the title for the team are outside.
		title := "Autre"
		if _, err := b.Save(hugo, ws, p.ID, 2, editorial.Patch{Title: &title}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Move(hugo, ws, p.ID, editorial.When{Wall: "2026-11-25T10:00"}); err != nil {
			t.Fatal(err)
		}
		if two, err = b.Freeze(maelle, ws, p.ID); err != nil || two.Hash != one.Hash {
			t.Fatalf("title or date changed the hash: %v", err)
		}
		page, err := b.ForChannel(one, "ch_page")
		if err != nil || page.Segments[0].Text != "Coiffez" || page.Segments[0].Link.Image == nil || page.Segments[0].Media[0].Alt != "Des bottes rouges" {
			t.Fatalf("page %+v %v", page, err)
		}
		short, err := b.ForChannel(one, "ch_short")
		if err != nil || short.Segments[0].Text != "Coiffez\nhttps://brume.example/r" || short.Segments[0].Link != nil {
			t.Fatalf("a network without cards: %+v %v", short, err)
		}
		_, err = b.ForChannel(one, "ch_other")
		wantCode(t, err, "editorial.not_for_channel")
		// The file behind an asset changed: another revision.
		boots := b.house.Assets["ast_boots"]
		boots.SHA256 = "dd"
		b.house.Assets["ast_boots"] = boots
		if two, err = b.Freeze(maelle, ws, p.ID); err != nil || two.Hash == one.Hash {
			t.Fatalf("another file, the same hash: %v", err)
		}
		one.Body = strings.Replace(one.Body, "Coiffez", "Décoiffez", 1)
		_, err = b.ForChannel(one, "ch_page")
		wantCode(t, err, "editorial.revision_damaged")
	})
}

func TestCanonicalFormIsStable(t *testing.T) {
	f := editorial.Frozen{Post: "post_1", Language: "fr", Channels: []editorial.FrozenChannel{{Channel: "ch_1", Network: "page",
		Segments: []editorial.FrozenSegment{{Text: "a < b & « c »", Media: []editorial.FrozenMedia{{Asset: "ast_1", Source: "aa", Recipe: "r", SHA256: "bb"}}}},
		Options:  map[string]string{"b": "2", "a": "1"}}}}
	const want = `{"post":"post_1","language":"fr","channels":[{"channel":"ch_1","network":"page","title":"","segments":[{"text":"a < b & « c »",` +
		`"media":[{"asset":"ast_1","source":"aa","recipe":"r","sha256":"bb","mime":"","name":"","alt":"","width":0,"height":0,"durationMs":0,"size":0}],` +
		`"link":null}],"options":{"a":"1","b":"2"}}]}`
	if got := editorial.Canonical(f); got != want {
		t.Fatalf("approvals in databases cover the form\n%s\nand this is\n%s", want, got)
	}
}
