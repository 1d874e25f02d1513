package rtm

import (
	"go/token"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// constPrefix is what stands before an enum's values: CommandType's are
// CommandSession, CommandConv, ..., QueryDirection's DirectionOld.
func constPrefix(e protoreflect.EnumDescriptor) string {
	name := strings.TrimSuffix(string(e.Name()), "Type")
	return strings.TrimPrefix(name, "Query")
}

// constName joins prefix and value: members_joined is OpMembersJoined.
func constName(v protoreflect.EnumValueDescriptor) string {
	var b strings.Builder
	b.WriteString(constPrefix(v.Parent().(protoreflect.EnumDescriptor)))
	for word := range strings.SplitSeq(string(v.Name()), "_") {
		b.WriteString(upper(strings.ToLower(word)))
	}
	return b.String()
}

// upper makes a name exported: peerId is PeerId.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// lower makes a name unexported: CommandType is commandType.
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// fieldName is the struct's field: the protocol's name unless Go reserves it.
func fieldName(f protoreflect.FieldDescriptor) string {
	name := string(f.Name())
	if token.IsKeyword(name) || name == "header" {
		name += "_"
	}
	return name
}

func tableName(m protoreflect.MessageDescriptor) string {
	return "table" + string(m.Name())
}

// goType is the type of one value of the field.
func goType(f protoreflect.FieldDescriptor) string {
	switch f.Kind() {
	case protoreflect.MessageKind:
		return "*" + string(f.Message().Name())
	case protoreflect.EnumKind:
		return string(f.Enum().Name())
	case protoreflect.BytesKind:
		return "[]byte"
	case protoreflect.Int32Kind:
		return "int32"
	case protoreflect.Int64Kind:
		return "int64"
	default:
		return f.Kind().String()
	}
}
