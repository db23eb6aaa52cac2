package editorial_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestPeopleWriteTogether: three people type in one post at once, each saving
// over what their own screen shows; every word that each typed is in the end.
func TestPeopleWriteTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		b := setup(t, db)
		p := b.write(hugo, "Demain, les couturières de l’atelier auront toutes un chapeau vert et jaune.", "ch_page")
		const saves = 15
		var wait sync.WaitGroup
		for who, ctx := range map[string]context.Context{"H": hugo, "M": maelle, "S": as("usr_samia", "community")} {
			wait.Go(func() {
				dice := rand.New(rand.NewPCG(7, uint64(who[0])))
				version, shown := 1, p.Draft.Segments[0].Text
				for n := range saves {
					words := strings.Fields(shown)
					at := dice.IntN(len(words) + 1)
					words = append(words[:at:at], append([]string{fmt.Sprintf("%s%d", who, n)}, words[at:]...)...)
					s, err := b.Save(ctx, ws, p.ID, version, text(strings.Join(words, " ")))
					if err != nil {
						t.Error(err)
						return
					}
					if n%3 != 2 { // sometimes the answer comes late, and the old screen stays
						version, shown = s.Post.Version, s.Post.Draft.Segments[0].Text
					} else {
						shown = strings.Join(words, " ")
					}
				}
			})
		}
		wait.Wait()
		got, err := b.Find(hugo, ws, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]int{}
		for _, w := range strings.Fields(got.Draft.Segments[0].Text) {
			have[w]++
		}
		for _, who := range []string{"H", "M", "S"} {
			for n := range saves {
				if w := fmt.Sprintf("%s%d", who, n); have[w] != 1 {
					t.Errorf("%s stands %d times in %q", w, have[w], got.Draft.Segments[0].Text)
				}
			}
		}
		if wrong, err := b.RebuildCards(hugo, ws, false); err != nil || len(wrong) > 0 {
			t.Fatalf("the card is not the post's: %v %v", wrong, err)
		}
	})
}
