package server_test

import (
	"fmt"
	"slices"
	"strings"

	"imclient/server"
)

// chatModel is what docs/protocol.md says of ordinary conversations, in the plainest way:
// no store, no queues, one thing at a time. TestModel holds the server to it.
type chatModel struct {
	convs []*modelConv
	// told is what each client is to be told, in order, since the last look.
	told map[string][]string
}

type modelConv struct {
	creator  string
	members  []string
	managers map[string]bool
	blocked  map[string]bool
	silenced map[string]bool
	log      []*modelMessage
	read     map[string]int // how many messages of the log a member has read
	attrs    map[string]string
}

type modelMessage struct {
	from, text string
	mentions   string
	recalled   bool
}

// recalledText is what a recalled message says.
const recalledText = `{"_lctype":-127}`

func (m *chatModel) tell(clients []string, format string, args ...any) {
	for _, client := range clients {
		m.told[client] = append(m.told[client], fmt.Sprintf(format, args...))
	}
}

func (c *modelConv) has(client string) bool { return slices.Contains(c.members, client) }

func (c *modelConv) rank(client string) int {
	switch {
	case client == c.creator:
		return 2
	case c.managers[client]:
		return 1
	}
	return 0
}

func without(list []string, clients ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(client string) bool { return slices.Contains(clients, client) })
}

func both(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(client string) bool { return !slices.Contains(b, client) })
}

// names writes a set.
func names(clients []string) string {
	return strings.Join(slices.Sorted(slices.Values(clients)), "+")
}

func refusal(code server.Code) string { return fmt.Sprint("refused ", int(code)) }

// sorted answers an operation on several clients: those that it works for, and the
// codes of the others.
func sorted(clients []string, code func(string) server.Code) (allowed []string, answer string) {
	var failed []string
	for _, client := range clients {
		if because := code(client); because != 0 {
			failed = append(failed, fmt.Sprint(client, ":", int(because)))
		} else {
			allowed = append(allowed, client)
		}
	}
	return allowed, fmt.Sprintf("allowed %s failed %s", names(allowed), names(failed))
}

func (m *chatModel) create(by string, members []string) string {
	all := []string{by}
	for _, member := range members {
		if !slices.Contains(all, member) {
			all = append(all, member)
		}
	}
	slices.Sort(all)
	c := &modelConv{creator: by, members: all, managers: map[string]bool{}, blocked: map[string]bool{},
		silenced: map[string]bool{}, read: map[string]int{}, attrs: map[string]string{}}
	m.convs = append(m.convs, c)
	m.joined(len(m.convs)-1, by, all)
	return "started"
}

func (m *chatModel) joined(n int, by string, added []string) {
	m.tell(added, "joined %d by %s", n, by)
	m.tell(m.convs[n].members, "members_joined %d %s by %s", n, names(added), by)
}

func (m *chatModel) left(n int, by string, removed []string) {
	c := m.convs[n]
	for _, client := range removed {
		delete(c.managers, client)
		delete(c.read, client)
	}
	c.members = without(c.members, removed...)
	m.tell(removed, "left %d by %s", n, by)
	m.tell(c.members, "members_left %d %s by %s", n, names(removed), by)
}

func (m *chatModel) add(n int, by string, clients []string) string {
	c := m.convs[n]
	if self := len(clients) == 1 && clients[0] == by; !self && !c.has(by) {
		return refusal(server.ConversationMembershipRequired)
	}
	allowed, answer := sorted(clients, func(client string) server.Code {
		if c.blocked[client] {
			return server.BlockedByConversation
		}
		return 0
	})
	if added := without(allowed, c.members...); len(added) > 0 {
		c.members = append(c.members, added...)
		for _, client := range added {
			c.read[client] = len(c.log)
		}
		m.joined(n, by, added)
	}
	return answer
}

func (m *chatModel) remove(n int, by string, clients []string) string {
	c := m.convs[n]
	if !c.has(by) {
		return refusal(server.ConversationMembershipRequired)
	}
	allowed, answer := sorted(clients, func(client string) server.Code {
		switch {
		case client == c.creator:
			return server.ConversationNeedOwner
		case client != by && c.rank(client) > 0 && c.rank(client) >= c.rank(by):
			return server.ConversationOperationUnauthorized
		}
		return 0
	})
	if removed := both(allowed, c.members); len(removed) > 0 {
		m.left(n, by, removed)
	}
	return answer
}

// restrict blocks or silences, or ends that.
func (m *chatModel) restrict(n int, by string, clients []string, blocking, end bool) string {
	c := m.convs[n]
	switch {
	case !c.has(by):
		return refusal(server.ConversationMembershipRequired)
	case c.rank(by) == 0:
		return refusal(server.ConversationOperationUnauthorized)
	}
	allowed, answer := sorted(clients, func(client string) server.Code {
		if c.rank(client) >= c.rank(by) {
			return server.ConversationOperationUnauthorized
		}
		return 0
	})
	set, name := c.silenced, "shutuped"
	if blocking {
		set, name = c.blocked, "blocked"
	}
	if end {
		name = "un" + name
	}
	var news []string
	for _, client := range allowed {
		if set[client] == end {
			set[client] = !end
			news = append(news, client)
		}
	}
	if len(news) == 0 {
		return answer
	}
	concerned, others := both(c.members, news), c.members
	if blocking {
		concerned, others = news, without(c.members, news...)
	}
	m.tell(concerned, "%s %d by %s", name, n, by)
	m.tell(others, "members_%s %d %s by %s", name, n, names(news), by)
	if removed := both(news, c.members); blocking && !end && len(removed) > 0 {
		m.left(n, by, removed)
	}
	return answer
}

func (m *chatModel) setRole(n int, by, client string, manager bool) string {
	c := m.convs[n]
	switch {
	case !c.has(by):
		return refusal(server.ConversationMembershipRequired)
	case c.rank(by) == 0:
		return refusal(server.ConversationOperationUnauthorized)
	case !c.has(client):
		return refusal(server.ConversationMembershipRequired)
	case c.rank(client) >= c.rank(by):
		return refusal(server.ConversationOperationUnauthorized)
	}
	if c.managers[client] != manager {
		c.managers[client] = manager
		m.tell(without(c.members, by), "member_info_changed %d %s %v by %s", n, client, manager, by)
	}
	return "member_info_updated"
}

func (m *chatModel) send(n int, by, text, mentions string) string {
	c := m.convs[n]
	switch {
	case !c.has(by):
		return refusal(server.InvalidMessagingTarget)
	case c.silenced[by]:
		return refusal(server.Silenced)
	}
	c.log = append(c.log, &modelMessage{from: by, text: text, mentions: mentions})
	m.tell(without(c.members, by), "direct %d %s", n, text)
	return "ack"
}

func (m *chatModel) patch(n int, by string, at int, text string, recall bool) string {
	c := m.convs[n]
	message := c.log[at]
	switch {
	case !c.has(by):
		return refusal(server.InvalidMessagingTarget)
	case message.from != by:
		return refusal(server.MessageOwnershipRequired)
	case message.recalled && !recall:
		return refusal(server.MessageNotFound)
	case c.silenced[by] && !recall:
		return refusal(server.Silenced)
	}
	message.mentions = ""
	if message.text = text; recall {
		message.text, message.recalled = recalledText, true
	}
	m.tell(without(c.members, by), "patch %d %d %s", n, at, message.text)
	return "modified"
}

func (c *modelConv) unread(client string) (count int, mentioned bool) {
	for _, message := range c.log[c.read[client]:] {
		if message.from != client {
			count++
			mentioned = mentioned || message.mentions == client || message.mentions == "all"
		}
	}
	return count, mentioned
}

func (m *chatModel) markRead(n int, by string, at int) {
	if c := m.convs[n]; c.has(by) {
		c.read[by] = max(c.read[by], at+1)
		count, mentioned := c.unread(by)
		m.tell([]string{by}, "unread %d %d %v", n, count, mentioned)
	}
}

func (m *chatModel) update(n int, by, key, value string) string {
	c := m.convs[n]
	if !c.has(by) {
		return refusal(server.ConversationUpdateRejected)
	}
	c.attrs[key] = value
	m.tell(without(c.members, by), "updated %d %s=%s by %s", n, key, value, by)
	return "updated"
}

// span is a part of the history: places in the log, -1 for none.
type span struct {
	start, end                 int
	startIncluded, endIncluded bool
	newer                      bool
	limit                      int
}

func (m *chatModel) history(n int, by string, s span) string {
	c := m.convs[n]
	if !c.has(by) {
		return refusal(server.ConversationLogRejected)
	}
	var found []string
	for at := range c.log {
		after, before := at-s.start, s.end-at // along the way
		if !s.newer {
			after, before = s.start-at, at-s.end
		}
		if s.start >= 0 && (after < 0 || after == 0 && !s.startIncluded) || s.end >= 0 && (before < 0 || before == 0 && !s.endIncluded) {
			continue
		}
		found = append(found, fmt.Sprint(at))
	}
	if s.newer {
		found = found[:min(len(found), s.limit)]
	} else {
		found = found[max(0, len(found)-s.limit):]
	}
	return strings.Join(found, " ")
}
