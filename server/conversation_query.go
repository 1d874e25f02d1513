package server

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"imclient/core/wire"
	"imclient/server/query"
	"imclient/server/store"
)

// The bits of a query's flag.
const (
	flagCompact     = 1 << 0
	flagLastMessage = 1 << 1
)

const defaultQueryLimit = 10

// conversationQuery answers with the rows that match (docs/protocol.md,
// Queries). Without a condition those are the caller's own.
func (r *request) conversationQuery() error {
	q, err := r.parseQuery(r.cmd.GetConvMessage())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.srv.options.Timeouts.Query)
	defer cancel()
	var rows []store.ConversationRow
	var at int64
	var subscriptions map[string]subscription
	if q.Limit > 0 {
		err = r.srv.store.View(ctx, func(v store.Reader) (err error) {
			at = v.At()
			q.At = at
			if rows, err = v.Conversations(r.session.app.ID, q); err != nil {
				return err
			}
			subscriptions, err = r.subscriptions(v, rows, q.LastMessage)
			return err
		})
	}
	if err != nil {
		return queryFailed(ctx, err)
	}
	return r.replyRows(rows, q, at, subscriptions)
}

// queryFailed is what the asker is told of a query's error.
func queryFailed(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, store.ErrUnsupported):
		return refusef(ConversationQueryFailed, "%v", err)
	case ctx.Err() != nil:
		return refusef(ConversationQueryFailed, "the query took too long")
	}
	return err
}

func (r *request) parseQuery(m *wire.ConvCommand) (q store.ConversationQuery, err error) {
	q.Limit = defaultQueryLimit
	if m.GetLimit() < 0 || m.GetSkip() < 0 {
		return q, refusef(ConversationAPIFailed, "limit or skip is negative")
	}
	if m.HasLimit() {
		q.Limit = min(int(m.GetLimit()), r.srv.options.Limits.QueryResults)
	}
	q.Skip = int(m.GetSkip())
	q.Client = r.session.client
	q.Compact = m.GetFlag()&flagCompact != 0
	q.LastMessage = m.GetFlag()&flagLastMessage != 0
	if ids := m.GetTempConvIds(); len(ids) > 0 {
		if len(ids) > query.MaxList {
			return q, refusef(ConversationQueryFailed, "more than %d ids", query.MaxList)
		}
		values := make([]any, len(ids))
		for i, id := range ids {
			values[i] = id
		}
		q.Temporary = true
		q.Limit = max(len(ids), 1)
		q.Where = query.Compare{Field: []string{"objectId"}, Op: query.In, Value: values}
		return q, nil
	}
	if q.Where, err = query.Parse(m.GetWhere().GetData()); err != nil {
		return q, refusef(ConversationQueryFailed, "%v", err)
	}
	if and, ok := q.Where.(query.And); ok && len(and) == 0 {
		q.Where = query.Compare{Field: []string{"m"}, Op: query.Eq, Value: r.session.client}
	}
	if q.Sort, err = query.ParseSort(m.GetSort()); err != nil {
		return q, refusef(ConversationQueryFailed, "%v", err)
	}
	return q, nil
}

func (r *request) replyRows(rows []store.ConversationRow, q store.ConversationQuery, at int64, subscriptions map[string]subscription) error {
	list := make([]json.RawMessage, 0, len(rows))
	size, limit := 0, r.srv.options.Limits.Answer
	for i := range rows {
		row, err := conversationRow(&rows[i], r.session.client, q.Compact, at)
		if err != nil {
			return err
		}
		subscriptions[rows[i].ID].describe(row)
		text, err := marshal(row)
		if err != nil {
			return err
		}
		if size += len(text); size > limit {
			return refusef(ConversationQueryFailed, "the answer has more than %d bytes: ask for fewer conversations at a time", limit)
		}
		list = append(list, json.RawMessage(text))
	}
	data, err := marshal(list)
	if err != nil {
		return err
	}
	m := new(wire.ConvCommand)
	m.SetResults(jsonObject(data))
	cmd := newPush(wire.CommandConv, wire.OpResults)
	cmd.SetConvMessage(m)
	r.reply(cmd)
	return nil
}

// conversationRow is a row as clients and the REST API see it.
func conversationRow(c *store.ConversationRow, client string, compact bool, at int64) (map[string]any, error) {
	row := map[string]any{}
	dec := json.NewDecoder(strings.NewReader(c.Attributes))
	dec.UseNumber()
	if err := dec.Decode(&row); err != nil {
		return nil, err
	}
	for _, name := range reservedColumns {
		delete(row, name) // rows of older versions may have them among their attributes
	}
	row["objectId"] = c.ID
	if c.Creator != "" {
		row["c"] = c.Creator
	}
	row["conv_type"] = int(c.Kind)
	row["createdAt"] = isoDate(c.CreatedAt)
	row["updatedAt"] = isoDate(c.UpdatedAt)
	row["tr"] = c.Kind == store.ChatRoom
	row["sys"] = c.Kind == store.System
	if c.LastTimestamp > 0 && c.Kind != store.System {
		row["lm"] = map[string]string{"__type": "Date", "iso": isoDate(c.LastTimestamp)}
	}
	if c.UniqueID != "" {
		row["unique"] = true
		row["uniqueId"] = c.UniqueID
	}
	if c.Kind == store.Temporary {
		row["temp"] = true
		row["ttl"] = secondsLeft(&c.Conversation, at)
	}
	if !compact {
		row["m"] = orEmpty(c.Members)
		row["mu"] = orEmpty(c.Muted)
	}
	for _, muted := range c.Muted {
		if muted == client {
			row["muted"] = true
		}
	}
	if c.LastMessage != nil {
		addLastMessage(row, c.LastMessage)
	}
	return row, nil
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func addLastMessage(row map[string]any, m *store.Message) {
	row["msg"] = messageText(m)
	if m.Binary {
		row["bin"] = true
	}
	row["msg_from"] = m.From
	row["msg_mid"] = m.ID
	row["msg_timestamp"] = m.Timestamp
	if m.PatchedAt > 0 {
		row["patch_timestamp"] = m.PatchedAt
	}
	if m.MentionAll {
		row["mention_all"] = true
	}
	if len(m.MentionPids) > 0 {
		row["mention_pids"] = m.MentionPids
	}
}

// messageText is a message's content where only text can go: binary content in
// base64.
func messageText(m *store.Message) string {
	if m.Binary {
		return base64.StdEncoding.EncodeToString(m.Data)
	}
	return string(m.Data)
}
