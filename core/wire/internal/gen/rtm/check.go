package rtm

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Limits of the table's columns in package wire: a presence bit in a uint64, a
// field number looked up in a string, a tag of at most two bytes.
const (
	maxFields = 64
	maxNumber = 254
)

func check(messages []protoreflect.MessageDescriptor) error {
	for _, m := range messages {
		if m.Oneofs().Len() > 0 || m.ExtensionRanges().Len() > 0 {
			return fmt.Errorf("%s: oneofs and extensions are not supported", m.Name())
		}
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			if _, err := kindOf(f); err != nil {
				return fmt.Errorf("%s.%s: %w", m.Name(), f.Name(), err)
			}
			if f.Number() > maxNumber {
				return fmt.Errorf("%s.%s: number above %d", m.Name(), f.Name(), maxNumber)
			}
		}
		if m.Fields().Len() == 0 {
			return fmt.Errorf("%s: no fields", m.Name())
		}
		if m.Fields().Len() > maxFields {
			return fmt.Errorf("%s: more than %d fields", m.Name(), maxFields)
		}
		if err := acyclic(m, nil); err != nil {
			return err
		}
	}
	return nil
}

func acyclic(m protoreflect.MessageDescriptor, path []protoreflect.FullName) error {
	for _, name := range path {
		if name == m.FullName() {
			return fmt.Errorf("%s contains itself", name)
		}
	}
	path = append(path, m.FullName())
	for i := range m.Fields().Len() {
		if sub := m.Fields().Get(i).Message(); sub != nil {
			if err := acyclic(sub, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// kindOf returns the codec's constant for the field.
func kindOf(f protoreflect.FieldDescriptor) (string, error) {
	repeated := f.Cardinality() == protoreflect.Repeated
	required := f.Cardinality() == protoreflect.Required
	switch kind := f.Kind(); {
	case f.IsMap():
	case kind == protoreflect.MessageKind && repeated:
		return "kindMessages", nil
	case kind == protoreflect.MessageKind && !required:
		return "kindMessage", nil
	case kind == protoreflect.StringKind && repeated:
		return "kindStrings", nil
	case repeated:
	case kind == protoreflect.StringKind:
		return "kindString", nil
	case kind == protoreflect.BytesKind:
		return "kindBytes", nil
	case kind == protoreflect.Int32Kind, kind == protoreflect.EnumKind:
		return "kindInt32", nil
	case kind == protoreflect.Int64Kind:
		return "kindInt64", nil
	case kind == protoreflect.BoolKind:
		return "kindBool", nil
	}
	return "", fmt.Errorf("%s %s is not supported", f.Cardinality(), f.Kind())
}
