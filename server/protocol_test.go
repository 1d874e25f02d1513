package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var allProtocols = []string{
	"lc.protobuf2.3", "lc.protobuf2.2", "lc.protobuf2.1", "lc.proto2base64.3", "lc.json.3", "lc.json.2", "lc.json.1", "",
}

// The server answers with what was asked for, and each of them can chat with each
// other.
func TestEverySubProtocolChats(t *testing.T) {
	i := servertest.Start(t)
	var clients []*servertest.Client
	var ids []string
	for n, name := range allProtocols {
		c := servertest.Dial(t, i, name)
		assert.Equal(t, name, c.WS.Subprotocol())
		id := fmt.Sprintf("client%d", n)
		c.Open(i.AppID, id)
		clients, ids = append(clients, c), append(ids, id)
	}
	cid := create(t, clients[0], ids...)
	for _, c := range clients[1:] {
		joined(c)
	}
	for n, from := range clients {
		text := fmt.Sprintf(`{"_lctype":-1,"_lctext":"%d \u00e9 <&> 😀"}`, n)
		send(t, from, cid, text)
		for m, to := range clients {
			if m != n {
				push := to.Expect(wire.CommandDirect, 0)
				assert.Equal(t, text, push.GetDirectMessage().GetMsg())
				assert.EqualValues(t, 2, push.GetService())
				assert.Equal(t, ids[m], push.GetPeerId())
			}
		}
	}
}

// A client that offers several gets the best of them.
func TestBestSubProtocol(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Dial(t, i, "lc.json.1", "lc.protobuf2.1", "lc.protobuf2.3")
	assert.Equal(t, "lc.protobuf2.3", c.WS.Subprotocol())
}

// What the client missed comes as messages at login, the latest of each
// conversation, until it acknowledges them; no counts.
func TestOfflineMessages(t *testing.T) {
	for _, protocol := range []string{"lc.protobuf2.1", "lc.json.1", ""} {
		i := servertest.Start(t)
		ann := servertest.Login(t, i, "ann")
		few, many := create(t, ann, "bob"), create(t, ann, "bob", "cid")
		send(t, ann, few, "hello")
		for n := range 25 {
			send(t, ann, many, fmt.Sprint(n))
		}

		offline := func() map[string][]*wire.DirectCommand {
			bob := servertest.Dial(t, i, protocol)
			bob.Open(i.AppID, "bob")
			got := map[string][]*wire.DirectCommand{}
			for range 21 {
				d := bob.Expect(wire.CommandDirect, 0).GetDirectMessage()
				assert.True(t, d.GetOffline())
				got[d.GetCid()] = append(got[d.GetCid()], d)
			}
			bob.Quiet()
			require.NoError(t, bob.WS.Close(websocket.StatusNormalClosure, ""))
			return got
		}
		got := offline()
		require.Len(t, got[few], 1)
		assert.False(t, got[few][0].HasHasMore())
		require.Len(t, got[many], 20)
		for n, d := range got[many] {
			assert.Equal(t, fmt.Sprint(n+5), d.GetMsg())
			assert.True(t, d.GetHasMore())
		}
		assert.Equal(t, got[many][19].GetId(), offline()[many][19].GetId(), "what is not acknowledged comes again")

		bob := servertest.Dial(t, i, protocol)
		bob.Open(i.AppID, "bob")
		for range 21 {
			bob.Next()
		}
		bob.Send(ackOf(many, got[many][18].GetId()))
		bob.Send(ackOf(few, got[few][0].GetId()))
		bob.Quiet()
		send(t, ann, few, "live") // and the acks are on disk
		assert.False(t, bob.Expect(wire.CommandDirect, 0).GetDirectMessage().GetOffline())
		require.NoError(t, bob.WS.CloseNow())

		again := servertest.Dial(t, i, protocol)
		again.Open(i.AppID, "bob")
		var texts []string
		for range 2 {
			texts = append(texts, again.Expect(wire.CommandDirect, 0).GetDirectMessage().GetMsg())
		}
		assert.ElementsMatch(t, []string{"live", "24"}, texts, "one was never acknowledged, one came later")
		again.Quiet()
	}
}

// Since .3 an ack only says that a message has arrived; before, it read it too.
func TestAckReadsInOlderProtocols(t *testing.T) {
	for protocol, want := range map[string]int{"lc.protobuf2.3": 1, "lc.json.3": 1, "lc.protobuf2.2": 0, "lc.json.2": 0} {
		i := servertest.Start(t)
		ann := servertest.Login(t, i, "ann")
		cid := create(t, ann, "bob")
		at := send(t, ann, cid, "hello").GetT()
		bob := servertest.Dial(t, i, protocol)
		bob.Open(i.AppID, "bob")
		assert.Len(t, bob.Expect(wire.CommandUnread, 0).GetUnreadMessage().GetConvs(), 1, protocol)
		bob.Send(ackUpTo(cid, at))
		send(t, bob, cid, "the ack is on disk")
		bob = servertest.Dial(t, i, protocol)
		bob.Open(i.AppID, "bob")
		for range want {
			bob.Expect(wire.CommandUnread, 0)
		}
		bob.Quiet()
	}
}

func ackOf(cid, mid string) *wire.GenericCommand {
	m := new(wire.AckCommand)
	m.SetCid(cid)
	m.SetMid(mid)
	cmd := servertest.Command(wire.CommandAck, 0)
	cmd.SetAckMessage(m)
	return cmd
}
