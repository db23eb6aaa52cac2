package editorial

import (
	"strings"
	"unicode"
)

// A word is compared by its letters; the blank after it travels with it and is
// merged apart, so that a new line is an edit without making another word.
type word struct {
	text  string
	blank string
}

// words cuts s into words with the blanks that follow them. The first word is
// always empty and carries the blanks that s begins with: an anchor that every
// text shares.
func words(s string) []word {
	out := []word{{}}
	for s != "" {
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		rest := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
		blank := s[end : len(s)-len(rest)]
		if end == 0 {
			out[0].blank = blank
		} else {
			out = append(out, word{s[:end], blank})
		}
		s = rest
	}
	return out
}

func joinWords(list []word) string {
	var b strings.Builder
	for _, w := range list {
		b.WriteString(w.text)
		b.WriteString(w.blank)
	}
	return b.String()
}

// matchLimit bounds the work of a comparison, in pairs of words; longer texts
// are compared by what they share at both ends alone.
const matchLimit = 4 << 20

// matches gives, for each word of a, the index of the word of b that it is, or
// -1: a longest common subsequence. The empty first words always match.
func matches(a, b []word) []int {
	out := make([]int, len(a))
	for i := range out {
		out[i] = -1
	}
	start, endA, endB := 0, len(a), len(b)
	for start < endA && start < endB && a[start].text == b[start].text {
		out[start] = start
		start++
	}
	for endA > start && endB > start && a[endA-1].text == b[endB-1].text {
		endA--
		endB--
		out[endA] = endB
	}
	n, m := endA-start, endB-start
	if n == 0 || m == 0 || n*m > matchLimit {
		return out
	}
	// length[i][j]: longest common subsequence of a[start+i:endA], b[start+j:endB].
	length := make([]int32, (n+1)*(m+1))
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			at := i*(m+1) + j
			if a[start+i].text == b[start+j].text {
				length[at] = length[at+m+2] + 1
			} else {
				length[at] = max(length[at+m+1], length[at+1])
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		at := i*(m+1) + j
		switch {
		case a[start+i].text == b[start+j].text:
			out[start+i] = start + j
			i++
			j++
		case length[at+m+1] >= length[at+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// Piece is a run of a comparison of two texts.
type Piece struct {
	Kind PieceKind `json:"kind"`
	Text string    `json:"text"`
}

// PieceKind says what became of a run.
type PieceKind string

// The kinds.
const (
	Same    PieceKind = "same"
	Added   PieceKind = "added"
	Removed PieceKind = "removed"
)

// Compare gives the difference from one text to the other, word by word, for a
// person to read: joined without the removed pieces it is to.
func Compare(from, to string) []Piece {
	a, b := words(from), words(to)
	match := matches(a, b)
	var out []Piece
	add := func(kind PieceKind, w word) {
		s := w.text + w.blank
		if s == "" {
			return
		}
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += s
			return
		}
		out = append(out, Piece{kind, s})
	}
	j := 0
	for i, w := range a {
		switch k := match[i]; {
		case k < 0:
			add(Removed, w)
		default:
			for ; j < k; j++ {
				add(Added, b[j])
			}
			add(Same, b[j]) // where only the blank changed, the new one
			j++
		}
	}
	for ; j < len(b); j++ {
		add(Added, b[j])
	}
	return out
}
