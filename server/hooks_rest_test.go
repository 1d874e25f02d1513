package server_test

import (
	"context"
	"fmt"
	"testing"

	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the app's own back end does it is not asked about: it is told.
func TestHooksOfRESTCalls(t *testing.T) {
	told := make(chan string, 100)
	asked := func(what string) { t.Errorf("the app was asked about its own %s", what) }
	members := func(name string) func(context.Context, server.MembersChange) error {
		return func(_ context.Context, m server.MembersChange) error {
			told <- fmt.Sprintf("%s by %q: %v", name, m.By, m.Members)
			return nil
		}
	}
	i := servertest.StartWith(t, server.Options{Hooks: server.Hooks{
		MessageReceived: func(context.Context, server.Message) (server.Verdict, error) {
			asked("message")
			return server.Verdict{}, nil
		},
		MessageUpdate: func(context.Context, server.MessageUpdate) (server.Verdict, error) {
			asked("edit")
			return server.Verdict{}, nil
		},
		ConversationStart: func(context.Context, server.ConversationStart) (server.Decision, error) {
			asked("conversation")
			return server.Decision{}, nil
		},
		ConversationAdd: func(context.Context, server.MembersChange) (server.Decision, error) {
			asked("adding")
			return server.Decision{}, nil
		},
		ConversationRemove: func(context.Context, server.MembersChange) (server.Decision, error) {
			asked("removing")
			return server.Decision{}, nil
		},
		ConversationUpdate: func(context.Context, server.ConversationUpdate) (server.UpdateDecision, error) {
			asked("change")
			return server.UpdateDecision{}, nil
		},
		ConversationStarted: func(_ context.Context, c server.ConversationStarted) error {
			told <- fmt.Sprintf("started by %q", c.By)
			return nil
		},
		ConversationAdded:   members("added"),
		ConversationRemoved: members("removed"),
		MessageSent: func(_ context.Context, m server.SentMessage) error {
			told <- fmt.Sprintf("%s from %s at %q to %v and %v", m.Data, m.From, m.SourceIP, m.Online, m.Offline)
			return nil
		},
		Push: func(_ context.Context, p server.Push) error {
			told <- fmt.Sprintf("push %s to %v", p.Data, p.To)
			return nil
		},
	}})
	call := func(method, path, body string) map[string]any {
		status, answer := restMaster(t, i, method, path, body)
		require.Less(t, status, 300, "%s %s: %v", method, path, answer)
		return answer
	}
	servertest.Login(t, i, "bob")
	base := "/1.2/rtm/conversations/" + call("POST", "/1.2/rtm/conversations", `{"m":["ann","bob"]}`)["objectId"].(string)
	assert.Equal(t, `started by ""`, await(t, told))
	call("POST", base+"/members", `{"client_ids":["bob","dan"]}`)
	assert.Equal(t, `added by "": [dan]`, await(t, told))
	sent := call("POST", base+"/messages", `{"from_client":"ann","message":"hello","push_data":{"alert":"a"}}`)
	assert.Equal(t, `push {"alert":"a"} to [dan]`, await(t, told))
	assert.Equal(t, `hello from ann at "" to [bob] and [dan]`, await(t, told))
	call("PUT", base+"/messages/"+sent["msg-id"].(string), fmt.Sprintf(`{"from_client":"ann","message":"hi","timestamp":%.0f}`, sent["timestamp"]))
	call("PUT", base, `{"name":"n"}`)
	call("DELETE", base+"/members", `{"client_ids":["dan","nobody"]}`)
	assert.Equal(t, `removed by "": [dan]`, await(t, told))

	service := "/1.2/rtm/service-conversations/" + call("POST", "/1.2/rtm/service-conversations", `{"name":"s"}`)["objectId"].(string)
	assert.Equal(t, `started by ""`, await(t, told))
	call("POST", service+"/subscribers", `{"client_id":"eve"}`)
	call("POST", service+"/subscribers", `{"client_id":"eve"}`)
	assert.Equal(t, `added by "": [eve]`, await(t, told))
	call("POST", service+"/broadcasts", `{"from_client":"news","message":"all"}`)
	assert.Equal(t, `push  to [eve]`, await(t, told))
	assert.Equal(t, `all from news at "" to [] and [eve]`, await(t, told))
	call("DELETE", service+"/subscribers/eve", "")
	call("DELETE", service+"/subscribers/eve", "")
	assert.Equal(t, `removed by "": [eve]`, await(t, told))
	assert.Empty(t, told)
}
