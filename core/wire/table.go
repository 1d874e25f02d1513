package wire

import "unsafe"

// header opens every message: the codec reaches it at offset 0 of any of them.
type header struct {
	has     uint64 // one presence bit for each scalar field
	unknown []byte // fields that the schema does not know, as received
}

// table describes one message type to the codec.
type table struct {
	fields   []field
	index    string // field number -> 1 + position in fields; 0 is unknown
	required uint64 // presence bits that must be set
	size     uintptr
	make     func(n int) unsafe.Pointer // n zero messages in one block
}

// field describes one field: where it is in the struct and how it is encoded.
type field struct {
	message *table // of kindMessage and kindMessages
	offset  uint16
	number  uint8
	kind    kind
	bit     uint8 // of the kinds that have a presence bit
}

// kind is a field's Go type and encoding at once.
type kind uint8

const (
	kindBool     kind = iota // bool
	kindInt32                // int32, and every enum
	kindInt64                // int64
	kindString               // string
	kindBytes                // []byte
	kindMessage              // *M, absent when nil
	kindStrings              // []string
	kindMessages             // []*M
)

// The wire types of protobuf; the two that are missing are those of groups.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

func (f *field) wireType() uint64 {
	if f.kind <= kindInt64 {
		return wireVarint
	}
	return wireBytes
}

func (f *field) tag() uint64 { return uint64(f.number)<<3 | f.wireType() }

// lookup returns the field with that number, or nil.
func (t *table) lookup(number uint64) *field {
	if number < uint64(len(t.index)) {
		if i := int(t.index[number]) - 1; i >= 0 && i < len(t.fields) {
			return &t.fields[i]
		}
	}
	return nil
}
