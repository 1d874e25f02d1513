//go:build js && wasm

package jsbridge

import (
	"strconv"
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
	if err := b.start(call, op, params); err != nil {
		b.fail(call, err)
	}
}

// start runs an operation. An error means that nothing was started.
func (b *bridge) start(call uint32, op Op, params js.Value) error {
	switch op {
	case RealtimeNew:
		return run(b, call, params, realtimeNew)
	case RealtimeClose, RealtimeRetry, RealtimePause, RealtimeResume:
		return run(b, call, params, realtimeOperation(op))
	case ClientOpen:
		return run(b, call, params, clientOpen)
	case ClientClose:
		return run(b, call, params, clientClose)
	case ClientPing:
		return run(b, call, params, clientPing)
	case ClientCreateConversation:
		return run(b, call, params, clientCreateConversation)
	case ClientGetConversations:
		return run(b, call, params, clientGetConversations)
	case ClientQuery:
		return run(b, call, params, clientQuery)
	case ClientMarkRead:
		return run(b, call, params, clientMarkRead)
	case ConversationHistory:
		return run(b, call, params, conversationHistory)
	case ConversationUpdate:
		return run(b, call, params, conversationUpdate)
	case ConversationAdd, ConversationRemove:
		return run(b, call, params, membersOperation(op))
	case ConversationSetAttributes:
		return run(b, call, params, conversationSetAttributes)
	case ConversationCount, ConversationFetchReceipts, ConversationJoin, ConversationQuit, ConversationMute, ConversationUnmute:
		return run(b, call, params, conversationOperation(op))
	}
	return &core.ArgumentError{Message: "unknown operation " + strconv.Itoa(int(op))}
}

// run has vert read the parameters of an operation, and runs it.
func run[P any](b *bridge, call uint32, params js.Value, operation func(b *bridge, call uint32, p *P) error) error {
	p := new(P)
	if err := vert.ValueOf(params).AssignTo(p); err != nil {
		return err
	}
	return operation(b, call, p)
}
