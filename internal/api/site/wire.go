// Package site serves the face of the public page over HTTP: wire types and
// thin handlers over the room.
package site

import (
	"time"

	room "parvis/internal/site"
)

// Site is the face of the workspace's public page.
type Site struct {
	ID string `json:"id"`
	SiteFields
	Version   int64        `json:"version" doc:"Send it back as baseVersion to change the page"`
	URL       string       `json:"url" doc:"Public address"`
	Avatar    *SitePicture `json:"avatar,omitempty"`
	Cover     *SitePicture `json:"cover,omitempty"`
	UpdatedAt time.Time    `json:"updatedAt"`
	Choices   SiteChoices  `json:"choices"`
}

// SiteFields is what a person writes of a page.
type SiteFields struct {
	Slug     string     `json:"slug" doc:"3 to 40 letters without accents, digits and single hyphens"`
	Name     string     `json:"name"`
	Headline string     `json:"headline"`
	Bio      string     `json:"bio"`
	Imprint  string     `json:"imprint" doc:"Last line of the page: address, legal mentions"`
	Language string     `json:"language" enum:"fr,en"`
	Zone     string     `json:"zone" doc:"IANA time zone of the dates"`
	Tone     string     `json:"tone" enum:"ultramarine,mist,teal,plum,brick,forest"`
	Links    []SiteLink `json:"links"`
	Open     bool       `json:"open" doc:"False: the page and its feeds answer 410"`
}

// SiteLink is one line of the link-in-bio.
type SiteLink struct {
	URL   string `json:"url"`
	Label string `json:"label"`
	Note  string `json:"note,omitempty"`
	Icon  string `json:"icon,omitempty" doc:"One of choices.icons; empty: chosen by the address"`
}

// SitePicture is a picture of the face.
type SitePicture struct {
	AssetID string `json:"assetId"`
	URL     string `json:"url"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Alt     string `json:"alt"`
}

// SiteChoices is what the form offers.
type SiteChoices struct {
	Languages []string `json:"languages"`
	Tones     []string `json:"tones"`
	Icons     []string `json:"icons"`
}

// SiteEdit is the fields with the version they were written over.
type SiteEdit struct {
	BaseVersion int64 `json:"baseVersion"`
	SiteFields
	AvatarID string `json:"avatarId" required:"false" doc:"Asset of the library; empty: none"`
	CoverID  string `json:"coverId" required:"false" doc:"Asset of the library; empty: none"`
}

// SitePreview is an address that shows the page even while it is closed.
type SitePreview struct {
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// SiteKey is the publishing key, shown once.
type SiteKey struct {
	Key string `json:"key"`
}

func siteOut(s *room.Service, from room.Site) Site {
	out := Site{ID: string(from.ID), Version: from.Version, URL: s.URL(from), UpdatedAt: from.UpdatedAt.Time,
		Avatar: pictureOut(s, from, from.Avatar.V), Cover: pictureOut(s, from, from.Cover.V),
		SiteFields: SiteFields{Slug: from.Slug, Name: from.Name, Headline: from.Headline, Bio: from.Bio, Imprint: from.Imprint,
			Language: from.Language, Zone: from.Zone, Tone: string(from.Tone), Open: from.Open, Links: []SiteLink{}},
		Choices: SiteChoices{Languages: room.Languages, Icons: room.Icons()}}
	for _, l := range from.Links.V {
		out.Links = append(out.Links, SiteLink(l))
	}
	for _, t := range room.Tones {
		out.Choices.Tones = append(out.Choices.Tones, string(t))
	}
	return out
}

func pictureOut(s *room.Service, site room.Site, p *room.Picture) *SitePicture {
	if p == nil {
		return nil
	}
	return &SitePicture{AssetID: p.Asset, URL: s.PictureURL(site, *p), Width: p.Width, Height: p.Height, Alt: p.Alt}
}

func (e SiteEdit) room() room.Update {
	in := room.Update{Version: e.BaseVersion, Slug: e.Slug, Name: e.Name, Headline: e.Headline, Bio: e.Bio, Imprint: e.Imprint,
		Language: e.Language, Zone: e.Zone, Tone: room.Tone(e.Tone), Avatar: e.AvatarID, Cover: e.CoverID, Open: e.Open}
	for _, l := range e.Links {
		in.Links = append(in.Links, room.Link(l))
	}
	return in
}
