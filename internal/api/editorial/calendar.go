package editorial

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	room "parvis/internal/editorial"
	"parvis/internal/identity"
)

// rawOutput is a body that was made ready elsewhere.
type rawOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// described is op with the type its raw body really has.
func described[B any](a huma.API, op huma.Operation) huma.Operation {
	schema := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[B](), true, "")
	op.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}}
	return op
}

// Filters are the same everywhere; Huma binds no field of an embedded struct,
// so each input repeats them.
type calendarInput struct {
	Workspace string   `path:"workspace"`
	From      string   `query:"from" required:"true" doc:"First day, 2026-11-01"`
	To        string   `query:"to" required:"true" doc:"Last day, included"`
	Zone      string   `query:"zone" doc:"Where the days begin; the workspace's when absent"`
	Channel   []string `query:"channel"`
	Status    []string `query:"status"`
	Label     []string `query:"label"`
	Pillar    []string `query:"pillar"`
	Campaign  []string `query:"campaign"`
	Objective []string `query:"objective"`
	Audience  []string `query:"audience"`
	Stage     []string `query:"stage"`
	Author    []string `query:"author"`
	Q         string   `query:"q" maxLength:"200"`
}

type listInput struct {
	Workspace string   `path:"workspace"`
	Order     string   `query:"order" enum:"updated,due" default:"updated"`
	Undated   bool     `query:"undated" doc:"Only posts without a date"`
	Cursor    string   `query:"cursor"`
	Limit     int      `query:"limit" minimum:"0" maximum:"200"`
	Channel   []string `query:"channel"`
	Status    []string `query:"status"`
	Label     []string `query:"label"`
	Pillar    []string `query:"pillar"`
	Campaign  []string `query:"campaign"`
	Objective []string `query:"objective"`
	Audience  []string `query:"audience"`
	Stage     []string `query:"stage"`
	Author    []string `query:"author"`
	Q         string   `query:"q" maxLength:"200"`
}

type countInput struct {
	Workspace string   `path:"workspace"`
	Channel   []string `query:"channel"`
	Label     []string `query:"label"`
	Pillar    []string `query:"pillar"`
	Campaign  []string `query:"campaign"`
	Objective []string `query:"objective"`
	Audience  []string `query:"audience"`
	Stage     []string `query:"stage"`
	Author    []string `query:"author"`
	Q         string   `query:"q" maxLength:"200"`
}

func filter(channel, status, label, pillar, campaign, objective, audience, stage, author []string, q string) room.Filter {
	return room.Filter{Channels: idsIn[room.ChannelID](channel), Statuses: idsIn[room.Status](status), Labels: idsIn[room.LabelID](label),
		Pillars: idsIn[room.PillarID](pillar), Campaigns: idsIn[room.CampaignID](campaign), Objectives: idsIn[room.ObjectiveID](objective),
		Audiences: idsIn[room.AudienceID](audience), Stages: idsIn[room.Stage](stage), Authors: idsIn[identity.UserID](author), Query: q}
}

func registerCalendar(a huma.API, s *room.Service) {
	huma.Register(a, described[Calendar](a, operation("getCalendar", http.MethodGet, base+"/calendar", "Read the posts of a span of days")),
		func(ctx context.Context, in *calendarInput) (*rawOutput, error) {
			var b bytes.Buffer
			b.WriteString(`{"items":`)
			_, err := s.Calendar(ctx, workspace(in.Workspace), room.Range{From: in.From, To: in.To, Zone: in.Zone},
				filter(in.Channel, in.Status, in.Label, in.Pillar, in.Campaign, in.Objective, in.Audience, in.Stage, in.Author, in.Q), &b)
			if err != nil {
				return nil, api.Problem(err)
			}
			b.WriteByte('}')
			return &rawOutput{"application/json", b.Bytes()}, nil
		})
	huma.Register(a, described[Cards](a, operation("listPosts", http.MethodGet, base+"/posts", "List and search posts")),
		func(ctx context.Context, in *listInput) (*rawOutput, error) {
			var b bytes.Buffer
			b.WriteString(`{"items":`)
			next, err := s.List(ctx, workspace(in.Workspace),
				filter(in.Channel, in.Status, in.Label, in.Pillar, in.Campaign, in.Objective, in.Audience, in.Stage, in.Author, in.Q),
				room.Page{Order: room.Order(in.Order), Undated: in.Undated, Cursor: in.Cursor, Limit: in.Limit}, &b)
			if err != nil {
				return nil, api.Problem(err)
			}
			b.WriteString(`,"next":`)
			if next == "" {
				b.WriteString("null")
			} else if err := json.NewEncoder(&b).Encode(next); err != nil {
				return nil, api.Problem(err)
			}
			b.WriteByte('}')
			return &rawOutput{"application/json", b.Bytes()}, nil
		})
	huma.Register(a, operation("countPosts", http.MethodGet, base+"/post-counts", "Count posts per status"),
		func(ctx context.Context, in *countInput) (*output[Counts], error) {
			list, err := s.Counts(ctx, workspace(in.Workspace),
				filter(in.Channel, nil, in.Label, in.Pillar, in.Campaign, in.Objective, in.Audience, in.Stage, in.Author, in.Q))
			out := Counts{Counts: map[string]int{}}
			for status, n := range list {
				out.Counts[string(status)] = n
			}
			return answer(out, err)
		})
}

type historyInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"0" maximum:"200"`
}

type versionInput struct {
	Workspace string `path:"workspace"`
	Post      string `path:"post"`
	Version   int    `path:"version" minimum:"1"`
}

func registerHistory(a huma.API, s *room.Service) {
	huma.Register(a, operation("listPostHistory", http.MethodGet, onePost+"/history", "List what was saved, newest first"),
		func(ctx context.Context, in *historyInput) (*output[History], error) {
			key, err := api.DecodeCursor(in.Cursor, 1)
			if err != nil {
				return nil, api.Problem(err)
			}
			before := 0
			if key != nil {
				before, _ = strconv.Atoi(key[0]) // a cursor of another make starts from the top
			}
			limit := api.Limit(in.Limit)
			list, err := s.History(ctx, workspace(in.Workspace), room.PostID(in.Post), before, limit)
			out := History{Items: make([]Version, len(list))}
			for i, v := range list {
				out.Items[i] = versionOut(v)
			}
			if len(list) == limit {
				next := api.EncodeCursor(strconv.Itoa(list[limit-1].Version))
				out.Next = &next
			}
			return answer(out, err)
		})
	huma.Register(a, operation("getPostVersion", http.MethodGet, onePost+"/history/{version}", "Read what was saved then"),
		func(ctx context.Context, in *versionInput) (*output[VersionDraft], error) {
			v, err := s.FindVersion(ctx, workspace(in.Workspace), room.PostID(in.Post), in.Version)
			return answer(VersionDraft{versionOut(v), draftOut(v.Draft)}, err)
		})
	huma.Register(a, operation("restorePostVersion", http.MethodPost, onePost+"/history/{version}/restore", "Make an earlier version the newest"),
		func(ctx context.Context, in *versionInput) (*output[Post], error) {
			return answerPost(s.RestoreVersion(ctx, workspace(in.Workspace), room.PostID(in.Post), in.Version))
		})
}
