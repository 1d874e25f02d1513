package server_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRESTSilences(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)
	at := plain + "/" + id + "/permanent-silenceds"
	assert.Empty(t, backend(t, i, "POST", at, `{"client_ids":["bob","ann","eve"]}`), "the owner as well")
	for _, c := range []*servertest.Client{ann, bob} {
		assert.False(t, c.Expect(wire.CommandConv, wire.OpShutuped).GetConvMessage().HasInitBy())
	}
	for _, c := range []*servertest.Client{ann, bob, cid, dan} {
		assert.Equal(t, []string{"bob", "ann", "eve"}, c.Expect(wire.CommandConv, wire.OpMembersShutuped).GetConvMessage().GetM())
	}
	refused(t, bob, server.Silenced, direct(id, "hello"))
	assert.Empty(t, backend(t, i, "DELETE", at, `{"client_ids":["ann","bob","nobody"]}`))
	for _, c := range []*servertest.Client{ann, bob} {
		c.Expect(wire.CommandConv, wire.OpUnshutuped)
	}
	ann.Expect(wire.CommandConv, wire.OpMembersUnshutuped)
	send(t, ann, id, "again")
	assert.Equal(t, []any{"eve"}, backend(t, i, "GET", at, "")["client_ids"])
	restPages(t, i, at)

	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	backend(t, i, "POST", rooms+"/"+room+"/permanent-silenceds", `{"client_ids":["dan"]}`)
	dan.Call(conv(wire.OpAdd, in(room, "dan")))
	dan.Expect(wire.CommandConv, wire.OpMembersUnshutuped)
	assert.Equal(t, "again", dan.Expect(wire.CommandDirect, 0).GetDirectMessage().GetMsg())
	refused(t, dan, server.Silenced, direct(room, "hello"))
	assert.Equal(t, []any{"dan"}, backend(t, i, "GET", rooms+"/"+room+"/permanent-silenceds", "")["client_ids"])
	backend(t, i, "DELETE", rooms+"/"+room+"/permanent-silenceds", `{"client_ids":["dan"]}`)
	send(t, dan, room, "hello")
}

// restPages puts 25 clients into a list and reads it page by page.
func restPages(t *testing.T, i *servertest.Instance, at string) {
	t.Helper()
	body := `{"client_ids":["p00"`
	for n := 1; n < 25; n++ {
		body += fmt.Sprintf(`,"p%02d"`, n)
	}
	backend(t, i, "POST", at, body+`]}`)
	var listed []any
	next := ""
	for pages := 0; ; pages++ {
		answer := backend(t, i, "GET", at+"?next="+next, "")
		listed = append(listed, answer["client_ids"].([]any)...)
		require.Less(t, pages, 4)
		if answer["next"] == nil {
			break
		}
		next = answer["next"].(string)
		assert.Len(t, answer["client_ids"], 10)
	}
	assert.Contains(t, listed, "p00")
	assert.Contains(t, listed, "p24")
	assert.GreaterOrEqual(t, len(listed), 25)
	for _, query := range []string{"limit=0", "limit=101", "next=!"} {
		denied(t, i, 400, server.ConversationAPIFailed, "GET", at+"?"+query, "")
	}
	denied(t, i, 400, 111, "GET", at+"?limit=many", "")
}

func TestRESTBlacklists(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, cid, dan, id := four(t, i)
	at := plain + "/" + id + "/blacklists"
	assert.Empty(t, backend(t, i, "POST", at, `{"client_ids":["bob","eve"]}`))
	for _, op := range []wire.OpType{wire.OpBlocked, wire.OpLeft} {
		assert.False(t, bob.Expect(wire.CommandConv, op).GetConvMessage().HasInitBy())
	}
	bob.Quiet()
	for _, c := range []*servertest.Client{ann, cid, dan} {
		assert.Equal(t, []string{"bob", "eve"}, c.Expect(wire.CommandConv, wire.OpMembersBlocked).GetConvMessage().GetM())
		assert.Equal(t, []string{"bob"}, c.Expect(wire.CommandConv, wire.OpMembersLeft).GetConvMessage().GetM())
	}
	denied(t, i, 400, server.BlockedByConversation, "POST", plain+"/"+id+"/members", `{"client_ids":["fay","bob"]}`)
	denied(t, i, 400, server.BlockedByConversation, "PUT", class+"/"+id, `{"m":{"__op":"AddUnique","objects":["bob"]}}`)
	assert.Equal(t, []any{"ann", "cid", "dan"}, backend(t, i, "GET", plain+"/"+id+"/members", "")["result"])
	assert.Equal(t, []any{"bob", "eve"}, backend(t, i, "GET", at, "")["client_ids"])
	backend(t, i, "DELETE", at, `{"client_ids":["bob"]}`)
	bob.Expect(wire.CommandConv, wire.OpUnblocked)
	backend(t, i, "POST", plain+"/"+id+"/members", `{"client_ids":["bob"]}`)
	restPages(t, i, at)

	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	eve := servertest.Login(t, i, "eve")
	eve.Call(conv(wire.OpAdd, in(room, "eve")))
	backend(t, i, "POST", rooms+"/"+room+"/blacklists", `{"client_ids":["eve"]}`)
	assert.Equal(t, []any{}, backend(t, i, "GET", rooms+"/"+room+"/members", "")["result"], "put out at once")
	refused(t, eve, server.BlockedByConversation, direct(room, "hello"))
	backend(t, i, "DELETE", rooms+"/"+room+"/blacklists", `{"client_ids":["eve"]}`)
	assert.Empty(t, backend(t, i, "GET", rooms+"/"+room+"/blacklists", "")["client_ids"])

	news := backend(t, i, "POST", services, `{}`)["objectId"].(string)
	eve.Call(conv(wire.OpAdd, in(news, "eve")))
	backend(t, i, "POST", services+"/"+news+"/blacklists", `{"client_ids":["eve"]}`)
	assert.EqualValues(t, 0, eve.Call(conv(wire.OpCount, in(news))).GetConvMessage().GetCount(), "no subscriber any more")
	joining := eve.Call(conv(wire.OpAdd, in(news, "eve"))).GetConvMessage()
	assert.Equal(t, map[string]server.Code{"eve": server.BlockedByConversation}, failures(joining.GetFailedPids()))
	refused(t, eve, server.BlockedByConversation, direct(news, "hello"))
	assert.Equal(t, []any{"eve"}, backend(t, i, "GET", services+"/"+news+"/blacklists", "")["client_ids"])
	backend(t, i, "DELETE", services+"/"+news+"/blacklists", `{"client_ids":["eve"]}`)
	send(t, eve, news, "hello")
	eve.Quiet()

	small := servertest.StartWith(t, server.Options{Limits: server.Limits{Restricted: 2}})
	id = backend(t, small, "POST", plain, `{"m":["ann"]}`)["objectId"].(string)
	denied(t, small, 400, server.BlacklistFull, "POST", plain+"/"+id+"/blacklists", `{"client_ids":["a","b","c"]}`)
	denied(t, small, 400, server.SilencedMemberListFull, "POST", plain+"/"+id+"/permanent-silenceds", `{"client_ids":["a","b","c"]}`)
	assert.Empty(t, backend(t, small, "GET", plain+"/"+id+"/blacklists", "")["client_ids"], "all or none")
}

func TestTemporarySilence(t *testing.T) {
	i, clock := startFrozen(t)
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	id := create(t, ann, "bob")
	joined(bob)
	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	news := backend(t, i, "POST", services, `{}`)["objectId"].(string)
	sendTo := func(where string) (code int32) {
		t.Helper()
		return bob.Call(direct(where, "hello")).GetAckMessage().GetCode()
	}
	const older = "/1.1/rtm/conversation/blacklist"
	for _, c := range []struct {
		id, begin, body, end string
	}{
		{id, plain + "/" + id + "/temporary-silenceds", `{"client_id":"bob","ttl":60}`, plain + "/" + id + "/temporary-silenceds?client_id=bob"},
		{room, rooms + "/" + room + "/temporary-silenceds", `{"client_id":"bob","ttl":60}`, rooms + "/" + room + "/temporary-silenceds?client_id=bob"},
		{id, older, `{"client_id":"bob","ttl":60,"conv_id":"` + id + `"}`, older + "?client_id=bob&conv_id=" + id},
		{news, older, `{"client_id":"bob","ttl":60,"conv_id":"` + news + `"}`, older + "?client_id=bob&conv_id=" + news},
	} {
		assert.Zero(t, sendTo(c.id))
		assert.Empty(t, backend(t, i, "POST", c.begin, c.body))
		refused(t, bob, server.ConversationTemporarilyBlacklisted, direct(c.id, "hello"))
		clock.advance(59 * time.Second)
		assert.EqualValues(t, 4315, sendTo(c.id))
		clock.advance(time.Second)
		assert.Zero(t, sendTo(c.id), "it ends by itself")
		backend(t, i, "POST", c.begin, c.body)
		assert.EqualValues(t, 4315, sendTo(c.id))
		assert.Empty(t, backend(t, i, "DELETE", c.end, ""))
		assert.Zero(t, sendTo(c.id), "or is ended")
	}
	backend(t, i, "POST", older, `{"client_id":"bob","ttl":86400,"conv_id":"`+id+`"}`)
	transient := direct(id, "hello")
	transient.GetDirectMessage().SetTransient(true)
	refused(t, bob, server.ConversationTemporarilyBlacklisted, transient)
	assert.Empty(t, backend(t, i, "DELETE", older, `{"client_id":"bob","conv_id":"`+id+`"}`), "parameters in the body")
	assert.Zero(t, sendTo(id))
	bob.Quiet()
	for _, ttl := range []string{"", `,"ttl":0`, `,"ttl":-1`, `,"ttl":86401`} {
		denied(t, i, 400, server.ConversationAPIFailed, "POST", older, `{"client_id":"bob","conv_id":"`+id+`"`+ttl+`}`)
	}
	denied(t, i, 400, 111, "POST", older, `{"client_id":"bob","conv_id":"`+id+`","ttl":1.5}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", older, `{"ttl":60,"conv_id":"`+id+`"}`)
	denied(t, i, 404, server.ConversationNotFound, "POST", older, `{"ttl":60,"client_id":"bob"}`)
}

func ownBlacklist(op wire.OpType, client string, ids ...string) *wire.GenericCommand {
	m := new(wire.BlacklistCommand)
	m.SetSrcPid(client)
	m.SetToCids(ids)
	cmd := servertest.Command(wire.CommandBlacklist, op)
	cmd.SetBlacklistMessage(m)
	return cmd
}

func TestClientsBlockConversations(t *testing.T) {
	i := servertest.Start(t)
	ann, bob, phone := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob"), servertest.Login(t, i, "bob")
	id := create(t, ann, "cid")
	second := backend(t, i, "POST", plain, `{"m":["ann"]}`)["objectId"].(string)
	joined(ann)
	at := "/1.2/rtm/clients/bob/blacklists"
	add := func(code server.Code) {
		t.Helper()
		m := ann.Call(conv(wire.OpAdd, in(id, "bob"))).GetConvMessage()
		want := map[string]server.Code{}
		if code != 0 {
			want["bob"] = code
		}
		assert.Equal(t, want, failures(m.GetFailedPids()))
	}
	answer := bob.Call(ownBlacklist(wire.OpBlock, "bob", id, second, id)).GetBlacklistMessage()
	assert.Equal(t, []string{id, second}, answer.GetToCids())
	assert.Equal(t, "bob", answer.GetSrcPid())
	told := phone.Expect(wire.CommandBlacklist, wire.OpBlocked).GetBlacklistMessage()
	assert.Equal(t, []string{id, second}, told.GetToCids(), "other devices are told")
	bob.Quiet()
	add(server.BlockedByConversation)
	denied(t, i, 400, server.BlockedByConversation, "POST", plain+"/"+id+"/members", `{"client_ids":["bob"]}`)
	assert.ElementsMatch(t, []any{id, second}, backend(t, i, "GET", at, "")["conv_ids"])
	page := ownBlacklist(wire.OpQuery, "bob")
	page.GetBlacklistMessage().SetLimit(1)
	first := bob.Call(page).GetBlacklistMessage()
	assert.Len(t, first.GetBlockedCids(), 1)
	page = ownBlacklist(wire.OpQuery, "bob")
	page.GetBlacklistMessage().SetNext(first.GetNext())
	rest := bob.Call(page).GetBlacklistMessage()
	assert.ElementsMatch(t, []string{id, second}, append(rest.GetBlockedCids(), first.GetBlockedCids()...))
	assert.Empty(t, rest.GetNext())
	assert.Equal(t, []string{id}, bob.Call(ownBlacklist(wire.OpCheckBlock, "bob", id, nowhere)).GetBlacklistMessage().GetBlockedCids())

	assert.Equal(t, wire.OpUnblocked, bob.Call(ownBlacklist(wire.OpUnblock, "bob", second)).GetOp())
	phone.Expect(wire.CommandBlacklist, wire.OpUnblocked)
	self := bob.Call(conv(wire.OpAdd, in(id, "bob"))).GetConvMessage()
	assert.Equal(t, []string{"bob"}, self.GetAllowedPids(), "who blocks may still join")
	for _, c := range []*servertest.Client{bob, phone} {
		joined(c)
	}
	bob.Call(conv(wire.OpRemove, in(id, "bob")))
	bob.Expect(wire.CommandConv, wire.OpLeft)
	phone.Expect(wire.CommandConv, wire.OpLeft)

	assert.Empty(t, backend(t, i, "DELETE", at+"?conv_id="+id, ""))
	bob.Expect(wire.CommandBlacklist, wire.OpUnblocked)
	phone.Expect(wire.CommandBlacklist, wire.OpUnblocked)
	add(0)
	assert.Empty(t, backend(t, i, "POST", at, `{"conv_id":"`+second+`"}`))
	assert.Equal(t, map[string]any{"conv_ids": []any{second}}, backend(t, i, "GET", at, ""))

	refused(t, ann, server.ConversationOperationUnauthorized, ownBlacklist(wire.OpBlock, "bob", id))
	refused(t, ann, server.ConversationOperationUnauthorized, ownBlacklist(wire.OpQuery, "bob"))
	refused(t, ann, server.ConversationOperationUnauthorized, ownBlacklist(wire.OpCheckBlock, "bob", id))
	refused(t, ann, server.ConversationNotFound, ownBlacklist(wire.OpBlock, "ann", id, nowhere))
	refused(t, ann, server.ConversationAPIFailed, ownBlacklist(wire.OpBlock, "ann", ""))
	refused(t, ann, server.ConversationAPIFailed, ownBlacklist(wire.OpBlock, "ann"))
	assert.Empty(t, backend(t, i, "GET", "/1.2/rtm/clients/ann/blacklists", "")["conv_ids"], "all or none")
	room := backend(t, i, "POST", rooms, `{}`)["objectId"].(string)
	denied(t, i, 400, server.NormalConversationRequired, "POST", at, `{"conv_id":"`+room+`"}`)
	denied(t, i, 404, server.ConversationNotFound, "POST", at, `{"conv_id":"`+nowhere+`"}`)
	denied(t, i, 400, server.ConversationAPIFailed, "POST", at, `{}`)
	denied(t, i, 400, server.ConversationAPIFailed, "GET", at+"?limit=0", "")
	denied(t, i, 400, server.ConversationAPIFailed, "GET", at+"?limit=101", "")

	small := servertest.StartWith(t, server.Options{Limits: server.Limits{Restricted: 1}})
	cid := servertest.Login(t, small, "cid")
	one, two := create(t, cid, "x"), create(t, cid, "y")
	cid.Call(ownBlacklist(wire.OpBlock, "cid", one))
	cid.Call(ownBlacklist(wire.OpBlock, "cid", one))
	refused(t, cid, server.BlacklistFull, ownBlacklist(wire.OpBlock, "cid", two))
}

func TestPurge(t *testing.T) {
	clock := newFakeClock()
	kept, err := servertest.NewDatabase(t).Open(clock.Now, nil)
	require.NoError(t, err)
	i := servertest.StartWith(t, server.Options{Clock: clock, Store: kept, Timeouts: server.Timeouts{Ping: 100 * time.Hour, Read: 100 * time.Hour}})
	ann := servertest.Login(t, i, "ann")
	m := new(wire.ConvCommand)
	m.SetM([]string{"bob"})
	m.SetTempConv(true)
	m.SetTempConvTTL(3600)
	id := ann.Call(conv(wire.OpStart, m)).GetConvMessage().GetCid()
	joined(ann)
	send(t, ann, id, "hello")
	ordinary := create(t, ann, "cid")
	send(t, ann, ordinary, "stays")
	backend(t, i, "POST", plain+"/"+ordinary+"/temporary-silenceds", `{"client_id":"cid","ttl":60}`)
	state := func() (exists bool, messages int, silence int64) {
		require.NoError(t, kept.View(context.Background(), func(v store.Reader) error {
			_, err := v.Conversation(i.AppID, id)
			exists = err == nil
			all, err := v.AppMessages(i.AppID, store.Log{Limit: 10})
			require.NoError(t, err)
			messages = len(all)
			silence, err = v.SilencedUntil(i.AppID, ordinary, "cid")
			return err
		}))
		return exists, messages, silence
	}
	clock.advance(59 * time.Minute)
	exists, messages, silence := state()
	assert.True(t, exists)
	assert.Equal(t, 2, messages)
	assert.Zero(t, silence, "a silence that ended is gone")
	clock.advance(time.Minute + time.Second)
	refused(t, ann, server.ConversationNotFound, logsCommand(logs(id)))
	clock.advance(15 * time.Minute)
	exists, messages, _ = state()
	assert.False(t, exists)
	assert.Equal(t, 1, messages)
	assert.Equal(t, []string{"stays"}, history(t, ann, logs(ordinary)))
}
