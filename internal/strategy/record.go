package strategy

import (
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Typed ids of the room.
type (
	ObjectiveID string // "obj_…"
	AudienceID  string // "aud_…"
	PillarID    string // "pil_…"
	CampaignID  string // "cmp_…"
)

// Kind is the noun of a strategic item; it is also its topic in the change feed.
type Kind string

// The kinds of item.
const (
	KindObjective Kind = "objective"
	KindAudience  Kind = "audience"
	KindPillar    Kind = "pillar"
	KindCampaign  Kind = "campaign"
)

var prefixes = map[Kind]string{KindObjective: "obj", KindAudience: "aud", KindPillar: "pil", KindCampaign: "cmp"}

// Record is what every item carries: its version, who made it and who touched
// it last.
type Record struct {
	Version    int
	CreatedAt  store.Time
	CreatedBy  identity.UserID // "" is the program itself (the sample)
	UpdatedAt  store.Time
	UpdatedBy  identity.UserID
	ArchivedAt store.Time // zero: in use
}

// IsArchived says whether the item has been put away.
func (r Record) IsArchived() bool { return !r.ArchivedAt.IsZero() }

// Label is what a card shows of an item.
type Label struct {
	ID       string
	Kind     Kind
	Name     string
	Colour   string // "#RRGGBB", "" when the item has none
	Archived bool
}

// Labels finds a label by the id of any item.
type Labels map[string]Label

// Refs are the strategic coordinates of a post; each may be empty.
type Refs struct {
	Objective ObjectiveID
	Campaign  CampaignID
	Pillar    PillarID
	Audience  AudienceID
	Stage     Stage
}

// Stage of the conversion funnel.
type Stage string

// The stages, from the first contact to the faithful customer.
const (
	Awareness     Stage = "awareness"
	Consideration Stage = "consideration"
	Conversion    Stage = "conversion"
	Loyalty       Stage = "loyalty"
)

// Stages lists every stage in the order of the journey.
var Stages = []Stage{Awareness, Consideration, Conversion, Loyalty}

// IsKnown says whether s is one of Stages.
func (s Stage) IsKnown() bool { return among(s, Stages) }

func among[T comparable](v T, list []T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
