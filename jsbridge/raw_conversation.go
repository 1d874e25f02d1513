//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

// conversationMethods are the methods of the page's conversations.
var conversationMethods = []method{
	{name: "send", run: (*rawFace).sendMethod},
	{name: "join", op: ConversationJoin},
	{name: "quit", op: ConversationQuit},
	{name: "mute", op: ConversationMute},
	{name: "unmute", op: ConversationUnmute},

	{name: "add", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationAdd, handle, args)
	}},
	{name: "remove", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationRemove, handle, args)
	}},

	{name: "blockMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationBlockMembers, handle, args)
	}},
	{name: "unblockMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationUnblockMembers, handle, args)
	}},
	{name: "muteMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationMuteMembers, handle, args)
	}},
	{name: "unmuteMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.membersMethod(ConversationUnmuteMembers, handle, args)
	}},

	// queryBlockedMembers({limit, next}) and queryMutedMembers
	{name: "queryBlockedMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.pageMethod(ConversationQueryBlockedMembers, handle, args)
	}},
	{name: "queryMutedMembers", run: func(f *rawFace, handle uint32, args []js.Value) any {
		return f.pageMethod(ConversationQueryMutedMembers, handle, args)
	}},

	{name: "updateMemberRole", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := newParams("conversation", handle)
		p.Set("member", argument(args, 0))
		p.Set("role", argument(args, 1))
		return f.call(ConversationUpdateMemberRole, p, nil)
	}},
	{name: "getAllMemberInfo", run: func(f *rawFace, handle uint32, _ []js.Value) any {
		return f.call(ConversationMemberInfos, newParams("conversation", handle), func(result js.Value) any {
			return result.Get("infos")
		})
	}},
	{name: "fetchReceiptTimestamps", op: ConversationFetchReceipts},

	{name: "count", run: func(f *rawFace, handle uint32, _ []js.Value) any {
		return f.call(ConversationCount, newParams("conversation", handle), func(result js.Value) any {
			return result.Get("count")
		})
	}},

	{name: "read", run: func(f *rawFace, handle uint32, _ []js.Value) any {
		var owner uint32
		if o, ok := f.objects[handle]; ok {
			owner = o.owner
		}
		p := newParams("client", owner)
		p.Set("conversations", []any{handle})
		return f.start(nil, func(call uint32) {
			if _, err := f.bridge.conversation(handle); err != nil {
				f.bridge.fail(call, err)
				return
			}
			f.bridge.call(call, ClientMarkRead, p)
		})
	}},

	// queryMessages({startTime, startMessageId, startClosed, endTime,
	// endMessageId, endClosed, limit, type, oldToNew})
	{name: "queryMessages", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := assign(argument(args, 0), newParams("conversation", handle))
		return f.call(ConversationHistory, p, func(result js.Value) any {
			list := result.Get("messages")
			for i := range list.Length() {
				f.shapeMessage(list.Index(i))
			}
			return list
		})
	}},

	// update(message, text) and recall(message)
	{name: "update", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := patchParams(handle, argument(args, 0))
		p.Set("text", argument(args, 1))
		return f.call(ConversationUpdate, p, patchTimestamp)
	}},
	{name: "recall", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := patchParams(handle, argument(args, 0))
		p.Set("recall", true)
		return f.call(ConversationUpdate, p, patchTimestamp)
	}},
}

func (f *rawFace) membersMethod(op Op, handle uint32, args []js.Value) any {
	p := newParams("conversation", handle)
	members := argument(args, 0)
	if typeOf(members) == js.TypeString {
		members = js.ValueOf([]any{members})
	}
	p.Set("members", members)
	return f.call(op, p, func(result js.Value) any { return result })
}

func (f *rawFace) pageMethod(op Op, handle uint32, args []js.Value) any {
	p := assign(argument(args, 0), newParams("conversation", handle))
	return f.call(op, p, func(result js.Value) any { return result })
}

func patchParams(handle uint32, message js.Value) js.Value {
	p := newParams("conversation", handle)
	if typeOf(message) == js.TypeObject {
		p.Set("messageId", get(message, "id"))
		p.Set("timestamp", get(message, "timestamp"))
	}
	return p
}

func patchTimestamp(result js.Value) any { return result.Get("patchTimestamp") }

type sendOptions struct {
	Transient   bool     `js:"transient"`
	Receipt     bool     `js:"receipt"`
	Will        bool     `js:"will"`
	Priority    int32    `js:"priority"`
	PushData    string   `js:"pushData"`
	MentionAll  bool     `js:"mentionAll"`
	MentionList []string `js:"mentionList"`
}

// sendMethod is send(text or Uint8Array, options); it resolves to {id,
// timestamp}.
func (f *rawFace) sendMethod(handle uint32, args []js.Value) any {
	m, err := outgoing(argument(args, 0), argument(args, 1))
	return f.start(nil, func(call uint32) {
		if err != nil {
			f.bridge.fail(call, err)
			return
		}
		c, err := f.bridge.conversation(handle)
		if err != nil {
			f.bridge.fail(call, err)
			return
		}
		f.bridge.sendMessage(call, c, m)
	})
}

// outgoing reads the arguments of send.
func outgoing(content, options js.Value) (core.Outgoing, error) {
	var o sendOptions
	if typeOf(options) == js.TypeObject {
		p := assign(options)
		stringify(p, "pushData")
		if err := read(plain(p), &o); err != nil {
			return core.Outgoing{}, err
		}
	}
	m := core.Outgoing{
		Transient:   o.Transient,
		Receipt:     o.Receipt,
		Will:        o.Will,
		Priority:    o.Priority,
		PushData:    o.PushData,
		MentionAll:  o.MentionAll,
		MentionList: o.MentionList,
	}
	switch kind := typeOf(content); {
	case kind == js.TypeString:
		m.Text = content.String()
	case kind == js.TypeObject && isBytes(content):
		content = js.Global().Get("Uint8Array").New(content)
		m.IsBinary = true
		m.Binary = make([]byte, content.Length())
		js.CopyBytesToGo(m.Binary, content)
	default:
		return core.Outgoing{}, &core.ArgumentError{Message: "a message is a string or a Uint8Array"}
	}
	return m, nil
}

// isBytes reports whether v is a Uint8Array, and not a Proxy that says so.
func isBytes(v js.Value) bool {
	return js.Global().Get("ArrayBuffer").Call("isView", v).Bool() && v.InstanceOf(js.Global().Get("Uint8Array"))
}
