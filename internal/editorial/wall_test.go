package editorial

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/internal/fault"
)

func TestResolveWall(t *testing.T) {
	for name, tc := range map[string]struct {
		wall, zone, at string
		twice          bool
	}{
		"winter":           {"2026-11-24T18:15", "Europe/Paris", "2026-11-24T17:15:00Z", false},
		"summer":           {"2026-07-14T09:00", "Europe/Paris", "2026-07-14T07:00:00Z", false},
		"the first of two": {"2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00Z", true},
		"before the gap":   {"2027-03-28T01:59", "Europe/Paris", "2027-03-28T00:59:00Z", false},
		"after the gap":    {"2027-03-28T03:00", "Europe/Paris", "2027-03-28T01:00:00Z", false},
		"half an hour":     {"2027-04-04T01:45", "Australia/Lord_Howe", "2027-04-03T14:45:00Z", true},
		"no saving":        {"2027-03-28T02:30", "Africa/Tunis", "2027-03-28T01:30:00Z", false},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := ResolveWall(Wall(tc.wall), tc.zone)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.At.Format(time.RFC3339); got != tc.at || d.IsTwice() != tc.twice {
				t.Fatalf("%s twice=%v, want %s %v", got, d.IsTwice(), tc.at, tc.twice)
			}
		})
	}
}

func TestAnHourThatDoesNotExist(t *testing.T) {
	for wall, zone := range map[Wall]string{"2027-03-28T02:00": "Europe/Paris", "2027-03-28T02:59": "Europe/Paris", "2027-03-14T02:30": "America/New_York"} {
		_, err := ResolveWall(wall, zone)
		f := fault.Of(err)
		if f == nil || f.Code != "editorial.hour_does_not_exist" {
			t.Fatalf("%s in %s: %v", wall, zone, err)
		}
		for _, arg := range []string{"before", "after"} { // both proposals exist
			if _, err := ResolveWall(Wall(f.Args[arg].(string)), zone); err != nil {
				t.Fatalf("proposal %v: %v", f.Args[arg], err)
			}
		}
	}
}

// TestWallAndInstantAgree: a wall time that exists comes back from its instant,
// every night of two years.
func TestWallAndInstantAgree(t *testing.T) {
	zones := []string{"Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kathmandu", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 2*365*24*60).Draw(t, "minutes")) * time.Minute)
		shown, err := WallAt(at, zone)
		if err != nil {
			t.Fatal(err)
		}
		d, err := ResolveWall(shown.Wall, zone)
		if err != nil {
			t.Fatalf("%s in %s: %v", shown.Wall, zone, err)
		}
		if !d.At.Equal(at) && !d.At.Before(at) {
			t.Fatalf("%s in %s is %s, want %s or the first of two", shown.Wall, zone, d.At, at)
		}
		if !d.At.Equal(at) && !d.IsTwice() {
			t.Fatalf("%s in %s exists twice, and nothing says so", shown.Wall, zone)
		}
	})
}
