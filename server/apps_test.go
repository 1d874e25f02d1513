package server_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// control makes a call of the operator that must work.
func control(t *testing.T, s *server.Server, method, path, body string) string {
	t.Helper()
	response, text := ask(t, s.ControlHandler(), httptest.NewRequest(method, path, strings.NewReader(body)))
	require.Equal(t, http.StatusOK, response.StatusCode, text)
	return text
}

func knows(t *testing.T, s *server.Server, app string) bool {
	t.Helper()
	response, _ := ask(t, s.Handler(), httptest.NewRequest("GET", "/v1/route?appId="+app, nil))
	return response.StatusCode == http.StatusOK
}

// agree waits until all nodes know the same of the apps that were added.
func agree(t *testing.T, i *servertest.Instance) {
	t.Helper()
	known := func(s *server.Server) (list []server.ControlApp) {
		require.NoError(t, json.Unmarshal([]byte(control(t, s, "GET", "/apps?keys=1", "")), &list))
		for k := range list {
			list[k].Sessions = 0 // each node has its own
		}
		return list
	}
	nodes := i.Servers()
	servertest.Until(t, "the nodes know the same apps", func() bool {
		return !slices.ContainsFunc(nodes, func(s *server.Server) bool { return !reflect.DeepEqual(known(s), known(nodes[0])) })
	})
}

func TestAppsThatAreAdded(t *testing.T) {
	rules := server.App{Signatures: server.Signatures{Login: true}}
	i := servertest.StartWith(t, server.Options{Rules: rules})
	s := i.Any()
	assert.True(t, s.ServesDevelopmentApp())
	dev := servertest.Login(t, i, "ann")
	control(t, s, "POST", "/apps", `{"id":"shop","key":"k","masterKey":"dev-master"}`)
	agree(t, i)
	assert.False(t, s.ServesDevelopmentApp(), "an app that everybody knows is no company for others")
	dev.Expect(wire.CommandSession, wire.OpClosed)
	assert.EqualValues(t, server.AppNotAvailable, dev.Closed())

	// The rules for all apps hold for it, and a key that is replaced is worth nothing.
	c := servertest.Dial(t, i)
	refused(t, c, server.SignatureFailed, servertest.OpenCommand("shop", "ann"))
	signed := func() *wire.GenericCommand {
		at := time.Now().UnixMilli()
		cmd := servertest.OpenCommand("shop", "ann")
		put(cmd.GetSessionMessage(), sign("shop:ann::%d:nonce", at), at)
		return cmd
	}
	assert.Equal(t, wire.OpOpened, c.Call(signed()).GetOp())
	assert.Contains(t, control(t, s, "PUT", "/apps/shop", `{"rotateMasterKey":true}`), `"key":"k"`)
	agree(t, i)
	refused(t, c, server.SignatureFailed, signed())
	c.Quiet() // who is in stays in
	i.Restart()
	assert.True(t, knows(t, i.Any(), "shop"))
	assert.False(t, knows(t, i.Any(), "dev"))
}

func TestConfiguredAppsComeFirst(t *testing.T) {
	dir := t.TempDir()
	s, err := server.New(server.Options{DataDir: dir, Apps: []server.App{{ID: "other", Key: "k"}}})
	require.NoError(t, err)
	control(t, s, "POST", "/apps", `{"id":"dev","key":"from-the-store"}`)
	require.NoError(t, s.Shutdown(t.Context()))
	s = newServer(t, server.Options{DataDir: dir, Apps: []server.App{server.DevelopmentApp}})
	list := control(t, s, "GET", "/apps?keys=1", "")
	assert.JSONEq(t, `[{"id":"dev","key":"dev","masterKey":"dev-master","source":"configuration","disabled":false,"sessions":0}]`, list)
	for method, path := range map[string]string{"POST": "/apps", "PUT": "/apps/dev", "DELETE": "/apps/dev"} {
		response, _ := ask(t, s.ControlHandler(), httptest.NewRequest(method, path, strings.NewReader(`{}`)))
		if method != "POST" {
			assert.Equal(t, http.StatusConflict, response.StatusCode, method)
		}
	}
	response, body := ask(t, s.ControlHandler(), httptest.NewRequest("POST", "/apps", strings.NewReader(`{"name":"x"}`)))
	assert.Equal(t, http.StatusBadRequest, response.StatusCode)
	assert.Contains(t, body, "unknown field")
}

// Nodes share the store and the bus.
func TestOtherNodesLearnOfApps(t *testing.T) {
	nodes := servertest.Nodes(t, server.Options{}, 2)
	one, two := newServer(t, nodes[0]), newServer(t, nodes[1])
	control(t, one, "POST", "/apps", `{"id":"shop"}`)
	assert.True(t, knows(t, one, "shop"), "at once where it was added")
	require.Eventually(t, func() bool { return knows(t, two, "shop") }, servertest.Deadline, time.Millisecond)
	control(t, two, "PUT", "/apps/shop", `{"disabled":true}`)
	require.Eventually(t, func() bool { return !knows(t, one, "shop") }, servertest.Deadline, time.Millisecond)
}

// While one master key takes the other's place both are good, in calls, in their
// signatures and in those of clients.
func TestMasterKeysOverlap(t *testing.T) {
	clock := newFakeClock()
	configured := server.App{ID: "fixed", Key: "k", MasterKey: "new", PreviousMasterKey: "old", Signatures: server.Signatures{Login: true, History: true}}
	i := servertest.StartWith(t, server.Options{Clock: clock, Apps: []server.App{configured}, Rules: server.App{Signatures: configured.Signatures},
		Timeouts: server.Timeouts{Ping: 100 * time.Hour, Read: 100 * time.Hour, Login: 100 * time.Hour}})
	good := func(app, key string) {
		t.Helper()
		expectMasterKey(t, i, clock.Now(), app, key, true)
	}
	bad := func(app, key string) {
		t.Helper()
		expectMasterKey(t, i, clock.Now(), app, key, false)
	}
	good("fixed", "new")
	good("fixed", "old")
	bad("fixed", "older")
	bad("fixed", "")

	s := i.Any()
	control(t, s, "POST", "/apps", `{"id":"shop","key":"k","masterKey":"first"}`)
	agree(t, i)
	rotate := func(body string) (key string) {
		var a server.ControlApp
		require.NoError(t, json.Unmarshal([]byte(control(t, s, "PUT", "/apps/shop", body)), &a))
		agree(t, i)
		return a.MasterKey
	}
	second := rotate(`{"rotateMasterKey":true,"keep":3600}`)
	good("shop", "first")
	good("shop", second)
	rotate(`{"rotateKey":true}`)
	good("shop", "first") // the other key is another matter
	clock.advance(time.Hour)
	bad("shop", "first")
	good("shop", second)
	third := rotate(`{"rotateMasterKey":true,"keep":3600}`)
	good("shop", second)
	rotate(`{"rotateMasterKey":true}`) // somebody has it: both end at once
	bad("shop", second)
	bad("shop", third)
	for _, body := range []string{`{"keep":1}`, `{"rotateKey":true,"keep":1}`, `{"rotateMasterKey":true,"keep":-1}`, `{"rotateMasterKey":true,"keep":99999999}`} {
		response, _ := ask(t, s.ControlHandler(), httptest.NewRequest("PUT", "/apps/shop", strings.NewReader(body)))
		assert.Equal(t, http.StatusBadRequest, response.StatusCode, body)
	}
}

// expectMasterKey tries a key as all are used who have it.
func expectMasterKey(t *testing.T, i *servertest.Instance, now time.Time, app, key string, good bool) {
	t.Helper()
	want := http.StatusUnauthorized
	if good {
		want = http.StatusOK
	}
	for _, headers := range [][]string{
		{"X-LC-Key", key + ",master"},
		{"X-LC-Key", "", "X-LC-Sign", xlcSign(key, now, ",master")},
	} {
		status, _ := rest(t, i, "GET", "/1.2/rtm/stats", "", append([]string{"X-LC-Id", app}, headers...)...)
		assert.Equal(t, want, status, "%s %v", key, headers)
	}
	status, _ := rest(t, i, "GET", "/console/api/apps", "", "X-LC-Key", key+",master")
	assert.Equal(t, want, status, "the console with %s", key)
	cmd := servertest.OpenCommand(app, "ann")
	text := fmt.Sprintf("%s:ann::%d:nonce", app, now.UnixMilli())
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	m := cmd.GetSessionMessage()
	m.SetS(hex.EncodeToString(mac.Sum(nil)))
	m.SetT(now.UnixMilli())
	m.SetN("nonce")
	assert.Equal(t, good, servertest.Dial(t, i).Call(cmd).GetOp() == wire.OpOpened, "a login signed with %s", key)
}
