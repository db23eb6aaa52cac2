package strategy

import "time"

// Count is how many posts one pillar or one network has on one day, as the
// calendar writes that day (the wall date of each post). Planned are the posts
// that have a date and were not cancelled, the published ones included.
type Count struct {
	Key       string // a PillarID ("" without pillar), or the name of a network
	Day       Date
	Planned   int
	Published int
}

// Counts is what the calendar holds over a period. A post that goes to two
// networks counts once for its pillar, once for each network.
type Counts struct {
	Pillars  []Count
	Networks []Count
}

// Pace is how a week stands beside the wanted frequency.
type Pace string

// The paces. Silent and overload are the two that an alarm is made of.
const (
	PaceNone     Pace = ""         // no frequency was wanted
	PaceSilent   Pace = "silent"   // nothing at all, while something was wanted
	PaceLow      Pace = "low"      // less than wanted
	PaceMet      Pace = "met"      // as wanted
	PaceOverload Pace = "overload" // more than twice what was wanted
)

// Week is one week of a period, cut to the period at both ends.
type Week struct {
	Starts    Date    // the Monday, or the first day of the period
	Days      int     // days of this week within the period
	Wanted    float64 // frequency, in proportion of Days
	Planned   int
	Published int
	Pace      Pace
}

// Line is one pillar or one network over the period.
type Line struct {
	Key       string
	Wanted    float64 // posts over the whole period, from the frequency
	Planned   int
	Published int
	Weeks     []Week
}

// PillarLine adds the shares: Share is the wanted one, in percent; ActualShare
// that of the planned posts that have a pillar, nil when there is none yet.
type PillarLine struct {
	Line
	Share       int
	ActualShare *float64
}

// Balance is the plan beside the calendar.
type Balance struct {
	From, To      Date // both included
	SharesSum     int  // of the pillars in use; other than 100 is said, not forced
	WithoutPillar int  // planned posts that carry no pillar
	Pillars       []PillarLine
	Networks      []Line
}

// Weigh lays counts beside the pillars and the rhythms of the charter, for the
// days from..to, both included. Archived pillars appear only when the period
// has posts of theirs.
func Weigh(from, to Date, pillars []Pillar, charter Charter, counts Counts) Balance {
	b := Balance{From: from, To: to, SharesSum: SharesOf(pillars)}
	byPillar, withPillar := group(counts.Pillars), 0
	for key, list := range byPillar {
		for _, c := range list {
			if key == "" {
				b.WithoutPillar += c.Planned
			} else {
				withPillar += c.Planned
			}
		}
	}
	for _, p := range pillars {
		share, perWeek := p.Share, p.PerWeek
		if p.IsArchived() {
			share, perWeek = 0, 0
		}
		line := PillarLine{Line: lineOf(string(p.ID), from, to, perWeek, byPillar[string(p.ID)]), Share: share}
		if p.IsArchived() && line.Planned == 0 {
			continue
		}
		if withPillar > 0 {
			actual := 100 * float64(line.Planned) / float64(withPillar)
			line.ActualShare = &actual
		}
		b.Pillars = append(b.Pillars, line)
	}
	b.Networks = networkLines(from, to, charter, counts.Networks)
	return b
}

// networkLines gives the networks of the charter in its order, then those that
// have posts without a wanted rhythm.
func networkLines(from, to Date, charter Charter, counts []Count) []Line {
	byNetwork := group(counts)
	var out []Line
	for _, r := range charter.Rhythms {
		out = append(out, lineOf(r.Network, from, to, r.PerWeek, byNetwork[r.Network]))
		delete(byNetwork, r.Network)
	}
	for _, c := range counts {
		if list, left := byNetwork[c.Key]; left {
			out = append(out, lineOf(c.Key, from, to, 0, list))
			delete(byNetwork, c.Key)
		}
	}
	return out
}

func group(counts []Count) map[string][]Count {
	out := map[string][]Count{}
	for _, c := range counts {
		out[c.Key] = append(out[c.Key], c)
	}
	return out
}

func lineOf(key string, from, to Date, perWeek int, counts []Count) Line {
	l := Line{Key: key, Weeks: weeksOf(from, to, perWeek)}
	for i := range l.Weeks {
		w := &l.Weeks[i]
		until := ""
		if i+1 < len(l.Weeks) {
			until = string(l.Weeks[i+1].Starts)
		}
		for _, c := range counts {
			if c.Day >= w.Starts && c.Day <= to && (until == "" || string(c.Day) < until) {
				w.Planned += c.Planned
				w.Published += c.Published
			}
		}
		w.Pace = paceOf(*w)
		l.Wanted += w.Wanted
		l.Planned += w.Planned
		l.Published += w.Published
	}
	return l
}

// weeksOf cuts the period at each Monday.
func weeksOf(from, to Date, perWeek int) []Week {
	day, ok := from.Time()
	last, ok2 := to.Time()
	var out []Week
	for ok && ok2 && !day.After(last) {
		next := day.AddDate(0, 0, 1)
		for next.Weekday() != time.Monday && !next.After(last) {
			next = next.AddDate(0, 0, 1)
		}
		days := int(next.Sub(day) / (24 * time.Hour))
		out = append(out, Week{Starts: DateOf(day), Days: days, Wanted: float64(perWeek*days) / 7})
		day = next
	}
	return out
}

// paceOf judges a week. A week cut short by the period wants a part of a post;
// less than one post is not asked of it, so it is never called silent.
func paceOf(w Week) Pace {
	planned := float64(w.Planned)
	switch {
	case w.Wanted == 0:
		return PaceNone
	case w.Planned == 0 && w.Wanted >= 1:
		return PaceSilent
	case planned > 2*w.Wanted && w.Planned > 1:
		return PaceOverload
	case planned+1 <= w.Wanted:
		return PaceLow
	}
	return PaceMet
}
