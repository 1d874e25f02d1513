package server

import (
	"slices"

	"imclient/core/wire"
	"imclient/server/store"
)

// membersAdd is join (the client alone) and invite (docs/protocol.md, Members).
func (r *request) membersAdd() error {
	m := r.cmd.GetConvMessage()
	clients, err := r.targets(m)
	if err != nil {
		return err
	}
	self := len(clients) == 1 && clients[0] == r.session.client
	var c *store.Conversation
	var notices []*notice
	return r.commit(func(tx store.Tx) (err error) {
		notices = nil
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		switch c.Kind {
		case store.Normal:
		case store.ChatRoom:
			if !self {
				return refusef(NormalConversationRequired, "nobody can be invited to a chat room")
			}
			return nil
		default:
			return refuse(NormalConversationRequired)
		}
		if !self {
			if err := r.requireMember(tx, c, ConversationMembershipRequired); err != nil {
				return err
			}
		}
		notices, err = r.addMembers(tx, c, clients)
		return err
	}, func() {
		if c.Kind == store.ChatRoom {
			r.session.app.hub.joinRoom(r.session, c.ID)
		}
		r.reply(membersReply(wire.OpAdded, c, clients))
		r.srv.announce(c.App, notices, 0)
	})
}

// addMembers adds those of clients who are not members yet and returns the
// notices; who is one already is neither an error nor news.
func (r *request) addMembers(tx store.Tx, c *store.Conversation, clients []string) ([]*notice, error) {
	members, err := tx.Members(c.App, c.ID)
	if err != nil {
		return nil, err
	}
	var added []string
	for _, client := range clients {
		if !slices.Contains(members, client) {
			added = append(added, client)
		}
	}
	if len(added) == 0 {
		return nil, nil
	}
	if len(members)+len(added) > r.srv.options.Limits.Members {
		return nil, refuse(ConversationFull)
	}
	if err := tx.AddMembers(c.App, c.ID, added); err != nil {
		return nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil {
		return nil, err
	}
	notices := joinNotices(c, added, append(members, added...), r.session.client)
	return notices, keep(tx, c.App, notices)
}

// membersRemove is quit (the client alone) and kick.
func (r *request) membersRemove() error {
	m := r.cmd.GetConvMessage()
	clients, err := r.targets(m)
	if err != nil {
		return err
	}
	self := len(clients) == 1 && clients[0] == r.session.client
	var c *store.Conversation
	var notices []*notice
	return r.commit(func(tx store.Tx) (err error) {
		notices = nil
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		switch c.Kind {
		case store.Normal:
		case store.ChatRoom:
			if !self {
				return refusef(NormalConversationRequired, "nobody can be removed from a chat room")
			}
			return nil
		default:
			return refuse(NormalConversationRequired)
		}
		if err := r.requireMember(tx, c, ConversationMembershipRequired); err != nil {
			return err
		}
		notices, err = r.removeMembers(tx, c, clients)
		return err
	}, func() {
		if c.Kind == store.ChatRoom {
			r.session.app.hub.leaveRoom(r.session, c.ID)
		}
		r.reply(membersReply(wire.OpRemoved, c, clients))
		r.srv.announce(c.App, notices, 0)
	})
}

// removeMembers tells those who go that they left, and the others who did.
func (r *request) removeMembers(tx store.Tx, c *store.Conversation, clients []string) ([]*notice, error) {
	members, err := tx.Members(c.App, c.ID)
	if err != nil {
		return nil, err
	}
	var removed, rest []string
	for _, member := range members {
		if slices.Contains(clients, member) {
			removed = append(removed, member)
		} else {
			rest = append(rest, member)
		}
	}
	if len(removed) == 0 {
		return nil, nil
	}
	if err := tx.RemoveMembers(c.App, c.ID, removed); err != nil {
		return nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil {
		return nil, err
	}
	left := memberNotice(c, r.session.client)
	others := memberNotice(c, r.session.client)
	others.SetM(removed)
	notices := []*notice{conversationNotice(wire.OpLeft, removed, left)}
	if len(rest) > 0 {
		notices = append(notices, conversationNotice(wire.OpMembersLeft, rest, others))
	}
	return notices, keep(tx, c.App, notices)
}

// targets returns the distinct ids that a member operation is about.
func (r *request) targets(m *wire.ConvCommand) ([]string, error) {
	var clients []string
	for _, id := range m.GetM() {
		if id == "" || !isClientID(id) {
			return nil, refusef(ConversationAPIFailed, "a member id has 1 to %d characters", maxClientID)
		}
		if !slices.Contains(clients, id) {
			clients = append(clients, id)
		}
	}
	if len(clients) == 0 {
		return nil, refusef(ConversationAPIFailed, "no member ids")
	}
	if limit := r.srv.options.Limits.Members; len(clients) > limit {
		return nil, refusef(ConversationFull, "more than %d member ids", limit)
	}
	return clients, nil
}

func membersReply(op wire.OpType, c *store.Conversation, allowed []string) *wire.GenericCommand {
	m := new(wire.ConvCommand)
	m.SetCid(c.ID)
	m.SetAllowedPids(allowed)
	m.SetUdate(isoDate(c.UpdatedAt))
	cmd := newPush(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	return cmd
}
