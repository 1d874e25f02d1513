package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"imclient/server/query"
	"imclient/server/store"
)

// How many rows one answer lists.
const (
	defaultRows = 100
	maxRows     = 1000
)

// conversationList answers with the rows that match, in the storage service's
// terms: where, order, skip, limit, keys and count=1.
func (c *restCall) conversationList() (any, error) {
	q, err := c.conversationQuery()
	if err != nil {
		return nil, err
	}
	wantsCount, err := c.queryFlag("count")
	if err != nil {
		return nil, err
	}
	var rows []json.RawMessage
	var count int
	err = c.read(func(v store.Reader) (err error) {
		if wantsCount {
			if count, err = v.CountConversations(c.app.ID, q); err != nil {
				return err
			}
		}
		rows, _, err = c.rows(v, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"results": rows}
	if wantsCount {
		answer["count"] = count
	}
	return answer, nil
}

// conversationScan reads all conversations page by page in the order of their
// ids: with the cursor of one answer the next page begins.
func (c *restCall) conversationScan() (any, error) {
	if key := c.query("scan_key"); key != "" && key != "objectId" {
		return nil, refusef(ConversationQueryFailed, "scan_key can only be objectId")
	}
	q, err := c.conversationQuery()
	if err != nil {
		return nil, err
	}
	if q.Limit == 0 || q.Skip > 0 {
		return nil, refusef(ConversationQueryFailed, "a scan has a limit of at least 1, and no skip")
	}
	id := []string{"objectId"}
	if after := c.query("cursor"); after != "" {
		q.Where = query.And{q.Where, query.Compare{Field: id, Op: query.Gt, Value: after}}
	}
	q.Sort = []query.Sort{{Field: id}}
	wanted := q.Limit
	q.Limit++ // to see whether there is a next page
	var rows []json.RawMessage
	var ids []string
	err = c.read(func(v store.Reader) (err error) {
		rows, ids, err = c.rows(v, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"results": rows}
	if len(rows) > wanted {
		answer["results"] = rows[:wanted]
		answer["cursor"] = ids[wanted-1]
	}
	return answer, nil
}

// conversationGet answers with one row.
func (c *restCall) conversationGet() (any, error) {
	var row map[string]any
	err := c.read(func(v store.Reader) error {
		if _, err := c.caller().loadConversation(v, c.path("id")); err != nil {
			return err
		}
		var err error
		row, err = findRow(v, c.app.ID, c.path("id"))
		return err
	})
	if err != nil {
		return nil, err
	}
	return project(row, c.keys()), nil
}

func (c *restCall) conversationQuery() (q store.ConversationQuery, err error) {
	if q.Where, err = query.Parse(c.query("where")); err != nil {
		return q, refusef(ConversationQueryFailed, "%v", err)
	}
	switch c.kind {
	case store.Normal:
		q.Where = query.And{q.Where, isFlag("tr", false), isFlag("sys", false)}
	case store.ChatRoom:
		q.Where = query.And{q.Where, isFlag("tr", true)}
	case store.System:
		q.Where = query.And{q.Where, isFlag("sys", true)}
	}
	if q.Sort, err = query.ParseSort(c.query("order")); err != nil {
		return q, refusef(ConversationQueryFailed, "%v", err)
	}
	if q.Limit, err = c.queryLimit(defaultRows, maxRows); err != nil {
		return q, err
	}
	skip, err := c.queryNumber("skip", 0)
	q.Skip = int(skip)
	return q, err
}

func isFlag(name string, value bool) query.Expr {
	return query.Compare{Field: []string{name}, Op: query.Eq, Value: value}
}

// read is View with the time that a query may take.
func (c *restCall) read(fn func(store.Reader) error) error {
	ctx, cancel := context.WithTimeout(c.r.Context(), c.srv.options.Timeouts.Query)
	defer cancel()
	if err := c.srv.store.View(ctx, fn); err != nil {
		return queryFailed(ctx, err)
	}
	return nil
}

// rows returns rows as JSON, with their ids.
func (c *restCall) rows(v store.Reader, q store.ConversationQuery) (rows []json.RawMessage, ids []string, err error) {
	rows = []json.RawMessage{}
	if q.Limit == 0 {
		return rows, nil, nil
	}
	found, err := v.Conversations(c.app.ID, q)
	if err != nil {
		return nil, nil, err
	}
	keys, size, limit := c.keys(), 0, c.srv.options.Limits.Answer
	for i := range found {
		row, err := conversationRow(&found[i], "", false, v.At())
		if err != nil {
			return nil, nil, err
		}
		text, err := marshal(project(row, keys))
		if err != nil {
			return nil, nil, err
		}
		if size += len(text); size > limit {
			return nil, nil, refusef(ConversationQueryFailed, "the answer has more than %d bytes: ask for fewer conversations at a time", limit)
		}
		rows = append(rows, json.RawMessage(text))
		ids = append(ids, found[i].ID)
	}
	return rows, ids, nil
}

// findRow is the row of one conversation.
func findRow(v store.Reader, app, id string) (map[string]any, error) {
	where := query.Compare{Field: []string{"objectId"}, Op: query.Eq, Value: id}
	rows, err := v.Conversations(app, store.ConversationQuery{Where: where, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, refuseRESTf(http.StatusNotFound, codeObjectNotFound, "no conversation %q", id)
	}
	return conversationRow(&rows[0], "", false, v.At())
}

// keys are the columns that the caller wants, or with a minus sign does not want;
// none means all.
func (c *restCall) keys() []string {
	if c.query("keys") == "" {
		return nil
	}
	return strings.Split(c.query("keys"), ",")
}

// project leaves out what is not wanted. An object has its id and times always.
func project(row map[string]any, keys []string) map[string]any {
	var wanted []string
	for _, key := range keys {
		key = strings.TrimSpace(key)
		if name, excluded := strings.CutPrefix(key, "-"); excluded {
			delete(row, name)
			continue
		}
		name, _, _ := strings.Cut(key, ".")
		wanted = append(wanted, name)
	}
	if len(wanted) == 0 {
		return row
	}
	for key := range row {
		if !slices.Contains(wanted, key) && key != "objectId" && key != "createdAt" && key != "updatedAt" {
			delete(row, key)
		}
	}
	return row
}
