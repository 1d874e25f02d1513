package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

var silencing = restriction{
	kind: store.Silenced, full: SilencedMemberListFull,
	began: wire.OpShutuped, membersBegan: wire.OpMembersShutuped,
	ended: wire.OpUnshutuped, membersEnded: wire.OpMembersUnshutuped,
}

// silence keeps clients from sending, or lets them send again (docs/protocol.md,
// Members).
func (r *request) silence() error {
	m := r.cmd.GetConvMessage()
	clients, err := r.targets(m.GetM())
	if err != nil {
		return err
	}
	end := r.cmd.GetOp() == wire.OpRemoveShutup
	var c *store.Conversation
	var o *outcome
	var notices []*notice
	return r.commit(func(tx store.Tx) (err error) {
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		if o, notices, err = r.restrict(tx, c, clients, silencing, end); err != nil {
			return err
		}
		return keep(tx, c.App, notices)
	}, func() {
		op := wire.OpShutupAdded
		if end {
			op = wire.OpShutupRemoved
		}
		r.reply(membersReply(op, c, o))
		r.srv.announce(c.App, notices, 0)
	})
}

// requireVoice refuses a message of a client who is silenced, or blocked where
// one need not be a member to send.
func (by *caller) requireVoice(v store.Reader, c *store.Conversation) error {
	silenced, err := v.IsRestricted(c.App, c.ID, store.Silenced, by.client)
	if err == nil && silenced {
		err = refuse(Silenced)
	}
	if err == nil {
		err = by.requireEndOfSilence(v, c)
	}
	if err != nil || hasMembers(c) {
		return err
	}
	code, err := admission(v, c, by.client)
	if err == nil && code != 0 {
		err = refuse(code)
	}
	return err
}

// requireEndOfSilence refuses a client whom the app has silenced for a time.
func (by *caller) requireEndOfSilence(v store.Reader, c *store.Conversation) error {
	until, err := v.SilencedUntil(c.App, c.ID, by.client)
	if err == nil && until > by.srv.clock.Now().UnixMilli() {
		err = refusef(ConversationTemporarilyBlacklisted, "until %s", isoDate(until))
	}
	return err
}

// silenced lists who is silenced, page by page.
func (r *request) silenced() error {
	m := r.cmd.GetConvMessage()
	clients, next, err := r.restrictedPage(m.GetCid(), store.Silenced, m.GetLimit(), m.HasLimit(), m.GetNext())
	if err != nil {
		return err
	}
	r.replySilenced(clients, next)
	return nil
}

// silencedOf answers which of the given clients are silenced.
func (r *request) silencedOf() error {
	m := r.cmd.GetConvMessage()
	clients, err := r.restrictedOf(m.GetCid(), store.Silenced, m.GetM())
	if err != nil {
		return err
	}
	r.replySilenced(clients, "")
	return nil
}

func (r *request) replySilenced(clients []string, next string) {
	reply := new(wire.ConvCommand)
	reply.SetCid(r.cmd.GetConvMessage().GetCid())
	reply.SetM(clients)
	if next != "" {
		reply.SetNext(next)
	}
	r.replyConversation(wire.OpShutupResult, reply)
}
