package server_test

import (
	"strings"
	"testing"

	"imclient/server"
	"imclient/server/servertest"
)

// mention ids get around the message limit
func TestMentionsAreLimited(t *testing.T) {
	i := servertest.Start(t)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	cmd := direct(cid, "x")
	cmd.GetDirectMessage().SetMentionPids([]string{strings.Repeat("y", 900_000)})
	refused(t, ann, server.FrameTooLong, cmd)
}
