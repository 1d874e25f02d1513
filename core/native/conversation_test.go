package native_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

func TestCreateConversation(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	start := time.Now().Add(-time.Minute)
	conv, err := tom.CreateConversation(within(t), native.ConversationOptions{
		Members:    []string{"jerry", "jerry"},
		Name:       "Cat & mouse",
		Attributes: map[string]any{"color": "grey", "size": 2},
	})
	require.NoError(t, err)
	assert.Same(t, tom, conv.Client())
	assert.Equal(t, native.Normal, conv.Kind())
	assert.Equal(t, "Cat & mouse", conv.Name())
	assert.Equal(t, "tom", conv.Creator())
	assert.Equal(t, []string{"jerry", "tom"}, conv.Members())
	assert.Equal(t, map[string]any{"color": "grey", "size": 2.0}, conv.Attributes())
	assert.True(t, conv.CreatedAt().After(start))
	assert.Nil(t, conv.LastMessage())
	assert.Zero(t, conv.LastMessageAt())
	assert.Zero(t, conv.Unread())
	assert.False(t, conv.Mentioned())
	assert.False(t, conv.Muted())
	assert.Zero(t, conv.ExpiresAt())
	assert.Equal(t, conv.CreatedAt(), conv.UpdatedAt())
	assert.Same(t, conv, tom.Conversation(conv.ID()))
	assert.Nil(t, tom.Conversation("5f0000000000000000000000"))

	fetched, err := login(t, s, "tom").GetConversation(within(t), conv.ID())
	require.NoError(t, err)
	assert.Equal(t, conv.Attributes(), fetched.Attributes())
	assert.Equal(t, conv.Members(), fetched.Members())
	assert.Equal(t, conv.CreatedAt(), fetched.CreatedAt())

	again := unite(t, tom, "jerry")
	assert.Same(t, conv, again, "the same members unite in the same conversation")
	other, err := tom.CreateConversation(within(t), native.ConversationOptions{Members: []string{"jerry"}, NotUnique: true})
	require.NoError(t, err)
	assert.NotEqual(t, conv.ID(), other.ID())
}

func TestCreateOtherKinds(t *testing.T) {
	tom := login(t, servertest.Start(t), "tom")
	room, err := tom.CreateConversation(within(t), native.ConversationOptions{Name: "lobby", Transient: true})
	require.NoError(t, err)
	assert.Equal(t, native.ChatRoom, room.Kind())
	assert.Empty(t, room.Members())

	brief, err := tom.CreateConversation(within(t), native.ConversationOptions{Members: []string{"jerry"}, Temporary: true, TTL: time.Hour})
	require.NoError(t, err)
	assert.Equal(t, native.Temporary, brief.Kind())
	assert.True(t, strings.HasPrefix(brief.ID(), "_tmp:"))
	assert.WithinDuration(t, time.Now().Add(time.Hour), brief.ExpiresAt(), time.Minute)
}

func TestCreateConversationRefusesBadOptions(t *testing.T) {
	tom := login(t, servertest.Start(t), "tom")
	for name, o := range map[string]native.ConversationOptions{
		"attributes":   {Attributes: map[string]any{"f": func() {}}},
		"negative TTL": {Temporary: true, TTL: -time.Hour},
		"short TTL":    {Temporary: true, TTL: time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tom.CreateConversation(within(t), o)
			var bad *native.ArgumentError
			assert.ErrorAs(t, err, &bad)
		})
	}
}

func TestFindConversations(t *testing.T) {
	s := servertest.Start(t)
	tom, jerry := login(t, s, "tom"), login(t, s, "jerry")
	ours := unite(t, tom, "jerry")
	alone := unite(t, tom)

	theirs, err := jerry.GetConversation(within(t), ours.ID())
	require.NoError(t, err)
	assert.NotSame(t, ours, theirs)
	cached, err := jerry.GetConversation(within(t), ours.ID())
	require.NoError(t, err)
	assert.Same(t, theirs, cached)

	const unknown = "5f0000000000000000000000"
	_, err = jerry.GetConversation(within(t), unknown)
	assert.ErrorIs(t, err, native.ErrConversationNotFound)

	list, err := tom.GetConversations(within(t), alone.ID(), unknown, ours.ID(), alone.ID())
	require.NoError(t, err)
	assert.Equal(t, []*native.Conversation{alone, nil, ours, alone}, list)

	mine, err := jerry.Query(within(t), native.Query{})
	require.NoError(t, err)
	assert.Equal(t, []*native.Conversation{theirs}, mine)
	byName, err := jerry.Query(within(t), native.Query{Where: `{"name":"nobody's"}`, Limit: 5})
	require.NoError(t, err)
	assert.Empty(t, byName)
	_, err = jerry.Query(within(t), native.Query{Where: `{`})
	assert.Error(t, err)
}

func TestConversationsThatWereLetGo(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	id := unite(t, tom, "jerry").ID()
	collect(t, tom)
	again, err := tom.GetConversation(within(t), id)
	require.NoError(t, err)
	assert.Equal(t, []string{"jerry", "tom"}, again.Members())
	_, err = again.Send(within(t), native.Text("still there"))
	assert.NoError(t, err)
	runtime.KeepAlive(again)
}

func TestMembers(t *testing.T) {
	s := servertest.Start(t)
	notices := make(chan native.Notice, 10)
	tom := login(t, s, "tom", into(notices))
	conv, err := tom.CreateConversation(within(t), native.ConversationOptions{Members: []string{"jerry"}, NotUnique: true})
	require.NoError(t, err)
	wait := func(kind native.NoticeKind) native.Notice {
		t.Helper()
		for {
			if n := receive(t, notices); n.Kind == kind {
				return n
			}
		}
	}
	wait(native.MembersJoined)

	result, err := conv.Add(within(t), "anne", "bob")
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"anne", "bob"}, result.Succeeded)
	assert.Empty(t, result.Failures)
	joined := wait(native.MembersJoined)
	assert.Same(t, conv, joined.Conversation)
	assert.Equal(t, "tom", joined.By)
	assert.ElementsMatch(t, []string{"anne", "bob"}, joined.Members)
	assert.ElementsMatch(t, []string{"anne", "bob", "jerry", "tom"}, conv.Members())
	count, err := conv.Count(within(t))
	require.NoError(t, err)
	assert.Equal(t, 4, count)

	result, err = conv.Remove(within(t), "bob")
	require.NoError(t, err)
	assert.Equal(t, []string{"bob"}, result.Succeeded)
	assert.Equal(t, []string{"bob"}, wait(native.MembersLeft).Members)

	kicked := make(chan native.Notice, 10)
	jerry := login(t, s, "jerry", into(kicked))
	theirs, err := jerry.GetConversation(within(t), conv.ID())
	require.NoError(t, err)
	require.NoError(t, theirs.Quit(within(t)))
	assert.Equal(t, native.Kicked, receive(t, kicked).Kind)
	assert.Equal(t, []string{"jerry"}, wait(native.MembersLeft).Members)
	require.NoError(t, theirs.Join(within(t)))
	assert.Equal(t, []string{"jerry"}, wait(native.MembersJoined).Members)
}

func TestSetAttributes(t *testing.T) {
	s := servertest.Start(t)
	notices := make(chan native.Notice, 10)
	jerry := login(t, s, "jerry", into(notices))
	conv := unite(t, login(t, s, "tom"), "jerry")
	require.NoError(t, conv.SetAttributes(within(t), map[string]any{"name": "new", "theme.color": "blue"}))
	assert.Equal(t, "new", conv.Name())
	theme := map[string]any{"theme": map[string]any{"color": "blue"}}
	assert.Equal(t, theme, conv.Attributes())
	for {
		n := receive(t, notices)
		if n.Kind == native.InfoUpdated {
			assert.Same(t, jerry, n.Client)
			assert.Equal(t, "tom", n.By)
			assert.Equal(t, "new", n.Conversation.Name())
			assert.Equal(t, theme, n.Conversation.Attributes())
			break
		}
	}
	var bad *native.ArgumentError
	assert.ErrorAs(t, conv.SetAttributes(within(t), map[string]any{"f": func() {}}), &bad)

	require.NoError(t, conv.Mute(within(t)))
	assert.True(t, conv.Muted())
	require.NoError(t, conv.Unmute(within(t)))
	assert.False(t, conv.Muted())
}

func TestReceipts(t *testing.T) {
	s := servertest.Start(t)
	receipts := make(chan native.ReceiptUpdated, 10)
	conv := unite(t, login(t, s, "tom", into(receipts)), "jerry")
	login(t, s, "jerry", native.WithHandler(func(e native.MessageReceived) {
		assert.NoError(t, e.Conversation.Read(within(t)))
	}))
	m := native.Text("did you get this?")
	m.Receipt = true
	sent, err := conv.Send(within(t), m)
	require.NoError(t, err)
	for read, delivered := false, false; !read || !delivered; {
		e := receive(t, receipts)
		assert.Same(t, conv, e.Conversation)
		assert.False(t, e.At.Before(sent.SentAt))
		if e.Read {
			read = true
			assert.Equal(t, e.At, conv.LastReadAt())
		} else {
			delivered = true
			assert.Equal(t, sent.ID, e.MessageID)
		}
	}
	require.NoError(t, conv.FetchReceipts(within(t)))
	assert.False(t, conv.LastDeliveredAt().Before(sent.SentAt))
}

func TestUpdateAndRecall(t *testing.T) {
	s := servertest.Start(t)
	patched := make(chan native.MessagePatched, 10)
	login(t, s, "jerry", into(patched))
	conv := unite(t, login(t, s, "tom"), "jerry")
	sent, err := conv.Send(within(t), native.Text("frist"))
	require.NoError(t, err)

	updated, err := conv.Update(within(t), sent, native.Text("first"))
	require.NoError(t, err)
	assert.False(t, updated.UpdatedAt.Before(sent.SentAt))
	e := receive(t, patched)
	assert.False(t, e.Recall)
	assert.Nil(t, e.Reason)
	text, _ := native.TextOf(e.Message)
	assert.Equal(t, "first", text)

	require.NoError(t, conv.Recall(within(t), updated))
	e = receive(t, patched)
	assert.True(t, e.Recall)
	history, err := conv.History(within(t), native.HistoryQuery{})
	require.NoError(t, err)
	require.Len(t, history, 1)
	typed, err := history[0].Typed()
	require.NoError(t, err)
	assert.Equal(t, native.TypeRecalled, typed.Type)

	var bad *native.ArgumentError
	_, err = conv.Update(within(t), nil, native.Text("x"))
	assert.ErrorAs(t, err, &bad)
	assert.ErrorAs(t, conv.Recall(within(t), &native.Message{ConversationID: "other"}), &bad)
}

func TestHistory(t *testing.T) {
	s := servertest.Start(t)
	conv := unite(t, login(t, s, "tom"), "jerry")
	var sent []*native.Message
	for _, o := range []native.Outgoing{native.Text("a"), native.Plain("b"), native.Text("c"), native.Binary([]byte("d")), native.Text("e")} {
		m, err := conv.Send(within(t), o)
		require.NoError(t, err)
		sent = append(sent, m)
	}
	at := func(n int, q native.HistoryQuery) native.HistoryQuery {
		q.StartTime, q.StartMessageID = sent[n].SentAt, sent[n].ID
		return q
	}
	for name, c := range map[string]struct {
		query native.HistoryQuery
		want  []*native.Message
	}{
		"all":         {native.HistoryQuery{}, sent},
		"newest":      {native.HistoryQuery{Limit: 2}, sent[3:]},
		"older":       {at(3, native.HistoryQuery{Limit: 2}), sent[1:3]},
		"inclusive":   {at(3, native.HistoryQuery{Limit: 2, StartClosed: true}), sent[2:4]},
		"oldest":      {native.HistoryQuery{Limit: 2, OldToNew: true}, sent[:2]},
		"newer":       {at(1, native.HistoryQuery{OldToNew: true}), sent[2:]},
		"of a type":   {native.HistoryQuery{Type: native.TypeText}, []*native.Message{sent[0], sent[2], sent[4]}},
		"to the end":  {native.HistoryQuery{EndTime: sent[2].SentAt, EndMessageID: sent[2].ID}, sent[3:]},
		"end as well": {native.HistoryQuery{EndTime: sent[2].SentAt, EndMessageID: sent[2].ID, EndClosed: true}, sent[2:]},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := conv.History(within(t), c.query)
			require.NoError(t, err)
			assert.Equal(t, ids(c.want), ids(got))
		})
	}
	for _, oldToNew := range []bool{false, true} {
		var got []string
		pages := 0
		for page, err := range conv.HistoryPages(within(t), native.HistoryQuery{Limit: 2, OldToNew: oldToNew}) {
			require.NoError(t, err)
			pages++
			if oldToNew {
				got = append(got, ids(page)...)
			} else {
				got = append(ids(page), got...)
			}
		}
		assert.Equal(t, 3, pages)
		assert.Equal(t, ids(sent), got)
	}
	for page := range conv.HistoryPages(within(t), native.HistoryQuery{Limit: 1}) {
		assert.Len(t, page, 1)
		break
	}
}

func ids(messages []*native.Message) []string {
	list := make([]string, len(messages))
	for i, m := range messages {
		list[i] = m.ID
	}
	return list
}
