//go:build !js

package wire_test

import (
	"reflect"

	"imclient/core/wire"
)

var messages = map[string]message{
	"AckCommand":        &wire.AckCommand{},
	"AndroidVersion":    &wire.AndroidVersion{},
	"BlacklistCommand":  &wire.BlacklistCommand{},
	"ConvCommand":       &wire.ConvCommand{},
	"ConvMemberInfo":    &wire.ConvMemberInfo{},
	"DataCommand":       &wire.DataCommand{},
	"DirectCommand":     &wire.DirectCommand{},
	"ErrorCommand":      &wire.ErrorCommand{},
	"GenericCommand":    &wire.GenericCommand{},
	"JsonObjectMessage": &wire.JsonObjectMessage{},
	"LogItem":           &wire.LogItem{},
	"LoggedinCommand":   &wire.LoggedinCommand{},
	"LoginCommand":      &wire.LoginCommand{},
	"LogsCommand":       &wire.LogsCommand{},
	"MaxReadTuple":      &wire.MaxReadTuple{},
	"PatchCommand":      &wire.PatchCommand{},
	"PatchItem":         &wire.PatchItem{},
	"PresenceCommand":   &wire.PresenceCommand{},
	"PubsubCommand":     &wire.PubsubCommand{},
	"RcpCommand":        &wire.RcpCommand{},
	"ReadCommand":       &wire.ReadCommand{},
	"ReadTuple":         &wire.ReadTuple{},
	"ReportCommand":     &wire.ReportCommand{},
	"RoomCommand":       &wire.RoomCommand{},
	"SemanticVersion":   &wire.SemanticVersion{},
	"SessionCommand":    &wire.SessionCommand{},
	"SystemInfo":        &wire.SystemInfo{},
	"UnreadCommand":     &wire.UnreadCommand{},
	"UnreadTuple":       &wire.UnreadTuple{},
}

// newMessage returns an empty message of the type with that name, or nil.
func newMessage(name string) message {
	if m, ok := messages[name]; ok {
		return reflect.New(reflect.TypeOf(m).Elem()).Interface().(message)
	}
	return nil
}

// newer are the fields that the official JavaScript SDK does not know.
var newer = map[string]bool{
	"ConvCommand.Existing": true, "SessionCommand.SystemInfo": true,
	"GenericCommand.LoginMessage": true, "GenericCommand.LoggedinMessage": true,
}
