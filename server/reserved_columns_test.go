package server_test

import (
	"testing"

	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A database may hold rows whose attributes have the names of columns that are the
// server's today.
func TestReservedColumnsOfOlderRows(t *testing.T) {
	kept := servertest.OpenStore(t)
	i := servertest.StartWith(t, server.Options{Store: kept})
	done := make(chan error, 1)
	kept.Update(func(tx store.Tx) error {
		return tx.CreateConversation(&store.Conversation{App: i.AppID, ID: "c1", Kind: store.Normal, CreatedAt: 1, UpdatedAt: 1,
			Attributes: `{"name":"x","level":1,"msg":"forged","msg_from":"bob","muted":true,"joined":true,"unique":true,"uniqueId":"u","ttl":1}`},
			[]string{"ann"})
	}, func(err error) { done <- err })
	require.NoError(t, <-done)
	row := query(t, servertest.Login(t, i, "ann"), where(`{"objectId":"c1"}`))[0]
	assert.Equal(t, "x", row["name"])
	assert.EqualValues(t, 1, row["level"])
	for _, name := range []string{"msg", "msg_from", "muted", "joined", "unique", "uniqueId", "ttl"} {
		assert.NotContains(t, row, name)
	}
}
