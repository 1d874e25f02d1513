package server

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"imclient/server/bus"
	"imclient/server/store"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics are what a server counts (docs/operating.md, Metrics). What happens with
// every frame is an addition to one number, found without a label; labels are
// looked up for what is rare or slow anyway: refusals, closes, REST requests. What
// can be asked for is not counted but asked for when somebody looks.
type metrics struct {
	registry *prometheus.Registry
	now      func() time.Time

	opened     atomic.Int64 // connections
	slow       atomic.Int64 // cut off for not reading
	framesIn   atomic.Int64
	framesOut  atomic.Int64
	bytesIn    atomic.Int64
	bytesOut   atomic.Int64
	messages   atomic.Int64 // stored, and come round to this node
	recovered  atomic.Int64 // of them those that were read from the store
	deliveries atomic.Int64 // messages put into the queues of sessions
	pushes     atomic.Int64 // everything else put there
	internal   atomic.Int64 // errors that are the server's own
	failedAt   atomic.Int64 // when a commit failed last, in milliseconds since 1970; 0: never

	commands map[operation]*atomic.Int64 // of each handler; not changed after newMetrics
	unknown  atomic.Int64                // commands without a handler

	refusals *prometheus.CounterVec // cmd, op, code
	closes   *prometheus.CounterVec // code
	requests *prometheus.CounterVec // route, status
	took     *prometheus.HistogramVec

	commitTime   prometheus.Histogram
	commitSize   prometheus.Histogram
	commitErrors prometheus.Counter
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		now:      s.clock.Now,
		commands: make(map[operation]*atomic.Int64, len(handlers)),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "imserver_command_errors_total",
			Help: "Commands of clients that were answered with an error, by its code."}, []string{"cmd", "op", "code"}),
		closes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "imserver_connections_closed_total",
			Help: "Connections that the server closed, by the code of the close."}, []string{"code"}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "imserver_http_requests_total",
			Help: "HTTP requests that were answered."}, []string{"route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "imserver_http_request_seconds",
			Help: "Time that HTTP requests took.", Buckets: prometheus.ExponentialBuckets(0.001, 4, 7)}, []string{"route"}),
		commitTime: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "imserver_store_commit_seconds",
			Help: "Time that a commit took, the disk included.", Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14)}),
		commitSize: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "imserver_store_commit_updates",
			Help: "Updates in one commit.", Buckets: prometheus.ExponentialBuckets(1, 2, 10)}),
		commitErrors: prometheus.NewCounter(prometheus.CounterOpts{Name: "imserver_store_errors_total",
			Help: "Commits that failed."}),
	}
	for at := range handlers {
		m.commands[at] = new(atomic.Int64)
	}
	m.registry.MustRegister(m.refusals, m.closes, m.requests, m.took, m.commitTime, m.commitSize, m.commitErrors,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &snapshot{srv: s, m: m})
	m.plain()
	return m
}

// plain registers the numbers that have no labels.
func (m *metrics) plain() {
	for _, c := range []struct {
		name, help string
		value      *atomic.Int64
	}{
		{"connections_total", "Connections that were opened.", &m.opened},
		{"slow_connections_total", "Connections that were cut off because their client did not read.", &m.slow},
		{"frames_received_total", "Frames from clients.", &m.framesIn},
		{"frames_sent_total", "Frames to clients.", &m.framesOut},
		{"received_bytes_total", "Bytes of the frames from clients.", &m.bytesIn},
		{"sent_bytes_total", "Bytes of the frames to clients.", &m.bytesOut},
		{"messages_total", "Messages that were stored, by clients and back ends.", &m.messages},
		{"recovered_messages_total", "Of those the messages whose news this node had missed, and that it read from the store.", &m.recovered},
		{"deliveries_total", "Stored messages handed to sessions that are online.", &m.deliveries},
		{"pushes_total", "Everything else handed to sessions: notices, receipts, transient messages.", &m.pushes},
		{"internal_errors_total", "Commands and requests that failed for reasons of the server's own.", &m.internal},
		{"unknown_commands_total", "Commands that the server does not know.", &m.unknown},
	} {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "imserver_" + c.name, Help: c.help},
			func() float64 { return float64(c.value.Load()) }))
	}
}

// command counts a command that a handler takes.
func (m *metrics) command(at operation) {
	if n := m.commands[at]; n != nil {
		n.Add(1)
		return
	}
	m.unknown.Add(1)
}

// refused counts a refusal.
func (m *metrics) refused(at operation, code Code, internal bool) {
	if internal {
		m.internal.Add(1)
	}
	if m.commands[at] == nil {
		return // what clients make up becomes no label
	}
	m.refusals.WithLabelValues(at.cmd.String(), opName(at), strconv.Itoa(int(code))).Inc()
}

func opName(at operation) string {
	if at.op == 0 {
		return ""
	}
	return at.op.String()
}

func (m *metrics) closed(code Code) { m.closes.WithLabelValues(strconv.Itoa(int(code))).Inc() }

// delivered counts an event that has been put into the queues of sessions.
func (m *metrics) delivered(e bus.Event, sessions int) {
	if e.Seq > 0 {
		m.deliveries.Add(int64(sessions))
		return
	}
	m.pushes.Add(int64(sessions))
}

// committed is told of each commit by the store.
func (m *metrics) committed(c store.Commit) {
	if c.Err != nil {
		m.commitErrors.Inc()
		m.failedAt.Store(m.now().UnixMilli())
		return
	}
	m.commitTime.Observe(c.Took.Seconds())
	m.commitSize.Observe(float64(c.Updates))
}

// count serves a request and counts it under the route that it took. Sockets are
// counted as connections instead.
func (m *metrics) count(h http.Handler, w http.ResponseWriter, r *http.Request) {
	sw := &statusWriter{ResponseWriter: w}
	start := time.Now()
	h.ServeHTTP(sw, r)
	if sw.status == 0 || sw.status == http.StatusSwitchingProtocols {
		return
	}
	route := r.Pattern // few: what clients ask for is none
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(sw.status)).Inc()
	m.took.WithLabelValues(route).Observe(time.Since(start).Seconds())
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
