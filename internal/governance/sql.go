package governance

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"parvis/internal/editorial"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func findPolicy(ctx context.Context, q store.Querier, ws identity.WorkspaceID) (Policy, error) {
	var r struct {
		Required bool                        `db:"required"`
		Own      bool                        `db:"own"`
		Roles    store.JSON[[]identity.Role] `db:"roles"`
		Margin   Margin                      `db:"margin"`
	}
	err := store.Get(ctx, q, &r, `SELECT required, own, roles, margin FROM approval_policy WHERE workspace_id = $1`, ws)
	if fault.KindOf(err) == fault.NotFound {
		return DefaultPolicy(), nil
	}
	return Policy{Required: r.Required, Own: r.Own, Roles: r.Roles.V, Margin: r.Margin}, err
}

func writePolicy(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, p Policy, by identity.UserID, at time.Time) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO approval_policy (workspace_id, required, own, roles, margin, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id) DO UPDATE SET required = excluded.required, own = excluded.own,
		roles = excluded.roles, margin = excluded.margin, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
		ws, p.Required, p.Own, store.AsJSON(p.Roles), p.Margin, by, at.UnixMilli())
	return err
}

const reviewColumns = `id, post_id, revision_id, hash, content_hash, state, note, requested_by, requested_at, settled_at`

func findReview(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id ReviewID) (Review, error) {
	var r Review
	err := store.Get(ctx, q, &r, `SELECT `+reviewColumns+` FROM review WHERE workspace_id = $1 AND id = $2`, ws, id)
	if fault.KindOf(err) == fault.NotFound {
		return r, errNoReview
	}
	if err != nil {
		return r, err
	}
	decisions, err := listDecisions(ctx, q, ws, []ReviewID{id})
	r.Decisions = decisions[id]
	return r, err
}

// openReview gives the review of a post that waits; store.ErrNotFound when none does.
func openReview(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post editorial.PostID) (Review, error) {
	var r Review
	err := store.Get(ctx, q, &r, `SELECT `+reviewColumns+` FROM review WHERE workspace_id = $1 AND post_id = $2 AND state = 'to_review'`, ws, post)
	return r, err
}

func listReviews(ctx context.Context, q store.Querier, ws identity.WorkspaceID, f Filter) ([]Review, error) {
	where, args := "", []any{ws}
	add := func(condition string, v any) {
		args = append(args, v)
		where += " AND " + condition + "$" + strconv.Itoa(len(args))
	}
	if len(f.States) > 0 {
		args = append(args, jsonList(f.States))
		where += " AND " + store.InList(q.Dialect(), "state", "$"+strconv.Itoa(len(args)))
	}
	if f.Post != "" {
		add("post_id = ", f.Post)
	}
	if f.RequestedBy != "" {
		add("requested_by = ", f.RequestedBy)
	}
	if f.Before != "" { // ids are sortable by time
		add("id < ", f.Before)
	}
	out := []Review{}
	err := store.Select(ctx, q, &out, `SELECT `+reviewColumns+` FROM review WHERE workspace_id = $1`+where+
		` ORDER BY id DESC LIMIT `+strconv.Itoa(f.Limit), args...)
	return out, err
}

func insertReview(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r Review) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO review (id, workspace_id, post_id, revision_id, hash, content_hash, state, note, requested_by, requested_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, r.ID, ws, r.Post, r.Revision, r.Hash, r.ContentHash, r.State, r.Note, r.RequestedBy, r.RequestedAt)
	return err
}

func updateReview(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, r Review) error {
	_, err := store.Exec(ctx, tx, `UPDATE review SET revision_id = $3, hash = $4, content_hash = $5, state = $6, note = $7, settled_at = $8
		WHERE workspace_id = $1 AND id = $2`, ws, r.ID, r.Revision, r.Hash, r.ContentHash, r.State, r.Note, r.SettledAt)
	return err
}

// settleReview closes the open review of a post, if there is one.
func settleReview(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post editorial.PostID, state State, at time.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE review SET state = $3, settled_at = $4 WHERE workspace_id = $1 AND post_id = $2 AND state = 'to_review'`,
		ws, post, state, at.UnixMilli())
	return err
}

func insertDecision(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, d Decision) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO review_decision (id, workspace_id, review_id, hash, kind, comment, by_user, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, store.NewID[string]("dec"), ws, d.Review, d.Hash, d.Kind, d.Comment, d.By, d.At)
	return err
}

func listDecisions(ctx context.Context, q store.Querier, ws identity.WorkspaceID, ids []ReviewID) (map[ReviewID][]Decision, error) {
	var rows []Decision
	err := store.Select(ctx, q, &rows, `SELECT review_id, hash, kind, comment, by_user, at FROM review_decision
		WHERE workspace_id = $1 AND `+store.InList(q.Dialect(), "review_id", "$2")+` ORDER BY at, id`, ws, jsonList(ids))
	out := map[ReviewID][]Decision{}
	for _, d := range rows {
		out[d.Review] = append(out[d.Review], d)
	}
	return out, err
}

const approvalColumns = `id, post_id, revision_id, hash, content_hash, due_at, day, automatic, approved_by, approved_at, revoked_by, revoked_at`

// approvalInForce gives the approval of a post; store.ErrNotFound without one.
func approvalInForce(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post editorial.PostID) (approval, error) {
	var a approval
	err := store.Get(ctx, q, &a, `SELECT `+approvalColumns+` FROM approval WHERE workspace_id = $1 AND post_id = $2 AND revoked_at IS NULL`, ws, post)
	return a, err
}

// lastApproved gives the revision of a post approved last, other than hash.
func lastApproved(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post editorial.PostID, hash string) (editorial.RevisionID, error) {
	var id editorial.RevisionID
	err := store.Get(ctx, q, &id, `SELECT revision_id FROM approval WHERE workspace_id = $1 AND post_id = $2 AND hash <> $3
		ORDER BY approved_at DESC, id DESC LIMIT 1`, ws, post, hash)
	return id, err
}

func insertApproval(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, a approval) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO approval (id, workspace_id, post_id, revision_id, hash, content_hash, due_at, day, automatic, approved_by, approved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, ws, a.Post, a.Revision, a.Hash, a.ContentHash, a.DueAt, a.Day, a.Automatic, a.By, a.At)
	return err
}

func revokeApprovals(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, post editorial.PostID, by identity.UserID, at store.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE approval SET revoked_by = $3, revoked_at = $4 WHERE workspace_id = $1 AND post_id = $2 AND revoked_at IS NULL`,
		ws, post, by, at)
	return err
}

func findApproved(ctx context.Context, q store.Querier, refs []Ref) ([]Ref, error) {
	arg, err := json.Marshal(refs)
	if err != nil {
		return nil, err
	}
	lock := ""
	if _, ok := q.(*store.Tx); ok && q.Dialect() == store.Postgres {
		lock = " FOR SHARE OF a"
	}
	var out []Ref
	err = store.Select(ctx, q, &out, `SELECT a.workspace_id, a.hash FROM approval a JOIN `+
		store.Records(q.Dialect(), "x", "$1", store.Column{Name: "workspace_id", Type: "text"}, store.Column{Name: "hash", Type: "text"})+`
		ON a.workspace_id = x.workspace_id AND a.hash = x.hash WHERE a.revoked_at IS NULL`+lock, string(arg))
	return out, err
}

// commentRow is a row of comment.
type commentRow struct {
	ID         CommentID                     `db:"id"`
	Post       editorial.PostID              `db:"post_id"`
	Parent     CommentID                     `db:"parent_id"`
	Author     identity.UserID               `db:"author_id"`
	Body       string                        `db:"body"`
	Mentions   store.JSON[[]identity.UserID] `db:"mentions"`
	Anchor     string                        `db:"anchor"`
	Decision   string                        `db:"decision"`
	CreatedAt  store.Time                    `db:"created_at"`
	EditedAt   store.Time                    `db:"edited_at"`
	ResolvedBy identity.UserID               `db:"resolved_by"`
	ResolvedAt store.Time                    `db:"resolved_at"`
}

const commentColumns = `id, post_id, parent_id, author_id, body, mentions, anchor, decision, created_at, edited_at, resolved_by, resolved_at`

func (r commentRow) comment() Comment {
	return Comment{ID: r.ID, Post: r.Post, Parent: r.Parent, Author: r.Author, Body: r.Body, Mentions: r.Mentions.V, Anchor: r.Anchor,
		Decision: r.Decision, CreatedAt: r.CreatedAt, EditedAt: r.EditedAt, ResolvedBy: r.ResolvedBy, ResolvedAt: r.ResolvedAt}
}

func insertComment(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, c Comment) error {
	mentions := c.Mentions
	if mentions == nil {
		mentions = []identity.UserID{}
	}
	_, err := store.Exec(ctx, tx, `INSERT INTO comment (id, workspace_id, post_id, parent_id, author_id, body, mentions, anchor, decision, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		c.ID, ws, c.Post, c.Parent, c.Author, c.Body, store.AsJSON(mentions), c.Anchor, c.Decision, c.CreatedAt)
	return err
}

func findComment(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id CommentID) (Comment, error) {
	var r commentRow
	err := store.Get(ctx, q, &r, `SELECT `+commentColumns+` FROM comment WHERE workspace_id = $1 AND id = $2`, ws, id)
	if fault.KindOf(err) == fault.NotFound {
		return Comment{}, errNoComment
	}
	return r.comment(), err
}

func listComments(ctx context.Context, q store.Querier, ws identity.WorkspaceID, post editorial.PostID) ([]Comment, error) {
	var rows []commentRow
	err := store.Select(ctx, q, &rows, `SELECT `+commentColumns+` FROM comment WHERE workspace_id = $1 AND post_id = $2 ORDER BY created_at, id LIMIT 1000`, ws, post)
	out := make([]Comment, len(rows))
	for i, r := range rows {
		out[i] = r.comment()
	}
	return out, err
}

func updateComment(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, c Comment) error {
	_, err := store.Exec(ctx, tx, `UPDATE comment SET body = $3, edited_at = $4, resolved_by = $5, resolved_at = $6 WHERE workspace_id = $1 AND id = $2`,
		ws, c.ID, c.Body, c.EditedAt, c.ResolvedBy, c.ResolvedAt)
	return err
}

func deleteComment(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id CommentID) error {
	_, err := store.Exec(ctx, tx, `DELETE FROM comment WHERE workspace_id = $1 AND (id = $2 OR parent_id = $2)`, ws, id)
	return err
}

// jsonList is the argument of store.InList.
func jsonList[T ~string](ids []T) string {
	if ids == nil {
		ids = []T{}
	}
	b, err := json.Marshal(ids)
	if err != nil {
		return "[]" // strings always marshal
	}
	return string(b)
}
