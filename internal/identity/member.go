package identity

import (
	"slices"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Member is a person in one workspace. A removed member stays as a row, so that
// history goes on naming them.
type Member struct {
	ID          MemberID    `db:"id"`
	WorkspaceID WorkspaceID `db:"workspace_id"`
	UserID      UserID      `db:"user_id"`
	Name        string      `db:"name"`
	Email       string      `db:"email"`
	Locale      string      `db:"locale"`
	Role        Role        `db:"role"`
	Preset      string      `db:"preset"` // the trade's word for what they do, or ""
	TOTPSince   store.Time  `db:"totp_since"`
	CreatedAt   store.Time  `db:"created_at"`
	RemovedAt   store.Time  `db:"removed_at"`
}

// Preset joins a word of the trade to the role that fits it. The interface
// translates Name under identity.preset.<name>.
type Preset struct {
	Name string
	Role Role
}

// Presets is the trade map: who works on a brand's social media, and with which
// role they usually begin.
var Presets = []Preset{
	{"head_of_brand", Owner},
	{"freelancer", Owner},
	{"social_media_manager", Manager},
	{"account_manager", Manager},
	{"campaign_manager", Manager},
	{"community_manager", Community},
	{"moderator", Community},
	{"customer_care", Community},
	{"copywriter", Creator},
	{"art_director", Creator},
	{"video_maker", Creator},
	{"supplier", Creator},
	{"spokesperson", Approver},
	{"legal", Approver},
	{"client_approver", Approver},
	{"marketing_director", Approver},
	{"analyst", Analyst},
	{"executive", Analyst},
	{"client", Guest},
	{"department", Guest},
	{"ambassador", Guest},
}

func checkRole(c *fault.Collect, role Role, preset string) {
	c.Check(slices.Contains(Roles, role), "role", "choice", "This role is not known.")
	known := preset == "" || slices.ContainsFunc(Presets, func(p Preset) bool { return p.Name == preset })
	c.Check(known, "preset", "choice", "This preset is not known.")
}

// MayGrant says whether a member of role r may give or take role other: owners
// are made and unmade by owners only.
func (r Role) MayGrant(other Role) bool {
	return r.May(MemberManage) && (other != Owner || r == Owner)
}
