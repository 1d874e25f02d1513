package jsonframe

import (
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"imclient/core/wire"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// texts are what strings and JSON texts hold in random frames.
var texts = []string{
	"", "x", "null", "5", "true", `"quoted"`, `{"a":[1,2]}`, ` {"a":1} `, "{\n}", `{"a":`, "[]", "línea\n\t\x00\x1f\x7f", "😀\u2028</script>",
}

// random appends a message of type m with each field present by that chance.
func random(r *rand.Rand, b []byte, m message, chance float64) []byte {
	for i := range m {
		f := &m[i]
		if r.Float64() > chance && !required[f.name] {
			continue
		}
		n := 1
		if f.repeated() {
			n = 1 + r.IntN(3)
		}
		for range n {
			b = randomValue(r, b, f, chance)
		}
	}
	return b
}

// required are the names of fields that must be there in some message.
var required = map[string]bool{"cmd": true, "code": true, "reason": true, "data": true, "cid": true, "unread": true}

func randomValue(r *rand.Rand, b []byte, f *field, chance float64) []byte {
	switch f.kind {
	case kindBool:
		return binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), r.Uint64N(2))
	case kindEnum:
		v := f.enum[r.IntN(len(f.enum))].value
		return binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), uint64(v))
	case kindInt32:
		return binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), uint64(int64(int32(r.Uint32())>>r.IntN(32))))
	case kindInt64:
		return binary.AppendUvarint(binary.AppendUvarint(b, f.tag()), uint64(int64(r.Uint64())>>r.IntN(64)))
	case kindMessage, kindMessages, kindJSON, kindJSONs:
		return appendBytes(b, f, random(r, nil, f.message, chance))
	}
	return appendBytes(b, f, []byte(texts[r.IntN(len(texts))]))
}

// Whatever a frame says survives the way to JSON and back, except fields that the
// schema does not know and a body without fields.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for n := range 3000 {
		frame := random(r, nil, messageGenericCommand, []float64{0.05, 0.3, 1}[n%3])
		want := new(wire.GenericCommand)
		require.NoError(t, want.Unmarshal(frame))
		// The codec's own encoding: what goes out of a server.
		normal, err := want.Append(nil)
		require.NoError(t, err)
		text, err := Encode(normal)
		require.NoError(t, err)
		require.True(t, json.Valid(text), "%s", text)
		got, err := Decode(text)
		require.NoError(t, err, "%s", text)
		require.Equal(t, withoutEmptyBody(want), withoutEmptyBody(got), "%s", text)
	}
}

// withoutEmptyBody makes equal what a JSON frame cannot tell apart.
func withoutEmptyBody(cmd *wire.GenericCommand) string {
	frame, _ := cmd.Append(nil)
	f := bodyOf(int32(cmd.GetCmd()))
	if f == nil {
		return string(frame)
	}
	empty := string(appendBytes(nil, f, nil))
	for b := frame; len(b) > 0; {
		v, rest, _ := next(b)
		if v.number == uint64(f.number) && len(v.bytes) == 0 {
			at := len(frame) - len(b)
			return string(frame[:at]) + string(frame[at+len(empty):])
		}
		b = rest
	}
	return string(frame)
}

// What a client may write for the same command.
func TestDecodeAccepts(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                    `{"cmd":"echo"}`,
		`{"cmd":"echo","i":1}`:                  `{"cmd":"echo","i":1}`,
		`{"cmd":"session","op":"query-result"}`: `{"cmd":"session","op":"query-result"}`,
		`{"cmd":"session","op":"query_result"}`: `{"cmd":"session","op":"query-result"}`,
		`{"cmd":0,"op":8}`:                      `{"cmd":"session","op":"query-result"}`,
		`{"cmd":"SESSION","op":"OPEN"}`:         `{"cmd":"session","op":"open"}`,
		`{"cmd":"conv","op":999}`:               `{"cmd":"conv","op":999}`,
		`{"cmd":"conv","op":"start","m":["a"],"attr":{"x": 1}}`:             `{"cmd":"conv","op":"start","m":["a"],"attr":{"x": 1}}`,
		`{"cmd":"conv","op":"start","attr":"{\"x\":1}"}`:                    `{"cmd":"conv","op":"start","attr":{"x":1}}`,
		`{"cmd":"conv","convMessage":{"cid":"c"},"limit":0}`:                `{"cmd":"conv","cid":"c","limit":0}`,
		`{"cmd":"conv","limit":"5","t":1e3}`:                                `{"cmd":"conv","limit":5,"t":1000}`,
		`{"cmd":"direct","binaryMsg":"AAE=","msg":null,"unknown":{"a":[]}}`: `{"cmd":"direct","binaryMsg":"AAE="}`,
		`{"cmd":"logs","direction":"new"}`:                                  `{"cmd":"logs","direction":"NEW"}`,
		`{"cmd":"direct","errorMessage":{"code":1,"reason":"x"}}`:           `{"cmd":"direct","errorMessage":{"code":1,"reason":"x"}}`,
		`{"cmd":"read","convs":[{"cid":"c","timestamp":5}]}`:                `{"cmd":"read","convs":[{"cid":"c","timestamp":5}]}`,
		`{"cmd":"data","msg":[{"a":1},"text"]}`:                             `{"cmd":"data","msg":[{"a":1},"text"]}`,
	} {
		cmd, err := Decode([]byte(text))
		require.NoError(t, err, text)
		frame, err := cmd.Append(nil)
		require.NoError(t, err)
		got, err := Encode(frame)
		require.NoError(t, err)
		assert.Equal(t, want, string(got), text)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{"", "null", "[]", "5", `"x"`, "{", `{"i":1}`, `{"cmd":null}`, "\x00", `{"cmd":"conv"}x`} {
		cmd, err := Decode([]byte(text))
		assert.ErrorIs(t, err, ErrMalformed, text)
		assert.Nil(t, cmd)
	}
	for _, text := range []string{`{"cmd":"fly","i":7}`, `{"cmd":"conv","op":"fly","i":7}`} {
		cmd, err := Decode([]byte(text))
		assert.ErrorIs(t, err, ErrUnknown, text)
		assert.EqualValues(t, 7, cmd.GetI())
	}
	for text, reason := range map[string]string{
		`"m":"a"`:                           "m is not a list",
		`"m":[5]`:                           "m is not a string",
		`"m":[null]`:                        "m is not a string",
		`"cid":{}`:                          "cid is not a string",
		`"unique":1`:                        "unique is not true or false",
		`"limit":1.5`:                       "limit is not an integer of 32 bits",
		`"limit":3000000000`:                "limit is not an integer of 32 bits",
		`"limit":1e10`:                      "limit is not an integer of 32 bits",
		`"t":"soon"`:                        "t is not an integer of 64 bits",
		`"t":1e300`:                         "t is not an integer of 64 bits",
		`"info":[]`:                         "info is not an object",
		`"failedPids":[{}]`:                 "a required field is not there",
		`"directMessage":{"cid":5}`:         "cid is not a string",
		`"logsMessage":{"direction":""}`:    "direction is not a known value",
		`"directMessage":{"binaryMsg":"*"}`: "binaryMsg is not base64",
		`"priority":[]`:                     "priority is not an integer of 32 bits",
	} {
		cmd, err := Decode([]byte(`{"cmd":"conv","op":"start","i":7,"peerId":"ann",` + text + `}`))
		var refused *FieldError
		require.ErrorAs(t, err, &refused, text)
		assert.EqualError(t, err, reason)
		assert.EqualValues(t, 7, cmd.GetI(), text)
		assert.Equal(t, "ann", cmd.GetPeerId(), text)
	}
}

func TestEncodeRefusesWhatIsNoFrame(t *testing.T) {
	for _, frame := range []string{"\x80", "\x08", "\x1a\x05ab", "\x0b", "\x1d\x00", "\xaa\x06\x01\x80"} {
		_, err := Encode([]byte(frame))
		assert.Error(t, err, "%x", frame)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"cmd":"session","op":"open","i":1,"appId":"a","peerId":"p","ua":"x","configBitmap":171}`,
		`{"cmd":"conv","op":"start","m":["a","b"],"attr":{"a":{"b":[1,2,{"c":null}]}},"unique":true,"i":2}`,
		`{"cmd":"direct","cid":"c","msg":"{\"_lctype\":-1}","r":1,"i":3}`, `{"cmd":1e0,"op":"30","m":[[]]}`,
		`{"cmd":"read","convs":[{"cid":"c","timestamp":5},{}]}`, `{"cmd":"conv","results":[[[[[[[[]]]]]]]]}`,
		`{"cmd":"patch","op":"modify","patches":[{"cid":"c","mid":"m","timestamp":1,"data":"\ud83d"}]}`, "{\"cmd\":\"direct\",\"msg\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		cmd, err := Decode(text)
		if err != nil {
			return
		}
		frame, err := cmd.Append(nil)
		require.NoError(t, err)
		again, err := Encode(frame)
		require.NoError(t, err)
		require.True(t, json.Valid(again), "%q", again)
		back, err := Decode(again)
		require.NoError(t, err, "%q", again)
		require.Equal(t, withoutEmptyBody(cmd), withoutEmptyBody(back), "%q", again)
	})
}
