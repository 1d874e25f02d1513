package native

import (
	"testing"

	"imclient/server/servertest"

	"go.uber.org/goleak"
)

// TestMain fails when a test has left a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(tests{m}) }

// tests ends what the servers of all tests shared.
type tests struct{ *testing.M }

func (t tests) Run() int {
	defer servertest.StopShared()
	return t.M.Run()
}
