package native_test

import (
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// silence is a server that accepts connections and never says a word.
type silence struct {
	addr     string
	accepted chan struct{} // one value for each connection
}

func listen(t *testing.T) *silence {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &silence{addr: listener.Addr().String(), accepted: make(chan struct{}, 100)}
	var conns []net.Conn
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns = append(conns, conn)
			s.accepted <- struct{}{}
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		serving.Wait()
		for _, conn := range conns {
			_ = conn.Close()
		}
	})
	return s
}
