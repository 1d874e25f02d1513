package rtm

import (
	"bytes"
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// comment is what the schema says of d, before it or behind it, on one line.
func comment(d protoreflect.Descriptor) string {
	at := d.ParentFile().SourceLocations().ByDescriptor(d)
	text := at.TrailingComments
	if text == "" {
		text = at.LeadingComments
	}
	return strings.Join(strings.Fields(text), " ")
}

// writeDoc writes the schema's comment before d as a doc comment, or otherwise.
func writeDoc(b *bytes.Buffer, d protoreflect.Descriptor, otherwise string) {
	text := strings.TrimSpace(d.ParentFile().SourceLocations().ByDescriptor(d).LeadingComments)
	if text == "" {
		text = otherwise
	}
	b.WriteByte('\n')
	for line := range strings.Lines(text) {
		fmt.Fprintf(b, "// %s\n", strings.TrimSpace(line))
	}
}
