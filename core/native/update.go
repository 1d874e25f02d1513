package native

import (
	"context"
	"encoding/json"
)

// SetAttributes changes fields of the conversation and blocks until the server
// has answered. The keys of changes are fields or paths, such as "name" and
// "attr.color"; the values are written as JSON
// (docs/protocol.md, Conversations). Other members see a Notice of kind
// InfoUpdated.
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
