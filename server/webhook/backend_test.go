package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"sync"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"
	"imclient/server/webhook"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hookKey = "a secret of two"

// call is a hook as it reached the back end.
type call struct {
	name   string
	params map[string]any
	rows   []map[string]any // of messages to service conversations
}

// told are the hooks that are told, each time under an id of its own. The two that
// decide about pushes are asked while a push is told.
var told = map[string]bool{"_messageSent": true, "_conversationStarted": true, "_conversationAdded": true, "_conversationRemoved": true,
	"_clientOnline": true, "_clientOffline": true, "_push": true, "_serviceMessages": true}

// appServer is the back end of an app: a real HTTP server that checks what the docs
// tell it to check.
type appServer struct {
	t   *testing.T
	url string

	mu     sync.Mutex
	answer map[string]func(call) (status int, body string)
	calls  []call
	came   chan struct{} // closed when a call comes, and made anew
}

func startApp(t *testing.T) *appServer {
	b := &appServer{t: t, answer: map[string]func(call) (int, string){}, came: make(chan struct{})}
	s := httptest.NewServer(b)
	t.Cleanup(s.Close)
	b.url = s.URL
	return b
}

// on says how a hook is answered; {"result": {}} unless it is said.
func (b *appServer) on(name string, answer func(call) (status int, body string)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer[name] = answer
}

func says(body string) func(call) (int, string) {
	return func(call) (int, string) { return 200, body }
}

func (b *appServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	assert.NoError(b.t, err)
	c := call{name: path.Base(r.URL.Path)}
	assert.NoError(b.t, checkSignature(r, c.name, body))
	assert.Equal(b.t, "dev", r.Header.Get("X-LC-Id"))
	assert.Equal(b.t, told[c.name], r.Header.Get("X-IM-Delivery") != "", c.name)
	assert.Equal(b.t, "application/json; charset=utf-8", r.Header.Get("Content-Type"))
	if c.name == "_serviceMessages" {
		assert.NoError(b.t, json.Unmarshal(body, &c.rows))
	} else {
		assert.Equal(b.t, "/base/1.1/functions/"+c.name, r.URL.Path)
		assert.NoError(b.t, json.Unmarshal(body, &c.params))
	}
	b.mu.Lock()
	b.calls = append(b.calls, c)
	close(b.came)
	b.came = make(chan struct{})
	answer := b.answer[c.name]
	b.mu.Unlock()
	status, text := 200, `{"result":{}}`
	if answer != nil {
		status, text = answer(c)
	}
	if status == http.StatusFound {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// checkSignature is what docs/hooks.md tells a back end to do.
func checkSignature(r *http.Request, name string, body []byte) error {
	if r.Header.Get("X-LC-Hook-Key") != hookKey {
		return fmt.Errorf("wrong key %q", r.Header.Get("X-LC-Hook-Key"))
	}
	at := r.Header.Get("X-IM-Timestamp")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return err
	}
	if age := time.Since(time.UnixMilli(ms)).Abs(); age > 5*time.Minute {
		return fmt.Errorf("a call of %s ago", age)
	}
	mac := hmac.New(sha256.New, []byte(hookKey))
	fmt.Fprintf(mac, "%s.%s.%s", at, name, body)
	if want := hex.EncodeToString(mac.Sum(nil)); r.Header.Get("X-IM-Signature") != want {
		return fmt.Errorf("signature %s, expected %s", r.Header.Get("X-IM-Signature"), want)
	}
	return nil
}

// seen returns the calls of a hook so far.
func (b *appServer) seen(name string) (calls []call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.calls {
		if c.name == name {
			calls = append(calls, c)
		}
	}
	return calls
}

// await waits until a hook was called n times.
func (b *appServer) await(name string, n int) []call {
	b.t.Helper()
	deadline := time.After(servertest.Deadline)
	for {
		b.mu.Lock()
		came := b.came
		b.mu.Unlock()
		if calls := b.seen(name); len(calls) >= n {
			return calls
		}
		select {
		case <-came:
		case <-deadline:
			b.t.Fatalf("%s was called %d times, not %d", name, len(b.seen(name)), n)
		}
	}
}

// config is where the app is called.
func (b *appServer) config() webhook.Config {
	return webhook.Config{URL: b.url + "/base/", Key: hookKey, Messages: b.url + "/_serviceMessages"}
}

// start runs the server with the app's hooks.
func start(t *testing.T, config webhook.Config, o server.Options) *servertest.Instance {
	t.Helper()
	caller, err := webhook.New(map[string]webhook.Config{"dev": config})
	require.NoError(t, err)
	t.Cleanup(caller.Close)
	o.Hooks = caller.Hooks()
	return servertest.StartWith(t, o)
}

func conv(op wire.OpType, cid string, members ...string) *wire.GenericCommand {
	m := new(wire.ConvCommand)
	if cid != "" {
		m.SetCid(cid)
	}
	m.SetM(members)
	cmd := servertest.Command(wire.CommandConv, op)
	cmd.SetConvMessage(m)
	return cmd
}

func attr(cmd *wire.GenericCommand, text string) *wire.GenericCommand {
	data := new(wire.JsonObjectMessage)
	data.SetData(text)
	cmd.GetConvMessage().SetAttr(data)
	return cmd
}

func create(t *testing.T, c *servertest.Client, members ...string) string {
	t.Helper()
	started := c.Call(conv(wire.OpStart, "", members...))
	require.Equal(t, wire.OpStarted, started.GetOp(), servertest.Describe(started))
	return started.GetConvMessage().GetCid()
}

func direct(cid, text string) *wire.GenericCommand {
	d := new(wire.DirectCommand)
	d.SetCid(cid)
	d.SetMsg(text)
	cmd := servertest.Command(wire.CommandDirect, 0)
	cmd.SetDirectMessage(d)
	return cmd
}

// message waits for the next message, passing over what else comes.
func message(c *servertest.Client) *wire.DirectCommand {
	for {
		if m := c.Next(); m.GetCmd() == wire.CommandDirect {
			return m.GetDirectMessage()
		}
	}
}

func patchOf(cid, mid, text string) *wire.GenericCommand {
	item := new(wire.PatchItem)
	item.SetCid(cid)
	item.SetMid(mid)
	if text == "" {
		item.SetRecall(true)
	} else {
		item.SetData(text)
	}
	p := new(wire.PatchCommand)
	p.AddPatches(item)
	cmd := servertest.Command(wire.CommandPatch, wire.OpModify)
	cmd.SetPatchMessage(p)
	return cmd
}

func history(t *testing.T, c *servertest.Client, cid string) (texts []string) {
	m := new(wire.LogsCommand)
	m.SetCid(cid)
	cmd := servertest.Command(wire.CommandLogs, 0)
	cmd.SetLogsMessage(m)
	answer := c.Call(cmd)
	require.Equal(t, wire.CommandLogs, answer.GetCmd(), servertest.Describe(answer))
	for _, item := range answer.GetLogsMessage().GetLogs() {
		texts = append(texts, item.GetData())
	}
	return texts
}
