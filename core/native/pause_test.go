package native_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"imclient/core/native"
	"imclient/server"
	"imclient/server/servertest"
)

func TestPauseAndResume(t *testing.T) {
	s := servertest.Start(t)
	events := make(chan native.Event, 100)
	tom := login(t, s, "tom", into(events))
	rt := tom.Realtime()

	rt.Pause()
	assert.Equal(t, native.Disconnected{Realtime: rt}, next(t, events))
	assert.Equal(t, native.WentOffline{Realtime: rt}, next(t, events))
	_, err := tom.Ping(within(t), "jerry")
	assert.ErrorIs(t, err, native.ErrNotConnected)

	rt.Resume()
	assert.Equal(t, native.WentOnline{Realtime: rt}, next(t, events))
	assert.Equal(t, native.Scheduled{Realtime: rt}, next(t, events))
	assert.Equal(t, native.Retrying{Realtime: rt}, next(t, events))
	assert.Equal(t, native.Reconnected{Realtime: rt}, next(t, events))
	assert.Equal(t, native.ClientReconnected{Client: tom}, next(t, events))
}

func TestReconnectFails(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures = server.Signatures{Login: true}
	// A token that is over at once has the second login signed.
	s := servertest.StartWith(t, server.Options{
		Apps:     []server.App{app},
		Timeouts: server.Timeouts{SessionToken: time.Nanosecond},
	})
	sign := native.MasterKeySigner(s.AppID, app.MasterKey)
	noMore := errors.New("no more signatures")
	first := true
	signer := func(ctx context.Context, r native.SignatureRequest) (native.Signature, error) {
		if !first {
			return native.Signature{}, noMore
		}
		first = false
		return sign(ctx, r)
	}
	failed := make(chan native.ReconnectFailed, 10)
	tom := login(t, s, "tom", into(failed), native.WithSigner(signer))
	tom.Realtime().Pause()
	tom.Realtime().Resume()
	e := receive(t, failed)
	assert.Equal(t, tom, e.Client)
	assert.ErrorIs(t, e.Err, noMore)
}
