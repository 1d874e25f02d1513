//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
)

// object is a realtime, client or conversation of the page.
type object struct {
	value     js.Value
	listeners map[string][]listener
	owner     uint32 // of a conversation: its client
	call      uint32 // of a client: the login
}

type listener struct {
	fn   js.Value
	once bool
}

// on, off and emit keep and call the page's functions, in the order they were
// given. A listener that throws is reported; the others still run.

func (o *object) on(name string, fn js.Value, once bool) {
	if o.listeners == nil {
		o.listeners = map[string][]listener{}
	}
	o.listeners[name] = append(o.listeners[name], listener{fn, once})
}

// off removes every listener of name, or those that are fn.
func (o *object) off(name string, fn js.Value) {
	var kept []listener
	for _, l := range o.listeners[name] {
		if !fn.IsUndefined() && !l.fn.Equal(fn) {
			kept = append(kept, l)
		}
	}
	o.listeners[name] = kept
}

func (o *object) emit(name string, args ...any) {
	all := o.listeners[name]
	var kept []listener
	for _, l := range all {
		if !l.once {
			kept = append(kept, l)
		}
	}
	if len(kept) != len(all) {
		o.listeners[name] = kept
	}
	for _, l := range all {
		if err := catch(func() { l.fn.Call("apply", o.value, args) }); err != nil {
			report(err)
		}
	}
}

// report shows an error that a listener threw, as an uncaught one.
func report(err error) {
	var value any = err.Error()
	if e, ok := err.(pageError); ok {
		value = e.value
	}
	// The page's own reportError may throw in its turn: that is the end of it.
	_ = catch(func() {
		if js.Global().Get("reportError").Type() == js.TypeFunction {
			js.Global().Call("reportError", value)
			return
		}
		js.Global().Get("console").Call("error", value)
	})
}

func (f *rawFace) count(uint32, uint32, int, bool) bool { return false }

// copies: listeners hear of a message after its commit.
func (f *rawFace) copies() bool { return false }

func (f *rawFace) mindsLast() bool { return true }

// conversation keeps the page's object of a conversation up to date.
func (f *rawFace) conversation(handle uint32, json []byte) {
	text := string(json)
	o, known := f.objects[handle]
	if !known {
		o = f.object(handle, f.conversationProto)
	}
	described := parse(text)
	row := described.Get("row")
	o.owner = uint32(described.Get("client").Int())
	define(o.value, "id", row.Get("objectId"))
	define(o.value, "name", row.Get("name"))
	define(o.value, "members", row.Get("m"))
	define(o.value, "row", row)
	define(o.value, "unreadMessagesCount", described.Get("unread"))
}

func (f *rawFace) message(c *conversation, seq uint32, m *core.Message) {
	handle, client := c.handle, c.client.handle
	// Committed first: the new number of unread messages is told before the
	// message.
	f.later(func() {
		f.bridge.commit(handle, seq, false)
		f.later(func() {
			conv, ok := f.objects[handle]
			if !ok {
				return
			}
			o := newObject()
			o.Set("id", m.ID)
			o.Set("from", m.From)
			o.Set("cid", m.ConversationID)
			o.Set("timestamp", m.Timestamp)
			if m.IsBinary {
				o.Set("data", bytesOf(m.Binary))
			} else {
				o.Set("text", m.Text)
			}
			if owner, ok := f.objects[client]; ok {
				owner.emit("message", o, conv.value)
			}
			conv.emit("message", o)
		})
	})
}

func (f *rawFace) event(target uint32, json []byte) {
	text := string(json)
	f.later(func() {
		o, ok := f.objects[target]
		if !ok {
			return
		}
		event := parse(text)
		name, payload := event.Index(0).String(), event.Index(1)
		if name == "unread" {
			o.emit("unreadmessagescountupdate", f.unreadConversations(payload.Get("conversations")))
			return
		}
		if handle := payload.Get("conversation"); handle.Type() == js.TypeNumber {
			f.conversationEvent(o, uint32(handle.Int()), name, payload)
			return
		}
		if e := payload.Get("error"); !e.IsUndefined() {
			payload = raise(e)
		}
		o.emit(name, payload)
		if name == "close" || name == "conflict" {
			f.forget(target)
		}
	})
}

// conversationEvent emits on the client, then on the conversation.
func (f *rawFace) conversationEvent(client *object, handle uint32, name string, payload js.Value) {
	conv, ok := f.objects[handle]
	if !ok {
		return
	}
	payload.Set("conversation", conv.value)
	switch name {
	case "messagepatch":
		f.shapeMessage(payload.Get("message"))
		name = "messageupdate"
		if payload.Get("recall").Bool() {
			name = "messagerecall"
		}
	case "receipt":
		name = "lastdeliveredatupdate"
		if !payload.Get("readAt").IsUndefined() {
			name = "lastreadatupdate"
		}
	}
	client.emit(name, payload, conv.value)
	conv.emit(name, payload)
}

// unreadConversations makes the list of conversations of their numbers.
func (f *rawFace) unreadConversations(list js.Value) js.Value {
	out := js.Global().Get("Array").New()
	for i := range list.Length() {
		item := list.Index(i)
		if conv, ok := f.objects[uint32(item.Get("conversation").Int())]; ok {
			define(conv.value, "unreadMessagesCount", item.Get("unread"))
			out.Call("push", conv.value)
		}
	}
	return out
}

// forget drops a client that is logged out, with its conversations.
func (f *rawFace) forget(client uint32) {
	delete(f.signing, f.objects[client].call)
	delete(f.objects, client)
	for handle, o := range f.objects {
		if o.owner == client {
			delete(f.objects, handle)
		}
	}
}
