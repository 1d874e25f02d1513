package server_test

import (
	"context"
	"errors"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPush(t *testing.T) {
	pushes := make(chan server.Push, 10)
	var decide func(server.OfflineMessage) (server.PushDecision, error)
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		ReceiversOffline: func(_ context.Context, m server.OfflineMessage) (server.PushDecision, error) {
			return decide(m)
		},
		Push: into(pushes),
	}})
	ann, bob, dan := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "dan")
	cid := create(t, ann, "bob", "dan", "eve")
	dan.Call(conv(wire.OpMute, in(cid)))
	for _, c := range []*servertest.Client{bob, dan} {
		require.NoError(t, c.WS.CloseNow())
	}
	online := servertest.Command(wire.CommandSession, wire.OpQuery)
	online.SetSessionMessage(new(wire.SessionCommand))
	online.GetSessionMessage().SetSessionPeerIds([]string{"bob", "dan"})
	require.Eventually(t, func() bool {
		return len(ann.Call(online).GetSessionMessage().GetOnlineSessionPeerIds()) == 0
	}, servertest.Deadline, 1)

	cases := []struct {
		name     string
		pushData string
		answer   server.PushDecision
		err      error
		to       []string
		data     string
	}{
		{"nothing said", "", server.PushDecision{}, nil, []string{"bob", "eve"}, ""},
		{"by the sender", `{"alert":"${fromClientId}: <${convId}>","n":1.0}`, server.PushDecision{}, nil, []string{"bob", "eve"},
			`{"alert":"ann: <` + cid + `>","n":1.0}`},
		{"by the hook, before the sender", `{"alert":"x"}`, server.PushDecision{Message: `"plain text"`}, nil, []string{"bob", "eve"}, `"plain text"`},
		{"muted all the same", "", server.PushDecision{Force: true}, nil, []string{"bob", "dan", "eve"}, ""},
		{"to some", "", server.PushDecision{To: []string{"eve", "dan"}}, nil, []string{"eve"}, ""},
		{"the hook fails", `"y"`, server.PushDecision{Skip: true}, errors.New("oh"), []string{"bob", "eve"}, `"y"`},
		{"no JSON", `to ${fromClientId}`, server.PushDecision{}, nil, []string{"bob", "eve"}, `to ann`},
	}
	for _, c := range cases {
		var asked server.OfflineMessage
		decide = func(m server.OfflineMessage) (server.PushDecision, error) {
			asked = m
			return c.answer, c.err
		}
		cmd := direct(cid, c.name)
		cmd.GetDirectMessage().SetPushData(c.pushData)
		cmd.GetDirectMessage().SetMentionPids([]string{"eve", "ann"})
		ack := sent(t, ann, cmd)
		push := await(t, pushes)
		assert.Equal(t, c.to, push.To, c.name)
		assert.Equal(t, c.data, push.Data, c.name)
		assert.Equal(t, ack.GetUid(), push.ID, c.name)
		assert.Equal(t, c.name, string(push.Message.Data), c.name)
		assert.Equal(t, []string{"bob", "dan", "eve"}, asked.Offline, c.name)
		assert.Equal(t, []string{"eve"}, asked.MentionOffline, c.name)
	}

	decide = func(m server.OfflineMessage) (server.PushDecision, error) {
		return server.PushDecision{Skip: string(m.Message.Data) == "skipped"}, nil
	}
	send(t, ann, cid, "skipped")
	transient := direct(cid, "transient")
	transient.GetDirectMessage().SetTransient(true)
	ann.Call(transient)
	room := new(wire.ConvCommand)
	room.SetTransient(true)
	send(t, ann, ann.Call(conv(wire.OpStart, room)).GetConvMessage().GetCid(), "in a room")
	all := direct(cid, "last")
	all.GetDirectMessage().SetMentionAll(true)
	ack := sent(t, ann, all)
	assert.Equal(t, ack.GetUid(), await(t, pushes).ID, "and nothing before it")
}

func TestJoinHooks(t *testing.T) {
	var order []string
	hook := func(name string, v server.Verdict) server.Hooks {
		return server.Hooks{MessageReceived: func(_ context.Context, m server.Message) (server.Verdict, error) {
			order = append(order, name+" "+string(m.Data))
			return v, nil
		}}
	}
	ask := func(list ...server.Hooks) server.Verdict {
		order = nil
		v, err := server.JoinHooks(list...).MessageReceived(context.Background(), server.Message{Data: []byte("x"), To: []string{"a", "b"}})
		require.NoError(t, err)
		return v
	}
	changed, narrowed := server.Verdict{Data: []byte("y"), Code: 1, Reason: "r"}, server.Verdict{To: []string{"b"}}
	v := ask(hook("1", changed), server.Hooks{}, hook("2", narrowed), hook("3", server.Verdict{}))
	assert.Equal(t, server.Verdict{Data: []byte("y"), Code: 1, Reason: "r", To: []string{"b"}}, v)
	assert.Equal(t, []string{"1 x", "2 y", "3 y"}, order)
	no := server.Verdict{Reject: true, Code: 7}
	assert.Equal(t, no, ask(hook("1", no), hook("2", changed)))
	assert.Equal(t, []string{"1 x"}, order)
	assert.Equal(t, no, ask(hook("1", changed), hook("2", no)))

	told := 0
	one := server.Hooks{Push: func(context.Context, server.Push) error { told++; return errors.New("no") }}
	assert.Error(t, server.JoinHooks(one, one).Push(context.Background(), server.Push{}))
	assert.Equal(t, 2, told)
	assert.Nil(t, server.JoinHooks().Push)
	assert.Nil(t, server.JoinHooks(one).MessageReceived)

	mute := false
	update := func(d server.UpdateDecision) server.Hooks {
		return server.Hooks{ConversationUpdate: func(_ context.Context, u server.ConversationUpdate) (server.UpdateDecision, error) {
			order = append(order, u.Attributes)
			return d, nil
		}}
	}
	order = nil
	d, err := server.JoinHooks(update(server.UpdateDecision{Attributes: `{"a":1}`}), update(server.UpdateDecision{Mute: &mute})).
		ConversationUpdate(context.Background(), server.ConversationUpdate{Attributes: "{}", Mute: nil})
	require.NoError(t, err)
	assert.Equal(t, server.UpdateDecision{Attributes: `{"a":1}`, Mute: &mute}, d)
	assert.Equal(t, []string{"{}", `{"a":1}`}, order)
}
