package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"parvis/internal/dispatch"
	"parvis/internal/event"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/tools/stub"
)

const workspace = identity.WorkspaceID("ws_chaos")

// result is one printed line.
type result struct {
	class, db                                                    string
	deliveries, accepted, duplicates, lost, person, kills, stops int
	seed                                                         uint64
}

// String is the printed form that others read.
func (r result) String() string {
	return fmt.Sprintf("chaos %s %s deliveries=%d accepted=%d duplicates=%d lost=%d needs_person=%d kills=%d stops=%d seed=%d",
		r.class, r.db, r.deliveries, r.accepted, r.duplicates, r.lost, r.person, r.kills, r.stops, r.seed)
}

// good: never twice, never lost; a person is asked only where the issue allows it.
func (r result) good() bool {
	allowed := map[string]int{"look_up": r.deliveries * 2 / 100, "none": r.deliveries}[r.class]
	if r.class == "look_up" && r.deliveries < 500 {
		allowed += 4 // about one in a hundred is lost twice by chance: a small run needs room for it
	}
	return r.duplicates == 0 && r.lost == 0 && r.person <= allowed
}

// trial is one class on one database.
type trial struct {
	*runCommand
	class, kind string
	rng         *rand.Rand
	dir, url    string
	db          *store.DB
	service     *dispatch.Service
	stub        string
	workers     []*exec.Cmd
	boots       int
	intended    map[[2]string]int // channel, text
	asked       map[dispatch.DeliveryID]time.Time
	answered    int
}

func runOne(ctx context.Context, c *runCommand, class, kind string) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Limit)
	defer cancel()
	t := &trial{runCommand: c, class: class, kind: kind, rng: rand.New(rand.NewPCG(c.Seed, uint64(len(class)+len(kind)))),
		intended: map[[2]string]int{}, asked: map[dispatch.DeliveryID]time.Time{}}
	defer t.close()
	if err := t.prepare(ctx); err != nil {
		return result{}, err
	}
	r := result{class: class, db: kind, deliveries: c.Deliveries, seed: c.Seed}
	for range map[string]int{"sqlite": 1, "postgres": 3}[kind] {
		if err := t.boot(ctx); err != nil {
			return r, err
		}
	}
	if err := t.torment(ctx, &r); err != nil {
		return r, err
	}
	if err := t.await(ctx); err != nil {
		return r, err
	}
	return r, t.count(ctx, &r)
}

func (t *trial) close() {
	for _, w := range t.workers {
		_ = w.Process.Signal(syscall.SIGCONT)
		_ = w.Process.Kill()
		_ = w.Wait()
	}
	if t.db != nil {
		_ = t.db.Close()
	}
	_ = os.RemoveAll(t.dir)
}

// prepare starts the receiver, opens an empty database and schedules everything.
func (t *trial) prepare(ctx context.Context) (err error) {
	if t.dir, err = os.MkdirTemp("", "parvis-chaos-*"); err != nil {
		return err
	}
	if t.kind == "postgres" {
		if t.url, err = freshPostgres(ctx); err != nil {
			return err
		}
	}
	if t.db, err = store.Open(ctx, store.Options{URL: t.url, DataDir: t.dir, MaxConns: 4}); err != nil {
		return err
	}
	record := func(context.Context, *store.Tx, identity.Actor, string, string, map[string]string) error { return nil }
	t.service = dispatch.New(t.db, &event.Bus{}, record, time.Now, nil)
	stubProcess := exec.Command(os.Args[0], "stub", "--seed", strconv.FormatUint(t.Seed, 10))
	out, err := stubProcess.StdoutPipe()
	if err != nil {
		return err
	}
	if err := stubProcess.Start(); err != nil {
		return err
	}
	t.workers = append(t.workers, stubProcess) // closed with the workers, never killed before
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return err
	}
	t.stub = line[:len(line)-1]
	return t.schedule(ctx)
}

// schedule spreads the deliveries over channels and time; one in ten repeats a
// text of its channel on purpose.
func (t *trial) schedule(ctx context.Context) error {
	news := make([]dispatch.NewDelivery, t.Deliveries)
	last := map[string]int{}
	start := time.Now().Add(2 * time.Second)
	for i := range news {
		channel, text := "ch-"+strconv.Itoa(i%t.Channels), i
		if prior, ok := last[channel]; ok && t.rng.IntN(10) == 0 {
			text = prior
		}
		last[channel] = text
		subject := fmt.Sprintf("%d.%d", text, i)
		t.intended[[2]string{channel, textOf(subject)}]++
		news[i] = dispatch.NewDelivery{Workspace: workspace, Channel: channel, Network: "webhook", Kind: "post", Subject: subject,
			Revision: "rev-" + subject, Hash: hashOf(textOf(subject)), Fingerprint: hashOf(textOf(subject)),
			DueAt: start.Add(time.Duration(t.rng.Int64N(int64(t.Spread)))), Late: -1}
	}
	return t.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := t.service.ScheduleTx(ctx, tx, news)
		return err
	})
}

func (t *trial) boot(context.Context) error {
	t.boots++
	w := exec.Command(os.Args[0], "worker", "--data", t.dir, "--url", t.url, "--stub", t.stub, "--class", t.class,
		"--node", fmt.Sprintf("node-%d", t.boots), "--lease", t.Lease.String())
	log, err := os.OpenFile(filepath.Join(os.TempDir(), "parvis-chaos.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	w.Stderr = log
	if err := w.Start(); err != nil {
		return err
	}
	t.workers = append(t.workers, w)
	return nil
}

// torment kills and stops workers while deliveries fall due.
func (t *trial) torment(ctx context.Context, r *result) error {
	acts := make([]bool, 0, t.Kills+t.Stops) // true: stop
	for range t.Kills {
		acts = append(acts, false)
	}
	for range t.Stops {
		acts = append(acts, true)
	}
	t.rng.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] })
	gap := t.Spread / time.Duration(len(acts)+1)
	for _, stop := range acts {
		if err := pause(ctx, gap/2+time.Duration(t.rng.Int64N(int64(gap)+1))); err != nil {
			return err
		}
		i := 1 + t.rng.IntN(len(t.workers)-1) // 0 is the receiver
		if stop {
			if err := t.freeze(ctx, t.workers[i]); err != nil {
				return err
			}
			r.stops++
			continue
		}
		_ = t.workers[i].Process.Kill()
		_ = t.workers[i].Wait()
		t.workers = append(t.workers[:i], t.workers[i+1:]...)
		if err := t.boot(ctx); err != nil {
			return err
		}
		r.kills++
	}
	return nil
}

// freeze stops a worker for longer than a lease, then lets it go on.
func (t *trial) freeze(ctx context.Context, w *exec.Cmd) error {
	if err := w.Process.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	err := pause(ctx, t.Lease+2*time.Second)
	if cont := w.Process.Signal(syscall.SIGCONT); err == nil {
		err = cont
	}
	return err
}

// await waits until every delivery is at rest, answering like a person who
// looks at the receiver once its lags are over.
func (t *trial) await(ctx context.Context) error {
	for {
		waiting, err := t.answer(ctx)
		if err != nil || waiting == 0 {
			return err
		}
		if err := pause(ctx, time.Second); err != nil {
			return fmt.Errorf("%d deliveries never came to rest: %w", waiting, err)
		}
	}
}

func (t *trial) answer(ctx context.Context) (waiting int, err error) {
	ctx = identity.AsSystem(ctx, workspace)
	ds, err := t.deliveries(ctx)
	if err != nil {
		return 0, err
	}
	published := map[[2]string]int{}
	for _, d := range ds {
		if d.State == dispatch.Published {
			published[[2]string{d.Channel, textOf(d.Subject)}]++
		}
	}
	var there map[[2]string]int
	for _, d := range ds {
		if d.State == dispatch.Published {
			continue
		}
		waiting++
		if d.State != dispatch.NeedsPerson {
			continue
		}
		if t.asked[d.ID].IsZero() {
			t.asked[d.ID] = time.Now()
			t.answered++
		}
		if time.Since(t.asked[d.ID]) < stub.Chaos.CommitLag+time.Second {
			continue
		}
		if there == nil {
			if there, err = t.effects(ctx); err != nil {
				return waiting, err
			}
		}
		key := [2]string{d.Channel, textOf(d.Subject)}
		say := dispatch.Resolution{Answer: dispatch.NotThere}
		if there[key] > published[key] {
			say = dispatch.Resolution{Answer: dispatch.There, URL: "http://127.0.0.1/seen"}
			published[key]++
		}
		if _, err := t.service.Resolve(ctx, workspace, d.ID, say); err != nil {
			return waiting, err
		}
		delete(t.asked, d.ID)
	}
	return waiting, nil
}

// deliveries reads all of them, by pages.
func (t *trial) deliveries(ctx context.Context) ([]dispatch.Delivery, error) {
	var all []dispatch.Delivery
	var after dispatch.DeliveryID
	for {
		page, err := t.service.FindDeliveries(ctx, workspace, dispatch.Filter{After: after, Limit: 200})
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = page[len(page)-1].ID
	}
}

// effects counts, at the receiver, the posts of each channel and text.
func (t *trial) effects(ctx context.Context) (map[[2]string]int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+t.stub+"/effects", nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	var list []stub.Effect
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		return nil, err
	}
	out := map[[2]string]int{}
	for _, e := range list {
		out[[2]string{e.Channel, e.Text}]++
	}
	return out, nil
}

// count compares what was meant with what the receiver holds, once the last
// late commit can have happened.
func (t *trial) count(ctx context.Context, r *result) error {
	if err := pause(ctx, stub.Chaos.CommitLag+time.Second); err != nil {
		return err
	}
	there, err := t.effects(ctx)
	if err != nil {
		return err
	}
	for key, want := range t.intended {
		got := there[key]
		r.duplicates += max(0, got-want)
		r.lost += max(0, want-got)
		delete(there, key)
		r.accepted += got
	}
	for _, strays := range there {
		r.duplicates += strays
	}
	r.person = t.answered
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
