package server

import (
	"slices"
	"strconv"

	"imclient/core/wire"
	"imclient/server/store"
)

// restriction is what blocking and silencing have in common (docs/protocol.md,
// Members).
type restriction struct {
	kind store.Restriction
	full Code
	// The notices to the one concerned and to the members, when it begins and when
	// it ends.
	began, membersBegan wire.OpType
	ended, membersEnded wire.OpType
}

// restrict begins or ends a restriction of clients. It returns those for whom it
// worked, who need not all be news, and what is to be told; those who are removed
// from the conversation are not told of that yet.
func (by *caller) restrict(tx store.Tx, c *store.Conversation, clients []string, k restriction, end bool) (*outcome, []*notice, error) {
	isOpen := c.Kind == store.System && k.kind == store.Blocked && by.backend
	if c.Kind != store.Normal && c.Kind != store.ChatRoom && !isOpen {
		return nil, nil, refuse(NormalConversationRequired)
	}
	if err := by.requireMember(tx, c, ConversationMembershipRequired); err != nil {
		return nil, nil, err
	}
	mine, err := by.requireManager(tx, c)
	if err != nil {
		return nil, nil, err
	}
	o, err := by.sort(clients, func(client string) (Code, error) {
		theirs, err := rankOf(tx, c, client)
		if theirs >= mine {
			return ConversationOperationUnauthorized, err
		}
		return 0, err
	})
	if err != nil {
		return nil, nil, err
	}
	news, err := unlike(tx, c, k.kind, o.allowed, end)
	if err != nil || len(news) == 0 {
		return o, nil, err
	}
	if end {
		err = tx.Release(c.App, c.ID, k.kind, news)
	} else if err = by.requireSpace(tx, c, k, len(news)); err == nil {
		err = tx.Restrict(c.App, c.ID, k.kind, news)
	}
	if err != nil {
		return nil, nil, err
	}
	c.UpdatedAt = tx.Tick()
	if err := tx.UpdateConversation(c); err != nil {
		return nil, nil, err
	}
	notices, err := by.restrictionNotices(tx, c, news, k, end)
	return o, notices, err
}

// unlike returns those of clients whose restriction is not yet as it shall be.
func unlike(v store.Reader, c *store.Conversation, kind store.Restriction, clients []string, restricted bool) (news []string, err error) {
	for _, client := range clients {
		is, err := v.IsRestricted(c.App, c.ID, kind, client)
		if err != nil {
			return nil, err
		}
		if is == restricted {
			news = append(news, client)
		}
	}
	return news, nil
}

func (by *caller) requireSpace(v store.Reader, c *store.Conversation, k restriction, more int) error {
	limit := by.srv.options.Limits.Restricted
	if c.Kind != store.Normal {
		limit = by.srv.options.Limits.RoomRestricted
	}
	n, err := v.RestrictedCount(c.App, c.ID, k.kind)
	if err == nil && n+more > limit {
		err = refuse(k.full)
	}
	return err
}

// restrictionNotices tells those concerned, and the members. Who is silenced is
// a member, and who is blocked is not any more.
func (by *caller) restrictionNotices(v store.Reader, c *store.Conversation, news []string, k restriction, end bool) ([]*notice, error) {
	if !hasMembers(c) {
		return nil, nil
	}
	members, err := v.Members(c.App, c.ID)
	if err != nil {
		return nil, err
	}
	personal, general := k.began, k.membersBegan
	if end {
		personal, general = k.ended, k.membersEnded
	}
	concerned := news
	if k.kind == store.Blocked {
		members = slices.DeleteFunc(members, func(client string) bool { return slices.Contains(news, client) })
	} else {
		concerned = nil
		for _, client := range news {
			if slices.Contains(members, client) {
				concerned = append(concerned, client)
			}
		}
	}
	all := memberNotice(c, by.client)
	all.SetM(news)
	return []*notice{
		conversationNotice(personal, concerned, memberNotice(c, by.client)),
		conversationNotice(general, members, all),
	}, nil
}

// The pages of blocked and silenced clients.
const (
	defaultRestrictedPage = 50
	maxRestrictedPage     = 100
)

// restrictedPage returns one page of restricted clients, and the cursor of the
// next one, empty at the end.
func (by *caller) restrictedPage(cid string, kind store.Restriction, limit int32, hasLimit bool, cursor string) (clients []string, next string, err error) {
	if !hasLimit {
		limit = defaultRestrictedPage
	}
	if limit < 1 || limit > maxRestrictedPage {
		return nil, "", refusef(ConversationAPIFailed, "limit is not in the range of 1 to %d", maxRestrictedPage)
	}
	var after int64
	if cursor != "" {
		if after, err = strconv.ParseInt(cursor, 36, 64); err != nil || after < 0 {
			return nil, "", refusef(ConversationAPIFailed, "next is not from an earlier answer")
		}
	}
	err = by.view(cid, func(v store.Reader, c *store.Conversation) error {
		if err := by.requireMember(v, c, ConversationMembershipRequired); err != nil {
			return err
		}
		var position int64
		clients, position, err = v.Restricted(c.App, c.ID, kind, after, int(limit))
		if position > 0 {
			next = strconv.FormatInt(position, 36)
		}
		return err
	})
	return clients, next, err
}

// restrictedOf returns those of clients that a conversation restricts.
func (by *caller) restrictedOf(cid string, kind store.Restriction, clients []string) (restricted []string, err error) {
	if clients, err = by.targets(clients); err != nil {
		return nil, err
	}
	err = by.view(cid, func(v store.Reader, c *store.Conversation) error {
		if err := by.requireMember(v, c, ConversationMembershipRequired); err != nil {
			return err
		}
		restricted, err = unlike(v, c, kind, clients, true)
		return err
	})
	return restricted, err
}
