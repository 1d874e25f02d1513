//go:build !js

package jsonframe

import (
	"os"
	"testing"

	"imclient/core/wire/internal/gen/rtm"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGeneratedNamesAreCurrent(t *testing.T) {
	schema, err := os.ReadFile("../rtm.proto")
	require.NoError(t, err)
	want, err := rtm.GenerateNames("rtm.proto", schema)
	require.NoError(t, err)
	got, err := os.ReadFile("schema_gen.go")
	require.NoError(t, err)
	assert.True(t, string(got) == string(want), "schema_gen.go is not what rtm.proto says: run `go generate ./core/wire`")
}

// The fields of a body stand beside those of the command, so no name may be in
// both.
func TestNamesDoNotCollide(t *testing.T) {
	for _, c := range enumCommandType {
		f := bodyOf(c.value)
		if f == nil {
			continue
		}
		for _, inner := range f.message {
			assert.Nil(t, messageGenericCommand.byName(inner.name), "%s.%s", f.name, inner.name)
		}
	}
}
