package server_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire/jsonframe"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A frame that is no command ends its connection with the documented code, and no
// other.
func TestMalformedFrames(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Frame: 1 << 14}})
	stop := chatOn(t, i)
	const text, binary = websocket.MessageText, websocket.MessageBinary
	for _, c := range []struct {
		protocol string
		kind     websocket.MessageType
		frame    string
		code     server.Code
	}{
		{"lc.protobuf2.3", binary, "", 4114},
		{"lc.protobuf2.3", binary, "\x00", 4114},
		{"lc.protobuf2.3", binary, "\xff\xff\xff", 4114},
		{"lc.protobuf2.3", binary, "\x08", 4114},                         // cmd without its value
		{"lc.protobuf2.3", binary, "\x28\x01", 4114},                     // no cmd
		{"lc.protobuf2.3", binary, "\x0a\x01a", 4114},                    // cmd is a text
		{"lc.protobuf2.3", binary, "\x08\x02\x22\x05ab", 4114},           // peerId of 5 bytes, 2 there
		{"lc.protobuf2.3", binary, "\x08\x02\xc2\x06\x7f", 4114},         // a body that ends early
		{"lc.protobuf2.3", binary, "\x08\x07\xba\x06\x02\x08\x01", 4114}, // an error without a reason
		{"lc.protobuf2.3", binary, "\x08\x01\x0b", 4114},                 // a group
		{"lc.protobuf2.3", binary, "\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 4114},
		{"lc.protobuf2.3", text, "\x08\x0e", 4114},
		{"lc.protobuf2.3", text, `{"cmd":"echo"}`, 4114},
		{"lc.protobuf2.3", binary, strings.Repeat("x", 1<<14+1), 4109},
		{"lc.protobuf2.1", text, "{}", 4114},
		{"lc.proto2base64.3", text, "", 4114},
		{"lc.proto2base64.3", text, "???", 4114},
		{"lc.proto2base64.3", text, base64.StdEncoding.EncodeToString([]byte("\xff")), 4114},
		{"lc.proto2base64.3", binary, "CA4=", 4114},
		{"lc.proto2base64.3", text, strings.Repeat("A", 1<<15), 4109},
		{"lc.json.3", text, "", 4114},
		{"lc.json.3", text, "null", 4114},
		{"lc.json.3", text, "[]", 4114},
		{"lc.json.3", text, "[{}]", 4114},
		{"lc.json.3", text, `"{}"`, 4114},
		{"lc.json.3", text, `{"cmd":"echo"`, 4114},
		{"lc.json.3", text, `{"cmd":"echo"}{}`, 4114},
		{"lc.json.3", text, `{"i":1}`, 4114},
		{"lc.json.3", text, `{"cmd":null,"i":1}`, 4114},
		{"lc.json.3", text, `{'cmd':'echo'}`, 4114},
		{"lc.json.3", text, strings.Repeat("[", 12000), 4114},
		{"lc.json.3", text, `{"cmd":"conv","where":` + strings.Repeat("[", 12000), 4114},
		{"lc.json.3", binary, `{}`, 4114},
		{"lc.json.3", text, `{"cmd":"` + strings.Repeat("x", 1<<14) + `"}`, 4109},
		{"", binary, "\x08\x0e", 4114},
		{"", text, "hello", 4114},
	} {
		conn := servertest.Dial(t, i, c.protocol)
		conn.Open(i.AppID, "mal")
		conn.Write(c.kind, []byte(c.frame))
		assert.EqualValues(t, c.code, conn.Closed(), "%s %.40q", c.protocol, c.frame)
	}
	assert.Positive(t, stop())
}

// What cannot be answered, because it has no serial, is passed over.
func TestMalformedCommandsWithoutSerial(t *testing.T) {
	i := startWithOther(t)
	names := malformedNames(t, i)
	for _, protocol := range []string{"lc.json.3", "lc.protobuf2.3"} {
		c := servertest.Dial(t, i, protocol)
		c.Open(i.AppID, "mal")
		for _, m := range malformedCommands(t) {
			if m.Code == 0 || strings.Contains(m.Text, `"appId":"other"`) {
				continue
			}
			text := names.Replace(repeated.Replace(m.Text))
			if protocol == "lc.json.3" {
				c.Write(websocket.MessageText, []byte(text))
			} else if cmd, err := jsonframe.Decode([]byte(text)); err == nil {
				c.Send(cmd)
			} else {
				continue
			}
			c.Quiet()
		}
	}
}

// Text that is no UTF-8 is repaired, wherever it stands, and a NUL is a character
// like another.
func TestBrokenText(t *testing.T) {
	i := servertest.Start(t)
	c := servertest.Login(t, i, "ann")
	cid := create(t, c, "bob")
	for n, bad := range []string{"\xff", "a\xed\xa0\xbd", "\x00", "\xf0\x9f\x98"} {
		cmd := direct(cid, bad)
		cmd.GetDirectMessage().SetDt(fmt.Sprint(n, bad))
		cmd.GetDirectMessage().SetMentionPids([]string{bad})
		sent(t, c, cmd)
		want := strings.ToValidUTF8(bad, "\uFFFD")
		assert.Equal(t, want, history(t, c, logs(cid))[n])
	}
	json := servertest.Dial(t, i, "lc.json.3")
	json.Write(websocket.MessageText, []byte("{\"cmd\":\"session\",\"op\":\"open\",\"appId\":\"dev\",\"peerId\":\"\xff\",\"i\":1}"))
	opened, err := jsonframe.Decode(json.Read())
	require.NoError(t, err)
	assert.Equal(t, "\uFFFD", opened.GetPeerId())
}
