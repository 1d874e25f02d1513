package native_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

// kinds keeps the notices of some kinds that a client gets.
func kinds(c chan<- native.Notice, wanted ...native.NoticeKind) native.LoginOption {
	return native.WithHandler(func(e native.Notice) {
		for _, kind := range wanted {
			if e.Kind == kind {
				c <- e
			}
		}
	})
}

func list(t *testing.T, ids iter.Seq2[string, error]) []string {
	t.Helper()
	var all []string
	for id, err := range ids {
		require.NoError(t, err)
		all = append(all, id)
	}
	return all
}

func TestSilence(t *testing.T) {
	s := servertest.Start(t)
	toJerry, toSpike := make(chan native.Notice, 10), make(chan native.Notice, 10)
	tom := login(t, s, "tom")
	jerry := login(t, s, "jerry", kinds(toJerry, native.Muted, native.Unmuted))
	login(t, s, "spike", kinds(toSpike, native.MembersMuted, native.MembersUnmuted))
	ours := unite(t, tom, "jerry", "spike")
	result, err := ours.Silence(within(t), "jerry")
	require.NoError(t, err)
	assert.Equal(t, []string{"jerry"}, result.Succeeded)
	assert.Empty(t, result.Failures)
	notice := receive(t, toJerry)
	assert.Equal(t, native.Muted, notice.Kind)
	assert.Equal(t, "tom", notice.By)
	general := receive(t, toSpike)
	assert.Equal(t, native.MembersMuted, general.Kind)
	assert.Equal(t, []string{"jerry"}, general.Members)

	theirs, err := jerry.GetConversation(within(t), ours.ID())
	require.NoError(t, err)
	_, err = theirs.Send(within(t), native.Text("mmh"))
	assert.ErrorIs(t, err, &native.Error{Code: core.Silenced})
	assert.Equal(t, []string{"jerry"}, list(t, ours.Silenced(within(t))))

	_, err = ours.Unsilence(within(t), "jerry")
	require.NoError(t, err)
	assert.Equal(t, native.Unmuted, receive(t, toJerry).Kind)
	assert.Equal(t, native.MembersUnmuted, receive(t, toSpike).Kind)
	_, err = theirs.Send(within(t), native.Text("ah"))
	require.NoError(t, err)
	assert.Empty(t, list(t, ours.Silenced(within(t))))
}

func TestBlacklist(t *testing.T) {
	s := servertest.Start(t)
	toJerry, toSpike := make(chan native.Notice, 10), make(chan native.Notice, 10)
	tom := login(t, s, "tom")
	jerry := login(t, s, "jerry", kinds(toJerry, native.Blocked, native.Kicked, native.Unblocked))
	login(t, s, "spike", kinds(toSpike, native.MembersBlocked, native.MembersUnblocked))
	ours := unite(t, tom, "jerry", "spike")
	theirs, err := jerry.GetConversation(within(t), ours.ID())
	require.NoError(t, err)

	result, err := ours.Block(within(t), "jerry")
	require.NoError(t, err)
	assert.Equal(t, []string{"jerry"}, result.Succeeded)
	assert.Equal(t, native.Blocked, receive(t, toJerry).Kind)
	assert.Equal(t, native.Kicked, receive(t, toJerry).Kind)
	general := receive(t, toSpike)
	assert.Equal(t, native.MembersBlocked, general.Kind)
	assert.Equal(t, "tom", general.By)
	assert.NotContains(t, theirs.Members(), "jerry")
	assert.ErrorIs(t, theirs.Join(within(t)), &native.Error{Code: core.BlockedByConversation})
	assert.Equal(t, []string{"jerry"}, list(t, ours.Blocked(within(t))))

	_, err = ours.Unblock(within(t), "jerry")
	require.NoError(t, err)
	assert.Equal(t, native.Unblocked, receive(t, toJerry).Kind)
	assert.Equal(t, native.MembersUnblocked, receive(t, toSpike).Kind)
	require.NoError(t, theirs.Join(within(t)))
	assert.Empty(t, list(t, ours.Blocked(within(t))))
}

func TestLongBlacklist(t *testing.T) {
	ours := unite(t, login(t, servertest.Start(t), "tom"), "jerry")
	var blocked []string
	for i := range 205 {
		blocked = append(blocked, fmt.Sprintf("m%03d", i))
	}
	_, err := ours.Block(within(t), blocked...)
	require.NoError(t, err)
	first, err := ours.QueryBlocked(within(t), native.PageQuery{Limit: 3})
	require.NoError(t, err)
	assert.Len(t, first.ClientIDs, 3)
	assert.NotEmpty(t, first.Next)
	assert.ElementsMatch(t, blocked, list(t, ours.Blocked(within(t))))
	for id, err := range ours.Blocked(within(t)) {
		require.NoError(t, err)
		assert.NotEmpty(t, id)
		break
	}
	var bad *native.ArgumentError
	_, err = ours.QueryBlocked(within(t), native.PageQuery{Limit: -1})
	assert.ErrorIs(t, err, &native.Error{Code: core.ConversationAPIFailed})
	_, err = ours.Silence(within(t))
	assert.ErrorAs(t, err, &bad)
}

// TestMissedNotices has much happen to a client while it is away.
func TestMissedNotices(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	notices := make(chan native.Notice, 20)
	offline := connect(t, s)
	jerry, err := offline.Login(within(t), "jerry", into(notices))
	require.NoError(t, err)
	ours := unite(t, tom, "jerry", "spike")
	assert.Equal(t, native.Invited, receive(t, notices).Kind)
	assert.Equal(t, native.MembersJoined, receive(t, notices).Kind)

	offline.Pause()
	require.NoError(t, ours.SetRole(within(t), "spike", native.RoleManager))
	_, err = ours.Silence(within(t), "jerry")
	require.NoError(t, err)
	require.NoError(t, ours.SetAttributes(within(t), map[string]any{"n": native.Increment(1)}))
	_, err = ours.Block(within(t), "anne")
	require.NoError(t, err)
	_, err = ours.Block(within(t), "jerry")
	require.NoError(t, err)
	offline.Resume()

	var seen []string
	for range 7 {
		e := receive(t, notices)
		assert.Equal(t, "tom", e.By)
		assert.Equal(t, ours.ID(), e.Conversation.ID())
		seen = append(seen, fmt.Sprint(e.Kind, e.Members, e.Role, e.Attributes))
	}
	assert.Equal(t, []string{
		"memberinfoupdated [spike]Manager",
		"muted []",
		"membersmuted [jerry]",
		`infoupdated []{"n":{"__op":"Increment","amount":1}}`,
		"membersblocked [anne]",
		"blocked []",
		"kicked []",
	}, seen)
	conv := jerry.Conversation(ours.ID())
	require.NotNil(t, conv)
	assert.NotContains(t, conv.Members(), "jerry")
	assert.Equal(t, map[string]any{"n": 1.0}, conv.Attributes())
}
