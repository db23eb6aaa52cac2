package text

import (
	"net/url"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind of an entity.
type Kind string

// The kinds.
const (
	URL     Kind = "url"
	Mention Kind = "mention"
	Hashtag Kind = "hashtag"
)

// Entity is a passage with a meaning of its own. Start and End are offsets in
// code points, End excluded: []rune(s)[Start:End] is Text.
type Entity struct {
	Kind      Kind   `json:"kind"`
	Text      string `json:"text"` // as written, sign included: "#pluie"
	Start     int    `json:"start"`
	End       int    `json:"end"`
	byteStart int
	byteEnd   int
}

// ByteRange gives the entity's offsets in bytes: s[from:to] is Text.
func (e Entity) ByteRange() (from, to int) { return e.byteStart, e.byteEnd }

var (
	urlPattern     = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"«»“”\x60\x{fffd}]+`)
	hashtagPattern = regexp.MustCompile(`[#＃][\p{L}\p{N}\p{M}_\x{200c}\x{200d}·・]+`)
	mentionPattern = regexp.MustCompile(`[@＠][A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_])?(?:@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9]))?`)
)

// Entities gives the links, mentions and hashtags of s in order, never
// overlapping. A link is written with http or https and has a host; a hashtag
// holds at least one letter and, like a mention, does not start inside a word.
func Entities(s string) []Entity {
	var out []Entity
	for _, at := range urlPattern.FindAllStringIndex(s, -1) {
		if end := at[0] + len(trimURL(s[at[0]:at[1]])); isURL(s[at[0]:end]) {
			out = append(out, entity(s, URL, at[0], end))
		}
	}
	links := len(out)
	free := func(from, to int) bool {
		for _, e := range out[:links] {
			if from < e.byteEnd && e.byteStart < to {
				return false
			}
		}
		return !insideWord(s, from)
	}
	for _, at := range hashtagPattern.FindAllStringIndex(s, -1) {
		tag := strings.TrimRight(s[at[0]:at[1]], "·・")
		if free(at[0], at[1]) && strings.IndexFunc(tag, unicode.IsLetter) >= 0 {
			out = append(out, entity(s, Hashtag, at[0], at[0]+len(tag)))
		}
	}
	for _, at := range mentionPattern.FindAllStringIndex(s, -1) {
		if free(at[0], at[1]) {
			out = append(out, entity(s, Mention, at[0], at[1]))
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].byteStart < out[j].byteStart })
	locate(s, out)
	return out
}

// locate turns byte offsets into code points, in one pass over s.
func locate(s string, list []Entity) {
	at, points := 0, 0
	for i := range list {
		points += utf8.RuneCountInString(s[at:list[i].byteStart])
		list[i].Start = points
		points += utf8.RuneCountInString(list[i].Text)
		list[i].End = points
		at = list[i].byteEnd
	}
}

func entity(s string, k Kind, from, to int) Entity {
	return Entity{Kind: k, Text: s[from:to], byteStart: from, byteEnd: to}
}

func insideWord(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return at > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '&' || r == '/' || r == '@' || r == '#')
}

// trimURL leaves out the punctuation that ends the sentence rather than the
// link, and a closing bracket that was never opened.
func trimURL(u string) string {
	for {
		r, size := utf8.DecodeLastRuneInString(u)
		switch {
		case strings.ContainsRune(".,;:!?…’'*_~\u202f\u00a0", r),
			r == ')' && strings.Count(u, "(") < strings.Count(u, ")"),
			r == ']' && strings.Count(u, "[") < strings.Count(u, "]"),
			r == '}':
			u = u[:len(u)-size]
		default:
			return u
		}
	}
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Hostname() != ""
}
