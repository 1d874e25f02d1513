package native_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// relay passes WebSocket frames between clients and a server. It can hold back
// what the server answers.
type relay struct {
	url  string
	sent chan struct{} // one value for each frame of a client that is held from its answer

	mu      sync.Mutex
	ends    map[*websocket.Conn]context.CancelFunc
	holding bool
	open    chan struct{} // closed by release
}

func startRelay(t *testing.T, server string) *relay {
	t.Helper()
	r := &relay{sent: make(chan struct{}, 100), ends: make(map[*websocket.Conn]context.CancelFunc)}
	target := rtmServer(t, server)
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		protocol := request.Header.Get("Sec-WebSocket-Protocol")
		client, err := websocket.Accept(w, request, &websocket.AcceptOptions{Subprotocols: []string{protocol}})
		if err != nil {
			return
		}
		defer func() { _ = client.CloseNow() }()
		ctx, cancel := context.WithCancel(request.Context())
		defer cancel()
		r.mu.Lock()
		r.ends[client] = cancel
		r.mu.Unlock()
		defer func() {
			r.mu.Lock()
			delete(r.ends, client)
			r.mu.Unlock()
		}()
		upstream, _, err := websocket.Dial(ctx, target, &websocket.DialOptions{Subprotocols: []string{protocol}})
		if err != nil {
			return
		}
		defer func() { _ = upstream.CloseNow() }()
		var passing sync.WaitGroup
		passing.Go(func() {
			defer cancel()
			pass(ctx, client, upstream, r.wait)
		})
		pass(ctx, upstream, client, r.tell)
		cancel()
		passing.Wait()
	}))
	t.Cleanup(func() {
		r.release()
		listener.Close()
	})
	r.url = "ws" + strings.TrimPrefix(listener.URL, "http")
	return r
}

// rtmServer asks the router of a server where its WebSocket is.
func rtmServer(t *testing.T, server string) string {
	t.Helper()
	response, err := http.Get(server + "/v1/route?appId=dev&secure=1")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	var route struct{ Server string }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&route))
	http.DefaultClient.CloseIdleConnections()
	return route.Server
}

func pass(ctx context.Context, to, from *websocket.Conn, wait func(context.Context)) {
	from.SetReadLimit(-1)
	for {
		kind, frame, err := from.Read(ctx)
		if err != nil {
			return
		}
		wait(ctx)
		if to.Write(ctx, kind, frame) != nil {
			return
		}
	}
}

// tell reports a frame of a client while answers are held back.
func (r *relay) tell(context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holding {
		r.sent <- struct{}{}
	}
}

// wait returns when answers may pass.
func (r *relay) wait(ctx context.Context) {
	r.mu.Lock()
	holding, open := r.holding, r.open
	r.mu.Unlock()
	if !holding {
		return
	}
	select {
	case <-open:
	case <-ctx.Done():
	}
}

// cut ends all connections; what is held back is lost.
func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, end := range r.ends {
		end()
	}
}

func (r *relay) hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.holding, r.open = true, make(chan struct{})
}

func (r *relay) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holding {
		r.holding = false
		close(r.open)
	}
}
