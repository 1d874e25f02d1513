package core

import "imclient/core/wire"

// Silence forbids members to send to the conversation and calls back with for
// whom it took effect (section Members of docs/protocol.md). They go on
// receiving. It fails with an *ArgumentError, or an *Error of the server.
func (c *Conversation) Silence(members []string, done func(MemberResult, error)) {
	c.setSilenced(wire.OpAddShutup, members, done)
}

// Unsilence lets members send again.
func (c *Conversation) Unsilence(members []string, done func(MemberResult, error)) {
	c.setSilenced(wire.OpRemoveShutup, members, done)
}

func (c *Conversation) setSilenced(op wire.OpType, members []string, done func(MemberResult, error)) {
	if err := c.checkTargets(members); err != nil {
		done(MemberResult{}, err)
		return
	}
	cmd, conv := c.command(op)
	conv.SetM(once(members))
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(MemberResult{}, err)
			return
		}
		c.setUpdated(reply.GetConvMessage().GetUdate())
		done(partly(reply.GetConvMessage()), nil)
	})
}

// QuerySilenced calls back with a page of those who are silenced.
func (c *Conversation) QuerySilenced(q PageQuery, done func(Page, error)) {
	if err := c.checkPersistent(); err != nil {
		done(Page{}, err)
		return
	}
	cmd, conv := c.command(wire.OpQueryShutup)
	setPage(conv, q)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(Page{}, err)
			return
		}
		conv := reply.GetConvMessage()
		done(Page{ClientIDs: append([]string{}, conv.GetM()...), Next: conv.GetNext()}, nil)
	})
}
