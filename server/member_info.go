package server

import (
	"imclient/core/wire"
	"imclient/server/store"
)

// memberInfoUpdate gives a member a role (docs/protocol.md, Members). Everybody
// in the conversation is told.
func (r *request) memberInfoUpdate() error {
	m := r.cmd.GetConvMessage()
	client, role, err := r.newRole(m)
	if err != nil {
		return err
	}
	var c *store.Conversation
	var notices []*notice
	return r.commit(func(tx store.Tx) (err error) {
		notices = nil
		if c, err = r.loadConversation(tx, m.GetCid()); err != nil {
			return err
		}
		if err := r.maySetRole(tx, c, client); err != nil {
			return err
		}
		notices, err = r.setRole(tx, c, client, role)
		return err
	}, func() {
		reply := new(wire.ConvCommand)
		reply.SetCid(c.ID)
		reply.SetInfo(memberInfo(client, role))
		reply.SetUdate(isoDate(c.UpdatedAt))
		r.replyConversation(wire.OpMemberInfoUpdated, reply)
		r.srv.announce(c.App, notices, r.session.id)
	})
}

// setRole tells everybody in the conversation but the caller, unless the role is
// set already.
func (by *caller) setRole(tx store.Tx, c *store.Conversation, client string, role store.Role) ([]*notice, error) {
	old, err := tx.Role(c.App, c.ID, client)
	if err != nil || old == role {
		return nil, err
	}
	if err := tx.SetRole(c.App, c.ID, client, role, newConversationID()); err != nil {
		return nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil {
		return nil, err
	}
	members, err := tx.Members(c.App, c.ID)
	if err != nil {
		return nil, err
	}
	changed := memberNotice(c, by.client)
	changed.SetInfo(memberInfo(client, role))
	n := conversationNotice(wire.OpMemberInfoChanged, members, changed)
	n.except = by.client
	notices := []*notice{n}
	return notices, keep(tx, c.App, notices)
}

func memberInfo(client string, role store.Role) *wire.ConvMemberInfo {
	info := new(wire.ConvMemberInfo)
	info.SetPid(client)
	info.SetRole(string(role))
	return info
}

// newRole reads whose role is to be which.
func (r *request) newRole(m *wire.ConvCommand) (client string, role store.Role, err error) {
	if r.session.app.NoRoles {
		return "", "", refuse(ConversationMemberInfoFeatureDisabled)
	}
	if client = m.GetTargetClientId(); client == "" {
		client = m.GetInfo().GetPid()
	}
	if client == "" {
		return "", "", refusef(ConversationAPIFailed, "no member id")
	}
	role, err = parseRole(m.GetInfo().GetRole())
	return client, role, err
}

func parseRole(text string) (store.Role, error) {
	switch role := store.Role(text); role {
	case store.Manager, store.Member:
		return role, nil
	case "Owner":
		return "", refuse(OwnerPromotionNotAllowed)
	}
	return "", refusef(UnknownConversationRole, "no role %q", text)
}

// maySetRole lets members change the roles of those below them.
func (by *caller) maySetRole(v store.Reader, c *store.Conversation, client string) error {
	if c.Kind != store.Normal && (c.Kind != store.ChatRoom || !by.backend) {
		return refuse(NormalConversationRequired)
	}
	if err := by.requireMember(v, c, ConversationMembershipRequired); err != nil {
		return err
	}
	mine, err := by.requireManager(v, c)
	if err != nil {
		return err
	}
	is, err := v.IsMember(c.App, c.ID, client)
	if err == nil && !is && hasMembers(c) {
		err = refusef(ConversationMembershipRequired, "client %q is not a member", client)
	}
	if err != nil {
		return err
	}
	theirs, err := rankOf(v, c, client)
	if err == nil && theirs >= mine {
		err = refuse(ConversationOperationUnauthorized)
	}
	return err
}
