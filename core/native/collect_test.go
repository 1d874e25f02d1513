package native_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

// collect runs the garbage collector until a client has no conversation left.
func collect(t *testing.T, client *native.Client) {
	t.Helper()
	ctx := within(t)
	for client.KnownConversations() > 0 {
		require.NoError(t, ctx.Err(), "conversations are kept")
		runtime.GC()
		runtime.Gosched()
	}
}

func TestDefectInTheCore(t *testing.T) {
	s := servertest.Start(t)
	rt := connect(t, s)
	tom, err := rt.Login(within(t), "tom")
	require.NoError(t, err)
	conv := unite(t, tom, "jerry")
	rt.Break()
	receive(t, rt.Done())
	receive(t, tom.Done())
	_, err = conv.Send(within(t), native.Text("hello"))
	var panicked *native.PanicError
	require.ErrorAs(t, err, &panicked)
	assert.Equal(t, "defect", panicked.Value)
	assert.Equal(t, []string{"jerry", "tom"}, conv.Members())
}
