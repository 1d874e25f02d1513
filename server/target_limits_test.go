package server_test

import (
	"fmt"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
)

// target ids cost the square
func TestTooManyTargets(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	var ids []string
	for n := range 120_000 {
		ids = append(ids, fmt.Sprintf("%05x", n))
	}
	refused(t, ann, server.ConversationFull, conv(wire.OpAdd, in(cid, ids...)))
}
