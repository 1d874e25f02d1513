package server_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClientRates(t *testing.T) {
	// A minute that passes at once leaves no time to answer a ping.
	clock := newFakeClock()
	i := servertest.StartOne(t, "rates are each node's own", server.Options{Clock: clock, Timeouts: server.Timeouts{Ping: time.Hour}, Limits: server.Limits{MessageRate: 3, HistoryRate: 2, CommandRate: 4}})
	ann, phone, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	drain(bob)
	too := func(answer *wire.GenericCommand) bool {
		if a := answer.GetAckMessage(); a != nil {
			return a.GetCode() == int32(server.MessageSentQuotaExceeded) && a.GetReason() == "MESSAGE_SENT_QUOTA_EXCEEDED"
		}
		return answer.GetErrorMessage().GetCode() == int32(server.MessageSentQuotaExceeded)
	}
	for round := range 2 {
		for name, c := range map[string]struct {
			limit int
			call  func() *wire.GenericCommand
		}{
			"messages": {3, func() *wire.GenericCommand { return direct(cid, "x") }},
			"history":  {2, func() *wire.GenericCommand { return logsCommand(logs(cid)) }},
			"counts":   {4, func() *wire.GenericCommand { return conv(wire.OpCount, in(cid)) }},
			"queries":  {4, func() *wire.GenericCommand { return conv(wire.OpQuery, where(`{}`)) }},
		} {
			for n := range c.limit + 2 {
				by := ann
				if n%2 == 1 {
					by = phone // they are one client
				}
				assert.Equal(t, n >= c.limit, too(by.Call(c.call())), "%s %d in round %d", name, n, round)
			}
			assert.False(t, too(bob.Call(c.call())), "%s of somebody else", name)
		}
		clock.advance(time.Minute)
	}
	for n := range 3 {
		answer := bob.Call(servertest.OpenCommand(i.AppID, "cid"))
		assert.Equal(t, wire.OpOpened, answer.GetOp(), n)
	}
	bob.Call(servertest.OpenCommand(i.AppID, "cid"))
	assert.True(t, too(bob.Call(servertest.OpenCommand(i.AppID, "cid"))), "logins too")
}

func TestRESTRates(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartOne(t, "rates are each node's own", server.Options{Clock: clock, Limits: server.Limits{RESTMessageRate: 2, RESTSubscriberRate: 1, RESTBroadcastRate: 1}})
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	_, created := restMaster(t, i, "POST", services, `{"name":"s"}`)
	service := created["objectId"].(string)
	good := `{"from_client":"ann","message":"x"}`
	for round := range 2 {
		for _, c := range []struct {
			path, body string
			limit      int
		}{
			{plain + "/" + cid + "/messages", good, 2},
			{services + "/" + service + "/broadcasts", good, 1},
			{"/1.2/rtm/broadcasts", fmt.Sprintf(`{"from_client":"ann","message":"x","conv_id":%q}`, service), 1},
		} {
			for n := range c.limit + 1 {
				status, answer := restMaster(t, i, "POST", c.path, c.body)
				if n < c.limit {
					require.Equal(t, http.StatusOK, status, "%s: %v", c.path, answer)
					continue
				}
				assert.Equal(t, http.StatusTooManyRequests, status)
				assert.EqualValues(t, 429, answer["code"])
			}
		}
		wait := retryAfter(t, i, plain+"/"+cid+"/messages", good)
		assert.True(t, wait > 0 && wait <= 60, "%d in round %d", wait, round)
		clock.advance(time.Duration(wait) * time.Second)
	}
}

func retryAfter(t *testing.T, i *servertest.Instance, path, body string) int {
	t.Helper()
	response := restResponse(t, i, "POST", path, body)
	defer response.Body.Close()
	require.Equal(t, http.StatusTooManyRequests, response.StatusCode)
	wait, err := strconv.Atoi(response.Header.Get("Retry-After"))
	require.NoError(t, err)
	return wait
}
