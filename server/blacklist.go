package server

import (
	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

var blocking = restriction{
	kind: store.Blocked, full: BlacklistFull,
	began: wire.OpBlocked, membersBegan: wire.OpMembersBlocked,
	ended: wire.OpUnblocked, membersEnded: wire.OpMembersUnblocked,
}

// block blocks clients or lets them come again (docs/protocol.md, Members). Who
// is blocked is no member any more.
func (r *request) block() error {
	m := r.cmd.GetBlacklistMessage()
	if r.session.app.NoBlacklist {
		return refuse(BlacklistFeatureDisabled)
	}
	if r.isOwnBlacklist() {
		return r.blockConversations()
	}
	clients, err := r.targets(m.GetToPids())
	if err != nil {
		return err
	}
	end := r.cmd.GetOp() == wire.OpUnblock
	action := "block"
	if end {
		action = "unblock"
	}
	if err := r.requireBlacklistSignature("conversation-"+action+"-clients", action); err != nil {
		return err
	}
	var c *store.Conversation
	var o *outcome
	var notices []*notice
	var removed []string
	return r.commit(func(tx store.Tx) (err error) {
		notices, removed = nil, nil
		if c, err = r.loadConversation(tx, m.GetSrcCid()); err != nil {
			return err
		}
		o, removed, notices, err = r.blockClients(tx, c, clients, end)
		return err
	}, func() {
		r.srv.expel(r.app, c, o, end)
		r.reply(blacklistReply(c, o, end))
		r.srv.announce(c.App, notices, 0)
		r.srv.membersRemoved(r.membersChange(c.ID, removed))
	})
}

// blockClients is restrict for blocking, which removes members and subscribers; the
// notices are kept.
func (by *caller) blockClients(tx store.Tx, c *store.Conversation, clients []string, end bool) (o *outcome, removed []string, notices []*notice, err error) {
	if o, notices, err = by.restrict(tx, c, clients, blocking, end); err == nil {
		err = keep(tx, c.App, notices)
	}
	if err != nil || end || c.Kind == store.ChatRoom {
		return o, nil, notices, err
	}
	for _, client := range o.allowed {
		is, err := tx.IsMember(c.App, c.ID, client)
		if err != nil {
			return nil, nil, nil, err
		}
		if is {
			removed = append(removed, client)
		}
	}
	if c.Kind == store.System {
		return o, removed, notices, tx.RemoveMembers(c.App, c.ID, removed)
	}
	left, err := by.removeMembers(tx, c, removed)
	return o, removed, append(notices, left...), err
}

// expel makes those who have been blocked leave a chat room.
func (s *Server) expel(a *app, c *store.Conversation, o *outcome, end bool) {
	if c.Kind == store.ChatRoom && !end && len(o.allowed) > 0 {
		s.order(a, c.ID, o.allowed, bus.Order{Kind: bus.LeaveRoom})
	}
}

func blacklistReply(c *store.Conversation, o *outcome, end bool) *wire.GenericCommand {
	m := new(wire.BlacklistCommand)
	m.SetSrcCid(c.ID)
	m.SetAllowedPids(o.allowed)
	m.SetFailedPids(o.failedCommands())
	op := wire.OpBlocked
	if end {
		op = wire.OpUnblocked
	}
	cmd := newPush(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	return cmd
}

// blocked lists who is blocked, page by page.
func (r *request) blocked() error {
	m := r.cmd.GetBlacklistMessage()
	if r.session.app.NoBlacklist {
		return refuse(BlacklistFeatureDisabled)
	}
	if r.isOwnBlacklist() {
		return r.blockedConversations()
	}
	clients, next, err := r.restrictedPage(m.GetSrcCid(), store.Blocked, m.GetLimit(), m.HasLimit(), m.GetNext())
	if err != nil {
		return err
	}
	r.replyBlocked(wire.OpQueryResult, clients, next)
	return nil
}

// blockedOf answers which of the given clients are blocked.
func (r *request) blockedOf() error {
	m := r.cmd.GetBlacklistMessage()
	if r.isOwnBlacklist() {
		return r.blockedConversationsOf()
	}
	clients, err := r.restrictedOf(m.GetSrcCid(), store.Blocked, m.GetToPids())
	if err != nil {
		return err
	}
	r.replyBlocked(wire.OpCheckResult, clients, "")
	return nil
}

func (r *request) replyBlocked(op wire.OpType, clients []string, next string) {
	m := new(wire.BlacklistCommand)
	m.SetSrcCid(r.cmd.GetBlacklistMessage().GetSrcCid())
	m.SetBlockedPids(clients)
	if next != "" {
		m.SetNext(next)
	}
	cmd := newPush(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	r.reply(cmd)
}
