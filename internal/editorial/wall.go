package editorial

import (
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Wall is a time as a clock on the wall shows it: "2026-11-24T18:15". A person
// plans with it; only with a zone does it name an instant.
type Wall string

const wallLayout = "2006-01-02T15:04"

// Date is when a post is due: what the person chose, and the instant it names.
// The zero Date is "not planned".
type Date struct {
	Wall Wall       `json:"wall"`
	Zone string     `json:"zone"` // IANA name
	At   store.Time `json:"at"`
}

// IsZero says that no date was chosen.
func (d Date) IsZero() bool { return d.At.IsZero() }

// IsTwice says that the clocks go back that night and the hour exists twice: At
// is the first of the two.
func (d Date) IsTwice() bool {
	loc, err := time.LoadLocation(d.Zone)
	if err != nil || d.IsZero() {
		return false
	}
	// Steps of half an hour: some zones change by less than a whole one.
	for step := 30 * time.Minute; step <= 2*time.Hour; step += 30 * time.Minute {
		if d.At.Add(step).In(loc).Format(wallLayout) == string(d.Wall) {
			return true
		}
	}
	return false
}

// Day is the local day, "2026-11-24"; "" when not planned.
func (d Date) Day() string {
	if len(d.Wall) < len("2006-01-02") {
		return ""
	}
	return string(d.Wall[:len("2006-01-02")])
}

var (
	errWall = fault.New(fault.Invalid, "editorial.bad_date", "This is not a date and time such as 2026-11-24T18:15.")
	errZone = fault.New(fault.Invalid, "editorial.bad_zone", "This is not a time zone such as Europe/Paris.")
	errGap  = fault.New(fault.Invalid, "editorial.hour_does_not_exist",
		"The clocks go forward that night and this hour does not exist: choose the one before or the one after.")
	errPast = fault.New(fault.Invalid, "editorial.date_in_past", "This date has passed: choose one to come, or publish now.")
)

// ResolveWall gives the instant that wall names in zone. An hour skipped when
// the clocks go forward is refused with code editorial.hour_does_not_exist and
// the arguments before and after (beforeHour and afterHour: their clock time
// alone), the same minutes an hour's jump away; an hour
// that exists twice is the first one, and Date.IsTwice says so.
func ResolveWall(wall Wall, zone string) (Date, error) {
	naive, err := time.Parse(wallLayout, string(wall))
	if err != nil {
		return Date{}, errWall.With("date", string(wall)).Because(err)
	}
	// "" and "Local" mean the machine's zone to Go and nothing to a person.
	if zone == "" || zone == "Local" {
		return Date{}, errZone.With("zone", zone)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return Date{}, errZone.With("zone", zone).Because(err)
	}
	early := naive.Add(-offsetAt(naive.Add(-24*time.Hour), loc)) // as if nothing had changed yet
	late := naive.Add(-offsetAt(naive.Add(24*time.Hour), loc))   // as if it had already
	earlyOK := early.In(loc).Format(wallLayout) == string(wall)
	lateOK := late.In(loc).Format(wallLayout) == string(wall)
	d := Date{Wall: wall, Zone: zone}
	switch {
	case earlyOK && lateOK:
		d.At = store.At(early)
		if late.Before(early) {
			d.At = store.At(late)
		}
	case earlyOK:
		d.At = store.At(early)
	case lateOK:
		d.At = store.At(late)
	default:
		before, after := early.In(loc), late.In(loc)
		if after.Before(before) {
			before, after = after, before
		}
		return Date{}, errGap.With("date", string(wall)).With("zone", zone).
			With("before", before.Format(wallLayout)).With("after", after.Format(wallLayout)).
			With("beforeHour", before.Format("15:04")).With("afterHour", after.Format("15:04"))
	}
	return d, nil
}

// WallAt is the inverse: how the clock of zone shows at.
func WallAt(at time.Time, zone string) (Date, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return Date{}, errZone.With("zone", zone)
	}
	return Date{Wall: Wall(at.In(loc).Format(wallLayout)), Zone: zone, At: store.At(at)}, nil
}

func offsetAt(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}
