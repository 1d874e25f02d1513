package jsbridge

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOperationsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for op, name := range Names {
		assert.Positive(t, int(op))
		assert.False(t, seen[name], name)
		seen[name] = true
	}
	assert.Len(t, seen, 33)
}
