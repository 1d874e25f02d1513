package server

import (
	"errors"
	"strconv"

	"imclient/server/store"
)

// maxSubscriptions is how many subscriptions one answer lists.
const maxSubscriptions = 50

// subscribe makes a client one of the subscribers of a service conversation. Who is
// one already stays one.
func (c *restCall) subscribe() (any, error) {
	var b struct {
		Client string `json:"client_id"`
	}
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return c.subscribeTo(c.path("id"), b.Client)
}

func (c *restCall) subscribeTo(id, client string) (any, error) {
	if err := checkClients([]string{client}); err != nil {
		return nil, err
	}
	isNew := false
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		row, err := loadFor(tx, c.app, id, acceptSystem)
		if err != nil {
			return err
		}
		code, err := admission(tx, row, client)
		if err == nil && code != 0 {
			err = refuse(code)
		}
		if err != nil {
			return err
		}
		is, err := tx.IsMember(row.App, row.ID, client)
		if err != nil {
			return err
		}
		isNew = !is
		return tx.AddMembers(row.App, row.ID, []string{client})
	}, func() {
		if isNew {
			c.srv.membersAdded(MembersChange{App: c.app.ID, Conversation: id, Members: []string{client}})
		}
	})
}

// unsubscribe ends a subscription. Who has none is not an error.
func (c *restCall) unsubscribe(id, client string) (any, error) {
	if err := checkClients([]string{client}); err != nil {
		return nil, err
	}
	was := false
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		row, err := loadFor(tx, c.app, id, acceptSystem)
		if err != nil {
			return err
		}
		if was, err = tx.IsMember(row.App, row.ID, client); err != nil {
			return err
		}
		return tx.RemoveMembers(row.App, row.ID, []string{client})
	}, func() {
		if was {
			c.srv.membersRemoved(MembersChange{App: c.app.ID, Conversation: id, Members: []string{client}})
		}
	})
}

// subscribers lists a page, from the one after client_id on.
func (c *restCall) subscribers() (any, error) { return c.subscribersOf(c.path("id")) }

func (c *restCall) subscribersOf(id string) (any, error) {
	limit, err := c.queryLimit(maxSubscriptions, maxSubscriptions)
	if err != nil {
		return nil, err
	}
	var list []store.Subscription
	err = c.view(func(v store.Reader) error {
		row, err := loadFor(v, c.app, id, acceptSystem)
		if err == nil {
			list, err = v.Subscribers(row.App, row.ID, c.query("client_id"), limit)
		}
		return err
	})
	return subscriptionRecords(list), err
}

func subscriptionRecords(list []store.Subscription) []map[string]any {
	records := make([]map[string]any, len(list))
	for i, s := range list {
		records[i] = map[string]any{"timestamp": s.JoinedAt, "subscriber": s.Client, "conv_id": s.Conversation}
	}
	return records
}

func (c *restCall) subscriberCount(id string) (any, error) {
	var count int
	err := c.view(func(v store.Reader) error {
		row, err := loadFor(v, c.app, id, acceptSystem)
		if err == nil {
			count = row.MemberCount
		}
		return err
	})
	return map[string]any{"count": count}, err
}

// subscriptions lists what a client subscribes to, from the one after timestamp and
// conv_id on; with direction=old the latest first.
func (c *restCall) subscriptions(client string) (any, error) {
	limit, err := c.queryLimit(maxSubscriptions, maxSubscriptions)
	if err != nil {
		return nil, err
	}
	at, err := c.queryNumber("timestamp", 0)
	if err != nil {
		return nil, err
	}
	direction := c.query("direction")
	if direction != "" && direction != "new" && direction != "old" {
		return nil, refusef(ConversationAPIFailed, "direction is neither new nor old")
	}
	var list []store.Subscription
	err = c.view(func(v store.Reader) (err error) {
		list, err = v.Subscriptions(c.app.ID, client, at, c.query("conv_id"), direction == "old", limit)
		return err
	})
	return subscriptionRecords(list), err
}

// deleteCopy takes a message away from one of the users who got it. What all
// subscribers got is nobody's own.
func (c *restCall) deleteCopy() (any, error) {
	timestamp, _ := strconv.ParseInt(c.query("timestamp"), 10, 64)
	return map[string]any{}, c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		row, err := loadFor(tx, c.app, c.path("id"), acceptSystem)
		if err != nil {
			return err
		}
		m, err := findMessage(tx, row, c.path("mid"), c.query("from_client"), timestamp)
		if err != nil {
			return err
		}
		left, err := tx.RemoveAudience(row.App, row.ID, m.Seq, c.path("client"))
		switch {
		case errors.Is(err, store.ErrNotFound):
			return refusef(MessageNotFound, "the message was not sent to %q alone", c.path("client"))
		case err != nil || left > 0:
			return err
		}
		return tx.DeleteMessage(row.App, row.ID, m.ID)
	}, func() {})
}
