//go:build js && wasm

package jsbridge

import (
	"time"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

// emit hands an event over. A received message is a record of its own; the
// rest are [name, payload].
func (b *bridge) emit(r *realtime, event core.Event) {
	switch e := event.(type) {
	case *core.MessageReceived:
		b.entry(e.Conversation).handOver(e.Message)

	case *core.Disconnected:
		b.openEvent("disconnect")
		b.closeEvent(r.handle)
	case *core.Scheduled:
		w := b.openEvent("schedule")
		w.Int("attempt", int64(e.Attempt))
		w.Int("delay", int64(e.Delay/time.Millisecond))
		b.closeEvent(r.handle)
	case *core.Retrying:
		w := b.openEvent("retry")
		w.Int("attempt", int64(e.Attempt))
		b.closeEvent(r.handle)
	case *core.Reconnected:
		b.openEvent("reconnect")
		b.closeEvent(r.handle)
	case *core.WentOffline:
		b.openEvent("offline")
		b.closeEvent(r.handle)
	case *core.WentOnline:
		b.openEvent("online")
		b.closeEvent(r.handle)

	case *core.ClientReconnected:
		b.openEvent("reconnect")
		b.closeEvent(b.client(e.Client).handle)
	case *core.ReconnectFailed:
		w := b.openEvent("reconnecterror")
		failure(w, "error", e.Err)
		b.closeEvent(b.client(e.Client).handle)
	case *core.ClientClosed:
		c := b.client(e.Client)
		w := b.openEvent("close")
		w.Int("code", int64(e.Code))
		w.String("reason", e.Reason)
		b.closeEvent(c.handle)
		c.drop()
	case *core.ClientConflict:
		c := b.client(e.Client)
		w := b.openEvent("conflict")
		w.String("reason", e.Reason)
		b.closeEvent(c.handle)
		c.drop()

	case *core.CommandUnhandled:
		w := b.openEvent("unhandledmessage")
		w.Int("cmd", int64(e.Cmd))
		w.Int("op", int64(e.Op))
		w.Base64("frame", e.Frame)
		b.closeEvent(b.client(e.Client).handle)

	default:
		b.emitConversation(event)
	}
}

// emitConversation hands over an event of conversations.
func (b *bridge) emitConversation(event core.Event) {
	switch e := event.(type) {
	case *core.ConversationFetched:
		if known := b.entryOf[e.Conversation]; known != nil {
			known.describe(true)
		}
	case *core.MessagePatched:
		w := b.openEvent("messagepatch")
		w.Int("conversation", b.handle(e.Conversation))
		message(w, "message", e.Message)
		w.Bool("recall", e.Recall)
		if e.Reason != nil {
			w.Object("reason")
			w.Int("code", e.Reason.Code)
			w.OptionalString("detail", e.Reason.Detail)
			w.EndObject()
		}
		b.closeEvent(b.client(e.Conversation.Client()).handle)
	case *core.HistoryGap:
		w := b.openEvent("historygap")
		w.Int("conversation", b.handle(e.Conversation))
		w.Int("from", e.From)
		w.Int("to", e.To)
		b.closeEvent(b.client(e.Conversation.Client()).handle)
	case *core.UnreadUpdated:
		b.emitUnread(e)
	case *core.ReceiptUpdated:
		w := b.openEvent("receipt")
		w.Int("conversation", b.handle(e.Conversation))
		w.OptionalString("messageId", e.MessageID)
		w.OptionalString("from", e.From)
		if e.Read {
			w.Int("readAt", e.At)
		} else {
			w.Int("deliveredAt", e.At)
		}
		b.closeEvent(b.client(e.Conversation.Client()).handle)
	case *core.Notice:
		w := b.openEvent(e.Kind.String())
		w.Int("conversation", b.handle(e.Conversation))
		w.String("by", e.By)
		w.Strings("members", e.Members)
		if e.Attributes != "" {
			w.Raw("attributes", e.Attributes)
		}
		w.OptionalString("role", string(e.Role))
		b.closeEvent(b.client(e.Conversation.Client()).handle)
	}
}

// emitUnread hands over new numbers of unread messages. One alone, as each
// received message causes, has a shorter way where the face knows one.
func (b *bridge) emitUnread(e *core.UnreadUpdated) {
	if len(e.Conversations) == 1 {
		c := b.entry(e.Conversations[0])
		if b.face.count(c.client.handle, c.handle, c.core.Unread(), c.core.Mentioned()) {
			return
		}
	}
	w := b.openEvent("unread")
	w.Array("conversations")
	for _, c := range e.Conversations {
		w.Object("")
		w.Int("conversation", b.handle(c))
		w.Int("unread", int64(c.Unread()))
		w.Bool("mentioned", c.Mentioned())
		w.EndObject()
	}
	w.EndArray()
	b.closeEvent(b.client(e.Client).handle)
}

// openEvent begins [name, {payload}]; the members of the payload come next.
//
//go:noinline
func (b *bridge) openEvent(name string) *jsonwriter.Writer {
	w := b.begin()
	w.Array("")
	w.String("", name)
	w.Object("")
	return w
}

// closeEvent ends it and hands it over.
//
//go:noinline
func (b *bridge) closeEvent(target uint32) {
	w := &b.text
	w.EndObject()
	w.EndArray()
	b.face.event(target, w.Bytes())
}
