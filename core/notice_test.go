package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// deepValue nests deeper than any value that is taken.
func deepValue() string { return strings.Repeat("[", 900) + strings.Repeat("]", 900) }

func notice(op wire.OpType, conversation string, members ...string) *wire.GenericCommand {
	conv := new(wire.ConvCommand)
	conv.SetCid(conversation)
	conv.SetInitBy("jerry")
	if len(members) > 0 {
		conv.SetM(members)
	}
	push := coretest.Command(wire.CommandConv, op, "tom")
	push.SetConvMessage(conv)
	return push
}

func TestNoticesAboutMembers(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "jerry")
	for _, step := range []struct {
		op      wire.OpType
		members []string
		kind    core.NoticeKind
		now     []string
	}{
		{wire.OpJoined, nil, core.Invited, []string{"jerry", "tom"}},
		{wire.OpMembersJoined, []string{"tom", "spike"}, core.MembersJoined, []string{"jerry", "tom", "spike"}},
		{wire.OpMembersLeft, []string{"spike"}, core.MembersLeft, []string{"jerry", "tom"}},
		{wire.OpMembersBlocked, []string{"spike"}, core.MembersBlocked, []string{"jerry", "tom"}},
		{wire.OpMembersUnblocked, []string{"spike"}, core.MembersUnblocked, []string{"jerry", "tom"}},
		{wire.OpMembersShutuped, []string{"spike"}, core.MembersMuted, []string{"jerry", "tom"}},
		{wire.OpMembersUnshutuped, []string{"spike"}, core.MembersUnmuted, []string{"jerry", "tom"}},
		{wire.OpShutuped, nil, core.Muted, []string{"jerry", "tom"}},
		{wire.OpUnshutuped, nil, core.Unmuted, []string{"jerry", "tom"}},
		{wire.OpBlocked, nil, core.Blocked, []string{"jerry", "tom"}},
		{wire.OpUnblocked, nil, core.Unblocked, []string{"jerry", "tom"}},
		{wire.OpLeft, nil, core.Kicked, []string{"jerry"}},
	} {
		h.TakeEvents()
		h.Push(notice(step.op, "c1", step.members...))
		assert.Equal(t, []core.Event{&core.Notice{Conversation: c, Kind: step.kind, By: "jerry", Members: step.members}}, h.TakeEvents())
		assert.Equal(t, step.now, c.Members(), step.op.String())
	}
	h.Push(notice(wire.OpStarted, "c1"))
	h.Push(notice(wire.OpJoined, ""))
	events := h.TakeEvents()
	require.Len(t, events, 1)
	unhandled := events[0].(*core.CommandUnhandled)
	assert.Equal(t, wire.CommandConv, wire.CommandType(unhandled.Cmd))
	assert.Equal(t, wire.OpStarted, wire.OpType(unhandled.Op))
	again := new(wire.GenericCommand)
	require.NoError(t, again.Unmarshal(unhandled.Frame))
	assert.Equal(t, "c1", again.GetConvMessage().GetCid())
	assert.Len(t, h.Warnings, 1)
}

func TestNoticesAboutInformation(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	h.TakeEvents()
	push := notice(wire.OpUpdated, "c1")
	attr := new(wire.JsonObjectMessage)
	attr.SetData(`{"name":"new","attr.color":"red"}`)
	push.GetConvMessage().SetAttr(attr)
	push.GetConvMessage().SetUdate("2025-01-01T00:00:00.000Z")
	h.Push(push)
	info := coretest.EventsOf[*core.Notice](h)
	require.Len(t, info, 1)
	assert.Equal(t, core.InfoUpdated, info[0].Kind)
	assert.Equal(t, `{"name":"new","attr.color":"red"}`, info[0].Attributes)
	assert.Equal(t, "new", c.Name())
	assert.Contains(t, c.Row(), `"attr":{"color":"red"}`)
	assert.EqualValues(t, 1735689600000, c.UpdatedAt())

	h.TakeEvents()
	push = notice(wire.OpUpdated, "c1")
	attr.SetData(`not JSON`)
	push.GetConvMessage().SetAttr(attr)
	h.Push(push)
	assert.Equal(t, "new", c.Name())
	assert.Equal(t, "{}", coretest.EventsOf[*core.Notice](h)[0].Attributes)

	h.TakeEvents()
	push = notice(wire.OpUpdated, "c1")
	attr.SetData(`{"name":"newer","attr.deep":` + deepValue() + `,"level":2}`)
	push.GetConvMessage().SetAttr(attr)
	h.Push(push)
	assert.Equal(t, "newer", c.Name(), "what nests too deep is left out, the rest is taken")
	assert.Equal(t, `{"name":"newer","level":2}`, coretest.EventsOf[*core.Notice](h)[0].Attributes)

	h.TakeEvents()
	push = notice(wire.OpMemberInfoChanged, "c1")
	role := new(wire.ConvMemberInfo)
	role.SetPid("jerry")
	role.SetRole("Manager")
	push.GetConvMessage().SetInfo(role)
	h.Push(push)
	assert.Equal(t, []core.Event{&core.Notice{
		Conversation: c, Kind: core.MemberInfoUpdated, By: "jerry", Members: []string{"jerry"}, Role: "Manager",
	}}, h.TakeEvents())
}

func TestOperationsOnAttributes(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	object := func(data string) *wire.JsonObjectMessage {
		o := new(wire.JsonObjectMessage)
		o.SetData(data)
		return o
	}
	const asked = `{"n":{"__op":"Increment","amount":2},"attr.list":{"__op":"Add","objects":[1]},"unknown":{"__op":"Increment","amount":1}}`
	push := notice(wire.OpUpdated, "c1")
	push.GetConvMessage().SetAttr(object(asked))
	push.GetConvMessage().SetAttrModified(object(`{"n":3,"attr.list":[1]}`))
	h.TakeEvents()
	h.Push(push)
	assert.Equal(t, asked, coretest.EventsOf[*core.Notice](h)[0].Attributes)
	assert.Contains(t, c.Row(), `"n":3`)
	assert.Contains(t, c.Row(), `"attr":{"list":[1]}`)
	assert.NotContains(t, c.Row(), "__op")

	c.SetAttributes(`{"n":{"__op":"Increment","amount":1}}`, func(err error) { assert.NoError(t, err) })
	reply := coretest.Command(wire.CommandConv, wire.OpUpdated, "tom")
	conv := new(wire.ConvCommand)
	conv.SetAttrModified(object(`{"n":4}`))
	reply.SetConvMessage(conv)
	h.Reply(h.One(wire.CommandConv, wire.OpUpdate), reply)
	assert.Contains(t, c.Row(), `"n":4`)
}

func TestInvitationToAnUnknownConversation(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	h.TakeEvents()
	h.Push(notice(wire.OpJoined, "new"))
	h.Push(notice(wire.OpMembersJoined, "new", "tom", "jerry"))
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(coretest.Row("new", "tom", "jerry")))
	c := tom.Conversation("new")
	events := h.TakeEvents()
	require.Len(t, events, 3)
	assert.Equal(t, &core.ConversationFetched{Conversation: c}, events[0])
	assert.Equal(t, core.Invited, events[1].(*core.Notice).Kind)
	assert.Equal(t, core.MembersJoined, events[2].(*core.Notice).Kind)
}

func TestKindsOfNoticesHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for kind := core.Invited; kind <= core.MembersUnmuted; kind++ {
		assert.Regexp(t, "^[a-z]+$", kind.String())
		assert.False(t, seen[kind.String()])
		seen[kind.String()] = true
	}
	assert.Equal(t, "unknown", core.NoticeKind(99).String())
}
