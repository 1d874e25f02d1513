package core_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func added(clients ...string) *wire.GenericCommand {
	conv := new(wire.ConvCommand)
	conv.SetAllowedPids(clients)
	c := coretest.Command(wire.CommandConv, wire.OpAdded, "tom")
	c.SetConvMessage(conv)
	return c
}

// comeBack lets the connection break and come back; it returns the one command that
// follows the login.
func comeBack(t *testing.T, h *coretest.Host) *wire.GenericCommand {
	t.Helper()
	h.Sent()
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "t", 3600, h.Now()))
	return h.One(wire.CommandConv, wire.OpAdd)
}

// inRoom logs a client in that joins a chat room.
func inRoom(t *testing.T, o core.ClientOptions) (*coretest.Host, *core.Conversation) {
	t.Helper()
	h, _ := coretest.New(t, core.Options{})
	o.ID = "tom"
	tom := h.LoginWith(o)
	var found []*core.Conversation
	tom.Query(core.Query{}, func(list []*core.Conversation, _ error) { found = list })
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), coretest.Results(`{"objectId":"r1","tr":true}`, `{"objectId":"r2","tr":true}`))
	join(t, h, found[0])
	return h, found[0]
}

func join(t *testing.T, h *coretest.Host, room *core.Conversation) {
	t.Helper()
	room.Join(func(err error) { assert.NoError(t, err) })
	h.Reply(h.One(wire.CommandConv, wire.OpAdd), added("tom"))
}

func TestAChatRoomIsJoinedAgain(t *testing.T) {
	var signed []core.SignatureRequest
	h, room := inRoom(t, core.ClientOptions{Sign: coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
		if r.Kind == core.SignConversation {
			signed = append(signed, r)
		}
		done(core.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil)
	})})
	var again *wire.GenericCommand
	for range 2 {
		again = comeBack(t, h)
		conv := again.GetConvMessage()
		assert.Equal(t, "r1", conv.GetCid())
		assert.Equal(t, []string{"tom"}, conv.GetM())
		assert.Equal(t, "s", conv.GetS())
	}
	h.Reply(again, added("tom"))
	require.Len(t, signed, 2, "the second time the command itself is sent again")
	assert.Equal(t, signed[0], signed[1])

	other := room.Client().Conversation("r2")
	join(t, h, other)
	again = comeBack(t, h)
	assert.Equal(t, "r2", again.GetConvMessage().GetCid(), "one room at a time")
	h.Reply(again, added("tom"))
	other.Quit(func(err error) { assert.NoError(t, err) })
	h.Reply(h.One(wire.CommandConv, wire.OpRemove), added("tom"))
	interrupt(h)
	assert.Empty(t, h.Sent(), "who has left stays out")
}

func TestAChatRoomThatIsClosed(t *testing.T) {
	for name, refuse := range map[string]func(*coretest.Host, *wire.GenericCommand){
		"by an error": func(h *coretest.Host, c *wire.GenericCommand) { h.Refuse(c, core.ConversationNotFound, "") },
		"for the client": func(h *coretest.Host, c *wire.GenericCommand) {
			failed := new(wire.ErrorCommand)
			failed.SetCode(int32(core.ConversationBlacklisted))
			failed.SetReason("")
			failed.SetPids([]string{"tom"})
			reply := added()
			reply.GetConvMessage().AddFailedPids(failed)
			h.Reply(c, reply)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := inRoom(t, core.ClientOptions{})
			refuse(h, comeBack(t, h))
			assert.Len(t, h.Warnings, 1)
			h.Advance(time.Minute)
			assert.Empty(t, h.Sent())
			interrupt(h)
			assert.Empty(t, h.Sent())
		})
	}
}

func TestAChatRoomThatCannotBeJoinedNow(t *testing.T) {
	fails := false
	h, _ := inRoom(t, core.ClientOptions{Sign: coretest.Signer(func(r core.SignatureRequest, done func(core.Signature, error)) {
		if fails && r.Kind == core.SignConversation {
			done(core.Signature{}, errors.New("not now"))
			return
		}
		done(core.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil)
	})})
	h.Refuse(comeBack(t, h), core.MessageSentQuotaExceeded, "")
	fails = true
	h.Advance(time.Second)
	require.Empty(t, h.Sent(), "there was no signature")
	fails = false
	h.Advance(2 * time.Second)
	h.Reply(h.One(wire.CommandConv, wire.OpAdd), added("tom"))
	h.Advance(10 * time.Second)
	assert.Empty(t, h.Sent())
}
