package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func signUp(t *testing.T, i *servertest.Instance, body string) (id, token string) {
	t.Helper()
	status, user := rest(t, i, "POST", "/1.1/users", body)
	require.Equal(t, http.StatusCreated, status, user)
	return user["objectId"].(string), user["sessionToken"].(string)
}

func TestLogInByEmailAndNumber(t *testing.T) {
	i := servertest.Start(t)
	id, token := signUp(t, i, `{"username":"tom","password":"secret","email":"tom@example.org","mobilePhoneNumber":"+8613800000000"}`)
	for _, identity := range []string{`"username":"tom"`, `"email":"tom@example.org"`, `"mobilePhoneNumber":"+8613800000000"`} {
		status, user := rest(t, i, "POST", "/1.1/login", `{`+identity+`,"password":"secret"}`)
		require.Equal(t, http.StatusOK, status, identity)
		assert.Equal(t, id, user["objectId"])
		assert.Equal(t, "tom@example.org", user["email"])
		assert.Equal(t, false, user["emailVerified"])
	}
	status, me := rest(t, i, "GET", "/1.1/users/me?session_token="+token, "")
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, id, me["objectId"])
	for body, code := range map[string]float64{
		`{"username":"a","password":"x","email":"tom@example.org"}`:                                          203,
		`{"username":"a","password":"x","email":"tom"}`:                                                      125,
		`{"username":"a","password":"x","mobilePhoneNumber":"+8613800000000"}`:                               214,
		`{"username":"a","password":"x","mobilePhoneNumber":"abc"}`:                                          127,
		`{"authData":{"anonymous":{"id":"1"}}}`:                                                              252,
		`{"username":"a","password":"x","deep":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`: 111,
	} {
		status, answer := rest(t, i, "POST", "/1.1/users", body)
		assert.Equal(t, http.StatusBadRequest, status, body)
		assert.Equal(t, code, answer["code"], body)
	}
	status, answer := rest(t, i, "POST", "/1.1/login", `{"email":"nobody@example.org","password":"x"}`)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.EqualValues(t, 211, answer["code"])
}

func TestChangingUsers(t *testing.T) {
	i := servertest.Start(t)
	id, token := signUp(t, i, `{"username":"tom","password":"secret","nick":"T","n":1,"email":"tom@example.org"}`)
	_, other := signUp(t, i, `{"username":"bob","password":"secret"}`)
	master := []string{"X-LC-Key", i.MasterKey + ",master"}
	own := []string{"X-LC-Session", token}
	for _, path := range []string{"/1.1/users/", "/1.1/classes/_User/"} {
		status, _ := rest(t, i, "PUT", path+id, `{"n":{"__op":"Increment","amount":2},"nick":{"__op":"Delete"},"username":"thomas"}`, own...)
		require.Equal(t, http.StatusOK, status)
	}
	_, user := rest(t, i, "GET", "/1.1/users/"+id, "", own...)
	assert.Equal(t, "thomas", user["username"])
	assert.EqualValues(t, 5, user["n"])
	assert.NotContains(t, user, "nick")
	assert.Equal(t, token, user["sessionToken"])
	_, user = rest(t, i, "GET", "/1.1/users/"+id, "")
	assert.Equal(t, "thomas", user["username"])
	assert.NotContains(t, user, "sessionToken", "others see no secrets")
	assert.NotContains(t, user, "email")
	_, user = rest(t, i, "GET", "/1.1/users/"+id, "", master...)
	assert.Contains(t, user, "email")

	for _, c := range []struct {
		path, body string
		headers    []string
		status     int
		code       float64
	}{
		{"", `{"nick":"x"}`, nil, 403, 206},
		{"", `{"nick":"x"}`, []string{"X-LC-Session", other}, 403, 206},
		{"", `{"username":"bob"}`, own, 400, 202},
		{"", `{"n":{"__op":"AddUnique","objects":[1]}}`, own, 400, 111},
		{"", `{"n":{"__op":"Frobnicate"}}`, own, 400, 111},
		{"/updatePassword", `{"old_password":"wrong","new_password":"x"}`, own, 400, 210},
		{"/updatePassword", `{"old_password":"secret"}`, own, 400, 201},
		{"/refreshSessionToken", ``, []string{"X-LC-Session", other}, 403, 206},
	} {
		status, answer := rest(t, i, "PUT", "/1.1/users/"+id+c.path, c.body, c.headers...)
		assert.Equal(t, c.status, status, "%s %s", c.path, c.body)
		assert.Equal(t, c.code, answer["code"], "%s %s", c.path, c.body)
	}
	status, answer := rest(t, i, "PUT", "/1.1/users/nobody", `{}`, master...)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.EqualValues(t, 211, answer["code"])

	// Each of these makes another session token, and the last one useless.
	for _, c := range []struct{ path, body string }{
		{"/refreshSessionToken", ``},
		{"/updatePassword", `{"old_password":"secret","new_password":"second"}`},
		{"", `{"password":"third"}`},
	} {
		status, answer := rest(t, i, "PUT", "/1.1/users/"+id+c.path, c.body, "X-LC-Session", token)
		require.Equal(t, http.StatusOK, status, c.path)
		status, _ = rest(t, i, "GET", "/1.1/users/me", "", "X-LC-Session", token)
		assert.Equal(t, http.StatusBadRequest, status, c.path)
		token = answer["sessionToken"].(string)
		status, _ = rest(t, i, "GET", "/1.1/users/me", "", "X-LC-Session", token)
		assert.Equal(t, http.StatusOK, status, c.path)
	}
	for password, want := range map[string]int{"secret": 400, "second": 400, "third": 200} {
		status, _ := rest(t, i, "POST", "/1.1/login", `{"username":"thomas","password":"`+password+`"}`)
		assert.Equal(t, want, status, password)
	}
}

func TestPasswordsCannotBeGuessed(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartOne(t, "rates are each node's own", server.Options{Clock: clock, Limits: server.Limits{LoginFailures: 3}})
	id, token := signUp(t, i, `{"username":"tom","password":"secret","email":"tom@example.org"}`)
	signUp(t, i, `{"username":"bob","password":"secret"}`)
	logIn := func(identity, password string) (int, any) {
		status, answer := rest(t, i, "POST", "/1.1/login", `{`+identity+`,"password":"`+password+`"}`)
		return status, answer["code"]
	}
	for _, identity := range []string{`"username":"tom"`, `"email":"tom@example.org"`} {
		status, code := logIn(identity, "guess")
		assert.Equal(t, http.StatusBadRequest, status)
		assert.EqualValues(t, 210, code)
	}
	status, answer := rest(t, i, "PUT", "/1.1/users/"+id+"/updatePassword", `{"old_password":"guess","new_password":"x"}`, "X-LC-Session", token)
	assert.Equal(t, http.StatusBadRequest, status)
	assert.EqualValues(t, 210, answer["code"])
	status, code := logIn(`"username":"tom"`, "secret")
	assert.Equal(t, http.StatusTooManyRequests, status, "the right one too, or guessing would go on")
	assert.EqualValues(t, 219, code)
	status, _ = logIn(`"username":"bob"`, "secret")
	assert.Equal(t, http.StatusOK, status, "others are not concerned")
	clock.advance(time.Minute)
	status, _ = logIn(`"username":"tom"`, "secret")
	assert.Equal(t, http.StatusOK, status)
}

// An app's own server says who a session token belongs to.
func TestUsersVerifiedOverHTTP(t *testing.T) {
	var i *servertest.Instance
	users := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, http.MethodPost, r.Method)
		// The asker proves itself as back ends do: the signature opens the REST API.
		status, _ := rest(t, i, "POST", "/1.1/rtm/sign", `{}`, "X-LC-Key", "", "X-LC-Sign", r.Header.Get("X-LC-Sign"))
		assert.Equal(t, http.StatusBadRequest, status, "let in, and no token")
		assert.Equal(t, "dev", r.Header.Get("X-LC-Id"))
		var body struct {
			Token string `json:"session_token"`
		}
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		switch body.Token {
		case "good":
			fmt.Fprint(w, `{"client_id":"tom"}`)
		case "empty":
			fmt.Fprint(w, `{}`)
		case "garbage":
			fmt.Fprint(w, `<html>`)
		case "long":
			fmt.Fprintf(w, `{"client_id":%q}`, strings.Repeat("x", 65))
		case "elsewhere":
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
		case "broken":
			w.WriteHeader(http.StatusBadGateway)
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(users.Close)
	app := server.DevelopmentApp
	app.VerifyUserURL = users.URL
	i = servertest.StartWith(t, server.Options{Apps: []server.App{app}})
	for token, want := range map[string]int{"good": 200, "bad": 400, "empty": 400, "garbage": 500, "long": 500, "elsewhere": 500, "broken": 500} {
		status, answer := rest(t, i, "POST", "/1.1/rtm/sign", `{"session_token":"`+token+`"}`)
		assert.Equal(t, want, status, token)
		if status == 200 {
			assert.Equal(t, "tom", answer["client_id"])
		}
	}
	users.Close()
	status, _ := rest(t, i, "POST", "/1.1/rtm/sign", `{"session_token":"good"}`)
	assert.Equal(t, http.StatusInternalServerError, status)
}
