package identity

import (
	"context"
	"time"

	"parvis/internal/store"
)

const workspaceColumns = "id, slug, name, zone, locale, sample, created_at, updated_at"

func findWorkspace(ctx context.Context, q store.Querier, ws WorkspaceID) (Workspace, error) {
	var w Workspace
	err := store.Get(ctx, q, &w, "SELECT "+workspaceColumns+" FROM workspace WHERE id = $1 AND removed_at IS NULL", ws)
	return w, err
}

func findWorkspaceBySlug(ctx context.Context, q store.Querier, slug string) (Workspace, error) {
	var w Workspace
	err := store.Get(ctx, q, &w, "SELECT "+workspaceColumns+" FROM workspace WHERE (slug = $1 OR id = $1) AND removed_at IS NULL", slug)
	return w, err
}

func listWorkspaces(ctx context.Context, q store.Querier) ([]Workspace, error) {
	var out []Workspace
	err := store.Select(ctx, q, &out, "SELECT "+workspaceColumns+" FROM workspace WHERE removed_at IS NULL ORDER BY name, id")
	return out, err
}

// lockWorkspaceTx makes changes of one workspace's owners wait for each other.
func lockWorkspaceTx(ctx context.Context, tx *store.Tx, ws WorkspaceID) error {
	var id string
	return store.Get(ctx, tx, &id, "SELECT id FROM workspace WHERE id = $1 AND removed_at IS NULL"+store.ForUpdate(tx.Dialect()), ws)
}

func slugTakenTx(ctx context.Context, tx *store.Tx, slug string, but WorkspaceID) (bool, error) {
	var n int
	err := store.Get(ctx, tx, &n, "SELECT COUNT(*) FROM workspace WHERE slug = $1 AND id <> $2", slug, but)
	return n > 0, err
}

func addWorkspaceTx(ctx context.Context, tx *store.Tx, w Workspace) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO workspace ("+workspaceColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		w.ID, w.Slug, w.Name, w.Zone, w.Locale, w.Sample, w.CreatedAt, w.UpdatedAt)
	return err
}

func saveWorkspaceTx(ctx context.Context, tx *store.Tx, w Workspace) error {
	_, err := store.Exec(ctx, tx, "UPDATE workspace SET slug = $2, name = $3, zone = $4, locale = $5, updated_at = $6 WHERE id = $1",
		w.ID, w.Slug, w.Name, w.Zone, w.Locale, w.UpdatedAt)
	return err
}

// closeWorkspaceTx shuts the door and frees the address for another.
func closeWorkspaceTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE workspace SET removed_at = $2, slug = id WHERE id = $1", ws, store.At(now))
	return err
}

func dropWorkspaceTx(ctx context.Context, tx *store.Tx, ws WorkspaceID) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM workspace WHERE id = $1 AND removed_at IS NOT NULL", ws)
	return err
}

const memberSelect = `SELECT m.id, m.workspace_id, m.user_id, p.name, p.email, p.locale, m.role, m.preset, p.totp_since, m.created_at, m.removed_at
	FROM member m JOIN person p ON p.id = m.user_id `

func findMember(ctx context.Context, q store.Querier, ws WorkspaceID, id MemberID) (Member, error) {
	var m Member
	err := store.Get(ctx, q, &m, memberSelect+"WHERE m.workspace_id = $1 AND m.id = $2 AND m.removed_at IS NULL", ws, id)
	return m, err
}

func listMembers(ctx context.Context, q store.Querier, ws WorkspaceID, removed bool) ([]Member, error) {
	only := " AND m.removed_at IS NULL"
	if removed {
		only = ""
	}
	var out []Member
	err := store.Select(ctx, q, &out, memberSelect+"WHERE m.workspace_id = $1"+only+" ORDER BY p.name, m.id", ws)
	return out, err
}

func findMemberByUser(ctx context.Context, q store.Querier, ws WorkspaceID, user UserID) (Member, error) {
	var m Member
	err := store.Get(ctx, q, &m, memberSelect+"WHERE m.workspace_id = $1 AND m.user_id = $2", ws, user)
	return m, err
}

// addMemberTx adds a member, or brings a removed one back under the same id.
func addMemberTx(ctx context.Context, tx *store.Tx, m Member) (MemberID, error) {
	var id MemberID
	err := store.Get(ctx, tx, &id, `INSERT INTO member (id, workspace_id, user_id, role, preset, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = $4, preset = $5, removed_at = NULL RETURNING id`,
		m.ID, m.WorkspaceID, m.UserID, m.Role, m.Preset, m.CreatedAt)
	return id, err
}

func setRoleTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id MemberID, role Role, preset string) error {
	_, err := store.Exec(ctx, tx, "UPDATE member SET role = $3, preset = $4 WHERE workspace_id = $1 AND id = $2", ws, id, role, preset)
	return err
}

func removeMemberTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id MemberID, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE member SET removed_at = $3 WHERE workspace_id = $1 AND id = $2", ws, id, store.At(now))
	return err
}

func countOwnersTx(ctx context.Context, tx *store.Tx, ws WorkspaceID) (int, error) {
	var n int
	err := store.Get(ctx, tx, &n, "SELECT COUNT(*) FROM member WHERE workspace_id = $1 AND role = 'owner' AND removed_at IS NULL", ws)
	return n, err
}

// Membership is a workspace as one of its members sees it.
type Membership struct {
	Workspace
	MemberID MemberID `db:"member_id"`
	Role     Role     `db:"role"`
	Preset   string   `db:"preset"`
}

func membershipsTx(ctx context.Context, q store.Querier, user UserID) ([]Membership, error) {
	var out []Membership
	err := store.Select(ctx, q, &out, `SELECT w.id, w.slug, w.name, w.zone, w.locale, w.sample, w.created_at, w.updated_at,
		m.id AS member_id, m.role, m.preset FROM member m JOIN workspace w ON w.id = m.workspace_id
		WHERE m.user_id = $1 AND m.removed_at IS NULL AND w.removed_at IS NULL ORDER BY w.name, w.id`, user)
	return out, err
}

// place is a member in the workspace a request names.
type place struct {
	WorkspaceID WorkspaceID `db:"workspace_id"`
	Sample      bool        `db:"sample"`
	MemberID    MemberID    `db:"member_id"`
	UserID      UserID      `db:"user_id"`
	Role        Role        `db:"role"`
	Name        string      `db:"name"`
	Locale      string      `db:"locale"`
}

const placeSelect = `SELECT w.id AS workspace_id, w.sample, m.id AS member_id, m.user_id, m.role, p.name, p.locale
	FROM workspace w JOIN member m ON m.workspace_id = w.id JOIN person p ON p.id = m.user_id
	WHERE w.removed_at IS NULL AND m.removed_at IS NULL `

func findPlace(ctx context.Context, q store.Querier, workspace string, user UserID) (place, error) {
	var p place
	err := store.Get(ctx, q, &p, placeSelect+"AND (w.id = $1 OR w.slug = $1) AND m.user_id = $2", workspace, user)
	return p, err
}

func findPlaceOf(ctx context.Context, q store.Querier, ws WorkspaceID, member MemberID) (place, error) {
	var p place
	err := store.Get(ctx, q, &p, placeSelect+"AND w.sample AND w.id = $1 AND m.id = $2", ws, member)
	return p, err
}

// sampleMember finds the member behind a session's "see as", in whichever
// sample workspace it lies.
func sampleMember(ctx context.Context, q store.Querier, member MemberID) (place, error) {
	var p place
	err := store.Get(ctx, q, &p, placeSelect+"AND w.sample AND m.id = $1", member)
	return p, err
}

const invitationSelect = `SELECT i.id, i.workspace_id, i.email, i.role, i.preset, i.locale, i.invited_by, COALESCE(p.name, '') AS inviter,
	i.created_at, i.expires_at, i.accepted_at, i.revoked_at FROM invitation i LEFT JOIN person p ON p.id = i.invited_by `

func addInvitationTx(ctx context.Context, tx *store.Tx, i Invitation, secret string) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO invitation (id, workspace_id, email, role, preset, locale, secret_hash, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		i.ID, i.WorkspaceID, i.Email, i.Role, i.Preset, i.Locale, hashSecret(secret), i.InvitedBy, i.CreatedAt, i.ExpiresAt)
	return err
}

func listInvitations(ctx context.Context, q store.Querier, ws WorkspaceID, now time.Time) ([]Invitation, error) {
	var out []Invitation
	err := store.Select(ctx, q, &out, invitationSelect+`WHERE i.workspace_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2
		ORDER BY i.created_at DESC, i.id`, ws, store.At(now))
	return out, err
}

func findInvitation(ctx context.Context, q store.Querier, ws WorkspaceID, id InvitationID) (Invitation, error) {
	var i Invitation
	err := store.Get(ctx, q, &i, invitationSelect+"WHERE i.workspace_id = $1 AND i.id = $2", ws, id)
	return i, err
}

// findInvitationBySecret takes the copied link or the mailed one.
func findInvitationBySecret(ctx context.Context, q store.Querier, secret string) (Invitation, error) {
	var i Invitation
	err := store.Get(ctx, q, &i, invitationSelect+`JOIN workspace w ON w.id = i.workspace_id AND w.removed_at IS NULL
		WHERE i.secret_hash = $1 OR i.mail_hash = $1`, hashSecret(secret))
	return i, err
}

// acceptInvitationTx consumes it: of two at once, one finds it used.
func acceptInvitationTx(ctx context.Context, tx *store.Tx, i Invitation, now time.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, `UPDATE invitation SET accepted_at = $3
		WHERE workspace_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL`, i.WorkspaceID, i.ID, store.At(now))
	return n == 1, err
}

func revokeInvitationTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id InvitationID, now time.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, `UPDATE invitation SET revoked_at = $3
		WHERE workspace_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL`, ws, id, store.At(now))
	return n == 1, err
}

// renewInvitationTx gives it a new link to copy and a new week.
func renewInvitationTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id InvitationID, secret string, expires time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE invitation SET secret_hash = $3, expires_at = $4 WHERE workspace_id = $1 AND id = $2",
		ws, id, hashSecret(secret), store.At(expires))
	return err
}

func setMailedLinkTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id InvitationID, secret string) error {
	_, err := store.Exec(ctx, tx, "UPDATE invitation SET mail_hash = $3 WHERE workspace_id = $1 AND id = $2", ws, id, hashSecret(secret))
	return err
}

const tokenSelect = `SELECT t.id, t.workspace_id, t.user_id, p.name AS user_name, t.name, t.hint, t.scopes,
	t.created_at, t.expires_at, t.last_used_at, t.revoked_at FROM api_token t JOIN person p ON p.id = t.user_id `

func addTokenTx(ctx context.Context, tx *store.Tx, t Token, secret string) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO api_token (id, workspace_id, user_id, name, secret_hash, hint, scopes, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.WorkspaceID, t.UserID, t.Name, hashSecret(secret), t.Hint, t.Scopes, t.CreatedAt, t.ExpiresAt)
	return err
}

func findToken(ctx context.Context, q store.Querier, ws WorkspaceID, id TokenID) (Token, error) {
	var t Token
	err := store.Get(ctx, q, &t, tokenSelect+"WHERE t.workspace_id = $1 AND t.id = $2 AND t.revoked_at IS NULL", ws, id)
	return t, err
}

// findTokenBySecret looks across workspaces: the token itself names its own.
func findTokenBySecret(ctx context.Context, q store.Querier, secret string) (Token, error) {
	var t Token
	err := store.Get(ctx, q, &t, tokenSelect+"WHERE t.secret_hash = $1 AND t.revoked_at IS NULL", hashSecret(secret))
	return t, err
}

// listTokens gives a member's tokens, or everybody's for user "".
func listTokens(ctx context.Context, q store.Querier, ws WorkspaceID, user UserID) ([]Token, error) {
	var out []Token
	err := store.Select(ctx, q, &out, tokenSelect+`WHERE t.workspace_id = $1 AND t.revoked_at IS NULL AND ($2 = '' OR t.user_id = $2)
		ORDER BY t.created_at DESC, t.id`, ws, string(user))
	return out, err
}

func touchTokenTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id TokenID, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE api_token SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2", ws, id, store.At(now))
	return err
}

func revokeTokenTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, id TokenID, now time.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, "UPDATE api_token SET revoked_at = $3 WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL", ws, id, store.At(now))
	return n == 1, err
}

func revokeTokensOfTx(ctx context.Context, tx *store.Tx, ws WorkspaceID, user UserID, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE api_token SET revoked_at = $3 WHERE workspace_id = $1 AND user_id = $2 AND revoked_at IS NULL", ws, user, store.At(now))
	return err
}
