package rtm

import (
	"bytes"
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
)

func writeMessage(b *bytes.Buffer, m protoreflect.MessageDescriptor) error {
	writeStruct(b, m)
	writeTable(b, m)
	name := string(m.Name())
	fmt.Fprintf(b, "// Append appends the encoding of m to b. The only error is [ErrRequired].\n")
	fmt.Fprintf(b, "func (m *%s) Append(b []byte) ([]byte, error) { return appendMessage(b, &%s, unsafe.Pointer(m)) }\n\n", name, tableName(m))
	fmt.Fprintf(b, "// Unmarshal replaces m with what b, of which it keeps nothing, holds. On an error m is empty.\n")
	fmt.Fprintf(b, "func (m *%s) Unmarshal(b []byte) error {\n\tm.Reset()\n", name)
	fmt.Fprintf(b, "\terr := unmarshal(b, &%s, unsafe.Pointer(m))\n\tif err != nil {\n\t\tm.Reset()\n\t}\n\treturn err\n}\n\n", tableName(m))
	fmt.Fprintf(b, "// Reset makes m empty.\n")
	fmt.Fprintf(b, "func (m *%s) Reset() { *m = %s{} }\n\n", name, name)
	for position, f := range byNumber(m) {
		if err := writeAccessors(b, name, f, position); err != nil {
			return err
		}
	}
	return nil
}

// writeStruct lays wide fields first, so that no padding stands between them.
func writeStruct(b *bytes.Buffer, m protoreflect.MessageDescriptor) {
	writeDoc(b, m, string(m.Name())+" is a message of the protocol.")
	fmt.Fprintf(b, "type %s struct {\n\theader\n", m.Name())
	fields := byNumber(m)
	slices.SortStableFunc(fields, func(x, y protoreflect.FieldDescriptor) int { return width(y) - width(x) })
	for _, f := range fields {
		slice := ""
		if f.Cardinality() == protoreflect.Repeated {
			slice = "[]"
		}
		fmt.Fprintf(b, "\t%s %s%s\n", fieldName(f), slice, goType(f))
	}
	b.WriteString("}\n\n")
}

func width(f protoreflect.FieldDescriptor) int {
	switch {
	case f.Cardinality() == protoreflect.Repeated:
		return 8
	case f.Kind() == protoreflect.BoolKind:
		return 1
	case f.Kind() == protoreflect.Int32Kind, f.Kind() == protoreflect.EnumKind:
		return 4
	default:
		return 8
	}
}

// writeTable writes the descriptor that the codec interprets.
func writeTable(b *bytes.Buffer, m protoreflect.MessageDescriptor) {
	fields := byNumber(m)
	index := make([]byte, int(fields[len(fields)-1].Number())+1)
	required := uint64(0)
	name := m.Name()
	fmt.Fprintf(b, "var %s = table{\n\tfields: []field{\n", tableName(m))
	for i, f := range fields {
		index[f.Number()] = byte(i + 1)
		kind, _ := kindOf(f)
		fmt.Fprintf(b, "\t\t{number: %d, kind: %s, offset: uint16(unsafe.Offsetof(%s{}.%s))", f.Number(), kind, name, fieldName(f))
		if f.Cardinality() == protoreflect.Required {
			required |= 1 << i
		}
		if f.Message() != nil {
			fmt.Fprintf(b, ", message: &%s", tableName(f.Message()))
		}
		b.WriteString("},\n")
	}
	fmt.Fprintf(b, "\t},\n\tindex: %q,\n", index)
	if required != 0 {
		fmt.Fprintf(b, "\trequired: %#x,\n", required)
	}
	fmt.Fprintf(b, "\tsize: unsafe.Sizeof(%s{}),\n", name)
	fmt.Fprintf(b, "\tmake: func(n int) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(make([]%s, n))) },\n}\n\n", name)
}

func byNumber(m protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	fields := make([]protoreflect.FieldDescriptor, m.Fields().Len())
	for i := range fields {
		fields[i] = m.Fields().Get(i)
	}
	slices.SortFunc(fields, func(x, y protoreflect.FieldDescriptor) int { return int(x.Number() - y.Number()) })
	return fields
}
