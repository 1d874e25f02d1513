package server

import (
	"context"

	"imclient/server/store"
)

// sending is what hooks are told of a message beside what is kept of it.
type sending struct {
	transient bool
	// pushData is the sender's own push, as JSON; empty for none.
	pushData string
	sourceIP string
	// fromUser says that a user sent it, and not the app.
	fromUser bool
}

// messageSent tells hooks of a message that is on disk, or passed on if it is
// transient. It does not block, so that it can be called in the store's callbacks.
// to holds the receivers, none of a chat room.
func (s *Server) messageSent(kind store.Kind, m *store.Message, to []string, how sending) {
	h := &s.options.Hooks
	a := s.app(m.App)
	upstream := kind == store.System && how.fromUser
	if h.MessageSent == nil && h.ReceiversOffline == nil && h.Push == nil && (h.ServiceMessages == nil || !upstream) {
		return
	}
	sent := SentMessage{Message: hookMessage(m, kind, to), ID: m.ID}
	sent.Transient, sent.SourceIP = how.transient, how.sourceIP
	sent.Online, sent.Offline = a.hub.presence(sent.To)
	if upstream {
		s.tellUpstream(a, sent)
	}
	if len(sent.Offline) > 0 && !how.transient && kind != store.ChatRoom {
		s.tellOffline(a, m, sent, how.pushData)
	}
	if h.MessageSent != nil {
		s.tell(a, hookMessageSent, m.Conversation, func(ctx context.Context) error {
			s.lookElsewhere(a, &sent)
			return h.MessageSent(ctx, sent)
		})
	}
}
