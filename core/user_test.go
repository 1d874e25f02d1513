package core_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/coretest"
)

func TestSignUser(t *testing.T) {
	h, rt := coretest.New(t, core.Options{})
	var id string
	var signature core.Signature
	var failed error
	take := func(clientID string, s core.Signature, err error) { id, signature, failed = clientID, s, err }

	rt.SignUser(`to"ken`, take)
	request := h.Answer(200, `{"client_id":"u1","signature":"abc","timestamp":1700000000000,"nonce":"n"}`)
	require.NoError(t, failed)
	assert.Equal(t, "u1", id)
	assert.Equal(t, core.Signature{Signature: "abc", Timestamp: 1700000000000, Nonce: "n"}, signature)
	assert.Equal(t, "POST", request.Method)
	assert.Equal(t, "http://api.test/1.1/rtm/sign", request.URL)
	assert.JSONEq(t, `{"session_token":"to\"ken"}`, request.Body)
	assert.Contains(t, request.Header, core.Header{Name: "Content-Type", Value: "application/json"})
	assert.Contains(t, request.Header, core.Header{Name: "X-LC-Id", Value: "app"})

	rt.SignUser("old", take)
	h.Answer(400, `{"code":211,"error":"Could not find user."}`)
	assert.Equal(t, &core.Error{Code: 211, Detail: "Could not find user."}, failed)
	rt.SignUser("token", take)
	h.Answer(200, `{"signature":"abc"}`)
	assert.ErrorIs(t, failed, core.ErrMalformed)
	rt.SignUser("", take)
	assert.IsType(t, &core.ArgumentError{}, failed)
	rt.SignUser("token", take)
	rt.Close()
	assert.ErrorIs(t, failed, core.ErrClosed)
	failed = nil
	rt.SignUser("token", take)
	assert.ErrorIs(t, failed, core.ErrClosed)
}

func TestRequestsWithoutAnAPI(t *testing.T) {
	h := new(coretest.Host)
	rt, err := core.New(h, core.Options{AppID: "app", AppKey: "key", RTMServers: []string{"ws://rtm.test"}})
	require.NoError(t, err)
	var failed error
	rt.SignUser("token", func(_ string, _ core.Signature, err error) { failed = err })
	assert.IsType(t, &core.ArgumentError{}, failed)
}
