package server_test

import (
	"crypto/md5"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// xlcSign is the X-LC-Sign header of a back end.
func xlcSign(key string, at time.Time, suffix string) string {
	ms := strconv.FormatInt(at.UnixMilli(), 10)
	return fmt.Sprintf("%x,%s%s", md5.Sum([]byte(ms+key)), ms, suffix)
}

func TestRESTKeys(t *testing.T) {
	i := servertest.Start(t)
	now := time.Now()
	old, ahead := now.Add(-7*time.Hour), now.Add(time.Hour)
	const body = `{"name":"News"}`
	cases := []struct {
		name    string
		headers []string
		status  int
	}{
		{"the master key", []string{"X-LC-Key", i.MasterKey + ",master"}, 201},
		{"the app key", nil, 403},
		{"a wrong key", []string{"X-LC-Key", "wrong"}, 401},
		{"the app key as the master key", []string{"X-LC-Key", i.AppKey + ",master"}, 401},
		{"no key", []string{"X-LC-Key", ""}, 401},
		{"no app", []string{"X-LC-Id", ""}, 401},
		{"another app", []string{"X-LC-Id", "other", "X-LC-Key", i.MasterKey + ",master"}, 401},
		{"signed with the master key", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.MasterKey, now, ",master")}, 201},
		{"signed in upper case", []string{"X-LC-Key", "", "X-LC-Sign", strings.ToUpper(xlcSign(i.MasterKey, now, "")) + ",master"}, 201},
		{"signed with the app key", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.AppKey, now, "")}, 403},
		{"signed with the app key long ago", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.AppKey, old, "")}, 403},
		{"signed with the master key long ago", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.MasterKey, old, ",master")}, 401},
		{"signed ahead of time", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.MasterKey, ahead, ",master")}, 401},
		{"the master key's signature as the app key's", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.MasterKey, now, "")}, 401},
		{"the app key's signature as the master key's", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.AppKey, now, ",master")}, 401},
		{"a signature without a time", []string{"X-LC-Key", "", "X-LC-Sign", "abc"}, 401},
		{"a signature with another ending", []string{"X-LC-Key", "", "X-LC-Sign", xlcSign(i.MasterKey, now, ",admin")}, 401},
		{"a signature with a time that is no number", []string{"X-LC-Key", "", "X-LC-Sign", "abc,def,master"}, 401},
	}
	for _, c := range cases {
		status, answer := rest(t, i, "POST", services, body, c.headers...)
		assert.Equal(t, c.status, status, "%s: %v", c.name, answer)
		if status >= 400 {
			assert.NotEmpty(t, answer["error"], c.name)
			assert.EqualValues(t, status, answer["code"], c.name)
		}
	}
}

func TestRESTBodiesAndMethods(t *testing.T) {
	i := servertest.Start(t)
	cases := []struct {
		name, method, body string
		status, code       int
	}{
		{"no JSON", "POST", `{"name":`, 400, 107},
		{"two objects", "POST", `{} {}`, 400, 107},
		{"a list", "POST", `[]`, 400, 107},
		{"null", "POST", `null`, 400, 107},
		{"a name that is no text", "POST", `{"name":1}`, 400, 4301},
		{"too large", "POST", `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, 413, 107},
		{"another method", "PATCH", `{}`, 405, 405},
	}
	for _, c := range cases {
		status, answer := restMaster(t, i, c.method, services, c.body)
		assert.Equal(t, c.status, status, c.name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", c.name, answer)
	}
	status, _ := restMaster(t, i, http.MethodPost, "/1.2/rtm/nothing", `{}`)
	assert.Equal(t, 404, status)
	// A condition that is lost on the way finds everything.
	for _, query := range []string{`where={"name":"100%"}`, `where=%7B%22name%22%3A%zz%7D`, `where={"a":1};limit=1`} {
		r, err := http.NewRequest("GET", i.URL, nil)
		require.NoError(t, err)
		r.URL.Path, r.URL.RawQuery = "/1.2/rtm/conversations", query
		r.Header.Set("X-LC-Id", i.AppID)
		r.Header.Set("X-LC-Key", i.MasterKey+",master")
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, 400, response.StatusCode, query)
	}
}
