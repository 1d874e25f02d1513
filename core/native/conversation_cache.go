package native

import (
	"context"
	"runtime"
	"weak"

	"imclient/core"
)

// conversationCache finds the Conversation of a core conversation, so that a
// program sees one pointer for one conversation, as long as it holds it. What
// it has let go of the core may forget too. It belongs to the loop.
type conversationCache map[uint32]weak.Pointer[Conversation]

// conversation gives a core conversation its face.
func (c *Client) conversation(cc *core.Conversation) *Conversation {
	if cc == nil {
		return nil
	}
	handle := cc.Handle()
	if known := c.conversations[handle].Value(); known != nil {
		return known
	}
	conv := &Conversation{client: c, core: cc, id: cc.ID(), kind: cc.Kind()}
	pointer := weak.Make(conv)
	c.conversations[handle] = pointer
	runtime.AddCleanup(conv, func(handle uint32) { c.forget(handle, pointer) }, handle)
	return conv
}

func (c *Client) faces(list []*core.Conversation) []*Conversation {
	if list == nil {
		return nil
	}
	faces := make([]*Conversation, len(list))
	for i, cc := range list {
		faces[i] = c.conversation(cc)
	}
	return faces
}

// forget drops a Conversation that was collected, unless the same
// conversation has got a new one since.
func (c *Client) forget(handle uint32, pointer weak.Pointer[Conversation]) {
	c.rt.loop.post(context.Background(), func() {
		if c.conversations[handle] == pointer {
			delete(c.conversations, handle)
			c.core.Release(handle)
		}
	})
}
