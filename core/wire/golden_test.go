//go:build !js

package wire_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire"
)

// official runs testdata/golden.mjs on the official SDK and returns the lines
// that it prints.
func official(t *testing.T, mode string, input []byte) [][]byte {
	t.Helper()
	sdk := filepath.Join("..", "..", "web", "node_modules", "leancloud-realtime")
	if _, err := os.Stat(filepath.Join(sdk, "package.json")); err != nil {
		t.Fatalf("the official SDK, which judges the codec, is not installed: run `make deps` (%v)", err)
	}
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "golden.mjs"), sdk, mode)
	cmd.Stdin = bytes.NewReader(input)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err, "node testdata/golden.mjs %s", mode)
	var lines [][]byte
	scanner := bufio.NewScanner(bytes.NewReader(out))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		lines = append(lines, slices.Clone(scanner.Bytes()))
	}
	require.NoError(t, scanner.Err())
	return lines
}

// golden is one line of mode emit: a frame, or the names of an enum's values.
type golden struct {
	Message string
	What    string
	Hex     string
	Value   map[string]any
	Enum    string
	Names   map[string]string
}

// Every field of every message, alone and together, with ordinary and extreme
// values: we read what the official SDK wrote, and write the same bytes.
func TestOfficialFrames(t *testing.T) {
	seen := map[string]int{}
	for _, line := range official(t, "emit", nil) {
		var g golden
		require.NoError(t, json.Unmarshal(line, &g))
		if g.Enum != "" {
			checkEnum(t, g)
			continue
		}
		m := newMessage(g.Message)
		require.NotNil(t, m, "no message %s", g.Message)
		frame, err := hex.DecodeString(g.Hex)
		require.NoError(t, err)
		if !assert.NoError(t, m.Unmarshal(frame), "%s, %s", g.Message, g.What) {
			continue
		}
		assert.Equal(t, g.Value, show(m), "%s, %s", g.Message, g.What)
		again, err := m.Append(nil)
		assert.NoError(t, err)
		assert.Equal(t, g.Hex, hex.EncodeToString(again), "%s, %s", g.Message, g.What)
		seen[g.Message]++
	}
	for name := range messages {
		switch name {
		case "AndroidVersion", "SemanticVersion", "SystemInfo", "LoginCommand", "LoggedinCommand":
			assert.Zero(t, seen[name], "%s is said to be newer than the official SDK", name)
		default:
			assert.NotZero(t, seen[name], "the official SDK wrote no %s", name)
		}
	}
}

func checkEnum(t *testing.T, g golden) {
	name := map[string]func(int32) string{
		"CommandType":    func(v int32) string { return wire.CommandType(v).String() },
		"OpType":         func(v int32) string { return wire.OpType(v).String() },
		"StatusType":     func(v int32) string { return wire.StatusType(v).String() },
		"QueryDirection": func(v int32) string { return wire.QueryDirection(v).String() },
	}[g.Enum]
	require.NotNil(t, name, "no enum %s", g.Enum)
	for value := range int32(200) {
		want, ok := g.Names[strconv.Itoa(int(value))]
		if !ok && (g.Enum != "OpType" || value != int32(wire.OpExpire)) {
			want, ok = strconv.Itoa(int(value)), true
		}
		if ok {
			assert.Equal(t, want, name(value), g.Enum)
		}
	}
}

// The official SDK reads what we wrote, and writes the same bytes.
func TestOfficialReadsOurs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	type frame struct {
		Message string `json:"message"`
		Hex     string `json:"hex"`
	}
	var frames []frame
	var input bytes.Buffer
	encoder := json.NewEncoder(&input)
	for i := range 400 {
		m := &wire.GenericCommand{}
		fill(r, m, []float64{0.1, 0.5, 1}[i%3], newer)
		b, err := m.Append(nil)
		require.NoError(t, err)
		frames = append(frames, frame{"GenericCommand", hex.EncodeToString(b)})
		require.NoError(t, encoder.Encode(frames[i]))
	}
	lines := official(t, "echo", input.Bytes())
	require.Len(t, lines, len(frames))
	for i, line := range lines {
		var answer struct{ Hex, Error string }
		require.NoError(t, json.Unmarshal(line, &answer))
		require.Empty(t, answer.Error)
		require.True(t, frames[i].Hex == answer.Hex, "frame %d\nours  %.400s\ntheirs %.400s", i, frames[i].Hex, answer.Hex)
	}
}

// A frame with a peerId behind it is read as one with that peerId.
func TestOfficialReadsAppendedPeerID(t *testing.T) {
	m := &wire.GenericCommand{}
	fill(rand.New(rand.NewPCG(3, 4)), m, 0.5, newer)
	m.SetPeerId("replaced")
	shared, err := m.Append(nil)
	require.NoError(t, err)
	m.SetPeerId("小明")
	want, err := m.Append(nil)
	require.NoError(t, err)

	sent := hex.EncodeToString(wire.AppendPeerID(shared, "小明"))
	line, err := json.Marshal(map[string]string{"message": "GenericCommand", "hex": sent})
	require.NoError(t, err)
	lines := official(t, "echo", line)
	require.Len(t, lines, 1)
	assert.JSONEq(t, `{"hex":"`+hex.EncodeToString(want)+`"}`, string(lines[0]))
}
