package core

import "imclient/core/wire"

// permanentNotification marks the notices that the server keeps for clients
// that are away.
const permanentNotification = 1

var noticeKinds = map[wire.OpType]NoticeKind{
	wire.OpJoined:            Invited,
	wire.OpLeft:              Kicked,
	wire.OpMembersJoined:     MembersJoined,
	wire.OpMembersLeft:       MembersLeft,
	wire.OpUpdated:           InfoUpdated,
	wire.OpMemberInfoChanged: MemberInfoUpdated,
	wire.OpBlocked:           Blocked,
	wire.OpUnblocked:         Unblocked,
	wire.OpMembersBlocked:    MembersBlocked,
	wire.OpMembersUnblocked:  MembersUnblocked,
	wire.OpShutuped:          Muted,
	wire.OpUnshutuped:        Unmuted,
	wire.OpMembersShutuped:   MembersMuted,
	wire.OpMembersUnshutuped: MembersUnmuted,
}

// noticePushed takes a notice about a conversation (section Members of
// docs/protocol.md): the conversation follows, then the application is told.
func (cl *Client) noticePushed(op wire.OpType, conv *wire.ConvCommand) {
	kind, known := noticeKinds[op]
	if !known || conv.GetCid() == "" {
		cl.rt.warn("ignored a notice of an unknown kind: " + describe(wire.CommandConv, op))
		return
	}
	cl.withConversation(conv.GetCid(), func(c *Conversation) {
		if c != nil {
			c.notice(kind, conv)
		}
	})
}

func (c *Conversation) notice(kind NoticeKind, conv *wire.ConvCommand) {
	n := &Notice{Conversation: c, Kind: kind, By: conv.GetInitBy(), Members: conv.GetM()}
	switch kind {
	case Invited:
		c.join([]string{c.client.id})
	case Kicked:
		c.part([]string{c.client.id})
	case MembersJoined:
		c.join(n.Members)
	case MembersLeft:
		c.part(n.Members)
	case InfoUpdated:
		n.Attributes = conv.GetAttr().GetData()
		if n.Attributes == "" {
			n.Attributes = "{}"
		}
		c.changed(n.Attributes)
	case MemberInfoUpdated:
		n.Members = []string{conv.GetInfo().GetPid()}
		n.Role = conv.GetInfo().GetRole()
	}
	c.setUpdated(conv.GetUdate())
	c.client.rt.host.Emit(n)
}
