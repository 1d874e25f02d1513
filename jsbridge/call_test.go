//go:build js && wasm

package jsbridge

import (
	"syscall/js"
	"testing"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParameters(t *testing.T) {
	var p createParams
	require.NoError(t, vert.ValueOf(js.ValueOf(map[string]any{
		"client": 7, "members": []any{"a", "b"}, "name": nil, "unique": false, "ttl": 60,
	})).AssignTo(&p))
	no := false
	assert.Equal(t, createParams{Client: 7, Members: []string{"a", "b"}, Unique: &no, TTL: 60}, p)

	var q historyParams
	require.NoError(t, vert.ValueOf(js.ValueOf(map[string]any{"startTime": 1456789012345.0, "limit": 0, "type": -1})).AssignTo(&q))
	zero, minus := int32(0), int32(-1)
	assert.Equal(t, historyParams{StartTime: 1456789012345, Limit: &zero, Type: &minus}, q)

	for _, bad := range []map[string]any{
		{"client": "x"}, {"members": "ab"}, {"members": []any{1}}, {"name": 5}, {"unique": "yes"},
		{"attributes": map[string]any{}},
	} {
		assert.Error(t, vert.ValueOf(js.ValueOf(bad)).AssignTo(new(createParams)), "%v", bad)
	}
}

func TestEveryOperationIsServed(t *testing.T) {
	for op, name := range Names {
		f := &outboxFace{}
		newBridge(f).call(1, op, js.ValueOf(map[string]any{}))
		assert.NotContains(t, string(f.out.Bytes()), "unknown operation", name)
		assert.Contains(t, string(f.out.Bytes()), `"message"`, name)
	}
}
