//go:build js && wasm

package jsbridge

import (
	"time"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

// notices are the event names of core.NoticeKind.
var notices = [...]string{
	core.Invited:           "invited",
	core.Kicked:            "kicked",
	core.MembersJoined:     "membersjoined",
	core.MembersLeft:       "membersleft",
	core.InfoUpdated:       "infoupdated",
	core.MemberInfoUpdated: "memberinfoupdated",
	core.Blocked:           "blocked",
	core.Unblocked:         "unblocked",
	core.MembersBlocked:    "membersblocked",
	core.MembersUnblocked:  "membersunblocked",
	core.Muted:             "muted",
	core.Unmuted:           "unmuted",
	core.MembersMuted:      "membersmuted",
	core.MembersUnmuted:    "membersunmuted",
}

// emit hands an event over. A received message is a record of its own; the
// rest are [name, payload].
func (b *bridge) emit(r *realtime, event core.Event) {
	switch e := event.(type) {
	case *core.MessageReceived:
		b.entry(e.Conversation).handOver(e.Message)

	case *core.Disconnected:
		b.event(r.handle, "disconnect", nil)
	case *core.Scheduled:
		b.event(r.handle, "schedule", func(w *jsonwriter.Writer) {
			w.Int("attempt", int64(e.Attempt))
			w.Int("delay", int64(e.Delay/time.Millisecond))
		})
	case *core.Retrying:
		b.event(r.handle, "retry", func(w *jsonwriter.Writer) {
			w.Int("attempt", int64(e.Attempt))
		})
	case *core.Reconnected:
		b.event(r.handle, "reconnect", nil)
	case *core.WentOffline:
		b.event(r.handle, "offline", nil)
	case *core.WentOnline:
		b.event(r.handle, "online", nil)

	case *core.ClientReconnected:
		b.event(b.client(e.Client).handle, "reconnect", nil)
	case *core.ReconnectFailed:
		b.event(b.client(e.Client).handle, "reconnecterror", func(w *jsonwriter.Writer) {
			failure(w, "error", e.Err)
		})
	case *core.ClientClosed:
		c := b.client(e.Client)
		b.event(c.handle, "close", func(w *jsonwriter.Writer) {
			w.Int("code", int64(e.Code))
			w.String("reason", e.Reason)
		})
		c.drop()
	case *core.ClientConflict:
		c := b.client(e.Client)
		b.event(c.handle, "conflict", func(w *jsonwriter.Writer) {
			w.String("reason", e.Reason)
		})
		c.drop()

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
		b.event(b.client(e.Conversation.Client()).handle, "messagepatch", func(w *jsonwriter.Writer) {
			w.Int("conversation", b.handle(e.Conversation))
			message(w, "message", e.Message)
			w.Bool("recall", e.Recall)
			if e.Reason != nil {
				w.Object("reason")
				w.Int("code", e.Reason.Code)
				w.OptionalString("detail", e.Reason.Detail)
				w.EndObject()
			}
		})
	case *core.UnreadUpdated:
		b.emitUnread(e)
	case *core.ReceiptUpdated:
		b.event(b.client(e.Conversation.Client()).handle, "receipt", func(w *jsonwriter.Writer) {
			w.Int("conversation", b.handle(e.Conversation))
			w.OptionalString("messageId", e.MessageID)
			if e.Read {
				w.Int("readAt", e.At)
			} else {
				w.Int("deliveredAt", e.At)
			}
		})
	case *core.Notice:
		b.event(b.client(e.Conversation.Client()).handle, notices[e.Kind], func(w *jsonwriter.Writer) {
			w.Int("conversation", b.handle(e.Conversation))
			w.String("by", e.By)
			w.Strings("members", e.Members)
			if e.Attributes != "" {
				w.Raw("attributes", e.Attributes)
			}
			w.OptionalString("role", e.Role)
		})
	}
}

// emitUnread hands over new numbers of unread messages.
func (b *bridge) emitUnread(e *core.UnreadUpdated) {
	b.event(b.client(e.Client).handle, "unread", func(w *jsonwriter.Writer) {
		w.Array("conversations")
		for _, c := range e.Conversations {
			w.Object("")
			w.Int("conversation", b.handle(c))
			w.Int("unread", int64(c.Unread()))
			w.Bool("mentioned", c.Mentioned())
			w.EndObject()
		}
		w.EndArray()
	})
}

// event hands over [name, {payload}]; payload writes the members.
func (b *bridge) event(target uint32, name string, payload func(*jsonwriter.Writer)) {
	w := b.begin()
	w.Array("")
	w.String("", name)
	w.Object("")
	if payload != nil {
		payload(w)
	}
	w.EndObject()
	w.EndArray()
	b.face.event(target, w.Bytes())
}
