package rtm

import (
	"bytes"
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"
)

func writeEnum(b *bytes.Buffer, e protoreflect.EnumDescriptor) {
	name := string(e.Name())
	writeDoc(b, e, name+" is an enumeration of the protocol.")
	fmt.Fprintf(b, "type %s int32\n\n", name)
	fmt.Fprintf(b, "// The values of %s.\nconst (\n", name)
	values := e.Values()
	for i := range values.Len() {
		v := values.Get(i)
		fmt.Fprintf(b, "\t%s %s = %d", constName(v), name, v.Number())
		if c := comment(v); c != "" {
			fmt.Fprintf(b, " // %s", c)
		}
		b.WriteByte('\n')
	}
	b.WriteString(")\n\n")
	fmt.Fprintf(b, "var %sNames = []enumName{\n", lower(name))
	for i := range values.Len() {
		v := values.Get(i)
		fmt.Fprintf(b, "\t{int32(%s), %q},\n", constName(v), v.Name())
	}
	b.WriteString("}\n\n")
	fmt.Fprintf(b, "// String returns the protocol's name of the value, or its number when it has none.\n")
	fmt.Fprintf(b, "func (v %s) String() string { return nameOf(%sNames, int32(v)) }\n\n", name, lower(name))
}
