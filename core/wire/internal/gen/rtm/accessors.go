package rtm

import (
	"bytes"
	"strings"
	"text/template"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// accessor is what the templates below know of a field.
type accessor struct {
	Message string // the Go type that has the field
	Name    string // the protocol's name
	Go      string // the same, exported
	Field   string // the struct's field
	Type    string // the Go type of one value
	Zero    string // that type's zero value
	Default string // what Get returns when the field is absent
	Bit     int    // the presence bit: the field's position by number
	Cold    bool   // no message passes it: not inlined, it would weigh on a page wherever it is called
	Note    string // a second line of Get's comment, or nothing
}

// The getter of a field whose default is not its zero value asks for presence,
// since a struct starts with zeros.
var scalarAccessors = template.Must(template.New("scalar").Parse(`
// Get{{.Go}} returns {{.Name}}, or {{.Default}} when it is absent.{{.Note}}{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Get{{.Go}}() {{.Type}} {
	if {{if eq .Default .Zero}}m == nil{{else}}!m.Has{{.Go}}(){{end}} {
		return {{.Default}}
	}
	return m.{{.Field}}
}

// Has{{.Go}} reports whether {{.Name}} is present; an explicit zero is.
func (m *{{.Message}}) Has{{.Go}}() bool { return m != nil && m.has&(1<<{{.Bit}}) != 0 }

// Set{{.Go}} makes {{.Name}} present, whatever v is.{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Set{{.Go}}(v {{.Type}}) {
	m.{{.Field}} = v
	m.has |= 1 << {{.Bit}}
}

// Clear{{.Go}} makes {{.Name}} absent.
func (m *{{.Message}}) Clear{{.Go}}() {
	m.{{.Field}} = {{.Zero}}
	m.has &^= 1 << {{.Bit}}
}
`))

var messageAccessors = template.Must(template.New("message").Parse(`
// Get{{.Go}} returns {{.Name}}, not copied, or nil when it is absent.{{.Note}}{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Get{{.Go}}() {{.Type}} {
	if m == nil {
		return nil
	}
	return m.{{.Field}}
}

// Has{{.Go}} reports whether {{.Name}} is present; an empty message is.
func (m *{{.Message}}) Has{{.Go}}() bool { return m != nil && m.has&(1<<{{.Bit}}) != 0 }

// Set{{.Go}} makes v, which is not copied, the value of {{.Name}}; nil makes it absent.{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Set{{.Go}}(v {{.Type}}) {
	m.{{.Field}} = v
	m.mark({{.Bit}}, v != nil)
}

// Clear{{.Go}} makes {{.Name}} absent.
func (m *{{.Message}}) Clear{{.Go}}() { m.Set{{.Go}}(nil) }
`))

var repeatedAccessors = template.Must(template.New("repeated").Parse(`
// Get{{.Go}} returns the values of {{.Name}}, not copied.{{.Note}}{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Get{{.Go}}() []{{.Type}} {
	if m == nil {
		return nil
	}
	return m.{{.Field}}
}

// Has{{.Go}} reports whether {{.Name}} has any value.
func (m *{{.Message}}) Has{{.Go}}() bool { return m != nil && m.has&(1<<{{.Bit}}) != 0 }

// Set{{.Go}} makes v, which is not copied, the values of {{.Name}}.{{if .Cold}}
//
//go:noinline{{end}}
func (m *{{.Message}}) Set{{.Go}}(v []{{.Type}}) {
	m.{{.Field}} = v
	m.mark({{.Bit}}, len(v) != 0)
}

// Add{{.Go}} appends to the values of {{.Name}}.
func (m *{{.Message}}) Add{{.Go}}(v ...{{.Type}}) { m.Set{{.Go}}(append(m.{{.Field}}, v...)) }

// Clear{{.Go}} removes the values of {{.Name}}.
func (m *{{.Message}}) Clear{{.Go}}() { m.Set{{.Go}}(nil) }
`))

// hot are the commands that messages travel in.
var hot = map[string]bool{"GenericCommand": true, "DirectCommand": true, "AckCommand": true}

func writeAccessors(b *bytes.Buffer, message string, f protoreflect.FieldDescriptor, position int) error {
	a := accessor{
		Message: message, Cold: !hot[message], Name: string(f.Name()), Go: upper(string(f.Name())), Field: fieldName(f),
		Type: goType(f), Zero: zero(f), Default: zero(f), Bit: position,
	}
	if v := f.DefaultEnumValue(); v != nil && f.HasDefault() {
		a.Default = constName(v)
	}
	if c := comment(f); c != "" {
		a.Note = "\n// It is " + strings.TrimSuffix(c, ".") + "."
	}
	switch {
	case f.Cardinality() == protoreflect.Repeated:
		return repeatedAccessors.Execute(b, a)
	case f.Message() != nil:
		return messageAccessors.Execute(b, a)
	}
	return scalarAccessors.Execute(b, a)
}

func zero(f protoreflect.FieldDescriptor) string {
	switch f.Kind() {
	case protoreflect.StringKind:
		return `""`
	case protoreflect.BoolKind:
		return "false"
	case protoreflect.BytesKind:
		return "nil"
	default:
		return "0"
	}
}
