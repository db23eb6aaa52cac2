package strategy

import (
	"fmt"
	"strings"
)

// CampaignState says where a campaign stands. A pause of what leaves is not a
// state but a hold, which channels owns.
type CampaignState string

// The states of a campaign.
const (
	CampaignDraft  CampaignState = "draft"
	CampaignActive CampaignState = "active"
	CampaignClosed CampaignState = "closed"
)

// CampaignStates lists every state.
var CampaignStates = []CampaignState{CampaignDraft, CampaignActive, CampaignClosed}

// Reach says whether a campaign pays for its audience.
type Reach string

// The reaches.
const (
	Organic Reach = "organic"
	Paid    Reach = "paid"
	Both    Reach = "both"
)

// Reaches lists every reach.
var Reaches = []Reach{Organic, Paid, Both}

// CampaignFields is what a person writes of a campaign. Money is in cents; nil
// means that nobody entered it.
type CampaignFields struct {
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	Colour      string        `json:"colour,omitempty"`
	State       CampaignState `json:"state"`
	Reach       Reach         `json:"reach"`
	Objective   ObjectiveID   `json:"objective,omitempty"`
	Audiences   []AudienceID  `json:"audiences"`
	Pillars     []PillarID    `json:"pillars"`
	KPIs        []KPI         `json:"kpis"`
	KeyMessages []string      `json:"keyMessages"`
	Starts      Date          `json:"starts,omitempty"`
	Ends        Date          `json:"ends,omitempty"` // the last day, included
	Currency    string        `json:"currency"`       // ISO 4217
	Budget      *int64        `json:"budget,omitempty"`
	Spend       *int64        `json:"spend,omitempty"`
}

// Campaign gathers posts around one objective for a time.
type Campaign struct {
	ID CampaignID
	Record
	CampaignFields
}

// copied is the campaign as a template for another: same aim, messages and
// budget, nothing of what happened. Dates move so that it starts on starts,
// with the same length.
func (f CampaignFields) copied(name string, starts Date) CampaignFields {
	f.Name, f.State, f.Spend = name, CampaignDraft, nil
	f.KPIs = append([]KPI(nil), f.KPIs...)
	for i := range f.KPIs {
		f.KPIs[i].Current = nil
	}
	from, begun := f.Starts.Time()
	to, ended := f.Ends.Time()
	anew, moved := starts.Time()
	f.Starts, f.Ends = starts, ""
	if begun && ended && moved {
		f.Ends = DateOf(anew.Add(to.Sub(from)))
	}
	return f
}

func (CampaignFields) kind() Kind                { return KindCampaign }
func (f CampaignFields) label() (string, string) { return f.Name, f.Colour }

func (f CampaignFields) links() []link {
	var out []link
	if f.Objective != "" {
		out = append(out, link{"objective", KindObjective, string(f.Objective)})
	}
	for i, id := range f.Audiences {
		out = append(out, link{fmt.Sprintf("audiences.%d", i), KindAudience, string(id)})
	}
	for i, id := range f.Pillars {
		out = append(out, link{fmt.Sprintf("pillars.%d", i), KindPillar, string(id)})
	}
	return out
}

func (f CampaignFields) normal() CampaignFields {
	f.Name, f.Description, f.Colour = trim(f.Name), trim(f.Description), upper(f.Colour)
	f.Audiences, f.Pillars = unique(f.Audiences), unique(f.Pillars)
	f.KPIs, f.KeyMessages = normalKPIs(f.KPIs), trimAll(f.KeyMessages)
	f.Currency = upper(f.Currency)
	if f.Currency == "" {
		f.Currency = "EUR"
	}
	if f.State == "" {
		f.State = CampaignDraft
	}
	if f.Reach == "" {
		f.Reach = Organic
	}
	return f
}

func (f CampaignFields) validate(c *check) {
	c.required("name", f.Name, maxName)
	c.text("description", f.Description, maxText)
	c.colour("colour", f.Colour)
	known(c, "state", f.State, CampaignStates)
	known(c, "reach", f.Reach, Reaches)
	validateKPIs(c, f.KPIs)
	c.lines("keyMessages", f.KeyMessages)
	c.size("audiences", len(f.Audiences))
	c.size("pillars", len(f.Pillars))
	c.date("starts", f.Starts)
	c.date("ends", f.Ends)
	c.Check(f.Starts == "" || f.Ends == "" || f.Starts <= f.Ends, "ends", "strategy.dates_order", "The campaign ends before it starts.")
	c.Check(len(f.Currency) == 3 && strings.Trim(f.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "", "currency", "strategy.currency", "A currency is three letters, such as EUR.")
	c.Check(f.Budget == nil || *f.Budget >= 0, "budget", "strategy.amount", "An amount is not negative.")
	c.Check(f.Spend == nil || *f.Spend >= 0, "spend", "strategy.amount", "An amount is not negative.")
}

func upper(s string) string { return strings.ToUpper(trim(s)) }
