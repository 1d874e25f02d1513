package native_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

func TestLoginGivesOneClientForOneID(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	tom, err := rt.Login(within(t), "tom")
	require.NoError(t, err)
	again, err := rt.Login(within(t), "tom")
	require.NoError(t, err)
	assert.Same(t, tom, again)
	jerry, err := rt.Login(within(t), "jerry")
	require.NoError(t, err)
	assert.NotSame(t, tom, jerry)
	assert.Same(t, rt, jerry.Realtime())
	assert.Equal(t, core.StateConnected, rt.State())
}

func TestLoginWithoutAnID(t *testing.T) {
	rt := connect(t, servertest.Start(t))
	one, err := rt.Login(within(t), "")
	require.NoError(t, err)
	other, err := rt.Login(within(t), "")
	require.NoError(t, err)
	assert.NotEmpty(t, one.ID())
	assert.NotEqual(t, one.ID(), other.ID())
}

func TestLoginRefused(t *testing.T) {
	rt := connect(t, servertest.Start(t))
	_, err := rt.Login(within(t), strings.Repeat("x", 65))
	var refused *native.Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, core.InvalidLogin, refused.Code)
	var bad *native.ArgumentError
	_, err = rt.Login(within(t), "tom", native.WithTag("default"))
	assert.ErrorAs(t, err, &bad)
}

func TestLoginToAnUnknownApp(t *testing.T) {
	s := servertest.Start(t)
	rt, err := native.New(native.Options{AppID: "nobody", AppKey: "k", Server: s.URL})
	require.NoError(t, err)
	defer func() { receive(t, rt.Done()) }()
	defer func() { _ = rt.Close() }()
	_, err = rt.Login(within(t), "tom")
	require.Error(t, err)
}

func TestLoginGivenUpIsUndone(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	watcher := must(rt.Login(within(t), "watcher"))
	// The signature is asked for before anything is sent: a good place to wait.
	signing, sign := make(chan struct{}), make(chan struct{})
	signer := native.WithSigner(func(context.Context, native.SignatureRequest) (native.Signature, error) {
		close(signing)
		<-sign
		return native.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil
	})
	ctx, cancel := context.WithCancel(within(t))
	failed := make(chan error, 1)
	go func() {
		_, err := rt.Login(ctx, "tom", signer)
		failed <- err
	}()
	receive(t, signing)
	cancel()
	assert.ErrorIs(t, receive(t, failed), context.Canceled)
	ended := make(chan native.ClientClosed, 1)
	native.On(rt, func(e native.ClientClosed) { ended <- e })
	close(sign)
	assert.Equal(t, "tom", receive(t, ended).Client.ID())
	online, err := watcher.Ping(within(t), "tom", "watcher")
	require.NoError(t, err)
	assert.Equal(t, []string{"watcher"}, online)
}

// TestLoginGivenUpByOneOfTwo gives up one of two logins that share a session.
func TestLoginGivenUpByOneOfTwo(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	sign := make(chan struct{})
	signing := make(chan struct{}, 2)
	signer := native.WithSigner(func(context.Context, native.SignatureRequest) (native.Signature, error) {
		signing <- struct{}{}
		<-sign
		return native.Signature{Signature: "s", Timestamp: 1, Nonce: "n"}, nil
	})
	ctx, cancel := context.WithCancel(within(t))
	failed, logged := make(chan error, 1), make(chan *native.Client, 1)
	go func() {
		_, err := rt.Login(ctx, "tom", signer, native.WithHandler(func(native.Event) {
			t.Error("a handler of a login that was given up")
		}))
		failed <- err
	}()
	receive(t, signing)
	go func() {
		client, err := rt.Login(within(t), "tom")
		assert.NoError(t, err)
		logged <- client
	}()
	rt.AwaitLogins("tom", 2)
	cancel()
	assert.ErrorIs(t, receive(t, failed), context.Canceled)
	close(sign)
	tom := receive(t, logged)
	require.NotNil(t, tom)
	assert.False(t, tom.Closed())
	unite(t, tom, "jerry")
}

func TestReconnectLoginIsRefusedWhileAnotherDeviceHoldsTheTag(t *testing.T) {
	s := servertest.Start(t)
	holder := login(t, s, "tom", native.WithTag("phone"))
	_, err := connect(t, s).Login(within(t), "tom", native.WithTag("phone"), native.WithReconnect())
	assert.ErrorIs(t, err, &native.Error{Code: core.SessionConflict})
	assert.False(t, holder.Closed())
}

func TestSignerThatFails(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	cause := assert.AnError
	for name, signer := range map[string]native.Signer{
		"error": func(context.Context, native.SignatureRequest) (native.Signature, error) {
			return native.Signature{}, cause
		},
		"panic": func(context.Context, native.SignatureRequest) (native.Signature, error) { panic("defect") },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rt.Login(within(t), "tom", native.WithSigner(signer))
			var failed *native.SignError
			require.ErrorAs(t, err, &failed)
			if name == "error" {
				assert.ErrorIs(t, err, cause)
			}
		})
	}
}

func TestClientClose(t *testing.T) {
	s := servertest.Start(t)
	ended := make(chan native.ClientClosed, 1)
	tom := login(t, s, "tom", into(ended))
	conv := unite(t, tom, "jerry")
	require.NoError(t, tom.Close(within(t)))
	require.NoError(t, tom.Close(within(t)))
	assert.True(t, tom.Closed())
	receive(t, tom.Done())
	assert.Equal(t, native.ClientClosed{Client: tom}, receive(t, ended))

	_, err := conv.Send(within(t), native.Text("too late"))
	assert.ErrorIs(t, err, native.ErrClosed)
	assert.Equal(t, []string{"jerry", "tom"}, conv.Members(), "what is known stays")

	again, err := tom.Realtime().Login(within(t), "tom")
	require.NoError(t, err)
	assert.NotSame(t, tom, again)
}

func TestTagConflict(t *testing.T) {
	s := servertest.Start(t)
	conflict := make(chan native.ClientConflict, 1)
	old := login(t, s, "tom", native.WithTag("phone"), into(conflict))
	login(t, s, "tom", native.WithTag("phone"))
	assert.Same(t, old, receive(t, conflict).Client)
	receive(t, old.Done())
}
