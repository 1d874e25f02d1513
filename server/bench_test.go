package server_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"imclient/core/wire"
	"imclient/server"
	"imclient/server/servertest"

	"github.com/stretchr/testify/require"
)

// The hot paths of the server over real sockets, each with its client in the same
// process: `go test ./server -run '^$' -bench . -cpu 2`. cmd/imbench measures the
// server by itself (docs/server-performance.md).

// BenchmarkDirect is one durable message, from frame to ack and to its receiver.
func BenchmarkDirect(b *testing.B) {
	i := servertest.StartWith(b, server.Options{})
	ann, bob := servertest.Login(b, i, "ann"), servertest.Login(b, i, "bob")
	cid := ann.Call(conv(wire.OpStart, start("bob"))).GetConvMessage().GetCid()
	ann.Expect(wire.CommandConv, wire.OpJoined)
	ann.Expect(wire.CommandConv, wire.OpMembersJoined)
	received := countFrames(bob, b.N+1) // the invitation too
	cmd := direct(cid, `{"_lctype":-1,"_lctext":"the quick brown fox jumps over the lazy dog"}`)
	const inFlight = 200
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		cmd.SetI(int32(n + 1000))
		ann.Send(cmd)
		if n >= inFlight {
			ann.Expect(wire.CommandAck, 0)
		}
	}
	for range min(b.N, inFlight) {
		ann.Expect(wire.CommandAck, 0)
	}
	<-received
}

// BenchmarkRoom is one message to a chat room of 200; ns/delivery is what counts.
func BenchmarkRoom(b *testing.B) {
	i := servertest.StartWith(b, server.Options{})
	ann := servertest.Login(b, i, "ann")
	create := start()
	create.SetTransient(true)
	cid := ann.Call(conv(wire.OpStart, create)).GetConvMessage().GetCid()
	const members, inFlight = 200, 50
	var all sync.WaitGroup
	for n := range members {
		c := servertest.Login(b, i, fmt.Sprint("member ", n))
		c.Call(conv(wire.OpAdd, in(cid, fmt.Sprint("member ", n))))
		received := countFrames(c, b.N)
		all.Go(func() { <-received })
	}
	cmd := direct(cid, "the quick brown fox jumps over the lazy dog")
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		cmd.SetI(int32(n + 1000))
		ann.Send(cmd)
		if n >= inFlight {
			ann.Expect(wire.CommandAck, 0)
		}
	}
	for range min(b.N, inFlight) {
		ann.Expect(wire.CommandAck, 0)
	}
	all.Wait()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*members), "ns/delivery")
}

// countFrames closes the channel once that many frames have arrived.
func countFrames(c *servertest.Client, count int) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range count {
			_, r, err := c.WS.Reader(context.Background())
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, r)
		}
	}()
	return done
}

// BenchmarkIdle is one login; B/connection is what the server then keeps of it while
// nothing happens, heap and stack, with the few hundred bytes of the client's socket.
func BenchmarkIdle(b *testing.B) {
	i := servertest.StartWith(b, server.Options{})
	before := inUse()
	conns := make([]net.Conn, b.N)
	b.ReportAllocs()
	b.ResetTimer()
	for n := range conns {
		conns[n] = loginRaw(b, i, fmt.Sprint("client ", n))
	}
	b.StopTimer()
	b.ReportMetric(float64(inUse()-before)/float64(b.N), "B/connection")
	for _, c := range conns {
		require.NoError(b, c.Close())
	}
}

func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// loginRaw opens a session on a socket without a client around it.
func loginRaw(b *testing.B, i *servertest.Instance, id string) net.Conn {
	address, _, _ := strings.Cut(strings.TrimPrefix(i.WebSocketURL(), "ws://"), "/")
	c, err := net.Dial("tcp", address)
	require.NoError(b, err)
	open, err := servertest.OpenCommand(i.AppID, id).Append(nil)
	require.NoError(b, err)
	_, err = c.Write(append([]byte(strings.Join([]string{
		"GET /ws HTTP/1.1", "Host: im", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: lc.protobuf2.3", "", "",
	}, "\r\n")), append([]byte{0x82, 0x80 | byte(len(open)), 0, 0, 0, 0}, open...)...))
	require.NoError(b, err)
	answer := make([]byte, 1024)
	for got := ""; !strings.HasPrefix(got, fmt.Sprint("HTTP/1.1 ", http.StatusSwitchingProtocols)) || !strings.Contains(got, id); {
		n, err := c.Read(answer)
		require.NoError(b, err)
		got += string(answer[:n])
	}
	return c
}
