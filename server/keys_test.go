package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheMasterKeyIsNotInPages refuses keys with which everybody who has a page would
// have the app.
func TestTheMasterKeyIsNotInPages(t *testing.T) {
	for name, app := range map[string]server.App{
		"the master key":          {ID: "shop", Key: "one", MasterKey: "one"},
		"the one that it follows": {ID: "shop", Key: "one", MasterKey: "two", PreviousMasterKey: "one"},
	} {
		_, err := server.New(server.Options{Apps: []server.App{app}, DataDir: t.TempDir()})
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), "shop", name)
		assert.NotContains(t, err.Error(), "one", name)
	}
	s := servertest.Start(t).Any()
	request := httptest.NewRequest("POST", "/apps", strings.NewReader(`{"id":"shop","key":"equal","masterKey":"equal"}`))
	response, text := ask(t, s.ControlHandler(), request)
	assert.Equal(t, http.StatusBadRequest, response.StatusCode)
	assert.NotContains(t, text, "equal")
	assert.NotContains(t, control(t, s, "GET", "/apps", ""), "shop")
}
