package native

import (
	"context"

	"imclient/core"
)

// Subscribe subscribes the client to a service conversation: it receives from
// now on what the service sends to its subscribers (docs/protocol.md,
// Conversations). It blocks until the server has answered.
func (c *Conversation) Subscribe(ctx context.Context) error {
	return run(ctx, c.client.rt, "subscribe", c.ofService((*core.Conversation).Join))
}

// Unsubscribe is the opposite of Subscribe.
func (c *Conversation) Unsubscribe(ctx context.Context) error {
	return run(ctx, c.client.rt, "unsubscribe", c.ofService((*core.Conversation).Quit))
}

func (c *Conversation) ofService(start func(*core.Conversation, func(error))) func(func(error)) {
	return func(done func(error)) {
		if c.kind != Service {
			done(&ArgumentError{Message: "not a service conversation"})
			return
		}
		start(c.core, done)
	}
}
