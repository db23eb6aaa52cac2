// Package identity says who acts, in which workspace and with what right.
//
// It owns people, workspaces, members and their roles, invitations, sessions,
// passwords (argon2id), the second factor (TOTP) with its recovery codes, API
// tokens, one-time links and the throttle of sign-in.
//
// Tables: person, workspace, member, invitation, session, one_time_link,
// api_token, recovery_code, throttle. person, session, one_time_link,
// recovery_code and throttle belong to people across workspaces and bear no
// workspace_id.
// Events: WorkspaceCreated, WorkspaceRemoved, MemberJoined, MemberRemoved,
// RoleChanged.
// Jobs: identity.mail (invitation, lost password), identity.erase (a removed
// workspace's rows), identity.sweep (what has expired).
//
// Every use case of every room begins with Require. Invariants: a workspace has
// at least one owner; a secret is hashed at rest and shown once; a session's
// secret changes at sign-in and when the person's rights change; "see as" moves
// a session inside a sample workspace only.
package identity
