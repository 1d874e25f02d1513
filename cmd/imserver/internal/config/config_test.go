package config

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"imclient/server"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func loadWith(t *testing.T, file string, environ []string, args ...string) (*Config, error) {
	t.Helper()
	if file != "" {
		name := filepath.Join(t.TempDir(), "imserver.yaml")
		require.NoError(t, os.WriteFile(name, []byte(file), 0o600))
		args = append(args, "--config", name)
	}
	c, _, err := Load("imserver serve", "[flags]", args, environ, io.Discard)
	return c, err
}

// repository is where the committed files are.
const repository = "../../../../"

func TestCommittedFilesAreTheTable(t *testing.T) {
	for name, write := range map[string]func(io.Writer){"deploy/imserver.yaml": Example, "docs/settings.md": Reference} {
		committed, err := os.ReadFile(repository + name)
		require.NoError(t, err)
		var made bytes.Buffer
		write(&made)
		assert.Equal(t, made.String(), string(committed), "%s is out of date: write it anew with imserver config example or reference", name)
	}
}

func TestExampleIsTheDefaults(t *testing.T) {
	c := New()
	require.NoError(t, c.readFile(repository+"deploy/imserver.yaml"))
	fresh := New()
	for i, s := range c.table() {
		assert.Equal(t, fresh.table()[i].value.get(), s.value.get(), s.Key)
	}
	example, err := os.ReadFile(repository + "deploy/imserver.yaml")
	require.NoError(t, err)
	start := strings.Index(string(example), "#apps:")
	apps := strings.ReplaceAll("\n"+string(example[start:]), "\n#", "\n")
	key := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(key, []byte("secret\n"), 0o600))
	c, err = loadWith(t, strings.NewReplacer("/etc/imserver/master-key", key, "/etc/imserver/hook-key", key).Replace(apps), nil)
	require.NoError(t, err)
	assert.Equal(t, []server.App{{ID: "YOUR-APP-ID", Key: "YOUR-APP-KEY", MasterKey: "secret",
		Signatures: server.Signatures{Login: true}, Origins: []string{"https://app.example.org"},
		Backend: server.Backend{URL: "https://api.example.org", Key: "secret"}}}, c.Options.Apps)
}

// A setting that somebody adds to the server and forgets here would be reachable by no
// operator.
func TestEveryOptionIsInTheTable(t *testing.T) {
	elsewhere := map[string]string{
		"Apps": "app.go", "Rules": "the rules for all apps", "Store": "embedding", "OpenStore": "store", "Files": "files", "Bus": "embedding", "Clock": "tests",
		"Logger": "log", "Web": "web", "VerifyUser": "embedding", "Hooks": "words",
	}
	c := New()
	targets := map[any]bool{}
	for _, s := range c.table() {
		targets[s.value.target] = true
	}
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if name == "" && elsewhere[field.Name] != "" {
				continue
			}
			if v.Field(i).Kind() == reflect.Struct {
				walk(name+field.Name+".", v.Field(i))
				continue
			}
			assert.True(t, targets[v.Field(i).Addr().Interface()], "server.Options.%s%s has no setting", name, field.Name)
		}
	}
	walk("", reflect.ValueOf(&c.Options).Elem())
}

func TestPrecedence(t *testing.T) {
	file := "limits: {history: 1, members: 1, answer: 1}\n"
	environ := []string{"IMSERVER_LIMITS_MEMBERS=2", "IMSERVER_LIMITS_ANSWER=2", "IMSERVER_PORT_8080_TCP=tcp://10.0.0.1:8080"}
	c, err := loadWith(t, file, environ, "--limits-answer", "3")
	require.NoError(t, err)
	l := c.Options.Limits
	assert.Equal(t, []int{server.Defaults().Limits.Frame, 1, 2, 3}, []int{l.Frame, l.History, l.Members, l.Answer})
	var out bytes.Buffer
	c.Print(&out)
	for _, want := range []string{"frame: 1MiB\n", "history: 1  # ", "imserver.yaml:1\n", "members: 2  # IMSERVER_LIMITS_MEMBERS\n", "answer: 3  # --limits-answer\n"} {
		assert.Contains(t, out.String(), want)
	}
}

func TestTheFileMayBeNamedByTheEnvironment(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.yaml")
	require.NoError(t, os.WriteFile(name, []byte("drain: {rate: 7}"), 0o600))
	c, err := loadWith(t, "", []string{"IMSERVER_CONFIG=" + name})
	require.NoError(t, err)
	assert.Equal(t, 7, c.Drain.Rate)
}

func TestMistakesInTheFile(t *testing.T) {
	cases := map[string]struct{ file, want string }{
		"an unknown key":             {"listen: :80\nlimits:\n  mesage: 1KB\n", "imserver.yaml:3: unknown key limits.mesage; did you mean limits.message?"},
		"an unknown section":         {"bogus_section:\n  a: 1\n", "imserver.yaml:1: unknown key bogus_section"},
		"a bad number":               {"limits:\n  members: many\n", `imserver.yaml:2: limits.members: "many" is no whole number`},
		"zero":                       {"limits: {members: 0}", "must be at least 1"},
		"a bad size":                 {"limits: {queue: 1XB}", "is no size"},
		"a bad time":                 {"timeouts: {read: 10}", "is no time"},
		"a negative time":            {"timeouts: {read: -10s}", "must not be negative"},
		"the same key twice":         {"data: a\ndata: b\n", "imserver.yaml:2: data is there twice"},
		"no value":                   {"data:\n", "imserver.yaml:1: data has no value"},
		"a list where there is none": {"data: [a]\n", "data is a single value"},
		"a mapping in a list":        {"origins: [{a: b}]\n", "origins is a list of single values"},
		"a bus without a store":      {"bus: nats://n:4222\n", "bus needs store"},
		"a bad bus":                  {"bus: http://n\n", "not of the form nats://"},
		"a bad origin":               {"origins: [example.org]\n", "is no origin"},
		"a section with a value":     {"limits: 3\n", "imserver.yaml:1: limits: expected keys with values"},
		"no YAML":                    {"a: [\n", "imserver.yaml: line"},
		"two documents":              {"data: a\n---\ndata: b\n", "second document"},
		"apps that are no list":      {"apps: {id: a}\n", "imserver.yaml:1: apps is a list"},
		"an unknown key of an app":   {"apps:\n  - id: a\n    keey: b\n", "imserver.yaml:3: unknown key keey; did you mean key?"},
		"an app without a key":       {"apps:\n  - id: a\n    key: b\n", "imserver.yaml:2: the app needs master_key"},
		"one key for both":           {"apps:\n  - {id: a, key: b, master_key: b}\n", `app "a": key and master_key are the same`},
		"one key for both, once":     {"apps:\n  - {id: a, key: b, master_key: c, previous_master_key: b}\n", `app "a": key and master_key are the same`},
		"an app twice":               {"apps:\n  - {id: a, key: b, master_key: c}\n  - {id: a, key: b, master_key: c}\n", `app "a" is given twice`},
		"a file that is not there":   {"apps:\n  - {id: a, key: b, master_key_file: /no/such/file}\n", "imserver.yaml:2: master_key_file: open /no/such/file"},
		"half of a certificate":      {"tls: {key: a}\n", "belong together"},
		"two kinds of certificates":  {"tls: {key: a, certificate: a, acme: {domains: [a.example.org]}}\n", "exclude each other"},
		"a redirect without TLS":     {"tls: {redirect: ':80'}\n", "tls.redirect needs"},
		"hooks without a key":        {"hooks: {url: 'https://a.example.org'}\n", "need a key"},
		"hooks of an app, no key":    {"apps:\n  - {id: a, key: b, master_key: c, hooks: {url: 'https://a.example.org'}}\n", `app "a": hooks at "https://a.example.org" need a key`},
		"an unknown hook":            {"hooks: {url: 'https://a.example.org', key: k, names: [_messageRecieved]}\n", `no hook is called "_messageRecieved"`},
		"refusal by unknown hooks":   {"hooks: {url: 'https://a.example.org', key: k, refuse: true}\n", "hooks.refuse needs hooks.names"},
		"a store that is none":       {"store: mysql://root:secret@db/im\n", "store: it is not of the form postgres://"},
		"two that do not go well":    {"timeouts: {read: 10s}\n", "must be above"},
	}
	for name, c := range cases {
		_, err := loadWith(t, c.file, nil)
		assert.ErrorContains(t, err, c.want, name)
	}
	_, err := loadWith(t, "a: 1\nb: 2\nlimits: {members: x}\n", nil)
	assert.Len(t, strings.Split(err.Error(), "\n"), 3, "every mistake is told at once")
}

func TestTextsAreNotTakenForSomethingElse(t *testing.T) {
	c, err := loadWith(t, "apps:\n- {id: 0123, key: yes, master_key: 1e5}\n", nil)
	require.NoError(t, err)
	assert.Equal(t, []server.App{{ID: "0123", Key: "yes", MasterKey: "1e5"}}, c.Options.Apps)
}

func TestRules(t *testing.T) {
	file := `
require_signature: login, conversation
managers_only: true
disable: [roles]
apps:
  - {id: plain, key: k, master_key: m}
  - {id: own, key: k, master_key: m, require_signature: [], disable: [edit]}
`
	c, err := loadWith(t, file, nil, "--app", "flag,k,m")
	require.NoError(t, err)
	rules := server.App{Key: "k", MasterKey: "m", ManagersOnly: true, NoRoles: true, Signatures: server.Signatures{Login: true, Conversation: true}}
	flagged, plain, own := rules, rules, rules
	flagged.ID, plain.ID, own.ID = "flag", "plain", "own"
	own.Signatures, own.NoRoles, own.NoEdit = server.Signatures{}, false, true
	assert.Equal(t, []server.App{flagged, plain, own}, c.Options.Apps)
}

func TestSecrets(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(key, []byte("from-a-file\n"), 0o600))
	file := "apps:\n- {id: my-shop, key: plain-key}\n- {id: b, key: other-key, master_key_file: " + key + "}\n"
	c, err := loadWith(t, file, []string{"IMSERVER_APP_MY_SHOP_MASTER_KEY=from-the-environment", "IMSERVER_APPS=c,third-key,third-master"})
	require.NoError(t, err)
	assert.Equal(t, []server.App{{ID: "c", Key: "third-key", MasterKey: "third-master"},
		{ID: "my-shop", Key: "plain-key", MasterKey: "from-the-environment"}, {ID: "b", Key: "other-key", MasterKey: "from-a-file"}}, c.Options.Apps)
	var out bytes.Buffer
	c.Print(&out)
	assert.Contains(t, out.String(), "id: my-shop")
	for _, secret := range []string{"plain-key", "from-the-environment", "from-a-file", "third"} {
		assert.NotContains(t, out.String(), secret)
	}
}

// What print shows is a file that gives the same.
func TestPrintCanBeRead(t *testing.T) {
	c, err := loadWith(t, "", nil, "--public-url", "https://im.example.org", "--limits-queue", "1MB", "--drain-window", "1h30m",
		"--origins", "https://a.example.org,https://*.b.example.org", "--managers-only", "--admin-listen", "9000", "--timeouts-read", "7d")
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:9000", c.Admin.Listen)
	assert.Equal(t, 7*24*time.Hour, c.Options.Timeouts.Read)
	var out bytes.Buffer
	c.Print(&out)
	again := New()
	require.NoError(t, again.parseFile("printed", out.Bytes()))
	for i, s := range c.table() {
		assert.Equal(t, s.value.get(), again.table()[i].value.get(), s.Key)
	}
}

func TestNamesAreUnique(t *testing.T) {
	flags, variables := map[string]bool{"config": true, "app": true}, map[string]bool{"IMSERVER_CONFIG": true, "IMSERVER_APPS": true}
	for _, s := range New().table() {
		assert.False(t, flags[s.Flag()] || variables[s.Variable()], s.Key)
		flags[s.Flag()], variables[s.Variable()] = true, true
		assert.NotEmpty(t, s.Help, s.Key)
	}
}

func TestHelp(t *testing.T) {
	var out bytes.Buffer
	_, _, err := Load("imserver serve", "[flags]", []string{"--help"}, nil, &out)
	assert.ErrorIs(t, err, flag.ErrHelp)
	for _, s := range New().table() {
		assert.Regexp(t, `(?m)^  -`+s.Flag()+`( |$)`, out.String(), s.Key)
	}
}

func FuzzFile(f *testing.F) {
	example, err := os.ReadFile(repository + "deploy/imserver.yaml")
	require.NoError(f, err)
	f.Add(example)
	f.Add([]byte("apps:\n- &a {id: a, key: b}\n- *a\n"))
	f.Add([]byte("a: &a [*a]\n"))
	f.Fuzz(func(_ *testing.T, content []byte) {
		c := New()
		if c.parseFile("fuzz", content) == nil {
			_ = c.finishApps(nil)
			c.Print(io.Discard)
		}
	})
}

func TestHooks(t *testing.T) {
	file := `
hooks: {url: "https://all.example.org", key: k, names: [_push], refuse: true}
apps:
  - {id: plain, key: k, master_key: m}
  - {id: own, key: k, master_key: m, hooks: {url: "https://own.example.org", names: [_messageReceived, _messageSent], refuse: false}}
`
	c, err := loadWith(t, file, []string{"IMSERVER_APP_OWN_HOOKS_KEY=theirs"}, "--hooks-messages", "https://all.example.org/m")
	require.NoError(t, err)
	all := server.Backend{URL: "https://all.example.org", Key: "k", Names: []string{"_push"}, Messages: "https://all.example.org/m"}
	own := server.Backend{URL: "https://own.example.org", Key: "theirs", Names: []string{"_messageReceived", "_messageSent"}, Messages: all.Messages}
	assert.Equal(t, map[string]server.Backend{"": all, "plain": all, "own": own}, c.Backends())
	assert.Equal(t, []bool{true, false}, []bool{c.Options.Apps[0].RefuseOnHookFailure, c.Options.Apps[1].RefuseOnHookFailure})
	var out bytes.Buffer
	c.Print(&out)
	assert.NotContains(t, out.String(), "theirs", "keys are not shown")
}

func TestPagesCanBeSwitchedOff(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		web  string
		none bool
	}{{nil, "", false}, {[]string{"--web", "off"}, "", true}, {[]string{"--web", dir}, dir, false}} {
		loaded, err := loadWith(t, "", nil, c.args...)
		require.NoError(t, err)
		assert.Equal(t, c.web, loaded.Web)
		assert.Equal(t, c.none, loaded.NoWeb)
	}
}
