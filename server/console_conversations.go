package server

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"unicode/utf8"

	"imclient/server/query"
	"imclient/server/store"
)

const (
	maxConsoleSearch  = 200
	maxConsoleSkip    = 100_000
	maxConsoleMembers = 1000
)

// consoleConversations searches by id, name or member.
func (c *restCall) consoleConversations() (any, error) {
	q, err := c.consoleQuery()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), c.srv.options.Timeouts.Query)
	defer cancel()
	var rows []store.ConversationRow
	var at int64
	err = c.srv.store.View(ctx, func(v store.Reader) (err error) {
		at = v.At()
		q.At = at
		rows, err = v.Conversations(c.app.ID, q)
		return err
	})
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, refusef(ConversationQueryFailed, "the query took too long")
	case err != nil:
		return nil, err
	}
	more := len(rows) == q.Limit
	if more {
		rows = rows[:q.Limit-1]
	}
	list := []map[string]any{}
	for i := range rows {
		row, err := conversationRow(&rows[i], "", true, at)
		if err != nil {
			return nil, err
		}
		row["memberCount"] = rows[i].MemberCount
		list = append(list, row)
	}
	return map[string]any{"conversations": list, "more": more}, nil
}

// consoleQuery asks for one row more than the page has.
func (c *restCall) consoleQuery() (q store.ConversationQuery, err error) {
	q.Compact = true
	if q.Limit, err = c.queryLimit(maxConsolePage/2, maxConsolePage); err != nil {
		return q, err
	}
	q.Limit++
	skip, err := c.queryNumber("skip", 0)
	if err != nil {
		return q, err
	}
	kind, err := c.queryNumber("kind", 0)
	if err != nil {
		return q, err
	}
	q.Skip = int(min(skip, maxConsoleSkip))
	where := query.And{}
	search, member := c.query("search"), c.query("member")
	if max(utf8.RuneCountInString(search), utf8.RuneCountInString(member)) > maxConsoleSearch {
		return q, refuseRESTf(http.StatusBadRequest, codeWrongType, "search and member have at most %d characters", maxConsoleSearch)
	}
	if search != "" {
		where = append(where, query.Or{
			query.Compare{Field: []string{"objectId"}, Op: query.Eq, Value: search},
			query.Compare{Field: []string{"name"}, Op: query.Regex, Value: query.Pattern("(?i)" + regexp.QuoteMeta(search))},
		})
	}
	if member != "" {
		where = append(where, query.Compare{Field: []string{"m"}, Op: query.Eq, Value: member})
	}
	switch store.Kind(kind) {
	case 0:
	case store.Normal:
		for _, field := range []string{"tr", "sys"} {
			where = append(where, query.Compare{Field: []string{field}, Op: query.Eq, Value: false})
		}
	case store.ChatRoom:
		where = append(where, query.Compare{Field: []string{"tr"}, Op: query.Eq, Value: true})
	case store.System:
		where = append(where, query.Compare{Field: []string{"sys"}, Op: query.Eq, Value: true})
	case store.Temporary:
		q.Temporary = true
	default:
		return q, refuseRESTf(http.StatusBadRequest, codeWrongType, "kind is not 1 to 4")
	}
	q.Where = where
	return q, nil
}

// consoleConversation answers with all that is known of one, long lists cut.
func (c *restCall) consoleConversation() (any, error) {
	var answer map[string]any
	var members []string
	var isRoom bool
	err := c.srv.store.View(c.r.Context(), func(v store.Reader) error {
		row, err := c.consoleRow(v)
		if err != nil {
			return err
		}
		if isRoom = row.Kind == store.ChatRoom; !isRoom {
			if members, err = v.Members(row.App, row.ID); err != nil {
				return err
			}
		}
		if answer, err = conversationRow(row, "", true, v.At()); err != nil {
			return err
		}
		answer["memberCount"] = row.MemberCount
		return c.describe(v, row, answer)
	})
	if err != nil {
		return nil, err
	}
	if isRoom {
		members = c.srv.inRoom(c.app, c.path("id"))
		answer["memberCount"] = len(members)
	}
	members = members[:min(len(members), maxConsoleMembers)]
	answer["m"], answer["online"] = orEmpty(members), orEmpty(c.srv.online(c.app, members))
	return answer, nil
}

// consoleRow finds the conversation that the path names.
func (c *restCall) consoleRow(v store.Reader) (*store.ConversationRow, error) {
	found, err := v.Conversation(c.app.ID, c.path("id"))
	if errors.Is(err, store.ErrNotFound) {
		return nil, refusef(ConversationNotFound, "no conversation %q", c.path("id"))
	}
	if err != nil {
		return nil, err
	}
	return &store.ConversationRow{Conversation: *found}, nil
}

// describe adds who may do what.
func (c *restCall) describe(v store.Reader, row *store.ConversationRow, answer map[string]any) error {
	roles, err := v.Roles(row.App, row.ID, "", "", 0, maxConsoleMembers)
	if err != nil {
		return err
	}
	named := map[string]string{}
	if row.Creator != "" && row.Kind != store.System {
		named[row.Creator] = "Owner"
	}
	for _, r := range roles {
		named[r.Client] = string(r.Role)
	}
	answer["roles"] = named
	for key, kind := range map[string]store.Restriction{"blocked": store.Blocked, "silenced": store.Silenced} {
		clients, _, err := v.Restricted(row.App, row.ID, kind, 0, maxConsolePage)
		if err != nil {
			return err
		}
		answer[key] = orEmpty(clients)
	}
	silences, err := v.Silences(row.App, row.ID)
	if err != nil {
		return err
	}
	until := map[string]int64{}
	for _, s := range silences {
		if s.Until > c.srv.clock.Now().UnixMilli() && len(until) < maxConsolePage {
			until[s.Client] = s.Until
		}
	}
	answer["silencedUntil"] = until
	return nil
}

// consoleMessages lists the messages before the seq "before", or the latest, in
// ascending order; private ones of service conversations too.
func (c *restCall) consoleMessages() (any, error) {
	limit, err := c.queryLimit(maxConsolePage/2, maxConsolePage)
	if err != nil {
		return nil, err
	}
	before, err := c.queryNumber("before", 0)
	if err != nil {
		return nil, err
	}
	list := []map[string]any{}
	err = c.srv.store.View(c.r.Context(), func(v store.Reader) error {
		row, err := c.consoleRow(v)
		if err != nil || before == 1 || limit == 0 {
			return err
		}
		messages, err := v.Messages(row.App, row.ID, store.Range{To: max(before-1, 0), Descending: true, Limit: limit})
		for _, m := range messages {
			shown, err := c.consoleMessage(v, m)
			if err != nil {
				return err
			}
			list = append(list, shown)
		}
		return err
	})
	return map[string]any{"messages": list}, err
}

func (c *restCall) consoleMessage(v store.Reader, m *store.Message) (map[string]any, error) {
	shown := map[string]any{"seq": m.Seq, "id": m.ID, "from": m.From, "timestamp": m.Timestamp, "data": messageText(m)}
	if m.Binary {
		shown["bin"] = true
	}
	if m.PatchedAt > 0 {
		shown["patchedAt"] = m.PatchedAt
	}
	if m.Recalled {
		shown["recalled"] = true
	}
	if m.Private {
		to, err := v.Audience(m.App, m.Conversation, m.Seq)
		if err != nil {
			return nil, err
		}
		shown["to"] = to
	}
	return shown, nil
}
