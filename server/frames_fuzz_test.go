package server_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/core/wire/jsonframe"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// FuzzServerFrames sends whatever as a frame, in each sub-protocol and as either
// kind, before a session is opened and after. The server answers what comes next or
// ends that connection, and finds no fault with itself.
func FuzzServerFrames(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "malformed.txt"))
	require.NoError(f, err)
	for line := range strings.Lines(string(text)) {
		_, command, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		f.Add(uint8(1), []byte(command))
		if cmd, err := jsonframe.Decode([]byte(command)); err == nil {
			frame, err := cmd.Append(nil)
			require.NoError(f, err)
			f.Add(uint8(4), frame)
		}
	}
	for kind := range uint8(8) {
		for _, frame := range []string{"", "\x08", "\xff\xff\xff\xff\x0f", "{}", "[", "null", "CAA=", "\x08\x00\x10\xe7\x07", "{\"cmd\":\"direct\",\"i\":-1}", "\xed\xa0\x80"} {
			f.Add(kind, []byte(frame))
		}
	}
	protocols := []string{"lc.json.3", "lc.proto2base64.3", "lc.protobuf2.3", "lc.protobuf2.1"}
	faults := &faultLog{}
	i := servertest.StartWith(f, server.Options{Logger: slog.New(faults)})
	f.Fuzz(func(t *testing.T, how uint8, frame []byte) {
		protocol, kind := protocols[how>>1%4], websocket.MessageBinary
		if how&1 == 1 {
			kind = websocket.MessageText
		}
		c := servertest.Dial(t, i, protocol)
		if how&8 == 0 {
			c.Open(i.AppID, "fuzz")
			require.Equal(t, wire.OpStarted, c.Call(conv(wire.OpStart, start("fuzz", "other"))).GetOp())
		}
		write(c, kind, frame)
		write(c, kind, frame)
		_ = c.WS.Close(websocket.StatusNormalClosure, "")
		after := servertest.Dial(t, i, "lc.protobuf2.3")
		after.Open(i.AppID, "after")
		_ = after.WS.CloseNow()
		require.Empty(t, faults.take())
	})
}
