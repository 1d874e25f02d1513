package core_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestMalformedFramesAreIgnored(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	h.Login("tom")
	h.TakeEvents()
	for _, frame := range []string{"\x08", "\xff\xff\xff\xff", "", "\x08\x01\x10", "plain text", "\x28\x07"} {
		before := len(h.Warnings)
		rt.SocketFrame(h.Socket, []byte(frame), false)
		assert.Greater(t, len(h.Warnings), before, "%q is logged", frame)
	}
	assert.Empty(t, h.Events)
	assert.Equal(t, core.StateConnected, rt.State())
}

func TestLateInputsAreIgnored(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	h.Login("tom")
	old := h.Socket
	h.Cut(1006, "")
	h.TakeEvents()
	push := coretest.Direct("tom", "c1", "jerry", "m1", "hi", 1)
	frame, err := push.Append(nil)
	assert.NoError(t, err)
	late := func() {
		rt.SocketOpened(old)
		rt.SocketFrame(old, frame, false)
		rt.SocketClosed(old, 1006, "")
		rt.SocketClosed(0, 1006, "")
		rt.TimerFired(9999)
		rt.Fetched(9999, core.Response{Status: 200})
	}
	late()
	h.Advance(time.Second)
	h.TakeEvents()
	late()
	assert.Empty(t, h.Events)
	assert.Equal(t, core.StateReconnecting, rt.State())
}

// FuzzFrames lets a client that is logged in, with requests under way, receive
// anything.
func FuzzFrames(f *testing.F) {
	seed := func(c *wire.GenericCommand) {
		frame, err := c.Append(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(frame, false)
	}
	f.Add([]byte("CA4="), true)
	seed(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 1))
	seed(coretest.Direct("", "new", "", "", "", 0))
	seed(notice(wire.OpUpdated, "c1"))
	seed(notice(wire.OpMembersJoined, "c1", "tom"))
	seed(unreadPush(tuple("c1", 3, "m1", 10, true), tuple("new", -3, "", 0, false)))
	seed(rcp("c1", "m1", true, 12))
	seed(coretest.Opened("other", "t", -5, -1))
	seed(coretest.Command(wire.CommandGoaway, 0, ""))
	seed(coretest.Command(wire.CommandError, 0, ""))
	seed(coretest.Command(wire.CommandSession, wire.OpClosed, "tom"))
	for i := range int32(8) {
		for _, reply := range []*wire.GenericCommand{
			coretest.Results(coretest.Row("c1", "tom"), `{"objectId":"c2","ttl":1e300,"m":{},"lm":1,"msg":7}`),
			coretest.Command(wire.CommandConv, wire.OpStarted, ""), ack("m1", -1), online("a"),
			coretest.Command(wire.CommandError, 0, ""),
		} {
			reply.SetI(i)
			seed(reply)
		}
	}
	f.Fuzz(func(t *testing.T, frame []byte, text bool) {
		h, rt := coretest.New(t, core.Options{})
		tom := h.Login("tom")
		c := h.Conversation(tom, "c1", "tom", "jerry")
		tom.Ping([]string{"a"}, func([]string, error) {})
		tom.GetConversation("c2", true, func(*core.Conversation, error) {})
		tom.CreateConversation(core.CreateOptions{Members: []string{"x"}}, func(*core.Conversation, error) {})
		c.Send(core.Outgoing{Text: "hi"}, func(core.Sent, error) {})
		c.History(core.HistoryQuery{}, func([]*core.Message, error) {})
		c.Add([]string{"x"}, func(core.MemberResult, error) {})
		rt.SocketFrame(h.Socket, frame, text)
		rt.SocketFrame(h.Socket, frame, text)
		for _, e := range h.Events {
			if e, ok := e.(*core.MessageReceived); ok {
				e.Conversation.Commit(e.Message)
			}
		}
		for _, id := range []string{"c1", "c2"} {
			if c := tom.Conversation(id); c != nil {
				_ = c.Row()
			}
		}
		h.Advance(time.Minute)
		rt.Close()
		if h.Timers() != 0 || len(h.Fetches) != 0 {
			t.Fatal("something is left behind")
		}
	})
}
