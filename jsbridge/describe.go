//go:build js && wasm

package jsbridge

import (
	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

// kinds are the names of core.ConversationKind.
var kinds = map[core.ConversationKind]string{
	core.Normal:    "conversation",
	core.ChatRoom:  "chatroom",
	core.Service:   "service",
	core.Temporary: "temporary",
}

// describe tells JavaScript the conversation as it is now.
func (e *conversation) describe(refresh bool) {
	c, w := e.core, &e.b.row
	e.revision, e.lastAt = c.Revision(), c.LastMessageAt()
	w.Reset()
	w.Object("")
	w.Int("client", int64(e.client.handle))
	w.String("kind", kinds[c.Kind()])
	w.Bool("refresh", refresh)
	w.Raw("row", c.Row())
	w.Int("unread", int64(c.Unread()))
	w.Bool("mentioned", c.Mentioned())
	w.OptionalInt("lastDeliveredAt", c.LastDeliveredAt())
	w.OptionalInt("lastReadAt", c.LastReadAt())
	if m := c.LastMessage(); m != nil {
		message(w, "lastMessage", m)
	}
	w.EndObject()
	e.b.face.conversation(e.handle, w.Bytes())
}

// message writes a message that is part of a result or an event.
func message(w *jsonwriter.Writer, name string, m *core.Message) {
	w.Object(name)
	w.String("id", m.ID)
	w.String("from", m.From)
	w.Int("timestamp", m.Timestamp)
	w.OptionalInt("patchTimestamp", m.PatchTimestamp)
	w.OptionalInt("deliveredAt", m.DeliveredAt)
	w.OptionalInt("readAt", m.ReadAt)
	if m.IsBinary {
		w.Base64("binary", m.Binary)
	} else {
		w.String("text", m.Text)
	}
	w.OptionalTrue("transient", m.Transient)
	w.OptionalTrue("filled", m.Filled)
	w.OptionalTrue("receipt", m.Receipt)
	w.OptionalTrue("mentionAll", m.MentionAll)
	if len(m.MentionList) > 0 {
		w.Strings("mentionList", m.MentionList)
	}
	w.EndObject()
}
