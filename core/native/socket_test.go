package native

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
)

const testProtocol = "lc.protobuf2.3"

// recorder is a core that notes its inputs.
type recorder chan string

func (r recorder) SocketOpened(id core.SocketID) { r <- fmt.Sprintf("opened %d", id) }
func (r recorder) SocketFrame(id core.SocketID, frame []byte, text bool) {
	r <- fmt.Sprintf("frame %d %s %v", id, frame, text)
}
func (r recorder) SocketClosed(id core.SocketID, code int, reason string) {
	r <- fmt.Sprintf("closed %d %d %s", id, code, reason)
}
func (r recorder) TimerFired(id core.TimerID) { r <- fmt.Sprintf("timer %d", id) }
func (r recorder) Fetched(id core.FetchID, res core.Response) {
	r <- fmt.Sprintf("fetched %d %d %s %v", id, res.Status, res.Body, res.Err)
}

// next waits for the next input.
func (r recorder) next(t *testing.T) string {
	t.Helper()
	select {
	case input := <-r:
		return input
	case <-t.Context().Done():
	case <-time.After(10 * time.Second):
	}
	t.Fatal("no input")
	return ""
}

// startHost runs a host whose core is a recorder.
func startHost(t *testing.T) (*host, recorder) {
	t.Helper()
	transport := newTransport()
	h := newHost(&http.Client{Transport: transport}, "test/1", slog.New(slog.DiscardHandler))
	inputs := make(recorder, 100)
	h.core = inputs
	h.loop = newLoop(func() {}, func(err error) { t.Error(err) })
	go h.loop.run()
	t.Cleanup(func() {
		h.loop.do(func() { h.stop(); h.loop.stop() })
		<-h.loop.done
		h.running.Wait()
		transport.CloseIdleConnections()
	})
	return h, inputs
}

// startPeer serves WebSockets and returns their URL.
func startPeer(t *testing.T, serve func(ctx context.Context, c *websocket.Conn)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{testProtocol}})
		if err != nil {
			return
		}
		defer func() { _ = c.CloseNow() }()
		serve(r.Context(), c)
	}))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

// echo answers each frame with itself until the connection ends.
func echo(ctx context.Context, c *websocket.Conn) {
	c.SetReadLimit(readLimit)
	for {
		kind, data, err := c.Read(ctx)
		if err != nil || c.Write(ctx, kind, data) != nil {
			return
		}
	}
}

func TestSocketCarriesFramesBothWays(t *testing.T) {
	h, inputs := startHost(t)
	url := startPeer(t, echo)
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	frame := []byte("binary")
	h.loop.do(func() {
		h.Send(1, frame, false)
		copy(frame, "reused") // the core may do that
		h.Send(1, []byte("text"), true)
		h.Send(2, []byte("to nobody"), true)
	})
	assert.Equal(t, "frame 1 binary false", inputs.next(t))
	assert.Equal(t, "frame 1 text true", inputs.next(t))
}

func TestSocketReportsTheCloseCode(t *testing.T) {
	h, inputs := startHost(t)
	url := startPeer(t, func(_ context.Context, c *websocket.Conn) { _ = c.Close(4107, "READ_TIMEOUT") })
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	assert.Equal(t, "closed 1 4107 READ_TIMEOUT", inputs.next(t))
	h.loop.do(func() { assert.Empty(t, h.sockets) })
}

func TestSocketReportsALostConnection(t *testing.T) {
	h, inputs := startHost(t)
	url := startPeer(t, func(_ context.Context, c *websocket.Conn) { _ = c.CloseNow() })
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	assert.Contains(t, inputs.next(t), "closed 1 1006 ")
}

func TestSocketThatCannotBeOpened(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := listener.Addr().String()
	require.NoError(t, listener.Close())
	refusing := httptest.NewServer(http.NotFoundHandler())
	defer refusing.Close()
	for name, c := range map[string]struct{ url, protocol, reason string }{
		"nobody there":    {"ws://" + nobody, testProtocol, "refused"},
		"not a WebSocket": {"ws" + strings.TrimPrefix(refusing.URL, "http"), testProtocol, "404"},
		"no URL":          {"::", testProtocol, "parse"},
		"other protocol":  {startPeer(t, echo), "lc.unheard.of", "does not speak lc.unheard.of"},
	} {
		t.Run(name, func(t *testing.T) {
			h, inputs := startHost(t)
			h.loop.do(func() { h.Dial(1, c.url, c.protocol) })
			end := inputs.next(t)
			assert.Contains(t, end, "closed 1 1006 ")
			assert.Contains(t, end, c.reason)
		})
	}
}

func TestSocketHangupSendsWhatIsQueued(t *testing.T) {
	h, inputs := startHost(t)
	got := make(chan string, 10)
	url := startPeer(t, func(ctx context.Context, c *websocket.Conn) {
		for {
			_, data, err := c.Read(ctx)
			if err != nil {
				got <- fmt.Sprint(websocket.CloseStatus(err))
				return
			}
			got <- string(data)
		}
	})
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	h.loop.do(func() {
		h.Send(1, []byte("last words"), false)
		h.Hangup(1, 3000, "enough")
		h.Hangup(1, 1000, "")
		h.Send(1, []byte("too late"), false)
	})
	assert.Equal(t, "last words", <-got)
	assert.Equal(t, "StatusCode(3000)", <-got)
	assert.Equal(t, "closed 1 3000 enough", inputs.next(t))
}

func TestSocketHangupWhileConnecting(t *testing.T) {
	h, inputs := startHost(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts and says nothing
	require.NoError(t, err)
	defer func() { _ = silent.Close() }()
	h.loop.do(func() {
		h.Dial(1, "ws://"+silent.Addr().String(), testProtocol)
		h.Hangup(1, 1000, "")
	})
	assert.Contains(t, inputs.next(t), "closed 1 1006 ")
}

func TestSocketHangupDoesNotWaitForADeadPeer(t *testing.T) {
	h, inputs := startHost(t)
	release := make(chan struct{})
	url := startPeer(t, func(context.Context, *websocket.Conn) { <-release }) // never reads
	defer close(release)
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	h.loop.do(func() { h.Hangup(1, 1000, "") })
	assert.Contains(t, inputs.next(t), "closed 1 1006 ")
}

func TestSocketGivesUpAPeerThatDoesNotRead(t *testing.T) {
	h, inputs := startHost(t)
	release := make(chan struct{})
	url := startPeer(t, func(context.Context, *websocket.Conn) { <-release })
	defer close(release)
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	frame := make([]byte, 4<<20)
	for range 10 { // more than the limit and the system's buffers together
		h.loop.do(func() { h.Send(1, frame, false) })
	}
	assert.Equal(t, "closed 1 1006 "+errSendQueue.Error(), inputs.next(t))
}

func TestSocketTakesLongFrames(t *testing.T) {
	h, inputs := startHost(t)
	url := startPeer(t, echo)
	h.loop.do(func() { h.Dial(1, url, testProtocol) })
	assert.Equal(t, "opened 1", inputs.next(t))
	long := strings.Repeat("x", 2*keptBuffer)
	h.loop.do(func() { h.Send(1, []byte(long), true); h.Send(1, []byte("short"), true) })
	assert.Equal(t, "frame 1 "+long+" true", inputs.next(t))
	assert.Equal(t, "frame 1 short true", inputs.next(t))
}
