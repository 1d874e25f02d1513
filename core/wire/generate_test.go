//go:build !js

package wire_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/wire/internal/gen/rtm"
)

func TestGeneratedCodeIsCurrent(t *testing.T) {
	schema, err := os.ReadFile("rtm.proto")
	require.NoError(t, err)
	want, err := rtm.Generate("rtm.proto", schema)
	require.NoError(t, err)
	got, err := os.ReadFile("rtm_gen.go")
	require.NoError(t, err)
	assert.True(t, string(got) == string(want), "rtm_gen.go is not what rtm.proto says: run `go generate ./core/wire`")
}
