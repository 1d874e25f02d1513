package native

import (
	"slices"

	"imclient/core"
)

// handOver ends every turn of the loop: it passes on, in order, what the core
// has emitted in it.
func (rt *Realtime) handOver() {
	var batch []delivery
	for len(rt.host.emitted) > 0 {
		e := rt.host.emitted[0]
		rt.host.emitted = rt.host.emitted[1:]
		if m, ok := e.(*core.MessageReceived); ok {
			batch = rt.commit(batch, m)
			continue
		}
		batch = rt.translate(batch, e)
	}
	rt.host.emitted = nil
	if len(batch) > 0 {
		rt.events.push(batch)
	}
}

// commit takes a message as dispatched. What the core emits on that, the new
// number of unread messages, comes before the message itself.
func (rt *Realtime) commit(batch []delivery, m *core.MessageReceived) []delivery {
	later := rt.host.emitted
	rt.host.emitted = nil
	m.Conversation.Commit(m.Message)
	for _, e := range rt.host.emitted {
		batch = rt.translate(batch, e)
	}
	rt.host.emitted = later
	return rt.translate(batch, m)
}

// translate makes this package's event of one of the core's and addresses it.
func (rt *Realtime) translate(batch []delivery, e core.Event) []delivery {
	switch e := e.(type) {
	case *core.Disconnected:
		return rt.toAll(batch, Disconnected{rt})
	case *core.Scheduled:
		return rt.toAll(batch, Scheduled{rt, e.Attempt, e.Delay})
	case *core.Retrying:
		return rt.toAll(batch, Retrying{rt, e.Attempt})
	case *core.Reconnected:
		return rt.toAll(batch, Reconnected{rt})
	case *core.WentOffline:
		return rt.toAll(batch, WentOffline{rt})
	case *core.WentOnline:
		return rt.toAll(batch, WentOnline{rt})

	case *core.ClientReconnected:
		return rt.to(batch, e.Client, func(c *Client) Event { return ClientReconnected{c} })
	case *core.ReconnectFailed:
		return rt.to(batch, e.Client, func(c *Client) Event { return ReconnectFailed{c, e.Err} })
	case *core.ClientClosed:
		return rt.toLast(batch, e.Client, func(c *Client) Event { return ClientClosed{c, e.Code, e.Reason} })
	case *core.ClientConflict:
		return rt.toLast(batch, e.Client, func(c *Client) Event { return ClientConflict{c, e.Reason} })
	case *core.UnreadUpdated:
		return rt.to(batch, e.Client, func(c *Client) Event { return UnreadUpdated{c, c.faces(e.Conversations)} })
	case *core.CommandUnhandled:
		return rt.to(batch, e.Client, func(c *Client) Event { return CommandUnhandled{c, e.Cmd, e.Op, e.Frame} })

	case *core.MessageReceived:
		return rt.to(batch, e.Conversation.Client(), func(c *Client) Event {
			return MessageReceived{c, c.conversation(e.Conversation), newMessage(e.Message)}
		})
	case *core.HistoryGap:
		return rt.to(batch, e.Conversation.Client(), func(c *Client) Event {
			return HistoryGap{c, c.conversation(e.Conversation), fromMillis(e.From), fromMillis(e.To)}
		})
	case *core.MessagePatched:
		return rt.to(batch, e.Conversation.Client(), func(c *Client) Event {
			return MessagePatched{c, c.conversation(e.Conversation), newMessage(e.Message), e.Recall, e.Reason}
		})
	case *core.ReceiptUpdated:
		return rt.to(batch, e.Conversation.Client(), func(c *Client) Event {
			return ReceiptUpdated{c, c.conversation(e.Conversation), e.MessageID, e.Read, fromMillis(e.At), e.From}
		})
	case *core.Notice:
		return rt.to(batch, e.Conversation.Client(), func(c *Client) Event {
			return Notice{c, c.conversation(e.Conversation), e.Kind, e.By, slices.Clone(e.Members), e.Attributes, e.Role}
		})
	}
	return batch // what only concerns hosts that keep copies of rows
}

// toAll addresses an event of the connection.
func (rt *Realtime) toAll(batch []delivery, e Event) []delivery {
	batch = append(batch, delivery{to: &rt.handlers, event: e})
	for _, c := range rt.clients {
		batch = append(batch, delivery{to: &c.handlers, event: e})
	}
	return batch
}

// to addresses an event of a client.
func (rt *Realtime) to(batch []delivery, cc *core.Client, event func(*Client) Event) []delivery {
	c := rt.client(cc)
	if c == nil {
		return batch
	}
	e := event(c)
	return append(batch, delivery{to: &c.handlers, event: e}, delivery{to: &rt.handlers, event: e})
}

// toLast addresses the last event of a client.
func (rt *Realtime) toLast(batch []delivery, cc *core.Client, event func(*Client) Event) []delivery {
	c := rt.client(cc)
	if c == nil {
		return batch
	}
	rt.remove(c)
	e := event(c)
	return append(batch, delivery{to: &c.handlers, event: e, last: true}, delivery{to: &rt.handlers, event: e})
}
