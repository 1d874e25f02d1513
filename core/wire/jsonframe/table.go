package jsonframe

import (
	"strconv"
	"strings"
)

// message is what the schema says of one message type: its fields by number.
type message []field

type field struct {
	number  int
	name    string
	kind    kind
	message message // of the kinds with messages
	enum    enum    // of kindEnum
}

// kind is a field's type.
type kind uint8

const (
	kindBool kind = iota
	kindInt32
	kindInt64
	kindEnum
	kindString
	kindBytes
	kindMessage
	kindJSON
	kindStrings
	kindMessages
	kindJSONs
)

// The wire types of protobuf that the schema uses.
const (
	wireVarint = 0
	wireBytes  = 2
)

func (f *field) tag() uint64 {
	if f.kind <= kindEnum {
		return uint64(f.number)<<3 | wireVarint
	}
	return uint64(f.number)<<3 | wireBytes
}

func (f *field) repeated() bool { return f.kind >= kindStrings }

func (m message) byNumber(number uint64) *field {
	for i := range m {
		if uint64(m[i].number) == number {
			return &m[i]
		}
	}
	return nil
}

func (m message) byName(name string) *field {
	for i := range m {
		if m[i].name == name {
			return &m[i]
		}
	}
	return nil
}

// bodyOf returns the field for the body of a command, or nil when that has none.
func bodyOf(cmd int32) *field {
	return messageGenericCommand.byName(enumCommandType.name(cmd) + "Message")
}

// enum holds the values of an enum with their names.
type enum []struct {
	value int32
	name  string
}

// name is how a JSON frame writes the value; its number when it has no name.
func (e enum) name(value int32) string {
	for _, v := range e {
		if v.value == value {
			return strings.ReplaceAll(v.name, "_", "-")
		}
	}
	return strconv.Itoa(int(value))
}

func (e enum) value(name string) (int32, bool) {
	name = strings.ReplaceAll(name, "-", "_")
	for _, v := range e {
		if strings.EqualFold(v.name, name) {
			return v.value, true
		}
	}
	return 0, false
}
