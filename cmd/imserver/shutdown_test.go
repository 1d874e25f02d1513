package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A request that never ends takes nobody's close frame away.
func TestShutdownDuringASlowRequest(t *testing.T) {
	p := startProcess(t, "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--drain-grace", "10ms")
	address := strings.TrimPrefix(p.url, "http://")
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	slow, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer slow.Close()
	// The server asks for the body once the handler reads it.
	fmt.Fprint(slow, "POST /1.1/users HTTP/1.1\r\nHost: x\r\nX-LC-Id: dev\r\nX-LC-Key: dev\r\n"+
		"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n")
	_, err = slow.Read(make([]byte, 100))
	require.NoError(t, err)
	ws, _, err := websocket.Dial(ctx, "ws://"+address+"/ws", &websocket.DialOptions{Subprotocols: []string{"lc.protobuf2.3"}})
	require.NoError(t, err)
	defer ws.CloseNow()
	closed := make(chan websocket.StatusCode, 1)
	go func() {
		var err error
		for err == nil { // goaway comes first
			_, _, err = ws.Read(ctx)
		}
		closed <- websocket.CloseStatus(err)
	}()
	assert.NoError(t, p.end(t, syscall.SIGTERM))
	assert.EqualValues(t, 1001, <-closed)
}
