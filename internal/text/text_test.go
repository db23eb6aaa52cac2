package text

import (
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestCount(t *testing.T) {
	tests := []struct {
		name    string
		unit    Unit
		urlCost int
		in      string
		want    int
	}{
		{"empty", Graphemes, 0, "", 0},
		{"family is one grapheme", Graphemes, 0, "👩‍👩‍👧", 1},
		{"family in code points", CodePoints, 0, "👩‍👩‍👧", 5},
		{"family in utf16", UTF16, 0, "👩‍👩‍👧", 8},
		{"family in bytes", UTF8, 0, "👩‍👩‍👧", 18},
		{"accent", Graphemes, 0, "été", 3},
		{"accent in bytes", UTF8, 0, "été", 5},
		{"link at a flat cost", CodePoints, 23, "Voir https://exemple.fr/une/longue/adresse?x=1 demain", 5 + 23 + 7},
		{"link as written", CodePoints, 0, "https://a.fr", 12},
		{"two links", Graphemes, 23, "https://a.fr https://b.fr", 47},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Count(tt.unit, tt.urlCost, tt.in); got != tt.want {
				t.Errorf("Count = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestEntities(t *testing.T) {
	tests := []struct {
		in   string
		want []Entity
	}{
		{"rien", nil},
		{"Été : https://exemple.fr/ciré. Fin", []Entity{{Kind: URL, Text: "https://exemple.fr/ciré", Start: 6, End: 29}}},
		{"(https://a.fr/x_(y))", []Entity{{Kind: URL, Text: "https://a.fr/x_(y)", Start: 1, End: 19}}},
		{"« https://a.fr/b »", []Entity{{Kind: URL, Text: "https://a.fr/b", Start: 2, End: 16}}},
		{"javascript:alert(1) https:// ftp://a", nil},
		{"👩‍👩‍👧 #pluie #2026 #été2026!", []Entity{{Kind: Hashtag, Text: "#pluie", Start: 6, End: 12}, {Kind: Hashtag, Text: "#été2026", Start: 19, End: 27}}},
		{"a#b c#d", nil},
		{"@brume et @a@mer.exemple. x@y.fr", []Entity{{Kind: Mention, Text: "@brume", Start: 0, End: 6}, {Kind: Mention, Text: "@a@mer.exemple", Start: 10, End: 24}}},
		{"https://a.fr/#ancre @b", []Entity{{Kind: URL, Text: "https://a.fr/#ancre", Start: 0, End: 19}, {Kind: Mention, Text: "@b", Start: 20, End: 22}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Entities(tt.in), cmpopts.IgnoreUnexported(Entity{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
	}
}

// Whatever is written, offsets cut out exactly the entity's text, in code
// points and in bytes, in order and without overlap.
func TestEntitiesOffsets(t *testing.T) {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"#été", "@brume", "https://a.fr/ü?q=(1)", "https://é.fr.", " ", "\n", "👩‍👩‍👧", "«", "»", "@a@b.fr", "#", "@", "\xff"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces") {
			s += p
		}
		runes, last := []rune(s), 0
		for _, e := range Entities(s) {
			from, to := e.ByteRange()
			if s[from:to] != e.Text {
				t.Fatalf("bytes [%d,%d) of %q are %q, not %q", from, to, s, s[from:to], e.Text)
			}
			if got := string(runes[e.Start:e.End]); got != e.Text {
				t.Fatalf("code points [%d,%d) of %q are %q, not %q", e.Start, e.End, s, got, e.Text)
			}
			if e.Start < last || e.End <= e.Start {
				t.Fatalf("%+v overlaps what ends at %d", e, last)
			}
			last = e.End
		}
	})
}

func TestUnitsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Normalize(rapid.String().Draw(t, "s"))
		if Normalize(s) != s {
			t.Fatalf("Normalize is not stable on %q", s)
		}
		if got, want := Count(UTF16, 0, s), len(utf16.Encode([]rune(s))); got != want {
			t.Fatalf("utf16 of %q: %d, want %d", s, got, want)
		}
		g, c, b := Count(Graphemes, 0, s), Count(CodePoints, 0, s), Count(UTF8, 0, s)
		if g > c || c > b {
			t.Fatalf("graphemes %d, code points %d, bytes %d of %q", g, c, b, s)
		}
	})
}

func TestCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, max := rapid.String().Draw(t, "s"), rapid.IntRange(1, 40).Draw(t, "max")
		if got := Count(Graphemes, 0, Cut(s, max)); got > max {
			t.Fatalf("Cut(%q, %d) has %d graphemes", s, max, got)
		}
	})
	if got := Cut("La verrière chante, le fil ciré sent le miel.", 20); got != "La verrière chante…" {
		t.Errorf("Cut = %q", got)
	}
}
