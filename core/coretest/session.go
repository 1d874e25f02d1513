package coretest

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/wire"
)

// Opened is the answer that opens a session.
func Opened(id, token string, ttl int32, serverTs int64) *wire.GenericCommand {
	session := new(wire.SessionCommand)
	if token != "" {
		session.SetSt(token)
		session.SetStTtl(ttl)
	}
	c := Command(wire.CommandSession, wire.OpOpened, id)
	c.SetServerTs(serverTs)
	c.SetSessionMessage(session)
	return c
}

// Login logs a client in, accepting the connection when it is the first.
func (h *Host) Login(id string) *core.Client {
	h.t.Helper()
	return h.LoginWith(core.ClientOptions{ID: id})
}

// LoginWith logs a client in with options.
func (h *Host) LoginWith(o core.ClientOptions) *core.Client {
	h.t.Helper()
	var client *core.Client
	h.rt.Open(o, func(c *core.Client, err error) {
		require.NoError(h.t, err)
		client = c
	})
	if h.rt.State() == core.StateConnecting {
		h.Accept()
	}
	h.Reply(h.One(wire.CommandSession, wire.OpOpen), Opened(o.ID, "token-"+o.ID, 3600, h.now.UnixMilli()))
	require.NotNil(h.t, client)
	return client
}

// Row is the row of a normal conversation.
func Row(id string, members ...string) string {
	row := `{"objectId":"` + id + `","c":"creator","createdAt":"2024-01-02T03:04:05.678Z","updatedAt":"2024-01-02T03:04:05.678Z","m":[`
	for i, member := range members {
		if i > 0 {
			row += ","
		}
		row += `"` + member + `"`
	}
	return row + `],"unique":true}`
}

// Results is the answer to a query.
func Results(rows ...string) *wire.GenericCommand {
	data := "["
	for i, row := range rows {
		if i > 0 {
			data += ","
		}
		data += row
	}
	results := new(wire.JsonObjectMessage)
	results.SetData(data + "]")
	conv := new(wire.ConvCommand)
	conv.SetResults(results)
	c := Command(wire.CommandConv, wire.OpResults, "")
	c.SetConvMessage(conv)
	return c
}

// Conversation lets a client fetch a normal conversation.
func (h *Host) Conversation(client *core.Client, id string, members ...string) *core.Conversation {
	h.t.Helper()
	var conversation *core.Conversation
	client.GetConversation(id, false, func(c *core.Conversation, err error) {
		require.NoError(h.t, err)
		conversation = c
	})
	h.Reply(h.One(wire.CommandConv, wire.OpQuery), Results(Row(id, members...)))
	require.NotNil(h.t, conversation)
	return conversation
}

// Direct is a message pushed to a client.
func Direct(to, conversation, from, id, text string, timestamp int64) *wire.GenericCommand {
	direct := new(wire.DirectCommand)
	direct.SetCid(conversation)
	direct.SetFromPeerId(from)
	direct.SetId(id)
	direct.SetMsg(text)
	direct.SetTimestamp(timestamp)
	c := Command(wire.CommandDirect, 0, to)
	c.SetService(2)
	c.SetDirectMessage(direct)
	return c
}

func decodeBase64(t testing.TB, text []byte) []byte {
	decoded, err := base64.StdEncoding.DecodeString(string(text))
	require.NoError(t, err)
	return decoded
}

// Signer makes a core.Signer of a function that has nothing to give up.
func Signer(sign func(core.SignatureRequest, func(core.Signature, error))) core.Signer {
	return func(r core.SignatureRequest, done func(core.Signature, error)) func() {
		sign(r, done)
		return nil
	}
}

// Logs is the answer to a question about history: for each message its id and
// time; others have sent them.
func Logs(messages ...core.Message) *wire.GenericCommand {
	logs := new(wire.LogsCommand)
	for _, m := range messages {
		item := new(wire.LogItem)
		item.SetMsgId(m.ID)
		item.SetFrom(m.From)
		item.SetData(m.Text)
		item.SetTimestamp(m.Timestamp)
		logs.AddLogs(item)
	}
	c := Command(wire.CommandLogs, 0, "")
	c.SetLogsMessage(logs)
	return c
}

// Unread is the server's count of a conversation.
func Unread(to, conversation string, count int32, id string, at int64) *wire.GenericCommand {
	tuple := new(wire.UnreadTuple)
	tuple.SetCid(conversation)
	tuple.SetUnread(count)
	if id != "" {
		tuple.SetMid(id)
		tuple.SetTimestamp(at)
		tuple.SetFrom("jerry")
	}
	unread := new(wire.UnreadCommand)
	unread.AddConvs(tuple)
	c := Command(wire.CommandUnread, 0, to)
	c.SetUnreadMessage(unread)
	return c
}

// Ack is the server's answer to a message.
func Ack(id string, timestamp int64) *wire.GenericCommand {
	cmd, ack := Command(wire.CommandAck, 0, ""), new(wire.AckCommand)
	ack.SetUid(id)
	ack.SetT(timestamp)
	cmd.SetAckMessage(ack)
	return cmd
}
