package server_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Queries that are there to break in: each is refused with 4310 or finds nothing
// that is not the asker's app's.
func TestHostileQueries(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{{ID: "ours", Key: "k", MasterKey: "m"}, {ID: "theirs", Key: "k", MasterKey: "m"}}})
	victim := servertest.Dial(t, i)
	victim.Open("theirs", "bea")
	theirs := victim.Call(attrStart(`{"name":"their secret","attr":{"x":1}}`, "ann")).GetConvMessage().GetCid()
	send(t, victim, theirs, "a secret between two")
	ann := servertest.Login(t, i, "ann")
	ours := ann.Call(attrStart(`{"name":"`+strings.Repeat("a", 5000)+`","attr":{"x":1}}`, "bob")).GetConvMessage().GetCid()

	list := func(n int, item string) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	nest := func(n int, open, inner, end string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	refusals := []string{
		// deep
		nest(9, `{"$and":[`, `{"a":1}`, `]}`), nest(50000, `{"$or":[`, `{"a":1}`, `]}`), `{"a":` + nest(102, `[`, ``, `]`) + `}`,
		`{"a":` + nest(9000, `{"b":`, `1`, `}`) + `}`, nest(100000, `[`, ``, `]`),
		// many
		`{"a":{"$in":` + list(1001, `1`) + `}}`, `{"objectId":{"$in":` + list(1001, `"x"`) + `}}`, `{"a":{"$nin":` + list(101, `1`) + `}}`,
		`{"a":{"$all":` + list(501, `"x"`) + `}}`, `{"$or":` + list(257, `{"a":1}`) + `}`, `{"$and":` + list(6, `{"a":{"$in":`+list(1000, `"x"`)+`}}`) + `}`,
		`{"name":"` + strings.Repeat("x", 256<<10) + `"}`, `{"` + strings.Repeat("a.", 10) + `a":1}`,
		// patterns
		`{"name":{"$regex":"(a+)+(b+)+\\1"}}`, `{"name":{"$regex":"(?=a)"}}`, `{"name":{"$regex":"a{1001}"}}`, `{"name":{"$regex":"((a{100}){100}){100}"}}`,
		`{"name":{"$regex":"` + strings.Repeat("a{1000}", 100) + `"}}`, `{"name":{"$regex":"` + strings.Repeat("(", 1000) + `"}}`,
		`{"name":{"$regex":"a","$options":"e"}}`, `{"name":{"$regex":["a"]}}`,
		// what there is not
		`{"$where":"sleep(1000)"}`, `{"a":{"$where":"1"}}`, `{"$expr":{}}`, `{"a":{"$lookup":1}}`, `{"a\"":1}`, `{"a\u0000":1}`, `{"":1}`, `{"$or":[]}`,
		`null 1`, `{`, `[]`, `"x"`, `{"a":1}{"b":2}`, `{"lm":{"__type":"Date","iso":"' OR 1"}}`,
	}
	for _, text := range refusals {
		refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, where(text)))
	}
	all := map[string]bool{} // what they find: whether it may be ours
	for _, text := range []string{
		`{"name":"x' OR '1'='1"}`, `{"name":"x\") OR 1=1 --"}`, `{"x' OR '1'='1":{"$exists":true}}`, `{"attr.x') OR 1=1 --":1}`,
		`{"c.app":"theirs"}`, `{"app":"theirs"}`, `{"app":{"$ne":"ours"},"objectId":"` + theirs + `"}`, `{"objectId":"` + theirs + `"}`,
		`{"objectId":{"$in":["` + theirs + `","' UNION SELECT * FROM user --"]}}`, `{"m":"bea"}`, `{"m":{"$regex":"be."}}`, `{"m":{"$all":["ann","bea"]}}`,
		`{"name":{"$regex":"secret"}}`, `{"name":{"$regex":"(a+)+$"}}`, `{"name":{"$regex":"^(a|a|a)*b$"}}`, `{"name":{"$regex":"(.*)(.*)(.*)(.*)(.*)x$"}}`,
		`{"$or":[{"m":"bea"},{"name":"their secret"},{"c":"bea"}]}`, `{"name":{"$ne":"'; DROP TABLE conversation; --"}}`, `{"objectId":{"$exists":true}}`,
		`{"createdAt":{"$gt":"0) OR (1=1"}}`, `{"tr":"1 OR 1"}`, `{"attr.[0]":1}`, `{"attr.#-1":1}`, `{"attr.$.x":1}`, `{"attr.x":{"$size":9223372036854775807}}`,
		`{"name":{"$in":` + list(1000, `"x"`) + `}}`, `{"name":{"$nin":` + list(1000, `"x"`) + `}}`, `{"\\":1}`, `{"attr.\\\\":"'"}`, `{"attr.x'":{"$regex":"'"}}`,
	} {
		for _, sort := range []string{"", "-lm", "name') --", "c.app", "-attr.'; --"} {
			q := where(text)
			q.SetSort(sort)
			q.SetFlag(2)
			answer := ann.Call(conv(wire.OpQuery, q))
			if e := answer.GetErrorMessage(); e != nil {
				require.EqualValues(t, server.ConversationQueryFailed, e.GetCode(), "%s sorted by %s: %s", text, sort, e.GetDetail())
				continue
			}
			var rows []map[string]any
			require.NoError(t, json.Unmarshal([]byte(answer.GetConvMessage().GetResults().GetData()), &rows))
			for _, row := range rows {
				assert.Equal(t, ours, row["objectId"], text)
				all[text] = true
			}
		}
	}
	assert.True(t, all[`{"objectId":{"$exists":true}}`], "what is ours is found")
	assert.True(t, all[`{"name":{"$regex":"(a+)+$"}}`])
	for _, key := range []string{`a\\b`, `\\`, `it's`, `[0]`, `#`, ` `, `\u0001`, `ключ`} {
		cid := ann.Call(attrStart(`{"`+key+`":"odd"}`, "bob")).GetConvMessage().GetCid()
		rows := query(t, ann, where(`{"`+key+`":"odd","objectId":{"$exists":true}}`))
		if assert.Len(t, rows, 1, "any key is an ordinary one: %s", key) {
			assert.Equal(t, cid, rows[0]["objectId"])
		}
	}
	for _, sort := range []string{"a..b", `a"`, strings.Repeat("a,", 10) + "a", "m", strings.Repeat("a.", 10) + "a"} {
		q := where(`{"objectId":{"$exists":true}}`)
		q.SetSort(sort)
		refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, q))
	}
	assert.Equal(t, []string{"a secret between two"}, history(t, victim, logs(theirs)), "and nothing has happened to theirs")
	for _, cmd := range []*wire.GenericCommand{conv(wire.OpCount, in(theirs)), conv(wire.OpAdd, in(theirs, "ann")), attrUpdate(theirs)} {
		refused(t, ann, server.ConversationNotFound, cmd)
	}
	refused(t, ann, server.ConversationNotFound, logsCommand(logs(theirs)))
	assert.EqualValues(t, server.InvalidMessagingTarget, ann.Call(direct(theirs, "hi")).GetAckMessage().GetCode())
	for _, path := range []string{"/1.2/rtm/conversations/%s", "/1.2/rtm/conversations/%s/messages", "/1.2/rtm/conversations?where={\"objectId\":\"%s\"}"} {
		status, answer := restMaster(t, i, "GET", fmt.Sprintf(path, theirs), "")
		assert.NotContains(t, fmt.Sprint(answer), "secret", "%d %s", status, path)
	}
}

func attrUpdate(cid string) *wire.GenericCommand {
	m := in(cid)
	m.SetAttr(data(`{"name":"mine now"}`))
	return conv(wire.OpUpdate, m)
}
