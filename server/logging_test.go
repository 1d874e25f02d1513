package server_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The log of a whole session, with everything in it, tells no secret.
func TestLogsTellNoSecrets(t *testing.T) {
	log := new(logBuffer)
	app := server.DevelopmentApp
	app.Key, app.MasterKey = "the-app-key", "the-master-key"
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app},
		Logger: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	ann, bob := servertest.Dial(t, i), servertest.Login(t, i, "bob")
	token := ann.Open(i.AppID, "ann").GetSessionMessage().GetSt()
	cid := create(t, ann, "bob")
	joined(bob)
	send(t, ann, cid, "the-message")
	messages(bob, 1)
	refused(t, ann, server.ConversationNotFound, updateOf("no-such-id"))
	open := servertest.OpenCommand(i.AppID, "eve")
	open.GetSessionMessage().SetR(true)
	open.GetSessionMessage().SetSt("the-bad-token")
	refused(t, servertest.Dial(t, i), server.SessionTokenExpired, open)
	for _, r := range []struct{ method, path, key, body string }{
		{"POST", "/1.1/users", "the-app-key", `{"username":"u","password":"the-password"}`},
		{"POST", "/1.1/login", "the-app-key", `{"username":"u","password":"the-password"}`},
		{"POST", "/1.1/login", "the-app-key", `{"username":"u","password":"the-wrong-password"}`},
		{"POST", "/1.1/login", "the-wrong-key", `{`},
		{"POST", "/1.2/rtm/service-conversations", "the-master-key,master", `{"name":"the-name"}`},
		{"POST", "/1.2/rtm/service-conversations", "the-wrong-master,master", `{}`},
		{"GET", "/1.1/users/me", "the-app-key", ""},
	} {
		request, err := http.NewRequest(r.method, i.URL+r.path+"?secret=the-query", strings.NewReader(r.body))
		require.NoError(t, err)
		for name, value := range map[string]string{"X-LC-Id": i.AppID, "X-LC-Key": r.key, "Content-Type": "application/json", "X-LC-Session": "the-session-token"} {
			request.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		response.Body.Close()
	}
	for _, long := range []string{"/1.2/rtm/conversations/" + strings.Repeat("x", 50_000) + "/members", "/v1/route?appId=" + strings.Repeat("x", 50_000)} {
		response, err := http.Get(i.URL + long)
		require.NoError(t, err)
		response.Body.Close()
	}
	i.Stop()
	for line := range strings.SplitSeq(log.String(), "\n") {
		assert.Less(t, len(line), 2000, "what is long in a request is cut")
	}
	require.Greater(t, strings.Count(log.String(), "\n"), 5, "there is a log")
	for _, secret := range []string{token, "the-app-key", "the-master-key", "the-message", "the-bad-token", "the-password",
		"the-wrong", "the-name", "the-query", "the-session-token"} {
		assert.NotContains(t, log.String(), secret)
	}
}
