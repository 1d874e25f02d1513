package wire

import "errors"

// What decoding or encoding can refuse. The errors are compared with
// [errors.Is]; a failed decode leaves the message empty.
var (
	// ErrTruncated says that the frame ends in the middle of a field.
	ErrTruncated = errors.New("wire: frame ends inside a field")
	// ErrMalformed says that the frame is no protobuf that this protocol uses:
	// a varint over 64 bits, a field number of zero or beyond 29 bits, a group.
	ErrMalformed = errors.New("wire: malformed frame")
	// ErrWireType says that a known field came with another field type's encoding.
	ErrWireType = errors.New("wire: field has the wrong wire type")
	// ErrRequired says that a required field is missing, in either direction.
	ErrRequired = errors.New("wire: required field is missing")
	// ErrTooLarge says that the decoded message would take more memory than
	// [MaxExpansion] allows for a frame of that length.
	ErrTooLarge = errors.New("wire: frame expands to too much memory")
)
