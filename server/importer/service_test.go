package importer_test

import (
	"crypto/md5"
	"encoding/hex"
	"testing"

	"imclient/server/archive"
	"imclient/server/importer"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The log of a service conversation says by a hash only who sees a message for one user.
func TestServiceConversations(t *testing.T) {
	s, dir := open(t), t.TempDir()
	write(t, dir, "_Conversation.jsonl", `{"objectId":"s1","sys":true}`)
	write(t, dir, "subscriptions.jsonl", `{"conv_id":"s1","subscriber":"ann","timestamp":1767225600000}`)
	message := func(id, conv, from string) string {
		return `{"msg-id":"` + id + `","conv-id":"` + conv + `","to":"s1","from":"` + from + `","data":"x","timestamp":1767225600000}` + "\n"
	}
	write(t, dir, "messages.jsonl",
		message("all", "s1", "app")+message("padded", "s100000000000000000000000000000000"[:32], "app")+
			message("to-ann", dialogueID("s1", "ann"), "app")+message("from-bob", dialogueID("s1", "bob"), "bob")+
			message("to-bob", dialogueID("s1", "bob"), "app")+message("to-nobody", dialogueID("s1", "zoe"), "app")+
			`{"msg-id":"t","to":"_tmp:x","from":"a","data":"x","timestamp":1767225600000}`)
	dry, _ := run(t, s, importer.Options{DryRun: true}, dir)
	report, problems := run(t, s, importer.Options{}, dir)
	assert.Equal(t, report, dry)
	assert.Equal(t, map[string]int64{"the receiver of a message of a service conversation is not known": 1}, report.Problems)
	assert.Equal(t, map[string]int64{"messages of temporary conversations are left out": 1}, report.Notes)
	assert.Len(t, problems, 2)
	assert.EqualValues(t, 5, report.Classes[archive.Messages].Added)
	sees := func(client string) (ids []string) {
		require.NoError(t, s.View(t.Context(), func(v store.Reader) error {
			list, err := v.Messages(app, "s1", store.Range{Viewer: client, Limit: 10})
			for _, m := range list {
				ids = append(ids, m.ID)
				assert.Equal(t, m.ID == "from-bob", m.Upstream)
			}
			return err
		}))
		return ids
	}
	assert.ElementsMatch(t, []string{"all", "padded", "to-ann"}, sees("ann"))
	assert.ElementsMatch(t, []string{"all", "padded", "from-bob", "to-bob"}, sees("bob"))
	assert.ElementsMatch(t, []string{"all", "padded"}, sees("eve"))
}

func dialogueID(conversation, client string) string {
	sum := md5.Sum([]byte(conversation + ":" + client))
	return hex.EncodeToString(sum[:])
}
