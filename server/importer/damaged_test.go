package importer_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"

	"imclient/server/archive"
	"imclient/server/importer"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.mongodb.org/mongo-driver/v2/bson"
)

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// Every kind of damage is told with its file and line, and what is beside it is imported.
func TestDamagedInput(t *testing.T) {
	const conversation = `{"objectId":"c1","createdAt":"2026-01-01T00:00:00.000Z","m":["ann","bob"]}` + "\n"
	const message = `{"msg-id":"m1","to":"c1","from":"ann","data":"x","timestamp":1767225600000}` + "\n"
	cases := map[string]struct {
		files    map[string]string
		problems []string
		added    map[archive.Class]int64
	}{
		"JSON that is none": {
			map[string]string{"_Conversation.jsonl": conversation + "{\"objectId\":\n[1]\nnull\n" + strings.Replace(conversation, "c1", "c2", 1)},
			[]string{"_Conversation.jsonl:2: not a JSON object: {\"objectId\":", "_Conversation.jsonl:3: not a JSON object: [1]", "_Conversation.jsonl:4: not a JSON object: null"},
			map[archive.Class]int64{archive.Conversations: 2},
		},
		"wrong types": {
			map[string]string{
				"_Conversation.jsonl": conversation + `{"objectId":"c2","m":"ann"}` + "\n" + `{"objectId":3}` + "\n" + `{"objectId":"c4","createdAt":"yesterday"}` + "\n" + `{"objectId":"c5","name":7}` + "\n" + `{"name":"no id"}`,
				"messages.jsonl":      message + `{"msg-id":"m2","to":"c1","from":"ann","data":{"a":1},"timestamp":1}` + "\n" + `{"msg-id":"m3","to":"c1","from":"ann","data":"x","timestamp":true}` + "\n" + `{"msg-id":"m4","to":"c1","from":"ann","data":"?","bin":true,"timestamp":1767225600000}`,
			},
			[]string{`_Conversation.jsonl:2: wrong type of m: "ann"`, "_Conversation.jsonl:3: wrong type of objectId: 3",
				`_Conversation.jsonl:4: wrong type of createdAt: "yesterday"`, "_Conversation.jsonl:5: wrong type of name: 7", "_Conversation.jsonl:6: the row has no objectId",
				"messages.jsonl:2: wrong type of data: object", `messages.jsonl:3: a column of a wrong type: "true" is no date`,
				"messages.jsonl:4: the content is not base64: m4"},
			map[archive.Class]int64{archive.Conversations: 1, archive.Messages: 1},
		},
		"a file that is cut": {
			map[string]string{"_Conversation.jsonl": conversation + conversation[:20], "messages.jsonl.gz": zipped(message + message)[:60]},
			[]string{`_Conversation.jsonl:2: not a JSON object: {"objectId":"c1","cr`, "messages.jsonl.gz:1: the file is cut off"},
			map[archive.Class]int64{archive.Conversations: 1},
		},
		"no gzip, no BSON, no archive": {
			map[string]string{"_Conversation.jsonl": conversation, "messages.jsonl.gz": "x" + message, "_File.bson": "\x03\x00\x00\x00", "all.tar.gz": "nothing", "notes.txt": "hello"},
			[]string{"messages.jsonl.gz: the file is damaged: gzip: invalid header", "_File.bson:1: not a BSON document", "all.tar.gz: the file is cut off",
				"notes.txt: the file's name ends in none of .jsonl, .jsonl.gz, .tar.gz, .tgz, .bson, .bson.gz"},
			map[archive.Class]int64{archive.Conversations: 1},
		},
		"ids that are there twice": {
			map[string]string{
				"_Conversation.jsonl": conversation + conversation + `{"objectId":"c1","tr":true}`,
				"messages.jsonl":      message + message + strings.Replace(message, "1767225600000", "1767225600001", 1) + strings.Replace(message, "ann", "bob", 1),
				"_User.jsonl":         `{"objectId":"u1","username":"ann"}` + "\n" + `{"objectId":"u2","username":"ann"}`,
			},
			[]string{"_Conversation.jsonl:3: there is a conversation of another kind with this id: c1",
				"_User.jsonl:2: the username, email, number or session token is another user's: u2", "messages.jsonl:3: another message has this id: m1"},
			map[archive.Class]int64{archive.Conversations: 1, archive.Messages: 1, archive.Users: 1},
		},
		"what belongs to nothing": {
			map[string]string{
				"_Conversation.jsonl":           conversation,
				"messages.jsonl":                strings.Replace(message, `"c1"`, `"c9"`, 1) + `{"msg-id":"m","timestamp":1}` + "\n" + `{"to":"c1"}`,
				"_ConversationMemberInfo.jsonl": `{"cid":"c9","clientId":"ann","role":"Manager"}` + "\n" + `{"cid":"c1","clientId":"ann","role":"King"}` + "\n" + `{"role":"Manager"}`,
				"blacklists.jsonl":              `{"conv_id":"c9","client_ids":["x"]}` + "\n" + `{"client_ids":["x"]}`,
				"silences.jsonl":                `{"conv_id":"c9","client_ids":["x"]}` + "\n" + `{}`,
				"subscriptions.jsonl":           `{"conv_id":"c9","subscriber":"x","timestamp":1}` + "\n" + `{"conv_id":"c1"}`,
				"_File.jsonl":                   `{"objectId":"f"}`,
				"Todo.jsonl":                    `{"objectId":"1"}` + "\n" + `{"objectId":"2"}`,
				"_Installation.jsonl":           `{"objectId":"1"}`,
				"_SysMessage.jsonl":             `{"msgId":"m","conv":{"__type":"Pointer","className":"_Conversation","objectId":"c9"},"from":"ann","data":"x","timestamp":5}`,
			},
			[]string{"messages.jsonl:1: no such conversation: c9", "messages.jsonl:2: the message has no to: m", "messages.jsonl:3: the message has no msg-id or no timestamp",
				"_ConversationMemberInfo.jsonl:1: no such conversation: c9", "_ConversationMemberInfo.jsonl:2: unknown role: King",
				"_ConversationMemberInfo.jsonl:3: the row has no clientId or no cid", "blacklists.jsonl:1: no such conversation: c9",
				"blacklists.jsonl:2: the row has no conv_id and no client_id", "silences.jsonl:1: no such conversation: c9", "silences.jsonl:2: the row has no conv_id",
				"subscriptions.jsonl:1: no such conversation: c9", "subscriptions.jsonl:2: the row has no conv_id or no subscriber",
				"_File.jsonl:1: the row has no objectId or no url", "Todo.jsonl:1: unknown class: Todo", "Todo.jsonl:2: unknown class: Todo",
				"_SysMessage.jsonl:1: no such conversation: c9"},
			map[archive.Class]int64{archive.Conversations: 1},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir, s := t.TempDir(), open(t)
			var paths []string
			for file, content := range c.files {
				paths = append(paths, write(t, dir, file, content))
			}
			report, problems := run(t, s, importer.Options{}, paths...)
			var told []string
			for _, p := range problems {
				if !strings.Contains(p, "users without a password") && !strings.Contains(p, "pushes to no phones") {
					told = append(told, strings.TrimPrefix(p, dir+"/"))
				}
			}
			assert.ElementsMatch(t, c.problems, told)
			assert.False(t, report.Complete())
			for class, counts := range report.Classes {
				assert.Equal(t, c.added[class], counts.Added, class)
				assert.Equal(t, counts.Read, counts.Added+counts.Updated+counts.Unchanged+counts.Repeated+counts.Skipped, class)
			}
		})
	}
}

// Members beyond the limit are left out and told; dates may have any documented form; a
// conversation is what its newest row says.
func TestConversations(t *testing.T) {
	s, dir := open(t), t.TempDir()
	forms := []string{`"2026-01-01T00:00:00.000Z"`, `"2026-01-01T08:00:00+08:00"`, `{"__type":"Date","iso":"2026-01-01T00:00:00.000Z"}`,
		`{"$date":"2026-01-01T00:00:00Z"}`, `{"$date":{"$numberLong":"1767225600000"}}`, `1767225600000`, `1767225600`, `"1767225600000"`}
	var rows strings.Builder
	for i, form := range forms {
		rows.WriteString(`{"objectId":"d` + string(rune('0'+i)) + `","createdAt":` + form + `,"lm":` + form + "}\n")
	}
	_, problems := run(t, s, importer.Options{}, write(t, dir, "_Conversation.jsonl", rows.String()))
	assert.Empty(t, problems)
	get := func(id string) (row store.ConversationRow) {
		require.NoError(t, s.View(t.Context(), func(v store.Reader) error {
			list, err := v.Listed(app, "", 1000)
			for _, c := range list {
				if c.ID == id {
					row = c
				}
			}
			return err
		}))
		require.NotEmpty(t, row.ID)
		return row
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	for i := range forms {
		c := get("d" + string(rune('0'+i)))
		assert.Equal(t, at, c.CreatedAt, forms[i])
		assert.Equal(t, at, c.LastTimestamp, forms[i])
	}

	row := func(updated, rest string) {
		run(t, s, importer.Options{Members: 3}, write(t, dir, "_Conversation.jsonl", `{"objectId":"c1","updatedAt":"`+updated+`",`+rest+`}`))
	}
	row("2026-01-02T00:00:00.000Z", `"m":["a","b","b","c","d"],"mu":["b","d"],"name":"first","legacy":1.50`)
	c := get("c1")
	assert.Equal(t, []string{"a", "b", "c"}, c.Members)
	assert.Equal(t, []string{"b"}, c.Muted)
	assert.JSONEq(t, `{"name":"first","legacy":1.50}`, c.Attributes)
	row("2026-01-01T00:00:00.000Z", `"m":["a"],"name":"older"`)
	assert.Equal(t, c, get("c1"))
	row("2026-01-03T00:00:00.000Z", `"m":["c","e"],"mu":["c"],"name":"newer","lm":{"__type":"Date","iso":"2026-01-03T00:00:00.000Z"}`)
	c = get("c1")
	assert.Equal(t, []string{"c", "e"}, c.Members)
	assert.Equal(t, []string{"c"}, c.Muted)
	assert.JSONEq(t, `{"name":"newer"}`, c.Attributes)
	assert.Equal(t, at+2*24*3600_000, c.LastTimestamp)
}

// The .tar.gz of an export, and BSON with MongoDB's own forms, are read as the same rows.
func TestFormats(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, text := range map[string]string{
		"export/_Conversation.jsonl": "\xef\xbb\xbf" + `#filetype:JSON-streaming {"type":"Class","class":"_Conversation"}` + "\n\n" + `{"objectId":"c1","m":["ann"]}`,
		"export/readme.txt":          "hello",
		"export/messages.jsonl":      `{"msg-id":"m1","to":"c1","from":"ann","data":"x","timestamp":1767225600000}`,
	} {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600}))
		_, err := w.Write([]byte(text))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, z.Close())

	id, err := bson.ObjectIDFromHex("5cc6abe117b54d7448151efc")
	require.NoError(t, err)
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	doc, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "m", Value: bson.A{"ann", "bob"}}, {Key: "createdAt", Value: created}, {Key: "updatedAt", Value: created},
		{Key: "attr", Value: bson.D{{Key: "n", Value: int64(1 << 60)}, {Key: "f", Value: 1.5}, {Key: "at", Value: created}, {Key: "b", Value: []byte{1}}}}, {Key: "none", Value: nil}})
	require.NoError(t, err)
	user, err := bson.Marshal(bson.D{{Key: "_id", Value: "u1"}, {Key: "username", Value: "ann"}, {Key: "password", Value: "p"}, {Key: "salt", Value: "s"}})
	require.NoError(t, err)

	dir, s := t.TempDir(), open(t)
	write(t, dir, "export.tar.gz", b.String())
	write(t, dir, "_Conversation.bson.gz", zipped(string(doc)))
	write(t, dir, "_User.bson", string(user)+string(user[:9]))
	report, problems := run(t, s, importer.Options{}, dir)
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0], "_User.bson:2: the file is cut off")
	assert.EqualValues(t, 2, report.Classes[archive.Conversations].Added)
	assert.EqualValues(t, 1, report.Classes[archive.Messages].Added)
	require.NoError(t, s.View(t.Context(), func(v store.Reader) error {
		c, err := v.Conversation(app, id.Hex())
		require.NoError(t, err)
		assert.Equal(t, created.UnixMilli(), c.CreatedAt)
		assert.JSONEq(t, `{"attr":{"n":1152921504606846976,"f":1.5,"at":{"__type":"Date","iso":"2026-01-01T00:00:00.000Z"},"b":"AQ=="},"none":null}`, c.Attributes)
		members, err := v.Members(app, id.Hex())
		require.NoError(t, err)
		assert.Equal(t, []string{"ann", "bob"}, members)
		u, err := v.UserByName(app, "ann")
		require.NoError(t, err)
		assert.Equal(t, "p", u.Password)
		assert.NotEmpty(t, u.SessionToken)
		return nil
	}))
}

// An edit of the service is taken over; one that was made here stays.
func TestEditsElsewhere(t *testing.T) {
	s, dir := open(t), t.TempDir()
	write(t, dir, "_Conversation.jsonl", `{"objectId":"c1","m":["ann"]}`)
	text := func(data string) *importer.Report {
		write(t, dir, "messages.jsonl", `{"msg-id":"m1","to":"c1","from":"ann","data":"`+data+`","timestamp":1767225600000}`)
		report, problems := run(t, s, importer.Options{}, dir)
		assert.Empty(t, problems)
		return report
	}
	stored := func() (m *store.Message) {
		require.NoError(t, s.View(t.Context(), func(v store.Reader) (err error) {
			m, err = v.Message(app, "c1", "m1")
			return err
		}))
		return m
	}
	text("before")
	assert.EqualValues(t, 1, text(`{\"_lctype\":-127}`).Classes[archive.Messages].Updated)
	assert.True(t, stored().Recalled)
	m := stored()
	m.Data, m.PatchedAt = []byte("edited here"), 1767225700000
	done := make(chan error, 1)
	s.Update(func(tx store.Tx) error { return tx.PatchMessage(m) }, func(err error) { done <- err })
	require.NoError(t, <-done)
	assert.EqualValues(t, 1, text("again").Classes[archive.Messages].Unchanged)
	assert.Equal(t, "edited here", string(stored().Data))
}
