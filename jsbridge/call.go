//go:build js && wasm

package jsbridge

import (
	"strconv"
	"strings"
	"syscall/js"

	"github.com/norunners/vert"

	"imclient/core"
)

// call starts an operation; it is answered once, now or later.
func (b *bridge) call(call uint32, op Op, params js.Value) {
	if params.Type() != js.TypeObject {
		b.fail(call, &core.ArgumentError{Message: "the parameters of an operation are an object"})
		return
	}
	b.within(call, func() {
		if err := b.start(call, op, params); err != nil {
			b.fail(call, err)
		}
	})
}

// within runs what starts the operation of a call, so that it may be given up.
func (b *bridge) within(call uint32, start func()) {
	for _, r := range b.realtimes {
		r.core.Begin(core.CallID(call))
	}
	start()
	for _, r := range b.realtimes {
		r.core.End()
	}
}

// cancel gives a call up: it is not answered any more.
func (b *bridge) cancel(call uint32) {
	for _, r := range b.realtimes {
		r.core.Cancel(core.CallID(call))
	}
}

// start runs an operation. An error means that nothing was started.
func (b *bridge) start(call uint32, op Op, params js.Value) error {
	switch op {
	case RealtimeNew:
		return realtimeNew(b, call, params)
	case RealtimeClose, RealtimeRetry, RealtimePause, RealtimeResume, RealtimeNudge:
		return realtimeOperation(b, call, op, params)
	case ClientOpen:
		return clientOpen(b, call, params)
	case ClientClose:
		return clientClose(b, call, params)
	case ClientPing:
		return clientPing(b, call, params)
	case ClientCreateConversation:
		return clientCreateConversation(b, call, params)
	case ClientGetConversations:
		return clientGetConversations(b, call, params)
	case ClientQuery:
		return clientQuery(b, call, params)
	case ClientMarkRead:
		return clientMarkRead(b, call, params)
	case ConversationHistory:
		return conversationHistory(b, call, params)
	case ConversationUpdate:
		return conversationUpdate(b, call, params)
	case ConversationAdd, ConversationRemove, ConversationBlockMembers, ConversationUnblockMembers,
		ConversationMuteMembers, ConversationUnmuteMembers:
		return membersOperation(b, call, op, params)
	case ConversationSetAttributes:
		return conversationSetAttributes(b, call, params)
	case ConversationCount, ConversationFetchReceipts, ConversationJoin, ConversationQuit, ConversationMute, ConversationUnmute,
		ConversationMemberInfos, ConversationFetchAllReceipts:
		return conversationOperation(b, call, op, params)
	case ConversationQueryBlockedMembers, ConversationQueryMutedMembers:
		return pageOperation(b, call, op, params)
	case ConversationUpdateMemberRole:
		return conversationUpdateMemberRole(b, call, params)
	}
	return &core.ArgumentError{Message: "unknown operation " + strconv.Itoa(int(op))}
}

// read has vert read what the page handed over into the struct that p points
// to. Objects that run the page's code must not come here: see plain.
func read(params js.Value, p any) error {
	err := vert.ValueOf(params).AssignTo(p)
	if err != nil && strings.HasPrefix(err.Error(), "unexpected panic") { // a BigInt
		return &core.ArgumentError{Message: "a value is of a type that is not taken"}
	}
	return err
}
