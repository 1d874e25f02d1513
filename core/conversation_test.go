package core_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func started(id string) *wire.GenericCommand {
	conv := new(wire.ConvCommand)
	conv.SetCid(id)
	conv.SetCdate("2024-01-02T03:04:05.678Z")
	conv.SetUniqueId("u1")
	c := coretest.Command(wire.CommandConv, wire.OpStarted, "")
	c.SetConvMessage(conv)
	return c
}

func TestCreateConversation(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
		if r.Kind == core.SignConversation {
			assert.Equal(t, core.SignatureRequest{Kind: core.SignConversation, ClientID: "tom", TargetIDs: []string{"jerry", "tom"}, Action: "create"}, r)
		}
		done(core.Signature{Signature: "sig", Timestamp: 1, Nonce: "n"}, nil)
	})})
	name := "cat & mouse"
	var got *core.Conversation
	tom.CreateConversation(core.CreateOptions{
		Members: []string{"tom", "jerry", "jerry"}, Name: &name, Attributes: `{"topic":{"a":1}}`,
	}, func(c *core.Conversation, err error) {
		require.NoError(t, err)
		got = c
	})
	cmd := h.One(wire.CommandConv, wire.OpStart)
	conv := cmd.GetConvMessage()
	assert.Equal(t, []string{"jerry", "tom"}, conv.GetM())
	assert.True(t, conv.GetUnique())
	assert.False(t, conv.HasTransient())
	assert.JSONEq(t, `{"topic":{"a":1},"name":"cat & mouse"}`, conv.GetAttr().GetData())
	assert.Equal(t, "sig", conv.GetS())
	h.Reply(cmd, started("c1"))
	require.NotNil(t, got)
	assert.Equal(t, "c1", got.ID())
	assert.Equal(t, name, got.Name())
	assert.Equal(t, core.Normal, got.Kind())
	assert.Equal(t, "tom", got.Creator())
	assert.Equal(t, time.Date(2024, 1, 2, 3, 4, 5, 678e6, time.UTC).UnixMilli(), got.CreatedAt())
	assert.JSONEq(t, `{"objectId":"c1","name":"cat & mouse","topic":{"a":1},"c":"tom","m":["jerry","tom"],"unique":true,"uniqueId":"u1",
		"createdAt":"2024-01-02T03:04:05.678Z","updatedAt":"2024-01-02T03:04:05.678Z"}`, got.Row())
	assert.Same(t, got, tom.Conversation("c1"))
	assert.Equal(t, []core.Event{&core.ConversationFetched{Conversation: got}}, h.TakeEvents())
}

func TestCreateReturnsTheExistingConversation(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	name := "new name"
	var got *core.Conversation
	tom.CreateConversation(core.CreateOptions{Members: []string{"jerry"}, Name: &name}, func(c *core.Conversation, err error) {
		require.NoError(t, err)
		got = c
	})
	reply := started("c1")
	reply.GetConvMessage().SetExisting(true)
	h.Reply(h.One(wire.CommandConv, wire.OpStart), reply)
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"objectId":"c1","m":["jerry","tom"],"name":"old name"}`))
	require.NotNil(t, got)
	assert.Equal(t, "old name", got.Name(), "the request's name was not applied")
}

func TestCreateOtherKinds(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	create := func(o core.CreateOptions, answer *wire.GenericCommand) (*core.Conversation, *wire.ConvCommand) {
		var got *core.Conversation
		tom.CreateConversation(o, func(c *core.Conversation, err error) {
			require.NoError(t, err)
			got = c
		})
		cmd := h.One(wire.CommandConv, wire.OpStart)
		h.Reply(cmd, answer)
		require.NotNil(t, got)
		return got, cmd.GetConvMessage()
	}
	room, asked := create(core.CreateOptions{Transient: true, Members: []string{"jerry"}}, started("room"))
	assert.Equal(t, core.ChatRoom, room.Kind())
	assert.Empty(t, room.Members())
	assert.True(t, asked.GetTransient())
	assert.False(t, asked.GetUnique())

	answer := started("_tmp:1")
	answer.GetConvMessage().SetTempConvTTL(60)
	temporary, asked := create(core.CreateOptions{Temporary: true, TTL: 3600, Members: []string{"jerry"}}, answer)
	assert.Equal(t, core.Temporary, temporary.Kind())
	assert.True(t, asked.GetTempConv())
	assert.EqualValues(t, 3600, asked.GetTempConvTTL())
	assert.Equal(t, coretest.Start.UnixMilli()+60_000, temporary.ExpiresAt())

	var got error
	temporary.Send(core.Outgoing{Text: "hi"}, func(_ core.Sent, err error) { got = err })
	refusal := new(wire.AckCommand)
	refusal.SetCode(4303)
	reply := coretest.Command(wire.CommandAck, 0, "")
	reply.SetAckMessage(refusal)
	h.Reply(h.One(wire.CommandDirect, 0), reply)
	assert.ErrorIs(t, got, &core.Error{Code: core.TemporaryConversationExpired})
	h.Advance(time.Minute + time.Millisecond)
	temporary.Count(func(_ int, err error) { got = err })
	assert.ErrorIs(t, got, &core.Error{Code: core.TemporaryConversationExpired})
	assert.Empty(t, h.Sent())

	for _, o := range []core.CreateOptions{
		{Attributes: "[]"}, {Members: []string{""}}, {TTL: -1}, {Transient: true, Temporary: true},
	} {
		tom.CreateConversation(o, func(_ *core.Conversation, err error) { got = err })
		var argument *core.ArgumentError
		assert.ErrorAs(t, got, &argument)
	}
	tom.CreateConversation(core.CreateOptions{}, func(_ *core.Conversation, err error) { got = err })
	h.Reply(h.One(wire.CommandConv, wire.OpStart), coretest.Command(wire.CommandConv, wire.OpStarted, ""))
	assert.ErrorIs(t, got, core.ErrMalformed)
}

func TestGetConversation(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.TakeEvents()
	calls := 0
	tom.GetConversation("c1", false, func(got *core.Conversation, err error) { calls++; assert.Same(t, c, got) })
	assert.Empty(t, h.Sent())
	tom.GetConversation("c1", true, func(got *core.Conversation, err error) {
		calls++
		assert.Same(t, c, got)
		assert.Equal(t, []string{"tom"}, got.Members())
	})
	query := h.One(wire.CommandConv, wire.OpQuery)
	assert.Equal(t, `{"objectId":"c1"}`, query.GetConvMessage().GetWhere().GetData())
	h.Reply(query, coretest.Results(coretest.Row("c1", "tom")))
	assert.Equal(t, []core.Event{&core.ConversationFetched{Conversation: c}}, h.TakeEvents())

	tom.GetConversation("none", false, func(got *core.Conversation, err error) {
		calls++
		assert.NoError(t, err)
		assert.Nil(t, got)
	})
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results())
	assert.Equal(t, 3, calls)
	tom.GetConversation("", false, func(_ *core.Conversation, err error) { assert.Error(t, err); calls++ })
	tom.GetConversation("x", false, func(_ *core.Conversation, err error) {
		calls++
		assert.ErrorIs(t, err, core.ErrMalformed)
	})
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Command(wire.CommandConv, wire.OpResults, ""))
	assert.Equal(t, 5, calls)
}

func TestGetConversations(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	known := h.Conversation(tom, "known", "tom")
	ids := []string{"_tmp:1", "known", "none", "known"}
	for i := range 150 {
		ids = append(ids, "c"+strconv.Itoa(i))
	}
	var got []*core.Conversation
	tom.GetConversations(ids, true, func(found []*core.Conversation, err error) {
		require.NoError(t, err)
		got = found
	})
	queries := h.Sent()
	require.Len(t, queries, 3)
	var rows []string
	asked := 0
	for _, q := range queries {
		conv := q.GetConvMessage()
		if temporary := conv.GetTempConvIds(); len(temporary) > 0 {
			assert.Equal(t, []string{"_tmp:1"}, temporary)
			h.Reply(q, coretest.Results(`{"objectId":"_tmp:1","m":["tom"],"ttl":60}`))
			continue
		}
		var where struct {
			ObjectID map[string][]string `json:"objectId"`
		}
		require.NoError(t, json.Unmarshal([]byte(conv.GetWhere().GetData()), &where))
		in := where.ObjectID["$in"]
		assert.LessOrEqual(t, len(in), 100)
		assert.EqualValues(t, len(in), conv.GetLimit())
		asked += len(in)
		rows = nil
		for _, id := range in {
			if id != "none" {
				rows = append(rows, coretest.Row(id, "tom"))
			}
		}
		h.Reply(q, coretest.Results(rows...))
	}
	assert.Equal(t, 152, asked, "repeats are asked for once")
	require.Len(t, got, len(ids))
	for i, id := range ids {
		if id == "none" {
			assert.Nil(t, got[i])
		} else if assert.NotNil(t, got[i], id) {
			assert.Equal(t, id, got[i].ID())
		}
	}
	assert.Same(t, known, got[1])
	assert.Same(t, known, got[3])
	assert.Equal(t, core.Temporary, got[0].Kind())

	called := false
	tom.GetConversations(nil, false, func(found []*core.Conversation, err error) { called = true; assert.Empty(t, found) })
	assert.True(t, called)
}

func TestQuery(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	limit, skip := int32(0), int32(5)
	var got []*core.Conversation
	tom.Query(core.Query{Where: `{"name":"x"}`, Sort: "-lm", Limit: &limit, Skip: &skip, Compact: true, LastMessage: true},
		func(found []*core.Conversation, err error) {
			require.NoError(t, err)
			got = found
		})
	cmd := h.One(wire.CommandConv, wire.OpQuery)
	conv := cmd.GetConvMessage()
	assert.Equal(t, `{"name":"x"}`, conv.GetWhere().GetData())
	assert.Equal(t, "-lm", conv.GetSort())
	assert.True(t, conv.HasLimit())
	assert.EqualValues(t, 5, conv.GetSkip())
	assert.EqualValues(t, 3, conv.GetFlag())
	h.Reply(cmd, coretest.Results(
		`{"objectId":"c1","c":"jerry","tr":false,"m":["tom","jerry","tom"],"mu":["tom"],"lm":{"__type":"Date","iso":"2024-01-02T03:04:05.678Z"},
		  "msg":"hi \"you\"","msg_mid":"m1","msg_from":"jerry","msg_timestamp":1704164645678,"patch_timestamp":1704164645679}`,
		`{"objectId":"c2","sys":true,"muted":true,"msg":"AAH/","bin":true,"msg_timestamp":5}`,
		`"nonsense"`, `{}`,
	))
	require.Len(t, got, 2)
	assert.Equal(t, []string{"tom", "jerry"}, got[0].Members())
	assert.True(t, got[0].Muted())
	assert.EqualValues(t, 1704164645678, got[0].LastMessageAt())
	assert.Equal(t, &core.Message{ID: "m1", ConversationID: "c1", From: "jerry", Timestamp: 1704164645678, PatchTimestamp: 1704164645679, Text: `hi "you"`}, got[0].LastMessage())
	assert.NotContains(t, got[0].Row(), "msg")
	assert.True(t, got[1].System())
	assert.True(t, got[1].Muted())
	assert.Equal(t, []byte{0, 1, 255}, got[1].LastMessage().Binary)

	tom.Query(core.Query{}, func([]*core.Conversation, error) {})
	conv = h.One(wire.CommandConv, wire.OpQuery).GetConvMessage()
	assert.Equal(t, "{}", conv.GetWhere().GetData())
	assert.False(t, conv.HasFlag())
	var bad error
	tom.Query(core.Query{Where: "{"}, func(_ []*core.Conversation, err error) { bad = err })
	var argument *core.ArgumentError
	assert.ErrorAs(t, bad, &argument)
}

func TestACompactRowKeepsTheMembers(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	tom.Query(core.Query{Compact: true}, func([]*core.Conversation, error) {})
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"objectId":"c1","topic":1}`))
	assert.Equal(t, []string{"tom", "jerry"}, c.Members())
	assert.JSONEq(t, `{"objectId":"c1","topic":1,"m":["tom","jerry"]}`, c.Row())
}

func TestRelease(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "jerry")
	h.Push(coretest.Direct("tom", "c1", "jerry", "m1", "hi", 1))
	assert.False(t, tom.Release(c.Handle()), "a message is on its way")
	c.Commit(coretest.EventsOf[*core.MessageReceived](h)[0].Message)
	assert.False(t, tom.Release(c.Handle()), "it has unread messages")
	c.Read(func(err error) { assert.NoError(t, err) })
	assert.True(t, tom.Release(c.Handle()))
	assert.False(t, tom.Release(c.Handle()))
	assert.Nil(t, tom.Conversation("c1"))
	h.Sent()
	again := h.Conversation(tom, "c1", "tom", "jerry")
	assert.NotEqual(t, c.Handle(), again.Handle())
}

func TestMembers(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	var signed []core.SignatureRequest
	tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
		signed = append(signed, r)
		done(core.Signature{Signature: "s"}, nil)
	})})
	c := h.Conversation(tom, "c1", "tom", "jerry")
	signed = nil
	var result core.MemberResult
	c.Add([]string{"spike", "butch"}, func(r core.MemberResult, err error) {
		require.NoError(t, err)
		result = r
	})
	cmd := h.One(wire.CommandConv, wire.OpAdd)
	assert.Equal(t, []string{"spike", "butch"}, cmd.GetConvMessage().GetM())
	assert.Equal(t, []core.SignatureRequest{{
		Kind: core.SignConversation, ConversationID: "c1", ClientID: "tom", TargetIDs: []string{"butch", "spike"}, Action: "invite",
	}}, signed)
	failed := new(wire.ErrorCommand)
	failed.SetCode(4548)
	failed.SetReason("BLOCKED_BY_CONV")
	failed.SetPids([]string{"butch"})
	conv := new(wire.ConvCommand)
	conv.SetAllowedPids([]string{"spike"})
	conv.AddFailedPids(failed)
	conv.SetUdate("2025-01-01T00:00:00.000Z")
	reply := coretest.Command(wire.CommandConv, wire.OpAdded, "")
	reply.SetConvMessage(conv)
	h.Reply(cmd, reply)
	assert.Equal(t, []string{"spike"}, result.Succeeded)
	require.Len(t, result.Failures, 1)
	assert.Equal(t, []string{"butch"}, result.Failures[0].ClientIDs)
	assert.ErrorIs(t, result.Failures[0].Err, &core.Error{Code: 4548})
	assert.Equal(t, []string{"tom", "jerry", "spike"}, c.Members())
	assert.Contains(t, c.Row(), `"m":["tom","jerry","spike"]`)
	assert.Contains(t, c.Row(), `"updatedAt":"2025-01-01T00:00:00.000Z"`)

	var quit error
	c.Quit(func(err error) { quit = err })
	cmd = h.One(wire.CommandConv, wire.OpRemove)
	assert.Equal(t, []string{"tom"}, cmd.GetConvMessage().GetM())
	failed.SetReason("CONVERSATION_NEED_OWNER")
	conv = new(wire.ConvCommand)
	conv.AddFailedPids(failed)
	reply = coretest.Command(wire.CommandConv, wire.OpRemoved, "")
	reply.SetConvMessage(conv)
	h.Reply(cmd, reply)
	assert.EqualError(t, quit, "CONVERSATION_NEED_OWNER")

	var bad error
	c.Add(nil, func(_ core.MemberResult, err error) { bad = err })
	assert.Error(t, bad)
	c.Remove([]string{""}, func(_ core.MemberResult, err error) { bad = err })
	assert.Error(t, bad)
}

func TestAttributesMuteAndCount(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "jerry")
	conv := new(wire.ConvCommand)
	conv.SetUdate("2025-01-01T00:00:00.000Z")
	conv.SetCount(7)
	answer := func(op, with wire.OpType) *wire.ConvCommand {
		cmd := h.One(wire.CommandConv, op)
		reply := coretest.Command(wire.CommandConv, with, "")
		reply.SetConvMessage(conv)
		h.Reply(cmd, reply)
		return cmd.GetConvMessage()
	}
	done := 0
	ok := func(err error) { assert.NoError(t, err); done++ }
	c.SetAttributes(`{"name":"new","attr.a":1,"unique":{"__op":"Delete"}}`, ok)
	assert.Equal(t, `{"name":"new","attr.a":1,"unique":{"__op":"Delete"}}`, answer(wire.OpUpdate, wire.OpUpdated).GetAttr().GetData())
	assert.Equal(t, "new", c.Name())
	assert.Contains(t, c.Row(), `"attr":{"a":1}`)
	assert.NotContains(t, c.Row(), "unique")
	c.Mute(ok)
	answer(wire.OpMute, wire.OpUpdated)
	assert.True(t, c.Muted())
	assert.Equal(t, []string{"tom"}, c.MutedMembers())
	c.Unmute(ok)
	answer(wire.OpUnmute, wire.OpUpdated)
	assert.False(t, c.Muted())
	c.Count(func(n int, err error) { assert.Equal(t, 7, n); ok(err) })
	answer(wire.OpCount, wire.OpResult)
	assert.Equal(t, 4, done)
	c.SetAttributes(`[]`, func(err error) { assert.Error(t, err); done++ })
	assert.Equal(t, 5, done)
}

func TestBadRowsDoNotHideTheOthers(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	var found []*core.Conversation
	tom.Query(core.Query{}, func(list []*core.Conversation, err error) {
		require.NoError(t, err)
		found = list
	})
	deep := strings.TrimSuffix(coretest.Row("deep", "tom"), "}") + `,"attr":{"ok":1},"level":` + deepValue() + `}`
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"m":["tom"]}`, `7`, deepValue(), deep, coretest.Row("good", "tom")))
	require.Len(t, found, 2)
	assert.Equal(t, "deep", found[0].ID())
	assert.Contains(t, found[0].Row(), `"attr":{"ok":1}`)
	assert.NotContains(t, found[0].Row(), "level", "a value that nests too deep is left out")
	assert.Equal(t, "good", found[1].ID())
	assert.Len(t, h.Warnings, 3)
}
