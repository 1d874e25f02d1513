package core_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
	"imclient/core/wire"
)

func TestSetRole(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "spike")
	calls := 0
	c.SetRole("spike", core.RoleManager, func(err error) {
		require.NoError(t, err)
		calls++
	})
	cmd := h.One(wire.CommandConv, wire.OpMemberInfoUpdate)
	body := cmd.GetConvMessage()
	assert.Equal(t, "spike", body.GetTargetClientId())
	assert.Equal(t, "spike", body.GetInfo().GetPid())
	assert.Equal(t, "Manager", body.GetInfo().GetRole())
	h.Reply(cmd, coretest.Command(wire.CommandConv, wire.OpMemberInfoUpdated, "tom"))
	assert.Equal(t, 1, calls)

	var got error
	take := func(err error) { got = err }
	c.SetRole("spike", core.RoleMember, take)
	h.Refuse(h.One(wire.CommandConv, wire.OpMemberInfoUpdate), core.ConversationOperationDenied, "")
	assert.ErrorIs(t, got, &core.Error{Code: core.ConversationOperationDenied})

	c.SetRole("spike", core.RoleOwner, take)
	assert.ErrorIs(t, got, &core.Error{Code: core.OwnerPromotionNotAllowed})
	for _, bad := range [][2]string{{"", "Manager"}, {"spike", ""}} {
		c.SetRole(bad[0], core.Role(bad[1]), take)
		assert.IsType(t, &core.ArgumentError{}, got)
	}
	temporaryConversation(t, h, tom).SetRole("spike", core.RoleManager, take)
	assert.IsType(t, &core.ArgumentError{}, got)
	assert.Empty(t, h.Sent())
}

func memberInfos(from, to int) string {
	var rows []string
	for i := from; i < to; i++ {
		rows = append(rows, `{"objectId":"`+strconv.Itoa(i)+`","cid":"c1","clientId":"m`+strconv.Itoa(i)+`","role":"Manager"}`)
	}
	return `{"results":[` + strings.Join(rows, ",") + `]}`
}

func TestMemberInfos(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "spike")
	var got []core.MemberInfo
	var failed error
	take := func(infos []core.MemberInfo, err error) { got, failed = infos, err }

	c.MemberInfos(take)
	request := h.Answer(200, memberInfos(0, 100))
	assert.Equal(t, "GET", request.Method)
	assert.Equal(t, "http://api.test/1.1/classes/_ConversationMemberInfo?client_id=tom&where=%7B%22cid%22%3A%22c1%22%7D&limit=100&skip=0", request.URL)
	assert.Equal(t, []core.Header{{Name: "X-LC-IM-Session-Token", Value: "token-tom"}, {Name: "X-LC-Id", Value: "app"}, {Name: "X-LC-Key", Value: "key"}}, request.Header)
	assert.Nil(t, got)
	request = h.Answer(200, memberInfos(100, 105))
	assert.Contains(t, request.URL, "&skip=100")
	require.NoError(t, failed)
	require.Len(t, got, 105)
	assert.Equal(t, core.MemberInfo{ClientID: "m104", Role: core.RoleManager}, got[104])

	c.MemberInfos(take)
	h.Answer(200, `{"results":[]}`)
	assert.Empty(t, got)
	require.NoError(t, failed)

	c.MemberInfos(take)
	h.Answer(401, `{"code":1,"error":"Unauthorized."}`)
	assert.Equal(t, &core.Error{Code: 1, Detail: "Unauthorized."}, failed)
	assert.EqualError(t, failed, "Unauthorized.")
	for _, body := range []string{``, `{}`, `nonsense`} {
		c.MemberInfos(take)
		h.Answer(200, body)
		assert.ErrorIs(t, failed, core.ErrMalformed, body)
		c.MemberInfos(take)
		h.Answer(502, body)
		assert.EqualError(t, failed, "HTTP status 502", body)
	}
}

func TestMemberInfosWithAnExpiredToken(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var tom *core.Client
	rt.Open(core.ClientOptions{ID: "tom"}, func(c *core.Client, err error) {
		require.NoError(t, err)
		tom = c
	})
	h.Accept()
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), coretest.Opened("tom", "token", 60, coretest.Start.UnixMilli()))
	c := h.Conversation(tom, "c1", "tom", "spike")
	h.Advance(time.Minute) // the refresh at half the time is not answered
	h.One(wire.CommandSession, wire.OpRefresh)
	var got []core.MemberInfo
	c.MemberInfos(func(infos []core.MemberInfo, err error) {
		require.NoError(t, err)
		got = infos
	})
	assert.Empty(t, h.Fetches)
	refresh := h.One(wire.CommandSession, wire.OpRefresh)
	reply := coretest.Opened("tom", "fresh", 3600, 0)
	reply.SetOp(wire.OpRefreshed)
	h.Reply(refresh, reply)
	request := h.Answer(200, memberInfos(0, 1))
	assert.Equal(t, core.Header{Name: "X-LC-IM-Session-Token", Value: "fresh"}, request.Header[0])
	assert.Len(t, got, 1)
}

func TestMemberInfosAlwaysAnswers(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	tom := h.Login("tom")
	c := h.Conversation(tom, "c1", "tom", "spike")
	var got []error
	take := func(_ []core.MemberInfo, err error) { got = append(got, err) }
	temporaryConversation(t, h, tom).MemberInfos(take)
	require.Len(t, got, 1)
	assert.IsType(t, &core.ArgumentError{}, got[0])
	got = nil
	c.MemberInfos(take)
	h.Cut(1006, "")
	c.MemberInfos(take)
	rt.Close()
	c.MemberInfos(take)
	assert.Equal(t, []error{core.ErrNotConnected, core.ErrClosed, core.ErrClosed}, got)
	assert.Empty(t, h.Fetches)
}

func TestMemberInfosInTime(t *testing.T) {
	h, _ := coretest.New(t, core.Options{})
	c := h.Conversation(h.Login("tom"), "c1", "tom", "spike")
	var got error
	c.MemberInfos(func(_ []core.MemberInfo, err error) { got = err })
	h.Advance(20 * time.Second)
	assert.Error(t, got)
	assert.Empty(t, h.Fetches)
}
