package native

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core"
)

func TestTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, inputs := startHost(t)
		h.loop.do(func() {
			h.SetTimer(1, 2*time.Second)
			h.SetTimer(2, time.Second)
			h.SetTimer(3, time.Second/2)
			h.StopTimer(3)
			h.StopTimer(4)
		})
		start := time.Now()
		assert.Equal(t, "timer 2", <-inputs)
		assert.Equal(t, "timer 1", <-inputs)
		assert.Equal(t, 2*time.Second, time.Since(start))
		h.loop.do(func() { assert.Empty(t, h.timers) })
	})
}

func TestTimerStoppedWhileItWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, inputs := startHost(t)
		h.loop.do(func() { h.SetTimer(1, time.Second) })
		h.loop.do(func() {
			time.Sleep(2 * time.Second) // of the fake clock: the timer fires meanwhile
			h.StopTimer(1)
		})
		synctest.Wait()
		assert.Empty(t, inputs)
	})
}

func TestFetch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("X-LC-Id")+" "+r.UserAgent()+" "+string(body))
	}))
	defer server.Close()
	h, inputs := startHost(t)
	h.loop.do(func() {
		h.Fetch(1, core.Request{Method: "POST", URL: server.URL + "/a?b=c", Header: []core.Header{{Name: "X-LC-Id", Value: "app"}}, Body: "{}"})
	})
	assert.Equal(t, "fetched 1 418 POST /a?b=c app test/1 {} <nil>", inputs.next(t))
	h.loop.do(func() { h.Fetch(2, core.Request{Method: "GET", URL: "::"}) })
	assert.Contains(t, inputs.next(t), "fetched 2 0  parse")
}

func TestFetchOfTooMuch(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", bodyLimit+1))
	}))
	defer server.Close()
	h, inputs := startHost(t)
	h.loop.do(func() { h.Fetch(1, core.Request{Method: "GET", URL: server.URL}) })
	assert.Equal(t, "fetched 1 0  "+errBodyLimit.Error(), inputs.next(t))
}

func TestFetchStopped(t *testing.T) {
	arrived, gone := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(gone)
	}))
	defer server.Close()
	h, inputs := startHost(t)
	h.loop.do(func() { h.Fetch(1, core.Request{Method: "GET", URL: server.URL}) })
	<-arrived
	h.loop.do(func() { h.StopFetch(1); h.StopFetch(2) })
	<-gone
	h.running.Wait()
	assert.Empty(t, inputs)
}

func TestHostThatHasStoppedStartsNothing(t *testing.T) {
	h, inputs := startHost(t)
	h.loop.do(func() {
		h.stop()
		h.Dial(1, "ws://127.0.0.1:1", testProtocol)
		h.SetTimer(1, 0)
		h.Fetch(1, core.Request{Method: "GET", URL: "http://127.0.0.1:1"})
		assert.Empty(t, h.sockets)
		assert.Empty(t, h.timers)
		assert.Empty(t, h.fetches)
	})
	assert.Empty(t, inputs)
}
