package server

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"imclient/server/store"
)

// The pages of the REST history.
const (
	defaultRESTHistory = 100
	maxRESTHistory     = 1000
)

// historyPage is which page of a history a call asks for.
type historyPage struct {
	start, end cursor
	// ascending lists the oldest first, from the start towards newer ones.
	ascending bool
	limit     int
}

func (c *restCall) historyPage() (p historyPage, err error) {
	if p.limit, err = c.queryLimit(defaultRESTHistory, min(maxRESTHistory, c.srv.options.Limits.History)); err != nil {
		return p, err
	}
	if p.ascending, err = c.queryFlag("reversed"); err != nil {
		return p, err
	}
	for _, part := range []struct {
		to                     *cursor
		id, timestamp, include string
	}{
		{&p.start, "msgid", "timestamp", "include_start"},
		{&p.end, "till_msgid", "till_timestamp", "include_stop"},
	} {
		part.to.id = c.query(part.id)
		if part.to.t, err = c.queryNumber(part.timestamp, 0); err != nil {
			return p, err
		}
		if part.to.included, err = c.queryFlag(part.include); err != nil {
			return p, err
		}
	}
	if p.start.t == 0 {
		p.start.t, err = c.queryNumber("max_ts", 0) // the oldest name of it
	}
	return p, err
}

// conversationHistory lists messages of one conversation.
func (c *restCall) conversationHistory(id string, accept accept) (any, error) {
	if err := c.mayReadHistory(id); err != nil {
		return nil, err
	}
	return c.history(id, "", accept)
}

// history lists messages of one conversation, or of a service conversation what
// viewer sees of it.
func (c *restCall) history(id, viewer string, accept accept) (any, error) {
	p, err := c.historyPage()
	if err != nil {
		return nil, err
	}
	var records []map[string]any
	err = c.view(func(v store.Reader) error {
		row, err := loadFor(v, c.app, id, accept)
		if err != nil {
			return err
		}
		g, err := rangeBetween(v, row, p.start, p.end, !p.ascending)
		if err != nil || p.limit == 0 || g.To < 0 || (g.To != 0 && g.From > g.To) {
			return err
		}
		g.Limit = p.limit
		if viewer != "" {
			subscribed, err := v.IsMember(row.App, row.ID, viewer)
			if err != nil {
				return err
			}
			g.Viewer, g.Private = viewer, !subscribed
		}
		messages, err := v.Messages(row.App, row.ID, g)
		if err != nil {
			return err
		}
		if viewer == "" {
			records, err = messageRecords(v, messages)
			return err
		}
		for _, m := range messages {
			records = append(records, messageRecord(m, true, []string{viewer}))
		}
		return nil
	})
	return p.list(records), err
}

// list puts records that ascend into the order that was asked for.
func (p historyPage) list(records []map[string]any) []map[string]any {
	if records == nil {
		return []map[string]any{}
	}
	if !p.ascending {
		slices.Reverse(records)
	}
	return records
}

// appHistory lists messages of the whole app, or what one client has sent.
func (c *restCall) appHistory(sender string) (any, error) {
	p, err := c.historyPage()
	if err != nil {
		return nil, err
	}
	var records []map[string]any
	err = c.view(func(v store.Reader) error {
		older, newer := p.start, p.end
		if !p.ascending {
			older, newer = p.end, p.start
		}
		l := store.Log{Sender: sender, Descending: !p.ascending, Limit: p.limit}
		if l.From, err = older.place(v, c.app.ID, !older.included); err != nil {
			return err
		}
		if l.Before, err = newer.place(v, c.app.ID, newer.included); err != nil {
			return err
		}
		messages, err := v.AppMessages(c.app.ID, l)
		if err == nil {
			records, err = messageRecords(v, messages)
		}
		return err
	})
	return p.list(records), err
}

// place is where the cursor stands among all messages of an app, or right behind
// that. Of a message that is not there the time decides.
func (k cursor) place(v store.Reader, app string, behind bool) (p store.Place, err error) {
	if k.isZero() {
		return p, nil
	}
	if k.id != "" {
		m, err := v.MessageAt(app, k.id, k.t)
		if err == nil {
			p = store.Place{Timestamp: m.Timestamp, Conversation: m.Conversation, Seq: m.Seq}
			if behind {
				p.Seq++
			}
			return p, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return p, err
		}
	}
	p.Timestamp = k.t
	if behind {
		p.Timestamp++
	}
	return p, nil
}

// view reads for the call, for no longer than a query may take.
func (c *restCall) view(fn func(v store.Reader) error) error {
	ctx, cancel := context.WithTimeout(c.r.Context(), c.srv.options.Timeouts.Query)
	defer cancel()
	return c.srv.store.View(ctx, fn)
}

// mayReadHistory takes the master key, or where the app says so the signature that
// a back end gave to a client.
func (c *restCall) mayReadHistory(conversation string) error {
	signature := c.query("signature")
	if c.master || !c.app.Signatures.History || signature == "" {
		return c.requireMaster()
	}
	client := c.query("client_id")
	if client == "" {
		client = c.query("peerid")
	}
	stamp, nonce := c.query("signature_ts"), c.query("nonce")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || !c.srv.isRecent(at) {
		return refusef(SignatureFailed, "the signature's timestamp is not of the last six hours")
	}
	given, err := hex.DecodeString(signature)
	if err != nil {
		return refusef(SignatureFailed, "the signature is not in hex")
	}
	text := c.app.ID + ":" + client + ":" + conversation
	good := false
	for _, end := range []string{":" + nonce + ":" + stamp, ":" + stamp + ":" + nonce} {
		good = c.app.hasSigned(given, text+end, c.srv.clock.Now()) || good
	}
	if !good {
		return refusef(SignatureFailed, "the signature does not match")
	}
	return nil
}
