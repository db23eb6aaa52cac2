package identity

// Permission is what a role or a token's scope grants: "noun.verb".
type Permission string

// The permissions. Reading one's own notifications, sessions and profile needs
// none: being signed in is enough.
const (
	WorkspaceRead   Permission = "workspace.read"
	WorkspaceManage Permission = "workspace.manage" // name, zone, sample, settings
	WorkspaceRemove Permission = "workspace.remove"
	MemberRead      Permission = "member.read"
	MemberManage    Permission = "member.manage"
	TokenManage     Permission = "token.manage" // one's own API tokens
	AuditRead       Permission = "audit.read"
	StrategyRead    Permission = "strategy.read"
	StrategyWrite   Permission = "strategy.write"
	ChannelRead     Permission = "channel.read"
	ChannelManage   Permission = "channel.manage" // connect, settings, groups, remove
	HoldManage      Permission = "hold.manage"    // place and release a hold
	MediaRead       Permission = "media.read"
	MediaWrite      Permission = "media.write"
	PostRead        Permission = "post.read"
	PostWrite       Permission = "post.write"    // write, label, bin
	PostSchedule    Permission = "post.schedule" // date, move, cancel, publish now
	ReviewDecide    Permission = "review.decide"
	CommentWrite    Permission = "comment.write"
	DeliveryResolve Permission = "delivery.resolve" // answer needs_person, missed, failed, partial
	SiteManage      Permission = "site.manage"      // the public page's face
)

var reading = []Permission{WorkspaceRead, MemberRead, StrategyRead, ChannelRead, MediaRead, PostRead}

var grants = map[Role][]Permission{
	Owner: append([]Permission{WorkspaceManage, WorkspaceRemove, MemberManage, TokenManage, AuditRead, StrategyWrite, ChannelManage,
		HoldManage, MediaWrite, PostWrite, PostSchedule, ReviewDecide, CommentWrite, DeliveryResolve, SiteManage}, reading...),
	Manager: append([]Permission{WorkspaceManage, MemberManage, TokenManage, AuditRead, StrategyWrite, ChannelManage,
		HoldManage, MediaWrite, PostWrite, PostSchedule, ReviewDecide, CommentWrite, DeliveryResolve, SiteManage}, reading...),
	Creator:   append([]Permission{TokenManage, MediaWrite, PostWrite, PostSchedule, CommentWrite}, reading...),
	Approver:  append([]Permission{ReviewDecide, CommentWrite}, reading...),
	Community: append([]Permission{TokenManage, MediaWrite, PostWrite, PostSchedule, CommentWrite, DeliveryResolve, HoldManage}, reading...),
	Analyst:   append([]Permission{TokenManage}, reading...),
	Guest:     {WorkspaceRead, MediaRead, PostRead, ChannelRead, CommentWrite},
}

// May says whether the role grants p.
func (r Role) May(p Permission) bool { return contains(grants[r], p) }

// Permissions lists what the role grants.
func (r Role) Permissions() []Permission { return append([]Permission(nil), grants[r]...) }
