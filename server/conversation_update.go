package server

import (
	"errors"

	"imclient/core/wire"
	"imclient/server/store"
)

// conversationUpdate changes the name and other attributes (docs/protocol.md,
// Conversations). The other members are told what was asked for and what came
// of it.
func (r *request) conversationUpdate() error {
	m := r.cmd.GetConvMessage()
	patch, err := parseAttributes(m.GetAttr().GetData())
	if err != nil {
		return err
	}
	var c *store.Conversation
	var notices []*notice
	var modified string
	return r.commit(func(tx store.Tx) (err error) {
		notices = nil
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		if c.Kind == store.Temporary {
			return refusef(ConversationNotAllowed, "a temporary conversation has no attributes")
		}
		if c.Kind == store.System {
			return refusef(ConversationReadOnly, "a service conversation is the app's")
		}
		if err := r.requireMember(tx, c, ConversationUpdateRejected); err != nil {
			return err
		}
		if c.Kind == store.ChatRoom && c.Creator != r.session.client && !r.session.app.hub.isIn(r.session, c.ID) {
			return refuse(ConversationUpdateRejected)
		}
		modified, notices, err = r.updateAttributes(tx, c, patch, m.GetAttr().GetData())
		return err
	}, func() {
		reply := new(wire.ConvCommand)
		reply.SetCid(c.ID)
		reply.SetUdate(isoDate(c.UpdatedAt))
		reply.SetAttrModified(jsonObject(modified))
		cmd := newPush(wire.CommandConv, wire.OpUpdated)
		cmd.SetConvMessage(reply)
		r.reply(cmd)
		r.srv.announce(c.App, notices, r.session.id)
	})
}

// updateAttributes applies patch, of which requested is the text, and returns what
// came of it. The members of an ordinary conversation are told, but not the caller.
func (by *caller) updateAttributes(tx store.Tx, c *store.Conversation, patch map[string]any, requested string) (modified string, notices []*notice, err error) {
	if modified, err = changeAttributes(c, patch); err != nil {
		return "", nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil || !hasMembers(c) {
		return modified, nil, err
	}
	members, err := tx.Members(c.App, c.ID)
	if err != nil || len(members) == 0 {
		return modified, nil, err
	}
	updated := memberNotice(c, by.client)
	updated.SetAttr(jsonObject(requested))
	updated.SetAttrModified(jsonObject(modified))
	n := conversationNotice(wire.OpUpdated, members, updated)
	n.except = by.client
	notices = []*notice{n}
	return modified, notices, keep(tx, c.App, notices)
}

func changeAttributes(c *store.Conversation, patch map[string]any) (modified string, err error) {
	attributes, err := parseAttributes(c.Attributes)
	if err != nil {
		return "", err
	}
	changed, err := applyAttributes(attributes, patch)
	if err != nil {
		return "", err
	}
	if c.Attributes, err = formatAttributes(attributes); err != nil {
		return "", err
	}
	return marshal(changed)
}

// conversationMute switches pushes to the caller's devices off or on; messages
// and unread counts are not affected.
func (r *request) conversationMute() error {
	m := r.cmd.GetConvMessage()
	var c *store.Conversation
	return r.commit(func(tx store.Tx) (err error) {
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		mute := r.cmd.GetOp() == wire.OpMute
		if c.Kind == store.System {
			return r.muteSubscription(tx, c, mute)
		}
		if c.Kind != store.Normal {
			return refuse(NormalConversationRequired)
		}
		if err := r.requireMember(tx, c, ConversationMembershipRequired); err != nil {
			return err
		}
		c.UpdatedAt = tx.Tick()
		if err := tx.UpdateConversation(c); err != nil {
			return err
		}
		return tx.SetMuted(c.App, c.ID, r.session.client, mute)
	}, func() {
		reply := new(wire.ConvCommand)
		reply.SetCid(c.ID)
		reply.SetUdate(isoDate(c.UpdatedAt))
		cmd := newPush(wire.CommandConv, wire.OpUpdated)
		cmd.SetConvMessage(reply)
		r.reply(cmd)
	})
}

// muteSubscription leaves the conversation's row alone: it would change with every
// subscriber.
func (r *request) muteSubscription(tx store.Tx, c *store.Conversation, mute bool) error {
	err := tx.SetMuted(c.App, c.ID, r.session.client, mute)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(ConversationMembershipRequired)
	}
	return err
}
