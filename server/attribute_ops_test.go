package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAttributeOperations(t *testing.T) {
	cases := []struct{ name, before, patch, after, modified string }{
		{"increment", `{"n":1}`, `{"n":{"__op":"Increment","amount":2}}`, `{"n":3}`, `{"n":3}`},
		{"decrement", `{"n":1}`, `{"n":{"__op":"Increment","amount":-2}}`, `{"n":-1}`, `{"n":-1}`},
		{"increment by nothing", `{"n":1}`, `{"n":{"__op":"Increment","amount":0}}`, `{"n":1}`, `{"n":1}`},
		{"increment what is missing", `{}`, `{"attr.n":{"__op":"Increment","amount":0.5}}`, `{"attr":{"n":0.5}}`, `{"attr.n":0.5}`},
		{"large numbers keep their digits", `{"n":9007199254740993}`, `{"n":{"__op":"Increment","amount":1}}`, `{"n":9007199254740994}`, `{"n":9007199254740994}`},
		{"beyond whole numbers", `{"n":9223372036854775807}`, `{"n":{"__op":"Increment","amount":1}}`, `{"n":9.223372036854775808e18}`, `{"n":9.223372036854775808e18}`},
		{"add", `{"l":[1]}`, `{"l":{"__op":"Add","objects":[1,"a"]}}`, `{"l":[1,1,"a"]}`, `{"l":[1,1,"a"]}`},
		{"add to what is missing", `{}`, `{"a.l":{"__op":"Add","objects":[]}}`, `{"a":{"l":[]}}`, `{"a.l":[]}`},
		{"add what is new", `{"l":[1,{"a":1,"b":2}]}`, `{"l":{"__op":"AddUnique","objects":[{"b":2,"a":1},2,2,1]}}`, `{"l":[1,{"a":1,"b":2},2]}`, `{"l":[1,{"a":1,"b":2},2]}`},
		{"remove", `{"l":[1,"a",1,[2]]}`, `{"l":{"__op":"Remove","objects":[1,[2],"z"]}}`, `{"l":["a"]}`, `{"l":["a"]}`},
		{"remove from what is missing", `{}`, `{"l":{"__op":"Remove","objects":[1]}}`, `{"l":[]}`, `{"l":[]}`},
		{"delete", `{"a":{"b":1,"c":2}}`, `{"a.b":{"__op":"Delete"},"x.y":{"__op":"Delete"}}`, `{"a":{"c":2}}`, `{}`},
		{"other types", `{}`, `{"d":{"__type":"Date","iso":"x"}}`, `{"d":{"__type":"Date","iso":"x"}}`, `{"d":{"__type":"Date","iso":"x"}}`},
	}
	for _, c := range cases {
		attributes, err := parseAttributes(c.before)
		require.NoError(t, err)
		patch, err := parseAttributes(c.patch)
		require.NoError(t, err)
		changed, err := applyAttributes(attributes, patch)
		require.NoError(t, err, c.name)
		after, err := marshal(attributes)
		require.NoError(t, err)
		modified, err := marshal(changed)
		require.NoError(t, err)
		assert.JSONEq(t, c.after, after, c.name)
		assert.JSONEq(t, c.modified, modified, c.name)
	}
	for _, bad := range []string{
		`{"s":{"__op":"Increment","amount":1}}`, `{"n":{"__op":"Increment"}}`, `{"n":{"__op":"Increment","amount":"1"}}`,
		`{"n":{"__op":"Increment","amount":1e999}}`, `{"s":{"__op":"Add","objects":[1]}}`, `{"l":{"__op":"Add","objects":1}}`,
		`{"l":{"__op":"AddUnique"}}`, `{"l":{"__op":"Explode"}}`, `{"l":{"__op":""},"":1}`, `{"s.x":{"__op":"Increment","amount":1}}`,
		`{"m":{"__op":"Add","objects":["me"]}}`,
	} {
		attributes, err := parseAttributes(`{"s":"text","n":1,"l":[]}`)
		require.NoError(t, err)
		patch, err := parseAttributes(bad)
		require.NoError(t, err)
		_, err = applyAttributes(attributes, patch)
		assert.ErrorIs(t, err, &Error{Code: ConversationAPIFailed}, bad)
	}
}
