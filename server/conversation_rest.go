package server

import (
	"imclient/server/store"
)

// conversationCalls are the REST calls about conversations and their members
// (docs/protocol.md, Calls of back ends).
func (s *Server) conversationCalls(m *restMux) {
	for path, kind := range map[string]store.Kind{
		"/1.2/rtm/conversations":         store.Normal,
		"/1.2/rtm/chatrooms":             store.ChatRoom,
		"/1.2/rtm/service-conversations": store.System,
	} {
		// about adds a call with the master key about conversations of the kind.
		about := func(method, rest string, h restHandler) {
			m.handle(method+" "+path+rest, masterKey, func(c *restCall) (any, error) {
				c.kind = kind
				return h(c)
			})
		}
		about("POST", "", (*restCall).conversationCreate)
		about("GET", "", (*restCall).conversationList)
		about("PUT", "/{id}", (*restCall).conversationUpdate)
		about("DELETE", "/{id}", (*restCall).conversationDelete)
		about("POST", "/{id}/blacklists", (*restCall).blacklistChange)
		about("DELETE", "/{id}/blacklists", (*restCall).blacklistChange)
		about("GET", "/{id}/blacklists", (*restCall).blacklistList)
		switch kind {
		case store.Normal:
			about("POST", "/{id}/members", (*restCall).membersAdd)
			about("DELETE", "/{id}/members", (*restCall).membersRemove)
			about("GET", "/{id}/members", (*restCall).membersList)
			about("POST", "/{id}/mutes", (*restCall).mutesChange)
			about("DELETE", "/{id}/mutes", (*restCall).mutesChange)
			about("GET", "/{id}/mutes", (*restCall).mutesList)
		case store.ChatRoom:
			about("GET", "/{id}/members", (*restCall).roomMembers)
			about("GET", "/{id}/members/online-count", (*restCall).roomCount)
		}
		if kind == store.System {
			continue
		}
		about("POST", "/{id}/temporary-silenceds", (*restCall).temporarySilence)
		about("DELETE", "/{id}/temporary-silenceds", (*restCall).temporarySilence)
		about("POST", "/{id}/permanent-silenceds", (*restCall).silenceChange)
		about("DELETE", "/{id}/permanent-silenceds", (*restCall).silenceChange)
		about("GET", "/{id}/permanent-silenceds", (*restCall).silenceList)
		about("POST", "/{id}/member-infos", (*restCall).memberInfoCreate)
		about("GET", "/{id}/member-infos", (*restCall).memberInfoList)
		about("PUT", "/{id}/member-infos/{info}", (*restCall).memberInfoChange)
		about("DELETE", "/{id}/member-infos/{info}", (*restCall).memberInfoDelete)
	}
	m.handle("GET /1.2/rtm/all-conversations", masterKey, (*restCall).conversationList)
	m.handle("POST /1.2/rtm/clients/{id}/blacklists", masterKey, (*restCall).clientBlacklistChange)
	m.handle("DELETE /1.2/rtm/clients/{id}/blacklists", masterKey, (*restCall).clientBlacklistChange)
	m.handle("GET /1.2/rtm/clients/{id}/blacklists", masterKey, (*restCall).clientBlacklistList)
	s.olderConversationCalls(m)
}

// olderConversationCalls are the forms of version 1.1, and the two classes as the
// storage service gave access to them.
func (s *Server) olderConversationCalls(m *restMux) {
	m.handle("POST /1.1/classes/_Conversation", masterKey, (*restCall).conversationCreate)
	m.handle("GET /1.1/classes/_Conversation", masterKey, (*restCall).conversationList)
	m.handle("GET /1.1/classes/_Conversation/{id}", masterKey, (*restCall).conversationGet)
	m.handle("PUT /1.1/classes/_Conversation/{id}", masterKey, (*restCall).conversationChange)
	m.handle("DELETE /1.1/classes/_Conversation/{id}", masterKey, (*restCall).conversationDelete)
	m.handle("GET /1.1/scan/classes/_Conversation", masterKey, (*restCall).conversationScan)
	m.handle("GET /1.1/classes/_ConversationMemberInfo", anyKey, (*restCall).memberInfos)
	m.handle("POST /1.1/classes/_ConversationMemberInfo", masterKey, (*restCall).memberInfoClassCreate)
	m.handle("GET /1.1/classes/_ConversationMemberInfo/{info}", masterKey, (*restCall).memberInfoGet)
	m.handle("PUT /1.1/classes/_ConversationMemberInfo/{info}", masterKey, (*restCall).memberInfoChange)
	m.handle("DELETE /1.1/classes/_ConversationMemberInfo/{info}", masterKey, (*restCall).memberInfoDelete)
	m.handle("GET /1.1/rtm/transient_group/onlines", anyKey, (*restCall).roomCount)
	m.handle("GET /1.1/rtm/transient_group/members", anyKey, (*restCall).roomMembers)
	m.handle("POST /1.1/rtm/conversation/blacklist", masterKey, (*restCall).temporarySilence)
	m.handle("DELETE /1.1/rtm/conversation/blacklist", masterKey, (*restCall).temporarySilence)
}

// effects are what follows from a change of a conversation: who is told, and what
// hooks hear of.
type effects struct {
	notices        []*notice
	added, removed []string
}

// change runs fn in a transaction with the conversation of that id. After the
// commit done runs, unless it is nil, and the effects come about.
func (c *restCall) change(id string, fn func(store.Tx, *store.Conversation) (effects, error), done func(*store.Conversation)) (*store.Conversation, error) {
	by := c.caller()
	var conversation *store.Conversation
	var e effects
	err := c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) (err error) {
		if conversation, err = by.loadConversation(tx, id); err == nil {
			e, err = fn(tx, conversation)
		}
		return err
	}, func() {
		if done != nil {
			done(conversation)
		}
		c.srv.announce(conversation.App, e.notices, 0)
		about := MembersChange{App: conversation.App, Conversation: conversation.ID, Members: e.removed}
		c.srv.membersRemoved(about)
		about.Members = e.added
		c.srv.membersAdded(about)
	})
	return conversation, err
}

// changed is the answer to a change of a conversation.
func changed(c *store.Conversation, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"objectId": c.ID, "updatedAt": isoDate(c.UpdatedAt)}, nil
}

// nothing is the answer of calls that have nothing to say.
func nothing(err error) (any, error) { return map[string]any{}, err }
