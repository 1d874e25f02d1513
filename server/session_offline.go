package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// maxOfflineMessages is how many messages of one conversation a client is sent at login
// that does not count what is unread.
const maxOfflineMessages = 20

// maxOfflineScan bounds how many are looked at for that: those of the client itself
// are among them.
const maxOfflineScan = 10 * maxOfflineMessages

// offlineMessages are the latest messages that a client has not acknowledged, of
// each of its conversations (docs/protocol.md, Sub-protocols). hasMore on each of
// them says that there are older ones.
func offlineMessages(v store.Reader, s *session, unread []store.Unread) ([]*wire.GenericCommand, error) {
	var pushes []*wire.GenericCommand
	for _, u := range unread {
		if u.Count == 0 {
			continue
		}
		messages, err := v.Messages(s.app.ID, u.Conversation, store.Range{
			From: u.ReadSeq + 1, To: u.LastSeq, Descending: true, Viewer: s.client, Limit: maxOfflineScan,
		})
		if err != nil {
			return nil, err
		}
		messages = ofOthers(messages, s.client)
		messages = messages[max(0, len(messages)-maxOfflineMessages):]
		for _, m := range messages {
			push := directPush(m, u.Kind)
			push.GetDirectMessage().SetOffline(true)
			if len(messages) < u.Count {
				push.GetDirectMessage().SetHasMore(true)
			}
			pushes = append(pushes, push)
		}
	}
	return pushes, nil
}

func ofOthers(messages []*store.Message, client string) []*store.Message {
	var list []*store.Message
	for _, m := range messages {
		if m.From != client {
			list = append(list, m)
		}
	}
	return list
}
