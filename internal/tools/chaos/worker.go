package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/networks"
	"parvis/internal/networks/webhook"
	"parvis/internal/outbound"
	"parvis/internal/store"
	"parvis/internal/tools/stub"
)

type stubCommand struct {
	Seed uint64
}

// Run serves the misbehaving receiver and prints its address.
func (c *stubCommand) Run(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	server := &http.Server{Handler: stub.New(stub.Chaos, c.Seed), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// workerCommand is a sender: dispatch's real engine and the real webhook
// network over a database, with the posts made up from their names.
type workerCommand struct {
	Data  string
	URL   string
	Stub  string
	Class string
	Node  string
	Lease time.Duration
}

// Run works until it is told to stop, or killed.
func (c *workerCommand) Run(ctx context.Context) error {
	db, err := store.Open(ctx, store.Options{URL: c.URL, DataDir: c.Data, MaxConns: 8})
	if err != nil {
		return err
	}
	out, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1"}})
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	engine := dispatch.NewEngine(dispatch.Options{
		DB: db, Networks: networks.Registry{"webhook": webhook.New(out, time.Now)}, Gate: openGate{}, Accounts: accounts{c},
		Kinds: map[string]dispatch.Kind{"post": posts{}}, Bus: &event.Bus{}, Log: log, Now: time.Now, Node: c.Node, Workers: 16, Lease: c.Lease,
	})
	return engine.Run(ctx)
}

// lags are what each class's receiver declares: effects of a dead connection
// come up to 5 s later, and take up to 10 s more to be listed.
var lags = map[string]string{"exact": "7", "two_phase": "7", "look_up": "17", "none": "7"}

type accounts struct{ c *workerCommand }

func (a accounts) Accounts(_ context.Context, ds []dispatch.Delivery) (map[string]networks.Account, error) {
	out := map[string]networks.Account{}
	for _, d := range ds {
		out[d.Channel] = networks.Account{ChannelID: d.Channel, Secrets: map[string]string{"secret": "chaos"}, Settings: map[string]string{
			"url": "http://" + a.c.Stub + "/hook/" + d.Channel + "?class=" + a.c.Class, "class": a.c.Class, "visibilityLagSeconds": lags[a.c.Class]}}
	}
	return out, nil
}

type openGate struct{}

func (openGate) HoldsTx(context.Context, *store.Tx, []identity.WorkspaceID) ([]dispatch.Hold, error) {
	return nil, nil
}

// posts makes a text of a subject: "12.7" is text 12.
type posts struct{}

func textOf(subject string) string {
	n, _, _ := strings.Cut(subject, ".")
	return fmt.Sprintf("Le ciré numéro %s part à l'atelier & revient réparé : https://brume.example/reparer/%s?utm=chaos", n, n)
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func (posts) CheckTx(context.Context, *store.Tx, []dispatch.Delivery) (map[dispatch.DeliveryID]*networks.Reason, error) {
	return nil, nil
}

func (posts) Load(_ context.Context, ds []dispatch.Delivery) (map[dispatch.DeliveryID]dispatch.Payload, error) {
	out := map[dispatch.DeliveryID]dispatch.Payload{}
	for _, d := range ds {
		text := textOf(d.Subject)
		out[d.ID] = dispatch.Payload{Hash: hashOf(text), Revision: networks.Revision{ID: d.Revision, Hash: d.Hash, Language: "fr",
			Segments: []networks.Segment{{Text: text}}}}
	}
	return out, nil
}
