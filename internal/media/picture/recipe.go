package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"parvis/internal/fault"
)

// engine names the way of rendering. It is part of every recipe's id: raise it
// when the same recipe would give other bytes.
const engine = 1

// Scale is what a Crop counts in: ten thousandths of the picture's side.
const Scale = 10_000

// Crop is a part of an upright picture, in ten thousandths of its sides.
type Crop struct {
	Left   int `json:"left"`
	Top    int `json:"top"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// CropTo is the largest crop of a w × h picture with the proportions
// aspectW:aspectH, as near as can be to the focal point (in ten thousandths).
func CropTo(w, h, aspectW, aspectH, focalX, focalY int) Crop {
	c := Crop{Width: Scale, Height: Scale}
	if w <= 0 || h <= 0 || aspectW <= 0 || aspectH <= 0 {
		return c
	}
	if w*aspectH > h*aspectW {
		c.Width = max(1, h*aspectW*Scale/(w*aspectH))
	} else {
		c.Height = max(1, w*aspectH*Scale/(h*aspectW))
	}
	c.Left = min(max(focalX-c.Width/2, 0), Scale-c.Width)
	c.Top = min(max(focalY-c.Height/2, 0), Scale-c.Height)
	return c
}

// Recipe says what a network or a screen takes. The zero value asks for the
// picture as it is, in a type that every browser shows.
type Recipe struct {
	MaxWidth  int      `json:"maxWidth,omitempty"` // pixels; 0: no limit
	MaxHeight int      `json:"maxHeight,omitempty"`
	MaxBytes  int64    `json:"maxBytes,omitempty"` // 0: no limit
	Types     []string `json:"types,omitempty"`    // MIME; empty: JPEG, PNG, GIF, WebP
	Quality   int      `json:"quality,omitempty"`  // of JPEG, 1 to 100; 0: 85
	Crop      *Crop    `json:"crop,omitempty"`
}

// ID is the same for recipes that give the same bytes, on every machine and
// release with the same engine. It is pinned in revisions.
func (r Recipe) ID() string {
	r = r.normal()
	raw, err := json.Marshal(struct {
		Engine int    `json:"engine"`
		Recipe Recipe `json:"recipe"`
	}{engine, r})
	if err != nil {
		return "" // a struct of numbers and strings always encodes
	}
	sum := sha256.Sum256(raw)
	return "rcp_" + hex.EncodeToString(sum[:12])
}

func (r Recipe) normal() Recipe {
	if len(r.Types) == 0 {
		r.Types = []string{"image/gif", "image/jpeg", "image/png", "image/webp"}
	}
	r.Types = slices.Clone(r.Types)
	slices.Sort(r.Types)
	r.Types = slices.Compact(r.Types)
	if r.Quality == 0 {
		r.Quality = 85
	}
	if r.Crop != nil && *r.Crop == (Crop{Width: Scale, Height: Scale}) {
		r.Crop = nil
	}
	return r
}

// Takes says whether the recipe allows a type.
func (r Recipe) Takes(mime string) bool { return slices.Contains(r.normal().Types, mime) }

// Validate refuses a recipe that no picture can honour.
func (r Recipe) Validate() error {
	var c fault.Collect
	c.Check(r.MaxWidth >= 0 && r.MaxHeight >= 0, "maxWidth", "media.recipe_size", "A size cannot be negative.")
	c.Check(r.MaxBytes >= 0, "maxBytes", "media.recipe_bytes", "A weight cannot be negative.")
	c.Check(r.Quality >= 0 && r.Quality <= 100, "quality", "media.recipe_quality", "Quality goes from 1 to 100.")
	if k := r.Crop; k != nil {
		inside := k.Left >= 0 && k.Top >= 0 && k.Width > 0 && k.Height > 0 && k.Left+k.Width <= Scale && k.Top+k.Height <= Scale
		c.Check(inside, "crop", "media.recipe_crop", "The crop must lie inside the picture.")
	}
	return c.Err()
}
