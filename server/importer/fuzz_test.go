package importer_test

import (
	"fmt"
	"testing"

	"imclient/server/archive"
	"imclient/server/importer"
	"imclient/server/store/sqlite"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzImport imports whatever as the rows of a class. A row that is no good is told
// and skipped, and nothing ends an import; the same rows once more add nothing.
func FuzzImport(f *testing.F) {
	for _, seed := range []struct {
		class archive.Class
		rows  string
	}{
		{archive.Conversations, `{"objectId":"c2","m":["a","b"],"c":"a","createdAt":"2026-01-01T00:00:00.000Z","x":{"y":1},"mu":["a"],"unique":true}`},
		{archive.Conversations, `{"objectId":"c2","m":["a"]}` + "\n" + `{"objectId":"c2","m":"a","tr":"x","sys":1,"lm":{"__type":"Date","iso":"x"}}`},
		{archive.Conversations, "{\"objectId\":\"c\\u0000\",\"m\":[\"\\ud800\"],\"tr\":true}"},
		{archive.Messages, `{"msg-id":"m1","to":"c1","from":"a","timestamp":1700000000000,"data":"hi","bin":false,"mention-pids":["a"]}`},
		{archive.Messages, `{"msg-id":"m1","to":"c1","timestamp":-1,"data":"AA","bin":true}` + "\n" + `{"msg-id":7,"to":{},"timestamp":"x"}`},
		{archive.SysMessages, `{"objectId":"s1","convId":"c1","from":"a","timestamp":1700000000000,"data":"hi","msgId":"m"}`},
		{archive.Users, `{"objectId":"u1","username":"a","password":"x","salt":"y","sessionToken":"z","authData":{"w":{}}}`},
		{archive.Files, `{"objectId":"f1","name":"x.png","url":"http://x","metaData":{"size":-1},"key":"../../x"}`},
		{archive.MemberInfos, `{"objectId":"i1","cid":"c1","clientId":"a","role":"Manager"}`},
		{archive.Blacklists, `{"conv_id":"c1","client_id":"a","expires_at":1}`},
		{archive.Silences, `{"conv_id":"c1","client_id":"a"}`},
		{archive.Subscriptions, `{"conv_id":"c1","client_id":"a"}`},
	} {
		for n, class := range archive.Known {
			if class == seed.class {
				f.Add(seed.rows, uint8(n))
			}
		}
	}
	s, err := sqlite.Open(f.TempDir(), sqlite.Options{Bulk: true})
	require.NoError(f, err)
	f.Cleanup(func() { _ = s.Close() })
	runs := 0
	f.Fuzz(func(t *testing.T, rows string, which uint8) {
		runs++
		dir := t.TempDir()
		write(t, dir, "_Conversation-0.jsonl", `{"objectId":"c1","m":["a","b"]}`+"\n")
		write(t, dir, string(archive.Known[int(which)%len(archive.Known)])+"-1.jsonl", rows)
		o := importer.Options{App: fmt.Sprintf("app%d", runs), Problem: func(archive.Problem) {}}
		_, err := importer.Import(t.Context(), s, []string{dir}, o)
		require.NoError(t, err)
		again, err := importer.Import(t.Context(), s, []string{dir}, o)
		require.NoError(t, err)
		for class, c := range again.Classes {
			assert.Zero(t, c.Added, class)
		}
	})
}
