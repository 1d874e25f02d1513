package native

import (
	"context"
	"encoding/json"
)

// ownFields are the fields of a row that are the protocol's
// (docs/protocol.md, Queries); the others are the application's.
var ownFields = []string{
	"objectId", "name", "c", "m", "mu", "lm", "tr", "sys", "unique", "uniqueId",
	"createdAt", "updatedAt", "ACL", "conv_type", "temp", "ttl", "muted",
	"joined", "joinedAt", "msg", "bin", "msg_mid", "msg_from", "msg_timestamp",
	"patch_timestamp", "mention_all", "mention_pids",
}

// Attributes are the application's own fields of the conversation, as package
// json reads them: numbers are float64. Changing the map changes nothing else.
func (c *Conversation) Attributes() map[string]any {
	attributes := make(map[string]any)
	_ = json.Unmarshal(c.Row(), &attributes) // the core has read it before
	for _, name := range ownFields {
		delete(attributes, name)
	}
	return attributes
}

// SetAttributes changes fields of the conversation and blocks until the server
// has answered. The keys of changes are fields or dotted paths into them, also
// "name"; the values are written as JSON, or are an Operation
// (docs/protocol.md, Conversations).
// Other members see a Notice of kind InfoUpdated.
func (c *Conversation) SetAttributes(ctx context.Context, changes map[string]any) error {
	return run(ctx, c.client.rt, "set attributes", func(done func(error)) {
		text, err := json.Marshal(changes)
		if err != nil {
			done(&ArgumentError{Message: "attributes: " + err.Error()})
			return
		}
		c.core.SetAttributes(string(text), done)
	})
}

// Mute stops push notifications of the conversation for the client. Messages
// are received and counted as before.
func (c *Conversation) Mute(ctx context.Context) error {
	return run(ctx, c.client.rt, "mute", c.core.Mute)
}

// Unmute is the opposite of Mute.
func (c *Conversation) Unmute(ctx context.Context) error {
	return run(ctx, c.client.rt, "unmute", c.core.Unmute)
}
