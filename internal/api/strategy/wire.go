// Package strategy serves the strategy room over HTTP: its wire types, apart
// from the room's own, and one thin handler per use case.
package strategy

import (
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
	room "parvis/internal/strategy"
)

// Person is somebody named beside a change.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name" doc:"Empty when the person is gone"`
}

// Record is what every item carries.
type Record struct {
	ID         string     `json:"id"`
	Version    int        `json:"version" doc:"Send it back as baseVersion to edit"`
	CreatedAt  time.Time  `json:"createdAt"`
	CreatedBy  *Person    `json:"createdBy,omitempty" doc:"Absent: the program itself"`
	UpdatedAt  time.Time  `json:"updatedAt"`
	UpdatedBy  *Person    `json:"updatedBy,omitempty" doc:"Absent: the program itself"`
	ArchivedAt *time.Time `json:"archivedAt" nullable:"true"`
}

// KPIFields is a measure with its numbers as entered; null is “not available”.
type KPIFields struct {
	Name     string   `json:"name"`
	Unit     string   `json:"unit" required:"false"`
	Baseline *float64 `json:"baseline" required:"false"`
	Target   *float64 `json:"target" required:"false"`
	Current  *float64 `json:"current" required:"false"`
}

// KPI adds what is computed.
type KPI struct {
	KPIFields
	Vanity     bool     `json:"vanity" doc:"Followers, likes, impressions, views"`
	Attainment *float64 `json:"attainment" doc:"0 at the baseline, 1 at the target; null when a number is missing"`
}

// ObjectiveFields is what a person writes of an objective.
type ObjectiveFields struct {
	Title       string      `json:"title"`
	Description string      `json:"description" required:"false"`
	Goal        string      `json:"goal" enum:"awareness,engagement,community,traffic,leads,sales,loyalty,care"`
	KPIs        []KPIFields `json:"kpis"`
	Date        string      `json:"date" required:"false" doc:"2026-12-31, or empty"`
	Owner       string      `json:"owner" required:"false" doc:"Id of the member who answers for it, or empty"`
}

// ObjectiveEdit is the fields with the version they were written over.
type ObjectiveEdit struct {
	BaseVersion int `json:"baseVersion"`
	ObjectiveFields
}

// Objective is an objective read back.
type Objective struct {
	Record
	Title       string `json:"title"`
	Description string `json:"description"`
	Goal        string `json:"goal" enum:"awareness,engagement,community,traffic,leads,sales,loyalty,care"`
	KPIs        []KPI  `json:"kpis"`
	Date        string `json:"date"`
	Owner       string `json:"owner"`
	OnlyVanity  bool   `json:"onlyVanity" doc:"Every KPI is a vanity metric: add one that says something of the business"`
}

// Hours is a span of a weekday (1 is Monday) in the audience's local time.
type Hours struct {
	Weekday int `json:"weekday" minimum:"1" maximum:"7"`
	From    int `json:"from" minimum:"0" maximum:"23"`
	To      int `json:"to" minimum:"1" maximum:"24"`
}

// AudienceFields is what a person writes of an audience.
type AudienceFields struct {
	Name        string   `json:"name"`
	Description string   `json:"description" required:"false"`
	AgeFrom     *int     `json:"ageFrom" required:"false"`
	AgeTo       *int     `json:"ageTo" required:"false"`
	Languages   []string `json:"languages" required:"false"`
	Place       string   `json:"place" required:"false"`
	Interests   []string `json:"interests" required:"false"`
	Networks    []string `json:"networks" required:"false"`
	Active      []Hours  `json:"active" required:"false"`
	Needs       []string `json:"needs" required:"false"`
	Objections  []string `json:"objections" required:"false"`
}

// AudienceEdit is the fields with the version they were written over.
type AudienceEdit struct {
	BaseVersion int `json:"baseVersion"`
	AudienceFields
}

// Audience is an audience read back.
type Audience struct {
	Record
	AudienceFields
}

// PillarFields is what a person writes of a pillar.
type PillarFields struct {
	Name        string `json:"name"`
	Colour      string `json:"colour" doc:"#RRGGBB"`
	Description string `json:"description" required:"false"`
	Share       int    `json:"share" required:"false" minimum:"0" maximum:"100" doc:"Wanted part of the posts, in percent"`
	PerWeek     int    `json:"perWeek" required:"false" minimum:"0" maximum:"500" doc:"Wanted posts in a week; 0: not said"`
}

// PillarEdit is the fields with the version they were written over.
type PillarEdit struct {
	BaseVersion int `json:"baseVersion"`
	PillarFields
}

// Pillar is a pillar read back.
type Pillar struct {
	Record
	PillarFields
}

// CampaignFields is what a person writes of a campaign. Money is in cents.
type CampaignFields struct {
	Name        string      `json:"name"`
	Description string      `json:"description" required:"false"`
	Colour      string      `json:"colour" required:"false" doc:"#RRGGBB, or empty"`
	State       string      `json:"state" required:"false" enum:"draft,active,closed" default:"draft"`
	Reach       string      `json:"reach" required:"false" enum:"organic,paid,both" default:"organic"`
	Objective   string      `json:"objective" required:"false"`
	Audiences   []string    `json:"audiences" required:"false"`
	Pillars     []string    `json:"pillars" required:"false"`
	KPIs        []KPIFields `json:"kpis" required:"false"`
	KeyMessages []string    `json:"keyMessages" required:"false"`
	Starts      string      `json:"starts" required:"false" doc:"2026-11-01, or empty"`
	Ends        string      `json:"ends" required:"false" doc:"The last day, included"`
	Currency    string      `json:"currency" required:"false" default:"EUR"`
	Budget      *int64      `json:"budget" required:"false" doc:"In cents; null: not entered"`
	Spend       *int64      `json:"spend" required:"false" doc:"In cents; null: not entered"`
}

// CampaignEdit is the fields with the version they were written over.
type CampaignEdit struct {
	BaseVersion int `json:"baseVersion"`
	CampaignFields
}

// Campaign is a campaign read back.
type Campaign struct {
	Record
	CampaignFields
}

// CampaignCopy names the campaign made from another.
type CampaignCopy struct {
	Name   string `json:"name"`
	Starts string `json:"starts" required:"false" doc:"First day; the length is kept"`
}

type people map[identity.UserID]string

func (p people) find(id identity.UserID) *Person {
	if id == "" {
		return nil
	}
	return &Person{string(id), p[id]}
}

func (p people) record(id string, r room.Record) Record {
	return Record{ID: id, Version: r.Version, CreatedAt: r.CreatedAt.Time, CreatedBy: p.find(r.CreatedBy),
		UpdatedAt: r.UpdatedAt.Time, UpdatedBy: p.find(r.UpdatedBy), ArchivedAt: instant(r.ArchivedAt)}
}

func instant(t store.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

func each[A, B any](list []A, fn func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = fn(v)
	}
	return out
}

func named[A, B ~string](list []A) []B { return each(list, func(v A) B { return B(v) }) }

func kpiIn(k KPIFields) room.KPI  { return room.KPI(k) }
func kpiOut(k room.KPI) KPIFields { return KPIFields(k) }

func (f ObjectiveFields) room() room.ObjectiveFields {
	return room.ObjectiveFields{Title: f.Title, Description: f.Description, Goal: room.Goal(f.Goal), KPIs: each(f.KPIs, kpiIn),
		Date: room.Date(f.Date), Owner: identity.MemberID(f.Owner)}
}

func objectiveOut(p people, o room.Objective) Objective {
	kpis := each(o.KPIs, func(k room.KPI) KPI { return KPI{kpiOut(k), k.IsVanity(), k.Attainment()} })
	return Objective{Record: p.record(string(o.ID), o.Record), Title: o.Title, Description: o.Description, Goal: string(o.Goal),
		KPIs: kpis, Date: string(o.Date), Owner: string(o.Owner), OnlyVanity: o.HasOnlyVanity()}
}

func (f AudienceFields) room() room.AudienceFields {
	return room.AudienceFields{Name: f.Name, Description: f.Description, AgeFrom: f.AgeFrom, AgeTo: f.AgeTo, Languages: f.Languages,
		Place: f.Place, Interests: f.Interests, Networks: f.Networks, Needs: f.Needs, Objections: f.Objections,
		Active: each(f.Active, func(h Hours) room.Hours { return room.Hours(h) })}
}

func audienceOut(p people, a room.Audience) Audience {
	return Audience{p.record(string(a.ID), a.Record), AudienceFields{Name: a.Name, Description: a.Description, AgeFrom: a.AgeFrom,
		AgeTo: a.AgeTo, Languages: a.Languages, Place: a.Place, Interests: a.Interests, Networks: a.Networks, Needs: a.Needs,
		Objections: a.Objections, Active: each(a.Active, func(h room.Hours) Hours { return Hours(h) })}}
}

func (f PillarFields) room() room.PillarFields { return room.PillarFields(f) }

func pillarOut(p people, v room.Pillar) Pillar {
	return Pillar{p.record(string(v.ID), v.Record), PillarFields(v.PillarFields)}
}

func (f CampaignFields) room() room.CampaignFields {
	return room.CampaignFields{Name: f.Name, Description: f.Description, Colour: f.Colour, State: room.CampaignState(f.State),
		Reach: room.Reach(f.Reach), Objective: room.ObjectiveID(f.Objective), Audiences: named[string, room.AudienceID](f.Audiences),
		Pillars: named[string, room.PillarID](f.Pillars), KPIs: each(f.KPIs, kpiIn), KeyMessages: f.KeyMessages,
		Starts: room.Date(f.Starts), Ends: room.Date(f.Ends), Currency: f.Currency, Budget: f.Budget, Spend: f.Spend}
}

func campaignOut(p people, c room.Campaign) Campaign {
	return Campaign{p.record(string(c.ID), c.Record), CampaignFields{Name: c.Name, Description: c.Description, Colour: c.Colour,
		State: string(c.State), Reach: string(c.Reach), Objective: string(c.Objective), Audiences: named[room.AudienceID, string](c.Audiences),
		Pillars: named[room.PillarID, string](c.Pillars), KPIs: each(c.KPIs, kpiOut), KeyMessages: c.KeyMessages,
		Starts: string(c.Starts), Ends: string(c.Ends), Currency: c.Currency, Budget: c.Budget, Spend: c.Spend}}
}
