package native_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server"
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

func TestSignaturesDemanded(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures = server.Signatures{Login: true, Conversation: true, Blacklist: true}
	s := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	rt := connect(t, s)
	_, err := rt.Login(within(t), "tom")
	assert.ErrorIs(t, err, &native.Error{Code: core.SignatureFailed})
	_, err = rt.Login(within(t), "tom", native.WithSigner(native.MasterKeySigner(s.AppID, "wrong")))
	assert.ErrorIs(t, err, &native.Error{Code: core.SignatureFailed})

	sign := native.MasterKeySigner(s.AppID, s.MasterKey)
	tom, err := rt.Login(within(t), "tom", native.WithSigner(sign))
	require.NoError(t, err)
	ours := unite(t, tom, "jerry", "spike")
	added, err := ours.Add(within(t), "butch", "anne")
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"anne", "butch"}, added.Succeeded)
	removed, err := ours.Remove(within(t), "spike")
	require.NoError(t, err)
	assert.Equal(t, []string{"spike"}, removed.Succeeded)
	blocked, err := ours.Block(within(t), "butch", "anne")
	require.NoError(t, err)
	assert.Len(t, blocked.Succeeded, 2)
	_, err = ours.Unblock(within(t), "anne")
	require.NoError(t, err)

	jerry, err := rt.Login(within(t), "jerry", native.WithSigner(func(ctx context.Context, r native.SignatureRequest) (native.Signature, error) {
		if r.Kind == native.SignLogin {
			return sign(ctx, r)
		}
		return native.Signature{}, nil // unsigned
	}))
	require.NoError(t, err)
	theirs, err := jerry.GetConversation(within(t), ours.ID())
	require.NoError(t, err)
	assert.ErrorIs(t, theirs.Quit(within(t)), &native.Error{Code: core.ConversationSignatureFailed})
	_, err = theirs.Block(within(t), "spike")
	assert.ErrorIs(t, err, &native.Error{Code: core.BlacklistSignatureFailed})
	_, err = theirs.Send(within(t), native.Text("messages are not signed"))
	require.NoError(t, err)
}

// signUp makes a user of the app and returns the session token.
func signUp(t *testing.T, s *servertest.Instance, name string) (id, token string) {
	t.Helper()
	request, err := http.NewRequestWithContext(within(t), http.MethodPost, s.URL+"/1.1/users",
		strings.NewReader(`{"username":"`+name+`","password":"secret"}`))
	require.NoError(t, err)
	request.Header.Set("X-LC-Id", s.AppID)
	request.Header.Set("X-LC-Key", s.AppKey)
	request.Header.Set("Content-Type", "application/json")
	transport := ownTransport(t)
	response, err := transport.RoundTrip(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	var user struct {
		ObjectID     string `json:"objectId"`
		SessionToken string `json:"sessionToken"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&user))
	require.NotEmpty(t, user.SessionToken)
	return user.ObjectID, user.SessionToken
}

func TestLoginOfARealUser(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures = server.Signatures{Login: true}
	s := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	id, token := signUp(t, s, "tom")
	rt := connect(t, s)
	reconnected := make(chan native.ClientReconnected, 1)
	user, err := rt.LoginUser(within(t), token, into(reconnected))
	require.NoError(t, err)
	assert.Equal(t, id, user.ID())
	rt.Pause()
	rt.Resume()
	receive(t, reconnected)
	_, err = unite(t, user, "jerry").Send(within(t), native.Text("hi"))
	require.NoError(t, err)
	var refused *native.Error
	_, err = rt.LoginUser(within(t), "no such token")
	require.ErrorAs(t, err, &refused)
}
