package server_test

import (
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An answer that is larger than the queue is no sign of a slow connection.
func TestAnswerLargerThanTheQueue(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Queue: 10_000}})
	ann := servertest.Login(t, i, "ann")
	ann.Call(attrStart(`{"x":"`+strings.Repeat("y", 50_000)+`"}`, "bob"))
	require.Len(t, query(t, ann, where(`{}`)), 1)
}

func TestQueryAnswersAreBounded(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Limits: server.Limits{Answer: 100_000}})
	ann := servertest.Login(t, i, "ann")
	for range 2 {
		ann.Call(attrStart(`{"x":"`+strings.Repeat("y", 60_000)+`"}`, "bob"))
	}
	refused(t, ann, server.ConversationQueryFailed, conv(wire.OpQuery, where(`{}`)))
	q := where(`{}`)
	q.SetLimit(1)
	assert.Len(t, query(t, ann, q), 1)
}
