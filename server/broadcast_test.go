package server_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const toEverybody = "/1.2/rtm/broadcasts"

// newService makes a service conversation.
func newService(t *testing.T, i *servertest.Instance) string {
	t.Helper()
	status, created := restMaster(t, i, "POST", services, `{"name":"News"}`)
	require.Equal(t, http.StatusCreated, status)
	return created["objectId"].(string)
}

// confirm acks a message as an SDK does, and waits until that is on disk.
func confirm(t *testing.T, c *servertest.Client, d *wire.DirectCommand) {
	t.Helper()
	m := new(wire.AckCommand)
	m.SetCid(d.GetCid())
	m.SetMid(d.GetId())
	cmd := servertest.Command(wire.CommandAck, 0)
	cmd.SetAckMessage(m)
	c.Send(cmd)
	create(t, c)
	drain(c)
}

func TestBroadcast(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	service := newService(t, i)
	tell := func(text, more string) map[string]any {
		t.Helper()
		clock.advance(time.Second)
		status, answer := restMaster(t, i, "POST", toEverybody, fmt.Sprintf(`{"from_client":"news","conv_id":%q,"message":%q%s}`, service, text, more))
		require.Equal(t, http.StatusOK, status, "%v", answer)
		assert.Equal(t, map[string]any{"msg-id": answer["msg-id"], "timestamp": answer["timestamp"]}, answer["result"], "in both shapes")
		return answer
	}
	ann, phone := servertest.Login(t, i, "ann"), servertest.Login(t, i, "ann")
	sent := tell("one", "")
	var d *wire.DirectCommand
	for _, c := range []*servertest.Client{ann, phone} {
		d = received(c)
		assert.Equal(t, "one", d.GetMsg())
		assert.Equal(t, service, d.GetCid())
		assert.Equal(t, "news", d.GetFromPeerId())
		assert.EqualValues(t, 3, d.GetConvType())
		assert.Equal(t, sent["msg-id"], d.GetId())
		assert.EqualValues(t, sent["timestamp"], d.GetTimestamp())
		assert.False(t, d.GetTransient())
	}
	tell("now", `,"transient":true`)
	assert.True(t, received(ann).GetTransient())

	tablet := servertest.Login(t, i, "ann")
	again := received(tablet)
	assert.Equal(t, "one", again.GetMsg(), "nobody has confirmed it")
	assert.True(t, again.GetOffline())
	tablet.Quiet()
	confirm(t, tablet, again)
	later := servertest.Login(t, i, "ann")
	later.Quiet()

	second := tell("two", "")
	third := tell("three", "")
	bob := servertest.Login(t, i, "bob")
	assert.Equal(t, "three", received(bob).GetMsg(), "who is new is told the latest")
	bob.Quiet()
	back := servertest.Login(t, i, "ann")
	assert.Equal(t, "two", received(back).GetMsg())
	last := received(back)
	assert.Equal(t, "three", last.GetMsg())
	confirm(t, back, last)
	servertest.Login(t, i, "ann").Quiet()

	i.Restart()
	servertest.Login(t, i, "ann").Quiet()
	bob = servertest.Login(t, i, "bob")
	received(bob)
	bob.Quiet()

	_, list := restList(t, i, toEverybody+"?conv_id="+service)
	assert.Equal(t, []string{"three", "two", "one"}, texts(list))
	assert.Equal(t, service, list[0]["to"])
	assert.EqualValues(t, third["timestamp"], list[0]["timestamp"])
	assert.NotZero(t, list[0]["valid_till"])
	_, list = restList(t, i, toEverybody+"?conv_id="+service+"&skip=1&limit=1")
	assert.Equal(t, []string{"two"}, texts(list))
	_, list = restList(t, i, toEverybody+"?conv_id=none")
	assert.Empty(t, list)

	// A change is for those who have not got it yet.
	change := fmt.Sprintf(`{"from_client":"news","timestamp":%.0f,"message":"3"}`, third["timestamp"])
	path := services + "/" + service + "/messages/"
	status, answer := restMaster(t, i, "PUT", path+third["msg-id"].(string), change)
	require.Equal(t, http.StatusOK, status, "%v", answer)
	bob.Quiet()
	cid := servertest.Login(t, i, "cid")
	assert.Equal(t, "3", received(cid).GetMsg())
	for code, body := range map[int]string{
		4403: fmt.Sprintf(`{"from_client":"ann","timestamp":%.0f,"message":"3"}`, third["timestamp"]),
		4404: `{"from_client":"news","timestamp":1,"message":"3"}`,
	} {
		_, answer := restMaster(t, i, "PUT", path+third["msg-id"].(string), body)
		assert.EqualValues(t, code, answer["code"])
	}

	status, _ = restMaster(t, i, "DELETE", toEverybody+"/"+third["msg-id"].(string), "")
	assert.Equal(t, http.StatusOK, status)
	status, answer = restMaster(t, i, "DELETE", toEverybody+"/"+third["msg-id"].(string), "")
	assert.Equal(t, http.StatusNotFound, status)
	assert.EqualValues(t, server.MessageNotFound, answer["code"])
	dan := servertest.Login(t, i, "dan")
	assert.Equal(t, "two", received(dan).GetMsg())
	assert.NotEmpty(t, second)
	assert.Empty(t, history(t, dan, logs(service)), "broadcasts are no part of the history")
}

func TestBroadcastExpires(t *testing.T) {
	clock := newFakeClock()
	i := servertest.StartWith(t, server.Options{Clock: clock})
	service := newService(t, i)
	servertest.Login(t, i, "ann")
	till := clock.Now().Add(time.Hour).UnixMilli()
	for _, more := range []string{fmt.Sprintf(`,"valid_till":%d`, till), ``, `,"valid_till":9999999999999`} {
		status, _ := restMaster(t, i, "POST", toEverybody, fmt.Sprintf(`{"from_client":"news","conv_id":%q,"message":"x"%s}`, service, more))
		require.Equal(t, http.StatusOK, status)
	}
	month := clock.Now().Add(30 * 24 * time.Hour).UnixMilli()
	_, list := restList(t, i, toEverybody)
	assert.EqualValues(t, till, list[2]["valid_till"])
	assert.InDelta(t, month, list[1]["valid_till"], 1000, "a month if nothing is said")
	assert.InDelta(t, month, list[0]["valid_till"], 1000, "and at most")
	clock.advance(2 * time.Hour)
	ann := servertest.Login(t, i, "ann")
	received(ann)
	received(ann)
	ann.Quiet()
	clock.advance(31 * 24 * time.Hour)
	_, list = restList(t, i, toEverybody)
	assert.Empty(t, list)
	servertest.Login(t, i, "ann").Quiet()
}

func TestBroadcastIsChecked(t *testing.T) {
	i := servertest.StartWith(t, server.Options{Apps: []server.App{server.DevelopmentApp, {ID: "other", Key: "k", MasterKey: "m"}}})
	service := newService(t, i)
	ann := servertest.Login(t, i, "ann")
	cid := create(t, ann, "bob")
	for name, c := range map[string]struct {
		body         string
		status, code int
	}{
		"no conversation":      {`{"from_client":"a","message":"x"}`, 400, 4301},
		"no such conversation": {`{"from_client":"a","message":"x","conv_id":"none"}`, 404, 4303},
		"no service":           {`{"from_client":"a","message":"x","conv_id":"` + cid + `"}`, 400, 4313},
		"no sender":            {`{"message":"x","conv_id":"` + service + `"}`, 400, 4301},
		"no message":           {`{"from_client":"a","conv_id":"` + service + `"}`, 400, 4301},
		"over already":         {`{"from_client":"a","message":"x","valid_till":1,"conv_id":"` + service + `"}`, 400, 4301},
		"no JSON":              {`[]`, 400, 107},
	} {
		status, answer := restMaster(t, i, "POST", toEverybody, c.body)
		assert.Equal(t, c.status, status, name)
		assert.EqualValues(t, c.code, answer["code"], "%s: %v", name, answer)
	}
	good := `{"from_client":"a","message":"x","conv_id":"` + service + `"}`
	for _, call := range [][2]string{{"POST", toEverybody}, {"GET", toEverybody}, {"DELETE", toEverybody + "/x"}} {
		status, _ := rest(t, i, call[0], call[1], good)
		assert.Equal(t, http.StatusForbidden, status, call[0])
		status, _ = rest(t, i, call[0], call[1], good, "X-LC-Key", "wrong,master")
		assert.Equal(t, http.StatusUnauthorized, status, call[0])
	}
	status, _ := rest(t, i, "POST", toEverybody, good, "X-LC-Id", "other", "X-LC-Key", "m,master")
	assert.Equal(t, http.StatusNotFound, status)
	drain(ann)
	ann.Quiet()
}
