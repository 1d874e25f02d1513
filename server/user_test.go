package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rest makes a REST call with the app's key and the headers given in pairs.
func rest(t *testing.T, i *servertest.Instance, method, path, body string, headers ...string) (status int, answer map[string]any) {
	t.Helper()
	r, err := http.NewRequest(method, i.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("X-LC-Id", i.AppID)
	r.Header.Set("X-LC-Key", i.AppKey)
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	allowed := "*"
	if strings.HasPrefix(path, "/console/") {
		allowed = "" // its own page alone
	}
	assert.Equal(t, allowed, response.Header.Get("Access-Control-Allow-Origin"))
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	if len(text) > 0 && text[0] == '{' {
		require.NoError(t, json.Unmarshal(text, &answer), string(text))
	}
	return response.StatusCode, answer
}

func TestUsersLogIn(t *testing.T) {
	app := server.DevelopmentApp
	app.Signatures.Login = true
	i := servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	status, user := rest(t, i, "POST", "/1.1/users", `{"username":"tom","password":"secret","nick":"T","objectId":"mine","n":12345678901234567890}`)
	require.Equal(t, http.StatusCreated, status)
	assert.Len(t, user["objectId"], 24)
	assert.NotEmpty(t, user["sessionToken"])

	status, login := rest(t, i, "POST", "/1.1/login", `{"username":"tom","password":"secret"}`)
	require.Equal(t, http.StatusOK, status)
	for _, key := range []string{"objectId", "sessionToken", "createdAt"} {
		assert.Equal(t, user[key], login[key])
	}
	assert.Equal(t, "T", login["nick"])
	assert.NotContains(t, login, "password")
	assert.NotContains(t, login, "salt")
	token := user["sessionToken"].(string)
	_, me := rest(t, i, "GET", "/1.1/users/me", "", "X-LC-Session", token)
	assert.Equal(t, login, me)

	for _, call := range []func() (int, map[string]any){
		func() (int, map[string]any) {
			return rest(t, i, "POST", "/1.1/rtm/sign", `{"session_token":"`+token+`"}`)
		},
		func() (int, map[string]any) {
			return rest(t, i, "GET", "/1.2/rtm/clients/sign?session_token="+token, "")
		},
	} {
		status, signed := call()
		require.Equal(t, http.StatusOK, status)
		assert.Equal(t, user["objectId"], signed["client_id"])
		cmd := servertest.OpenCommand(i.AppID, signed["client_id"].(string))
		m := cmd.GetSessionMessage()
		m.SetS(signed["signature"].(string))
		m.SetT(int64(signed["timestamp"].(float64)))
		m.SetN(signed["nonce"].(string))
		assert.Equal(t, wire.OpOpened, servertest.Dial(t, i).Call(cmd).GetOp())
	}

	for _, c := range []struct {
		method, path, body string
		status             int
		code               float64
	}{
		{"POST", "/1.1/users", `{"username":"tom","password":"x"}`, 400, 202},
		{"POST", "/1.1/users", `{"password":"x"}`, 400, 200},
		{"POST", "/1.1/users", `{"username":"bob"}`, 400, 201},
		{"POST", "/1.1/users", `{"username":5,"password":"x"}`, 400, 200},
		{"POST", "/1.1/users", `not JSON`, 400, 107},
		{"POST", "/1.1/users", `null`, 400, 107},
		{"POST", "/1.1/login", `{"username":"tom","password":"Secret"}`, 400, 210},
		{"POST", "/1.1/login", `{"username":"nobody","password":"x"}`, 400, 211},
		{"GET", "/1.1/users/me", ``, 400, 211},
		{"POST", "/1.1/rtm/sign", `{"session_token":"forged"}`, 400, 211},
		{"POST", "/1.1/rtm/sign", `{}`, 400, 211},
		{"POST", "/1.1/rtm/sign", `[]`, 400, 107},
	} {
		status, answer := rest(t, i, c.method, c.path, c.body)
		assert.Equal(t, c.status, status, "%s %s", c.path, c.body)
		assert.Equal(t, c.code, answer["code"], "%s %s", c.path, c.body)
	}
	status, _ = rest(t, i, "POST", "/1.1/login", `{"username":"tom","password":"secret"}`, "X-LC-Key", "wrong")
	assert.Equal(t, http.StatusUnauthorized, status)
}

func TestUsersKeptElsewhere(t *testing.T) {
	i := servertest.StartWith(t, server.Options{VerifyUser: func(_ context.Context, app, token string) (string, error) {
		switch token {
		case "good":
			return app + "/tom", nil
		case "bad":
			return "", server.ErrUnknownUser
		}
		return "", errors.New("out of order")
	}})
	for token, want := range map[string]int{"good": 200, "bad": 400, "other": 500} {
		status, answer := rest(t, i, "POST", "/1.1/rtm/sign", `{"session_token":"`+token+`"}`)
		assert.Equal(t, want, status, token)
		if status == 200 {
			assert.Equal(t, "dev/tom", answer["client_id"])
		}
	}
}
