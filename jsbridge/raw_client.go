//go:build js && wasm

package jsbridge

import "syscall/js"

// clientMethods are the methods of what createIMClient resolves to.
var clientMethods = []method{
	{name: "close", op: ClientClose},

	{name: "ping", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := newParams("client", handle)
		p.Set("ids", argument(args, 0))
		return f.call(ClientPing, p, func(result js.Value) any { return result.Get("ids") })
	}},

	// createConversation({members, name, attributes, unique, transient,
	// temporary, ttl})
	{name: "createConversation", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := assign(argument(args, 0), newParams("client", handle))
		stringify(p, "attributes")
		return f.call(ClientCreateConversation, p, func(result js.Value) any {
			return f.valueOf(result.Get("conversation"))
		})
	}},

	// getConversation(id, noCache): null when there is none
	{name: "getConversation", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := newParams("client", handle)
		p.Set("ids", []any{argument(args, 0)})
		p.Set("noCache", argument(args, 1))
		return f.call(ClientGetConversations, p, func(result js.Value) any {
			return f.valueOf(result.Get("conversations").Index(0))
		})
	}},

	{name: "getConversations", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := newParams("client", handle)
		p.Set("ids", argument(args, 0))
		p.Set("noCache", argument(args, 1))
		return f.call(ClientGetConversations, p, f.conversations)
	}},

	// query({where, sort, limit, skip, compact, lastMessage})
	{name: "query", run: func(f *rawFace, handle uint32, args []js.Value) any {
		p := assign(argument(args, 0), newParams("client", handle))
		stringify(p, "where")
		return f.call(ClientQuery, p, f.conversations)
	}},
}

// valueOf is the page's object of a conversation; null for none.
func (f *rawFace) valueOf(handle js.Value) js.Value {
	if o, ok := f.objects[uint32(handle.Int())]; ok {
		return o.value
	}
	return js.Null()
}

// conversations are the page's objects of a result's conversations.
func (f *rawFace) conversations(result js.Value) any {
	out, list := js.Global().Get("Array").New(), result.Get("conversations")
	for i := range list.Length() {
		out.Call("push", f.valueOf(list.Index(i)))
	}
	return out
}
