package server_test

import (
	"encoding/json"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The commands that tests send, as an SDK would write them.

func start(members ...string) *wire.ConvCommand {
	m := new(wire.ConvCommand)
	m.SetM(members)
	m.SetUnique(true)
	m.SetAttr(data(`{}`))
	return m
}

func data(text string) *wire.JsonObjectMessage {
	m := new(wire.JsonObjectMessage)
	m.SetData(text)
	return m
}

func conv(op wire.OpType, m *wire.ConvCommand) *wire.GenericCommand {
	cmd := servertest.Command(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	return cmd
}

func in(cid string, members ...string) *wire.ConvCommand {
	m := new(wire.ConvCommand)
	m.SetCid(cid)
	m.SetM(members)
	return m
}

func direct(cid, text string) *wire.GenericCommand {
	d := new(wire.DirectCommand)
	d.SetCid(cid)
	d.SetMsg(text)
	cmd := servertest.Command(wire.CommandDirect, 0)
	cmd.SetDirectMessage(d)
	return cmd
}

// create starts a conversation and passes over the notices at the caller.
func create(t *testing.T, c *servertest.Client, members ...string) (cid string) {
	t.Helper()
	started := c.Call(conv(wire.OpStart, start(members...)))
	require.Equal(t, wire.OpStarted, started.GetOp(), servertest.Describe(started))
	if !started.GetConvMessage().GetExisting() {
		c.Expect(wire.CommandConv, wire.OpJoined)
		c.Expect(wire.CommandConv, wire.OpMembersJoined)
	}
	return started.GetConvMessage().GetCid()
}

// joined passes over the notices at somebody who was made a member.
func joined(c *servertest.Client) {
	c.Expect(wire.CommandConv, wire.OpJoined)
	c.Expect(wire.CommandConv, wire.OpMembersJoined)
}

// send sends a text and returns the ack.
func send(t *testing.T, c *servertest.Client, cid, text string) *wire.AckCommand {
	t.Helper()
	return sent(t, c, direct(cid, text))
}

func sent(t *testing.T, c *servertest.Client, cmd *wire.GenericCommand) *wire.AckCommand {
	t.Helper()
	ack := c.Call(cmd)
	require.Equal(t, wire.CommandAck, ack.GetCmd(), servertest.Describe(ack))
	require.False(t, ack.GetAckMessage().HasCode(), servertest.Describe(ack))
	return ack.GetAckMessage()
}

// refused checks that a command is answered by an error, or an ack, with code.
func refused(t *testing.T, c *servertest.Client, code server.Code, cmd *wire.GenericCommand) {
	t.Helper()
	answer := c.Call(cmd)
	if answer.GetCmd() == wire.CommandAck {
		assert.EqualValues(t, code, answer.GetAckMessage().GetCode(), servertest.Describe(answer))
		assert.Equal(t, code.String(), answer.GetAckMessage().GetReason())
		return
	}
	assert.Equal(t, wire.CommandError, answer.GetCmd(), servertest.Describe(answer))
	assert.EqualValues(t, code, answer.GetErrorMessage().GetCode(), servertest.Describe(answer))
	assert.Equal(t, code.String(), answer.GetErrorMessage().GetReason())
}

func logs(cid string) *wire.LogsCommand {
	m := new(wire.LogsCommand)
	m.SetCid(cid)
	return m
}

func logsCommand(m *wire.LogsCommand) *wire.GenericCommand {
	cmd := servertest.Command(wire.CommandLogs, 0)
	cmd.SetLogsMessage(m)
	return cmd
}

func history(t *testing.T, c *servertest.Client, m *wire.LogsCommand) (texts []string) {
	t.Helper()
	answer := c.Call(logsCommand(m))
	require.Equal(t, wire.CommandLogs, answer.GetCmd(), servertest.Describe(answer))
	texts = []string{}
	for _, item := range answer.GetLogsMessage().GetLogs() {
		texts = append(texts, item.GetData())
	}
	return texts
}

// query returns the rows of a conversation query.
func query(t *testing.T, c *servertest.Client, m *wire.ConvCommand) (rows []map[string]any) {
	t.Helper()
	answer := c.Call(conv(wire.OpQuery, m))
	require.Equal(t, wire.OpResults, answer.GetOp(), servertest.Describe(answer))
	require.NoError(t, json.Unmarshal([]byte(answer.GetConvMessage().GetResults().GetData()), &rows))
	return rows
}

func where(text string) *wire.ConvCommand {
	m := new(wire.ConvCommand)
	m.SetWhere(data(text))
	return m
}

// messages returns the texts of the next n messages.
func messages(c *servertest.Client, n int) (texts []string) {
	for range n {
		texts = append(texts, c.Expect(wire.CommandDirect, 0).GetDirectMessage().GetMsg())
	}
	return texts
}

func ackUpTo(cid string, t int64) *wire.GenericCommand {
	m := new(wire.AckCommand)
	m.SetCid(cid)
	m.SetFromts(t)
	m.SetTots(t)
	cmd := servertest.Command(wire.CommandAck, 0)
	cmd.SetAckMessage(m)
	return cmd
}

func readUpTo(cid, mid string, t int64) *wire.GenericCommand {
	tuple := new(wire.ReadTuple)
	tuple.SetCid(cid)
	if mid != "" {
		tuple.SetMid(mid)
	}
	tuple.SetTimestamp(t)
	m := new(wire.ReadCommand)
	m.AddConvs(tuple)
	cmd := servertest.Command(wire.CommandRead, 0)
	cmd.SetReadMessage(m)
	return cmd
}
