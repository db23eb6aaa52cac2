package notify

import (
	"context"
	"encoding/json"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// insertNotice adds a row; false when the person was told the same before.
func insertNotice(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, user identity.UserID, id NoticeID, n Notice, c Choice, now store.Time) (bool, error) {
	rows, err := store.Exec(ctx, tx, `INSERT INTO notify_notice
		(id, workspace_id, user_id, kind, subject, title, args, key, in_app, mail_mode, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (workspace_id, user_id, kind, key) DO NOTHING`,
		id, ws, user, n.Kind, n.Subject, n.Title, store.AsJSON(n.Args), n.key(), c.InApp, c.Mail, now)
	return rows == 1, err
}

const noticeColumns = `id, kind, subject, title, args, created_at, read_at`

func listNotices(ctx context.Context, q store.Querier, ws identity.WorkspaceID, user identity.UserID, unreadOnly bool, before NoticeID, limit int) ([]Told, error) {
	only := ""
	if unreadOnly {
		only = " AND read_at IS NULL"
	}
	var out []Told
	err := store.Select(ctx, q, &out, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE workspace_id = $1 AND user_id = $2 AND in_app AND ($3 = '' OR id < $3)`+only+` ORDER BY id DESC LIMIT $4`, ws, user, before, limit)
	return out, err
}

func countUnread(ctx context.Context, q store.Querier, ws identity.WorkspaceID, user identity.UserID) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM notify_notice
		WHERE workspace_id = $1 AND user_id = $2 AND in_app AND read_at IS NULL`, ws, user)
	return n, err
}

// markRead gives the ids it marked; ids nil means all.
func markRead(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, user identity.UserID, ids []NoticeID, now store.Time) ([]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var out []string
	err = store.Select(ctx, tx, &out, `UPDATE notify_notice SET read_at = $1
		WHERE workspace_id = $2 AND user_id = $3 AND read_at IS NULL AND ($4 = 'null' OR `+store.InList(tx.Dialect(), "id", "NULLIF($4, 'null')")+`) RETURNING id`,
		now, ws, user, string(list))
	return out, err
}

func settle(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, kind Kind, now store.Time) ([]string, error) {
	var out []string
	err := store.Select(ctx, tx, &out, `UPDATE notify_notice SET read_at = $1
		WHERE workspace_id = $2 AND subject = $3 AND kind = $4 AND read_at IS NULL RETURNING id`, now, ws, subject, kind)
	return out, err
}

type preferenceRow struct {
	UserID   identity.UserID             `db:"user_id"`
	Zone     string                      `db:"zone"`
	Settings store.JSON[map[Kind]Choice] `db:"settings"`
}

// findSettings gives the settings of those who chose any.
func findSettings(ctx context.Context, q store.Querier, ws identity.WorkspaceID, users []identity.UserID) (map[identity.UserID]Settings, error) {
	list, err := json.Marshal(users)
	if err != nil || len(users) == 0 {
		return nil, err
	}
	var rows []preferenceRow
	err = store.Select(ctx, q, &rows, `SELECT user_id, zone, settings FROM notify_preference
		WHERE workspace_id = $1 AND `+store.InList(q.Dialect(), "user_id", "$2"), ws, string(list))
	out := map[identity.UserID]Settings{}
	for _, r := range rows {
		out[r.UserID] = Settings{Zone: r.Zone, Choices: r.Settings.V}
	}
	return out, err
}

func saveSettings(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, user identity.UserID, in Settings, now store.Time) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO notify_preference (workspace_id, user_id, zone, settings, updated_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (workspace_id, user_id) DO UPDATE SET zone = excluded.zone, settings = excluded.settings, updated_at = excluded.updated_at`,
		ws, user, in.Zone, store.AsJSON(in.Choices), now)
	return err
}

// insertMail adds a waiting mail; false when the person has the digest of that
// day already. day nil is a mail at once.
func insertMail(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, user identity.UserID, id MailID, day *string, now store.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, `INSERT INTO notify_mail (id, workspace_id, user_id, day, state, created_at)
		VALUES ($1, $2, $3, $4, 'waiting', $5) ON CONFLICT (workspace_id, user_id, day) DO NOTHING`, id, ws, user, day, now)
	return n == 1, err
}

func putInMail(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, mail MailID, notice NoticeID) error {
	_, err := store.Exec(ctx, tx, `UPDATE notify_notice SET mail_id = $1 WHERE workspace_id = $2 AND id = $3`, mail, ws, notice)
	return err
}

// claimMail makes the mail ours to send; false when it is at its end, or being
// sent since later than stale.
func claimMail(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id MailID, now, stale store.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, `UPDATE notify_mail SET state = 'sending', claimed_at = $1, tries = tries + 1
		WHERE workspace_id = $2 AND id = $3 AND (state = 'waiting' OR (state = 'sending' AND claimed_at < $4))`, now, ws, id, stale)
	return n == 1, err
}

func recordMail(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, id MailID, state State, trouble string, now store.Time) error {
	ended := now
	if state == MailWaiting {
		ended = store.Time{}
	}
	_, err := store.Exec(ctx, tx, `UPDATE notify_mail SET state = $1, error = $2, ended_at = $3, claimed_at = NULL
		WHERE workspace_id = $4 AND id = $5 AND state = 'sending'`, state, trouble, ended, ws, id)
	return err
}

type mailRow struct {
	UserID identity.UserID `db:"user_id"`
	Day    *string         `db:"day"`
}

func findMail(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id MailID) (mailRow, error) {
	var m mailRow
	err := store.Get(ctx, q, &m, `SELECT user_id, day FROM notify_mail WHERE workspace_id = $1 AND id = $2`, ws, id)
	return m, err
}

// noticesOfMail gives what a mail tells, oldest first; a digest leaves out what
// was read meanwhile.
func noticesOfMail(ctx context.Context, q store.Querier, ws identity.WorkspaceID, mail MailID, unreadOnly bool) ([]Told, error) {
	only := ""
	if unreadOnly {
		only = " AND read_at IS NULL"
	}
	var out []Told
	err := store.Select(ctx, q, &out, `SELECT `+noticeColumns+` FROM notify_notice
		WHERE workspace_id = $1 AND mail_id = $2`+only+` ORDER BY id`, ws, mail)
	return out, err
}

type personIn struct {
	Workspace identity.WorkspaceID `db:"workspace_id"`
	User      identity.UserID      `db:"user_id"`
}

// digestsWaiting runs over every workspace: it is the beat of the program.
func digestsWaiting(ctx context.Context, q store.Querier) ([]personIn, error) {
	var out []personIn
	err := store.Select(ctx, q, &out, `SELECT DISTINCT workspace_id, user_id FROM notify_notice
		WHERE mail_mode = 'digest' AND mail_id IS NULL AND read_at IS NULL`)
	return out, err
}

func countForDigest(ctx context.Context, q store.Querier, ws identity.WorkspaceID, user identity.UserID, cut store.Time) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, `SELECT COUNT(*) FROM notify_notice WHERE workspace_id = $1 AND user_id = $2
		AND mail_mode = 'digest' AND mail_id IS NULL AND read_at IS NULL AND created_at < $3`, ws, user, cut)
	return n, err
}

func putDigestInMail(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, user identity.UserID, mail MailID, cut store.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE notify_notice SET mail_id = $1 WHERE workspace_id = $2 AND user_id = $3
		AND mail_mode = 'digest' AND mail_id IS NULL AND read_at IS NULL AND created_at < $4`, mail, ws, user, cut)
	return err
}

func listTroubles(ctx context.Context, q store.Querier, ws identity.WorkspaceID, since store.Time) ([]Trouble, error) {
	var out []Trouble
	err := store.Select(ctx, q, &out, `SELECT id, user_id, state, error, tries, created_at FROM notify_mail
		WHERE workspace_id = $1 AND created_at >= $2 AND error <> '' AND state IN ('waiting', 'sending', 'failed')
		ORDER BY created_at DESC LIMIT 50`, ws, since)
	return out, err
}

type mailIn struct {
	Workspace identity.WorkspaceID `db:"workspace_id"`
	Mail      MailID               `db:"id"`
}

// failOldMails and mailsLeftBehind run over every workspace, for sweep.
func failOldMails(ctx context.Context, tx *store.Tx, before, now store.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE notify_mail SET state = 'failed', ended_at = $1
		WHERE ended_at IS NULL AND created_at < $2`, now, before)
	return err
}

func mailsLeftBehind(ctx context.Context, q store.Querier, before store.Time) ([]mailIn, error) {
	var out []mailIn
	err := store.Select(ctx, q, &out, `SELECT workspace_id, id FROM notify_mail
		WHERE ended_at IS NULL AND created_at < $1 ORDER BY created_at LIMIT 500`, before)
	return out, err
}

// forget drops up to limit notices older than before, in every workspace, then
// the mails that told nothing else; it gives the number of notices.
func forget(ctx context.Context, tx *store.Tx, before store.Time, limit int) (int64, error) {
	n, err := store.Exec(ctx, tx, `DELETE FROM notify_notice
		WHERE id IN (SELECT id FROM notify_notice WHERE created_at < $1 LIMIT $2)`, before, limit)
	if err != nil || n == int64(limit) {
		return n, err
	}
	_, err = store.Exec(ctx, tx, `DELETE FROM notify_mail WHERE id IN
		(SELECT id FROM notify_mail WHERE created_at < $1 AND ended_at IS NOT NULL LIMIT $2)`, before, limit)
	return n, err
}
