package server

import (
	"crypto/md5"
	"encoding/hex"
	"errors"

	"imclient/server/store"
)

// messageRecord is a message as the REST API lists it (docs/protocol.md, Calls of
// back ends). audience holds the users who see a message of a service conversation
// that is not for all.
func messageRecord(m *store.Message, service bool, audience []string) map[string]any {
	record := map[string]any{
		"msg-id": m.ID, "conv-id": m.Conversation, "to": m.Conversation, "from": m.From, "timestamp": m.Timestamp,
		"data": messageText(m), "bin": m.Binary, "is-conv": true, "is-room": false,
	}
	if m.FromIP != "" {
		record["from-ip"] = m.FromIP
	}
	if m.DeliveredAt > 0 {
		record["ack-at"] = m.DeliveredAt
	}
	if service && m.Private {
		if len(audience) == 1 {
			record["conv-id"] = dialogueID(m.Conversation, audience[0])
		}
		record["to-clients"] = audience
	}
	return record
}

// dialogueID names what one user and a service conversation have said to one
// another.
func dialogueID(conversation, client string) string {
	sum := md5.Sum([]byte(conversation + ":" + client))
	return hex.EncodeToString(sum[:])
}

// messageRecords lists messages, which need not be of one conversation.
func messageRecords(v store.Reader, messages []*store.Message) ([]map[string]any, error) {
	records := make([]map[string]any, 0, len(messages))
	for _, m := range messages {
		if !m.Private {
			records = append(records, messageRecord(m, false, nil))
			continue
		}
		c, err := v.Conversation(m.App, m.Conversation)
		if errors.Is(err, store.ErrNotFound) {
			continue // deleted, and its messages are about to be
		}
		if err != nil {
			return nil, err
		}
		var audience []string
		if c.Kind == store.System {
			if audience, err = v.Audience(m.App, m.Conversation, m.Seq); err != nil {
				return nil, err
			}
		}
		records = append(records, messageRecord(m, c.Kind == store.System, audience))
	}
	return records, nil
}
