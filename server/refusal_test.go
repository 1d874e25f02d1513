package server_test

import (
	"strings"
	"testing"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

// what a refusal echoes and logs
func TestRefusalsAreShort(t *testing.T) {
	i, log := startLogged(t, server.Options{})
	c := servertest.Dial(t, i)
	open := servertest.OpenCommand(strings.Repeat("\x01", 60_000), "ann")
	answer := c.Call(open)
	assert.Less(t, len(answer.GetErrorMessage().GetDetail()), 10_000)
	assert.Less(t, len(log.String()), 10_000, "bytes of log for one frame before login")
}
