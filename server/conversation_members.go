package server

import (
	"context"
	"slices"

	"imclient/core/wire"
	"imclient/server/store"
)

// membersAdd is join (the client alone) and invite, and for service conversations
// the subscription (docs/protocol.md, Members).
func (r *request) membersAdd() error {
	m := r.cmd.GetConvMessage()
	if err := r.requireConversationSignature(m.GetCid(), "invite"); err != nil {
		return err
	}
	clients, err := r.targets(m.GetM())
	if err != nil {
		return err
	}
	self := len(clients) == 1 && clients[0] == r.session.client
	hook := r.srv.options.Hooks.ConversationAdd
	return r.askAndCommit(func(ctx context.Context) (again bool, err error) {
		var asked, added []string
		var c *store.Conversation
		var o *outcome
		if hook != nil {
			err = r.srv.store.View(context.Background(), func(v store.Reader) (err error) {
				_, _, asked, err = r.planAdd(v, m.GetCid(), clients, self)
				return err
			})
			if err == nil {
				err = r.askMembers(ctx, hookConversationAdd, hook, m.GetCid(), asked)
			}
			if err != nil {
				return false, err
			}
		}
		var notices []*notice
		var now int64
		err = r.commit(func(tx store.Tx) (err error) {
			notices, again, now = nil, false, tx.Now()
			if c, o, added, err = r.planAdd(tx, m.GetCid(), clients, self); err != nil {
				return err
			}
			if hook != nil && !covers(asked, added) {
				again = true
				return errAskAgain
			}
			switch c.Kind {
			case store.Normal:
				notices, err = r.addMembers(tx, c, added)
			case store.System:
				err = tx.AddMembers(c.App, c.ID, added)
			}
			return err
		}, func() {
			if c.Kind == store.ChatRoom && len(o.allowed) > 0 {
				r.session.app.hub.joinRoom(r.session, c.ID, now)
			}
			r.reply(membersReply(wire.OpAdded, c, o))
			r.srv.announce(c.App, notices, 0)
			r.srv.membersAdded(r.membersChange(c.ID, added))
		})
		return again, err
	})
}

// planAdd says which of clients may be added, and who of those is not in the
// conversation yet.
func (r *request) planAdd(v store.Reader, cid string, clients []string, self bool) (c *store.Conversation, o *outcome, added []string, err error) {
	if c, err = r.loadConversation(v, cid); err != nil {
		return nil, nil, nil, err
	}
	if err := r.mayAdd(v, c, self); err != nil {
		return nil, nil, nil, err
	}
	if o, err = r.sort(clients, func(client string) (Code, error) { return r.admission(v, c, client) }); err != nil {
		return nil, nil, nil, err
	}
	if c.Kind == store.ChatRoom && r.session.app.hub.isIn(r.session, c.ID) {
		return c, o, nil, nil
	}
	for _, client := range o.allowed {
		is, err := v.IsMember(c.App, c.ID, client)
		if err != nil {
			return nil, nil, nil, err
		}
		if !is {
			added = append(added, client)
		}
	}
	return c, o, added, nil
}

// mayAdd says whether the caller may add others, or itself.
func (by *caller) mayAdd(v store.Reader, c *store.Conversation, self bool) error {
	switch {
	case c.Kind == store.Temporary:
		return refuse(NormalConversationRequired)
	case c.Kind != store.Normal && !self:
		return refusef(NormalConversationRequired, "one can only join here oneself")
	case self:
		return nil
	}
	if err := by.requireMember(v, c, ConversationMembershipRequired); err != nil {
		return err
	}
	if by.app.ManagersOnly {
		_, err := by.requireManager(v, c)
		return err
	}
	return nil
}

// admission returns the code with which client is kept out, 0 for none.
func admission(v store.Reader, c *store.Conversation, client string) (Code, error) {
	blocked, err := v.IsRestricted(c.App, c.ID, store.Blocked, client)
	if blocked {
		return BlockedByConversation, err
	}
	return 0, err
}

// admission is the code with which the caller cannot add client: one that keeps it
// out, or its own wish not to be added.
func (by *caller) admission(v store.Reader, c *store.Conversation, client string) (Code, error) {
	code, err := admission(v, c, client)
	if err != nil || code != 0 || client == by.client {
		return code, err
	}
	refused, err := v.IsRestricted(c.App, c.ID, store.Refused, client)
	if refused {
		return BlockedByConversation, err
	}
	return 0, err
}

// addMembers adds those of clients who are not members yet and returns the
// notices; who is one already is neither an error nor news.
func (by *caller) addMembers(tx store.Tx, c *store.Conversation, clients []string) ([]*notice, error) {
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
	if len(members)+len(added) > by.srv.options.Limits.Members {
		return nil, refuse(ConversationFull)
	}
	if err := tx.AddMembers(c.App, c.ID, added); err != nil {
		return nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil {
		return nil, err
	}
	notices := joinNotices(c, added, append(members, added...), by.client)
	return notices, keep(tx, c.App, notices)
}

// membersRemove is quit (the client alone) and kick.
func (r *request) membersRemove() error {
	m := r.cmd.GetConvMessage()
	if err := r.requireConversationSignature(m.GetCid(), "kick"); err != nil {
		return err
	}
	clients, err := r.targets(m.GetM())
	if err != nil {
		return err
	}
	self := len(clients) == 1 && clients[0] == r.session.client
	hook := r.srv.options.Hooks.ConversationRemove
	if self {
		hook = nil // who leaves does not ask
	}
	return r.askAndCommit(func(ctx context.Context) (again bool, err error) {
		var asked, removed []string
		var c *store.Conversation
		var o *outcome
		if hook != nil {
			err = r.srv.store.View(context.Background(), func(v store.Reader) (err error) {
				_, _, asked, err = r.planRemove(v, m.GetCid(), clients, self)
				return err
			})
			if err == nil {
				err = r.askMembers(ctx, hookConversationRemove, hook, m.GetCid(), asked)
			}
			if err != nil {
				return false, err
			}
		}
		var notices []*notice
		err = r.commit(func(tx store.Tx) (err error) {
			notices, again = nil, false
			if c, o, removed, err = r.planRemove(tx, m.GetCid(), clients, self); err != nil {
				return err
			}
			if hook != nil && !covers(asked, removed) {
				again = true
				return errAskAgain
			}
			if !hasMembers(c) {
				return tx.RemoveMembers(c.App, c.ID, removed)
			}
			notices, err = r.removeMembers(tx, c, removed)
			return err
		}, func() {
			if c.Kind == store.ChatRoom {
				if r.session.app.hub.isIn(r.session, c.ID) {
					removed = o.allowed
				}
				r.session.app.hub.leaveRoom(r.session, c.ID)
			}
			r.reply(membersReply(wire.OpRemoved, c, o))
			r.srv.announce(c.App, notices, 0)
			r.srv.membersRemoved(r.membersChange(c.ID, removed))
		})
		return again, err
	})
}

// planRemove says which of clients may be removed, and who of those is in the
// conversation.
func (r *request) planRemove(v store.Reader, cid string, clients []string, self bool) (c *store.Conversation, o *outcome, removed []string, err error) {
	if c, err = r.loadConversation(v, cid); err != nil {
		return nil, nil, nil, err
	}
	switch {
	case self && (c.Kind == store.ChatRoom || c.Kind == store.System):
		o = &outcome{allowed: clients}
	case c.Kind != store.Normal:
		return nil, nil, nil, refuse(NormalConversationRequired)
	default:
		if err := r.requireMember(v, c, ConversationMembershipRequired); err != nil {
			return nil, nil, nil, err
		}
		mine, err := r.kickingRank(v, c, self)
		if err != nil {
			return nil, nil, nil, err
		}
		if o, err = r.sort(clients, func(client string) (Code, error) { return r.removal(v, c, client, mine) }); err != nil {
			return nil, nil, nil, err
		}
	}
	for _, client := range o.allowed {
		is, err := v.IsMember(c.App, c.ID, client)
		if err != nil {
			return nil, nil, nil, err
		}
		if is {
			removed = append(removed, client)
		}
	}
	return c, o, removed, nil
}

// kickingRank is the caller's rank, after checking that it suffices to remove
// anybody at all.
func (by *caller) kickingRank(v store.Reader, c *store.Conversation, self bool) (rank, error) {
	if by.app.ManagersOnly && !self {
		return by.requireManager(v, c)
	}
	return rankOf(v, c, by.client)
}

// removal returns the code with which the caller, of rank mine, fails to remove
// client, 0 if it may. The owner stays; members may remove one another, and
// managers those below them.
func (by *caller) removal(v store.Reader, c *store.Conversation, client string, mine rank) (Code, error) {
	if by.app.NoRoles || (client == by.client && client != c.Creator) {
		return 0, nil
	}
	theirs, err := rankOf(v, c, client)
	switch {
	case err != nil:
		return 0, err
	case theirs == owner:
		return ConversationNeedOwner, nil
	case theirs > member && theirs >= mine:
		return ConversationOperationUnauthorized, nil
	}
	return 0, nil
}

// removeMembers tells those who go that they left, and the others who did.
func (by *caller) removeMembers(tx store.Tx, c *store.Conversation, clients []string) ([]*notice, error) {
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
	left := memberNotice(c, by.client)
	others := memberNotice(c, by.client)
	others.SetM(removed)
	notices := []*notice{conversationNotice(wire.OpLeft, removed, left)}
	if len(rest) > 0 {
		notices = append(notices, conversationNotice(wire.OpMembersLeft, rest, others))
	}
	return notices, keep(tx, c.App, notices)
}

// targets returns the distinct ids that a member operation is about.
func (by *caller) targets(ids []string) ([]string, error) {
	limit := by.srv.options.Limits.Members
	seen := make(map[string]bool, min(len(ids), limit))
	var clients []string
	for _, id := range ids {
		if id == "" || !isClientID(id) {
			return nil, refusef(ConversationAPIFailed, "a member id has 1 to %d characters", maxClientID)
		}
		if seen[id] {
			continue
		}
		if len(clients) == limit {
			return nil, refusef(ConversationFull, "more than %d member ids", limit)
		}
		seen[id] = true
		clients = append(clients, id)
	}
	if len(clients) == 0 {
		return nil, refusef(ConversationAPIFailed, "no member ids")
	}
	return clients, nil
}

func membersReply(op wire.OpType, c *store.Conversation, o *outcome) *wire.GenericCommand {
	m := new(wire.ConvCommand)
	m.SetCid(c.ID)
	m.SetAllowedPids(o.allowed)
	m.SetFailedPids(o.failedCommands())
	m.SetUdate(isoDate(c.UpdatedAt))
	cmd := newPush(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	return cmd
}
