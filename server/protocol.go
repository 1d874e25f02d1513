package server

import (
	"encoding/base64"
	"errors"

	"imclient/core/wire"
	"imclient/core/wire/jsonframe"

	"github.com/coder/websocket"
)

// protocol is a sub-protocol of WebSocket: how a frame is written, and what the
// client expects at login and of an ack (docs/protocol.md, Sub-protocols).
type protocol struct {
	name       string
	encoding   encoding
	generation int // 1 to 3, the number at the end of the name
}

type encoding int

const (
	encodingBinary encoding = iota // a binary frame is a command
	encodingBase64                 // a text frame is a command in base64
	encodingJSON                   // a text frame is a command as JSON
)

// protocols are all that the server speaks, the preferred one first.
var protocols = []protocol{
	{"lc.protobuf2.3", encodingBinary, 3},
	{"lc.proto2base64.3", encodingBase64, 3},
	{"lc.json.3", encodingJSON, 3},
	{"lc.protobuf2.2", encodingBinary, 2},
	{"lc.json.2", encodingJSON, 2},
	{"lc.protobuf2.1", encodingBinary, 1},
	{"lc.json.1", encodingJSON, 1},
}

// protocolNone is for a client that asks for no sub-protocol: the first SDKs did,
// and whoever tries a server by hand does.
var protocolNone = protocol{"", encodingJSON, 1}

func protocolNames() []string {
	var names []string
	for _, p := range protocols {
		names = append(names, p.name)
	}
	return names
}

func findProtocol(name string) (protocol, bool) {
	for _, p := range append(protocols, protocolNone) {
		if p.name == name {
			return p, true
		}
	}
	return protocol{}, false
}

// countsUnread says that the client is told at login how much is unread, and not
// sent what it missed.
func (p protocol) countsUnread() bool { return p.generation > 1 }

// ackReads says that what a client has received counts as read.
func (p protocol) ackReads() bool { return p.generation < 3 }

func (p protocol) messageType() websocket.MessageType {
	if p.encoding == encodingBinary {
		return websocket.MessageBinary
	}
	return websocket.MessageText
}

// frameLimit is how long a frame may be that holds a command of limit bytes.
func (p protocol) frameLimit(limit int64) int64 {
	if p.encoding == encodingBase64 {
		return limit/3*4 + 4
	}
	return limit
}

// decode reads a frame; it may overwrite it. refusal is what a command is refused
// with that is well-formed, but says what makes no sense.
func (p protocol) decode(frame []byte) (cmd *wire.GenericCommand, size int, refusal, err error) {
	if p.encoding == encodingJSON {
		cmd, refusal, err = decodeJSON(frame)
		return cmd, len(frame), refusal, err
	}
	if p.encoding == encodingBase64 {
		n, err := base64.StdEncoding.Decode(frame, frame)
		if err != nil {
			return nil, 0, nil, errUnparseable
		}
		frame = frame[:n]
	}
	cmd = new(wire.GenericCommand)
	if err := cmd.Unmarshal(frame); err != nil || !cmd.HasCmd() {
		return nil, 0, nil, errUnparseable
	}
	return cmd, len(frame), nil, nil
}

func decodeJSON(frame []byte) (cmd *wire.GenericCommand, refusal, err error) {
	cmd, err = jsonframe.Decode(frame)
	var field *jsonframe.FieldError
	switch {
	case errors.As(err, &field):
		return cmd, refusef(ConversationAPIFailed, "%v", field), nil
	case errors.Is(err, jsonframe.ErrUnknown):
		return cmd, refusef(ConversationNotAllowed, "no such cmd or op"), nil
	case err != nil:
		return nil, nil, errUnparseable
	}
	return cmd, nil, nil
}

// encode turns an encoded command into the frame that is sent.
func (p protocol) encode(command []byte) ([]byte, error) {
	switch p.encoding {
	case encodingBase64:
		return base64.StdEncoding.AppendEncode(nil, command), nil
	case encodingJSON:
		return jsonframe.Encode(command)
	}
	return command, nil
}
