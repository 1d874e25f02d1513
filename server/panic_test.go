package server_test

import (
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
)

func TestPanicsAreAnswered(t *testing.T) {
	server.PanicOn(t, wire.CommandReport, wire.OpUpload, false)
	server.PanicOn(t, wire.CommandRoom, wire.OpJoin, true)
	i, log := startLogged(t, server.Options{})
	c := servertest.Login(t, i, "ann")
	refused(t, c, server.InternalError, servertest.Command(wire.CommandReport, wire.OpUpload))
	refused(t, c, server.InternalError, servertest.Command(wire.CommandRoom, wire.OpJoin))
	c.Send(servertest.Command(wire.CommandReport, wire.OpUpload))
	send(t, c, create(t, c, "bob"), "the server lives on")
	assert.Equal(t, 3, strings.Count(log.String(), "handler panicked"))
}
