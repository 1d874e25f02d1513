package server

import (
	"errors"
	"fmt"
	"runtime/debug"

	"imclient/core/wire"
	"imclient/server/store"
)

// request is a command on its way through a handler.
type request struct {
	caller  // the client whose command it is; without one for session/open
	conn    *conn
	session *session // nil for session/open
	cmd     *wire.GenericCommand
	size    int   // of the command's frame, in bytes
	refusal error // what the command is refused with, whatever it asks for
}

type operation struct {
	cmd wire.CommandType
	op  wire.OpType
}

func (o operation) String() string {
	switch {
	case unsupported[o.cmd] != "":
		return unsupported[o.cmd]
	case o.op == 0:
		return "command " + o.cmd.String()
	}
	return "command " + o.cmd.String() + "/" + o.op.String()
}

// unsupported says what features the commands are of that the server has no answer
// to (docs/server.md).
var unsupported = map[wire.CommandType]string{
	wire.CommandLogin:    "LiveQuery",
	wire.CommandLogout:   "LiveQuery",
	wire.CommandPubsub:   "publish and subscribe",
	wire.CommandRoom:     "the group chat of the first protocol, replaced by conversations,",
	wire.CommandPresence: "presence",
	wire.CommandData:     "data push",
}

// handlers run in the connection's reading goroutine, one after the other. What
// they return is sent to the client as an error; a handler that returns nil has
// replied, or will, or the command has no reply.
var handlers map[operation]func(*request) error

func init() {
	handlers = map[operation]func(*request) error{
		{wire.CommandSession, wire.OpOpen}:          (*request).sessionOpen,
		{wire.CommandSession, wire.OpClose}:         (*request).sessionClose,
		{wire.CommandSession, wire.OpRefresh}:       (*request).sessionRefresh,
		{wire.CommandSession, wire.OpQuery}:         (*request).sessionQuery,
		{wire.CommandConv, wire.OpStart}:            (*request).conversationStart,
		{wire.CommandConv, wire.OpQuery}:            (*request).conversationQuery,
		{wire.CommandConv, wire.OpAdd}:              (*request).membersAdd,
		{wire.CommandConv, wire.OpRemove}:           (*request).membersRemove,
		{wire.CommandConv, wire.OpUpdate}:           (*request).conversationUpdate,
		{wire.CommandConv, wire.OpMute}:             (*request).conversationMute,
		{wire.CommandConv, wire.OpUnmute}:           (*request).conversationMute,
		{wire.CommandConv, wire.OpCount}:            (*request).conversationCount,
		{wire.CommandConv, wire.OpMembers}:          (*request).conversationMembers,
		{wire.CommandConv, wire.OpIsMember}:         (*request).conversationIsMember,
		{wire.CommandConv, wire.OpMaxRead}:          (*request).conversationMaxRead,
		{wire.CommandConv, wire.OpMemberInfoUpdate}: (*request).memberInfoUpdate,
		{wire.CommandConv, wire.OpAddShutup}:        (*request).silence,
		{wire.CommandConv, wire.OpRemoveShutup}:     (*request).silence,
		{wire.CommandConv, wire.OpQueryShutup}:      (*request).silenced,
		{wire.CommandConv, wire.OpCheckShutup}:      (*request).silencedOf,
		{wire.CommandBlacklist, wire.OpBlock}:       (*request).block,
		{wire.CommandBlacklist, wire.OpUnblock}:     (*request).block,
		{wire.CommandBlacklist, wire.OpQuery}:       (*request).blocked,
		{wire.CommandBlacklist, wire.OpCheckBlock}:  (*request).blockedOf,
		{wire.CommandDirect, 0}:                     (*request).direct,
		{wire.CommandAck, 0}:                        (*request).ack,
		{wire.CommandRead, 0}:                       (*request).read,
		{wire.CommandLogs, 0}:                       (*request).logs,
		{wire.CommandPatch, wire.OpModify}:          (*request).patchModify,
		{wire.CommandPatch, wire.OpModified}:        (*request).ignore, // older clients confirm a push
		{wire.CommandReport, wire.OpUpload}:         (*request).report,
		{wire.CommandEcho, 0}:                       (*request).echo,
	}
}

// handle never fails: whatever goes wrong is answered and logged.
func (c *conn) handle(cmd *wire.GenericCommand, size int, refusal error) {
	r := &request{caller: caller{srv: c.srv}, conn: c, cmd: cmd, size: size, refusal: refusal}
	defer func() {
		if p := recover(); p != nil {
			r.panicked(p)
		}
	}()
	if err := r.route(); err != nil {
		r.fail(err)
	}
}

func (r *request) route() error {
	if r.session = r.conn.session(r.cmd.GetPeerId()); r.session != nil {
		r.caller = r.session.caller()
	}
	at := r.operation()
	r.srv.metrics.command(at)
	if r.refusal != nil {
		return r.refusal
	}
	if at.cmd == wire.CommandEcho {
		return r.echo()
	}
	handler := handlers[at]
	if handler == nil {
		return refusef(ConversationNotAllowed, "%s is not supported", at)
	}
	if r.session == nil && at != (operation{wire.CommandSession, wire.OpOpen}) {
		return refuse(SessionRequired)
	}
	if err := r.spend(at); err != nil {
		return err
	}
	return handler(r)
}

// operation is what the handler is found by. Commands without an op sometimes carry one.
func (r *request) operation() operation {
	at := operation{r.cmd.GetCmd(), r.cmd.GetOp()}
	if handlers[at] == nil {
		if plain := (operation{at.cmd, 0}); handlers[plain] != nil {
			return plain
		}
	}
	return at
}

func (r *request) ignore() error { return nil }

// echo answers a heartbeat, before a session is open as well.
func (r *request) echo() error {
	if r.conn.protocol.encoding == encodingJSON && !r.cmd.HasI() {
		r.conn.queue.push([]byte(heartbeat), 0)
		return nil
	}
	r.reply(newPush(wire.CommandEcho, 0))
	return nil
}

// reply answers the request. It does not block.
func (r *request) reply(cmd *wire.GenericCommand) {
	if r.cmd.HasI() {
		cmd.SetI(r.cmd.GetI())
	}
	if r.session != nil && !cmd.HasPeerId() {
		cmd.SetPeerId(r.session.client)
	}
	r.conn.send(encode(cmd))
}

// fail answers with an error and logs it. A command without i is not answered:
// an error without i would be taken as the end of the connection.
func (r *request) fail(err error) {
	refusal := r.logRefusal(err)
	if !r.cmd.HasI() {
		return
	}
	if r.cmd.GetCmd() == wire.CommandDirect && r.session != nil {
		r.failAck(refusal)
		return
	}
	cmd := newPush(wire.CommandError, 0)
	cmd.SetErrorMessage(errorCommand(refusal))
	if r.cmd.HasPeerId() {
		cmd.SetPeerId(r.cmd.GetPeerId())
	}
	r.reply(cmd)
}

func errorCommand(e *Error) *wire.ErrorCommand {
	m := new(wire.ErrorCommand)
	m.SetCode(int32(e.Code))
	m.SetReason(e.Code.String())
	if e.Detail != "" {
		m.SetDetail(e.Detail)
	}
	if e.AppCode != 0 {
		m.SetAppCode(int32(e.AppCode))
	}
	if e.AppMessage != "" {
		m.SetAppMsg(e.AppMessage)
	}
	return m
}

func (r *request) logRefusal(err error) *Error {
	refusal, internal := asRefusal(err)
	r.srv.metrics.refused(r.operation(), refusal.Code, internal)
	log := r.conn.logger().With("cmd", r.cmd.GetCmd().String(), "op", r.cmd.GetOp().String(),
		"app", shorten(r.appID()), "client", shorten(r.clientID()), "code", int(refusal.Code), "reason", refusal.Code.String())
	if internal {
		log.Error("command failed", "error", err)
	} else {
		log.Info("command refused", "detail", refusal.Detail)
	}
	return refusal
}

func (r *request) appID() string {
	if r.session != nil {
		return r.session.app.ID
	}
	return r.cmd.GetAppId()
}

func (r *request) clientID() string {
	if r.session != nil {
		return r.session.client
	}
	return r.cmd.GetPeerId()
}

// panicked keeps a bug in one handler from taking anything else with it.
func (r *request) panicked(p any) {
	r.conn.logger().Error("handler panicked", "panic", p, "stack", string(debug.Stack()))
	r.fail(fmt.Errorf("panic: %v", p))
}

// update runs fn in a transaction without waiting. After the commit it calls
// done, which replies and publishes; when fn or the commit fails the client gets
// the error instead.
func (r *request) update(fn func(store.Tx) error, done func(), settled func()) {
	r.srv.store.Update(fn, func(err error) {
		defer settled()
		defer func() {
			if p := recover(); p != nil {
				r.panicked(p)
			}
		}()
		if errors.Is(err, errAskAgain) {
			return
		}
		if err != nil {
			r.fail(err)
			return
		}
		done()
	})
}

// later is update that only holds up the connection when too many of its updates
// are not on disk yet. It keeps their order.
func (r *request) later(fn func(store.Tx) error, done func()) error {
	r.conn.inFlight.add(r.size)
	r.update(fn, done, func() { r.conn.inFlight.done(r.size) })
	return nil
}

// commit is update that waits until done has returned.
func (r *request) commit(fn func(store.Tx) error, done func()) error {
	settled := make(chan struct{})
	r.update(fn, done, func() { close(settled) })
	<-settled
	return nil
}
