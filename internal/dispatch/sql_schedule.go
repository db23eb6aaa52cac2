package dispatch

import (
	"context"
	"strconv"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// insertDeliveriesTx writes new deliveries in one statement.
func insertDeliveriesTx(ctx context.Context, tx *store.Tx, ids []DeliveryID, news []NewDelivery, now time.Time) error {
	type row struct {
		ID          string `json:"id"`
		Workspace   string `json:"workspace"`
		Channel     string `json:"channel"`
		Network     string `json:"network"`
		Kind        string `json:"kind"`
		Subject     string `json:"subject"`
		Revision    string `json:"revision"`
		Hash        string `json:"hash"`
		Campaign    string `json:"campaign"`
		Fingerprint string `json:"fingerprint"`
		Due         int64  `json:"due"`
		Late        int64  `json:"late"`
	}
	rows := make([]row, len(news))
	for i, n := range news {
		late := n.Late.Milliseconds()
		if n.Late < 0 {
			late = -1
		}
		rows[i] = row{string(ids[i]), string(n.Workspace), n.Channel, n.Network, n.Kind, n.Subject, n.Revision, n.Hash, n.Campaign,
			n.Fingerprint, n.DueAt.UnixMilli(), late}
	}
	text := func(names ...string) (out []store.Column) {
		for _, n := range names {
			out = append(out, store.Column{Name: n, Type: "text"})
		}
		return out
	}
	columns := append(text("id", "workspace", "channel", "network", "kind", "subject", "revision", "hash", "campaign", "fingerprint"),
		store.Column{Name: "due", Type: "bigint"}, store.Column{Name: "late", Type: "bigint"})
	_, err := store.Exec(ctx, tx, `INSERT INTO delivery (id, workspace_id, channel_id, network, kind, subject_id, revision_id, hash, campaign_id,
		fingerprint, due_at, late_ms, state, next_at, created_at, updated_at)
		SELECT x.id, x.workspace, x.channel, x.network, x.kind, x.subject, x.revision, x.hash, x.campaign, x.fingerprint, x.due, x.late,
		'scheduled', x.due, CAST($2 AS BIGINT), CAST($2 AS BIGINT) FROM `+store.Records(tx.Dialect(), "x", "$1", columns...)+` WHERE true`, asJSON(rows), now.UnixMilli())
	return err
}

// insertLanesTx makes the lane of each channel that has none.
func insertLanesTx(ctx context.Context, tx *store.Tx, news []NewDelivery) error {
	type row struct {
		Channel   string `json:"channel"`
		Workspace string `json:"workspace"`
	}
	var rows []row
	seen := map[string]bool{}
	for _, n := range news {
		if !seen[n.Channel] {
			seen[n.Channel] = true
			rows = append(rows, row{n.Channel, string(n.Workspace)})
		}
	}
	_, err := store.Exec(ctx, tx, `INSERT INTO lane (channel_id, workspace_id) SELECT x.channel, x.workspace FROM `+
		store.Records(tx.Dialect(), "x", "$1", store.Column{Name: "channel", Type: "text"}, store.Column{Name: "workspace", Type: "text"})+
		` WHERE true ON CONFLICT (channel_id) DO NOTHING`, asJSON(rows))
	return err
}

// notStarted is a delivery of which nothing can be seen and that is not at rest:
// what was only prepared (an upload, a container) may still be stopped.
const notStarted = `state IN ('scheduled', 'held', 'claimed', 'missed') AND NOT EXISTS
	(SELECT 1 FROM step s WHERE s.delivery_id = delivery.id AND s.visible AND s.state = 'accepted')`

func moveTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject string, due time.Time, late time.Duration, now time.Time) ([]Delivery, error) {
	ms := late.Milliseconds()
	if late < 0 {
		ms = -1
	}
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET due_at = $3, next_at = $3, late_ms = $4, state = 'scheduled', reason = '', step = 0,
		finished_at = NULL, node = '', lease_until = NULL, fence = fence + 1, updated_at = $5
		WHERE workspace_id = $1 AND subject_id = $2 AND `+notStarted+` RETURNING `+deliveryColumns,
		string(ws), subject, due.UnixMilli(), ms, now.UnixMilli())
	return out, err
}

func withdrawTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, subject, reason string, now time.Time) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET state = 'cancelled', reason = $3, next_at = NULL, finished_at = $4,
		node = '', lease_until = NULL, fence = fence + 1, updated_at = $4
		WHERE workspace_id = $1 AND subject_id = $2 AND (`+notStarted+` OR state = 'failed') RETURNING `+deliveryColumns,
		string(ws), subject, reason, now.UnixMilli())
	return out, err
}

func cancelChannelTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, channel, reason string, now time.Time) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET state = 'cancelled', reason = $3, next_at = NULL, finished_at = $4,
		node = '', lease_until = NULL, fence = fence + 1, updated_at = $4
		WHERE workspace_id = $1 AND channel_id = $2 AND `+notStarted+` RETURNING `+deliveryColumns,
		string(ws), channel, reason, now.UnixMilli())
	return out, err
}

func releaseTx(ctx context.Context, tx *store.Tx, ws identity.WorkspaceID, now time.Time) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, tx, &out, `UPDATE delivery SET state = 'scheduled', next_at = due_at, reason = '', fence = fence + 1, updated_at = $2
		WHERE workspace_id = $1 AND state = 'held' RETURNING `+deliveryColumns, string(ws), now.UnixMilli())
	return out, err
}

func deliveriesOfSubject(ctx context.Context, q store.Querier, ws identity.WorkspaceID, subject string) ([]Delivery, error) {
	return deliveriesOfSubjects(ctx, q, ws, []string{subject})
}

func deliveriesOfSubjects(ctx context.Context, q store.Querier, ws identity.WorkspaceID, subjects []string) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, q, &out, `SELECT `+deliveryColumns+` FROM delivery WHERE workspace_id = $1 AND `+
		store.InList(q.Dialect(), "subject_id", "$2")+` ORDER BY due_at, id`, string(ws), asJSON(subjects))
	return out, err
}

type stateRow struct {
	Subject string `db:"subject_id"`
	State   State  `db:"state"`
}

func statesOfSubjects(ctx context.Context, q store.Querier, ws identity.WorkspaceID, subjects []string) ([]stateRow, error) {
	var out []stateRow
	err := store.Select(ctx, q, &out, `SELECT DISTINCT subject_id, state FROM delivery WHERE workspace_id = $1 AND `+
		store.InList(q.Dialect(), "subject_id", "$2"), string(ws), asJSON(subjects))
	return out, err
}

func findDelivery(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id DeliveryID, lock string) (Delivery, error) {
	var d Delivery
	err := store.Get(ctx, q, &d, `SELECT `+deliveryColumns+` FROM delivery WHERE workspace_id = $1 AND id = $2`+lock, string(ws), string(id))
	return d, err
}

func startedDeliveries(ctx context.Context, q store.Querier, ws identity.WorkspaceID) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, q, &out, `SELECT `+deliveryColumns+` FROM delivery WHERE workspace_id = $1
		AND state IN ('sending', 'pending', 'unknown') ORDER BY due_at, id`, string(ws))
	return out, err
}

func selectDeliveries(ctx context.Context, q store.Querier, ws identity.WorkspaceID, f Filter) ([]Delivery, error) {
	where, args := `workspace_id = $1`, []any{string(ws)}
	add := func(condition string, arg any) {
		args = append(args, arg)
		where += " AND " + condition + "$" + strconv.Itoa(len(args))
	}
	if len(f.States) > 0 {
		args = append(args, asJSON(f.States))
		where += " AND " + store.InList(q.Dialect(), "state", "$"+strconv.Itoa(len(args)))
	}
	if f.Subject != "" {
		add("subject_id = ", f.Subject)
	}
	if f.Channel != "" {
		add("channel_id = ", f.Channel)
	}
	if !f.From.IsZero() {
		add("due_at >= ", f.From.UnixMilli())
	}
	if !f.To.IsZero() {
		add("due_at < ", f.To.UnixMilli())
	}
	if f.After != "" {
		add("id < ", string(f.After))
	}
	limit := f.Limit
	if limit <= 0 || limit > 200 {
		limit = 100
	}
	args = append(args, limit)
	var out []Delivery
	err := store.Select(ctx, q, &out, `SELECT `+deliveryColumns+` FROM delivery WHERE `+where+` ORDER BY id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
	return out, err
}

func attemptsOf(ctx context.Context, q store.Querier, ws identity.WorkspaceID, id DeliveryID) ([]Attempt, error) {
	var out []Attempt
	err := store.Select(ctx, q, &out, `SELECT n, fence, node, started_at, ended_at, outcome, reason FROM attempt
		WHERE workspace_id = $1 AND delivery_id = $2 ORDER BY fence, n`, string(ws), string(id))
	return out, err
}

// answerDeliveryTx writes a person's answer.
func answerDeliveryTx(ctx context.Context, tx *store.Tx, d Delivery, now time.Time) error {
	_, err := store.Exec(ctx, tx, `UPDATE delivery SET state = $3, reason = $4, next_at = $5, late_ms = $6, finished_at = $7, permalink = $8,
		fence = $9, node = '', lease_until = NULL, updated_at = $10 WHERE workspace_id = $1 AND id = $2`,
		string(d.Workspace), string(d.ID), string(d.State), encode(d.Reason.Reason), d.NextAt, d.LateMS, d.FinishedAt, d.Permalink, d.Fence, now.UnixMilli())
	return err
}

// personFoundTx notes on the step that a person saw its effect.
func personFoundTx(ctx context.Context, tx *store.Tx, d Delivery, url string) error {
	_, err := store.Exec(ctx, tx, `UPDATE step SET state = 'accepted', permalink = $4 WHERE workspace_id = $1 AND delivery_id = $2 AND n = $3`,
		string(d.Workspace), string(d.ID), d.Step, url)
	return err
}

func selectLateness(ctx context.Context, q store.Querier, ws identity.WorkspaceID, since time.Time) ([]int64, error) {
	var ms []int64
	err := store.Select(ctx, q, &ms, `SELECT CASE WHEN started_at > due_at THEN started_at - due_at ELSE 0 END FROM delivery
		WHERE workspace_id = $1 AND finished_at >= $2 AND started_at IS NOT NULL ORDER BY finished_at DESC LIMIT 10000`, string(ws), since.UnixMilli())
	return ms, err
}

// oldestDue runs over every workspace: it is the program's own health.
func oldestDue(ctx context.Context, q store.Querier) (store.Time, error) {
	var at store.Time
	err := store.Get(ctx, q, &at, `SELECT MIN(next_at) FROM lane WHERE next_at IS NOT NULL`)
	return at, err
}

func waitingDeliveries(ctx context.Context, q store.Querier, ws identity.WorkspaceID, channel string) ([]Delivery, error) {
	var out []Delivery
	err := store.Select(ctx, q, &out, `SELECT `+deliveryColumns+` FROM delivery WHERE workspace_id = $1 AND channel_id = $2
		AND state IN ('scheduled', 'held', 'claimed') ORDER BY due_at, id`, string(ws), channel)
	return out, err
}
