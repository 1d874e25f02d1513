package servertest

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"imclient/core/wire"
	"imclient/core/wire/jsonframe"

	"github.com/coder/websocket"
)

// Deadline bounds every wait of a Client.
const Deadline = 10 * time.Second

// Config is the configBitmap that the JavaScript SDK sends.
const Config = 0xBB

// Client speaks frames, with no opinion of its own on what is right. Its methods
// fail the test when the connection does not do what they wait for.
type Client struct {
	// WS is the connection itself, for what is no frame.
	WS *websocket.Conn

	t      testing.TB
	serial int32
	kept   []*wire.GenericCommand // pushes that came before an answer
	settle func()                 // see Quiet; nil for nothing
}

// Dial connects with the sub-protocol lc.protobuf2.3, or another that is given;
// an empty one asks for none. On several nodes what has been answered before has arrived
// where the client connects.
func Dial(t testing.TB, i *Instance, protocol ...string) *Client {
	t.Helper()
	if len(protocol) == 0 {
		protocol = []string{"lc.protobuf2.3"}
	}
	if len(i.nodes) > 1 {
		i.Settle()
	}
	ctx, cancel := context.WithTimeout(context.Background(), Deadline)
	defer cancel()
	if protocol[0] == "" {
		protocol = nil
	}
	ws, _, err := websocket.Dial(ctx, i.WebSocketURL(), &websocket.DialOptions{Subprotocols: protocol})
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	c := Wrap(t, ws)
	if len(i.nodes) > 1 {
		c.settle = i.Settle
	}
	return c
}

// Wrap speaks over a connection that the test has made.
func Wrap(t testing.TB, ws *websocket.Conn) *Client {
	ws.SetReadLimit(-1)
	t.Cleanup(func() { _ = ws.CloseNow() })
	return &Client{WS: ws, t: t}
}

// Login connects and opens a session.
func Login(t testing.TB, i *Instance, id string) *Client {
	t.Helper()
	c := Dial(t, i)
	c.Open(i.AppID, id)
	return c
}

// Open opens a session on the connection and returns the answer.
func (c *Client) Open(appID, id string) *wire.GenericCommand {
	c.t.Helper()
	opened := c.Call(OpenCommand(appID, id))
	if opened.GetCmd() != wire.CommandSession || opened.GetOp() != wire.OpOpened {
		c.t.Fatalf("session not opened: %s", Describe(opened))
	}
	return opened
}

// OpenCommand is the session/open that the JavaScript SDK sends.
func OpenCommand(appID, id string) *wire.GenericCommand {
	m := new(wire.SessionCommand)
	m.SetUa("js/5.0.0-rc.8")
	m.SetConfigBitmap(Config)
	cmd := Command(wire.CommandSession, wire.OpOpen)
	cmd.SetAppId(appID)
	if id != "" {
		cmd.SetPeerId(id)
	}
	cmd.SetSessionMessage(m)
	return cmd
}

// Command is an empty command; op 0 is left out.
func Command(cmd wire.CommandType, op wire.OpType) *wire.GenericCommand {
	m := new(wire.GenericCommand)
	m.SetCmd(cmd)
	if op != 0 {
		m.SetOp(op)
	}
	return m
}

// Send sends a command as it is.
func (c *Client) Send(cmd *wire.GenericCommand) {
	c.t.Helper()
	frame, err := cmd.Append(nil)
	if err != nil {
		c.t.Fatalf("encode: %v", err)
	}
	switch {
	case c.isJSON():
		if frame, err = jsonframe.Encode(frame); err != nil {
			c.t.Fatalf("encode: %v", err)
		}
		c.Write(websocket.MessageText, frame)
	case c.isBase64():
		c.Write(websocket.MessageText, []byte(base64.StdEncoding.EncodeToString(frame)))
	default:
		c.Write(websocket.MessageBinary, frame)
	}
}

func (c *Client) isBase64() bool { return strings.HasPrefix(c.WS.Subprotocol(), "lc.proto2base64.") }

func (c *Client) isJSON() bool {
	return c.WS.Subprotocol() == "" || strings.HasPrefix(c.WS.Subprotocol(), "lc.json.")
}

// Write sends a frame that need not be a command.
func (c *Client) Write(kind websocket.MessageType, frame []byte) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Deadline)
	defer cancel()
	if err := c.WS.Write(ctx, kind, frame); err != nil {
		c.t.Fatalf("write: %v", err)
	}
}

// Request gives cmd the next serial number, sends it, and returns the number.
func (c *Client) Request(cmd *wire.GenericCommand) int32 {
	c.t.Helper()
	c.serial++
	cmd.SetI(c.serial)
	c.Send(cmd)
	return c.serial
}

// Call is Request that waits for the answer. Pushes that come first are kept for
// Next.
func (c *Client) Call(cmd *wire.GenericCommand) *wire.GenericCommand {
	c.t.Helper()
	i := c.Request(cmd)
	for {
		m := c.receive()
		if m.GetI() == i {
			return m
		}
		c.kept = append(c.kept, m)
	}
}

// Next returns the next frame: one that was kept, else one that it waits for.
func (c *Client) Next() *wire.GenericCommand {
	c.t.Helper()
	if len(c.kept) > 0 {
		m := c.kept[0]
		c.kept = c.kept[1:]
		return m
	}
	return c.receive()
}

// Pending says whether a push is kept that came before an answer.
func (c *Client) Pending() bool { return len(c.kept) > 0 }

// Expect returns the next frame, which must be of that kind.
func (c *Client) Expect(cmd wire.CommandType, op wire.OpType) *wire.GenericCommand {
	c.t.Helper()
	m := c.Next()
	if m.GetCmd() != cmd || m.GetOp() != op {
		c.t.Fatalf("expected %s/%s, got %s", cmd, op, Describe(m))
	}
	return m
}

// Quiet checks that nothing was pushed: an echo comes back as the next frame. On several
// nodes it waits first until what has happened on the others has arrived.
func (c *Client) Quiet() {
	c.t.Helper()
	c.Settle()
	i := c.Request(Command(wire.CommandEcho, 0))
	if m := c.Next(); m.GetCmd() != wire.CommandEcho || m.GetI() != i {
		c.t.Fatalf("expected nothing, got %s", Describe(m))
	}
}

// Settle is Instance.Settle where the server is several nodes, and does nothing where it
// is one: that has told its clients of what it has answered.
func (c *Client) Settle() {
	if c.settle != nil {
		c.settle()
	}
}

// Closed waits for the connection's end, passing over frames, and returns the
// close code.
func (c *Client) Closed() websocket.StatusCode {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Deadline)
	defer cancel()
	for {
		if _, _, err := c.WS.Read(ctx); err != nil {
			if errors.Is(err, context.DeadlineExceeded) {
				c.t.Fatal("the connection was not closed in time")
			}
			return websocket.CloseStatus(err)
		}
	}
}

// Read returns the next frame as it is, a pushed one that was kept not among them.
func (c *Client) Read() []byte {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Deadline)
	defer cancel()
	_, frame, err := c.WS.Read(ctx)
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	return frame
}

func (c *Client) receive() *wire.GenericCommand {
	c.t.Helper()
	frame, err := c.Read(), error(nil)
	if c.isJSON() {
		m, err := jsonframe.Decode(frame)
		if err != nil {
			c.t.Fatalf("frame is no command: %v: %s", err, frame)
		}
		return m
	}
	if c.isBase64() {
		if frame, err = base64.StdEncoding.DecodeString(string(frame)); err != nil {
			c.t.Fatalf("frame is no base64: %v", err)
		}
	}
	m := new(wire.GenericCommand)
	if err := m.Unmarshal(frame); err != nil {
		c.t.Fatalf("frame is no command: %v", err)
	}
	return m
}
