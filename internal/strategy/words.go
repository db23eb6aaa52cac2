package strategy

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Finding is a word of the text that the charter asks to avoid. Start and End
// count code points, End excluded: text[Start:End] as runes is Found.
type Finding struct {
	Start, End int
	Word       string // as the charter writes it
	Found      string // as the text writes it
	Suggestion string
}

// CheckWords finds the words and expressions to avoid, in the order of the
// text. Case, accents, ligatures and the width of spaces do not matter. Only
// whole words count: “usine” is found in “l’usine” and “usine-école”, not in
// “usines”, which the charter must list if it means it. Where two expressions
// overlap, the one that begins first wins, then the longest. Addresses of web
// pages are left alone.
func CheckWords(charter Charter, text string) []Finding {
	listed := foldListed(charter.Avoid)
	if len(listed) == 0 {
		return nil
	}
	runes := []rune(text)
	t := fold(runes)
	skip := addresses(runes)
	var out []Finding
	for i := 0; i < len(t.runes); {
		w, ok := matchAt(listed, t, i)
		if !ok || skip[t.start[i]] {
			i++
			continue
		}
		last := i + len(w.folded) - 1
		from, to := t.start[i], t.end[last]
		out = append(out, Finding{from, to, w.Word, string(runes[from:to]), w.Suggestion})
		i = last + 1
	}
	return out
}

type listedWord struct {
	AvoidedWord
	folded []rune
}

// foldListed groups the words by their first rune, the longest first.
func foldListed(words []AvoidedWord) map[rune][]listedWord {
	out := map[rune][]listedWord{}
	for _, w := range words {
		f := fold([]rune(trim(w.Word))).runes
		if len(f) > 0 {
			out[f[0]] = append(out[f[0]], listedWord{w, f})
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b listedWord) int { return len(b.folded) - len(a.folded) })
	}
	return out
}

func matchAt(listed map[rune][]listedWord, t folded, i int) (listedWord, bool) {
	for _, w := range listed[t.runes[i]] {
		end := i + len(w.folded)
		if end <= len(t.runes) && slices.Equal(t.runes[i:end], w.folded) && t.whole(i, end) {
			return w, true
		}
	}
	return listedWord{}, false
}

// folded is a text reduced to what comparison needs, each rune with the span of
// code points that it stands for.
type folded struct {
	runes      []rune
	start, end []int
}

// Letters that no decomposition takes apart.
var plain = map[rune]string{'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ł': "l", '’': "'", 'ʼ': "'", '‘': "'", '‑': "-", '‐': "-"}

// fold lowers case, takes accents off, opens ligatures, makes one space of any
// white space, and drops what nobody sees (soft hyphens, joiners).
func fold(text []rune) folded {
	var f folded
	add := func(r rune, at int) {
		f.runes, f.start, f.end = append(f.runes, r), append(f.start, at), append(f.end, at+1)
	}
	for at, r := range text {
		n := len(f.runes)
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			if n > 0 && unicode.Is(unicode.Mn, r) {
				f.end[n-1] = at + 1 // an accent belongs to the letter before it
			}
		case unicode.IsSpace(r):
			if n > 0 && f.runes[n-1] == ' ' {
				f.end[n-1] = at + 1
			} else {
				add(' ', at)
			}
		default:
			for _, c := range foldRune(r) {
				add(c, at)
			}
		}
	}
	return f
}

func foldRune(r rune) string {
	if r < 0x80 {
		return string(unicode.ToLower(r))
	}
	r = unicode.ToLower(r)
	if s, ok := plain[r]; ok {
		return s
	}
	s := strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKD.String(string(r)))
	if s == "" {
		return string(r)
	}
	return s
}

// whole says whether runes i to end stand as words of their own.
func (t folded) whole(i, end int) bool {
	if i > 0 && isLetter(t.runes[i]) && !t.opens(i) {
		return false
	}
	return end == len(t.runes) || !isLetter(t.runes[end-1]) || t.closes(end)
}

// Words that French elides before a vowel.
var elided = strings.Fields("c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu entr")

// opens: a word may begin at i. After an apostrophe it does when an elided word
// stands before (l’usine), not inside a word (aujourd’hui).
func (t folded) opens(i int) bool {
	prev := t.runes[i-1]
	if prev != '\'' {
		return !isLetter(prev)
	}
	from := i - 1
	for from > 0 && isLetter(t.runes[from-1]) {
		from--
	}
	before := string(t.runes[from : i-1])
	return before == "" || slices.Contains(elided, before)
}

// closes: a word may end before end. An apostrophe with a letter after it goes
// on with the word (aujourd’hui, don’t), the English possessive apart.
func (t folded) closes(end int) bool {
	if t.runes[end] != '\'' {
		return !isLetter(t.runes[end])
	}
	if end+1 == len(t.runes) || !isLetter(t.runes[end+1]) {
		return true
	}
	possessive := t.runes[end+1] == 's' && (end+2 == len(t.runes) || !isLetter(t.runes[end+2]))
	return possessive
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// addresses marks the code points of http and https addresses.
func addresses(text []rune) []bool {
	skip := make([]bool, len(text))
	for i := 0; i < len(text); i++ {
		if !begins(text[i:], "http://") && !begins(text[i:], "https://") {
			continue
		}
		for i < len(text) && !unicode.IsSpace(text[i]) {
			skip[i] = true
			i++
		}
	}
	return skip
}

func begins(text []rune, with string) bool {
	return len(text) >= len(with) && strings.EqualFold(string(text[:len(with)]), with)
}

// foldedWords splits s into its folded words.
func foldedWords(s string) []string {
	return strings.FieldsFunc(string(fold([]rune(s)).runes), func(r rune) bool { return !isLetter(r) })
}
