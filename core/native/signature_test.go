package native_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

func TestMasterKeySigner(t *testing.T) {
	sign := native.MasterKeySigner("app", "master")
	for text, r := range map[string]native.SignatureRequest{
		"app:tom::%d:%s":                 {Kind: native.SignLogin, ClientID: "tom"},
		"app:tom:jerry:tom:%d:%s":        {Kind: native.SignConversation, ClientID: "tom", TargetIDs: []string{"jerry", "tom"}, Action: "create"},
		"app:tom:c1:jerry:%d:%s:invite":  {Kind: native.SignConversation, ClientID: "tom", ConversationID: "c1", TargetIDs: []string{"jerry"}, Action: "invite"},
		"app:tom:c1:a:b:%d:%s:the-block": {Kind: native.SignBlacklist, ClientID: "tom", ConversationID: "c1", TargetIDs: []string{"b", "a"}, Action: "the-block"},
	} {
		s, err := sign(within(t), r)
		require.NoError(t, err)
		mac := hmac.New(sha1.New, []byte("master"))
		_, _ = fmt.Fprintf(mac, text, s.Timestamp, s.Nonce)
		assert.Equal(t, hex.EncodeToString(mac.Sum(nil)), s.Signature, text)
		assert.NotEmpty(t, s.Nonce)
		assert.Greater(t, s.Timestamp, int64(1e12), "milliseconds")
	}
}

// userServer signs the logins of one user.
func userServer(t *testing.T, count chan<- string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		count <- r.Method + " " + r.URL.Path + " " + string(body)
		if string(body) != `{"session_token":"token"}` {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"code":211,"error":"Could not find user."}`)
			return
		}
		_, _ = io.WriteString(w, `{"client_id":"5f00","signature":"aa","timestamp":1700000000000,"nonce":"n"}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestLoginUser(t *testing.T) {
	s := servertest.Start(t)
	asked := make(chan string, 10)
	rt, err := native.New(native.Options{AppID: s.AppID, AppKey: s.AppKey, Server: userServer(t, asked), RTMServers: []string{rtmServer(t, s.URL)}})
	require.NoError(t, err)
	defer func() { receive(t, rt.Done()) }()
	defer func() { _ = rt.Close() }()
	signed := make(chan native.SignatureRequest, 10)
	user, err := rt.LoginUser(within(t), "token", native.WithSigner(func(_ context.Context, r native.SignatureRequest) (native.Signature, error) {
		signed <- r
		return native.Signature{}, nil
	}))
	require.NoError(t, err)
	assert.Equal(t, "5f00", user.ID())
	assert.Equal(t, `POST /1.1/rtm/sign {"session_token":"token"}`, receive(t, asked))
	unite(t, user, "jerry")
	assert.Equal(t, native.SignConversation, receive(t, signed).Kind)
	assert.Empty(t, signed, "logins are signed by the server")
	assert.Empty(t, asked, "one login takes one signature")

	var refused *native.Error
	_, err = rt.LoginUser(within(t), "unknown")
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, core.Code(211), refused.Code)
	var bad *native.ArgumentError
	_, err = rt.LoginUser(within(t), "")
	assert.ErrorAs(t, err, &bad)
}
