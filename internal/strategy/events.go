package strategy

import "parvis/internal/identity"

// Relabelled: the name or the colour of an item changed; cards that show it
// are rebuilt.
type Relabelled struct {
	Workspace identity.WorkspaceID
	Kind      Kind
	ID        string
}

// Archived: an item was put away. Posts keep it and its name; new ones cannot
// take it.
type Archived struct {
	Workspace identity.WorkspaceID
	Kind      Kind
	ID        string
}

// Restored: an archived item is in use again.
type Restored struct {
	Workspace identity.WorkspaceID
	Kind      Kind
	ID        string
}

// Removed: an item that nothing used is gone.
type Removed struct {
	Workspace identity.WorkspaceID
	Kind      Kind
	ID        string
}
