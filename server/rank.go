package server

import "imclient/server/store"

// rank orders what members may do to one another (docs/protocol.md, Members).
type rank int

const (
	member rank = iota
	manager
	owner
)

// rankOf is the rank of a client, who need not be a member.
func rankOf(v store.Reader, c *store.Conversation, client string) (rank, error) {
	if client == c.Creator {
		return owner, nil
	}
	role, err := v.Role(c.App, c.ID, client)
	if role == store.Manager {
		return manager, err
	}
	return member, err
}

// requireManager refuses a caller who is neither the owner nor a manager, and
// returns which. A back end is above the owner. Where the app has no roles every
// member is as good as the owner; a chat room, which anybody can enter, remains
// its creator's.
func (by *caller) requireManager(v store.Reader, c *store.Conversation) (rank, error) {
	if by.backend || (by.app.NoRoles && hasMembers(c)) {
		return owner + 1, nil
	}
	mine, err := rankOf(v, c, by.client)
	if err == nil && mine < manager {
		err = refuse(ConversationOperationUnauthorized)
	}
	return mine, err
}
