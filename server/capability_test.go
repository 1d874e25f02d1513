package server_test

import (
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// Each bit of configBitmap alone, and all but it: what the client gets depends on
// that bit and on no other.
func TestConfigBitmap(t *testing.T) {
	for name, c := range map[string]struct {
		bit int64
		// check does something that concerns bob; can says whether bob has the bit.
		check func(t *testing.T, ann, bob *servertest.Client, can bool)
	}{
		"patches": {0x01, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			cid := create(t, ann, "bob")
			joined(bob)
			ack := send(t, ann, cid, "old")
			bob.Expect(wire.CommandDirect, 0)
			edit(t, ann, cid, ack.GetUid(), "new")
			if can {
				bob.Expect(wire.CommandPatch, wire.OpModify)
			}
			bob.Quiet()
		}},
		"temporary conversations": {0x02, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			m := start("ann", "bob")
			m.SetTempConv(true)
			cid := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
			joined(bob) // told, as of any conversation
			send(t, ann, cid, "hello")
			if can {
				bob.Expect(wire.CommandDirect, 0)
			}
			bob.Quiet()
		}},
		"installations": {0x04, nothing},
		"transient acks": {0x08, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			cid := create(t, ann, "bob")
			joined(bob)
			cmd := direct(cid, "typing")
			cmd.GetDirectMessage().SetTransient(true)
			i := bob.Request(cmd)
			if can {
				assert.Equal(t, i, bob.Expect(wire.CommandAck, 0).GetI())
			}
			bob.Quiet()
		}},
		"notices that can be fetched": {0x10, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			create(t, ann, "bob")
			for _, op := range []wire.OpType{wire.OpJoined, wire.OpMembersJoined} {
				notice := bob.Expect(wire.CommandConv, op)
				assert.Equal(t, can, notice.HasNotificationType())
				assert.Equal(t, can, notice.HasServerTs())
			}
		}},
		"partial results": {0x20, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			cid := create(t, ann, "bob")
			joined(bob)
			cmd := conv(wire.OpRemove, in(cid, "bob", "ann"))
			ann.Call(setRole(cid, "bob", "Manager"))
			bob.Expect(wire.CommandConv, wire.OpMemberInfoChanged)
			if !can {
				refused(t, bob, server.ConversationNeedOwner, cmd)
				assert.EqualValues(t, 2, bob.Call(conv(wire.OpCount, in(cid))).GetConvMessage().GetCount(), "nothing was done")
				return
			}
			removed := bob.Call(cmd).GetConvMessage()
			assert.Equal(t, []string{"bob"}, removed.GetAllowedPids())
			assert.Equal(t, []string{"ann"}, removed.GetFailedPids()[0].GetPids())
		}},
		"receipts in groups": {0x40, nothing},
		"frames without peerId": {0x80, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			cid := create(t, ann, "bob")
			joined(bob)
			send(t, ann, cid, "hello")
			assert.Equal(t, "bob", bob.Expect(wire.CommandDirect, 0).GetPeerId(), "allowed, but never done")
		}},
		"bits that nobody knows": {1 << 45, func(t *testing.T, ann, bob *servertest.Client, can bool) {
			cid := create(t, ann, "bob")
			joined(bob)
			send(t, ann, cid, "hello")
			bob.Expect(wire.CommandDirect, 0)
			bob.Send(readUpTo(cid, "", 0))
			bob.Expect(wire.CommandUnread, 0)
		}},
	} {
		for _, can := range []bool{true, false} {
			bitmaps := []int64{c.bit, c.bit | servertest.Config, -1}
			if !can {
				bitmaps = []int64{0, servertest.Config &^ c.bit, -1 &^ c.bit}
			}
			for _, bitmap := range bitmaps {
				i := servertest.Start(t)
				bob := servertest.Dial(t, i)
				open := servertest.OpenCommand(i.AppID, "bob")
				open.GetSessionMessage().SetConfigBitmap(bitmap)
				bob.Call(open)
				t.Logf("%s: %x", name, uint64(bitmap))
				ann := servertest.Login(t, i, "ann")
				c.check(t, ann, bob, can)
				_, _ = ann.WS.CloseNow(), bob.WS.CloseNow()
				i.Close()
			}
		}
	}
}

// nothing depends on the bit.
func nothing(t *testing.T, ann, bob *servertest.Client, _ bool) {
	cid := create(t, ann, "bob")
	joined(bob)
	send(t, ann, cid, "hello")
	bob.Expect(wire.CommandDirect, 0)
	bob.Quiet()
}
