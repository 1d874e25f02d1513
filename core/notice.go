package core

import (
	"imclient/core/jsontext"
	"imclient/core/wire"
)

// permanentNotification marks the notices that the server keeps for clients
// that are away.
const permanentNotification = 1

// noticeKind is the kind of the notice that an operation is; false when it is
// none.
func noticeKind(op wire.OpType) (NoticeKind, bool) {
	switch op {
	case wire.OpJoined:
		return Invited, true
	case wire.OpLeft:
		return Kicked, true
	case wire.OpMembersJoined:
		return MembersJoined, true
	case wire.OpMembersLeft:
		return MembersLeft, true
	case wire.OpUpdated:
		return InfoUpdated, true
	case wire.OpMemberInfoChanged:
		return MemberInfoUpdated, true
	case wire.OpBlocked:
		return Blocked, true
	case wire.OpUnblocked:
		return Unblocked, true
	case wire.OpMembersBlocked:
		return MembersBlocked, true
	case wire.OpMembersUnblocked:
		return MembersUnblocked, true
	case wire.OpShutuped:
		return Muted, true
	case wire.OpUnshutuped:
		return Unmuted, true
	case wire.OpMembersShutuped:
		return MembersMuted, true
	case wire.OpMembersUnshutuped:
		return MembersUnmuted, true
	}
	return 0, false
}

// noticePushed takes a notice about a conversation (section Members of
// docs/protocol.md): the conversation follows, then the application is told.
// It reports whether it is one.
func (cl *Client) noticePushed(op wire.OpType, conv *wire.ConvCommand) bool {
	kind, known := noticeKind(op)
	if !known {
		return false
	}
	if conv.GetCid() == "" {
		cl.rt.warn("ignored a notice about no conversation: " + describe(wire.CommandConv, op))
		return true
	}
	cl.withConversation(conv.GetCid(), func(c *Conversation) {
		if c != nil {
			c.notice(kind, conv)
		}
	})
	return true
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
		n.Attributes = c.noticedAttributes(conv.GetAttr().GetData())
		c.changed(n.Attributes, conv.GetAttrModified().GetData())
	case MemberInfoUpdated:
		n.Members = []string{conv.GetInfo().GetPid()}
		n.Role = Role(conv.GetInfo().GetRole())
	}
	c.setUpdated(conv.GetUdate())
	c.client.rt.host.Emit(n)
}

// noticedAttributes is the changed attributes of a notice as an object that is
// safe to hand on, whatever the server sent: values that nest too deep are left
// out, and what is no object counts as an empty one.
func (c *Conversation) noticedAttributes(data string) string {
	if jsontext.Valid(data, jsontext.Object) {
		return data
	}
	kept := []byte{'{'}
	err := jsontext.Members(data, func(name, value string) bool {
		kept = jsontext.AppendMember(kept, name, value)
		return true
	})
	if data != "" {
		c.client.rt.warn("ignored attributes of a conversation that are malformed or nest too deep")
	}
	if err != nil {
		return "{}"
	}
	return string(append(kept, '}'))
}
