package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/core/wire/jsonframe"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// malformed is a command that makes no sense, as JSON, and the code that it gets; 0
// for what is answered all the same. $c, $room and $temp are conversations
// of the client, $not is one of others, $theirs another app's; $mid and $hers are
// messages of $c and $not.
type malformed struct {
	Text string
	Code server.Code
}

func malformedCommands(t *testing.T) []malformed {
	t.Helper()
	text, err := os.ReadFile("testdata/malformed.txt")
	require.NoError(t, err)
	var list []malformed
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, command, _ := strings.Cut(line, " ")
		var m malformed
		_, err := fmt.Sscan(code, &m.Code)
		require.NoError(t, err, line)
		m.Text = strings.TrimSpace(command)
		list = append(list, m)
	}
	return list
}

// repeated stands for what is too long to write down.
var repeated = strings.NewReplacer(
	"@LONGID", strings.Repeat("x", 65), "@LONG", strings.Repeat("x", 6000),
	"@IDS", manyIDs(2000),
	"@DEEP", strings.Repeat(`{"$and":[`, 200)+"{}"+strings.Repeat("]}", 200),
	"@NEST", strings.Repeat(`{"a":`, 500)+"1"+strings.Repeat("}", 500),
	"@BIG", `"`+strings.Repeat("x", 70000)+`"`,
	"@PATCHES", strings.TrimSuffix(strings.Repeat(`{"cid":"$c","mid":"$mid","data":"x"},`, 101), ","),
	"@IN", strings.TrimSuffix(strings.Repeat("1,", 1500), ","),
)

func manyIDs(n int) string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%q", fmt.Sprint("id", i))
	}
	return strings.Join(ids, ",")
}

// Each malformed command gets its documented code, over protobuf and over JSON, and
// nobody else notices: two others chat on meanwhile.
func TestMalformedCommands(t *testing.T) {
	i := startWithOther(t)
	names := malformedNames(t, i)
	stop := chatOn(t, i)
	commands := malformedCommands(t)
	require.GreaterOrEqual(t, len(commands), 100)
	tried := 0
	for _, protocol := range []string{"lc.json.3", "lc.protobuf2.3"} {
		c := servertest.Dial(t, i, protocol)
		c.Open(i.AppID, "mal")
		for n, m := range commands {
			text := strings.TrimSuffix(names.Replace(repeated.Replace(m.Text)), "}") + fmt.Sprintf(`,"i":%d}`, 1000+n)
			if protocol == "lc.json.3" {
				require.True(t, json.Valid([]byte(text)), m.Text)
				c.Write(websocket.MessageText, []byte(text))
			} else {
				cmd, err := jsonframe.Decode([]byte(text))
				if err != nil {
					continue // wrong in a way that only JSON can be
				}
				c.Send(cmd)
			}
			tried++
			answer := c.Next()
			for answer.GetI() != int32(1000+n) {
				require.False(t, answer.HasI(), "%s: %s", m.Text, servertest.Describe(answer))
				answer = c.Next() // a push of what was accepted
			}
			assert.Equal(t, m.Code, codeOf(answer), "%s %s: %s", protocol, m.Text, servertest.Describe(answer))
		}
		assert.Equal(t, wire.CommandEcho, c.Call(servertest.Command(wire.CommandEcho, 0)).GetCmd())
	}
	said := stop()
	t.Logf("%d commands, %d ways; the others said %d things", len(commands), tried, said)
	assert.Positive(t, said)
}

func startWithOther(t testing.TB) *servertest.Instance {
	t.Helper()
	other := server.App{ID: "other", Key: "k", MasterKey: "m"}
	return servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, other}, Logger: slog.New(slog.DiscardHandler)})
}

func codeOf(answer *wire.GenericCommand) server.Code {
	if e := answer.GetErrorMessage(); e != nil {
		return server.Code(e.GetCode())
	}
	return server.Code(answer.GetAckMessage().GetCode())
}

// malformedNames makes the conversations that the commands name.
func malformedNames(t *testing.T, i *servertest.Instance) *strings.Replacer {
	t.Helper()
	setup := servertest.Login(t, i, "mal")
	friend := servertest.Login(t, i, "friend")
	cid := create(t, setup, "friend")
	mid := send(t, setup, cid, "hello").GetUid()
	mine := create(t, friend, "somebody")
	hers := send(t, friend, mine, "private").GetUid()
	room := start()
	room.SetTransient(true)
	roomID := friend.Call(conv(wire.OpStart, room)).GetConvMessage().GetCid()
	temp := start("mal", "friend")
	temp.SetTempConv(true)
	tempID := setup.Call(conv(wire.OpStart, temp)).GetConvMessage().GetCid()
	stranger := servertest.Dial(t, i)
	stranger.Open("other", "mal")
	theirs := create(t, stranger, "friend")
	for _, c := range []*servertest.Client{setup, friend, stranger} {
		require.NoError(t, c.WS.CloseNow())
	}
	return strings.NewReplacer("$c", cid, "$room", roomID, "$temp", tempID, "$not", mine, "$theirs", theirs, "$mid", mid, "$hers", hers)
}

// chatOn has two clients chat until the returned function is called, which returns
// how much they said. Each message arrives.
func chatOn(t *testing.T, i *servertest.Instance) (stop func() int) {
	ann, bob := servertest.Login(t, i, "chatting-ann"), servertest.Login(t, i, "chatting-bob")
	cid := create(t, ann, "chatting-bob")
	joined(bob)
	var stopping atomic.Bool
	said := make(chan int)
	go func() {
		n := 0
		for ; !stopping.Load() && !t.Failed(); n++ {
			ann.Request(direct(cid, fmt.Sprint(n)))
			for _, c := range []*servertest.Client{ann, bob} {
				ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
				_, frame, err := c.WS.Read(ctx)
				cancel()
				m := new(wire.GenericCommand)
				if !assert.NoError(t, err) || !assert.NoError(t, m.Unmarshal(frame)) {
					break
				}
				if c == bob {
					assert.Equal(t, fmt.Sprint(n), m.GetDirectMessage().GetMsg())
				}
			}
		}
		said <- n
	}()
	return func() int {
		stopping.Store(true)
		select {
		case n := <-said:
			return n
		case <-time.After(servertest.Deadline):
			t.Fatal("the chat stalled")
			return 0
		}
	}
}
