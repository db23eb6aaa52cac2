package identity

// Events, written in the transaction of the use case (package event).
type (
	// WorkspaceCreated: rooms give it what every workspace begins with.
	WorkspaceCreated struct {
		Workspace WorkspaceID
		Owner     UserID
		Sample    bool
	}
	// WorkspaceRemoved: nobody can enter any more; nothing of it may leave. Its
	// rows go later, by the job identity.erase.
	WorkspaceRemoved struct{ Workspace WorkspaceID }
	// MemberJoined: someone accepted an invitation or was added.
	MemberJoined struct {
		Workspace WorkspaceID
		Member    MemberID
		User      UserID
		Role      Role
	}
	// MemberRemoved: access is cut; their scheduled posts stay and go out.
	MemberRemoved struct {
		Workspace WorkspaceID
		Member    MemberID
		User      UserID
		By        UserID
	}
	// RoleChanged: what a member may do has changed.
	RoleChanged struct {
		Workspace WorkspaceID
		Member    MemberID
		User      UserID
		From, To  Role
	}
)
