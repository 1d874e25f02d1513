package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// metricsOf reads what a server counts; a value is found as name{label="value"}.
func metricsOf(t *testing.T, s *server.Server) map[string]float64 {
	t.Helper()
	response, body := ask(t, s.AdminHandler(), httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, http.StatusOK, response.StatusCode)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(body))
	require.NoError(t, err, "what is served is in Prometheus' format")
	values := map[string]float64{}
	for name, family := range families {
		for _, m := range family.Metric {
			var labels []string
			for _, l := range m.Label {
				labels = append(labels, l.GetName()+"="+l.GetValue())
			}
			key := name
			if len(labels) > 0 {
				key += "{" + strings.Join(labels, ",") + "}"
			}
			values[key] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return values
}

func TestMetrics(t *testing.T) {
	i := servertest.StartOne(t, "each node counts for itself", server.Options{})
	s := i.Server()
	before := metricsOf(t, s)
	assert.Zero(t, before["imserver_connections"])
	ann, bob, gone := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "gone")
	cid := create(t, ann, "bob")
	joined(bob)
	for range 3 {
		send(t, ann, cid, "hello")
		messages(bob, 1)
	}
	refused(t, ann, server.ConversationNotFound, updateOf("no-such-id"))
	gone.Call(servertest.Command(wire.CommandSession, wire.OpClose))
	response, err := http.Get(i.URL + "/v1/route?appId=unknown")
	require.NoError(t, err)
	response.Body.Close()

	got := metricsOf(t, s)
	for name, want := range map[string]float64{
		"imserver_connections":                                         3,
		"imserver_connections_total":                                   3,
		"imserver_sessions{app=dev}":                                   2,
		"imserver_messages_total":                                      3,
		"imserver_deliveries_total":                                    3, // bob's; ann's own device is not told
		"imserver_queue_bytes":                                         0,
		"imserver_in_flight_commands":                                  0,
		"imserver_draining":                                            0,
		"imserver_slow_connections_total":                              0,
		"imserver_store_errors_total":                                  0,
		"imserver_commands_total{cmd=direct,op=}":                      3,
		"imserver_commands_total{cmd=session,op=open}":                 3,
		"imserver_command_errors_total{cmd=conv,code=4303,op=update}":  1,
		"imserver_http_requests_total{route=GET /v1/route,status=404}": 1,
	} {
		assert.Equal(t, want, got[name], name)
	}
	for _, name := range []string{"imserver_store_commit_seconds", "imserver_store_commit_updates", "imserver_frames_received_total",
		"imserver_frames_sent_total", "imserver_received_bytes_total", "imserver_sent_bytes_total", "imserver_pushes_total",
		"go_goroutines", "process_open_fds"} {
		assert.Positive(t, got[name], name)
	}
}

// What clients make up becomes no label: there would be no end to them.
func TestMetricsAreBounded(t *testing.T) {
	i := servertest.StartOne(t, "each node counts for itself", server.Options{})
	c := servertest.Login(t, i, "ann")
	for op := wire.OpType(500); op < 520; op++ {
		refused(t, c, server.ConversationNotAllowed, servertest.Command(wire.CommandConv, op))
	}
	for _, path := range []string{"/1.1/a", "/1.1/b", "/x", "/y"} {
		ask(t, i.Server().Handler(), httptest.NewRequest("GET", path, nil))
	}
	got := metricsOf(t, i.Server())
	assert.Equal(t, 20.0, got["imserver_unknown_commands_total"])
	assert.Equal(t, 2.0, got["imserver_http_requests_total{route=/1.1/,status=404}"])
	assert.Equal(t, 2.0, got["imserver_http_requests_total{route=none,status=404}"])
	for name := range got {
		assert.NotContains(t, name, "50")
	}
}

func TestMetricsOfFailures(t *testing.T) {
	db := servertest.OpenStore(t)
	broken := &brokenStore{Store: db}
	i := servertest.StartOne(t, "each node counts for itself", server.Options{Store: broken})
	ann := servertest.Login(t, i, "ann")
	broken.read = errors.New("damaged")
	serial := ann.Request(logsCommand(logs("x")))
	assert.Equal(t, serial, ann.Next().GetI())
	assert.Equal(t, 1.0, metricsOf(t, i.Server())["imserver_internal_errors_total"])
}

func TestFailedCommitsAreCounted(t *testing.T) {
	var seen []store.Commit
	db, err := servertest.NewDatabase(t).Open(nil, func(c store.Commit) { seen = append(seen, c) })
	require.NoError(t, err)
	for range 2 {
		_, err = db.Secret(context.Background(), "x")
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	require.Len(t, seen, 2)
	for _, c := range seen {
		assert.Equal(t, 1, c.Updates)
		assert.Positive(t, c.Took)
		assert.NoError(t, c.Err)
	}
}

func TestProfiles(t *testing.T) {
	s := newServer(t, server.Options{})
	for path, want := range map[string]int{"/debug/pprof/": 200, "/debug/pprof/heap": 200, "/debug/pprof/cmdline": 200, "/nothing": 404} {
		response, _ := ask(t, s.AdminHandler(), httptest.NewRequest("GET", path, nil))
		assert.Equal(t, want, response.StatusCode, path)
	}
	_, line := ask(t, s.AdminHandler(), httptest.NewRequest("GET", "/debug/pprof/cmdline", nil))
	assert.Equal(t, os.Args[0], line, "arguments may be keys")
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		response, _ := ask(t, s.Handler(), httptest.NewRequest("GET", path, nil))
		assert.Equal(t, http.StatusNotFound, response.StatusCode, "%s is not public", path)
	}
}

func updateOf(cid string) *wire.GenericCommand {
	m := in(cid)
	m.SetAttr(data(`{"name":"x"}`))
	return conv(wire.OpUpdate, m)
}
