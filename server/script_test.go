package server_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"imclient/core/wire/jsonframe"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each script in testdata/scripts replays what one SDK sends, and says what it must
// get. They stand for SDKs that cannot run here, from what is published of them.
// testdata/scripts/README.md explains the lines.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/scripts/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			s := &script{T: t, vars: map[string]string{}, clients: map[string]*servertest.Client{}, clock: newFakeClock()}
			app := server.DevelopmentApp
			if strings.Contains(string(text), "\nsigned\n") {
				app.Signatures = server.Signatures{Login: true, Conversation: true, Blacklist: true}
			}
			s.instance = servertest.StartWith(t, server.Options{Apps: []server.App{app}, Clock: s.clock})
			for n, line := range strings.Split(string(text), "\n") {
				s.line = fmt.Sprintf("%s:%d: %s", file, n+1, line)
				s.run(strings.TrimSpace(line))
			}
			for _, c := range s.clients {
				_ = c.WS.CloseNow()
			}
		})
	}
}

type script struct {
	*testing.T
	instance *servertest.Instance
	clock    *fakeClock
	clients  map[string]*servertest.Client
	vars     map[string]string
	line     string
	answer   any // of the last REST call
}

var variable = regexp.MustCompile(`\$[a-z][a-z0-9]*`)

// filled replaces the variables that are known.
func (s *script) filled(text string) string {
	return variable.ReplaceAllStringFunc(text, func(name string) string {
		if value, ok := s.vars[name]; ok {
			return value
		}
		return name
	})
}

func (s *script) run(line string) {
	who, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case line == "" || strings.HasPrefix(line, "#") || line == "signed":
	case who == "settle":
		s.instance.Settle()
	case who == "let":
		s.let(rest)
	case who == "GET":
		s.get(s.filled(rest))
	case who == "is":
		s.match(s.parse(s.filled(rest)), s.answer, "answer")
	case strings.HasSuffix(who, ">"):
		s.send(s.client(who), s.filled(rest))
	case strings.HasSuffix(who, "<"):
		c := s.client(who)
		s.match(s.parse(s.filled(rest)), s.parse(s.read(c)), "frame")
	default:
		s.act(who, rest)
	}
}

func (s *script) act(who, what string) {
	if protocol, ok := strings.CutPrefix(what, "dial"); ok {
		s.clients[who] = servertest.Dial(s, s.instance, strings.TrimSpace(protocol))
		return
	}
	c := s.client(who)
	switch what {
	case "ping":
		ctx, cancel := context.WithTimeout(context.Background(), servertest.Deadline)
		defer cancel()
		go func() { // a pong is read by whoever reads, and nothing else comes
			_, _, _ = c.WS.Reader(ctx)
		}()
		require.NoError(s, c.WS.Ping(ctx), s.line)
		cancel()
		delete(s.clients, who)
	case "drop":
		require.NoError(s, c.WS.CloseNow())
	case "quiet":
		c.Quiet()
	default:
		s.Fatalf("%s: what is that?", s.line)
	}
}

func (s *script) client(who string) *servertest.Client {
	c := s.clients[strings.TrimRight(who, "<>")]
	require.NotNil(s, c, s.line)
	return c
}

// let sets a variable: to a text, or to what an app's server signs.
func (s *script) let(rest string) {
	name, value, _ := strings.Cut(rest, " ")
	value = s.filled(strings.TrimSpace(value))
	if text, ok := strings.CutPrefix(value, "hmac "); ok {
		mac := hmac.New(sha1.New, []byte(s.instance.MasterKey))
		mac.Write([]byte(text))
		value = hex.EncodeToString(mac.Sum(nil))
	}
	if text, ok := strings.CutPrefix(value, "HMAC "); ok {
		mac := hmac.New(sha1.New, []byte(s.instance.MasterKey))
		mac.Write([]byte(text))
		value = strings.ToUpper(hex.EncodeToString(mac.Sum(nil)))
	}
	s.vars[name] = value
}

func (s *script) send(c *servertest.Client, text string) {
	if protocol := c.WS.Subprotocol(); protocol == "" || strings.HasPrefix(protocol, "lc.json") {
		c.Write(websocket.MessageText, []byte(text))
		return
	}
	cmd, err := jsonframe.Decode([]byte(text))
	require.NoError(s, err, s.line)
	c.Send(cmd)
}

// read returns the next frame as JSON: as it came, where that is the protocol.
func (s *script) read(c *servertest.Client) string {
	if protocol := c.WS.Subprotocol(); protocol == "" || strings.HasPrefix(protocol, "lc.json") {
		return string(c.Read())
	}
	frame, err := c.Next().Append(nil)
	require.NoError(s, err)
	text, err := jsonframe.Encode(frame)
	require.NoError(s, err)
	return string(text)
}

// get makes a REST call with the app's key; the token stands before the path.
func (s *script) get(rest string) {
	token, path, _ := strings.Cut(rest, " ")
	r, err := http.NewRequest("GET", s.instance.URL+strings.TrimSpace(path), nil)
	require.NoError(s, err)
	r.Header.Set("X-LC-Id", s.instance.AppID)
	r.Header.Set("X-LC-Key", s.instance.AppKey)
	r.Header.Set("X-LC-IM-Session-Token", token)
	resp, err := http.DefaultClient.Do(r)
	require.NoError(s, err)
	defer resp.Body.Close()
	require.Equal(s, http.StatusOK, resp.StatusCode, s.line)
	s.answer = nil
	require.NoError(s, json.NewDecoder(resp.Body).Decode(&s.answer))
}

func (s *script) parse(text string) (v any) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	require.NoError(s, d.Decode(&v), "%s: %s", s.line, text)
	return v
}

// match checks that got has what want says; objects may have more. A variable that
// is not known yet takes what it stands for, "*" is anything, null is absent.
func (s *script) match(want, got any, at string) {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		require.True(s, ok, "%s: %s is no object but %v", s.line, at, got)
		for key, value := range want {
			if value == nil {
				assert.NotContains(s, object, key, s.line)
				continue
			}
			require.Contains(s, object, key, "%s: %v", s.line, object)
			s.match(value, object[key], at+"."+key)
		}
		if len(want) == 0 {
			assert.Empty(s, object, s.line)
		}
	case []any:
		list, ok := got.([]any)
		require.True(s, ok && len(list) == len(want), "%s: %s is %v", s.line, at, got)
		for i := range want {
			s.match(want[i], list[i], fmt.Sprint(at, i))
		}
	case string:
		if variable.MatchString(want) && variable.FindString(want) == want {
			s.vars[want] = fmt.Sprint(got)
		} else if want != "*" {
			assert.Equal(s, want, fmt.Sprint(got), "%s: %s", s.line, at)
		}
	default:
		assert.Equal(s, fmt.Sprint(want), fmt.Sprint(got), "%s: %s", s.line, at)
	}
}
