package server_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// logBuffer collects what the server logs.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func startLogged(t *testing.T, o server.Options) (*servertest.Instance, *logBuffer) {
	log := new(logBuffer)
	o.Logger = slog.New(slog.NewTextHandler(log, nil))
	return servertest.StartWith(t, o), log
}

func TestBadFrames(t *testing.T) {
	i, log := startLogged(t, server.Options{Limits: server.Limits{Frame: 1 << 20}})
	witness := servertest.Login(t, i, "witness")
	cases := []struct {
		name  string
		kind  websocket.MessageType
		frame []byte
		code  server.Code
	}{
		{"text", websocket.MessageText, []byte("hello"), server.UnparseableRawMessage},
		{"an empty text", websocket.MessageText, nil, server.UnparseableRawMessage},
		{"an empty frame", websocket.MessageBinary, nil, server.UnparseableRawMessage},
		{"no protobuf", websocket.MessageBinary, []byte{0xff, 0xff, 0xff}, server.UnparseableRawMessage},
		{"a cut protobuf", websocket.MessageBinary, []byte{8, 0, 0x92, 0x06, 0x20, 1}, server.UnparseableRawMessage},
		{"a long frame", websocket.MessageBinary, make([]byte, 1<<20+1), server.FrameTooLong},
		{"a very long frame", websocket.MessageBinary, make([]byte, 5<<20), server.FrameTooLong},
	}
	for _, loggedIn := range []bool{false, true} {
		for _, c := range cases {
			client := servertest.Dial(t, i)
			if loggedIn {
				client.Open(i.AppID, "ann")
			}
			ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
			_ = client.WS.Write(ctx, c.kind, c.frame) // may fail: the server need not read all of it
			cancel()
			assert.EqualValues(t, c.code, client.Closed(), c.name)
		}
	}
	witness.Quiet()
	assert.Equal(t, 2*len(cases), strings.Count(log.String(), "frame refused"))
}

// What anybody may make the server hold is less than what those may who are known.
func TestFramesBeforeLogin(t *testing.T) {
	i := servertest.Start(t)
	open := servertest.OpenCommand(i.AppID, "ann")
	open.GetSessionMessage().SetSt(strings.Repeat("x", 60<<10))
	servertest.Dial(t, i).Call(open)
	c := servertest.Dial(t, i)
	c.Write(websocket.MessageBinary, make([]byte, 64<<10+1))
	assert.EqualValues(t, server.FrameTooLong, c.Closed())
}

func TestFrameOfTheFullSize(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	cmd := direct("none", strings.Repeat("x", 1<<20-200))
	refused(t, c, server.FrameTooLong, cmd) // too long for a message, not for a frame
	c.Quiet()
}

func TestBase64Protocol(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i, "lc.proto2base64.3")
	c.Open(i.AppID, "ann")
	bob := servertest.Login(t, i, "bob")
	cid := create(t, c, "bob")
	joined(bob)
	send(t, bob, cid, "hello")
	assert.Equal(t, []string{"hello"}, messages(c, 1))

	for _, bad := range []string{"%%%", base64.StdEncoding.EncodeToString([]byte{0xff})} {
		c := servertest.Dial(t, i, "lc.proto2base64.3")
		c.Write(websocket.MessageText, []byte(bad))
		assert.EqualValues(t, server.UnparseableRawMessage, c.Closed())
	}
	c = servertest.Dial(t, i, "lc.proto2base64.3")
	c.Write(websocket.MessageBinary, []byte("x"))
	assert.EqualValues(t, server.UnparseableRawMessage, c.Closed())
}

func TestUnknownProtocols(t *testing.T) {
	i, log := startLogged(t, server.Options{})
	for _, protocol := range []string{"lc.msgpack.3", "lc.protobuf2.4", "mqtt"} {
		c := servertest.Dial(t, i, protocol)
		assert.Equal(t, websocket.StatusProtocolError, c.Closed())
	}
	assert.Equal(t, 3, strings.Count(log.String(), "sub-protocol refused"))
}

func TestConnectionClosesDuringLogin(t *testing.T) {
	i := servertest.Start(t)
	for range 20 {
		c := servertest.Dial(t, i)
		c.Request(servertest.OpenCommand(i.AppID, "ann"))
		require.NoError(t, c.WS.CloseNow())
	}
	c := servertest.Login(t, i, "bob")
	online := func() []string {
		cmd := servertest.Command(wire.CommandSession, wire.OpQuery)
		cmd.SetSessionMessage(new(wire.SessionCommand))
		cmd.GetSessionMessage().SetSessionPeerIds([]string{"ann"})
		return c.Call(cmd).GetSessionMessage().GetOnlineSessionPeerIds()
	}
	assert.Eventually(t, func() bool { return len(online()) == 0 }, servertest.Deadline, 1, "nobody is left behind")
}

func TestCommandsWithoutBodies(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	for cmd := wire.CommandSession; cmd <= wire.CommandGoaway; cmd++ {
		for op := wire.OpType(0); op <= 190; op++ {
			if cmd == wire.CommandSession && (op == wire.OpOpen || op == wire.OpClose) {
				continue // one needs an app, the other would end the session
			}
			c.Send(servertest.Command(cmd, op))
			c.Request(servertest.Command(cmd, op))
		}
	}
	end := c.Request(servertest.Command(wire.CommandEcho, 0))
	for frame := c.Next(); frame.GetI() != end; frame = c.Next() {
		if e := frame.GetErrorMessage(); e != nil {
			require.NotEqualValues(t, server.InternalError, e.GetCode(), servertest.Describe(frame))
		}
	}
}

// Who does not read is cut off and loses nothing that the history cannot give back;
// nobody else waits for it.
func TestSlowReaderIsCutOff(t *testing.T) {
	i, log := startLogged(t, server.Options{Limits: server.Limits{Queue: 1 << 20}})
	ann, bob, slow := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "slow")
	cid := create(t, ann, "bob", "slow")
	joined(bob)
	joined(slow)
	filler := strings.Repeat("x", 5000)
	var sent []string
	for n := 0; !strings.Contains(log.String(), "slow connection cut off"); n++ {
		require.Less(t, n, 20000, "nothing was cut off")
		text := fmt.Sprint(n, " ", filler)
		ack := send(t, ann, cid, text)
		sent = append(sent, text)
		got := bob.Expect(wire.CommandDirect, 0).GetDirectMessage()
		require.Equal(t, ack.GetUid(), got.GetId(), "bob, who reads, has it before the next one is sent")
	}
	ann.Quiet()

	again := servertest.Login(t, i, "slow")
	unread := again.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs()[0]
	assert.EqualValues(t, min(len(sent), 9999), unread.GetUnread())
	var found []string
	for at := (*wire.LogItem)(nil); ; {
		page := logs(cid)
		page.SetDirection(wire.DirectionNew)
		page.SetL(1000)
		if at != nil {
			page.SetMid(at.GetMsgId())
			page.SetT(at.GetTimestamp())
		}
		items := again.Call(logsCommand(page)).GetLogsMessage().GetLogs()
		if len(items) == 0 {
			break
		}
		for _, item := range items {
			found = append(found, item.GetData())
		}
		at = items[len(items)-1]
	}
	assert.True(t, slices.Equal(sent, found), "of %d messages %d are found, all in their order", len(sent), len(found))
	send(t, ann, cid, "and on")
	assert.Equal(t, []string{"and on"}, messages(again, 1))
}

func TestManyMessagesInFlight(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{InFlight: 2}})
	c := servertest.Login(t, i, "ann")
	cid := create(t, c, "bob")
	const n = 200
	for range n {
		c.Request(direct(cid, "hello"))
	}
	for range n {
		c.Expect(wire.CommandAck, 0)
	}
	c.Quiet()
}
