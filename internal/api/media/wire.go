// Package media serves the library over HTTP.
package media

import (
	"time"

	room "parvis/internal/media"
)

// Asset is a picture or a video of the library.
type Asset struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Kind       string     `json:"kind" enum:"image,video"`
	MIME       string     `json:"mime"`
	SHA256     string     `json:"sha256" doc:"Of the clean file that is kept"`
	Size       int64      `json:"size" doc:"Bytes"`
	Width      int        `json:"width" doc:"Upright pixels"`
	Height     int        `json:"height"`
	DurationMS int64      `json:"durationMs" doc:"Of a video; 0 for a picture"`
	Animated   bool       `json:"animated"`
	VideoCodec string     `json:"videoCodec,omitempty"`
	AudioCodec string     `json:"audioCodec,omitempty"`
	FastStart  bool       `json:"fastStart" doc:"A video that plays while it loads"`
	Alt        string     `json:"alt" doc:"For those who do not see it"`
	Credit     string     `json:"credit"`
	Tags       []string   `json:"tags"`
	FocalX     int        `json:"focalX" doc:"Ten thousandths of the width, from the left"`
	FocalY     int        `json:"focalY" doc:"Ten thousandths of the height, from the top"`
	Advice     []string   `json:"advice" doc:"Words that the interface translates; empty when all is well"`
	Uses       int        `json:"uses" doc:"Posts that show it"`
	CreatedAt  time.Time  `json:"createdAt"`
	CreatedBy  string     `json:"createdBy"`
	UpdatedAt  time.Time  `json:"updatedAt"`
	BinnedAt   *time.Time `json:"binnedAt" nullable:"true"`
}

// Added is an asset just sent.
type Added struct {
	Asset
	Known bool `json:"known" doc:"The library had this very file already"`
}

// Edit changes what is said of an asset; what is absent stays.
type Edit struct {
	Name   *string   `json:"name,omitempty"`
	Alt    *string   `json:"alt,omitempty"`
	Credit *string   `json:"credit,omitempty"`
	Tags   *[]string `json:"tags,omitempty"`
	FocalX *int      `json:"focalX,omitempty"`
	FocalY *int      `json:"focalY,omitempty"`
}

// Address is where a file is to be read.
type Address struct {
	URL string `json:"url" maxLength:"2000"`
}

// Begin announces an upload in pieces.
type Begin struct {
	Name string `json:"name" maxLength:"500"`
	Size int64  `json:"size" minimum:"1" doc:"Bytes of the whole file"`
}

// Upload is an upload in pieces under way.
type Upload struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Received int64  `json:"received" doc:"Send the next piece from this byte"`
	Piece    int64  `json:"piece" doc:"Bytes to send at a time"`
}

// Usage is what the workspace uses and what the disk has left.
type Usage struct {
	Used   int64 `json:"used" doc:"Bytes, the bin included"`
	Binned int64 `json:"binned"`
	Quota  int64 `json:"quota"`
	Disk   Disk  `json:"disk"`
}

// Disk is the volume under the library.
type Disk struct {
	Free  int64  `json:"free"`
	Total int64  `json:"total"`
	Level string `json:"level" enum:"ok,low,full" doc:"low: warn; full: no file is taken"`
}

// Quota is the room given to the workspace.
type Quota struct {
	Bytes int64 `json:"bytes" minimum:"0" doc:"0: the installation's default"`
}

func assetOut(a room.Asset, uses int) Asset {
	out := Asset{ID: string(a.ID), Name: a.Name, Kind: "image", MIME: a.MIME, SHA256: a.SHA256, Size: a.Size, Width: a.Width, Height: a.Height,
		DurationMS: a.DurationMS, Animated: a.Animated, VideoCodec: a.VideoCodec, AudioCodec: a.AudioCodec, FastStart: a.FastStart,
		Alt: a.Alt, Credit: a.Credit, Tags: a.Tags.V, FocalX: a.FocalX, FocalY: a.FocalY, Advice: a.Advice(), Uses: uses,
		CreatedAt: a.CreatedAt.Time, CreatedBy: string(a.CreatedBy), UpdatedAt: a.UpdatedAt.Time}
	if a.IsVideo() {
		out.Kind = "video"
	}
	if out.Tags == nil {
		out.Tags = []string{}
	}
	if out.Advice == nil {
		out.Advice = []string{}
	}
	if a.Binned() {
		out.BinnedAt = &a.BinnedAt.Time
	}
	return out
}

func uploadOut(p room.Pieces) Upload {
	return Upload{ID: string(p.ID), Name: p.Name, Size: p.Size, Received: p.Received, Piece: room.Piece}
}
