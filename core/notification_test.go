package core_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

// reopened is a client whose session was just re-opened, at a time when the
// server's clock showed at.
func reopened(t *testing.T, at int64) (*coretest.Host, *core.Conversation) {
	h, rt := coretest.New(t, core.Options{})
	var tom *core.Client
	rt.Open(core.ClientOptions{ID: "tom"}, func(c *core.Client, err error) { tom = c })
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "token", 3600, 1000))
	c := h.Conversation(tom, "c1", "tom", "jerry")
	reopen(h, at)
	return h, c
}

func reopen(h *coretest.Host, at int64) {
	h.Cut(1006, "")
	h.Advance(time.Second)
	h.Accept()
	open := h.Sent()
	h.TakeEvents()
	h.Reply(open[len(open)-1], coretest.Opened("tom", "token", 3600, at))
	h.TakeEvents()
}

func permanent(at int64, member string) *wire.GenericCommand {
	push := notice(wire.OpMembersJoined, "c1", member)
	push.SetServerTs(at)
	push.SetNotificationType(1)
	return push
}

func TestMissedNotificationsAreFetched(t *testing.T) {
	h, c := reopened(t, 2000)
	h.Push(permanent(1900, "in both"))
	h.Push(permanent(2001, "live"))
	assert.Empty(t, h.Events, "what is pushed meanwhile waits")

	request := h.Answer(200, `{"hasMore":true,"notifications":[
		{"cmd":"conv","op":"members-joined","serverTs":1500,"notificationType":1,"cid":"c1","m":["missed"],"initBy":"jerry"},
		{"cmd":"conv","op":"updated","serverTs":1600,"notificationType":1,"cid":"c1","attr":{"data":"{\"name\":\"new\"}"},"initBy":"jerry"},
		{"cmd":"rcp","serverTs":1700,"notificationType":1,"cid":"c1","id":"m1","t":5,"read":true,"from":"jerry"},
		{"cmd":"who knows","serverTs":1710}, 7]}`)
	assert.Equal(t, "http://api.test/1.1/rtm/notifications?client_id=tom&start_ts=1000&notification_type=permanent", request.URL)
	assert.Contains(t, request.Header, core.Header{Name: "X-LC-IM-Session-Token", Value: "token"})
	request = h.Answer(200, `{"hasMore":false,"notifications":[
		{"cmd":"conv","op":"members_joined","serverTs":1900,"notificationType":1,"cid":"c1","m":["in both"],"initBy":"jerry"},
		{"cmd":"conv","op":"member_info_changed","serverTs":1950,"notificationType":1,"cid":"c1","info":{"pid":"jerry","role":"Manager"}}]}`)
	assert.Contains(t, request.URL, "start_ts=1710")

	var seen []string
	for _, e := range h.TakeEvents() {
		switch e := e.(type) {
		case *core.Notice:
			seen = append(seen, strings.Join(e.Members, "")+string(e.Role))
		case *core.ReceiptUpdated:
			seen = append(seen, "receipt "+e.MessageID)
		}
	}
	assert.Equal(t, []string{"missed", "", "receipt m1", "in both", "jerryManager", "live"}, seen)
	assert.Equal(t, "new", c.Name())
	assert.Empty(t, h.Fetches)

	reopen(h, 3000)
	assert.Contains(t, h.Answer(200, `{"notifications":[]}`).URL, "start_ts=2001")
}

func TestNotificationsThatCannotBeFetched(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		next   string
	}{
		"error":       {500, "", "start_ts=1000"},
		"no JSON":     {200, "<html>", "start_ts=1000"},
		"not offered": {404, "", "start_ts=2001"},
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := reopened(t, 2000)
			h.Push(permanent(2001, "live"))
			h.Answer(c.status, c.body)
			require.Len(t, coretest.EventsOf[*core.Notice](h), 1, "what was held is released")
			reopen(h, 3000)
			assert.Contains(t, h.Answer(200, `{"notifications":[]}`).URL, c.next)
		})
	}
	t.Run("lost again meanwhile", func(t *testing.T) {
		h, _ := reopened(t, 2000)
		h.Push(permanent(2001, "live"))
		reopen(h, 3000)
		assert.Contains(t, h.Answer(200, `{"notifications":[]}`).URL, "start_ts=1000")
		assert.Empty(t, h.Events)
	})
}
