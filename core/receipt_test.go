package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestFetchAllReceipts(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry", "spike")
	var got []core.MemberReceipt
	take := func(receipts []core.MemberReceipt, err error) {
		require.NoError(t, err)
		got = receipts
	}
	c.FetchAllReceipts(take)
	cmd := h.One(wire.CommandConv, wire.OpMaxRead)
	assert.True(t, cmd.GetConvMessage().GetQueryAllMembers())
	conv := new(wire.ConvCommand)
	for i, id := range []string{"jerry", "spike", "tom"} {
		mark := new(wire.MaxReadTuple)
		mark.SetPid(id)
		if i < 2 {
			mark.SetMaxAckTimestamp(20)
		}
		if i < 1 {
			mark.SetMaxReadTimestamp(10)
		}
		conv.AddMaxReadTuples(mark)
	}
	reply := coretest.Command(wire.CommandConv, wire.OpMaxRead, "tom")
	reply.SetConvMessage(conv)
	h.Reply(cmd, reply)
	assert.Equal(t, []core.MemberReceipt{{"jerry", 20, 10}, {"spike", 20, 0}}, got)

	var failed error
	c.FetchAllReceipts(func(_ []core.MemberReceipt, err error) { failed = err })
	h.Refuse(h.One(wire.CommandConv, wire.OpMaxRead), core.InternalError, "")
	assert.ErrorIs(t, failed, &core.Error{Code: core.InternalError})
}

func TestReceiptSaysWhose(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry", "spike")
	h.TakeEvents()
	rcp := new(wire.RcpCommand)
	rcp.SetCid("c1")
	rcp.SetId("m1")
	rcp.SetT(5)
	rcp.SetRead(true)
	rcp.SetFrom("spike")
	push := coretest.Command(wire.CommandRcp, 0, "tom")
	push.SetRcpMessage(rcp)
	h.Push(push)
	assert.Equal(t, []core.Event{&core.ReceiptUpdated{Conversation: c, MessageID: "m1", Read: true, At: 5, From: "spike"}}, h.TakeEvents())
}
