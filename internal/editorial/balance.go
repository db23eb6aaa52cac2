package editorial

import (
	"context"
	"strings"

	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/strategy"
)

// StrategyUsesTx gives the number of posts, the bin's included, that carry an
// item of the strategy. It makes this room strategy.Uses.
func (s *Service) StrategyUsesTx(ctx context.Context, q store.Querier, ws identity.WorkspaceID, kind strategy.Kind, id string) (int, error) {
	return countLinked(ctx, q, ws, string(kind), id)
}

// StrategyCounts counts the posts whose wall date lies from..to, both included,
// cancelled ones apart: per pillar and day, per network and day. It makes this
// room strategy.Counter.
func (s *Service) StrategyCounts(ctx context.Context, ws identity.WorkspaceID, from, to strategy.Date) (strategy.Counts, error) {
	rows, err := countPlanned(ctx, s.db.Reader(), ws, string(from), string(to))
	if err != nil {
		return strategy.Counts{}, err
	}
	var pillars, networks tally
	for _, r := range rows {
		pillars.add(string(r.Pillar), r)
		for _, n := range strings.FieldsFunc(r.Networks, func(c rune) bool { return c == '|' }) {
			networks.add(n, r)
		}
	}
	return strategy.Counts{Pillars: pillars.counts, Networks: networks.counts}, nil
}

// tally sums rows per key and day.
type tally struct {
	at     map[[2]string]int
	counts []strategy.Count
}

func (t *tally) add(key string, r plannedRow) {
	if t.at == nil {
		t.at = map[[2]string]int{}
	}
	i, ok := t.at[[2]string{key, r.Day}]
	if !ok {
		i = len(t.counts)
		t.at[[2]string{key, r.Day}] = i
		t.counts = append(t.counts, strategy.Count{Key: key, Day: strategy.Date(r.Day)})
	}
	t.counts[i].Planned += r.N
	if r.Status == StatusPublished {
		t.counts[i].Published += r.N
	}
}
