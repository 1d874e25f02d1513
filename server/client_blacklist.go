package server

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"imclient/core/wire"
	"imclient/server/bus"
	"imclient/server/store"
)

// A client can block conversations: others cannot add it to them then
// (docs/protocol.md, Blocked and silenced).

// refuseConversations begins or ends that for ordinary conversations, for all or
// for none of them. A client may block as many as a conversation may block clients.
func (by *caller) refuseConversations(tx store.Tx, client string, ids []string, end bool) error {
	if by.app.NoBlacklist {
		return refuse(BlacklistFeatureDisabled)
	}
	if !end {
		limit := by.srv.options.Limits.Restricted
		have, _, err := tx.Refusing(by.app.ID, client, "", limit)
		if err != nil {
			return err
		}
		if len(have)+len(missing(ids, have)) > limit {
			return refuse(BlacklistFull)
		}
	}
	for _, id := range ids {
		c, err := by.loadConversation(tx, id)
		if err != nil {
			return err
		}
		if c.Kind != store.Normal {
			return refuse(NormalConversationRequired)
		}
		if end {
			err = tx.Release(c.App, c.ID, store.Refused, []string{client})
		} else {
			err = tx.Restrict(c.App, c.ID, store.Refused, []string{client})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// distinct checks a list of conversation ids.
func (by *caller) distinct(ids []string) ([]string, error) {
	var out []string
	for _, id := range ids {
		if id == "" {
			return nil, refusef(ConversationAPIFailed, "an empty conversation id")
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
		if len(out) > by.srv.options.Limits.Restricted {
			return nil, refuse(BlacklistFull)
		}
	}
	if len(out) == 0 {
		return nil, refusef(ConversationAPIFailed, "no conversation ids")
	}
	return out, nil
}

// tellBlacklist tells the sessions of a client, but the one that asked, which
// conversations it blocks or has unblocked.
func (by *caller) tellBlacklist(client string, ids []string, end bool, except uint64) {
	cmd := blacklistOfClient(client, ids, end)
	by.srv.publish(bus.Event{App: by.app.ID, To: []string{client}, Except: except, Frame: encode(cmd)})
}

func blacklistOfClient(client string, ids []string, end bool) *wire.GenericCommand {
	m := new(wire.BlacklistCommand)
	m.SetSrcPid(client)
	m.SetToCids(ids)
	op := wire.OpBlocked
	if end {
		op = wire.OpUnblocked
	}
	cmd := newPush(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	return cmd
}

// isOwnBlacklist says that a blacklist command is about what the client blocks.
func (r *request) isOwnBlacklist() bool {
	m := r.cmd.GetBlacklistMessage()
	return !m.HasSrcCid() && (m.HasSrcPid() || len(m.GetToCids()) > 0)
}

// requireOwn refuses to speak for another client.
func (r *request) requireOwn() error {
	if m := r.cmd.GetBlacklistMessage(); m.HasSrcPid() && m.GetSrcPid() != r.client {
		return refuse(ConversationOperationUnauthorized)
	}
	return nil
}

// blockConversations is block for a client that blocks conversations.
func (r *request) blockConversations() error {
	m := r.cmd.GetBlacklistMessage()
	if err := r.requireOwn(); err != nil {
		return err
	}
	ids, err := r.distinct(m.GetToCids())
	if err != nil {
		return err
	}
	end := r.cmd.GetOp() == wire.OpUnblock
	if err := r.requireClientBlacklistSignature(ids, end); err != nil {
		return err
	}
	return r.commit(func(tx store.Tx) error {
		return r.refuseConversations(tx, r.client, ids, end)
	}, func() {
		r.reply(blacklistOfClient(r.client, ids, end))
		r.tellBlacklist(r.client, ids, end, r.session.id)
	})
}

func (r *request) requireClientBlacklistSignature(ids []string, end bool) error {
	if !r.app.Signatures.Blacklist {
		return nil
	}
	actions := []string{":client-block-conversations", ":block"}
	if end {
		actions = []string{":client-unblock-conversations", ":unblock"}
	}
	text := r.app.ID + ":" + r.client + ":" + strings.Join(slices.Sorted(slices.Values(ids)), ":") + ":"
	return r.requireSignature(r.app, r.cmd.GetBlacklistMessage(), BlacklistSignatureFailed, actions, text)
}

// blockedConversations lists what the client blocks, page by page.
func (r *request) blockedConversations() error {
	if err := r.requireOwn(); err != nil {
		return err
	}
	m := r.cmd.GetBlacklistMessage()
	limit := int64(defaultRestrictedPage)
	if m.HasLimit() {
		limit = int64(m.GetLimit())
	}
	ids, next, err := r.refusedPage(r.client, limit, m.GetNext())
	if err != nil {
		return err
	}
	r.replyBlockedConversations(wire.OpQueryResult, ids, next)
	return nil
}

// blockedConversationsOf answers which of the given conversations the client
// blocks.
func (r *request) blockedConversationsOf() error {
	if err := r.requireOwn(); err != nil {
		return err
	}
	ids, err := r.distinct(r.cmd.GetBlacklistMessage().GetToCids())
	if err != nil {
		return err
	}
	var blocked []string
	err = r.srv.store.View(context.Background(), func(v store.Reader) error {
		for _, id := range ids {
			is, err := v.IsRestricted(r.app.ID, id, store.Refused, r.client)
			if err != nil {
				return err
			}
			if is {
				blocked = append(blocked, id)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.replyBlockedConversations(wire.OpCheckResult, blocked, "")
	return nil
}

func (r *request) replyBlockedConversations(op wire.OpType, ids []string, next string) {
	m := new(wire.BlacklistCommand)
	m.SetSrcPid(r.client)
	m.SetBlockedCids(ids)
	if next != "" {
		m.SetNext(next)
	}
	cmd := newPush(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	r.reply(cmd)
}

// refusedPage returns one page of what a client blocks; next is the cursor of the
// next one, empty at the end.
func (by *caller) refusedPage(client string, limit int64, cursor string) (ids []string, next string, err error) {
	if by.app.NoBlacklist {
		return nil, "", refuse(BlacklistFeatureDisabled)
	}
	if limit < 1 || limit > maxRestrictedPage {
		return nil, "", refusef(ConversationAPIFailed, "limit is not in the range of 1 to %d", maxRestrictedPage)
	}
	err = by.srv.store.View(context.Background(), func(v store.Reader) error {
		var more bool
		if ids, more, err = v.Refusing(by.app.ID, client, cursor, int(limit)); more {
			next = ids[len(ids)-1]
		}
		return err
	})
	return ids, next, err
}

// clientBlacklistChange makes a client block a conversation, with DELETE unblock
// it. The client's sessions are told.
func (c *restCall) clientBlacklistChange() (any, error) {
	var body struct {
		Conversation string `json:"conv_id"`
	}
	if err := c.body(&body); err != nil {
		return nil, err
	}
	if body.Conversation == "" {
		body.Conversation = c.query("conv_id")
	}
	by, client := c.caller(), c.path("id")
	ids, err := by.distinct([]string{body.Conversation})
	if err != nil {
		return nil, err
	}
	if _, err := by.targets([]string{client}); err != nil {
		return nil, err
	}
	end := c.r.Method == http.MethodDelete
	return nothing(c.srv.updateAndWait(c.r.Context(), func(tx store.Tx) error {
		return by.refuseConversations(tx, client, ids, end)
	}, func() { by.tellBlacklist(client, ids, end, 0) }))
}

func (c *restCall) clientBlacklistList() (any, error) {
	limit, err := c.queryNumber("limit", defaultRESTPage)
	if err != nil {
		return nil, err
	}
	ids, next, err := c.caller().refusedPage(c.path("id"), limit, c.query("next"))
	if err != nil {
		return nil, err
	}
	return page("conv_ids", ids, next), nil
}
