package editorial

import "parvis/internal/strategy"

// Typed ids of this room: a swapped argument does not compile.
type (
	// PostID names a post ("post_…").
	PostID string
	// RevisionID names an immutable resolved state of a post ("rev_…").
	RevisionID string
	// LabelID names a label of the workspace ("lab_…").
	LabelID string
	// NoteID names a note of the calendar ("note_…").
	NoteID string
)

// Ids of things that other rooms own; a post only refers to them.
type (
	// ChannelID names a connected account, owned by channels.
	ChannelID string
	// AssetID names a file of the library, owned by media.
	AssetID string
	// ObjectiveID, CampaignID, PillarID, AudienceID and Stage are strategy's.
	ObjectiveID = strategy.ObjectiveID
	// CampaignID names a campaign.
	CampaignID = strategy.CampaignID
	// PillarID names a pillar of the editorial line.
	PillarID = strategy.PillarID
	// AudienceID names an audience.
	AudienceID = strategy.AudienceID
	// Stage of the conversion funnel; "" when not set.
	Stage = strategy.Stage
)

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
