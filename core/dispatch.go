package core

import (
	"strconv"

	"imclient/core/wire"
)

// serviceIM is the messaging service's number on a command; others share the
// protocol.
const serviceIM = 2

// SocketFrame reports one message from a socket, a text message when text is
// set. frame is not kept. A frame that cannot be read is logged and ignored.
func (rt *Realtime) SocketFrame(id SocketID, frame []byte, text bool) {
	c := &rt.conn
	if id != c.socket || c.state != StateConnected {
		return
	}
	c.keepalive.hear()
	if !text && rt.pushed(frame) {
		return
	}
	if text {
		decoded, ok := decodeBase64(frame)
		if !ok {
			rt.warn("ignored a text frame that is not base64, of " + strconv.Itoa(len(frame)) + " bytes")
			return
		}
		frame = decoded
	}
	cmd := rt.takeCommand()
	if err := cmd.UnmarshalReusing(frame, rt.spareDirect, rt.spareAck); err != nil {
		rt.warn("ignored a frame of " + strconv.Itoa(len(frame)) + " bytes: " + err.Error())
		return
	}
	if cmd.GetDirectMessage() == rt.spareDirect {
		rt.spareDirect = nil
	}
	if cmd.GetAckMessage() == rt.spareAck {
		rt.spareAck = nil
	}
	if !cmd.HasCmd() {
		rt.warn("ignored a frame without a command")
		return
	}
	if rt.options.Debug {
		rt.debug("received " + describe(cmd.GetCmd(), cmd.GetOp()))
	}
	if cmd.GetI() != 0 {
		c.commands.answered(cmd)
		if cmd.GetCmd() == wire.CommandAck {
			rt.spare, rt.spareAck = cmd, cmd.GetAckMessage()
		}
		return
	}
	rt.dispatch(cmd)
	if cmd.GetCmd() == wire.CommandDirect && cmd.GetNotificationType() != permanentNotification {
		rt.spare = cmd // a message's parts are kept, the command around them never is
	}
}

// takeCommand is a command to decode the next frame into, which empties it.
func (rt *Realtime) takeCommand() *wire.GenericCommand {
	cmd := rt.spare
	if cmd == nil {
		return new(wire.GenericCommand)
	}
	rt.spare = nil
	return cmd
}

// dispatch takes a push to whom it is for.
func (rt *Realtime) dispatch(cmd *wire.GenericCommand) {
	switch cmd.GetCmd() {
	case wire.CommandError:
		err := errorOf(cmd.GetErrorMessage())
		rt.warn("the server ended the connection: " + err.Error())
		rt.conn.lost(err)
		return
	case wire.CommandGoaway:
		rt.conn.expired()
		return
	case wire.CommandEcho:
		return
	}
	if cmd.HasService() && cmd.GetService() != serviceIM {
		rt.debug("ignored a push of service " + strconv.Itoa(int(cmd.GetService())))
		return
	}
	if cl := rt.recipient(cmd.GetPeerId()); cl != nil {
		cl.dispatch(cmd)
		return
	}
	rt.debug("ignored a push for nobody here: " + describe(cmd.GetCmd(), cmd.GetOp()))
}

// recipient is the client that a push is for: without an id, the first that
// logged in.
//
//go:noinline
func (rt *Realtime) recipient(id string) *Client {
	if id != "" {
		if rt.latest == nil || rt.latest.id != id {
			rt.latest = rt.byID[id]
		}
		return rt.latest
	}
	if len(rt.clients) > 0 {
		return rt.clients[0]
	}
	return nil
}

// dispatch handles a push for the client.
func (cl *Client) dispatch(cmd *wire.GenericCommand) {
	cl.pushes++
	if cl.notifications.hold(cmd) {
		return
	}
	if cmd.GetNotificationType() == permanentNotification && !cl.notifications.failed {
		cl.mark(cmd.GetServerTs())
	}
	switch cmd.GetCmd() {
	case wire.CommandSession:
		cl.sessionPushed(cmd)
	case wire.CommandDirect:
		cl.messagePushed(cmd.GetDirectMessage())
	case wire.CommandConv:
		if !cl.noticePushed(cmd.GetOp(), cmd.GetConvMessage()) {
			cl.unhandled(cmd)
		}
	case wire.CommandUnread:
		cl.unreadPushed(cmd.GetUnreadMessage())
	case wire.CommandRcp:
		cl.receiptPushed(cmd.GetRcpMessage())
	case wire.CommandPatch:
		cl.patchPushed(cmd.GetPatchMessage())
	default:
		cl.unhandled(cmd)
	}
	cl.fetchRows()
}

// unhandled hands the application what the core does nothing with.
func (cl *Client) unhandled(cmd *wire.GenericCommand) {
	cl.rt.info("nothing is done with a push: " + describe(cmd.GetCmd(), cmd.GetOp()))
	frame, err := cmd.Append(nil)
	if err != nil {
		cl.rt.warn("a push cannot be encoded again: " + err.Error())
		return
	}
	cl.rt.host.Emit(&CommandUnhandled{cl, int32(cmd.GetCmd()), int32(cmd.GetOp()), frame})
}
