package core

import "imclient/core/wire"

// receiptPushed takes a receipt for what the client sent (section Unread and
// receipts of docs/protocol.md). One of a conversation that the client does not
// hold is for a message that this program did not send.
func (cl *Client) receiptPushed(rcp *wire.RcpCommand) {
	c := cl.conversations[rcp.GetCid()]
	if c == nil || rcp.GetT() == 0 {
		return
	}
	c.receipt(rcp.GetRead(), rcp.GetT())
	cl.rt.host.Emit(&ReceiptUpdated{Conversation: c, MessageID: rcp.GetId(), Read: rcp.GetRead(), At: rcp.GetT(), From: rcp.GetFrom()})
}

// receipt moves a mark on and reports whether it moved; marks never go back.
func (c *Conversation) receipt(read bool, at int64) bool {
	mark := &c.deliveredAt
	if read {
		mark = &c.readAt
	}
	if at <= *mark {
		return false
	}
	*mark = at
	return true
}

// learnReceipt takes a mark from the answer to a query.
func (c *Conversation) learnReceipt(read bool, at int64) {
	if c.receipt(read, at) {
		c.client.rt.host.Emit(&ReceiptUpdated{Conversation: c, Read: read, At: at})
	}
}

// FetchReceipts asks until where the other member has got and read what was
// sent; LastDeliveredAt and LastReadAt follow. Chat rooms and service
// conversations have no receipts: nothing is asked then.
func (c *Conversation) FetchReceipts(done func(error)) {
	if c.Transient() || c.System() {
		done(nil)
		return
	}
	cmd, _ := c.command(wire.OpMaxRead)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err == nil {
			c.learnReceipt(false, reply.GetConvMessage().GetMaxAckTimestamp())
			c.learnReceipt(true, reply.GetConvMessage().GetMaxReadTimestamp())
		}
		done(err)
	})
}

// MemberReceipt is until where, in ms, a member has got and read what was sent
// to the conversation; 0: nothing yet.
type MemberReceipt struct {
	ClientID    string
	DeliveredAt int64
	ReadAt      int64
}

// FetchAllReceipts asks for the marks of all members and calls back with those
// of whom there are any (section Unread and receipts of docs/protocol.md). Chat
// rooms and service conversations have none: nothing is asked then.
func (c *Conversation) FetchAllReceipts(done func([]MemberReceipt, error)) {
	if c.Transient() || c.System() {
		done([]MemberReceipt{}, nil)
		return
	}
	cmd, conv := c.command(wire.OpMaxRead)
	conv.SetQueryAllMembers(true)
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		receipts := []MemberReceipt{}
		for _, mark := range reply.GetConvMessage().GetMaxReadTuples() {
			r := MemberReceipt{mark.GetPid(), mark.GetMaxAckTimestamp(), mark.GetMaxReadTimestamp()}
			if r.DeliveredAt != 0 || r.ReadAt != 0 {
				receipts = append(receipts, r)
			}
		}
		done(receipts, nil)
	})
}
