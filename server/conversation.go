package server

import (
	"errors"

	"imclient/server/store"
)

// loadConversation returns CONVERSATION_NOT_FOUND for a conversation that does
// not exist or has expired.
func (by *caller) loadConversation(v store.Reader, id string) (*store.Conversation, error) {
	c, err := v.Conversation(by.app.ID, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, refusef(ConversationNotFound, "no conversation %q", id)
	}
	if err != nil {
		return nil, err
	}
	if by.kind != 0 && c.Kind != by.kind {
		return nil, refusef(requiredKind[by.kind], "conversation %q is of another kind", id)
	}
	if expired(c, v) {
		return nil, refusef(ConversationNotFound, "temporary conversation %q has expired", id)
	}
	return c, nil
}

// requiredKind is the code for a conversation of another kind.
var requiredKind = map[store.Kind]Code{
	store.Normal:   NormalConversationRequired,
	store.ChatRoom: TransientConversationRequired,
	store.System:   SystemConversationRequired,
}

func expired(c *store.Conversation, v store.Reader) bool {
	if c.ExpiresAt == 0 {
		return false
	}
	now := v.At()
	if tx, ok := v.(store.Tx); ok {
		now = tx.Now()
	}
	return c.ExpiresAt <= now
}

// hasMembers says whether membership of a conversation is kept in the store.
func hasMembers(c *store.Conversation) bool {
	return c.Kind == store.Normal || c.Kind == store.Temporary
}

// requireMember refuses with code a client who is not a member.
func (by *caller) requireMember(v store.Reader, c *store.Conversation, code Code) error {
	if by.backend || !hasMembers(c) {
		return nil
	}
	is, err := v.IsMember(c.App, c.ID, by.client)
	if err == nil && !is {
		err = refuse(code)
	}
	return err
}
