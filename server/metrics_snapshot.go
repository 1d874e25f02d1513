package server

import (
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
	drainingDesc    = prometheus.NewDesc("imserver_draining", "1 while the server sends its clients away.", nil, nil)
)

// Describe implements prometheus.Collector.
func (c *snapshot) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{commandsDesc, connectionsDesc, queueDesc, inFlightDesc, sessionsDesc, drainingDesc} {
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
