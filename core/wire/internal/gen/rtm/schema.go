package rtm

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// GenerateNames compiles schema like [Generate] and returns the formatted Go file
// with the names of its fields and enum values, which package wire leaves out
// because pages download it.
func GenerateNames(name string, schema []byte) ([]byte, error) {
	enums, messages, err := compile(name, schema)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from %s by internal/gen; DO NOT EDIT.\n\npackage jsonframe\n\n", name)
	for _, e := range enums {
		fmt.Fprintf(&b, "var enum%s = enum{\n", e.Name())
		for i := range e.Values().Len() {
			v := e.Values().Get(i)
			fmt.Fprintf(&b, "\t{%d, %q},\n", v.Number(), v.Name())
		}
		b.WriteString("}\n\n")
	}
	for _, m := range messages {
		fmt.Fprintf(&b, "var message%s = message{\n", m.Name())
		for _, f := range byNumber(m) {
			writeName(&b, f)
		}
		b.WriteString("}\n\n")
	}
	return formatted(&b)
}

// writeName writes one field. What holds a JSON text is a kind of its own: in a
// JSON frame it is no text but the value itself.
func writeName(b *bytes.Buffer, f protoreflect.FieldDescriptor) {
	kind, _ := kindOf(f)
	switch {
	case f.Message() != nil && f.Message().Name() == "JsonObjectMessage":
		kind = "kindJSON"
		if f.Cardinality() == protoreflect.Repeated {
			kind = "kindJSONs"
		}
	case f.Kind() == protoreflect.EnumKind:
		kind = "kindEnum"
	}
	fmt.Fprintf(b, "\t{number: %d, name: %q, kind: %s", f.Number(), f.Name(), kind)
	if f.Message() != nil {
		fmt.Fprintf(b, ", message: message%s", f.Message().Name())
	}
	if f.Enum() != nil {
		fmt.Fprintf(b, ", enum: enum%s", f.Enum().Name())
	}
	b.WriteString("},\n")
}
