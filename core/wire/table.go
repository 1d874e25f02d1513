package wire

import "unsafe"

// header opens every message: the codec reaches it at offset 0 of any of them.
type header struct {
	has     uint64 // a presence bit for each field, in the order of the table
	unknown []byte // fields that the schema does not know, as received
}

// mark makes the field at that position of the table present, or absent.
func (h *header) mark(position int, present bool) {
	h.has &^= 1 << position
	if present {
		h.has |= 1 << position
	}
}

// table describes one message type to the codec.
type table struct {
	fields   []field // by number, at most 64
	index    string  // field number -> 1 + position in fields; 0 is unknown
	required uint64  // presence bits that must be set
	size     uintptr
	make     func(n int) unsafe.Pointer // n zero messages in one block
}

// field describes one field: where it is in the struct and how it is encoded.
type field struct {
	message *table // of kindMessage and kindMessages
	offset  uint16
	number  uint8
	kind    kind
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

// tagSize is the length of the tag; numbers up to 254 take at most two bytes.
func (f *field) tagSize() int {
	if f.number < 16 {
		return 1
	}
	return 2
}

// lookup returns the position of the field with that number, or -1.
func (t *table) lookup(number uint64) int {
	if number < uint64(len(t.index)) {
		return int(t.index[number]) - 1
	}
	return -1
}
