package server

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// snapshot reads, when somebody looks, what the server knows anyway.
type snapshot struct {
	srv *Server
	m   *metrics
}

var (
	commandsDesc    = prometheus.NewDesc("imserver_commands_total", "Commands of clients.", []string{"cmd", "op"}, nil)
	connectionsDesc = prometheus.NewDesc("imserver_connections", "Connections that are open.", nil, nil)
	queueDesc       = prometheus.NewDesc("imserver_queue_bytes", "Bytes that wait to be written to clients.", nil, nil)
	inFlightDesc    = prometheus.NewDesc("imserver_in_flight_commands", "Commands that wait for the disk.", nil, nil)
	sessionsDesc    = prometheus.NewDesc("imserver_sessions", "Clients that are logged in, each device counted.", []string{"app"}, nil)
	hooksDesc       = prometheus.NewDesc("imserver_hook_calls_total", "Calls of hooks: all of them, those that failed, further tries, and what was never told.", []string{"hook", "outcome"}, nil)
	droppedDesc     = prometheus.NewDesc("imserver_dropped_messages_total", "Messages of that priority that slow receivers did not get; they are in the history.", []string{"priority"}, nil)
	busUpDesc       = prometheus.NewDesc("imserver_bus_connected", "1 while other nodes can be reached.", nil, nil)
	busNodesDesc    = prometheus.NewDesc("imserver_bus_nodes", "Nodes that are there, this one included, as far as it knows.", nil, nil)
	busLostDesc     = prometheus.NewDesc("imserver_bus_lost_total", "Times that events of other nodes were lost, or may have been, and the store was read instead.", nil, nil)
	busResentDesc   = prometheus.NewDesc("imserver_bus_resent_total", "Events of other nodes that were lost on the way and sent again.", nil, nil)
	drainingDesc    = prometheus.NewDesc("imserver_draining", "1 while the server sends its clients away.", nil, nil)
)

// Describe implements prometheus.Collector.
func (c *snapshot) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{commandsDesc, connectionsDesc, queueDesc, inFlightDesc, sessionsDesc, hooksDesc, droppedDesc, busUpDesc, busNodesDesc, busLostDesc, busResentDesc, drainingDesc} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (c *snapshot) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	for at, n := range c.m.commands {
		if count := n.Load(); count > 0 {
			out <- prometheus.MustNewConstMetric(commandsDesc, prometheus.CounterValue, float64(count), at.cmd.String(), opName(at))
		}
	}
	conns := c.srv.connections()
	queued, inFlight := 0, 0
	for _, conn := range conns {
		queued += conn.queue.size()
		inFlight += conn.inFlight.size()
	}
	gauge(connectionsDesc, float64(len(conns)))
	gauge(queueDesc, float64(queued))
	gauge(inFlightDesc, float64(inFlight))
	for id, a := range *c.srv.apps.Load() {
		gauge(sessionsDesc, float64(a.hub.size()), id)
	}
	count := func(d *prometheus.Desc, value uint64, labels ...string) {
		if value > 0 {
			out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
		}
	}
	for name, h := range c.srv.hooks.counters {
		count(hooksDesc, h.calls.Load(), name, "called")
		count(hooksDesc, h.failures.Load(), name, "failed")
		count(hooksDesc, h.retries.Load(), name, "retried")
		count(hooksDesc, h.dropped.Load(), name, "dropped")
	}
	for priority := range c.srv.dropped {
		count(droppedDesc, uint64(c.srv.dropped[priority].Load()), strconv.Itoa(priority))
	}
	state := c.srv.bus.State()
	up := 1.0
	if state.Err != nil {
		up = 0
	}
	gauge(busUpDesc, up)
	gauge(busNodesDesc, float64(state.Nodes))
	out <- prometheus.MustNewConstMetric(busLostDesc, prometheus.CounterValue, float64(state.Lost))
	out <- prometheus.MustNewConstMetric(busResentDesc, prometheus.CounterValue, float64(state.Resent))
	draining := 0.0
	if c.srv.draining.Load() {
		draining = 1
	}
	gauge(drainingDesc, draining)
}

// connections returns those that are open.
func (s *Server) connections() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conns := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		conns = append(conns, c)
	}
	return conns
}
