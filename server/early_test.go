package server_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A client may send commands before it has seen the answer to its handshake: they
// come out of what net/http had read, and then out of the socket.
func TestFramesThatComeWithTheHandshake(t *testing.T) {
	i := servertest.Start(t)
	c, err := net.Dial("tcp", i.WebSocketURL()[len("ws://"):len(i.WebSocketURL())-len("/ws")])
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	request := "GET /ws HTTP/1.1\r\nHost: im\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: lc.protobuf2.3\r\n\r\n"
	const echoes = 300 // more than the server's buffer holds
	packet := []byte(request)
	for n := range echoes {
		cmd := servertest.Command(wire.CommandEcho, 0)
		cmd.SetI(int32(n))
		frame, err := cmd.Append(nil)
		require.NoError(t, err)
		packet = append(packet, 0x82, 0x80|byte(len(frame)), 0, 0, 0, 0) // masked with zeros
		packet = append(packet, frame...)
	}
	_, err = c.Write(packet)
	require.NoError(t, err)

	r := bufio.NewReader(c)
	answer, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, answer.StatusCode)
	for n := range echoes {
		header := make([]byte, 2)
		_, err := io.ReadFull(r, header)
		require.NoError(t, err)
		frame := make([]byte, header[1])
		_, err = io.ReadFull(r, frame)
		require.NoError(t, err)
		var cmd wire.GenericCommand
		require.NoError(t, cmd.Unmarshal(frame))
		assert.Equal(t, wire.CommandEcho, cmd.GetCmd())
		assert.Equal(t, int32(n), cmd.GetI())
	}
}
