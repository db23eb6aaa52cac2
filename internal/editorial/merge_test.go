package editorial

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMergeText(t *testing.T) {
	for name, tc := range map[string]struct {
		base, mine, theirs, want string
		overlap                  bool
	}{
		"one side":              {"le chat noir", "le chat noir", "le chien noir", "le chien noir", false},
		"apart":                 {"le chat noir dort ici", "le chien noir dort ici", "le chat noir dort là", "le chien noir dort là", false},
		"the same":              {"un", "un deux", "un deux", "un deux", false},
		"one went on":           {"un", "un deux trois", "un deux", "un deux trois", false},
		"same word":             {"le chat", "le chien", "le loup", "le chien loup", true},
		"deleted and rewritten": {"un deux trois", "un trois", "un DEUX trois", "un DEUX trois", false},
		"both delete":           {"un deux trois", "un trois", "un deux", "un", false},
		"from nothing":          {"", "bonjour", "salut", "bonjour salut", true},
		"a new line":            {"un deux", "un\n\ndeux", "un deux trois", "un\n\ndeux trois", false},
		"leading blank":         {"un", "\nun", "un deux", "\nun deux", false},
		"all rewritten":         {"a b c", "x y z", "u v w", "x y z u v w", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, overlap := MergeText(tc.base, tc.mine, tc.theirs)
			if got != tc.want && strings.Join(strings.Fields(got), " ") != tc.want || overlap != tc.overlap {
				t.Fatalf("%q (overlap %v), want %q (%v)", got, overlap, tc.want, tc.overlap)
			}
		})
	}
}

// rewritten edits a text: words go, and fresh ones, marked by who, come.
func rewritten(t *rapid.T, base []string, who string) []string {
	out := slices.Clone(base)
	for n := range rapid.IntRange(0, 6).Draw(t, who+" edits") {
		at := rapid.IntRange(0, len(out)).Draw(t, who+" at")
		if at < len(out) && rapid.Bool().Draw(t, who+" deletes") {
			out = slices.Delete(out, at, at+1)
			continue
		}
		out = slices.Insert(out, at, who+string(rune('a'+n)))
	}
	return out
}

// TestNoWordIsLost: whatever two people do to one text, what each of them added
// is in the merge, and so is every word that both left alone.
func TestNoWordIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("la pluie tombe sur le port et les bottes rouges restent sèches")), 0, 15).Draw(t, "base")
		mine, theirs := rewritten(t, base, "M"), rewritten(t, base, "T")
		merged, _ := MergeText(strings.Join(base, " "), strings.Join(mine, " "), strings.Join(theirs, " "))
		got := strings.Fields(merged)
		count := func(list []string, w string) (n int) {
			for _, v := range list {
				if v == w {
					n++
				}
			}
			return n
		}
		for _, w := range slices.Concat(mine, theirs) {
			if w[0] == 'M' || w[0] == 'T' {
				if count(got, w) != 1 {
					t.Fatalf("%q stands %d times in %q", w, count(got, w), merged)
				}
			}
		}
		for _, w := range base {
			kept := count(mine, w) + count(theirs, w) - count(base, w) // at least so many were left alone by both
			if count(got, w) < kept {
				t.Fatalf("%q stands %d times in %q, both kept %d", w, count(got, w), merged, kept)
			}
		}
		if both, _ := MergeText(strings.Join(base, " "), merged, strings.Join(theirs, " ")); strings.Join(strings.Fields(both), " ") == "" && len(got) > 0 {
			t.Fatal("merging again emptied the text")
		}
	})
}

// TestMergeOfSavesThatRepeat: a client that lost the answer to its save sends
// the same again, and no word doubles.
func TestMergeOfSavesThatRepeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,3}`), 0, 12).Draw(t, "base")
		mine := rewritten(t, base, "M")
		b, m := strings.Join(base, " "), strings.Join(mine, " ")
		if got, overlap := MergeText(b, m, m); got != m || overlap {
			t.Fatalf("%q became %q", m, got)
		}
	})
}

func TestCompareTellsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", " ", "  ", "\n", "é"}), 0, 20)
		from, to := strings.Join(text.Draw(t, "from"), ""), strings.Join(text.Draw(t, "to"), "")
		var got strings.Builder
		for _, p := range Compare(from, to) {
			if p.Kind != Removed {
				got.WriteString(p.Text)
			}
		}
		if got.String() != to {
			t.Fatalf("%q, want %q", got.String(), to)
		}
	})
}

func TestMergeDrafts(t *testing.T) {
	base := Draft{State: Written, Segments: []Segment{{ID: "s1", Text: "un"}, {ID: "s2", Text: "deux"}}, Labels: []LabelID{"a", "b"},
		Variants: []Variant{{Channel: "x", Custom: true, Segments: []Segment{{ID: "v", Text: "pour x"}}}, {Channel: "y"}}}.Clean()

	mine := base.Clean()
	mine.Labels = []LabelID{"b", "c"}
	mine.Segments = []Segment{{ID: "s2", Text: "deux"}} // s1 removed
	mine.Variants = []Variant{{Channel: "x"}, {Channel: "y"}}
	mine.Links.Pillar = "pil_m"

	theirs := base.Clean()
	theirs.Labels = []LabelID{"a", "b", "d"}
	theirs.Segments = []Segment{{ID: "s1", Text: "un, réécrit"}, {ID: "s2", Text: "deux"}, {ID: "s3", Text: "trois"}}
	theirs.Variants = []Variant{{Channel: "x", Custom: true, Segments: []Segment{{ID: "v", Text: "pour x, mieux"}}}}
	theirs.Links.Stage = "loyalty"

	got, overlaps := Merge(base, mine.Clean(), theirs.Clean())
	want := Draft{State: Written, Labels: []LabelID{"b", "d", "c"}, Links: Links{Pillar: "pil_m", Stage: "loyalty"},
		Segments: []Segment{{ID: "s1", Text: "un, réécrit"}, {ID: "s2", Text: "deux"}, {ID: "s3", Text: "trois"}},
		Variants: []Variant{{Channel: "x", Custom: true, Segments: []Segment{{ID: "v", Text: "pour x, mieux"}}}}}.Clean()
	slices.Sort(got.Labels)
	slices.Sort(want.Labels)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff([]string{"variants.x.custom"}, overlaps); diff != "" {
		t.Fatal(diff)
	}
}
