package server

import "imclient/core/wire"

// serviceIM says that a frame is instant messaging, which some SDKs insist on.
const serviceIM = 2

// newPush returns a command that answers nothing.
func newPush(cmd wire.CommandType, op wire.OpType) *wire.GenericCommand {
	m := new(wire.GenericCommand)
	m.SetCmd(cmd)
	if op != 0 {
		m.SetOp(op)
	}
	m.SetService(serviceIM)
	return m
}

// encode returns the frame of a command that the server has made itself. Such a
// command has all its required fields; one that does not is a bug, which the
// recovery of the handler turns into INTERNAL_ERROR.
func encode(cmd *wire.GenericCommand) []byte {
	frame, err := cmd.Append(nil)
	if err != nil {
		panic(err)
	}
	return frame
}

func jsonObject(data string) *wire.JsonObjectMessage {
	m := new(wire.JsonObjectMessage)
	m.SetData(data)
	return m
}
