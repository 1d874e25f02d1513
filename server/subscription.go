package server

import (
	"errors"

	"imclient/server/store"
)

// subscription is what a client is to a service conversation.
type subscription struct {
	kind       store.Kind // zero for conversations of other kinds
	subscribed bool
	membership store.Membership
	last       *store.Message // the last one that the client sees
}

// subscriptions finds those of the client among the rows.
func (r *request) subscriptions(v store.Reader, rows []store.ConversationRow, lastMessage bool) (map[string]subscription, error) {
	found := map[string]subscription{}
	for i := range rows {
		c := &rows[i].Conversation
		if c.Kind != store.System {
			continue
		}
		s := subscription{kind: c.Kind, subscribed: true}
		var err error
		if s.membership, err = v.Membership(c.App, c.ID, r.session.client); errors.Is(err, store.ErrNotFound) {
			s.subscribed, err = false, nil
		}
		if err != nil {
			return nil, err
		}
		if lastMessage {
			last, err := v.Messages(c.App, c.ID, store.Range{Descending: true, Limit: 1, Viewer: r.session.client, Private: !s.subscribed})
			if err != nil {
				return nil, err
			}
			if len(last) > 0 {
				s.last = last[0]
			}
		}
		found[c.ID] = s
	}
	return found, nil
}

// describe adds what the row of a service conversation says of the asker.
func (s subscription) describe(row map[string]any) {
	if s.kind != store.System {
		return
	}
	row["joined"] = s.subscribed
	row["muted"] = s.membership.Muted
	if s.subscribed {
		row["joinedAt"] = s.membership.JoinedAt
	}
	if s.last != nil {
		addLastMessage(row, s.last)
	}
}
