package core

import (
	"strconv"

	"imclient/core/jsontext"
)

// MemberInfo is what the server keeps of a member of a conversation.
type MemberInfo struct {
	ClientID string
	Role     Role
}

// MemberInfos asks for the roles that were set in the conversation and calls
// back with all of them (section REST of docs/protocol.md). Who is not in the
// list is a member, or the owner when it is the creator. It goes over REST, so
// that Options.API is needed, and takes several requests for a long list.
func (c *Conversation) MemberInfos(done func([]MemberInfo, error)) {
	if c.kind != Normal {
		done(nil, c.noRoles())
		return
	}
	c.memberInfos(nil, done)
}

// memberInfos goes on after those that are known.
func (c *Conversation) memberInfos(known []MemberInfo, done func([]MemberInfo, error)) {
	path := []byte("/1.1/classes/_ConversationMemberInfo?")
	path = appendQuery(path, "client_id", c.client.id)
	path = appendQuery(path, "where", `{"cid":`+quote(c.id)+`}`)
	path = appendQuery(path, "limit", strconv.Itoa(memberInfoPage))
	path = appendQuery(path, "skip", strconv.Itoa(len(known)))
	c.client.authorized(string(path), func(body string, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		before := len(known)
		rows, _ := jsontext.Get(body, "results")
		err = jsontext.Elements(rows, func(row string) bool {
			known = append(known, memberInfoOf(row))
			return true
		})
		switch got := len(known) - before; {
		case err != nil:
			done(nil, ErrMalformed)
		case got == memberInfoPage && len(known) < maxMemberInfos:
			c.memberInfos(known, done)
		default:
			done(known, nil)
		}
	})
}

func memberInfoOf(row string) MemberInfo {
	id, _ := jsontext.Get(row, "clientId")
	role, _ := jsontext.Get(row, "role")
	id, _ = jsontext.Unquote(id)
	role, _ = jsontext.Unquote(role)
	return MemberInfo{ClientID: id, Role: Role(role)}
}
