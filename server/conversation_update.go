package server

import (
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
	asked := m.GetAttr().GetData()
	if r.srv.options.Hooks.ConversationUpdate != nil {
		if err := r.view(m.GetCid(), r.mayUpdate); err != nil {
			return err
		}
		d, err := r.askUpdate(ConversationUpdate{Conversation: m.GetCid(), Attributes: orObject(asked)})
		if err != nil {
			return err
		}
		if d.Attributes != "" {
			asked = d.Attributes
			if patch, err = parseAttributes(asked); err != nil {
				return err
			}
		}
	}
	var c *store.Conversation
	var notices []*notice
	var modified string
	return r.commit(func(tx store.Tx) (err error) {
		notices = nil
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		if err := r.mayUpdate(tx, c); err != nil {
			return err
		}
		modified, notices, err = r.updateAttributes(tx, c, patch, asked)
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

// mayUpdate says whether the caller may change attributes.
func (r *request) mayUpdate(v store.Reader, c *store.Conversation) error {
	if c.Kind == store.Temporary {
		return refusef(ConversationNotAllowed, "a temporary conversation has no attributes")
	}
	if c.Kind == store.System {
		return refusef(ConversationReadOnly, "a service conversation is the app's")
	}
	if err := r.requireMember(v, c, ConversationUpdateRejected); err != nil {
		return err
	}
	if c.Kind == store.ChatRoom && c.Creator != r.session.client && !r.session.app.hub.isIn(r.session, c.ID) {
		return refuse(ConversationUpdateRejected)
	}
	return nil
}

func orObject(attributes string) string {
	if attributes == "" {
		return "{}"
	}
	return attributes
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
	mute := r.cmd.GetOp() == wire.OpMute
	if r.srv.options.Hooks.ConversationUpdate != nil {
		if err := r.view(m.GetCid(), r.mayMute); err != nil {
			return err
		}
		d, err := r.askUpdate(ConversationUpdate{Conversation: m.GetCid(), Mute: &mute})
		if err != nil {
			return err
		}
		if d.Mute != nil {
			mute = *d.Mute
		}
	}
	var c *store.Conversation
	return r.commit(func(tx store.Tx) (err error) {
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		if err := r.mayMute(tx, c); err != nil {
			return err
		}
		if c.Kind == store.System {
			return tx.SetMuted(c.App, c.ID, r.session.client, mute)
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

// mayMute says whether the caller is a member or a subscriber. The row of a service
// conversation is left alone: it would change with every subscriber.
func (r *request) mayMute(v store.Reader, c *store.Conversation) error {
	if c.Kind != store.Normal && c.Kind != store.System {
		return refuse(NormalConversationRequired)
	}
	is, err := v.IsMember(c.App, c.ID, r.session.client)
	if err == nil && !is {
		err = refuse(ConversationMembershipRequired)
	}
	return err
}
