// Package rtm turns rtm.proto into the Go source of package wire: types,
// accessors and the tables that the codec there interprets.
package rtm

import (
	"bytes"
	"context"
	"fmt"
	"go/format"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Generate compiles schema, a proto2 file called name, and returns the
// formatted Go file. It refuses what the codec does not implement: repeated
// scalars, maps, groups, oneofs, extensions, floating point, fixed-width,
// unsigned and zigzag integers, required messages, and cycles of messages
// (their absence is what bounds the decoder's depth).
func Generate(name string, schema []byte) ([]byte, error) {
	enums, messages, err := compile(name, schema)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from %s by internal/gen; DO NOT EDIT.\n\npackage wire\n\nimport \"unsafe\"\n", name)
	for _, e := range enums {
		writeEnum(&b, e)
	}
	for _, m := range messages {
		if err := writeMessage(&b, m); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name(), err)
		}
	}
	return formatted(&b)
}

func formatted(b *bytes.Buffer) ([]byte, error) {
	source, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("format: %w\n%s", err, b.Bytes())
	}
	return source, nil
}

// compile reads the schema and checks that the codec implements all of it.
func compile(name string, schema []byte) ([]protoreflect.EnumDescriptor, []protoreflect.MessageDescriptor, error) {
	compiler := protocompile.Compiler{
		Resolver: &protocompile.SourceResolver{
			Accessor: protocompile.SourceAccessorFromMap(map[string]string{name: string(schema)}),
		},
		SourceInfoMode: protocompile.SourceInfoStandard,
	}
	files, err := compiler.Compile(context.Background(), name)
	if err != nil {
		return nil, nil, fmt.Errorf("compile %s: %w", name, err)
	}
	file := files[0]
	if file.Syntax() != protoreflect.Proto2 {
		return nil, nil, fmt.Errorf("%s: presence matters, so the schema must be proto2", name)
	}
	enums, messages := collect(file)
	return enums, messages, check(messages)
}

// collect lists every enum and message of the file, nested ones too, in the
// schema's order.
func collect(file protoreflect.FileDescriptor) ([]protoreflect.EnumDescriptor, []protoreflect.MessageDescriptor) {
	var enums []protoreflect.EnumDescriptor
	var messages []protoreflect.MessageDescriptor
	addEnums := func(list protoreflect.EnumDescriptors) {
		for i := range list.Len() {
			enums = append(enums, list.Get(i))
		}
	}
	var addMessages func(list protoreflect.MessageDescriptors)
	addMessages = func(list protoreflect.MessageDescriptors) {
		for i := range list.Len() {
			messages = append(messages, list.Get(i))
			addEnums(list.Get(i).Enums())
			addMessages(list.Get(i).Messages())
		}
	}
	addEnums(file.Enums())
	addMessages(file.Messages())
	return enums, messages
}
