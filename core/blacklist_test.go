package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// partial is the answer of an operation that succeeded in part.
func partial[B interface {
	SetAllowedPids([]string)
	SetFailedPids([]*wire.ErrorCommand)
}](body B) B {
	failed := new(wire.ErrorCommand)
	failed.SetCode(4320)
	failed.SetReason("CONVERSATION_OPERATION_UNAUTHORIZED")
	failed.SetPids([]string{"butch"})
	body.SetAllowedPids([]string{"spike"})
	body.SetFailedPids([]*wire.ErrorCommand{failed})
	return body
}

var partialResult = core.MemberResult{
	Succeeded: []string{"spike"},
	Failures: []core.MemberFailure{{
		ClientIDs: []string{"butch"},
		Err:       &core.Error{Code: core.ConversationOperationDenied, Reason: "CONVERSATION_OPERATION_UNAUTHORIZED"},
	}},
}

func TestBlacklist(t *testing.T) {
	for _, step := range []struct {
		call   func(*core.Conversation, []string, func(core.MemberResult, error))
		op     wire.OpType
		action string
	}{
		{(*core.Conversation).Block, wire.OpBlock, "conversation-block-clients"},
		{(*core.Conversation).Unblock, wire.OpUnblock, "conversation-unblock-clients"},
	} {
		t.Run(step.op.String(), func(t *testing.T) {
			var signed []core.SignatureRequest
			h, _ := coretest.New(t, core.Options{})
			tom := h.LoginWith(core.ClientOptions{ID: "tom", Sign: coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
				signed = append(signed, r)
				done(core.Signature{Signature: "sig", Timestamp: 7, Nonce: "n"}, nil)
			})})
			c := h.Conversation(tom, "c1", "tom", "spike", "butch")
			signed = nil
			var got core.MemberResult
			step.call(c, []string{"spike", "butch", "spike"}, func(r core.MemberResult, err error) {
				require.NoError(t, err)
				got = r
			})
			assert.Equal(t, []core.SignatureRequest{{
				Kind: core.SignBlacklist, ConversationID: "c1", ClientID: "tom",
				TargetIDs: []string{"butch", "spike"}, Action: step.action,
			}}, signed)
			cmd := h.One(wire.CommandBlacklist, step.op)
			body := cmd.GetBlacklistMessage()
			assert.Equal(t, "c1", body.GetSrcCid())
			assert.Equal(t, []string{"spike", "butch"}, body.GetToPids())
			assert.Equal(t, "sig", body.GetS())
			assert.EqualValues(t, 7, body.GetT())
			assert.Equal(t, "n", body.GetN())
			reply := coretest.Command(wire.CommandBlacklist, wire.OpBlocked, "tom")
			reply.SetBlacklistMessage(partial(new(wire.BlacklistCommand)))
			h.Reply(cmd, reply)
			assert.Equal(t, partialResult, got)
		})
	}
}

func TestBlacklistUnsigned(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "spike")
	var got error
	c.Block([]string{"spike"}, func(_ core.MemberResult, err error) { got = err })
	cmd := h.One(wire.CommandBlacklist, wire.OpBlock)
	assert.False(t, cmd.GetBlacklistMessage().HasS())
	h.Refuse(cmd, core.ConversationOperationDenied, "")
	assert.ErrorIs(t, got, &core.Error{Code: core.ConversationOperationDenied})
}

func TestPages(t *testing.T) {
	for _, step := range []struct {
		name  string
		call  func(*core.Conversation, core.PageQuery, func(core.Page, error))
		sent  func(*coretest.Host) (cmd *wire.GenericCommand, limit int32, next string)
		reply func([]string, string) *wire.GenericCommand
	}{
		{"blocked", (*core.Conversation).QueryBlocked, func(h *coretest.Host) (*wire.GenericCommand, int32, string) {
			cmd := h.One(wire.CommandBlacklist, wire.OpQuery)
			assert.Equal(t, "c1", cmd.GetBlacklistMessage().GetSrcCid())
			return cmd, cmd.GetBlacklistMessage().GetLimit(), cmd.GetBlacklistMessage().GetNext()
		}, func(ids []string, next string) *wire.GenericCommand {
			body := new(wire.BlacklistCommand)
			body.SetBlockedPids(ids)
			body.SetNext(next)
			reply := coretest.Command(wire.CommandBlacklist, wire.OpQueryResult, "tom")
			reply.SetBlacklistMessage(body)
			return reply
		}},
		{"silenced", (*core.Conversation).QuerySilenced, func(h *coretest.Host) (*wire.GenericCommand, int32, string) {
			cmd := h.One(wire.CommandConv, wire.OpQueryShutup)
			assert.Equal(t, "c1", cmd.GetConvMessage().GetCid())
			return cmd, cmd.GetConvMessage().GetLimit(), cmd.GetConvMessage().GetNext()
		}, func(ids []string, next string) *wire.GenericCommand {
			body := new(wire.ConvCommand)
			body.SetM(ids)
			body.SetNext(next)
			reply := coretest.Command(wire.CommandConv, wire.OpShutupResult, "tom")
			reply.SetConvMessage(body)
			return reply
		}},
	} {
		t.Run(step.name, func(t *testing.T) {
			h, _ := coretest.New(t, core.Options{})
			c := h.Conversation(h.Login("tom"), "c1", "tom", "spike")
			var got core.Page
			ok := func(p core.Page, err error) {
				require.NoError(t, err)
				got = p
			}
			two := int32(2)
			step.call(c, core.PageQuery{}, ok)
			cmd, limit, next := step.sent(h)
			assert.Zero(t, limit)
			assert.Empty(t, next)
			h.Reply(cmd, step.reply([]string{"a", "b"}, "more"))
			assert.Equal(t, core.Page{ClientIDs: []string{"a", "b"}, Next: "more"}, got)

			step.call(c, core.PageQuery{Limit: &two, Next: "more"}, ok)
			cmd, limit, next = step.sent(h)
			assert.EqualValues(t, 2, limit)
			assert.Equal(t, "more", next)
			h.Reply(cmd, step.reply(nil, ""))
			assert.Equal(t, core.Page{ClientIDs: []string{}}, got)

			var refused error
			step.call(c, core.PageQuery{}, func(_ core.Page, err error) { refused = err })
			cmd, _, _ = step.sent(h)
			h.Refuse(cmd, core.InternalError, "")
			assert.ErrorIs(t, refused, &core.Error{Code: core.InternalError})
		})
	}
}

func TestSilence(t *testing.T) {
	for _, step := range []struct {
		call func(*core.Conversation, []string, func(core.MemberResult, error))
		op   wire.OpType
	}{
		{(*core.Conversation).Silence, wire.OpAddShutup},
		{(*core.Conversation).Unsilence, wire.OpRemoveShutup},
	} {
		t.Run(step.op.String(), func(t *testing.T) {
			h, _ := coretest.New(t, core.Options{})
			c := h.Conversation(h.Login("tom"), "c1", "tom", "spike", "butch")
			var got core.MemberResult
			step.call(c, []string{"spike", "butch"}, func(r core.MemberResult, err error) {
				require.NoError(t, err)
				got = r
			})
			cmd := h.One(wire.CommandConv, step.op)
			assert.Equal(t, []string{"spike", "butch"}, cmd.GetConvMessage().GetM())
			reply := coretest.Command(wire.CommandConv, wire.OpShutupAdded, "tom")
			reply.SetConvMessage(partial(new(wire.ConvCommand)))
			h.Reply(cmd, reply)
			assert.Equal(t, partialResult, got)

			var refused error
			step.call(c, []string{"spike"}, func(_ core.MemberResult, err error) { refused = err })
			h.Refuse(h.One(wire.CommandConv, step.op), core.ConversationOperationDenied, "")
			assert.ErrorIs(t, refused, &core.Error{Code: core.ConversationOperationDenied})
		})
	}
}

func TestBadTargets(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "spike")
	temporary := temporaryConversation(t, h, tom)
	for name, call := range map[string]func(*core.Conversation, []string, func(core.MemberResult, error)){
		"block": (*core.Conversation).Block, "unblock": (*core.Conversation).Unblock,
		"silence": (*core.Conversation).Silence, "unsilence": (*core.Conversation).Unsilence,
		"add": (*core.Conversation).Add, "remove": (*core.Conversation).Remove,
	} {
		for _, targets := range [][]string{nil, {"a", ""}} {
			var got error
			call(c, targets, func(_ core.MemberResult, err error) { got = err })
			assert.IsType(t, &core.ArgumentError{}, got, name)
		}
		var got error
		call(temporary, []string{"spike"}, func(_ core.MemberResult, err error) { got = err })
		assert.IsType(t, &core.ArgumentError{}, got, name)
	}
	for name, call := range map[string]func(*core.Conversation, core.PageQuery, func(core.Page, error)){
		"blocked": (*core.Conversation).QueryBlocked, "silenced": (*core.Conversation).QuerySilenced,
	} {
		var got error
		call(temporary, core.PageQuery{}, func(_ core.Page, err error) { got = err })
		assert.IsType(t, &core.ArgumentError{}, got, name)
	}
	assert.Empty(t, h.Sent())
}

// temporaryConversation lets a client make a temporary conversation of 60 s.
func temporaryConversation(t *testing.T, h *coretest.Host, client *core.Client) *core.Conversation {
	t.Helper()
	var c *core.Conversation
	client.CreateConversation(core.CreateOptions{Members: []string{"jerry"}, Temporary: true, TTL: 60}, func(got *core.Conversation, err error) {
		require.NoError(t, err)
		c = got
	})
	reply := started("_tmp:1")
	reply.GetConvMessage().SetTempConvTTL(60)
	h.Reply(h.One(wire.CommandConv, wire.OpStart), reply)
	require.NotNil(t, c)
	return c
}
