package strategy

import (
	"fmt"
	"slices"
	"strings"

	"parvis/internal/identity"
)

// Goal is the business goal behind an objective.
type Goal string

// The business goals.
const (
	GoalAwareness  Goal = "awareness"
	GoalEngagement Goal = "engagement"
	GoalCommunity  Goal = "community"
	GoalTraffic    Goal = "traffic"
	GoalLeads      Goal = "leads"
	GoalSales      Goal = "sales"
	GoalLoyalty    Goal = "loyalty"
	GoalCare       Goal = "care"
)

// Goals lists every business goal.
var Goals = []Goal{GoalAwareness, GoalEngagement, GoalCommunity, GoalTraffic, GoalLeads, GoalSales, GoalLoyalty, GoalCare}

// KPI is a measure with its numbers as a person entered them. nil means that
// the number is not available: it is never read as 0.
type KPI struct {
	Name     string   `json:"name"`
	Unit     string   `json:"unit,omitempty"` // "€", "%", "" for a count
	Baseline *float64 `json:"baseline,omitempty"`
	Target   *float64 `json:"target,omitempty"`
	Current  *float64 `json:"current,omitempty"`
}

// Attainment is the way made from the baseline to the target: 0 at the
// baseline, 1 at the target, more beyond, negative when things got worse. It
// also serves a target below its baseline (a delay to shorten). nil when a
// number is missing or the two ends are the same.
func (k KPI) Attainment() *float64 {
	if k.Baseline == nil || k.Target == nil || k.Current == nil || *k.Target == *k.Baseline {
		return nil
	}
	done := (*k.Current - *k.Baseline) / (*k.Target - *k.Baseline)
	return &done
}

// Words that name a figure which grows without the business growing, and words
// that turn such a name into a measure of something real.
var (
	vanityWords = strings.Fields("follower followers abonne abonnes abonnee abonnees fan fans like likes aime aiment impression impressions view views vue vues")
	usefulWords = strings.Fields("taux part rate ratio share cout cost per par conversion lettre newsletter actif actifs active")
)

// IsVanity says whether the measure flatters more than it informs: followers,
// likes, impressions, views. A rate or a cost built on one of them is not.
func (k KPI) IsVanity() bool {
	words := foldedWords(k.Name)
	has := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	return has(vanityWords) && !has(usefulWords)
}

// ObjectiveFields is what a person writes of an objective.
type ObjectiveFields struct {
	Title       string            `json:"title"`
	Description string            `json:"description,omitempty"`
	Goal        Goal              `json:"goal"`
	KPIs        []KPI             `json:"kpis"`
	Date        Date              `json:"date,omitempty"`  // when the target is due
	Owner       identity.MemberID `json:"owner,omitempty"` // who answers for it
}

// Objective is something the brand wants to reach.
type Objective struct {
	ID ObjectiveID
	Record
	ObjectiveFields
}

// HasOnlyVanity says whether every KPI of the objective is a vanity metric.
func (f ObjectiveFields) HasOnlyVanity() bool {
	for _, k := range f.KPIs {
		if !k.IsVanity() {
			return false
		}
	}
	return len(f.KPIs) > 0
}

func (ObjectiveFields) kind() Kind                { return KindObjective }
func (f ObjectiveFields) label() (string, string) { return f.Title, "" }
func (f ObjectiveFields) links() []link           { return nil }

func (f ObjectiveFields) normal() ObjectiveFields {
	f.Title, f.Description = trim(f.Title), trim(f.Description)
	f.KPIs = normalKPIs(f.KPIs)
	return f
}

func (f ObjectiveFields) validate(c *check) {
	c.required("title", f.Title, maxName)
	c.text("description", f.Description, maxText)
	known(c, "goal", f.Goal, Goals)
	c.Check(len(f.KPIs) > 0, "kpis", "strategy.kpi_needed", "An objective needs at least one KPI.")
	validateKPIs(c, f.KPIs)
	c.date("date", f.Date)
}

func normalKPIs(list []KPI) []KPI {
	out := []KPI{}
	for _, k := range list {
		k.Name, k.Unit = trim(k.Name), trim(k.Unit)
		out = append(out, k)
	}
	return out
}

func validateKPIs(c *check, list []KPI) {
	c.size("kpis", len(list))
	for i, k := range list {
		c.required(fmt.Sprintf("kpis.%d.name", i), k.Name, maxName)
		c.text(fmt.Sprintf("kpis.%d.unit", i), k.Unit, 20)
	}
}
