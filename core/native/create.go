package native

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"imclient/core"
)

// ConversationOptions says what conversation to create. The zero value is one
// with oneself.
type ConversationOptions struct {
	// Members are the client ids to take in; the creator always is a member.
	Members []string
	// Name is shown to the members; it may be empty.
	Name string
	// Attributes are fields of the application's own, written as JSON.
	Attributes map[string]any
	// NotUnique creates a new conversation although there is one with the same
	// members. By default that one is the result, as it is.
	NotUnique bool
	// Transient creates a chat room: any number of clients come and go, none
	// is a member for good, and unread messages are not counted.
	Transient bool
	// Temporary creates a conversation that ends after TTL, by default after a
	// day (docs/protocol.md, Temporary conversations).
	Temporary bool
	TTL       time.Duration
}

func (o ConversationOptions) core() (core.CreateOptions, error) {
	options := core.CreateOptions{
		Members:   slices.Clone(o.Members),
		NotUnique: o.NotUnique,
		Transient: o.Transient,
		Temporary: o.Temporary,
		TTL:       int32(min(max(o.TTL.Round(time.Second)/time.Second, 0), 1<<31-1)),
	}
	if o.Name != "" {
		options.Name = &o.Name
	}
	if o.TTL < 0 || o.TTL > 0 && options.TTL == 0 {
		return options, &ArgumentError{Message: "TTL is less than a second"}
	}
	if o.Attributes != nil {
		attributes, err := json.Marshal(o.Attributes)
		if err != nil {
			return options, &ArgumentError{Message: "attributes: " + err.Error()}
		}
		options.Attributes = string(attributes)
	}
	return options, nil
}

// CreateConversation creates a conversation, or finds the one that unites the
// same members, and blocks until the server has answered
// (docs/protocol.md, Conversations).
func (c *Client) CreateConversation(ctx context.Context, o ConversationOptions) (*Conversation, error) {
	return call(ctx, c.rt, "create conversation", func(done func(*Conversation, error)) {
		options, err := o.core()
		if err != nil {
			done(nil, err)
			return
		}
		c.core.CreateConversation(options, func(cc *core.Conversation, err error) {
			done(c.conversation(cc), err)
		})
	}, nil)
}
