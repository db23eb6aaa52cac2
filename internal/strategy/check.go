package strategy

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"parvis/internal/fault"
)

// Lengths in code points, and sizes of lists, that an item may have. They are
// wide: they keep a pasted book out, not a long sentence.
const (
	maxName = 120
	maxLine = 500
	maxText = 5000
	maxList = 100
)

// Date is a calendar day, "2026-11-24", without zone.
type Date string

const dateLayout = "2006-01-02"

// DateOf gives the calendar day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(dateLayout)) }

// Time gives midnight UTC of the day; false when d is not a day.
func (d Date) Time() (time.Time, bool) {
	t, err := time.Parse(dateLayout, string(d))
	return t, err == nil
}

// check collects what is wrong with the fields of an item, so that a person
// sees all of it at once.
type check struct{ fault.Collect }

func (c *check) required(path, s string, limit int) {
	c.Check(s != "", path, "strategy.required", "This is needed.")
	c.text(path, s, limit)
}

func (c *check) text(path, s string, limit int) {
	if utf8.RuneCountInString(s) > limit {
		c.Add(path, "strategy.too_long", fmt.Sprintf("At most %d characters.", limit))
	}
}

func (c *check) lines(path string, list []string) {
	c.size(path, len(list))
	for i, s := range list {
		c.required(fmt.Sprintf("%s.%d", path, i), s, maxLine)
	}
}

func (c *check) size(path string, n int) {
	if n > maxList {
		c.Add(path, "strategy.too_many", fmt.Sprintf("At most %d.", maxList))
	}
}

func (c *check) date(path string, d Date) {
	if _, ok := d.Time(); d != "" && !ok {
		c.Add(path, "strategy.date", "This is not a date: write it as 2026-12-31.")
	}
}

var colourForm = regexp.MustCompile(`^#[0-9A-F]{6}$`)

func (c *check) colour(path, s string) {
	c.Check(s == "" || colourForm.MatchString(s), path, "strategy.colour", "A colour is written #RRGGBB.")
}

func known[T comparable](c *check, path string, v T, list []T) {
	c.Check(among(v, list), path, "strategy.choice", "Choose one of the values offered.")
}

func trim(s string) string { return strings.TrimSpace(s) }

// trimAll trims every line and drops the empty ones.
func trimAll(list []string) []string {
	out := []string{}
	for _, s := range list {
		if s = trim(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// unique drops repetitions and empty values, keeping the order.
func unique[T ~string](list []T) []T {
	out := []T{}
	for _, v := range list {
		if v != "" && !among(v, out) {
			out = append(out, v)
		}
	}
	return out
}
