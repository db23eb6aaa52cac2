package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"parvis/internal/app"
	"parvis/internal/channels"
	"parvis/internal/dispatch"
	"parvis/internal/editorial"
	"parvis/internal/identity"
	"parvis/internal/publishing"
	"parvis/internal/store"
)

// connected is a ground whose workspace has channels of a receiver: to be copied.
func connected(ctx context.Context, kind, receiver string, inChannels int) (g ground, err error) {
	if g, err = newGround(ctx, kind); err != nil {
		return g, err
	}
	h, err := g.open(ctx, app.Options{})
	if err != nil {
		return g, err
	}
	quick(ctx, h.DB)
	as, ws, err := h.owner(ctx)
	if err != nil {
		return g, err
	}
	return g, errors.Join(h.connect(as, ws, receiver, inChannels), h.close())
}

func (h *house) connect(as context.Context, ws identity.WorkspaceID, receiver string, n int) error {
	for i := range n {
		name := "Vitrine " + strconv.Itoa(i)
		if _, err := h.Channels.Connect(as, ws, channels.ConnectInput{Network: "webhook", Name: name, Form: map[string]string{"name": name,
			"url": "http://" + receiver + "/hook/" + strconv.Itoa(i) + "?class=exact", "class": "exact", "visibilityLagSeconds": "1"}}); err != nil {
			return err
		}
	}
	return nil
}

// planned is a copy of what connected made, with posts scheduled over the first
// channels of a receiver, one each.
func planned(ctx context.Context, from ground, receiver string, inChannels, posts int) (g ground, err error) {
	if g, err = from.copy(ctx); err != nil {
		return g, err
	}
	h, err := g.open(ctx, app.Options{})
	if err != nil {
		return g, err
	}
	quick(ctx, h.DB)
	if err := h.fill(ctx, receiver, inChannels, posts); err != nil {
		return g, errors.Join(err, h.close())
	}
	return g, h.close()
}

// quick spares the disk while a ground is prepared; it lasts as long as db.
func quick(ctx context.Context, db *store.DB) {
	if db.Dialect() == store.SQLite {
		_, _ = db.Writer().ExecContext(ctx, "PRAGMA synchronous = OFF") // only speed hangs on it
	}
}

// fill points the channels at the receiver, schedules one post through the rooms
// and multiplies it.
func (h *house) fill(ctx context.Context, receiver string, inChannels, posts int) error {
	as, ws, list, err := h.known(ctx)
	if err != nil {
		return err
	}
	if err := point(ctx, h.DB, receiver); err != nil {
		return err
	}
	at := time.Now().AddDate(0, 1, 0)
	p, err := h.Editorial.Create(as, ws, editorial.CreateInput{Draft: editorial.Draft{State: editorial.Written, Language: "fr", Late: 30,
		Segments: []editorial.Segment{{Text: sentence(0), Media: []editorial.Media{}}}, Variants: []editorial.Variant{{Channel: list[0]}}},
		Wall: editorial.Wall(at.Format("2006-01-02T15:04")), Zone: "Europe/Paris"})
	if err != nil {
		return err
	}
	if p, err = h.Editorial.Schedule(as, ws, p.ID, editorial.When{}); err != nil {
		return err
	}
	model, err := h.Editorial.RevisionTx(ctx, h.DB.Reader(), ws, p.Revision)
	if err != nil {
		return err
	}
	for from := 1; from < posts; from += 1000 {
		var copies []copied
		for i := from; i < min(from+1000, posts); i++ {
			copies = append(copies, copyOf(model, i, list[i%inChannels]))
		}
		if err := h.multiply(ctx, model, copies, at); err != nil {
			return err
		}
	}
	return nil
}

// known gives the one workspace, a context of its owner and its channels of the
// receiver.
func (h *house) known(ctx context.Context) (as context.Context, ws identity.WorkspaceID, list []editorial.ChannelID, err error) {
	q := h.DB.Reader()
	var one struct {
		Workspace identity.WorkspaceID `db:"workspace_id"`
		User      identity.UserID      `db:"user_id"`
		Member    identity.MemberID    `db:"id"`
	}
	if err := store.Get(ctx, q, &one, "SELECT id, workspace_id, user_id FROM member"); err != nil {
		return nil, "", nil, err
	}
	err = store.Select(ctx, q, &list, "SELECT id FROM channel WHERE workspace_id = $1 AND network = 'webhook' ORDER BY id", string(one.Workspace))
	return identity.WithActor(ctx, identity.Actor{UserID: one.User, MemberID: one.Member, WorkspaceID: one.Workspace, Role: identity.Owner,
		Name: "Odile", Locale: "fr"}), one.Workspace, list, err
}

// point turns every channel to a receiver; only its port differs.
func point(ctx context.Context, db *store.DB, receiver string) error {
	return db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var old string
		if err := store.Get(ctx, tx, &old, "SELECT settings FROM channel WHERE network = 'webhook' LIMIT 1"); err != nil {
			return err
		}
		_, rest, _ := strings.Cut(old, "http://")
		address, _, _ := strings.Cut(rest, "/")
		_, err := store.Exec(ctx, tx, "UPDATE channel SET settings = REPLACE(settings, $1, $2)", address, receiver)
		return err
	})
}

// copied is another post like the model: all of it that differs.
type copied struct {
	Post     editorial.PostID     `json:"post"`
	Revision editorial.RevisionID `json:"revision"`
	Approval string               `json:"approval"`
	Channel  editorial.ChannelID  `json:"channel"`
	Text     string               `json:"text"`
	Body     string               `json:"body"`
	Hash     string               `json:"hash"`
}

func copyOf(model editorial.Revision, i int, channel editorial.ChannelID) copied {
	c := copied{Post: store.NewID[editorial.PostID]("post"), Revision: store.NewID[editorial.RevisionID]("rev"), Approval: store.NewID[string]("apv"),
		Channel: channel, Text: sentence(i)}
	c.Body = strings.NewReplacer(string(model.Post), string(c.Post), string(model.Frozen.Channels[0].Channel), string(channel), sentence(0), c.Text).Replace(model.Body)
	sum := sha256.Sum256([]byte(c.Body))
	c.Hash = hex.EncodeToString(sum[:])
	return c
}

// multiply writes, for each copy, the rows that the rooms wrote for the model.
func (h *house) multiply(ctx context.Context, model editorial.Revision, copies []copied, at time.Time) error {
	arg, err := json.Marshal(copies)
	if err != nil {
		return err
	}
	var columns []store.Column
	var news []dispatch.NewDelivery
	for _, name := range []string{"post", "revision", "approval", "channel", "text", "body", "hash"} {
		columns = append(columns, store.Column{Name: name, Type: "text"})
	}
	for _, c := range copies {
		news = append(news, dispatch.NewDelivery{Workspace: model.Workspace, Channel: string(c.Channel), Network: "webhook", Kind: publishing.KindPost,
			Subject: string(c.Post), Revision: string(c.Revision), Hash: c.Hash, Fingerprint: c.Hash[:32], DueAt: at, Late: 30 * time.Minute})
	}
	swap := func(column string) string {
		return "REPLACE(REPLACE(REPLACE(m." + column + ", $2, x.post), $3, x.channel), $4, x.text)"
	}
	return h.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := h.Dispatch.ScheduleTx(ctx, tx, news); err != nil {
			return err
		}
		from := store.Records(tx.Dialect(), "x", "$1", columns...)
		for _, statement := range []string{
			`INSERT INTO post (id, workspace_id, draft, content_hash, version, wall, zone, due_at, committed, review, revision_id, reviewed_hash, author_id, created_at, updated_by, updated_at)
			SELECT x.post, workspace_id, ` + swap("draft") + `, content_hash, version, wall, zone, due_at, committed, review, x.revision, reviewed_hash, author_id, created_at, updated_by, updated_at
			FROM ` + from + ` JOIN post m ON m.id = $2`,
			`INSERT INTO revision (id, workspace_id, post_id, hash, version, body, created_by, created_at)
			SELECT x.revision, workspace_id, x.post, x.hash, version, x.body, created_by, created_at FROM ` + from + ` JOIN revision m ON m.post_id = $2 AND $3 <> $4`,
			`INSERT INTO approval (id, workspace_id, post_id, revision_id, hash, content_hash, due_at, day, automatic, approved_by, approved_at)
			SELECT x.approval, workspace_id, x.post, x.revision, x.hash, content_hash, due_at, day, automatic, approved_by, approved_at
			FROM ` + from + ` JOIN approval m ON m.post_id = $2 AND $3 <> $4`,
			`INSERT INTO card (post_id, workspace_id, due_at, day, status, base_status, channels, networks, labels, pillar_id, campaign_id, objective_id,
			audience_id, stage, author_id, updated_at, body, search)
			SELECT x.post, workspace_id, due_at, day, status, base_status, ` + swap("channels") + `, networks, labels, pillar_id, campaign_id, objective_id,
			audience_id, stage, author_id, updated_at, ` + swap("body") + `, search FROM ` + from + ` JOIN card m ON m.post_id = $2`,
		} {
			if _, err := store.Exec(ctx, tx, statement, string(arg), string(model.Post), string(model.Frozen.Channels[0].Channel), sentence(0)); err != nil {
				return err
			}
		}
		return nil
	})
}

func sentence(i int) string {
	return "Publication " + strconv.Itoa(i) + " : le ciré se répare à l’atelier, vendredi matin, autour d’un café. Les boutons se changent, les coutures se reprennent."
}

// dueNow brings up to n waiting deliveries forward: the interface speaks in
// minutes, the bench has no time for them.
func dueNow(ctx context.Context, db *store.DB, at time.Time, n int) error {
	return db.WriteFirst(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `UPDATE delivery SET due_at = $1, next_at = $1 WHERE id IN
			(SELECT id FROM delivery WHERE state = 'scheduled' ORDER BY next_at, id LIMIT $2)`, at.UnixMilli(), n); err != nil {
			return err
		}
		_, err := store.Exec(ctx, tx, `UPDATE lane SET next_at = (SELECT MIN(d.next_at) FROM delivery d WHERE d.channel_id = lane.channel_id AND d.state = 'scheduled')`)
		return err
	})
}
