package text

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// Unit is what a network counts.
type Unit string

// The units, by the names that networks.TextLimits uses.
const (
	Graphemes  Unit = "graphemes"   // what a reader sees as one sign: 👩‍👩‍👧 is one
	CodePoints Unit = "code_points" // Unicode scalar values
	UTF8       Unit = "utf8_bytes"
	UTF16      Unit = "utf16" // code units, as JavaScript counts
)

// Normalize gives s in NFC, with line ends as \n and without the control
// characters that no network keeps (tabs and line ends stay).
func Normalize(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20 || (r >= 0x7f && r < 0xa0) || r == utf8.RuneError || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// Count gives the length of s in unit. When urlCost is above 0, each link
// counts for that much whatever its length. An unknown unit counts code points.
func Count(unit Unit, urlCost int, s string) int {
	if urlCost <= 0 {
		return length(unit, s)
	}
	total, from := 0, 0
	for _, e := range Entities(s) {
		if e.Kind == URL {
			total += length(unit, s[from:e.byteStart]) + urlCost
			from = e.byteEnd
		}
	}
	return total + length(unit, s[from:])
}

func length(unit Unit, s string) int {
	switch unit {
	case Graphemes:
		return uniseg.GraphemeClusterCount(s)
	case UTF8:
		return len(s)
	case UTF16:
		n := 0
		for _, r := range s {
			n += utf16.RuneLen(r)
		}
		return n
	default:
		return utf8.RuneCountInString(s)
	}
}

// Cut gives the longest beginning of s of at most max graphemes, ended at a
// word where that loses little, with an ellipsis when something was cut.
func Cut(s string, max int) string {
	s = strings.TrimSpace(s)
	if uniseg.GraphemeClusterCount(s) <= max {
		return s
	}
	end, rest, state := 0, s, -1
	for n := 0; n < max-1 && rest != ""; n++ {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		end += len(cluster)
	}
	head := s[:end]
	if at := strings.LastIndexAny(head, " \n\t"); at > end*2/3 {
		head = head[:at]
	}
	return strings.TrimRight(head, " \n\t.,;:!?…\u00a0\u202f«(") + "…"
}
