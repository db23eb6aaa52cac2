package strategy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCheckWords(t *testing.T) {
	charter := Charter{Avoid: []AvoidedWord{
		{"usine", "atelier"}, {"pas cher", "au prix juste"}, {"cœur de cible", ""}, {"été", "belle saison"},
		{"cher", "coûteux"}, {"aujourd’hui", "ce jour"}, {"hui", ""}, {"factory", "workshop"}, {"don", ""}, {"C++", "un langage"},
	}}
	tests := []struct {
		name, text string
		want       []Finding
	}{
		{"nothing", "Un ciré pour l’hiver.", nil},
		{"plain", "Notre usine.", []Finding{{6, 11, "usine", "usine", "atelier"}}},
		{"elision", "De l’usine et de L'USINE", []Finding{{5, 10, "usine", "usine", "atelier"}, {19, 24, "usine", "USINE", "atelier"}}},
		{"plural not listed", "Nos usines tournent", nil},
		{"inside a word", "cousine", nil},
		{"hyphen", "usine-école", []Finding{{0, 5, "usine", "usine", "atelier"}}},
		{"hashtag", "#usine", []Finding{{1, 6, "usine", "usine", "atelier"}}},
		{"accents", "cet ete, cet ÉTÉ", []Finding{{4, 7, "été", "ete", "belle saison"}, {13, 16, "été", "ÉTÉ", "belle saison"}}},
		{"decomposed accents", "cet e\u0301te\u0301 !", []Finding{{4, 9, "été", "e\u0301te\u0301", "belle saison"}}},
		{"ligature", "le coeur de cible", []Finding{{3, 17, "cœur de cible", "coeur de cible", ""}}},
		{"any space, the longest wins", "pas\u00a0 \ncher", []Finding{{0, 10, "pas cher", "pas\u00a0 \ncher", "au prix juste"}}},
		{"astral letters before", "🌧️👩‍👩‍👧 usine", []Finding{{8, 13, "usine", "usine", "atelier"}}},
		{"hidden hyphen", "usi\u00adne", []Finding{{0, 6, "usine", "usi\u00adne", "atelier"}}},
		{"word with an apostrophe", "aujourd'hui", []Finding{{0, 11, "aujourd’hui", "aujourd'hui", "ce jour"}}},
		{"not the end of one", "Presqu’hui, aujourd’hui", []Finding{{7, 10, "hui", "hui", ""}, {12, 23, "aujourd’hui", "aujourd’hui", "ce jour"}}},
		{"english contraction", "Don’t", nil},
		{"english possessive", "the factory’s roof", []Finding{{4, 11, "factory", "factory", "workshop"}}},
		{"quotes", "‘usine’", []Finding{{1, 6, "usine", "usine", "atelier"}}},
		{"signs", "du C++, du c", []Finding{{3, 6, "C++", "C++", "un langage"}}},
		{"an address is left alone", "https://ex.fr/usine usine", []Finding{{20, 25, "usine", "usine", "atelier"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, CheckWords(charter, tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is written, findings lie in the text, in order, and quote it.
func FuzzCheckWords(f *testing.F) {
	f.Add("usine", "De l’usine, e\u0301te\u0301 \u00ad\xff")
	f.Fuzz(func(t *testing.T, word, text string) {
		runes, last := []rune(text), 0
		for _, found := range CheckWords(Charter{Avoid: []AvoidedWord{{Word: word}}}, text) {
			if found.Start < last || found.End <= found.Start || found.End > len(runes) || string(runes[found.Start:found.End]) != found.Found {
				t.Fatalf("%+v in %q", found, text)
			}
			last = found.End
		}
	})
}

func TestFindingsLieInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zéœ ’]{1,6}`).Draw(t, "word")
		text := rapid.String().Draw(t, "before") + " " + word + " " + rapid.String().Draw(t, "after")
		runes, last := []rune(text), 0
		for _, f := range CheckWords(Charter{Avoid: []AvoidedWord{{Word: word}}}, text) {
			if f.Start < last || f.End <= f.Start || f.End > len(runes) {
				t.Fatalf("span %d..%d after %d in %d runes", f.Start, f.End, last, len(runes))
			}
			if string(runes[f.Start:f.End]) != f.Found {
				t.Fatalf("Found %q is not the text", f.Found)
			}
			last = f.End
		}
	})
}

func TestIsVanity(t *testing.T) {
	for name, want := range map[string]bool{
		"Abonnés Instagram": true, "followers": true, "Mentions J’aime": true, "Vues": true, "Impressions": true, "Nombre d’abonnés": true,
		"Taux d’engagement par vue": false, "Abonnés à la lettre": false, "Ventes": false, "Coût pour mille impressions": false,
		"Avis 5 étoiles": false, "Revues de presse": false,
	} {
		if got := (KPI{Name: name}).IsVanity(); got != want {
			t.Errorf("%s: vanity %v, want %v", name, got, want)
		}
	}
	only := ObjectiveFields{KPIs: []KPI{{Name: "Likes"}, {Name: "Vues"}}}
	if !only.HasOnlyVanity() || (ObjectiveFields{KPIs: []KPI{{Name: "Likes"}, {Name: "Ventes"}}}).HasOnlyVanity() {
		t.Error("one useful KPI is enough, none is not")
	}
}

func TestAttainment(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	tests := []struct {
		kpi  KPI
		want *float64
	}{
		{KPI{Baseline: n(0), Target: n(60000), Current: n(15000)}, n(0.25)},
		{KPI{Baseline: n(0), Target: n(10), Current: n(0)}, n(0)},
		{KPI{Baseline: n(120), Target: n(60), Current: n(90)}, n(0.5)},
		{KPI{Baseline: n(0), Target: n(10)}, nil},
		{KPI{Baseline: n(5), Target: n(5), Current: n(5)}, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, tt.kpi.Attainment()); diff != "" {
			t.Error(diff)
		}
	}
}
