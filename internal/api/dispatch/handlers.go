package dispatch

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parvis/internal/api"
	room "parvis/internal/dispatch"
	"parvis/internal/identity"
)

const base = "/api/v1/workspaces/{workspace}"

// Titles names posts; publishing.Service is one.
type Titles interface {
	Titles(ctx context.Context, ws identity.WorkspaceID, posts []string) (map[string]string, error)
}

type listInput struct {
	Workspace string    `path:"workspace"`
	States    []string  `query:"state" doc:"Only these states"`
	Post      string    `query:"post"`
	Channel   string    `query:"channel"`
	From      time.Time `query:"from" doc:"Due at or after"`
	To        time.Time `query:"to" doc:"Due before"`
	Cursor    string    `query:"cursor"`
	Limit     int       `query:"limit" minimum:"0" maximum:"200"`
}

type listOutput struct{ Body api.Page[Delivery] }

type oneInput struct {
	Workspace string `path:"workspace"`
	Delivery  string `path:"delivery"`
}

type detailOutput struct{ Body Detail }

type resolveDeliveryInput struct {
	Workspace string `path:"workspace"`
	Delivery  string `path:"delivery"`
	Body      struct {
		Answer string `json:"answer" enum:"there,not_there,send_now,give_up"`
		URL    string `json:"url,omitempty" doc:"Address of the post that is there"`
	}
}

type oneOutput struct{ Body Delivery }

type punctualityInput struct {
	Workspace string `path:"workspace"`
	Days      int    `query:"days" minimum:"1" maximum:"366" default:"30"`
}

type punctualityOutput struct{ Body Punctuality }

// Register adds the room's operations.
func Register(a huma.API, s *room.Service, titles Titles, now func() time.Time) {
	h := handlers{s, titles, now}
	huma.Register(a, huma.Operation{OperationID: "listDeliveries", Method: http.MethodGet, Path: base + "/deliveries",
		Tags: []string{"dispatch"}, Summary: "List what leaves, newest first"}, h.list)
	huma.Register(a, huma.Operation{OperationID: "getDelivery", Method: http.MethodGet, Path: base + "/deliveries/{delivery}",
		Tags: []string{"dispatch"}, Summary: "Read a delivery with its steps and tries"}, h.get)
	huma.Register(a, huma.Operation{OperationID: "resolveDelivery", Method: http.MethodPost, Path: base + "/deliveries/{delivery}/resolve",
		Tags: []string{"dispatch"}, Summary: "Say what a delivery that waits for a person came to"}, h.resolve)
	huma.Register(a, huma.Operation{OperationID: "getPunctuality", Method: http.MethodGet, Path: base + "/punctuality",
		Tags: []string{"dispatch"}, Summary: "Read how late deliveries started"}, h.punctuality)
}

type handlers struct {
	s      *room.Service
	titles Titles
	now    func() time.Time
}

func (h handlers) list(ctx context.Context, in *listInput) (*listOutput, error) {
	ws := identity.WorkspaceID(in.Workspace)
	after, err := api.DecodeCursor(in.Cursor, 1)
	if err != nil {
		return nil, api.Problem(err)
	}
	f := room.Filter{Subject: in.Post, Channel: in.Channel, From: in.From, To: in.To, Limit: api.Limit(in.Limit)}
	for _, s := range in.States {
		f.States = append(f.States, room.State(s))
	}
	if after != nil {
		f.After = room.DeliveryID(after[0])
	}
	ds, err := h.s.FindDeliveries(ctx, ws, f)
	if err != nil {
		return nil, api.Problem(err)
	}
	posts := make([]string, len(ds))
	for i, d := range ds {
		posts[i] = d.Subject
	}
	titles, err := h.titles.Titles(ctx, ws, posts)
	if err != nil {
		return nil, api.Problem(err)
	}
	items := make([]Delivery, len(ds))
	for i, d := range ds {
		items[i] = deliveryOut(d, titles[d.Subject])
	}
	next := ""
	if len(ds) == f.Limit {
		next = api.EncodeCursor(string(ds[len(ds)-1].ID))
	}
	return &listOutput{api.NewPage(items, next)}, nil
}

func (h handlers) get(ctx context.Context, in *oneInput) (*detailOutput, error) {
	ws := identity.WorkspaceID(in.Workspace)
	d, steps, attempts, err := h.s.FindDelivery(ctx, ws, room.DeliveryID(in.Delivery))
	if err != nil {
		return nil, api.Problem(err)
	}
	titles, err := h.titles.Titles(ctx, ws, []string{d.Subject})
	if err != nil {
		return nil, api.Problem(err)
	}
	return &detailOutput{detailOut(d, titles[d.Subject], steps, attempts)}, nil
}

func (h handlers) resolve(ctx context.Context, in *resolveDeliveryInput) (*oneOutput, error) {
	ws := identity.WorkspaceID(in.Workspace)
	d, err := h.s.Resolve(ctx, ws, room.DeliveryID(in.Delivery), room.Resolution{Answer: room.Answer(in.Body.Answer), URL: in.Body.URL})
	if err != nil {
		return nil, api.Problem(err)
	}
	titles, err := h.titles.Titles(ctx, ws, []string{d.Subject})
	if err != nil {
		return nil, api.Problem(err)
	}
	return &oneOutput{deliveryOut(d, titles[d.Subject])}, nil
}

func (h handlers) punctuality(ctx context.Context, in *punctualityInput) (*punctualityOutput, error) {
	since := h.now().AddDate(0, 0, -in.Days)
	l, err := h.s.FindLateness(ctx, identity.WorkspaceID(in.Workspace), since)
	if err != nil {
		return nil, api.Problem(err)
	}
	return &punctualityOutput{Punctuality{Since: since, Count: l.Count, MedianMS: l.P50.Milliseconds(), P99MS: l.P99.Milliseconds(), LongestMS: l.Max.Milliseconds()}}, nil
}
