package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The example that the service published.
func TestPasswordHash(t *testing.T) {
	const salt = "h60d8x797d3oa0naxybxxv9bn7xpt2yiowz68mpiwou7gwr2"
	hash := hashPassword(salt, "password")
	assert.Equal(t, "tA7BLW+NK0UeARng0693gCaVnljkglCB9snqlpCSUKjx2RgYp8VZZOQt0S5iUtlDrkJXfT3gknS4rRqjYsd/Ug==", hash)
	assert.True(t, isPassword(hash, salt, "password"))
	assert.False(t, isPassword(hash, salt, "Password"))
	assert.False(t, isPassword(hash, "salt", "password"))
}
