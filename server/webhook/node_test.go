package webhook_test

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/webhook"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example of docs/hooks.md is run as it stands there.
func TestNodeExample(t *testing.T) {
	page, err := os.ReadFile("../../docs/hooks.md")
	require.NoError(t, err)
	_, code, found := strings.Cut(string(page), "```js\n")
	require.True(t, found)
	code, _, _ = strings.Cut(code, "```")
	file := filepath.Join(t.TempDir(), "hooks.mjs")
	require.NoError(t, os.WriteFile(file, []byte(code), 0o600))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	var out bytes.Buffer
	node := exec.Command("node", file)
	node.Env = append(os.Environ(), "PORT="+port, "HOOK_KEY="+hookKey)
	node.Stdout, node.Stderr = &out, &out
	require.NoError(t, node.Start())
	t.Cleanup(func() {
		_ = node.Process.Kill()
		_ = node.Wait()
		t.Log(out.String())
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err == nil
	}, servertest.Deadline, 1)

	i := start(t, webhook.Config{URL: "http://" + address, Key: hookKey}, server.Options{})
	ann, bob := servertest.Login(t, i, "ann"), servertest.Login(t, i, "bob")
	cid := create(t, ann, "bob")
	ack := ann.Call(direct(cid, "see http://example.org")).GetAckMessage()
	assert.EqualValues(t, server.MessageRejectedByApp, ack.GetCode())
	assert.Equal(t, "no links, please", ack.GetAppMsg())
	ann.Call(direct(cid, "damn it"))
	assert.Equal(t, "*** it", message(bob).GetMsg())
	refused(t, ann.Call(conv(wire.OpAdd, cid, "banned")), server.ConversationRejectedByApp, 2, "not here")
	assert.Equal(t, wire.OpAdded, ann.Call(conv(wire.OpAdd, cid, "dan")).GetOp())
	for _, s := range i.Servers() {
		for name, counts := range s.HookCounts() {
			assert.Zero(t, counts.Failures, name)
		}
	}

	wrong := start(t, webhook.Config{URL: "http://" + address, Key: "another"}, server.Options{})
	eve := servertest.Login(t, wrong, "eve")
	create(t, eve, "x")
	assert.EqualValues(t, 1, wrong.HookCounts("_conversationStart").Failures, "it refuses those who do not have its key")
}
