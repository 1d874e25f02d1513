package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/core/wire/jsonframe"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"
)

// faultLog keeps what a server logs as its own fault: a panic, an SQL error.
type faultLog struct {
	slog.Handler
	mu   sync.Mutex
	list []string
}

func (f *faultLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func (f *faultLog) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		text += " " + a.String()
		return true
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, text)
	return nil
}

func (f *faultLog) With([]slog.Attr) slog.Handler      { return f }
func (f *faultLog) WithAttrs([]slog.Attr) slog.Handler { return f }
func (f *faultLog) WithGroup(string) slog.Handler      { return f }

func (f *faultLog) take() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := f.list
	f.list = nil
	return strings.Join(list, "\n")
}

// FuzzCommands sends lines of JSON as commands, over JSON and over protobuf, of a
// client that has a conversation. Whatever they say, the server answers what comes
// next, or ends that connection, and finds no fault with itself. $c is the
// conversation.
func FuzzCommands(f *testing.F) {
	text, err := os.ReadFile("testdata/malformed.txt")
	require.NoError(f, err)
	for line := range strings.Lines(string(text)) {
		if _, command, ok := strings.Cut(strings.TrimSpace(line), " "); ok && !strings.HasPrefix(line, "#") && !strings.Contains(line, "@") {
			f.Add(command)
		}
	}
	scripts, err := filepath.Glob("testdata/scripts/*.txt")
	require.NoError(f, err)
	for _, file := range scripts {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		var sent []string
		for line := range strings.Lines(string(text)) {
			if who, command, ok := strings.Cut(line, " "); ok && strings.HasSuffix(who, ">") {
				sent = append(sent, strings.ReplaceAll(strings.TrimSpace(command), "$cid", "$c"))
			}
		}
		f.Add(strings.Join(sent, "\n"))
	}

	faults := &faultLog{}
	i := servertest.StartWith(f, server.Options{Logger: slog.New(faults)})
	f.Fuzz(func(t *testing.T, lines string) {
		for _, protocol := range []string{"lc.json.3", "lc.protobuf2.3"} {
			c := servertest.Dial(t, i, protocol)
			c.Open(i.AppID, "fuzz")
			m := start("fuzz", "other")
			cid := c.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
			n := 0
			for line := range strings.SplitSeq(lines, "\n") {
				line = strings.ReplaceAll(line, "$c", cid)
				cmd, err := jsonframe.Decode([]byte(line))
				if err != nil && protocol != "lc.json.3" {
					continue
				}
				if n++; n > 20 {
					break
				}
				if protocol == "lc.json.3" {
					write(c, websocket.MessageText, []byte(line))
				} else if frame, err := cmd.Append(nil); err == nil {
					write(c, websocket.MessageBinary, frame)
				}
			}
			untilEcho(t, c, protocol == "lc.json.3")
			_ = c.WS.CloseNow()
		}
		require.Empty(t, faults.take())
	})
}

// write does not care whether the server has closed the connection.
func write(c *servertest.Client, kind websocket.MessageType, frame []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
	defer cancel()
	_ = c.WS.Write(ctx, kind, frame)
}

// untilEcho reads until an echo has come back, or the connection has been closed.
func untilEcho(t *testing.T, c *servertest.Client, isJSON bool) {
	t.Helper()
	const serial = 987654321
	cmd := servertest.Command(wire.CommandEcho, 0)
	cmd.SetI(serial)
	frame, err := cmd.Append(nil)
	require.NoError(t, err)
	if isJSON {
		frame = fmt.Appendf(nil, `{"cmd":"echo","i":%d}`, serial)
		write(c, websocket.MessageText, frame)
	} else {
		write(c, websocket.MessageBinary, frame)
	}
	ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
	defer cancel()
	for {
		_, frame, err := c.WS.Read(ctx)
		if err != nil {
			require.NoError(t, ctx.Err(), "the connection hangs")
			return
		}
		m := new(wire.GenericCommand)
		if isJSON {
			m, err = jsonframe.Decode(frame)
			require.NoError(t, err, "%s", frame)
		} else {
			require.NoError(t, m.Unmarshal(frame))
		}
		if m.GetCmd() == wire.CommandEcho && m.GetI() == serial {
			return
		}
	}
}
