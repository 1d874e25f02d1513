package core

import "imclient/core/wire"

// Actions of blacklist operations, as they are signed.
const (
	actionBlock   = "conversation-block-clients"
	actionUnblock = "conversation-unblock-clients"
)

// Block puts clients on the conversation's blacklist and calls back with for
// whom it took effect (section Members of docs/protocol.md): they are removed
// and cannot come back. It fails with an *ArgumentError, a *SignError, or an
// *Error of the server.
func (c *Conversation) Block(members []string, done func(MemberResult, error)) {
	c.setBlocked(wire.OpBlock, actionBlock, members, done)
}

// Unblock takes clients off the blacklist; they stay outside until they join
// or are added again.
func (c *Conversation) Unblock(members []string, done func(MemberResult, error)) {
	c.setBlocked(wire.OpUnblock, actionUnblock, members, done)
}

func (c *Conversation) setBlocked(op wire.OpType, action string, members []string, done func(MemberResult, error)) {
	if err := c.checkTargets(members); err != nil {
		done(MemberResult{}, err)
		return
	}
	members = once(members)
	cmd, blacklist := c.blacklistCommand(op)
	blacklist.SetToPids(members)
	c.client.signInto(blacklist, c.signatureRequest(SignBlacklist, action, members), func(err error) {
		if err != nil {
			done(MemberResult{}, err)
			return
		}
		c.request(cmd, func(reply *wire.GenericCommand, err error) {
			if err != nil {
				done(MemberResult{}, err)
				return
			}
			done(partly(reply.GetBlacklistMessage()), nil)
		})
	})
}

// QueryBlocked calls back with a page of the blacklist.
func (c *Conversation) QueryBlocked(q PageQuery, done func(Page, error)) {
	if err := c.checkPersistent(); err != nil {
		done(Page{}, err)
		return
	}
	cmd, blacklist := c.blacklistCommand(wire.OpQuery)
	setPage(blacklist, q)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(Page{}, err)
			return
		}
		blacklist := reply.GetBlacklistMessage()
		done(Page{ClientIDs: append([]string{}, blacklist.GetBlockedPids()...), Next: blacklist.GetNext()}, nil)
	})
}

func (c *Conversation) blacklistCommand(op wire.OpType) (*wire.GenericCommand, *wire.BlacklistCommand) {
	cmd := c.client.command(wire.CommandBlacklist, op)
	blacklist := new(wire.BlacklistCommand)
	blacklist.SetSrcCid(c.id)
	cmd.SetBlacklistMessage(blacklist)
	return cmd, blacklist
}
