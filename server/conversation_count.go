package server

import (
	"context"

	"imclient/core/wire"
	"imclient/server/query"
	"imclient/server/store"
)

// maxRoomMembers is how many of those in a chat room are listed.
const maxRoomMembers = 50

// view runs fn with the conversation that the request is about.
func (by *caller) view(id string, fn func(store.Reader, *store.Conversation) error) error {
	return by.srv.store.View(context.Background(), func(v store.Reader) error {
		c, err := by.loadConversation(v, id)
		if err != nil {
			return err
		}
		return fn(v, c)
	})
}

func (r *request) replyConversation(op wire.OpType, m *wire.ConvCommand) {
	cmd := newPush(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	r.reply(cmd)
}

// conversationCount answers how many members there are, or how many are in the
// chat room now.
func (r *request) conversationCount() error {
	var count int
	var isRoom bool
	cid := r.cmd.GetConvMessage().GetCid()
	err := r.view(cid, func(_ store.Reader, c *store.Conversation) error {
		count, isRoom = c.MemberCount, c.Kind == store.ChatRoom
		return nil
	})
	if err != nil {
		return err
	}
	if isRoom {
		count = len(r.srv.inRoom(r.session.app, cid))
	}
	m := new(wire.ConvCommand)
	m.SetCount(int32(count))
	r.replyConversation(wire.OpResult, m)
	return nil
}

// conversationMembers lists the members; of a chat room some of those who are in
// it now.
func (r *request) conversationMembers() error {
	m := r.cmd.GetConvMessage()
	cid, limit := m.GetCid(), maxRoomMembers
	if m.HasLimit() {
		limit = min(max(int(m.GetLimit()), 0), maxRoomMembers)
	}
	var members []string
	var isRoom bool
	err := r.view(cid, func(v store.Reader, c *store.Conversation) (err error) {
		if c.Kind == store.System {
			return refusef(ConversationNotAllowed, "subscribers are not listed")
		}
		if isRoom = c.Kind == store.ChatRoom; isRoom {
			return nil
		}
		members, err = v.Members(c.App, c.ID)
		return err
	})
	if err != nil {
		return err
	}
	if isRoom {
		members = r.srv.someInRoom(r.session.app, cid, limit)
	}
	reply := new(wire.ConvCommand)
	reply.SetCid(cid)
	reply.SetM(members)
	r.replyConversation(wire.OpResult, reply)
	return nil
}

// conversationIsMember answers for each of the given conversations whether the
// client is a member.
func (r *request) conversationIsMember() error {
	m := r.cmd.GetConvMessage()
	ids := m.GetCids()
	if m.HasCid() {
		ids = append(ids, m.GetCid())
	}
	if len(ids) > query.MaxList {
		return refusef(ConversationQueryFailed, "more than %d ids", query.MaxList)
	}
	answer := make(map[string]bool, len(ids))
	err := r.srv.store.View(context.Background(), func(v store.Reader) error {
		for _, id := range ids {
			is, err := v.IsMember(r.session.app.ID, id, r.session.client)
			if err != nil {
				return err
			}
			answer[id] = is
		}
		return nil
	})
	if err != nil {
		return err
	}
	data, err := marshal(answer)
	if err != nil {
		return err
	}
	reply := new(wire.ConvCommand)
	reply.SetResults(jsonObject(data))
	r.replyConversation(wire.OpResult, reply)
	return nil
}

// conversationMaxRead answers up to which message the others have received and
// read (docs/protocol.md, Unread and receipts). The times are those of the
// messages.
func (r *request) conversationMaxRead() error {
	m := r.cmd.GetConvMessage()
	var marks []store.Mark
	err := r.view(m.GetCid(), func(v store.Reader, c *store.Conversation) (err error) {
		if err := r.requireMember(v, c, ConversationMembershipRequired); err != nil || !hasMembers(c) {
			return err
		}
		marks, err = v.Marks(c.App, c.ID)
		return err
	})
	if err != nil {
		return err
	}
	reply := new(wire.ConvCommand)
	reply.SetCid(m.GetCid())
	var delivered, read int64
	for _, mark := range marks {
		if m.GetQueryAllMembers() {
			reply.AddMaxReadTuples(maxReadTuple(mark))
		} else if mark.Client != r.session.client {
			delivered = max(delivered, mark.DeliveredTimestamp)
			read = max(read, mark.ReadTimestamp)
		}
	}
	if delivered > 0 {
		reply.SetMaxAckTimestamp(delivered)
	}
	if read > 0 {
		reply.SetMaxReadTimestamp(read)
	}
	r.replyConversation(wire.OpMaxRead, reply)
	return nil
}

func maxReadTuple(mark store.Mark) *wire.MaxReadTuple {
	t := new(wire.MaxReadTuple)
	t.SetPid(mark.Client)
	if mark.DeliveredTimestamp > 0 {
		t.SetMaxAckTimestamp(mark.DeliveredTimestamp)
	}
	if mark.ReadTimestamp > 0 {
		t.SetMaxReadTimestamp(mark.ReadTimestamp)
	}
	return t
}
