package server_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAddressRate(t *testing.T) {
	clock := newFakeClock()
	s, err := server.New(server.Options{Clock: clock, TrustedProxies: everybody, Limits: server.Limits{AddressRate: 3}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Shutdown(context.Background()) })
	ask := func(method, path, address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("X-Forwarded-For", address)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		return w
	}
	for range 2 {
		for n := range 5 {
			w := ask("GET", "/v1/route?appId=dev", "192.0.2.1")
			assert.Equal(t, n >= 3, w.Code == http.StatusTooManyRequests, n)
			assert.Equal(t, n >= 3, w.Header().Get("Retry-After") != "")
			assert.NotEmpty(t, w.Header().Get("Access-Control-Allow-Origin"), "a page may see why")
		}
		assert.Equal(t, http.StatusNoContent, ask("OPTIONS", "/v1/route", "192.0.2.1").Code)
		assert.Equal(t, http.StatusOK, ask("GET", "/healthz", "192.0.2.1").Code)
		assert.Equal(t, http.StatusOK, ask("GET", "/v1/route?appId=dev", "192.0.2.2").Code, "another address")
		for n, address := range []string{"2001:db8::1", "2001:db8::2", "2001:db8:0:0:ff::3", "2001:db8::4"} {
			assert.Equal(t, n == 3, ask("GET", "/v1/route?appId=dev", address).Code == http.StatusTooManyRequests, "one network: %s", address)
		}
		assert.Equal(t, http.StatusOK, ask("GET", "/v1/route?appId=dev", "2001:db8:0:1::1").Code)
		clock.advance(time.Minute)
	}
}

func TestAddressConnections(t *testing.T) {
	i := servertest.StartOne(t, "connections are counted by each node", server.Options{Limits: server.Limits{AddressConnections: 2}})
	first, second := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	ctx, cancel := context.WithTimeout(t.Context(), servertest.Deadline)
	defer cancel()
	_, response, err := websocket.Dial(ctx, i.WebSocketURL(), nil)
	require.Error(t, err)
	assert.Equal(t, http.StatusTooManyRequests, response.StatusCode)
	require.NoError(t, first.WS.Close(websocket.StatusNormalClosure, ""))
	var third *websocket.Conn
	require.Eventually(t, func() bool { // the server has seen the end
		third, _, err = websocket.Dial(ctx, i.WebSocketURL(), &websocket.DialOptions{Subprotocols: []string{"lc.protobuf2.3"}})
		return err == nil
	}, servertest.Deadline, 5*time.Millisecond)
	servertest.Wrap(t, third).Open(i.AppID, "eve")
	_ = second.WS.CloseNow()

	// What fails to become a connection is none.
	for range 5 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, i.URL+"/", nil)
		require.NoError(t, err)
		request.Header.Set("Upgrade", "websocket")
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		answer.Body.Close()
	}
	require.Eventually(t, func() bool {
		c, _, err := websocket.Dial(ctx, i.WebSocketURL(), nil)
		if err == nil {
			_ = c.CloseNow()
		}
		return err == nil
	}, servertest.Deadline, 5*time.Millisecond)
}
