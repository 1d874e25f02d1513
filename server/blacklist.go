package server

import (
	"imclient/core/wire"
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
		if o, notices, err = r.restrict(tx, c, clients, blocking, end); err != nil {
			return err
		}
		if err := keep(tx, c.App, notices); err != nil || end || !hasMembers(c) {
			return err
		}
		for _, client := range o.allowed {
			is, err := tx.IsMember(c.App, c.ID, client)
			if err != nil {
				return err
			}
			if is {
				removed = append(removed, client)
			}
		}
		left, err := r.removeMembers(tx, c, removed)
		notices = append(notices, left...)
		return err
	}, func() {
		if c.Kind == store.ChatRoom && !end {
			for _, client := range o.allowed {
				r.session.app.hub.expel(client, c.ID)
			}
		}
		r.reply(blacklistReply(c, o, end))
		r.srv.announce(c.App, notices, 0)
		r.srv.membersRemoved(r.membersChange(c.ID, removed))
	})
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
