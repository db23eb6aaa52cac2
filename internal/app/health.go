package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"parvis/internal/media"
)

// overdueAlarm is how long something due may wait for a free lane before the
// program says that it is not ready.
const overdueAlarm = 5 * time.Minute

// writeTimes is a histogram of write transactions.
type writeTimes struct {
	histogram atomic.Pointer[prometheus.Histogram]
}

func (w *writeTimes) observe(d time.Duration) {
	if h := w.histogram.Load(); h != nil {
		(*h).Observe(d.Seconds())
	}
}

// Check is one line of /readyz.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail,omitempty"`
}

// Ready tells whether this node can do its work: the database answers, dispatch
// turns, nothing is long overdue, the clock is right, the disk has room.
func (a *App) Ready(ctx context.Context) (checks []Check, ok bool) {
	ok = true
	add := func(name string, good bool, detail string) {
		checks = append(checks, Check{Name: name, OK: good, Detail: detail})
		ok = ok && good
	}
	err := a.DB.Ping(ctx)
	add("database", err == nil, "")
	if a.running.Load() {
		add("dispatch", a.Engine.IsAlive(), "")
	}
	ahead := a.Engine.ClockAhead()
	add("clock", ahead == 0, durationOrNothing(ahead))
	if err == nil {
		overdue, err := a.Dispatch.OldestOverdue(ctx)
		add("overdue", err == nil && overdue < overdueAlarm, durationOrNothing(overdue.Truncate(time.Second)))
	}
	_, level, err := a.Media.SpaceLeft(ctx)
	add("disk", err == nil && level != media.SpaceFull, string(level))
	return checks, ok
}

func durationOrNothing(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// health adds /healthz, /readyz and /metrics to mux. They say nothing of
// anybody's data.
func (a *App) health(handle func(pattern string, h http.Handler)) {
	handle("GET /healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	}))
	handle("GET /readyz", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
		defer cancel()
		checks, ok := a.Ready(ctx)
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ready": ok, "checks": checks})
	}))
	handle("GET /metrics", a.metrics())
}

func (a *App) metrics() http.Handler {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	writes := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "parvis_write_transaction_seconds",
		Help: "Duration of write transactions.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}})
	reg.MustRegister(writes)
	a.writes.histogram.Store(&writes)
	for name := range a.Engine.Counts() {
		kind, suffix := prometheus.CounterValue, "_total"
		if name == "in_flight" {
			kind, suffix = prometheus.GaugeValue, ""
		}
		reg.MustRegister(&live{desc: prometheus.NewDesc("parvis_dispatch_"+name+suffix, "Deliveries of this node since it started.", nil, nil), kind: kind,
			value: func() float64 { return float64(a.Engine.Counts()[name]) }})
	}
	reg.MustRegister(&live{desc: prometheus.NewDesc("parvis_dispatch_oldest_overdue_seconds", "How long the oldest due delivery has waited for its lane.", nil, nil),
		kind: prometheus.GaugeValue, value: func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
			defer cancel()
			overdue, err := a.Dispatch.OldestOverdue(ctx)
			if err != nil {
				return -1
			}
			return overdue.Seconds()
		}})
	return promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
}

// live is a metric read when it is asked for.
type live struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func() float64
}

// Describe implements prometheus.Collector.
func (l *live) Describe(out chan<- *prometheus.Desc) { out <- l.desc }

// Collect implements prometheus.Collector.
func (l *live) Collect(out chan<- prometheus.Metric) {
	out <- prometheus.MustNewConstMetric(l.desc, l.kind, l.value())
}
