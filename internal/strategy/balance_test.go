package strategy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/internal/store"
)

func TestWeigh(t *testing.T) {
	pillars := []Pillar{
		{ID: "pil_a", PillarFields: PillarFields{Name: "Savoir-faire", Share: 60, PerWeek: 2}},
		{ID: "pil_b", PillarFields: PillarFields{Name: "Communauté", Share: 30}},
		{ID: "pil_old", Record: Record{ArchivedAt: store.At(time.Unix(1, 0))}, PillarFields: PillarFields{Share: 50, PerWeek: 7}},
	}
	charter := Charter{Rhythms: []Rhythm{{"instagram", 2}, {"page", 1}}}
	counts := Counts{
		Pillars: []Count{{"pil_a", "2026-11-02", 1, 1}, {"pil_a", "2026-11-09", 2, 0}, {"pil_b", "2026-11-10", 1, 0}, {"", "2026-11-11", 4, 1}},
		Networks: []Count{{"instagram", "2026-11-03", 5, 2}, {"mastodon", "2026-11-03", 1, 1}, {"instagram", "2026-11-16", 2, 0},
			{"instagram", "2026-12-01", 9, 9}},
	}
	// Sunday 1 November to Sunday 15: one day, then two whole weeks.
	b := Weigh("2026-11-01", "2026-11-15", pillars, charter, counts)
	if b.SharesSum != 90 || b.WithoutPillar != 4 {
		t.Errorf("sum %d, without pillar %d", b.SharesSum, b.WithoutPillar)
	}
	if len(b.Pillars) != 2 {
		t.Fatalf("%d pillars: an archived one without posts is left out", len(b.Pillars))
	}
	share := 75.0
	if diff := cmp.Diff(&share, b.Pillars[0].ActualShare); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Week{
		{Starts: "2026-11-01", Days: 1, Wanted: 2.0 / 7, Pace: PaceMet},
		{Starts: "2026-11-02", Days: 7, Wanted: 2, Planned: 1, Published: 1, Pace: PaceLow},
		{Starts: "2026-11-09", Days: 7, Wanted: 2, Planned: 2, Pace: PaceMet},
	}, b.Pillars[0].Weeks); diff != "" {
		t.Error(diff)
	}
	var keys []string
	var paces []Pace
	for _, n := range b.Networks {
		keys = append(keys, n.Key)
		for _, w := range n.Weeks {
			paces = append(paces, w.Pace)
		}
	}
	if diff := cmp.Diff([]string{"instagram", "page", "mastodon"}, keys); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Pace{
		PaceMet, PaceOverload, PaceSilent,
		PaceMet, PaceSilent, PaceSilent,
		PaceNone, PaceNone, PaceNone,
	}, paces); diff != "" {
		t.Error(diff)
	}
}

func TestWeighWithoutPosts(t *testing.T) {
	b := Weigh("2026-11-02", "2026-11-08", []Pillar{{ID: "pil_a", PillarFields: PillarFields{Share: 100}}}, Charter{}, Counts{})
	if b.Pillars[0].ActualShare != nil {
		t.Error("no post yet: the share is not available, not 0")
	}
}

func TestWeeksCoverThePeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "start"))
		days := rapid.IntRange(1, 366).Draw(t, "days")
		weeks := weeksOf(DateOf(start), DateOf(start.AddDate(0, 0, days-1)), 7)
		sum := 0
		for i, w := range weeks {
			at, _ := w.Starts.Time()
			if !at.Equal(start.AddDate(0, 0, sum)) || i > 0 && at.Weekday() != time.Monday || w.Days < 1 || w.Days > 7 {
				t.Fatalf("week %d starts %s with %d days", i, w.Starts, w.Days)
			}
			sum += w.Days
		}
		if sum != days {
			t.Fatalf("%d days in weeks, %d in the period", sum, days)
		}
	})
}
