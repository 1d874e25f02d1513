package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func blacklist(op wire.OpType, cid string, clients ...string) *wire.GenericCommand {
	m := new(wire.BlacklistCommand)
	m.SetSrcCid(cid)
	m.SetToPids(clients)
	cmd := servertest.Command(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	return cmd
}

func TestBlocking(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)
	refused(t, bob, server.ConversationOperationUnauthorized, blacklist(wire.OpBlock, id, "cid"))

	answer := ann.Call(blacklist(wire.OpBlock, id, "cid", "ann", "eve"))
	assert.Equal(t, wire.OpBlocked, answer.GetOp(), servertest.Describe(answer))
	blocked := answer.GetBlacklistMessage()
	assert.Equal(t, []string{"cid", "eve"}, blocked.GetAllowedPids())
	assert.Equal(t, map[string]server.Code{"ann": server.ConversationOperationUnauthorized}, failures(blocked.GetFailedPids()))
	var last int64
	for _, op := range []wire.OpType{wire.OpBlocked, wire.OpLeft} {
		notice := cid.Expect(wire.CommandConv, op)
		assert.Equal(t, "ann", notice.GetConvMessage().GetInitBy())
		assert.EqualValues(t, 1, notice.GetNotificationType())
		assert.Greater(t, notice.GetServerTs(), last)
		last = notice.GetServerTs()
	}
	for _, c := range []*servertest.Client{ann, bob, dan} {
		assert.Equal(t, []string{"cid", "eve"}, c.Expect(wire.CommandConv, wire.OpMembersBlocked).GetConvMessage().GetM())
		assert.Equal(t, []string{"cid"}, c.Expect(wire.CommandConv, wire.OpMembersLeft).GetConvMessage().GetM())
	}
	ann.Call(blacklist(wire.OpBlock, id, "cid"))
	bob.Quiet()
	cid.Quiet()

	join := cid.Call(conv(wire.OpAdd, in(id, "cid"))).GetConvMessage()
	assert.Empty(t, join.GetAllowedPids())
	assert.Equal(t, map[string]server.Code{"cid": server.BlockedByConversation}, failures(join.GetFailedPids()))
	added := bob.Call(conv(wire.OpAdd, in(id, "cid", "fay"))).GetConvMessage()
	assert.Equal(t, []string{"fay"}, added.GetAllowedPids())
	assert.Equal(t, map[string]server.Code{"cid": server.BlockedByConversation}, failures(added.GetFailedPids()))
	for _, c := range []*servertest.Client{ann, bob, dan} {
		assert.Equal(t, []string{"fay"}, c.Expect(wire.CommandConv, wire.OpMembersJoined).GetConvMessage().GetM())
	}
	refused(t, cid, server.BlockedByConversation, conv(wire.OpStart, start("ann", "bob", "dan")))
	refused(t, cid, server.ConversationMembershipRequired, blacklist(wire.OpUnblock, id, "cid"))
	assert.Equal(t, []string{"cid"}, ann.Call(blacklist(wire.OpCheckBlock, id, "cid", "bob")).GetBlacklistMessage().GetBlockedPids())

	answer = ann.Call(blacklist(wire.OpUnblock, id, "cid", "bob"))
	assert.Equal(t, wire.OpUnblocked, answer.GetOp())
	assert.Equal(t, []string{"cid", "bob"}, answer.GetBlacklistMessage().GetAllowedPids())
	cid.Expect(wire.CommandConv, wire.OpUnblocked)
	for _, c := range []*servertest.Client{ann, bob, dan} {
		assert.Equal(t, []string{"cid"}, c.Expect(wire.CommandConv, wire.OpMembersUnblocked).GetConvMessage().GetM())
		c.Quiet()
	}
	cid.Call(conv(wire.OpAdd, in(id, "cid")))
	joined(cid)

	refused(t, ann, server.ConversationNotFound, blacklist(wire.OpBlock, "none", "cid"))
	refused(t, ann, server.ConversationAPIFailed, blacklist(wire.OpBlock, id))
	refused(t, servertest.Login(t, i, "zoe"), server.ConversationMembershipRequired, blacklist(wire.OpBlock, id, "cid"))
}

func TestBlockedPages(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Restricted: 120}})
	ann := servertest.Login(t, i, "ann")
	id := create(t, ann, "bob")
	var all []string
	for n := range 120 {
		all = append(all, fmt.Sprintf("client-%d", n))
	}
	ann.Call(blacklist(wire.OpBlock, id, all...))
	refused(t, ann, server.BlacklistFull, blacklist(wire.OpBlock, id, "one more"))
	page := func(limit int32, next string) *wire.BlacklistCommand {
		cmd := blacklist(wire.OpQuery, id)
		if limit >= 0 {
			cmd.GetBlacklistMessage().SetLimit(limit)
		}
		if next != "" {
			cmd.GetBlacklistMessage().SetNext(next)
		}
		answer := ann.Call(cmd)
		assert.Equal(t, wire.OpQueryResult, answer.GetOp(), servertest.Describe(answer))
		return answer.GetBlacklistMessage()
	}
	ann.Next() // members_blocked
	first := page(100, "")
	assert.Equal(t, all[:100], first.GetBlockedPids())
	second := page(100, first.GetNext())
	assert.Equal(t, all[100:], second.GetBlockedPids())
	assert.False(t, second.HasNext())
	assert.Len(t, page(-1, "").GetBlockedPids(), 50)
	for _, limit := range []int32{0, 101, -5} {
		cmd := blacklist(wire.OpQuery, id)
		cmd.GetBlacklistMessage().SetLimit(limit)
		refused(t, ann, server.ConversationAPIFailed, cmd)
	}
	cmd := blacklist(wire.OpQuery, id)
	cmd.GetBlacklistMessage().SetNext("?")
	refused(t, ann, server.ConversationAPIFailed, cmd)
	refused(t, servertest.Login(t, i, "zoe"), server.ConversationMembershipRequired, blacklist(wire.OpQuery, id))
}

func TestSilencing(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)
	ann.Call(setRole(id, "bob", "Manager"))
	for _, c := range []*servertest.Client{bob, cid, dan} {
		c.Expect(wire.CommandConv, wire.OpMemberInfoChanged)
	}
	refused(t, cid, server.ConversationOperationUnauthorized, conv(wire.OpAddShutup, in(id, "dan")))
	answer := bob.Call(conv(wire.OpAddShutup, in(id, "cid", "ann", "bob")))
	assert.Equal(t, wire.OpShutupAdded, answer.GetOp(), servertest.Describe(answer))
	assert.Equal(t, []string{"cid"}, answer.GetConvMessage().GetAllowedPids())
	unauthorized := server.ConversationOperationUnauthorized
	assert.Equal(t, map[string]server.Code{"ann": unauthorized, "bob": unauthorized}, failures(answer.GetConvMessage().GetFailedPids()))
	assert.Equal(t, "bob", cid.Expect(wire.CommandConv, wire.OpShutuped).GetConvMessage().GetInitBy())
	for _, c := range []*servertest.Client{ann, bob, cid, dan} {
		notice := c.Expect(wire.CommandConv, wire.OpMembersShutuped)
		assert.Equal(t, []string{"cid"}, notice.GetConvMessage().GetM())
		assert.EqualValues(t, 1, notice.GetNotificationType())
	}

	refused(t, cid, server.Silenced, direct(id, "hello"))
	transient := direct(id, "hello")
	transient.GetDirectMessage().SetTransient(true)
	refused(t, cid, server.Silenced, transient)
	will := direct(id, "hello")
	will.GetDirectMessage().SetWill(true)
	refused(t, cid, server.Silenced, will)
	refused(t, cid, server.ConversationOperationUnauthorized, conv(wire.OpRemoveShutup, in(id, "cid")))
	send(t, ann, id, "listen")
	assert.Equal(t, []string{"listen"}, messages(cid, 1))

	query := ann.Call(conv(wire.OpQueryShutup, in(id)))
	assert.Equal(t, wire.OpShutupResult, query.GetOp())
	assert.Equal(t, []string{"cid"}, query.GetConvMessage().GetM())
	assert.False(t, query.GetConvMessage().HasNext())
	assert.Equal(t, []string{"cid"}, cid.Call(conv(wire.OpCheckShutup, in(id, "ann", "cid"))).GetConvMessage().GetM())
	tooMany := in(id)
	tooMany.SetLimit(101)
	refused(t, ann, server.ConversationAPIFailed, conv(wire.OpQueryShutup, tooMany))

	bob.Next() // listen
	dan.Next()
	answer = bob.Call(conv(wire.OpRemoveShutup, in(id, "cid")))
	assert.Equal(t, wire.OpShutupRemoved, answer.GetOp())
	cid.Expect(wire.CommandConv, wire.OpUnshutuped)
	for _, c := range []*servertest.Client{ann, bob, cid, dan} {
		assert.Equal(t, []string{"cid"}, c.Expect(wire.CommandConv, wire.OpMembersUnshutuped).GetConvMessage().GetM())
	}
	send(t, cid, id, "at last")
}

func TestRestrictionsInRooms(t *testing.T) {
	i := servertest.Start(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	m := start()
	m.SetTransient(true)
	id := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	bob.Call(conv(wire.OpAdd, in(id, "bob")))
	refused(t, bob, server.ConversationOperationUnauthorized, blacklist(wire.OpBlock, id, "ann"))
	ann.Call(conv(wire.OpAddShutup, in(id, "bob")))
	refused(t, bob, server.Silenced, direct(id, "hello"))
	ann.Call(conv(wire.OpRemoveShutup, in(id, "bob")))
	send(t, bob, id, "hello")
	assert.Equal(t, []string{"hello"}, messages(ann, 1))
	ann.Call(blacklist(wire.OpBlock, id, "bob"))
	bob.Quiet()
	assert.EqualValues(t, 1, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
	refused(t, bob, server.BlockedByConversation, direct(id, "hello"))
	join := bob.Call(conv(wire.OpAdd, in(id, "bob"))).GetConvMessage()
	assert.Equal(t, map[string]server.Code{"bob": server.BlockedByConversation}, failures(join.GetFailedPids()))
	assert.EqualValues(t, 1, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
	ann.Call(blacklist(wire.OpUnblock, id, "bob"))
	bob.Call(conv(wire.OpAdd, in(id, "bob")))
	assert.EqualValues(t, 2, ann.Call(conv(wire.OpCount, in(id))).GetConvMessage().GetCount())
}
